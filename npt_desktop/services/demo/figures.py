"""What was put right in a published update of the shown area, and the figures marked about its priorities."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from npt_desktop.models.kinds import FigureSource
from npt_desktop.models.priorities import PriorityFigure, UpdateCorrection
from npt_desktop.services.demo.timeline import Desk, Row
from npt_desktop.services.demo.topics import Topic
from npt_desktop.services.demo.world import AreaCast, World, label


def corrected(world: World, area: AreaCast, desk: Desk, update: Row, day: date) -> None:
    """An update that was put right two days after it went out."""
    if not area.shown or day > world.today:
        return
    value = str(update["next_steps"])
    world.line.add(
        desk, day, UpdateCorrection, update_id=update, field="next_steps", was=value.replace("will", "may"), value=value,
        reason="It was already agreed when this was written.", made_at=datetime.combine(day, time(10), tzinfo=UTC),
        made_by=label(area.inspector),
    )  # fmt: skip


def marked(world: World, area: AreaCast, desk: Desk, topic: Topic, day: date) -> None:
    """The crime that a priority's updates speak of, and who can be reached."""
    if not area.shown or day > world.today:
        return
    for source, about in ((FigureSource.CRIME, "Anti-social behaviour"), (FigureSource.REACH, "alert")):
        world.line.add(desk, day, PriorityFigure, priority_id=topic.priority, source=source, about=about)
