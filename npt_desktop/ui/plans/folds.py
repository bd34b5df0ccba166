"""A group of answers on one line that opens to its rows: made only when it is opened, so that a plan comes at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from npt_desktop.ui.plans.rows import INSET, LabelBox
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.marks import Mark
from npt_desktop.ui.widgets.messages import reveal
from npt_desktop.ui.widgets.text import Text


class Fold(QWidget):
    """``answered`` carries the group as the person leaves it and as they found it.

    Subclasses name ``name`` (the field of the plan), ``label`` and ``verb``, build their rows in
    :meth:`build_rows`, show values in :meth:`fill_rows` and say how the group stands in :meth:`reading`.
    """

    answered = Signal(object, object)
    name: ClassVar[str] = ""
    label: ClassVar[str] = ""
    verb: ClassVar[str] = "Answer"

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName(f"{self.name}_block")
        self.values: dict[str, Any] = {}
        self.locked = False
        self.words = Text("", wrap=True)
        self.mark = Mark("warn", 13, f"{self.label} is not finished")
        self.toggle = Button(self.verb, "quiet", small=True)
        self.toggle.setObjectName(self.name)
        self.toggle.clicked.connect(lambda: self.set_open(not self.is_open))
        self._rows: QWidget | None = None
        line = row(
            LabelBox(Text(self.label, "label", "text2"), self.mark),
            (self.words, 1),
            self.toggle,
            gap=2 + INSET,
        )
        self._lay = col(line, gap=4)
        self.setLayout(self._lay)

    # -- subclasses answer --
    def build_rows(self) -> QWidget:
        """The rows, made when the group is first opened."""
        raise NotImplementedError

    def fill_rows(self) -> None:
        """Show ``values`` in the rows; what is being written is left alone."""
        raise NotImplementedError

    def first(self) -> QWidget:
        """Where writing begins."""
        raise NotImplementedError

    def reading(self) -> tuple[str, bool]:
        """How the group stands, and whether it is complete."""
        raise NotImplementedError

    def said(self, values: Mapping[str, Any]) -> str:
        """Some answers in words, to be compared with another's."""
        kept, self.values = self.values, dict(values)
        words, _ = self.reading()
        self.values = kept
        return words

    # -- what is shown --
    @property
    def is_open(self) -> bool:
        return self._rows is not None and not self._rows.isHidden()

    @property
    def rows(self) -> QWidget:
        """The rows, made when first asked for."""
        if self._rows is None:
            self._rows = self.build_rows()
            self._rows.hide()
            self._lay.addWidget(self._rows)
            self._rows.setEnabled(not self.locked)
            self.fill_rows()
        return self._rows

    def set_open(self, wide: bool) -> None:
        """Show or fold the rows."""
        if wide or self._rows is not None:
            self.rows.setVisible(wide)
        self.say()

    def begin(self) -> None:
        """Open the rows and go to where writing begins."""
        self.set_open(True)
        reveal(self.first())

    def show_values(self, values: Mapping[str, Any]) -> None:
        self.values = dict(values)
        if self._rows is not None:
            self.fill_rows()
        self.say()

    def set_locked(self, locked: bool) -> None:
        self.locked = locked
        if self._rows is not None:
            self._rows.setEnabled(not locked)

    def say(self) -> None:
        """Tell how the group stands."""
        words, complete = self.reading()
        self.words.setText(words)
        self.words.set_tone("text" if self.values else "text3")
        self.mark.setVisible(not complete)
        verb = "Fold" if self.is_open else "Show" if self.locked else "Change" if complete else self.verb
        self.toggle.set_text(verb)
        self.toggle.setAccessibleName(f"{verb} {self.label}: {words}")

    # -- what is written --
    def answer(self, key: str, value: Any) -> None:
        """One answer was given; None takes it back."""
        seen = dict(self.values)
        if value is None:
            self.values.pop(key, None)
        else:
            self.values[key] = value
        if self.values != seen:
            self.say()
            self.answered.emit(dict(self.values), seen)
