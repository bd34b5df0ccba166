"""Rows edited, filled down, duplicated and pasted where they stand, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from npt_desktop.models.kinds import TermKind
from npt_desktop.services.engagement import Engagement, LogFilter
from npt_desktop.services.history import History
from npt_desktop.ui.engagement.cell_editor import CellEditor
from npt_desktop.ui.engagement.log_model import SUMMARY
from npt_desktop.ui.engagement.screen import EngagementScreen
from npt_desktop.ui.widgets.clash import ClashDialog
from tests.conftest import TODAY
from tests.ui.screens.engagement.conftest import Typist
from tests.world import World

Key = Qt.Key
Show = Callable[..., EngagementScreen]
Wait = Callable[[EngagementScreen], None]
Entry = Callable[..., int]
SHIFT = Qt.KeyboardModifier.ShiftModifier


def editor_of(screen: EngagementScreen) -> CellEditor:
    assert screen.rows.editor is not None
    return screen.rows.editor


def in_field(editor: CellEditor, name: str) -> bool:
    focus: QWidget | None = QApplication.focusWidget()
    while focus is not None and focus is not editor.fields[name].control:
        focus = focus.parentWidget()
    return focus is not None


def test_a_cell_is_edited_and_tab_goes_on_to_the_next(
    show: Show, settled: Wait, typist: Typist, world: World, entry: Entry
) -> None:
    key = entry(date(2026, 10, 1), outcome="Agreed")
    screen = show()
    settled(screen)
    log, table = Engagement(world.desk()), screen.list.table
    table.setFocus()
    typist.press(Key.Key_F2)
    assert in_field(editor_of(screen), "day")
    typist.type("2/10")
    typist.tab()
    assert in_field(editor_of(screen), "audience_id")
    typist.type("scho")
    typist.tab()
    assert in_field(editor_of(screen), "purpose_id")
    typist.tab()
    assert in_field(editor_of(screen), "who_engaged")
    typist.press(Key.Key_Backtab)
    assert in_field(editor_of(screen), "purpose_id")
    typist.press(Key.Key_Escape)
    assert screen.rows.editor is None
    assert QApplication.focusWidget() is table
    line = log.lines([key])[0]
    assert (line.day, line.audience, line.purpose) == (date(2026, 10, 2), "Schools", "Problem solving")
    for _ in range(4):
        typist.press(Key.Key_Right)
    typist.press(Key.Key_F2)
    typist.type("6")
    typist.press(Key.Key_Return)
    assert editor_of(screen).fields["score"].error == "Score from 1 to 5, or leave it to follow."
    typist.press(Key.Key_Backspace)
    typist.type("4")
    typist.press(Key.Key_Return)
    assert screen.rows.editor is None
    assert log.lines([key])[0].score == 4
    settled(screen)
    History(world.desk(world.pcso)).undo_last()
    assert log.lines([key])[0].score is None


def test_several_rows_take_one_edit_and_fill_down_and_stay_in_view(
    show: Show, settled: Wait, typist: Typist, world: World, entry: Entry
) -> None:
    ids = [entry(date(2026, 10, n), summary=f"Walk {n}") for n in (5, 4, 3)]
    screen = show()
    settled(screen)
    log, table, filters = Engagement(world.desk()), screen.list.table, screen.list.filters
    filters.open_only.click()
    settled(screen)
    assert list(screen.list.model.ids) == ids
    table.setFocus()
    for _ in range(4):
        typist.press(Key.Key_Right)
    typist.press(Key.Key_Down, SHIFT)
    typist.press(Key.Key_F2)
    typist.type("3")
    typist.press(Key.Key_Return)
    assert [line.score for line in log.lines(ids)] == [3, 3, None]
    for _ in range(2):
        typist.press(Key.Key_Up)
        typist.press(Key.Key_Left)
    typist.press(Key.Key_Right)
    settled(screen)
    typist.press(Key.Key_F2)
    typist.type("Long walk")
    typist.tab()
    typist.type("Agreed")
    typist.press(Key.Key_Return)
    settled(screen)
    first = log.lines(ids)[0]
    assert (first.summary, first.outcome) == ("Long walk", "Agreed")
    assert list(screen.list.model.ids) == ids  # evaluated now, yet where it was
    typist.press(Key.Key_Down, SHIFT)
    typist.press(Key.Key_Down, SHIFT)
    typist.ctrl(Key.Key_D)
    assert [(line.summary, line.outcome) for line in log.lines(ids)] == [("Long walk", "Agreed")] * 3
    History(world.desk(world.pcso)).undo_last()
    assert [line.summary for line in log.lines(ids)] == ["Long walk", "Walk 4", "Walk 3"]


def test_what_cannot_be_edited_says_why(
    show: Show, settled: Wait, world: World, entry: Entry, said: Callable[..., list[str]]
) -> None:
    screen = show()
    heard = said(screen)
    screen.rows.edit()
    assert heard.pop().startswith("Choose a row")
    key = entry()
    settled(screen)
    screen.rows.fill_down()
    assert heard.pop().startswith("Choose several rows")
    screen.rows.edit()
    found, version = Engagement(world.desk()).draft(key)
    Engagement(world.desk()).edit(key, version, replace(found, summary="Theirs"))
    editor = editor_of(screen)
    day = editor.fields["day"].control
    day.setText("1/10")  # type: ignore[attr-defined]
    day.setModified(True)  # type: ignore[attr-defined]
    editor._settle(0)
    assert heard.pop() == "Saved the entry"
    line = Engagement(world.desk()).lines([key])[0]
    assert (line.summary, line.day) == ("Theirs", date(2026, 10, 1)), "they left the date alone"
    hub = show(world.hub)
    settled(hub)
    heard = said(hub)
    hub.rows.edit()
    assert "Only a PC or PCSO" in heard[0]


def test_a_cell_two_people_changed_is_asked_for_and_the_typed_one_stays_open(
    show: Show, settled: Wait, world: World, entry: Entry
) -> None:
    key = entry()
    screen = show()
    settled(screen)
    screen.list.table.setCurrentIndex(screen.list.model.index(0, SUMMARY))
    screen.rows.edit()
    log = Engagement(world.desk(world.sergeant))
    found, version = log.draft(key)
    log.edit(key, version, replace(found, summary="Theirs"))
    editor = editor_of(screen)
    editor.fields["summary"].control.setText("Mine")  # type: ignore[attr-defined]
    editor._settle(0)
    asked = next(one for one in screen.findChildren(ClashDialog) if one.isVisible())
    assert editor_of(screen) is editor
    asked.choices["summary"].radios[0].click()
    asked.save()
    assert log.lines([key])[0].summary == "Mine"


def test_a_row_is_the_start_of_another(show: Show, settled: Wait, typist: Typist, entry: Entry) -> None:
    entry(date(2026, 10, 1), who_engaged="Market traders", outcome="Signed up", score=5)
    entry(date(2026, 10, 9), who_engaged="Choir")
    screen = show()
    settled(screen)
    screen.list.table.setFocus()
    typist.press(Key.Key_Down)
    typist.press(Key.Key_D, Qt.KeyboardModifier.ControlModifier | SHIFT)
    form = screen.quick.form
    assert (form.who.text(), form.outcome.text(), form.score.value(), form.day.value()) == (
        "Market traders", "", None, TODAY,
    )  # fmt: skip


BLOCK = "\r\n".join((
    "01/10/2026\tSchools\tReassurance\tJunior school\tPC 77 Ash\tSpeed watch\tAgreed\t4 - Good",
    '02/10/2026\tResidents\tProblem solving\tPatch walk\tPCSO 4332 Larch\t"Walk\nwith ""housing"""\t\t',
    "30/02/2026\tResidents\tProblem solving\tPatch walk\tPCSO 4332 Larch\tNo such day\t\t6",
    "1/11/2026\tResidents\tReassurance\tPatch walk\tPCSO 4332 Larch\tNot yet\t\t",
    "03/10/2026\tSchools\tReassurance\tGate\tPS 512 Cedar\tWalk\tAgreed\t4\tone more",
    "03/10/2026\tSchools",
    "03/10/2026\tSchools\tReassurance\tمدرسة 🏫\tPS 512 Cedar\tاجتماع مع الأهالي 👋\tAgreed\t4",
    "",
))  # fmt: skip


