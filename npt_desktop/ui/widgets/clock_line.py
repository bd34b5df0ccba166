"""An area's two clocks side by side: how long until priorities are due on the website, and nationally."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from npt_desktop.rules.home_page import ClockMark
from npt_desktop.ui.widgets.layout import clear, row
from npt_desktop.ui.widgets.marks import Mark
from npt_desktop.ui.widgets.text import Text

_TONES = {"bad": "bad_text", "warn": "warn_text"}


class ClockStrip(QWidget):
    """Filled anew with :meth:`set`; ``full`` says each clock's sentence too, else that is its tool tip."""

    def __init__(self, *, full: bool = False) -> None:
        super().__init__()
        self._full = full
        self._row = row(gap=6)
        self.setLayout(self._row)
        self.texts: list[Text] = []

    def set(self, clocks: tuple[ClockMark, ...]) -> None:
        """Show these clocks; nothing at all where there are none."""
        self.setVisible(bool(clocks))
        clear(self._row)
        self.texts = []
        for place, clock in enumerate(clocks):
            if place:
                self._row.addSpacing(18 if self._full else 8)
            left = Text(clock.left, "meta_strong", _TONES.get(clock.state.value, "text2"))
            name = Text(f"{clock.name}: {clock.words}" if self._full else clock.name, "meta", "text2")
            for text in (name, left):
                text.setToolTip(f"{clock.name} clock: {clock.words}")
            left.setAccessibleName(f"{clock.name} clock: {clock.words}, {clock.left}")
            self.texts += [name, left]
            for part in (Mark(clock.state.value, 13), name, left):
                self._row.addWidget(part)
        self._row.addStretch(1)
        self.setAccessibleName(". ".join(f"{c.name} clock: {c.words}, {c.left}" for c in clocks))
