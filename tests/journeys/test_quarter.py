"""One whole quarter of one area in the real window, by keyboard: the log comes in, priorities are set and
published, a plan is opened, the QA meeting is held, the records are printed and the log goes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from npt_desktop.app import Application
from npt_desktop.models.actor import Actor
from npt_desktop.rules.periods import Quarter
from npt_desktop.services.people import members
from npt_desktop.services.plans import Plans
from npt_desktop.services.priorities import Priorities
from npt_desktop.services.quality import Quality
from npt_desktop.store import health
from npt_desktop.store.clock import FixedClock
from npt_desktop.ui.engagement.screen import EngagementScreen
from npt_desktop.ui.home.screen import HomeScreen
from npt_desktop.ui.imports.screen import CHECK, DONE, SHEETS, WORDS, ImportScreen
from npt_desktop.ui.plans.screen import PlansScreen
from npt_desktop.ui.preferences import Preferences
from npt_desktop.ui.priorities.screen import PrioritiesScreen
from npt_desktop.ui.quality.screen import QualityScreen
from npt_desktop.ui.widgets.messages import ConfirmDialog
from tests.conftest import TODAY
from tests.world import World

S = TypeVar("S")
K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SAMPLE = Path(__file__).parents[1] / "data" / "engagement-log-gedling-2019.xlsx"


class Desk:
    """Somebody at the keyboard of the whole program."""

    def __init__(self, run: Application, bot: QtBot) -> None:
        self.run, self.bot = run, bot

    def press(self, *what: object) -> None:
        """Words are typed, keys pressed, (key, modifier) together, wherever the focus is."""
        for each in what:
            target = QApplication.focusWidget()
            assert target is not None, f"nothing has the focus for {each!r}"
            if isinstance(each, str):
                QTest.keyClicks(target, each)
            elif isinstance(each, tuple):
                QTest.keyClick(target, each[0], each[1])
            else:
                assert isinstance(each, Qt.Key)
                QTest.keyClick(target, each)
        self.settle()

    def settle(self) -> None:
        """Wait until everything asked for has been read and shown."""
        for _ in range(3):
            QApplication.processEvents()
            self.bot.waitUntil(lambda: not self.busy(), timeout=20_000)

    def busy(self) -> bool:
        work = self.run.window.work
        return self.run.jobs.busy or (work is not None and work.jobs.busy)

    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def screen(self, kind: type[S]) -> S:
        found = self.run.window.current
        assert isinstance(found, kind)
        return found

    def confirm(self) -> None:
        """Enter on the verb of the question that is open."""
        dialogs: list[ConfirmDialog] = []

        def there() -> bool:
            dialogs[:] = [d for d in self.run.host.findChildren(ConfirmDialog) if d.isVisible()]
            return bool(dialogs)

        self.bot.waitUntil(there)
        QTest.keyClick(dialogs[0].yes, K.Key_Return)
        self.run.host.activateWindow()
        self.bot.waitUntil(self.run.host.isActiveWindow)
        self.settle()

    def sign_in(self, actor: Actor) -> None:
        """Sign in as somebody else, through the palette."""
        self.press((K.Key_K, CTRL), "> sign in", K.Key_Return)
        self.bot.waitUntil(
            lambda: self.run.welcome is not None and self.focus().accessibleName() == "Your name"
        )
        QTest.keyClicks(self.focus(), actor.name)
        QTest.keyClick(self.focus(), K.Key_Return)
        QTest.keyClick(self.focus(), K.Key_Return, CTRL)
        self.bot.waitUntil(lambda: self.run.window.work is not None)
        work = self.run.window.work
        assert work is not None
        assert work.desk.actor == actor
        self.settle()


@pytest.fixture
def desk(world: World, qapp: QApplication, qtbot: QtBot, clock: FixedClock) -> Iterator[Desk]:
    """The program, started on a small force's store with its inspector at the desk."""
    path = world.store.path
    world.store.close()
    run = Application(
        qapp,
        store=path,
        person=world.inspector.name,
        preferences=Preferences(mode="light", kept=False),
        clock=clock,
    )
    qtbot.addWidget(run.host)
    run.start()
    qtbot.waitUntil(lambda: run.built and run.window.work is not None, timeout=20_000)
    run.host.activateWindow()
    qtbot.waitUntil(run.host.isActiveWindow)
    made = Desk(run, qtbot)
    made.settle()
    yield made
    run.close()


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Answers the system's file dialogs: the sample to open, names in a folder to save."""
    saved = tmp_path / "saved"
    saved.mkdir()
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_, **__: ([str(SAMPLE)], ""))
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda _p, _t, name="", *_, **__: (str(saved / Path(name).name), "")
    )
    return lambda suffix: next(saved.glob(f"*{suffix}"))


