"""An encrypted store in the window: encrypted, locked when nobody is there, opened by its passphrase."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from npt_desktop.app import Application
from npt_desktop.services import encrypting
from npt_desktop.services.access import AccessLog
from npt_desktop.store import backup, cipher, vault
from npt_desktop.store.clock import FixedClock
from npt_desktop.ui.encryption_dialog import EncryptionDialog
from npt_desktop.ui.lock.passphrase import PassphraseAsk, PassphraseNote, paint_sheet
from npt_desktop.ui.preferences import Preferences
from npt_desktop.ui.settings_dialog import SettingsDialog
from npt_desktop.ui.widgets.forms import Edit
from tests.key_stores import MemoryKeys, key_store
from tests.world import World

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
W = TypeVar("W", bound=QWidget)
Start = Callable[[Path], Application]


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeys]:
    """A key store of the test's own; no key known from the test before."""
    monkeypatch.setattr(vault, "_known", {})
    backend = MemoryKeys()
    with key_store(backend):
        yield backend


@pytest.fixture
def start(world: World, qapp: QApplication, qtbot: QtBot, clock: FixedClock) -> Iterator[Start]:
    """Starts the program on a store with its inspector."""
    world.store.close()
    made: list[Application] = []

    def run(path: Path) -> Application:
        preferences = Preferences(mode="light", kept=False)
        one = Application(qapp, store=path, person=world.inspector.name, preferences=preferences, clock=clock)
        made.append(one)
        qtbot.addWidget(one.host)
        one.start()
        qtbot.waitUntil(lambda: one.built, timeout=20_000)
        one.host.activateWindow()
        qtbot.waitUntil(one.host.isActiveWindow)
        return one

    yield run
    for one in made:
        one.close()


def seated(run: Application, qtbot: QtBot) -> None:
    """Waits until somebody is at the desk and Home was read."""

    def there() -> bool:
        reader = run.window.reader
        return run.window.work is not None and reader is not None and reader.page is not None

    qtbot.waitUntil(there, timeout=20_000)


def dialog(kind: type[W]) -> W:
    """The dialog of a kind that is open."""
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
    assert len(found) == 1
    return found[0]


def locked(run: Application) -> bool:
    """Whether the window is covered."""
    return run.lock.covers is not None


def edit(part: QWidget) -> Edit:
    found = part.findChild(Edit)
    assert found is not None
    return found


def test_encrypting_in_the_window_and_opening_by_the_passphrase_later(
    world: World, start: Start, qtbot: QtBot, keys: MemoryKeys
) -> None:
    path = world.store.path
    run = start(path)
    seated(run, qtbot)
    run.window.commands.run("desk.backup")
    run.window.commands.run("desk.encryption")
    asked = dialog(EncryptionDialog)
    asked.buttons["encrypt"].click()
    assert isinstance(asked.note, PassphraseNote)
    passphrase = asked.note.passphrase
    asked.buttons["commit"].click()
    assert "as it is shown above" in asked.summary.links[0].text()
    assert asked.isVisible(), "nothing happens before it was typed back"
    QTest.keyClicks(edit(asked.note), passphrase.lower().replace("-", ""))
    asked.buttons["commit"].click()
    qtbot.waitUntil(lambda: run.welcome is not None)
    seated(run, qtbot)
    assert cipher.salt_of(path) is not None
    assert run.window.work is not None
    assert run.window.work.desk.actor.name == world.inspector.name
    assert run.lock.minutes() == 15

    run.window.commands.run("desk.encryption")
    asked = dialog(EncryptionDialog)
    asked.buttons["plain"].click()
    assert "plain" not in asked.buttons
    assert all(encrypting.is_encrypted(each.path) for each in backup.listing(path, backup.folder_for(path)))
    asked.reject()
    run.close()

    keys.kept.clear()
    vault._known.clear()
    run = start(path)
    qtbot.waitUntil(lambda: run.welcome is not None and run.welcome.findChild(PassphraseAsk) is not None)
    assert run.welcome is not None
    ask = run.welcome.findChild(PassphraseAsk)
    assert ask is not None
    ask.edit.setText("open sesame")
    run.welcome.primary()
    assert "all six groups" in ask.field.error
    ask.edit.setText(vault.new_passphrase())
    run.welcome.primary()
    qtbot.waitUntil(lambda: "does not open the store" in ask.field.error, timeout=20_000)
    ask.edit.setText(passphrase)
    run.welcome.primary()
    seated(run, qtbot)
    assert keys.kept, "from now on the key store opens it"


def test_decrypting_in_the_window(world: World, start: Start, qtbot: QtBot, clock: FixedClock) -> None:
    path = world.store.path
    encrypting.encrypt(path, encrypting.new_passphrase(), clock)
    run = start(path)
    seated(run, qtbot)
    run.window.commands.run("desk.encryption")
    asked = dialog(EncryptionDialog)
    asked.buttons["decrypt"].click()
    asked.buttons["commit"].click()
    qtbot.waitUntil(lambda: run.welcome is not None)
    seated(run, qtbot)
    assert cipher.salt_of(path) is None
    assert run.lock.minutes() == 0


