"""Two people changed the same fields: what stood there, mine and theirs side by side, and one of them is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from npt_desktop.ui.theme.look import Restyled, smooth
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.layout import box, col, order_tabs, row, scroll
from npt_desktop.ui.widgets.text import Text

MOST = 600  # characters of a value that are shown
_NOTE = "What you do not choose stays in the history of the record."


@dataclass(frozen=True, slots=True)
class Question:
    """A field both changed: its name and label, who changed it and when, and the three values in words."""

    name: str
    label: str
    who: str
    base: str
    mine: str
    theirs: str


class ClashDialog(Restyled, QDialog):
    """Asks field by field. ``settled`` carries for each field's name whether mine is kept; closing it settles
    nothing, so that the form stays open as it was."""

    settled = Signal(object)

    def __init__(self, parent: QWidget, questions: Sequence[Question]) -> None:
        super().__init__(parent)
        many = len(questions) > 1
        self.setWindowTitle(
            f"{len(questions)} fields were changed by both" if many else "One field was changed by both"
        )
        self.setAccessibleName(self.windowTitle())
        self.setModal(True)
        self.setMinimumWidth(620)
        self.choices: dict[str, Segmented] = {}
        cards = [self._card(one) for one in questions]
        self.save_button = Button("Save", "primary", keys="Ctrl+Return")
        self.save_button.clicked.connect(self.save)
        back = Button("Back to the form")
        back.clicked.connect(self.reject)
        inner = scroll(box(col(*cards, None, gap=10, margins=(0, 0, 8, 0))))
        inner.setMinimumHeight(min(200 * len(cards), max(200, parent.window().height() - 260)))
        self.setLayout(col(
            Text(self.windowTitle(), "section", wrap=True), Text(_NOTE, "meta", "text2", wrap=True), (inner, 1),
            row(None, back, self.save_button), gap=10, margins=(20, 16, 20, 16),
        ))  # fmt: skip
        order_tabs(self)
        self._say()
        next(iter(self.choices.values())).setFocus(Qt.FocusReason.TabFocusReason)

    def _card(self, one: Question) -> Card:
        made = Card(one.label, note=f"also changed by {one.who}", gap=6)
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(12)
        for place, (label, words) in enumerate(
            (("Before", one.base), ("Yours", one.mine), ("Theirs", one.theirs))
        ):
            grid.addWidget(Text(label, "label", "text2"), place, 0, Qt.AlignmentFlag.AlignTop)
            shown = words if len(words) <= MOST else f"{words[:MOST]}…"
            grid.addWidget(
                Text(shown, "body" if place else "meta", "text" if place else "text2", wrap=True), place, 1
            )
        choice = Segmented(
            [(True, "Keep mine"), (False, "Take theirs")], label=one.label, numbered=True, small=True
        )
        choice.changed.connect(lambda _: self._say())
        self.choices[one.name] = choice
        made.body.addLayout(grid)
        made.add(row(choice, None))
        return made

    def _say(self) -> None:
        left = sum(choice.value() is None for choice in self.choices.values())
        self.save_button.lock("" if not left else "Choose for each field first.")

    def save(self) -> None:
        """Hand the choices on, once each is made."""
        chosen = {name: choice.value() for name, choice in self.choices.items()}
        if None not in chosen.values():
            self.accept()
            self.settled.emit(chosen)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        p.fillRect(self.rect(), self.look.c("surface"))
        p.end()