def _at(screen: ImportScreen, step: int) -> bool:
    return screen.step == step


def test_a_whole_quarter_by_keyboard(desk: Desk, world: World, files: Callable[[str], Path]) -> None:
    store = desk.run.store
    assert store is not None
    area, quarter = world.gedling, Quarter(TODAY.replace(day=1))
    at_desk = desk.run.window.work.desk  # type: ignore[union-attr]

    # The team's workbook comes in, once.
    desk.press((K.Key_4, CTRL))
    desk.screen(EngagementScreen).import_button.click()
    screen = desk.screen(ImportScreen)
    screen.choose.files.click()
    desk.bot.waitUntil(lambda: screen.step == SHEETS, timeout=20_000)
    for step in (WORDS, CHECK, DONE):
        desk.press((K.Key_Return, CTRL))
        desk.bot.waitUntil(partial(_at, screen, step), timeout=20_000)
    with store.read() as session:
        count = session.connection().exec_driver_sql("SELECT count(*) FROM engagement_entry").scalar()
    assert count == 61
    desk.run.host.activateWindow()
    desk.bot.waitUntil(desk.run.host.isActiveWindow)

    # One more engagement, logged from the Home screen in under a hundred keys.
    desk.press((K.Key_1, CTRL), (K.Key_L, CTRL))
    desk.press("you", K.Key_Tab, "prob", K.Key_Tab, "Youth club", K.Key_Tab, "larch", K.Key_Tab)
    desk.press(
        "Talked about bikes on the trail",
        K.Key_Tab,
        "Six agreed to report",
        K.Key_Tab,
        "4",
        (K.Key_Return, CTRL),
    )
    with store.read() as session:
        count = session.connection().exec_driver_sql("SELECT count(*) FROM engagement_entry").scalar()
    assert count == 62

    # Priorities: survey, meeting, one issue judged and chosen, decided, published.
    desk.press((K.Key_2, CTRL))
    priorities = desk.screen(PrioritiesScreen)
    priorities.overview.start()
    desk.press(K.Key_Return)
    desk.press("2/10", K.Key_Tab, "Survey data", (K.Key_Return, CTRL))
    desk.press((K.Key_Return, CTRL))
    desk.press(
        "9/10", K.Key_Tab, "Civic centre", K.Key_Tab, K.Key_Tab, "Borough council", (K.Key_Return, CTRL)
    )
    desk.press((K.Key_Return, CTRL))
    desk.press("Off-road bikes", K.Key_Return)
    desk.press(K.Key_Escape, K.Key_Home, K.Key_Return)
    for _ in range(6):
        desk.press("3", K.Key_Down)
    desk.press(K.Key_Tab, "1")
    priorities.decision.focus("reason")
    desk.press("Most asked for", K.Key_Tab, "You told us bikes are a danger. We will patrol.", K.Key_Tab)
    desk.press((K.Key_Return, CTRL))
    desk.confirm()
    desk.press((K.Key_Return, CTRL))
    desk.press("https://www.example.police.uk/gedling", (K.Key_Return, CTRL))
    desk.confirm()
    page = Priorities(at_desk).page(area, quarter)
    assert page.round is not None
    assert page.round.published_on == TODAY
    assert [card.priority.title for card in page.cards] == ["Off-road bikes"]

    # A plan for it.
    desk.press((K.Key_3, CTRL), (K.Key_N, CTRL), "Off-road bikes, colliery trail", (K.Key_Return, CTRL))
    plan = desk.screen(PlansScreen)
    assert plan.title == "Off-road bikes, colliery trail"
    desk.press("Bikes every evening; walkers stay away.", K.Key_Tab)
    line = Plans(at_desk).register(area)[0]
    assert line.reference == "PSP 2026-001"
    assert Plans(at_desk).page(line.id).plan.perceived_problem == "Bikes every evening; walkers stay away."

    # The chief inspector holds the meeting, signs and prints it.
    desk.sign_in(world.chief)
    desk.press((K.Key_6, CTRL))
    meeting = desk.screen(QualityScreen)
    desk.bot.waitUntil(lambda: meeting.page is not None)
    meeting.left.list.setFocus()
    assert meeting.page is not None
    for _ in meeting.page.due:
        desk.press("3")
        if desk.focus() is meeting.pane.note:
            desk.press("Nothing to look at", (K.Key_Return, CTRL))
        else:
            desk.press("j")
    meeting.open_finish()
    desk.press((K.Key_Return, CTRL))
    chief = desk.run.window.work.desk  # type: ignore[union-attr]
    assert Quality(chief).page(area, quarter.start).finished
    meeting.save_pdf(blank=False)
    desk.settle()
    assert files(".pdf").read_bytes().startswith(b"%PDF")

    # The log goes out again.
    desk.press((K.Key_4, CTRL))
    log = desk.screen(EngagementScreen)
    log.list.filters.show_everything()
    log.list.wanted.emit()
    desk.settle()
    log.export()
    desk.settle()
    assert files(".xlsx").stat().st_size > 10_000

    # Everything can be seen and taken back, and the store is sound.
    assert len(members(store)) == 5
    report = health.check(store.path)
    assert report.sound, report


