"""The check list: what is done is plain, what is not carries the colour and the link that mends it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.layout import box, clear, col, row
from npt_desktop.ui.widgets.marks import Mark
from npt_desktop.ui.widgets.text import Text

Line = tuple[str, str, Callable[[], object] | None]
"""A state, its sentence and what Fix does, if anything."""


class CheckList(QWidget):
    """Lines of a mark and a sentence; those with something to mend end in a Fix button."""

    def __init__(self, *, verb: str = "Fix") -> None:
        super().__init__()
        self._verb = verb
        self._lines: list[Line] = []
        self._said: list[tuple[str, str, bool]] = []
        self._lay = col(gap=3)
        self.setLayout(self._lay)
        self.links: list[Button] = []

    def set(self, lines: Sequence[Line]) -> None:
        """Show these lines; nothing is rebuilt when they say what they said before."""
        said = [(state, words, fix is not None) for state, words, fix in lines]
        self._lines = list(lines)
        if said == self._said:
            return
        self._said = said
        clear(self._lay)
        self.links = []
        for place, (state, words, fixable) in enumerate(said):
            done = state == "good"
            text = Text(words, "meta", "text2" if done else "text", wrap=True)
            parts: list[QWidget] = []
            if fixable:
                link = Button(self._verb, "quiet", small=True)
                link.setAccessibleName(f"{self._verb}: {words}")
                link.clicked.connect(lambda _=False, place=place: self._fix(place))
                self.links.append(link)
                parts.append(link)
            line = box(row(Mark(state, 13, "Done" if done else "To do"), (text, 1), *parts, gap=6))
            line.setMinimumHeight(24)
            self._lay.addWidget(line)
        self._lay.setAlignment(Qt.AlignmentFlag.AlignTop)

    def _fix(self, place: int) -> None:
        fix = self._lines[place][2]
        if fix is not None:
            fix()

    @property
    def done(self) -> int:
        """How many lines are good."""
        return sum(state == "good" for state, _, _ in self._lines)
