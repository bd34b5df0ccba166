"""The lock page: covers every window of the program until somebody says who is there."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPaintEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from npt_desktop import APP_NAME
from npt_desktop.ui.lock.passphrase import PassphraseAsk
from npt_desktop.ui.shell.sidebar import Banner
from npt_desktop.ui.theme.look import Painted, smooth
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.layout import box, col, row
from npt_desktop.ui.widgets.text import Icon, Text

_NARROW = 420


class Cover(Painted):
    """The page itself, over one window. ``back`` says that the person is there again, ``typed`` carries a
    passphrase, ``other`` that somebody else is."""

    back = Signal()
    typed = Signal(str)
    other = Signal()

    def __init__(self, window: QWidget, person: str) -> None:
        super().__init__(window)
        self._window = window
        self.setAccessibleName("Locked")
        self.words = Text("", "body", "text2", wrap=True)
        self.ask = PassphraseAsk()
        self.ask.hide()
        self.ask.given.connect(self.typed)
        self.continue_button = Button(f"Continue as {person}", "primary")
        self.continue_button.setDefault(True)
        self.continue_button.clicked.connect(self._go_on)
        self.other_button = Button("Sign in as somebody else", "quiet")
        self.other_button.clicked.connect(self.other)
        self.card = Card(pad=20, gap=12)
        self.card.setMaximumWidth(_NARROW)
        self.card.setMinimumWidth(min(_NARROW, max(240, window.width() - 32)))
        self.card.add(row(Icon("lock", 20, "text2"), Text("Locked", "section"), None, gap=8), self.words, self.ask,
                      row(self.continue_button, self.other_button, None))  # fmt: skip
        marked = window.findChild(Banner)
        page = col(None, row(None, self.card, None), None, margins=(8, 8, 8, 8))
        parts = [] if marked is None else [Banner(marked.marking)]
        self.setLayout(col(*parts, (box(page), 1), gap=0))
        self._title = window.windowTitle()  # it may name a record
        window.setWindowTitle(f"Locked - {APP_NAME}")
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.raise_()
        self.show()

    def _go_on(self) -> None:
        if self.ask.isHidden():
            self.back.emit()
        else:
            self.ask.give()

    def begin(self, says: str, *, asks: bool = False, waits: str = "") -> None:
        """What it says; whether the passphrase is asked; why one has to wait."""
        self.words.setText(says)
        self.ask.setVisible(asks)
        self.continue_button.lock(waits)
        self.focus_first()

    def lift(self) -> None:
        """Show the window again."""
        self._window.removeEventFilter(self)
        self._window.setWindowTitle(self._title)
        self.hide()
        self.deleteLater()

    def focus_first(self) -> None:
        """The keyboard begins here."""
        first = self.continue_button if self.ask.isHidden() else self.ask.edit
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        p.fillRect(self.rect(), self.look.c("canvas"))
        p.end()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.continue_button.isEnabled():
            self._go_on()
        event.accept()  # nothing reaches what is covered: Esc would close a dialog

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return False


class Covers(QObject):
    """All covers of a locked program. What lies below keeps all that was typed, but hears no key."""

    back = Signal()
    typed = Signal(str)
    other = Signal()

    def __init__(self, person: str, parent: QObject) -> None:
        super().__init__(parent)
        self._person = person
        self._says: tuple[str, bool, str] = ("", False, "")
        self.all: dict[QWidget, Cover] = {}
        self._rested: list[QWidget] = []
        self._focus = QApplication.focusWidget()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        windows = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
        for window in sorted(windows, key=lambda w: w.parentWidget() is not None):
            self._cover(window)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._another)

    def begin(self, says: str, *, asks: bool = False, waits: str = "") -> None:
        """See :meth:`Cover.begin`; somebody else may sign in only where no dialog is half filled in."""
        self._says = says, asks, waits
        for window, cover in self._there():
            cover.begin(says, asks=asks, waits=waits)
            cover.other_button.setVisible(len(self.all) == 1)
            if window.isActiveWindow():
                cover.focus_first()

    def refuse(self, says: str) -> None:
        """The passphrase was wrong."""
        for _, cover in self._there():
            cover.continue_button.lock("")
            cover.ask.refuse(says)

    def remove(self) -> None:
        """Show everything as it was."""
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.disconnect(self._another)
        for widget in filter(shiboken6.isValid, self._rested):
            widget.setEnabled(True)
        for cover in filter(shiboken6.isValid, self.all.values()):
            cover.lift()
        self.all.clear()
        if self._focus is not None and shiboken6.isValid(self._focus):
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _there(self) -> list[tuple[QWidget, Cover]]:
        """Without those whose window has gone meanwhile."""
        self.all = {window: cover for window, cover in self.all.items() if shiboken6.isValid(cover)}
        return list(self.all.items())

    def _cover(self, window: QWidget) -> None:
        window.setEnabled(True)  # resting its owner has disabled a dialog too
        for child in window.children():
            if isinstance(child, QWidget) and not child.isWindow() and child.isEnabled():
                child.setEnabled(False)
                self._rested.append(child)
        cover = self.all[window] = Cover(window, self._person)
        cover.back.connect(self.back)
        cover.typed.connect(self.typed)
        cover.other.connect(self.other)

    def _another(self, _: QWindow | None) -> None:
        """A window that opened meanwhile, as a finished job may, is covered too."""
        window = QApplication.activeWindow()
        if window is not None and window not in self.all and window.isVisible():
            self._cover(window)
            says, asks, waits = self._says
            self.begin(says, asks=asks, waits=waits)