def test_home_says_what_is_due_and_its_buttons_go_there(desk: Desk) -> None:
    window = desk.run.window
    reader = window.reader
    assert reader is not None
    desk.bot.waitUntil(lambda: reader.page is not None)
    desk.settle()
    home = desk.screen(HomeScreen)
    assert home.title == "Friday 16 October 2026"
    rows = home.due._buttons
    assert rows
    named = {button.accessibleName().split(".")[0]: button for button in rows}
    assert any("Oct–Dec" in name for name in named), named
    first = next(button for name, button in named.items() if "Oct–Dec" in name)
    first.setFocus()
    desk.press(K.Key_Return)
    assert window.screen_key == "priorities"
    desk.press((K.Key_Left, Qt.KeyboardModifier.AltModifier))
    assert window.screen_key == "home"


class Strays(QObject):
    """Notes every window that shows itself beside the one there should be."""

    def __init__(self, host: QWidget) -> None:
        super().__init__()
        self.host = host
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if shown and isinstance(watched, QWidget) and watched is not self.host:
            self.seen.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


def test_every_screen_by_key_without_a_stray_window_or_a_clash(desk: Desk, qapp: QApplication) -> None:
    strays = Strays(desk.run.host)
    qapp.installEventFilter(strays)
    for number in range(1, 6):
        desk.press((getattr(K, f"Key_{number}"), CTRL))
    qapp.removeEventFilter(strays)
    assert strays.seen == []
    assert desk.run.window.commands.clashes() == []


def test_undo_and_redo_by_key_from_anywhere(desk: Desk, world: World) -> None:
    desk.press((K.Key_L, CTRL))
    desk.press("you", K.Key_Tab, "prob", K.Key_Tab, "Youth club", K.Key_Tab, "larch", K.Key_Tab)
    desk.press("Talked about bikes", K.Key_Tab, K.Key_Tab, (K.Key_Return, CTRL))
    store = desk.run.store
    assert store is not None

    def entries() -> int:
        with store.read() as session:
            return int(
                session.connection().exec_driver_sql("SELECT count(*) FROM engagement_entry").scalar() or 0
            )

    assert entries() == 1
    desk.press((K.Key_6, CTRL), (K.Key_Z, CTRL))
    assert entries() == 0
    desk.press((K.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier))
    assert entries() == 1
    del world
