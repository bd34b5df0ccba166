"""Panels: the white card, the sunken well and the notice."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.theme.look import Painted, rounded, smooth
from npt_desktop.ui.widgets.layout import Item, Margins, put, row
from npt_desktop.ui.widgets.text import Icon, Text


class Card(Painted):
    """A bordered panel with an optional heading row. ``body`` takes the content.

    ``title_text`` and ``note_text`` are the labels of the heading, for later changes.
    """

    def __init__(
        self,
        title: str = "",
        *,
        note: str = "",
        right: Sequence[QWidget] = (),
        pad: int = tk.M,
        gap: int = tk.S,
        role: str = "card",
        head_margins: Margins = (0, 0, 0, 0),
    ) -> None:
        super().__init__()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(pad, pad, pad, pad)
        self.body.setSpacing(gap)
        self.title_text = Text(title, role)
        self.note_text = Text(note, "meta", "text3")
        if title:
            self.setAccessibleName(title)
            head = row(self.title_text, self.note_text, None, *right, gap=tk.S, margins=head_margins)
            self.body.addLayout(head)

    def add(self, *items: Item) -> Card:
        """Add to the content; see :func:`layout.put`. Returns the card."""
        put(self.body, *items)
        return self

    def set_title(self, title: str, note: str = "") -> None:
        self.title_text.setText(title)
        self.note_text.setText(note)
        self.setAccessibleName(title)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        look = self.look
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        rounded(p, frame, look.c("surface"), tk.RADIUS_CARD, look.c("border"))
        p.end()


class Well(Painted):
    """A sunken panel around a layout."""

    def __init__(self, layout: QBoxLayout, *, pad: int = tk.S, tone: str = "sunken", edge: str = "") -> None:
        super().__init__()
        self.tone, self.edge = tone, edge
        self.setLayout(layout)
        layout.setContentsMargins(pad + 2, pad, pad + 2, pad)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        look = self.look
        if self.edge:
            frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            rounded(p, frame, look.c(self.tone), tk.RADIUS, look.c(self.edge), 2)
        else:
            rounded(p, QRectF(self.rect()), look.c(self.tone), tk.RADIUS)
        p.end()


class Figure(Well):
    """A key figure with the words that explain it."""

    def __init__(self, figure: str, words: str, *, tone: str = "text") -> None:
        self.figure = Text(figure, "figure_s", tone)
        self.words = Text(words, "meta", "text2")
        inner = QVBoxLayout()
        inner.setSpacing(0)
        super().__init__(put(inner, self.figure, self.words))

    def set(self, figure: str, words: str, *, tone: str = "text") -> None:
        self.figure.setText(figure)
        self.figure.set_tone(tone)
        self.words.setText(words)


class Notice(Well):
    """A line of advice with at most one button, such as the conflict notice."""

    def __init__(self, text: str, *buttons: QWidget, icon: str = "info-circle") -> None:
        self.words = Text(text, wrap=True)
        super().__init__(row(Icon(icon, 18, "accent_text"), (self.words, 1), *buttons, gap=10))
        self.setAccessibleName(text)

    def setText(self, text: str) -> None:
        self.words.setText(text)
        self.setAccessibleName(text)
