"""A record marked in the window: the banner, the mark beside the title, and back again."""

from __future__ import annotations

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from npt_desktop.models.kinds import TermKind
from npt_desktop.services.engagement import Engagement, EntryDraft
from npt_desktop.services.marking import MarkingDesk
from npt_desktop.services.plans import Plans
from npt_desktop.ui.engagement.screen import EngagementScreen
from npt_desktop.ui.marking_dialog import marking_form
from npt_desktop.ui.plans.screen import PlansScreen
from npt_desktop.ui.shell.window import MainShell
from tests.conftest import TODAY
from tests.world import World

HIGH = "OFFICIAL-SENSITIVE PERSONAL"


def test_a_plan_is_marked_and_the_banner_follows_what_is_shown(
    world: World, show_screen: Callable[..., PlansScreen], qtbot: QtBot
) -> None:
    plans = Plans(world.desk())
    high, plain = plans.open(world.gedling, "Bikes"), plans.open(world.gedling, "Lights")
    screen = show_screen(PlansScreen)
    shell = screen.window()
    assert isinstance(shell, MainShell)
    assert shell.banner.marking == "OFFICIAL-SENSITIVE"
    assert screen.record_shown() is None

    screen.open_record(high, "")
    qtbot.waitUntil(lambda: screen.record_shown() == ("problem_plan", high) and not screen.work.jobs.busy)
    form = marking_form(screen, screen.work)
    form.control("marking").set_value(HIGH)
    form.commit()
    qtbot.waitUntil(lambda: shell.banner.marking == HIGH)
    assert not screen.header.mark.isHidden()
    assert screen.header.mark.text == HIGH

    screen.open_record(plain, "")
    qtbot.waitUntil(lambda: shell.banner.marking == "OFFICIAL-SENSITIVE")
    assert screen.header.mark.isHidden()
    assert screen.escape()  # back to the list, where the marked plan stands too
    qtbot.waitUntil(lambda: shell.banner.marking == HIGH)

    register = screen.register
    qtbot.waitUntil(lambda: not screen.work.jobs.busy and any(line.marked for line in register.model.lines))
    register.marking.set_value(HIGH)
    register.marking.changed.emit(HIGH)
    assert [line.id for line in register.model.lines] == [high]
    assert screen.rows_marking(register.table) == HIGH
    register.marking.set_value("OFFICIAL-SENSITIVE")
    register.marking.changed.emit("OFFICIAL-SENSITIVE")
    assert [line.id for line in register.model.lines] == [plain]
    assert screen.rows_marking(register.table) == "OFFICIAL-SENSITIVE"
    register.marking.set_value("OFFICIAL")
    register.marking.changed.emit("OFFICIAL")
    assert register.stack.currentWidget() is register.no_match
    register.clear_filter()
    assert len(register.model.lines) == 2


def test_the_log_of_all_areas_shows_and_writes_the_highest_marking_of_them(
    world: World, show_screen: Callable[..., EngagementScreen], qtbot: QtBot
) -> None:
    desk = world.desk()
    made = {}
    for area in (world.gedling, world.ashfield):
        made[area] = Engagement(desk).log(EntryDraft(
            area, TODAY, desk.terms(TermKind.AUDIENCE)[0].id, desk.terms(TermKind.PURPOSE)[0].id,
            "Choir", world.pcso.person_id, "Choir", "Heard", 3,
        ))  # fmt: skip
    MarkingDesk(desk).mark("engagement_entry", made[world.ashfield], 1, HIGH)
    screen = show_screen(EngagementScreen)
    shell, filters = screen.window(), screen.list.filters
    assert isinstance(shell, MainShell)
    qtbot.waitUntil(lambda: screen.list.model.rowCount() == 1 and not screen.work.jobs.busy)
    assert shell.banner.marking == "OFFICIAL-SENSITIVE"
    assert screen.rows_marking(screen.list.table) == "OFFICIAL-SENSITIVE"
    filters.all_areas.click()
    qtbot.waitUntil(lambda: shell.banner.marking == HIGH)
    assert screen.rows_marking(screen.list.table) == HIGH
    filters.marking.set_value(HIGH)
    filters.marking.changed.emit(HIGH)
    qtbot.waitUntil(lambda: list(screen.list.model.ids) == [made[world.ashfield]])
    assert filters.state()["marking"] == HIGH
    filters.clear()
    qtbot.waitUntil(lambda: screen.list.model.rowCount() == 2)
