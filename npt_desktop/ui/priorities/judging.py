"""What an issue is judged on beside the test: the criteria of the local ranking, and the six letters of CHEERS."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from npt_desktop.rules.cheers import read_cheers, standard_cheers
from npt_desktop.rules.ranking import standard_ranking
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.forms import Edit, Field
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.marks import Mark
from npt_desktop.ui.widgets.text import Elided, Text

_NAME_W, _LOW_W = 150, 130


class RankingRows(QWidget):
    """One row a criterion, from 1 to the highest. ``changed`` carries every score given, by key."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        scheme = standard_ranking()
        digits = [(n, str(n)) for n in range(1, scheme.highest + 1)]
        self.rows: dict[str, Segmented] = {}
        lines = []
        for each in scheme.criteria:
            choice = Segmented(digits, optional=True, small=True, label=each.name)
            choice.setObjectName(f"score_{each.key}")
            choice.setToolTip(f"1: {each.low}. {scheme.highest}: {each.high}.")
            choice.changed.connect(self._changed)
            self.rows[each.key] = choice
            low = Text(each.low, "meta", "text3", width=_LOW_W)
            lines.append(
                row(Text(each.name, "label", "text2", width=_NAME_W), low, choice, (Elided(each.high, "meta", "text3"), 1))
            )  # fmt: skip
        self.setLayout(col(*lines, gap=4))

    def set(self, scores: Mapping[str, Any]) -> None:
        """Show the scores of an issue."""
        for key, choice in self.rows.items():
            if choice.value() != scores.get(key):
                choice.set_value(scores.get(key))

    def _changed(self, _: object) -> None:
        self.changed.emit({key: c.value() for key, c in self.rows.items() if c.value() is not None})


class CheersRows(QWidget):
    """One line a letter, with what shows it. ``changed`` carries everything written when a line is left."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.mark, self.says = Mark("none", 14), Text("", "meta", "text2", wrap=True)
        self.edits: dict[str, Edit] = {}
        self.fields: dict[str, Field] = {}
        self._stored: dict[str, str] = {}
        pairs = []
        for prompt in standard_cheers().prompts:
            edit = Edit("", prompt.asks)
            edit.installEventFilter(self)
            edit.returnPressed.connect(partial(self.commit))
            self.edits[prompt.key] = edit
            needed = prompt.key == standard_cheers().evidenced
            self.fields[prompt.key] = Field(
                f"{prompt.letter}: {prompt.name}", edit, name=f"cheers_{prompt.key}", optional=not needed
            )
            pairs.append(self.fields[prompt.key])
        halves = [row((a, 1), (b, 1), gap=12) for a, b in zip(pairs[::2], pairs[1::2], strict=True)]
        self.setLayout(col(row(self.mark, (self.says, 1)), *halves, gap=6))

    def set(self, written: Mapping[str, str], *, keep: bool) -> None:
        """Show what is written; with ``keep`` a line being typed stays."""
        kept = set(self._unsaved()) if keep else set()
        for key, edit in self.edits.items():
            if key not in kept and edit.text() != written.get(key, ""):
                edit.setText(written.get(key, ""))
                edit.setCursorPosition(0)
                edit.setToolTip(written.get(key, ""))
        self._stored = {key: written.get(key, "") for key in self.edits}
        self._read(written)

    def lock(self, reason: str) -> None:
        """Read only while there is a reason."""
        for edit in self.edits.values():
            edit.setReadOnly(bool(reason))

    def commit(self) -> None:
        """Hand over what was typed and not yet handed over."""
        if self._unsaved():
            written = {key: edit.text().strip() for key, edit in self.edits.items() if edit.text().strip()}
            self._stored = {key: written.get(key, "") for key in self.edits}
            self._read(written)
            self.changed.emit(written)

    def _unsaved(self) -> list[str]:
        return [key for key, edit in self.edits.items() if edit.text().strip() != self._stored.get(key, "")]

    def _read(self, written: Mapping[str, str]) -> None:
        reading = read_cheers(written)
        self.mark.set_state(reading.state.value)
        self.says.setText(reading.says)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.commit()
        return super().eventFilter(watched, event)
