"""Typing into lists and dates, without a mouse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QWidget

from npt_desktop.errors import CannotDo
from npt_desktop.ui.widgets.dates import DateEdit, say_date
from npt_desktop.ui.widgets.forms import Combo, Edit, Field
from npt_desktop.ui.widgets.typeahead import TypeAhead, matches

Stage = Callable[..., QWidget]
Key = Qt.Key
GROUPS = [(1, "Young people"), (2, "Older people"), (3, "Faith groups"), (4, "New communities")]


def read(text: str) -> date:
    if text == "31/6":
        raise CannotDo("Enter a date that exists: June has 30 days")
    day, month = text.split("/")
    return date(2026, int(month), int(day))


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("fa", "Faith groups", True),
        ("gr fa", "Faith groups", True),
        ("aith", "Faith groups", False),
        ("2025-001", "PSP 2025-001 Shop theft", True),
        ("psp 2025-0", "PSP 2025-001 Shop theft", True),
    ],
)
def test_any_word_may_be_begun(text: str, words: str, found: bool) -> None:
    assert matches(text, words) is found


def type_into(text: str) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, text)


def key(which: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, which)


def entry(stage: Stage, **more: object) -> tuple[TypeAhead, Edit, list[object]]:
    box, after = TypeAhead(GROUPS, name="Audience", **more), Edit(name="After")  # type: ignore[arg-type]
    stage(Edit(name="Before"), box, after)
    got: list[object] = []
    box.changed.connect(got.append)
    box.setFocus(Qt.FocusReason.TabFocusReason)
    return box, after, got


def test_letters_then_tab_choose_and_move_on(stage: Stage) -> None:
    box, after, got = entry(stage)
    type_into("fa")
    assert box.popup_open()
    key(Key.Key_Tab)
    assert (got, box.value(), box.text()) == ([3], 3, "Faith groups")
    assert after.hasFocus()
    assert not box.popup_open()


def test_most_used_come_first(stage: Stage) -> None:
    box, _, _ = entry(stage, uses={2: 9, 4: 3})
    assert [k for k, _ in box.found("")] == [2, 4, 1, 3]
    assert [k for k, _ in box.found("peo")] == [2, 1]


def test_arrows_and_enter_choose(stage: Stage) -> None:
    box, _, got = entry(stage)
    key(Key.Key_Down)
    key(Key.Key_Down)
    key(Key.Key_Return)
    assert (got, box.popup_open()) == ([2], False)
    key(Key.Key_F4)
    key(Key.Key_Up)
    key(Key.Key_Tab)
    assert got == [2, 1]


def test_esc_puts_the_choice_back(stage: Stage) -> None:
    box, _, got = entry(stage, value=1)
    type_into("new")
    key(Key.Key_Escape)
    assert (box.text(), box.value(), got) == ("Young people", 1, [])


def test_what_matches_nothing_is_said_on_leaving(stage: Stage) -> None:
    box, _, got = entry(stage, value=1)
    field = Field("Audience", box)
    stage(Edit(name="Before"), field, Edit(name="After"))
    box.setFocus(Qt.FocusReason.TabFocusReason)
    type_into("xyz")
    assert field.error == ""
    key(Key.Key_Tab)
    assert (got, box.value(), field.error) == ([None], None, "Choose one from the list")


def test_a_free_list_takes_other_words(stage: Stage) -> None:
    box, _, got = entry(stage, free=True)
    type_into("Mosque")
    key(Key.Key_Tab)
    assert (box.text(), box.value(), got) == ("Mosque", None, [None])
    box.set_text("faith groups")
    assert box.value() == 3


def test_a_plain_list_tells_the_key(stage: Stage) -> None:
    combo = Combo([("a", "One"), ("b", "Two")], "a", name="List")
    stage(combo)
    got: list[object] = []
    combo.changed.connect(got.append)
    combo.setFocus()
    QTest.keyClick(combo, Key.Key_Down)
    assert (combo.value(), got) == ("b", ["b"])


def dated(stage: Stage, value: date | None = None) -> tuple[DateEdit, Field, list[object]]:
    line = DateEdit(read, value)
    field = Field("Date", line)
    stage(Edit(name="Before"), field, Edit(name="After"))
    got: list[object] = []
    line.changed.connect(got.append)
    line.setFocus(Qt.FocusReason.TabFocusReason)
    return line, field, got


def test_a_date_is_read_and_written_out_on_leaving(stage: Stage) -> None:
    line, _, got = dated(stage)
    type_into("16/7")
    assert got == []
    key(Key.Key_Tab)
    assert (line.text(), got) == ("Thu 16 Jul 2026", [date(2026, 7, 16)])


def test_a_date_that_is_none_says_why(stage: Stage) -> None:
    line, field, got = dated(stage, date(2026, 7, 1))
    type_into("31/6")
    key(Key.Key_Tab)
    assert (line.value(), got, line.text()) == (None, [None], "31/6")
    assert field.error == "Enter a date that exists: June has 30 days"
    line.setFocus(Qt.FocusReason.TabFocusReason)
    type_into("nonsense")
    key(Key.Key_Tab)
    assert field.error == "Enter a date that exists, such as 16 Jul 2026"
    line.set_value(date(2026, 7, 2))
    assert field.error == ""


def test_f4_opens_a_calendar_and_enter_takes_the_day(stage: Stage) -> None:
    line, _, got = dated(stage, date(2026, 7, 16))
    calendar = line.open_calendar()
    assert isinstance(calendar, QCalendarWidget)
    assert calendar.selectedDate() == QDate(2026, 7, 16)
    calendar.activated.emit(QDate(2026, 7, 20))
    assert (line.value(), got, line.text()) == (date(2026, 7, 20), [date(2026, 7, 20)], "Mon 20 Jul 2026")
    assert not calendar.isVisible()


def test_dates_are_said_in_english_whatever_the_system() -> None:
    assert say_date(date(2026, 2, 1)) == "Sun 1 Feb 2026"
