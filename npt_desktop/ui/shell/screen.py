"""The base of every screen: header on top, content below, and what the global keys ask of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.theme.look import Painted, smooth
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.layout import box, clear, col, row, scroll
from npt_desktop.ui.widgets.marks import Pill
from npt_desktop.ui.widgets.messages import reveal
from npt_desktop.ui.widgets.text import Elided, Text

SHOW_AFTER_MS, CANCEL_AFTER_MS = 300, 3000
Crumb = tuple[str, Callable[[], object] | None]


class ProgressLine(Painted):
    """A thin bar under the header: nothing for 0.3 s, cancellable after 3 s."""

    def __init__(self) -> None:
        super().__init__()
        self._done, self._total = 0, 0
        self._words = Text("", "meta", "text2")
        self._cancel: Callable[[], object] | None = None
        self.cancel_button = Button("Cancel", "quiet", small=True)
        self.cancel_button.clicked.connect(self._stop)
        self.cancel_button.hide()
        self.setLayout(row(self._words, None, self.cancel_button, margins=(0, 6, 0, 0)))
        self._show = self._timer(SHOW_AFTER_MS, self.show)
        self._offer = self._timer(CANCEL_AFTER_MS, self._offer_cancel)
        self.hide()

    def _timer(self, wait: int, then: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(wait)
        timer.timeout.connect(then)
        return timer

    def start(self, words: str, cancel: Callable[[], object] | None = None) -> None:
        self._cancel = cancel
        self.cancel_button.hide()
        self.set(0, 0, words)
        self._show.start()
        self._offer.start()

    def set(self, done: int, total: int, words: str = "") -> None:
        self._done, self._total = done, total
        if words:
            self._words.setText(words)
        self.setAccessibleName(f"{self._words.text()} {done} of {total}" if total else self._words.text())
        self.update()

    def end(self) -> None:
        self._show.stop()
        self._offer.stop()
        self.hide()

    def _offer_cancel(self) -> None:
        self.cancel_button.setVisible(self._cancel is not None)

    def _stop(self) -> None:
        self.cancel_button.hide()
        if self._cancel is not None:
            self._cancel()

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        look = self.look
        p.fillRect(0, 0, self.width(), 3, look.c("hover"))
        share = self._done / self._total if self._total else 0.15
        p.fillRect(0, 0, round(self.width() * min(1.0, share)), 3, look.c("accent_text"))
        p.end()


class PageHeader(QWidget):
    """Breadcrumb, title with state pills, one line of facts; actions at the right."""

    def __init__(self) -> None:
        super().__init__()
        self._crumbs = row(gap=6)
        self._crumb_row = box(self._crumbs)
        self.title = Elided("", "title")
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._pills = row(gap=6)
        self.mark = Pill("", "none", icon="shield-lock")
        self.mark.hide()
        self.facts = Elided("", "body", "text2")
        self._actions = row(gap=tk.S)
        self.progress = ProgressLine()
        words = col(self._crumb_row, row(self.title, self._pills, self.mark, None, gap=10), self.facts, gap=1)
        self.setLayout(col(row((words, 1), self._actions, gap=tk.M), self.progress, gap=6))
        self._crumb_row.hide()
        self.facts.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set(self, title: str, facts: str = "") -> None:
        self.title.setText(title)
        self.facts.setText(facts)
        self.facts.setVisible(bool(facts))

    def set_crumbs(self, crumbs: Sequence[Crumb]) -> None:
        """Where the record belongs: (words, what a click does or None)."""
        clear(self._crumbs)
        for i, (words, go) in enumerate(crumbs):
            if i:
                self._crumbs.addWidget(Text("›", "meta", "text2"))
            if go is None:
                self._crumbs.addWidget(Text(words, "meta", "text2"))
            else:
                link = Button(words, "crumb", small=True)
                link.clicked.connect(lambda _=False, go=go: go())
                self._crumbs.addWidget(link)
        self._crumbs.addStretch(1)
        self._crumb_row.setVisible(bool(crumbs))

    def set_pills(self, *pills: QWidget) -> None:
        clear(self._pills)
        for pill in pills:
            self._pills.addWidget(pill)

    def set_mark(self, words: str) -> None:
        """The marking a record has by itself, beside the title; empty for none."""
        self.mark.set(words, "warn", icon="shield-lock")
        self.mark.setAccessibleName(f"This record is marked {words}")
        self.mark.setVisible(bool(words))

    def set_actions(self, *actions: QWidget) -> None:
        clear(self._actions)
        for action in actions:
            self._actions.addWidget(action)

    def swap_actions(self, *actions: QWidget) -> None:
        """As :meth:`set_actions`, for buttons that live on: those taken off are hidden, not deleted."""
        there = [item.widget() for i in range(self._actions.count()) if (item := self._actions.itemAt(i))]
        if there == list(actions):
            return
        while (item := self._actions.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget not in actions:
                widget.hide()
        for action in actions:
            self._actions.addWidget(action)
            action.show()


class Screen(QWidget):
    """One page. A screen fills ``self.body`` and overrides what it answers to.

    With ``scrolls`` the body scrolls as a whole; otherwise its lists scroll inside their cards.
    ``markingChanged`` and ``titleChanged`` keep the window true.
    """

    markingChanged = Signal(str)
    titleChanged = Signal(str)

    def __init__(self, title: str = "", facts: str = "", *, scrolls: bool = False) -> None:
        super().__init__()
        self.setObjectName("Canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._marking = ""
        self.header = PageHeader()
        left, top, right, bottom = tk.PAGE_MARGINS
        self.body = col(gap=tk.M, margins=(left, 0, right, bottom))
        head = box(row((self.header, 1), margins=(left, top, right, tk.M)))
        self.content = box(self.body)
        self.setLayout(col(head, (scroll(self.content) if scrolls else self.content, 1), gap=0))
        self.set_title(title, facts)

    # -- what it shows --
    def set_title(self, title: str, facts: str = "") -> None:
        self.header.set(title, facts)
        self.setAccessibleName(title)
        self.titleChanged.emit(title)

    def set_facts(self, facts: str) -> None:
        self.header.set(self.header.title.text(), facts)

    def set_crumbs(self, *crumbs: Crumb) -> None:
        self.header.set_crumbs(crumbs)

    def set_pills(self, *pills: QWidget) -> None:
        self.header.set_pills(*pills)

    def set_actions(self, *actions: QWidget) -> None:
        """Buttons (and key caps) at the right of the header; at most one primary."""
        self.header.set_actions(*actions)

    @property
    def title(self) -> str:
        return self.header.title.text()

    @property
    def marking(self) -> str:
        """The marking of what is shown; empty for the program's default."""
        return self._marking

    def set_marking(self, marking: str) -> None:
        self._marking = marking
        self.markingChanged.emit(marking)

    # -- what it is asked --
    def refresh(self) -> None:
        """Read again what is shown; after writes, and when area or month change."""

    def primary(self) -> None:
        """Ctrl+Enter: the primary action."""

    def new(self) -> None:
        """Ctrl+N: a new record of this screen."""

    def search(self) -> None:
        """Ctrl+F: go to the filter."""

    def escape(self) -> bool:
        """Esc: close what is open on the screen; False when there is nothing, then the window goes back."""
        return False

    def panes(self) -> list[QWidget]:
        """The parts F6 steps through, in reading order."""
        return [self]

    def focus_field(self, name: str) -> bool:
        """Go to the field of a name: scroll to it and give it the focus. False when it is not here."""
        control = self.findChild(QWidget, name)
        if control is None or control.isHidden():
            return False
        reveal(control)
        return True

    def answers(self, what: str) -> bool:
        """Whether the screen does something of its own for primary, new or search."""
        return getattr(type(self), what) is not getattr(Screen, what)
