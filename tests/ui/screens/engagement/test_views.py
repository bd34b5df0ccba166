"""Filters by every column, columns chosen and ordered, and views of both saved and shared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from npt_desktop.models.kinds import TermKind
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.services.views import Views
from npt_desktop.ui.engagement.log_model import BEAT, KEYS, REACHED, STANDARD
from npt_desktop.ui.engagement.more import PLAN_SHIFT
from npt_desktop.ui.engagement.screen import EngagementScreen
from npt_desktop.ui.saved_views import SavedViews
from tests.conftest import TODAY
from tests.ui.screens.engagement.conftest import Typist
from tests.world import World

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
Show = Callable[..., EngagementScreen]
Wait = Callable[[EngagementScreen], None]
Entry = Callable[..., int]
WORDS = Qt.ItemDataRole.DisplayRole


def press(button: SavedViews, words: str) -> None:
    """Choose from the menu of a button."""
    menu = button.make_menu()
    next(action for action in menu.actions() if action.text() == words).trigger()
    menu.close()


def test_every_column_may_be_filtered_by(show: Show, settled: Wait, world: World, entry: Entry) -> None:
    with world.store.write(world.inspector, "Added") as unit:
        plan = unit.add(
            ProblemPlan(area_id=world.gedling, reference="PSP 2026-014", title="Bikes", opened_on=TODAY)
        ).id
    theme = world.term(TermKind.THEME, "Vulner")
    channel = world.term(TermKind.CHANNEL, "Website")
    wanted = entry(who_engaged="Riders", summary="Met at the gate", outcome="Six agreed", score=2, beat="Trail north",
                   partners="Rangers", theme_id=theme, channel_id=channel, plan_id=plan, from_hate_crime=True,
                   reached=40, minutes=120)  # fmt: skip
    other = entry(outcome="None came", score=4, reached=12, minutes=45)
    screen = show()
    settled(screen)
    filters, model = screen.list.filters, screen.list.model
    choices: list[dict[str, Any]] = [
        {"who": "riders"}, {"summary": "gate"}, {"outcome": "six agr"}, {"beat": "north"}, {"partners": "ranger"},
        {"theme_id": theme}, {"channel_id": channel}, {"about": plan + PLAN_SHIFT}, {"from_hate_crime": True},
        {"score": "low"}, {"score": 2}, {"reached": "20"}, {"hours": "1:30"},
    ]  # fmt: skip
    for state in choices:
        filters.put({"period": "month", **state})
        settled(screen)
        assert list(model.ids) == [wanted], state
        assert filters.narrowed == 1
        assert filters.state() == {"period": "month", **state}
    filters.put({"period": "month"})
    filters.more.click()
    filters.least["reached"].setText("many")
    settled(screen)
    assert list(model.ids) == [other, wanted]
    assert filters.least["reached"].toolTip() == "Enter a number, such as 20."
    filters.clear_button.click()
    assert filters.least["reached"].text() == ""
    settled(screen)
    assert list(model.ids) == [other, wanted]
    old = entry(date(2026, 3, 2))
    filters.first.setText("1/3")
    filters.first.setModified(True)
    filters.last.setText("31/3")
    filters.last.setModified(True)
    filters.first.read()
    filters.last.read()
    settled(screen)
    assert list(model.ids) == [old]


def test_columns_are_chosen_by_keyboard_and_remembered(
    show: Show, settled: Wait, typist: Typist, entry: Entry
) -> None:
    entry(beat="Trail north", partners="Rangers", reached=1200, minutes=90)
    screen = show()
    settled(screen)
    pane = screen.list
    assert pane.capture()["columns"] == list(STANDARD)
    pane.columns_button.click()
    dialog = pane.choosing
    assert dialog is not None
    settled(screen)
    assert QApplication.focusWidget() is dialog.list
    typist.press(Key.Key_Space)  # the date goes
    for _ in range(5):
        typist.press(Key.Key_Down)
    typist.press(Key.Key_Space)  # beat and partners come
    typist.press(Key.Key_Up, ALT)
    dialog.go.click()
    assert pane.capture()["columns"] == ["audience", "who", "summary", "beat", "score"]
    pane.sort_by("score")
    settled(screen)
    again = show()
    settled(again)
    assert again.list.capture()["columns"] == ["audience", "who", "summary", "beat", "score"]
    assert (again.list.order, again.list.down) == ("score", True)
    model = again.list.model
    assert [model.index(0, column).data(WORDS) for column in (BEAT, REACHED)] == [
        "Trail north, Rangers", "1,200, 1.5 hours",
    ]  # fmt: skip
    again.list.columns_button.click()
    dialog = again.list.choosing
    assert dialog is not None
    for place in range(len(KEYS)):
        dialog.list.item(place).setCheckState(Qt.CheckState.Unchecked)
    assert not dialog.go.isEnabled()
    dialog.reset.click()
    dialog.go.click()
    assert again.list.capture()["columns"] == list(STANDARD)
    assert not again.list.table.horizontalScrollBar().isVisible()
    again.list.apply({"columns": list(KEYS)})
    settled(again)
    assert again.list.table.horizontalScrollBar().isVisible()  # what does not fit can be reached


def test_what_is_shown_is_saved_under_a_name_and_shared(
    show: Show, settled: Wait, typist: Typist, world: World, entry: Entry
) -> None:
    low = entry(score=1)
    entry(score=5)
    screen = show(world.sergeant)
    settled(screen)
    pane = screen.list
    pane.filters.put({"period": "year", "score": "low"})
    pane.sort_by("audience")
    pane._show_columns(["score", "day"])
    settled(screen)
    pane.views_button.ask_name()
    asking = pane.views_button.asking
    assert asking is not None
    settled(screen)
    typist.press(Key.Key_Return)
    assert asking.field.error == "Give the view a name."
    typist.type("Low & late")
    typist.press(Key.Key_Return)
    settled(screen)
    assert pane.views_button.text() == "Low && late"
    press(pane.views_button, "Share it with everybody")
    pane.filters.period.set_value("month")
    pane.filters._settled()
    settled(screen)
    assert pane.views_button.text() == "Views"  # it is that view no more
    other = show(world.pcso)
    settled(other)
    assert other.list.model.rowCount() == 2
    press(other.list.views_button, "Low && late (PS 512 Cedar)")
    settled(other)
    assert list(other.list.model.ids) == [low]
    assert other.list.capture() == {
        "filters": {"period": "year", "score": "low"}, "columns": ["score", "day"], "order": ["audience", False],
    }  # fmt: skip
    assert [a.text() for a in other.list.views_button.make_menu().actions() if a.text()] == [
        "Low && late (PS 512 Cedar)", "Save this view…",
    ]  # fmt: skip
    press(pane.views_button, "Low && late")
    press(pane.views_button, "Delete “Low && late”")
    assert Views(world.desk(world.sergeant)).of("engagement") == []
    assert pane.views_button.text() == "Views"
