"""Which screen belongs to each key of the navigation; each is loaded when it is first gone to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from npt_desktop.ui.home.reader import HomeReader
    from npt_desktop.ui.home.screen import HomeScreen
    from npt_desktop.ui.work_screen import WorkScreen
    from npt_desktop.ui.workspace import Workspace


def make_screen(key: str, work: Workspace, reader: HomeReader) -> WorkScreen | HomeScreen:
    """The screen of a key; Home for one that is not known."""
    if key == "priorities":
        from npt_desktop.ui.priorities.screen import PrioritiesScreen

        return PrioritiesScreen(work)
    if key == "plans":
        from npt_desktop.ui.plans.screen import PlansScreen

        return PlansScreen(work)
    if key == "engagement":
        from npt_desktop.ui.engagement.screen import EngagementScreen

        return EngagementScreen(work)
    if key == "communities":
        from npt_desktop.ui.communities.screen import CommunitiesScreen

        return CommunitiesScreen(work)
    if key == "quality":
        from npt_desktop.ui.quality.screen import QualityScreen

        return QualityScreen(work)
    if key == "works":
        from npt_desktop.ui.what_works.screen import WhatWorksScreen

        return WhatWorksScreen(work)
    if key == "import":
        from npt_desktop.ui.imports.screen import ImportScreen

        return ImportScreen(work)
    if key == "retention":
        from npt_desktop.ui.retention.screen import RetentionScreen

        return RetentionScreen(work)
    from npt_desktop.ui.home.screen import HomeScreen

    home = HomeScreen(mine=reader.mine)
    home.seat(work, reader)
    return home
