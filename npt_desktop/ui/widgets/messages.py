"""What the program says: error summary, empty state, confirmation."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QDialog, QScrollArea, QWidget

from npt_desktop.ui.theme.look import ALIGN_C, Restyled, smooth
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Well
from npt_desktop.ui.widgets.forms import Field
from npt_desktop.ui.widgets.layout import clear, col, row
from npt_desktop.ui.widgets.marks import Mark
from npt_desktop.ui.widgets.text import Icon, Text


def announce(source: QObject, words: str) -> None:
    """Have a screen reader say something without moving the focus."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # slow: not for the first paint

    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(source, words))


def reader_runs() -> bool:
    """Whether a screen reader (or another assistive program) is reading the program."""
    from PySide6.QtGui import QAccessible

    return QAccessible.isActive()


def reveal(control: QWidget, form: QWidget | None = None) -> None:
    """Scroll a control into view and give it the keyboard focus, wherever it is; of its ``form``, buttons and all, as
    much as there is room for."""

    def scroll_both() -> None:
        if form is not None:
            _scroll_to(form)
        _scroll_to(control)

    scroll_both()
    control.setFocus(Qt.FocusReason.TabFocusReason)
    # A form that was opened only now has its place after this event.
    QTimer.singleShot(0, control, lambda: scroll_both() if control.hasFocus() else None)


def _scroll_to(control: QWidget) -> None:
    up = control.parentWidget()
    while up is not None:
        if isinstance(up, QScrollArea):
            up.ensureWidgetVisible(control, 20, 60)
        up = up.parentWidget()


class ErrorSummary(Well):
    """Stands on top of a form after a failed save: one link for each field, in the field's own words.

    :meth:`show_errors` also shows each error beside its field, and takes the focus; no errors hides it.
    """

    def __init__(self) -> None:
        self._links = col(gap=1)
        head = row(Mark("bad", 15, "Error"), Text("There is a problem", "card", "bad_text"), None, gap=6)
        super().__init__(col(head, self._links, gap=3), tone="bad_soft", edge="bad")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.links: list[Button] = []
        self.hide()

    def show_errors(self, errors: Sequence[tuple[Field | QWidget | None, str]]) -> None:
        """Each error with the field (or control) it belongs to; None for the form as a whole."""
        clear(self._links)
        self.links = []
        for place, says in errors:
            if isinstance(place, Field):
                place.set_error(says)
            control = place.control if isinstance(place, Field) else place
            if control is None:
                self._links.addWidget(Text(says, "meta_strong", "bad_text", wrap=True))
                continue
            link = _Link(says, control)
            self._links.addLayout(row(link, None))
            QWidget.setTabOrder(self.links[-1] if self.links else self, link)
            self.links.append(link)
        self.setVisible(bool(errors))
        said = ". ".join(says for _, says in errors)
        self.setAccessibleName(f"There is a problem. {said}" if errors else "")
        if errors:
            reveal(self)


class _Link(Button):
    def __init__(self, says: str, control: QWidget) -> None:
        super().__init__(says, "link", small=True)
        self.clicked.connect(lambda: reveal(control))


class EmptyState(QWidget):
    """An icon, one sentence and one action (a second, quiet one at most)."""

    def __init__(self, icon: str, title: str, text: str = "", *buttons: QWidget) -> None:
        super().__init__()
        self.title = Text(title, "card", align=ALIGN_C, wrap=True)
        self.words = Text(text, "meta", "text2", align=ALIGN_C, wrap=True)
        if not text:  # never shown before it has a parent: it would flash as a window of its own
            self.words.hide()
        lay = col(None, row(None, Icon(icon, 30, "text3"), None), self.title, self.words, gap=6)
        if buttons:
            lay.addSpacing(2)
            lay.addLayout(row(None, *buttons, None))
        lay.addStretch(1)
        lay.setContentsMargins(16, 16, 16, 16)
        self.setLayout(lay)

    def set(self, title: str, text: str = "") -> None:
        self.title.setText(title)
        self.words.setText(text)
        self.words.setVisible(bool(text))


class ConfirmDialog(Restyled, QDialog):
    """Asks before publishing, closing, finishing or deleting for ever. Buttons are verbs; Esc cancels.

    ``open()`` it and use ``accepted``, or ask with ``exec()``. A dangerous one starts on Cancel.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        text: str,
        verb: str,
        *,
        cancel: str = "Cancel",
        danger: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.yes = Button(verb, "danger" if danger else "primary")
        self.no = Button(cancel)
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        words = Text(text, wrap=True)
        words.setMinimumWidth(380)
        heading = Text(title, "section", wrap=True)
        self.setLayout(col(heading, words, 6, row(None, self.no, self.yes), gap=10, margins=(20, 16, 20, 16)))
        first = self.no if danger else self.yes
        first.setDefault(True)
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        p.fillRect(self.rect(), self.look.c("surface"))
        p.end()
