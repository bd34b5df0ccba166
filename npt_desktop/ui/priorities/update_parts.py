"""The three boxes of an update and the facts that may be put into them (picture 11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from npt_desktop.rules.publishing import Finding, mend
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.forms import Area, Field
from npt_desktop.ui.widgets.layout import clear, col, row
from npt_desktop.ui.widgets.messages import reveal
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.services.update_facts import InsertFact

PARTS = (("you_said", "You said", 2), ("we_did", "We did", 4), ("next_steps", "What happens next", 2))
LABEL_LIMIT = 34
_SHOWN = 3
_WAIT = 250


class UpdateParts(QWidget):
    """You said, We did, What happens next. ``typed`` comes a moment after the last letter, ``left`` when a box
    loses the focus or a fact was put in: time to keep a draft."""

    typed = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.texts = {name: Area("", lines=lines) for name, _, lines in PARTS}
        self.fields = {name: Field(label, self.texts[name], name=name) for name, label, _ in PARTS}
        self._facts = {name: col(gap=4) for name, _, _ in PARTS}
        self._facts_said: object = None
        self.facts: Sequence[InsertFact] = ()
        self.fact_buttons: list[Button] = []
        self._stored: dict[str, str] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_WAIT)
        self._soon.timeout.connect(self.typed)
        for area in self.texts.values():
            area.textChanged.connect(self._soon.start)
            area.installEventFilter(self)
        self.setLayout(
            col(*(part for name, _, _ in PARTS for part in (self.fields[name], self._facts[name])))
        )

    # -- words --
    def words(self) -> dict[str, str]:
        """What stands in the boxes."""
        return {name: area.text() for name, area in self.texts.items()}

    def unsaved(self) -> dict[str, str]:
        """What differs from what is stored."""
        return {n: text for n, text in self.words().items() if text != self._stored.get(n, "")}

    def show_words(self, stored: Mapping[str, str], *, keep: bool, locked: bool) -> None:
        """Show what is stored; with ``keep`` words being typed stay."""
        kept = set(self.unsaved()) if keep else set()
        for name, area in self.texts.items():
            if name not in kept and area.text() != stored[name]:
                area.setText(stored[name])
            area.setReadOnly(locked)
        self._stored = dict(stored)

    def saved(self, words: Mapping[str, str]) -> None:
        """These words are in the store now."""
        self._stored.update(words)

    def empty(self) -> list[tuple[str, str]]:
        """The boxes nothing stands in: name and label."""
        return [(name, label) for name, label, _ in PARTS if not self.texts[name].text().strip()]

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """What is wrong, beside each box; empty takes it away."""
        for name, field in self.fields.items():
            field.set_error(errors.get(name, ""))

    def focus(self, name: str) -> None:
        """Put the focus in a box."""
        if name in self.texts:
            reveal(self.texts[name])

    # -- findings --
    def point(self, words: str) -> None:
        """Go to the box that holds a finding and mark it there."""
        for area in self.texts.values():
            at = area.text().find(words)
            if at >= 0:
                reveal(area)
                cursor = area.textCursor()
                cursor.setPosition(at)
                cursor.setPosition(at + len(words), cursor.MoveMode.KeepAnchor)
                area.setTextCursor(cursor)
                return

    def mend(self, finding: Finding) -> None:
        """Write what may stand in the place of a finding."""
        for area in self.texts.values():
            at = area.text().find(finding.text)
            if at >= 0 and not area.isReadOnly():
                area.setText(mend(area.text(), replace(finding, start=at, end=at + len(finding.text))))
                self.left.emit()
                return

    # -- facts --
    def show_facts(self, facts: Sequence[InsertFact], *, locked: bool) -> None:
        """Offer the facts below the box each belongs to; nothing is rebuilt when they are those shown."""
        if (facts, locked) == self._facts_said:
            return
        self._facts_said, self.facts = (facts, locked), facts
        self.fact_buttons = []
        for name, _, _ in PARTS:
            lay = self._facts[name]
            clear(lay)
            mine = [fact for fact in facts if fact.part == name][:_SHOWN]
            if not mine or locked:
                continue
            for place, fact in enumerate(mine):
                again = place > 0 and mine[place - 1].source == fact.source
                lay.addLayout(self._offer(fact, "" if again else fact.source))

    def _offer(self, fact: InsertFact, source: str) -> QHBoxLayout:
        short = fact.words if len(fact.words) <= LABEL_LIMIT else f"{fact.words[:LABEL_LIMIT].rstrip()}…"
        button = Button(short, icon="plus", small=True)
        button.setAccessibleName(f"Add: {fact.sentence}")
        button.setToolTip(fact.sentence)
        button.clicked.connect(lambda _=False, fact=fact: self.insert(fact))
        self.fact_buttons.append(button)
        label = Text(source, "label", "text2")
        label.set_width(116)
        return row(label, button, None, gap=6)

    def insert(self, fact: InsertFact) -> None:
        """Put a fact at the end of its box."""
        area = self.texts[fact.part]
        if not area.isReadOnly():
            area.setText(f"{area.text().rstrip()} {fact.sentence}".strip())
            self.left.emit()

    def draft(self) -> int:
        """Fill the boxes nothing stands in from all facts of the month; returns how many were filled."""
        from npt_desktop.services.update_facts import draft_of

        filled = 0
        drafted = draft_of(self.facts)
        for name, _ in self.empty():
            if drafted[name] and not self.texts[name].isReadOnly():
                self.texts[name].setText(drafted[name])
                filled += 1
        if filled:
            self.left.emit()
        return filled

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return super().eventFilter(watched, event)
