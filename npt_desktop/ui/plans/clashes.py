"""Two people wrote the same thing: both values are shown, and one is chosen (design guide, conflict notice)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Notice
from npt_desktop.ui.widgets.layout import row

_MOST = 160  # characters of the other's text that are shown


@dataclass(frozen=True)
class Held:
    """Something both wrote. ``mine`` writes the person's own over the other's, ``theirs`` takes the other's;
    either stays in the history. ``base`` is what stood there before both."""

    key: str
    label: str
    who: str
    other: str
    mine: Callable[[], None]
    theirs: Callable[[], None]
    base: str = ""


class Clashes(QWidget):
    """Shows what is held, one after another. Hidden while nothing is."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("clash")
        self.notice = Notice("", icon="alert-triangle")
        self.mine_button = Button("Keep mine", small=True)
        self.theirs_button = Button("Take theirs", small=True)
        self.mine_button.clicked.connect(lambda: self._settle(mine=True))
        self.theirs_button.clicked.connect(lambda: self._settle(mine=False))
        self.setLayout(row((self.notice, 1), self.mine_button, self.theirs_button, gap=8))
        self._held: list[Held] = []
        self.hide()

    def add(self, held: Held) -> None:
        """Hold something; a later clash over the same thing takes the place of the earlier."""
        self._held = [one for one in self._held if one.key != held.key] + [held]
        self._show()

    def forget(self) -> None:
        """Another plan is open."""
        self._held = []
        self.hide()

    def holds(self, key: str) -> bool:
        """Whether this is waiting to be settled."""
        return any(one.key == key for one in self._held)

    def _show(self) -> None:
        self.setVisible(bool(self._held))
        if self._held:
            one = self._held[0]
            before = f" Before, it read: “{_short(one.base)}”" if one.base else ""
            self.notice.setText(
                f"{one.label} was changed by {one.who}. Your text is kept below. Theirs reads: “{_short(one.other)}”"
                f"{before}"
            )

    def _settle(self, *, mine: bool) -> None:
        if not self._held:
            return
        one = self._held.pop(0)
        self._show()
        (one.mine if mine else one.theirs)()


def _short(words: str) -> str:
    said = " ".join(words.split()) or "nothing"
    return said if len(said) <= _MOST else f"{said[:_MOST]}…"
