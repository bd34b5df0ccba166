"""Choices made with the keyboard alone; ``changed`` only when the user chooses."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from npt_desktop.ui.widgets.choice import Choice
from npt_desktop.ui.widgets.choices import Scale, ScorePicker, Segmented
from npt_desktop.ui.widgets.forms import Edit, Field

WORDS = {1: "Very poor", 2: "Poor", 3: "Average", 4: "Good", 5: "Excellent"}
Stage = Callable[..., QWidget]
Key = Qt.Key


def press(key: Qt.Key | str) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    if isinstance(key, str):
        QTest.keyClicks(focus, key)
    else:
        QTest.keyClick(focus, key)


def heard(choice: Choice) -> list[object]:
    got: list[object] = []
    choice.changed.connect(got.append)
    return got


def test_segments_by_arrows_and_digits(stage: Stage) -> None:
    choice = Segmented([("m", "Met"), ("p", "Partly met"), ("n", "Not met")], label="Answer", numbered=True)
    stage(choice)
    got = heard(choice)
    choice.setFocus()
    for key in (Key.Key_Right, Key.Key_Right, Key.Key_Right, Key.Key_Right, Key.Key_Left, "1"):
        press(key)
    assert got == ["m", "p", "n", "p", "m"]
    press("9")
    assert choice.value() == "m"
    assert choice.radios[0].accessibleName() == "Answer: Met"


def test_a_choice_is_one_tab_stop(stage: Stage) -> None:
    choice, after = ScorePicker(WORDS), Edit(name="After")
    stage(choice, after)
    choice.setFocus()
    press(Key.Key_Tab)
    assert after.hasFocus()
    QTest.keyClick(after, Key.Key_Backtab)
    press("4")
    assert choice.value() == 4
    press(Key.Key_Tab)
    assert after.hasFocus()
    QTest.keyClick(after, Key.Key_Backtab)
    assert choice.radios[3].hasFocus()


def test_setting_a_value_is_silent(stage: Stage) -> None:
    choice = Segmented(["a", "b"])
    stage(choice)
    got = heard(choice)
    choice.set_value("b")
    assert choice.value() == "b"
    choice.set_value(None)
    assert choice.value() is None
    choice.set_value("unknown")
    assert choice.value() is None
    assert got == []


def test_a_click_chooses(stage: Stage) -> None:
    choice = Segmented(["a", "b"], "a")
    stage(choice)
    got = heard(choice)
    QTest.mouseClick(choice.radios[1], Qt.MouseButton.LeftButton)
    assert got == ["b"]


def test_a_score_can_be_taken_back(stage: Stage) -> None:
    score = ScorePicker(WORDS, 3)
    stage(score)
    got = heard(score)
    score.setFocus()
    press("5")
    press(Key.Key_Delete)
    press(Key.Key_Delete)
    assert got == [5, None]
    assert score.radios[4].accessibleName() == "Score: 5 Excellent"


def test_scale_moves_across_and_down_the_rows(stage: Stage) -> None:
    one = Scale("How long", "Days", "Months")
    two = Scale("Location", "One address", "Many", 0)
    stage(one, two)
    got, below = heard(one), heard(two)
    one.setFocus()
    press("3")
    press(Key.Key_Left)
    press(Key.Key_Down)
    press(Key.Key_Right)
    press(Key.Key_Up)
    press(Key.Key_Home)
    assert (got, below) == ([1, 0, -1], [1])
    assert two.radios[2].accessibleName() == "Location: Many"


def test_scale_grows_where_its_words_need_more_lines(stage: Stage) -> None:
    scale = Scale("Victims and offenders", "Small group", "Multiple, replaced if removed from the area")
    stage(scale)
    assert scale.heightForWidth(420) > scale.heightForWidth(900)


def test_a_field_names_its_control_and_says_its_error(stage: Stage) -> None:
    edit, choice = Edit(), Segmented(["a", "b"])
    field, other = Field("Note & lessons", edit, name="note"), Field("Answer", choice, name="answer")
    stage(field, other)
    assert edit.accessibleName() == "Note & lessons"
    assert any(label.buddy() is edit for label in field.findChildren(QLabel))
    field.set_error("Enter a note")
    other.set_error("Choose an answer")
    assert edit.accessibleName() == "Note & lessons. Error: Enter a note"
    assert choice.radios[0].accessibleName() == "Answer. Error: Choose an answer: a"
    field.set_error("")
    assert edit.accessibleName() == "Note & lessons"
