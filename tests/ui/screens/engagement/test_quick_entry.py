"""Logging by keyboard alone, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from npt_desktop.models.kinds import TermKind
from npt_desktop.services.drafts import Drafts
from npt_desktop.services.engagement import Engagement, LogFilter, LogLine
from npt_desktop.services.history import History
from npt_desktop.ui.engagement.quick_entry import in_a_sentence
from npt_desktop.ui.engagement.screen import EngagementScreen
from tests.conftest import TODAY
from tests.ui.screens.engagement.conftest import Typist
from tests.world import World

Key = Qt.Key
Show = Callable[..., EngagementScreen]
Wait = Callable[[EngagementScreen], None]
Entry = Callable[..., int]


def latest(world: World) -> LogLine:
    log = Engagement(world.desk())
    return log.lines([max(log.ids(LogFilter()))])[0]


def test_a_full_row_takes_at_most_95_keys_and_the_form_is_ready_for_the_next(
    show: Show, settled: Wait, typist: Typist, world: World, entry: Entry, said: Callable[..., list[str]]
) -> None:
    faith = world.term(TermKind.AUDIENCE, "Faith")
    entry(TODAY - timedelta(days=74), audience_id=faith, who_engaged="Mosque open evening")
    screen = show()
    settled(screen)
    heard = said(screen)
    typist.ctrl(Key.Key_L)
    typist.type("fa")
    typist.tab()
    groups = next(c.label for c in world.desk().terms(TermKind.AUDIENCE) if c.id == faith)
    gap = f"Closes a gap: no contact with {groups.lower()} for 74 days"
    assert screen.quick.say_line.text() == gap
    typist.type("tr")
    typist.tab()
    typist.type("mos")
    typist.press(Key.Key_Down)
    typist.tab()
    typist.tab()  # past Lead, who is signed in
    typist.type("Met the committee about car park safety.")
    typist.tab()
    typist.type("Agreed on a monthly visit")
    typist.tab()
    typist.type("4")
    typist.ctrl(Key.Key_Return)
    assert typist.count <= 95
    row = latest(world)
    assert (row.day, row.audience, row.purpose, row.who_engaged, row.lead, row.summary, row.outcome, row.score) == (
        TODAY, groups, "Trust and confidence", "Mosque open evening", "PCSO 4332 Larch",
        "Met the committee about car park safety.", "Agreed on a monthly visit", 4,
    )  # fmt: skip
    assert heard == [f"Logged engagement: {groups}, 16 Oct"]
    assert QApplication.focusWidget() is screen.quick.form.audience
    assert screen.quick.form.as_left() | {"lead": 0} == {
        "day": "2026-10-16", "audience": None, "purpose": None, "lead": 0, "who_engaged": "", "summary": "",
        "outcome": "", "score": None,
    }  # fmt: skip
    settled(screen)
    assert screen.list.current() == row.id
    assert screen.header.facts.text() == "1 entry in October, average score 4.0, all evaluated"
    History(world.desk(world.pcso)).undo_last()
    settled(screen)
    assert screen.list.model.rowCount() == 0


def test_a_repeated_row_takes_at_most_25_keys(show: Show, typist: Typist, world: World, entry: Entry) -> None:
    entry(TODAY - timedelta(days=7), outcome="Done", score=2)
    show()
    typist.ctrl(Key.Key_L)
    typist.ctrl(Key.Key_D)
    typist.type("Six will report")
    typist.tab()
    typist.type("4")
    typist.ctrl(Key.Key_Return)
    assert typist.count <= 25
    row = latest(world)
    assert (row.day, row.who_engaged, row.outcome, row.score) == (
        TODAY, "Youth club, Mill Street", "Six will report", 4,
    )  # fmt: skip


def test_dates_are_read_as_people_say_them_and_mistakes_are_named(
    show: Show, typist: Typist, world: World
) -> None:
    screen = show()
    form = screen.quick.form
    form.focus("day")
    typist.type("wed")
    typist.ctrl(Key.Key_Return)
    errors = form.summary_of_errors
    assert [link.text() for link in errors.links] == [
        "Choose the target audience.", "Choose the purpose.",
        "Enter who was engaged: a group, a place or people.", "Enter what the engagement was and what you did.",
    ]  # fmt: skip
    assert QApplication.focusWidget() is errors
    assert form.fields["purpose"].error == "Choose the purpose."
    typist.tab()
    typist.press(Key.Key_Space)
    assert QApplication.focusWidget() is form.audience
    for words in ("you", "pro"):
        typist.type(words)
        typist.tab()
    typist.type("Skate park")
    typist.tab()
    typist.tab()
    typist.type("Spoke with parents")
    typist.ctrl(Key.Key_Return)  # saved from within a field, nothing left first
    row = latest(world)
    assert (row.day, row.who_engaged, row.summary, row.outcome) == (
        date(2026, 10, 14), "Skate park", "Spoke with parents", "",
    )  # fmt: skip
    assert errors.isHidden()


def test_half_an_entry_survives_closing(
    show: Show, typist: Typist, settled: Wait, qtbot: QtBot, world: World
) -> None:
    first = show()
    typist.ctrl(Key.Key_L)
    typist.type("sch")
    typist.tab()
    first.quick.form.focus("summary")
    typist.type("Speed wat")
    first.window().hide()
    second = show()
    form = second.quick.form
    assert (form.audience.text(), form.summary.text()) == ("Schools", "Speed wat")
    assert second.quick.say_line.text() == "Your unsaved entry is back as you left it"
    second.quick.clear()
    settled(second)
    drafts = Drafts(world.desk(world.pcso))
    qtbot.waitUntil(lambda: not drafts.kept(f"engagement:{world.gedling}"))
    assert show().quick.form.summary.text() == ""


def test_it_is_kept_soon_after_the_last_key(show: Show, typist: Typist, qtbot: QtBot, world: World) -> None:
    screen = show()
    screen.quick._pause.setInterval(20)
    screen.quick.form.focus("summary")
    typist.type("Speed")
    drafts = Drafts(world.desk(world.pcso))
    qtbot.waitUntil(lambda: drafts.kept(f"engagement:{world.gedling}").get("summary") == "Speed")
    other = Drafts(world.desk(world.sergeant))
    assert other.kept(f"engagement:{world.gedling}") == {}


def test_another_area_has_its_own_half_entry(show: Show, typist: Typist, settled: Wait, world: World) -> None:
    screen = show(world.chief)
    form = screen.quick.form
    form.focus("summary")
    typist.type("For Gedling")
    screen.work.move(area_id=world.ashfield)
    settled(screen)
    assert form.summary.text() == ""
    screen.work.move(area_id=world.gedling)
    settled(screen)
    assert form.summary.text() == "For Gedling"


def test_lists_that_come_late_leave_what_is_being_typed(show: Show, typist: Typist, world: World) -> None:
    screen = show()
    box = screen.quick.form.audience
    typist.ctrl(Key.Key_L)
    typist.type("fa")
    screen.quick.form.offer(
        Engagement(world.desk()).lists(world.gedling)
        | {"audience": world.desk().terms(TermKind.AUDIENCE)[::-1]}
    )
    assert box.text() == "fa"
    typist.tab()
    assert box.text().startswith("Faith ")


def test_an_officer_on_no_list_is_offered_and_added(
    show: Show, settled: Wait, typist: Typist, world: World
) -> None:
    screen = show(world.inspector)
    settled(screen)
    form = screen.quick.form
    form.focus("lead")
    typist.type("pc 77 ash")
    typist.tab()
    assert form.fields["lead"].error == "Choose one from the list"
    assert form.add_lead_button.isVisible()
    assert form.add_lead_button.text() == "Add PC 77 Ash"
    form.add_lead_button.click()
    settled(screen)
    assert form.lead.text() == "PC 77 Ash"
    assert form.lead.value() == next(c.id for c in world.desk().people() if c.label == "PC 77 Ash")
    assert not form.add_lead_button.isVisible()
    pcso = show(world.pcso)
    pcso.quick.form.focus("lead")
    typist.type("pc 78 oak")
    typist.tab()
    assert not pcso.quick.form.add_lead_button.isVisible()
    assert pcso.quick.form.fields["lead"].error == (
        "Not on the list: choose another, or ask an inspector to add PC 78 Oak."
    )


def test_the_hub_is_told_why_it_cannot_log(show: Show, typist: Typist, world: World) -> None:
    screen = show(world.hub)
    assert "Only a PC or PCSO" in screen.quick.say_line.text()
    assert not screen.quick.save_button.isEnabled()
    typist.ctrl(Key.Key_L)
    typist.ctrl(Key.Key_Return)
    assert not Engagement(world.desk()).ids(LogFilter())


def test_words_in_a_sentence() -> None:
    assert in_a_sentence("Faith community") == "faith community"
    assert in_a_sentence("LGBT+ community") == "LGBT+ community"
