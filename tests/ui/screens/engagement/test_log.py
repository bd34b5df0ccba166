"""The log: its model, finding, sorting, opening and evaluating."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from npt_desktop.models.kinds import TermKind
from npt_desktop.services.engagement import Engagement, LogFilter, LogLine
from npt_desktop.services.history import History
from npt_desktop.ui.engagement.log_model import PAGE, PAGES, SCORE, SUMMARY, LogModel
from npt_desktop.ui.engagement.screen import EngagementScreen
from npt_desktop.ui.widgets.clash import ClashDialog
from npt_desktop.ui.widgets.grids import GridModel
from npt_desktop.ui.widgets.tables import CELL, Cell, ScoreCell
from tests.conftest import TODAY
from tests.ui.screens.engagement.conftest import Typist
from tests.world import World

Key = Qt.Key
Show = Callable[..., EngagementScreen]
Wait = Callable[[EngagementScreen], None]
Entry = Callable[..., int]
_FAILS = QAbstractItemModelTester.FailureReportingMode.Fatal


def lines(ids: Sequence[int]) -> list[LogLine]:
    return [LogLine(i, 1, "Gedling", TODAY, "Schools", "Reassurance", "Gate", "PS 512 Cedar", f"Entry {i}",
                    "" if i % 2 else "Done", None if i % 2 else 4) for i in ids if i != 13]  # fmt: skip


def test_the_model_reads_pages_as_they_are_seen_and_keeps_few(qtbot: QtBot) -> None:
    del qtbot
    asked: list[int] = []

    def read(ids: Sequence[int]) -> list[LogLine]:
        asked.append(ids[0])
        return lines(ids)

    model = LogModel(read, {4: "Good"}, TODAY)
    tester = QAbstractItemModelTester(model, _FAILS)
    model.set_ids(array("q", range(5_000)))
    asked.clear()
    words = Qt.ItemDataRole.DisplayRole
    assert model.index(4_999, SUMMARY).data(words) == "Entry 4999 Outcome to follow"
    assert asked == [4_800]
    assert model.index(4_000, SCORE).data(CELL) == ScoreCell(4, "Good")
    assert model.index(13, SUMMARY).data(CELL) == Cell("")
    assert asked == [4_800, 4_000]
    for page in range(PAGES + 1):
        model.line(page * PAGE)
    assert len(model._pages) == PAGES
    asked.clear()
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.set_ids(array("q", range(5_000)))
    assert model.index(0, SUMMARY).data(words) == "Entry 0 Outcome: Done"
    assert (asked, resets) == ([0], [])
    assert model.row_of(777) == 777
    assert model.row_of(-5) == -1
    del tester


def test_the_other_model_holds(qtbot: QtBot) -> None:
    del qtbot
    QAbstractItemModelTester(GridModel(["a"], ["b"], [[1]]), _FAILS)


def test_finding_narrowing_and_clearing_by_keyboard(
    show: Show, settled: Wait, typist: Typist, world: World, entry: Entry
) -> None:
    wanted = entry(summary="Speed watch at the gate", audience_id=world.term(TermKind.AUDIENCE, "Schools"))
    other = entry(summary="Market walk", outcome="Fine", score=3)
    entry(date(2026, 7, 1), summary="Speed watch in summer")
    screen = show()
    settled(screen)
    model, filters = screen.list.model, screen.list.filters
    assert list(model.ids) == [other, wanted]
    assert filters.count.text() == "2 entries"
    typist.ctrl(Key.Key_F)
    assert QApplication.focusWidget() is filters.words
    typist.type("s")
    settled(screen)
    assert model.rowCount() == 2
    typist.type("pee wat")
    settled(screen)
    assert (list(model.ids), filters.count.text()) == ([wanted], "1 entry")
    typist.type("xx")
    settled(screen)
    assert screen.list.views.currentWidget() is screen.list.nothing
    assert screen.escape()
    settled(screen)
    assert model.rowCount() == 2
    filters.more.click()
    filters.open_only.click()
    settled(screen)
    assert (list(model.ids), filters.more.text()) == ([wanted], "Filter (1)")
    filters.clear()
    filters.period.radios[1].click()
    settled(screen)
    assert model.rowCount() == 2
    filters.period.radios[2].click()
    settled(screen)
    assert model.rowCount() == 3
    screen.list.table.setFocus()
    typist.type("m")
    assert QApplication.focusWidget() is filters.words
    typist.type("arket")
    settled(screen)
    assert list(model.ids) == [other]
    typist.press(Key.Key_Down)
    assert QApplication.focusWidget() is screen.list.table


def test_sorting_keeps_the_current_row(show: Show, settled: Wait, typist: Typist, entry: Entry) -> None:
    ids = [entry(TODAY - timedelta(days=n), score=score) for n, score in enumerate((3, 5, None, 1))]
    screen = show()
    settled(screen)
    pane = screen.list
    pane.go_to(ids[1])
    typist.press(Key.Key_6, Qt.KeyboardModifier.AltModifier)
    settled(screen)
    assert list(pane.model.ids) == [ids[1], ids[0], ids[3], ids[2]]
    assert pane.current() == ids[1]
    pane._head_clicked(SCORE)
    settled(screen)
    assert list(pane.model.ids) == [ids[3], ids[0], ids[1], ids[2]]
    assert pane.table.horizontalHeader().sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
    pane._head_clicked(SUMMARY)
    settled(screen)
    assert pane.table.horizontalHeader().sortIndicatorSection() == SCORE


def test_every_area_at_once(show: Show, settled: Wait, world: World, entry: Entry) -> None:
    here, there = entry(), entry(area_id=world.ashfield)
    screen = show()
    settled(screen)
    assert list(screen.list.model.ids) == [here]
    screen.list.filters.all_areas.click()
    settled(screen)
    assert list(screen.list.model.ids) == [there, here]
    assert screen.list.model.index(0, 2).data() == "Youth club, Mill Street, PCSO 4332 Larch, Ashfield"


def test_opening_changing_and_deleting_an_entry(
    show: Show, settled: Wait, typist: Typist, world: World, entry: Entry, said: Callable[..., list[str]]
) -> None:
    kept, gone = entry(), entry(summary="Typed twice")
    screen = show()
    settled(screen)
    heard = said(screen)
    screen.list.go_to(kept)
    screen.list.table.setFocus()
    typist.press(Key.Key_Return)
    form = screen.editing.form
    assert screen.editing.isVisible()
    assert not screen.quick.isVisible()
    assert QApplication.focusWidget() is form.summary
    typist.press(Key.Key_End)
    typist.type(" and lights")
    typist.press(Key.Key_Escape)
    assert screen.editing.isVisible()  # not lost by one slip
    assert "Not saved yet" in screen.editing.say_line.text()
    typist.ctrl(Key.Key_Return)
    assert screen.quick.isVisible()
    log = Engagement(world.desk())
    assert log.lines([kept])[0].summary == "Talked about bikes on the trail and lights"
    settled(screen)
    assert screen.list.model.index(1, SUMMARY).data().startswith("Talked about bikes on the trail and lights")
    screen.open_entry(gone)
    screen.editing.remove_button.click()
    settled(screen)
    assert list(screen.list.model.ids) == [kept]
    History(screen.work.desk).undo_last()
    settled(screen)
    assert list(screen.list.model.ids) == [gone, kept]
    assert heard == ["Saved the entry", "Deleted an engagement entry"]


def asked(screen: EngagementScreen) -> ClashDialog:
    found = [one for one in screen.findChildren(ClashDialog) if one.isVisible()]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("mine", [True, False])
def test_what_two_people_wrote_is_asked_for_and_both_are_in_the_history(
    show: Show, world: World, entry: Entry, mine: bool
) -> None:
    key = entry()
    screen = show()
    heard: list[str] = []
    screen.work.said.connect(lambda text, _: heard.append(text))
    screen.open_entry(key)
    log = Engagement(world.desk(world.sergeant))
    draft, version = log.draft(key)
    log.edit(key, version, replace(draft, outcome="Theirs", summary="Spoke to six at the club"))
    screen.editing.form.outcome.setText("Mine")
    screen.primary()
    dialog = asked(screen)
    assert list(dialog.choices) == ["outcome"], "only they changed the summary"
    assert log.lines([key])[0].outcome == "Theirs"
    assert screen.editing.form.outcome.text() == "Mine"
    dialog.choices["outcome"].radios[0 if mine else 1].click()
    dialog.save()
    line = log.lines([key])[0]
    assert (line.outcome, line.summary) == ("Mine" if mine else "Theirs", "Spoke to six at the club")
    history = History(screen.work.desk)
    events = [event.after or {} for event in history.of(history.uid_of("engagement_entry", key))]
    assert [e["outcome"] for e in events if "outcome" in e] == [
        "Theirs",
        "Mine",
        *([] if mine else ["Theirs"]),
    ]
    assert heard == ["Saved the entry. Kept what was changed meanwhile: Summary"]


def test_a_result_added_meanwhile_is_merged_into_what_is_evaluated(
    show: Show, settled: Wait, world: World, entry: Entry
) -> None:
    key = entry()
    screen = show()
    settled(screen)
    screen.evaluate()
    log = Engagement(world.desk(world.sergeant))
    log.evaluate(key, log.draft(key)[1], "", 4)
    screen.evaluating.outcome.setText("Six will report what they see")
    screen.primary()
    line = log.lines([key])[0]
    assert (line.outcome, line.score) == ("Six will report what they see", 4)


def test_evaluating_the_month_one_after_another(
    show: Show, settled: Wait, typist: Typist, world: World, entry: Entry
) -> None:
    first, second, third = (entry(TODAY - timedelta(days=3 - n)) for n in range(3))
    entry(date(2026, 9, 1))
    screen = show()
    settled(screen)
    assert screen.evaluate_button.text() == "Evaluate October"
    screen.list.filters.open_only.click()
    settled(screen)
    screen.evaluate_button.click()
    assert screen.evaluating.place.text() == "1 of 3"
    assert screen.list.current() == first
    typist.ctrl(Key.Key_Return)
    assert "Enter an outcome or a score" in screen.evaluating.say_line.text()
    typist.type("Agreed")
    typist.tab()
    typist.type("4")
    typist.ctrl(Key.Key_Return)
    settled(screen)
    assert list(screen.list.model.ids) == [third, second, first]  # stays in view though it does not fit
    screen.evaluating.skip()
    assert screen.list.current() == third
    typist.type("Done")
    typist.ctrl(Key.Key_Return)
    assert screen.quick.isVisible()
    log = Engagement(world.desk())
    assert [(e.outcome, e.score) for e in log.lines([first, second, third])] == [
        ("Agreed", 4),
        ("", None),
        ("Done", None),
    ]
    screen.list.filters.clear()
    settled(screen)
    assert list(screen.list.model.ids) == [third, second, first]


def test_going_to_a_record_of_another_month(show: Show, settled: Wait, entry: Entry) -> None:
    old = entry(date(2026, 2, 3))
    screen = show()
    settled(screen)
    screen.open_record(old, "score")
    settled(screen)
    assert screen.editing.isVisible()
    assert QApplication.focusWidget() is screen.editing.form.score.radios[0]
    assert screen.list.current() == old


def test_an_entry_removed_meanwhile_is_refused_in_words(
    show: Show, world: World, entry: Entry, said: Callable[..., list[str]]
) -> None:
    gone = entry()
    screen = show()
    heard = said(screen)
    Engagement(world.desk()).remove([gone])
    screen.open_record(gone, "")
    screen.open_entry(gone)
    assert heard == ["This entry was removed in the meantime: choose another."] * 2
    assert screen.quick.isVisible()


def test_copying_gives_the_columns_of_the_booklet(
    show: Show, settled: Wait, typist: Typist, entry: Entry
) -> None:
    entry(outcome="Six\nagreed", score=4)
    screen = show()
    settled(screen)
    screen.list.table.setFocus()
    typist.ctrl(Key.Key_A)
    typist.ctrl(Key.Key_C)
    settled(screen)
    assert QGuiApplication.clipboard().text().split("\t") == [
        "16/10/2026", "Young people", "Problem solving", "Youth club, Mill Street", "PCSO 4332 Larch",
        "Talked about bikes on the trail", "Six agreed", "4",
    ]  # fmt: skip


def test_gaps_scores_and_purposes_beside_the_log(
    show: Show, settled: Wait, world: World, entry: Entry
) -> None:
    entry(score=4, outcome="x")
    entry(date(2026, 9, 4), score=2, outcome="x")
    screen = show()
    settled(screen)
    side = screen.side
    young = side.gaps.cells.rows.index("Young people")
    assert side.gaps.cells.values[young] == [0, 0, 0, 0, 1, 1]
    assert side.gaps.span.text() == "May–Oct"
    assert (side.scores.average.text(), side.scores.change.text()) == ("4.0", "up from 2.0")
    assert side.scores.trend.values == [2.0, 4.0]
    assert side.scores.bars.items[1] == ("4 Good", 1.0)
    assert side.purposes.bars.items == [("Problem solving", 1.0)]
    screen.work.move(month=date(2026, 9, 1))
    settled(screen)
    assert side.gaps.span.text() == "Apr–Sep"
    assert screen.evaluate_button.text() == "Evaluate September"
    assert not screen.evaluate_button.isEnabled()
    assert world.gedling == screen.work.area_id


def test_every_control_has_a_name_and_text_is_never_markup(show: Show, settled: Wait, entry: Entry) -> None:
    mine = entry(who_engaged="<b>bold</b>")
    screen = show()
    settled(screen)
    screen.list.filters.more.click()
    screen.open_entry(mine)
    screen.evaluate()
    tab = Qt.FocusPolicy.TabFocus
    stops = [w for w in screen.findChildren(QWidget) if w.focusPolicy() & tab and w.isVisible()]
    assert len(stops) > 15
    assert [w for w in stops if not w.accessibleName() and not w.objectName().startswith("qt_")] == []
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in screen.findChildren(QLabel))


def test_a_long_log_is_shown_whole(show: Show, settled: Wait, typist: Typist, world: World) -> None:
    from npt_desktop.models.engagement import EngagementEntry

    with world.desk().write("Imported") as unit:
        unit.insert(EngagementEntry, [
            {"area_id": world.gedling, "day": TODAY, "summary": f"Entry {n}", "natural_key": str(n)}
            for n in range(3000)
        ])  # fmt: skip
    screen = show()
    settled(screen)
    table = screen.list.table
    table.setFocus()
    typist.ctrl(Key.Key_End)
    assert table.currentIndex().row() == 2999
    assert len(screen.list.model._pages) < PAGES
    typist.ctrl(Key.Key_A)
    assert len(table.rows()) == 3000
    assert list(Engagement(world.desk()).ids(LogFilter())) == list(screen.list.model.ids)


def test_a_search_that_finds_most_of_the_log_shows_its_top_and_then_all(
    show: Show, settled: Wait, world: World
) -> None:
    from npt_desktop.models.engagement import EngagementEntry

    with world.desk().write("Imported") as unit:
        unit.insert(EngagementEntry, [
            {"area_id": world.gedling, "day": TODAY, "summary": f"Choir {n}", "natural_key": str(n)}
            for n in range(1200)
        ])  # fmt: skip
        unit.insert(EngagementEntry, [
            {"area_id": world.gedling, "day": TODAY, "summary": "Walk", "natural_key": "walk"}
        ])  # fmt: skip
    screen = show()
    settled(screen)
    filters, model = screen.list.filters, screen.list.model
    seen: list[tuple[int, str]] = []
    model.modelReset.connect(lambda: seen.append((model.rowCount(), filters.count.text())))
    filters.words.setText("choir")
    settled(screen)
    assert seen == [(200, "Over 200 entries"), (1200, "1,200 entries")]
    assert screen.list.table.currentIndex().row() == 0
    wanted = model.ids[700]
    screen.list.expect(wanted)
    seen.clear()
    filters.words.setText("cho")
    settled(screen)
    assert [rows for rows, _ in seen] == [200, 1200]
    assert screen.list.current() == wanted
