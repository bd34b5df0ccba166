"""The retention review by keyboard: an entry kept longer, another erased, the log printed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from npt_desktop.models.kinds import TermKind
from npt_desktop.services.engagement import Engagement, EntryDraft
from npt_desktop.services.retention import Retention
from npt_desktop.ui.retention.screen import RetentionScreen
from npt_desktop.ui.widgets.form_dialog import FormDialog
from tests.world import World

ShowScreen = Callable[..., RetentionScreen]


def log(world: World, words: str, day: date) -> None:
    desk = world.desk()
    Engagement(desk).log(EntryDraft(
        world.gedling, day, desk.terms(TermKind.AUDIENCE)[0].id, desk.terms(TermKind.PURPOSE)[0].id,
        words, world.pcso.person_id, words,
    ))  # fmt: skip


def form_of(screen: RetentionScreen) -> FormDialog:
    return next(form for form in screen.findChildren(FormDialog) if form.isVisible())


def test_a_keeper_keeps_one_and_asks_for_the_disposal_of_the_other_which_another_confirms(
    world: World, show_screen: ShowScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    log(world, "Choir practice", date(2018, 1, 1))
    log(world, "Bowls club", date(2019, 1, 1))
    screen = show_screen(RetentionScreen)
    said: list[str] = []
    screen.work.said.connect(lambda words, _: said.append(words))
    screen.work.refused.connect(said.append)
    assert [each.called for each in screen.chosen()] == ["Choir practice"]

    QTest.keyClick(screen.table, Qt.Key.Key_K)
    form = form_of(screen)
    QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "every decision to retain" in form.fields["reason"].error
    form.control("reason").setText("Asked for by an inquiry.")
    QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: [each.called for each in screen.chosen()] == ["Bowls club"])

    QTest.keyClick(screen.table, Qt.Key.Key_D)
    form = form_of(screen)
    form.commit()
    assert "Choose why" in form.fields["ground"].error
    form.control("ground").set_value("over")
    form.control("reason").setText("Seven years are over.")
    form.commit()
    qtbot.waitUntil(lambda: screen.dispose_button.text() == "Confirm disposal" and not screen.work.jobs.busy)
    assert said[-1] == "Asked for 1 disposal. Another person who may review confirms it."
    assert not screen.dispose_button.isEnabled()
    assert "another person" in screen.dispose_button.toolTip()
    assert screen.dispose() is None

    chief = show_screen(RetentionScreen, world.chief)
    chief.work.said.connect(lambda words, _: said.append(words))
    chief.ahead.set_value("asked")
    chief.ahead.changed.emit("asked")
    qtbot.waitUntil(
        lambda: [each.called for each in chief.chosen()] == ["Bowls club"] and not chief.work.jobs.busy
    )
    QTest.keyClick(chief.table, Qt.Key.Key_D)
    form = form_of(chief)
    form.commit()
    assert "Undo does not bring it back" in form.fields["sure"].error
    form.control("sure").setText("erase")
    form.commit()
    qtbot.waitUntil(lambda: chief.lists.currentIndex() == 2 and not chief.work.jobs.busy)
    assert said[-1].startswith("1 record disposed of")

    screen.refresh()
    screen.open_record(None, "log")
    qtbot.waitUntil(lambda: screen.log_table.model().rowCount() == 1)
    screen.ask_path = lambda name: tmp_path / name
    screen.print_log()
    (printed,) = tmp_path.glob("Disposal log 2026-10-16 OFFICIAL-SENSITIVE.pdf")
    assert b"Bowls" not in printed.read_bytes()
    assert [(stub.asked_by, stub.by) for stub in Retention(world.desk()).log()] == [
        ("Insp Rowan", "Ch Insp Linden")
    ]


def test_a_sergeant_reads_the_log_and_is_told_who_reviews(world: World, show_screen: ShowScreen) -> None:
    screen = show_screen(RetentionScreen, world.sergeant)
    assert screen.nothing.title.text().startswith("Inspectors, chief inspectors and the hub")
    assert screen.keep() is None
