"""What the program itself knows for a round: themes of the log, last quarter's priorities, open plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from npt_desktop.rules.periods import number_of
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.layout import clear, col, row
from npt_desktop.ui.widgets.text import Elided, Text

if TYPE_CHECKING:
    from npt_desktop.services.sources import SourcesPage

_MOST = 5


class OwnCard(Card):
    """Three short lists; each says what is missing where it is empty."""

    def __init__(self) -> None:
        super().__init__("From this program", gap=4)
        self._lines = col(gap=3)
        self.add(self._lines)

    def set(self, page: SourcesPage) -> None:
        """Show them for a round."""
        clear(self._lines)
        own, label = page.own, page.data.label
        entries = number_of(own.entries, "engagement")
        self._part(f"Themes of {entries}, {label}", [(name, f"{count}") for name, count in own.themes],
                   "No engagement has a theme.")  # fmt: skip
        self._part(f"Priorities of {label}", list(own.priorities), "None were set.")
        self._part("Open plans", list(own.plans), "No plan is open.")

    def _part(self, title: str, items: list[tuple[str, str]], none: str) -> None:
        self._lines.addWidget(Text(title, "label", "text2"))
        for main, end in items[:_MOST]:
            beside = Text(end, "meta", "text2") if len(end) < 16 else None
            if beside is not None:
                self._lines.addLayout(row((Elided(main, "meta"), 1), beside))
            else:
                self._lines.addWidget(Elided(main, "meta"))
                self._lines.addWidget(Elided(end, "meta", "text3"))
        if len(items) > _MOST:
            self._lines.addWidget(Text(f"and {len(items) - _MOST} more", "meta", "text3"))
        if not items:
            self._lines.addWidget(Text(none, "meta", "text3"))
        self._lines.addSpacing(6)