def test_a_block_from_excel_is_looked_at_logged_and_taken_back_in_one(
    show: Show, settled: Wait, world: World, said: Callable[..., list[str]]
) -> None:
    screen = show()
    settled(screen)
    heard = said(screen)
    QGuiApplication.clipboard().setText(BLOCK)
    screen.list.table.setFocus()
    screen.paste()
    settled(screen)
    preview = screen.files.preview
    assert preview is not None
    assert preview.accessibleName() == "Log 7 pasted rows in Gedling"
    assert preview.go.text() == "Log 3 rows"
    bad = preview.to_mend.model()
    told = [(str(bad.index(r, 1).data()), str(bad.index(r, 2).data()), str(bad.index(r, 4).data()))
            for r in range(bad.rowCount())]  # fmt: skip
    assert [(row, column) for row, column, _ in told] == [
        ("3", "Date, Score"), ("4", "Date"), ("5", ""), ("6", "Target Audience"),
    ]  # fmt: skip
    assert "does not exist" in told[0][2]
    assert "not between 1 and 5" in told[0][2]
    assert "in the future" in told[1][2]
    assert "9 columns and the log has 8" in told[2][2]
    assert "2 of the 8 columns" in told[3][2]
    assert preview.add_buttons == []  # a PCSO adds nobody; the name is kept as written
    assert not Engagement(world.desk()).ids(LogFilter())
    preview.go.click()
    settled(screen)
    assert heard == ["Logged: 3 rows added, 4 rows to mend."]
    log = Engagement(world.desk())
    lines = log.lines(log.ids(LogFilter()))
    assert [(line.lead, line.summary, line.score) for line in lines] == [
        ("PS 512 Cedar", "اجتماع مع الأهالي 👋", 4), ("PCSO 4332 Larch", 'Walk\nwith "housing"', None),
        ("PC 77 Ash", "Speed watch", 4),
    ]  # fmt: skip
    assert History(world.desk(world.pcso)).undo_last().did == "Logged 3 pasted rows"
    assert not log.ids(LogFilter())


