"""A card of short lines."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.layout import box, clear, col, row
from npt_desktop.ui.widgets.marks import Mark
from npt_desktop.ui.widgets.text import Elided, Text

MOST = 6  # lines of a list of which only the first are shown


class LineCard(Card):
    """A card of short lines: mark, words, figure; a click opens what it is about."""

    def __init__(self, title: str) -> None:
        super().__init__(title, pad=11, gap=4)
        self._lines = col(gap=2)
        self.links: list[Button] = []
        self.add(self._lines, None)

    def start(self, number: int = 0) -> None:
        """Begin anew; ``number`` is how many there are when not all are listed."""
        self.note_text.setText(f"the first {MOST} of {number}" if number > MOST else "")
        clear(self._lines)
        self.links = []

    def add_line(self, *parts: QWidget) -> None:
        shown = box(row(*[(p, 1) if isinstance(p, Elided) else p for p in parts], gap=8))
        shown.setFixedHeight(tk.CONTROL_S)
        self._lines.addWidget(shown)

    def put(self, mark: str, words: str, figure: str, go: Callable[[], object] | None) -> None:
        """Add a line."""
        parts: list[QWidget] = [Mark(mark, 12, words), Elided(words, "meta"), Text(figure, "meta_strong")]
        if go is not None:
            link = Button("Open", "quiet", small=True)
            link.setAccessibleName(f"Open: {words}, {figure}")
            link.clicked.connect(go)
            self.links.append(link)
            parts.append(link)
        self.add_line(*parts)

    def end(self, empty: str) -> None:
        """Say that there is nothing where nothing was added."""
        if not self._lines.count():
            self._lines.addWidget(Text(empty, "meta", "text2", wrap=True))
