"""The card of evidence files on a plan: dropped or chosen, described, opened as a copy, saved, removed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from npt_desktop.models.kinds import OwnerKind
from npt_desktop.services.evidence_files import EvidenceFiles, Owner
from npt_desktop.services.history import History
from npt_desktop.services.plans import Plans
from npt_desktop.ui.files.card import FilesCard
from npt_desktop.ui.workspace import Workspace
from tests.world import World

NO_BUTTON, NO_KEY = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def plan(world: World) -> Owner:
    return Owner(OwnerKind.PLAN, Plans(world.desk()).open(world.gedling, "Bikes"))


@pytest.fixture
def card(
    stage: Callable[..., object], work_as: Callable[..., Workspace], plan: Owner, qtbot: QtBot
) -> FilesCard:
    work = work_as(None)
    made = FilesCard(work, OwnerKind.PLAN)
    stage(made, width=900)
    work.changed.connect(lambda _: made.show_owner(plan.id, locked=False))
    made.show_owner(plan.id, locked=False)
    qtbot.waitUntil(lambda: not work.jobs.busy)
    return made


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    made = [tmp_path / "gate.jpg", tmp_path / "tool.exe"]
    made[0].write_bytes(b"\xff\xd8\xff a photo")
    made[1].write_bytes(b"MZ a program")
    return made


def drop(card: FilesCard, urls: list[QUrl]) -> bool:
    data = QMimeData()
    data.setUrls(urls)
    action = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(5, 5), action, data, NO_BUTTON, NO_KEY)
    enter.ignore()
    QApplication.sendEvent(card, enter)
    QApplication.sendEvent(card, QDropEvent(QPointF(5, 5), action, data, NO_BUTTON, NO_KEY))
    return enter.isAccepted()


def press(card: FilesCard, file_id: int, which: str) -> None:
    button = card.buttons[file_id][which]
    assert isinstance(button, QPushButton)
    QTest.keyClick(button, Qt.Key.Key_Space)


def test_files_are_dropped_and_the_last_is_described_at_once(
    card: FilesCard, plan: Owner, photos: list[Path], world: World, qtbot: QtBot
) -> None:
    assert (
        card.empty.text() == "No files are attached. Drop photos, PDFs or documents here, or choose Add file."
    )
    assert not drop(card, [QUrl("https://example.invalid/x.jpg")])
    assert drop(card, [QUrl.fromLocalFile(str(path)) for path in photos])
    qtbot.waitUntil(lambda: card.form.isVisible())
    assert len(card.buttons) == 2
    assert not card.empty.isVisible()
    QTest.keyClicks(card.form.description, "The mended gate")
    QTest.keyClick(card.form.description, Qt.Key.Key_Return)
    files = EvidenceFiles(world.desk()).of(plan)
    assert [(file.name, file.description) for file in files] == [
        ("gate.jpg", ""),
        ("tool.exe", "The mended gate"),
    ]
    assert [sorted(card.buttons[file.id]) for file in files] == [
        ["describe", "open", "remove", "save"], ["describe", "remove", "save"],
    ]  # fmt: skip


def test_one_that_cannot_be_attached_is_said_and_the_others_are(
    card: FilesCard, plan: Owner, photos: list[Path], world: World, qtbot: QtBot, tmp_path: Path
) -> None:
    refused: list[str] = []
    card._work.refused.connect(refused.append)
    (tmp_path / "empty.txt").write_bytes(b"")
    card.ask_files = lambda: [tmp_path / "empty.txt", tmp_path / "none.txt", photos[0]]
    QTest.keyClick(card.add_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(card.buttons) == 1 and bool(refused))
    assert refused == [
        "“empty.txt” is empty: choose the file with something in it. 1 other could not be attached either."
    ]
    assert [file.name for file in EvidenceFiles(world.desk()).of(plan)] == ["gate.jpg"]


def test_opening_asks_first_and_gives_a_copy(
    card: FilesCard, plan: Owner, photos: list[Path], world: World, qtbot: QtBot
) -> None:
    file_id = EvidenceFiles(world.desk()).attach(plan, photos[0])
    qtbot.waitUntil(lambda: file_id in card.buttons)
    asked: list[str] = []
    opened: list[Path] = []

    def confirm(title: str, text: str, verb: str) -> bool:
        asked.append(f"{title} {text} {verb}")
        return len(asked) > 1

    def launch(path: Path) -> bool:
        opened.append(path)
        return len(opened) > 1

    refused: list[str] = []
    card._work.refused.connect(refused.append)
    card.confirm, card.launch = confirm, launch
    press(card, file_id, "open")
    assert asked[0].startswith("Open “gate.jpg”? A copy opens")
    assert opened == []
    press(card, file_id, "open")
    assert opened[0].read_bytes() == photos[0].read_bytes()
    assert refused == ["No program on this computer opens “gate.jpg”: save it elsewhere instead."]
    opened[0].write_bytes(b"changed outside")
    press(card, file_id, "open")
    assert opened[1].read_bytes() == photos[0].read_bytes()


def test_saving_removing_and_taking_back(
    card: FilesCard, plan: Owner, photos: list[Path], world: World, qtbot: QtBot, tmp_path: Path
) -> None:
    file_id = EvidenceFiles(world.desk()).attach(plan, photos[1])
    qtbot.waitUntil(lambda: file_id in card.buttons)
    asked: list[str] = []

    def where(name: str) -> Path:
        asked.append(name)
        return tmp_path / "saved"

    card.ask_path = where
    press(card, file_id, "save")
    assert asked == ["tool OFFICIAL-SENSITIVE.exe"]
    assert (tmp_path / "saved").read_bytes() == b"MZ a program"
    press(card, file_id, "remove")
    qtbot.waitUntil(lambda: card.empty.isVisible())
    History(world.desk()).undo_last()
    qtbot.waitUntil(lambda: file_id in card.buttons)


def test_a_locked_card_only_shows(
    card: FilesCard, plan: Owner, photos: list[Path], world: World, qtbot: QtBot
) -> None:
    file_id = EvidenceFiles(world.desk()).attach(plan, photos[0])
    qtbot.waitUntil(lambda: file_id in card.buttons)
    card._work.changed.disconnect()
    card.show_owner(plan.id, locked=True)
    qtbot.waitUntil(lambda: sorted(card.buttons[file_id]) == ["open", "save"])
    assert not card.add_button.isVisible()
    drop(card, [QUrl.fromLocalFile(str(photos[1]))])
    card.attach([photos[1]])
    assert not card._work.jobs.busy