def test_an_unknown_officer_is_added_on_the_way_in(
    show: Show, settled: Wait, world: World, said: Callable[..., list[str]]
) -> None:
    screen = show(world.inspector)
    settled(screen)
    heard = said(screen)
    screen.files.paste(BLOCK.splitlines()[0])
    settled(screen)
    preview = screen.files.preview
    assert preview is not None
    assert [button.text() for button in preview.add_buttons] == ["Add PC 77 Ash"]
    preview.add_buttons[0].click()
    settled(screen)
    again = screen.files.preview
    assert again is not None
    assert again is not preview
    assert (again.add_buttons, again.go.text()) == ([], "Log 1 row")
    again.reject()
    assert heard == ["Added PC 77 Ash"]
    assert "PC 77 Ash" in [choice.label for choice in world.desk().people()]
    assert not Engagement(world.desk()).ids(LogFilter())
    screen.files.paste(" \r\n\t ")
    settled(screen)
    assert heard[1].startswith("There is nothing to paste")


def test_the_list_of_the_editor_is_the_store_s(
    show: Show, settled: Wait, typist: Typist, world: World, entry: Entry
) -> None:
    entry()
    screen = show()
    settled(screen)
    screen.list.table.setFocus()
    typist.press(Key.Key_Right)
    typist.press(Key.Key_F2)
    box = editor_of(screen).fields["audience_id"].control
    assert isinstance(box, QComboBox)
    assert {box.itemText(i) for i in range(box.count())} == {
        c.label for c in world.desk().terms(TermKind.AUDIENCE)
    }