def test_a_plain_store_is_covered_and_comes_back_with_what_was_typed(
    world: World, start: Start, qtbot: QtBot
) -> None:
    run = start(world.store.path)
    seated(run, qtbot)
    run.window.commands.run("desk.log")
    typed = QApplication.focusWidget()
    assert typed is not None
    QTest.keyClicks(typed, "you")
    QTest.keyClick(run.window, Qt.Key.Key_L, CTRL_SHIFT)
    assert run.lock.covers is not None
    cover = run.lock.covers.all[run.host]
    assert cover.size() == run.host.size()
    assert cover.isVisible()
    assert not typed.isEnabled(), "what is covered hears no key"
    run.host.resize(1100, 700)
    assert cover.size() == run.host.size()
    QTest.keyClick(cover, Qt.Key.Key_Escape)
    QTest.keyClick(cover.continue_button, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert locked(run)
    assert run.window._here.screen == "engagement", "no command runs below the cover"
    assert QApplication.focusWidget() is cover.continue_button
    QTest.keyClick(cover.continue_button, Qt.Key.Key_Space)
    assert not locked(run)
    assert QApplication.focusWidget() is typed
    assert typed.text() == "Young people"  # type: ignore[attr-defined]

    run.window.commands.run("desk.lock")
    assert run.lock.covers is not None
    run.lock.covers.all[run.host].other_button.click()
    assert run.window.work is None, "somebody else is asked for"


def test_it_locks_after_the_minutes_chosen_and_not_while_somebody_is_there(
    world: World, start: Start, qtbot: QtBot, clock: FixedClock
) -> None:
    run = start(world.store.path)
    seated(run, qtbot)
    clock.moment += timedelta(hours=9)
    run.lock.watch.look()
    assert not locked(run), "a plain store does not lock until that is chosen"
    run.window.show_settings()
    settings = dialog(SettingsDialog)
    assert settings.lock.value() == 0
    settings.lock.changed.emit(5)
    settings.accept()
    assert run.preferences.lock_minutes == 5
    run.lock.watch.touched()
    clock.moment += timedelta(minutes=4, seconds=59)
    run.lock.watch.look()
    assert not locked(run)
    handle = run.host.windowHandle()
    QTest.keyClick(handle, Qt.Key.Key_Shift)
    clock.moment += timedelta(minutes=4, seconds=59)
    run.lock.watch.look()
    assert not locked(run), "a key was pressed"
    clock.moment += timedelta(seconds=1)
    run.lock.watch.look()
    assert locked(run)


def test_an_encrypted_store_opens_again_by_the_key_store_or_asks(
    world: World, start: Start, qtbot: QtBot, clock: FixedClock, keys: MemoryKeys
) -> None:
    path = world.store.path
    passphrase = encrypting.new_passphrase()
    encrypting.encrypt(path, passphrase, clock)
    run = start(path)
    seated(run, qtbot)
    clock.moment += timedelta(minutes=15)
    run.lock.watch.look()
    assert run.lock.covers is not None
    cover = run.lock.covers.all[run.host]
    qtbot.waitUntil(cover.continue_button.isEnabled)
    assert cover.ask.isHidden()
    cover.continue_button.click()
    assert not locked(run)

    keys.locked = True
    run.window.commands.run("desk.lock")
    cover = run.lock.covers.all[run.host]
    qtbot.waitUntil(lambda: not cover.ask.isHidden() and cover.continue_button.isEnabled())
    cover.ask.edit.setText(vault.new_passphrase())
    cover.continue_button.click()
    qtbot.waitUntil(lambda: "does not open the store" in cover.ask.field.error, timeout=20_000)
    cover.ask.edit.setText(passphrase)
    cover.continue_button.click()
    qtbot.waitUntil(lambda: not locked(run), timeout=20_000)


def test_a_dialog_is_covered_too_and_keeps_its_place(world: World, start: Start, qtbot: QtBot) -> None:
    run = start(world.store.path)
    seated(run, qtbot)
    run.window.show_settings()
    settings = dialog(SettingsDialog)
    run.lock.lock()
    assert run.lock.covers is not None
    assert set(run.lock.covers.all) == {run.host, settings}
    cover = run.lock.covers.all[settings]
    assert cover.isEnabled()
    assert cover.other_button.isHidden(), "a form stands open"
    QTest.keyClick(cover, Qt.Key.Key_Escape)
    assert settings.isVisible()
    cover.continue_button.click()
    assert settings.isVisible()
    assert settings.isEnabled()
    settings.reject()


def test_a_new_store_is_encrypted_from_its_first_byte(
    world: World, start: Start, qtbot: QtBot, tmp_path: Path, keys: MemoryKeys
) -> None:
    run = start(world.store.path)
    seated(run, qtbot)
    run.sign_out()
    assert run.welcome is not None
    run.welcome.ask_new()
    path = tmp_path / "new" / "mine.npt"
    for name, words in (("path", str(path)), ("areas", "Gedling"), ("surname", "Rowan")):
        run.welcome._fields[name].control.setText(words)  # type: ignore[attr-defined]
    run.welcome.encrypt.setChecked(True)
    run.welcome.primary()
    note = run.welcome.findChild(PassphraseNote)
    assert note is not None
    note.copy()
    assert QApplication.clipboard().text() == note.passphrase
    run.welcome.primary()
    assert "as it is shown above" in note.again.error
    assert not path.exists()
    edit(note).setText(note.passphrase)
    run.welcome.primary()
    qtbot.waitUntil(lambda: run.store is not None and run.store.path == path, timeout=20_000)
    seated(run, qtbot)
    assert cipher.salt_of(path) is not None
    assert keys.kept
    assert run.window.work is not None
    assert ("encrypted", "mine.npt") in [
        (looked.did, looked.what) for looked in AccessLog(run.window.work.desk).latest()
    ]


def test_the_sheet_to_print_bears_the_passphrase_within_its_edges(qapp: QApplication) -> None:
    del qapp
    paper = QImage(600, 800, QImage.Format.Format_Grayscale8)
    paper.fill(255)
    paint_sheet(QPainter(paper), QRectF(0, 0, 600, 800), "gedling", vault.new_passphrase())
    inked = [x for x in range(600) for y in range(800) if paper.pixelColor(x, y).value() < 128]
    assert min(inked) >= 40
    assert 200 < max(inked) < 560
