"""One of several cards in one place."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from npt_desktop.ui.widgets.layout import box, col, row


class Slot(QWidget):
    """One card at a time, as tall as that card."""

    def __init__(self, first: QWidget) -> None:
        super().__init__()
        self._cards = [first]
        self.card = first
        self._column = col(first, gap=0)
        self.setLayout(self._column)

    def add(self, card: QWidget) -> None:
        """A card for later."""
        card.hide()
        self._cards.append(card)
        self._column.addWidget(card)

    def show_card(self, card: QWidget) -> None:
        """Put a card in the place of the one shown."""
        self.card = card
        card.show()
        for other in self._cards:
            if other is not card:
                other.hide()


def with_margin(card: QWidget, right: int) -> QWidget:
    """A card that leaves room at its right, in pixels."""
    return box(row(card, margins=(0, 0, right, 0)))
