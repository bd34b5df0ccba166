"""Bringing back what was worked on elsewhere: what changed there, and what both sides changed for a person to settle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from npt_desktop.ui.imports.check import Struck
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card, Figure
from npt_desktop.ui.widgets.cells import CellModel
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.forms import Field
from npt_desktop.ui.widgets.layout import Split, box, clear, col, order_tabs, row, scroll
from npt_desktop.ui.widgets.messages import EmptyState
from npt_desktop.ui.widgets.tables import Cell, Table
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from datetime import datetime

    from npt_desktop.services.merge_found import Change, Gone, Returned, Settle

_MOST = 5_000


class MergePane(QWidget):
    """``changed`` says that something was settled."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.found: Returned | None = None
        self.choices: dict[tuple[str, str], str] = {}
        self.remove: set[str] = set()
        self._items: list[Settle | Change | Gone | tuple[str, str] | str] = []
        self.both, self.there = Figure("0", "changed on both sides"), Figure("0", "changed there")
        self.added, self.gone = Figure("0", "added there"), Figure("0", "not there any more")
        self.table = Table("What came back", two_line=True)
        self.model = CellModel(("Record", "What happened"), self.table)
        self.table.setModel(self.model)
        self.table.set_widths((0, 230))
        self.table.opened.connect(lambda _: self._focus_choice())
        self._lists = QStackedWidget()
        self._lists.addWidget(
            EmptyState("circle-check", "Nothing to merge", "Everything in the file is here already.")
        )
        self._lists.addWidget(self.table)
        self.mine, self.theirs = (
            Button("Keep all of ours", "quiet", small=True),
            Button("Take all of theirs", "quiet", small=True),
        )
        self.mine.clicked.connect(lambda: self._all("mine"))
        self.theirs.clicked.connect(lambda: self._all("theirs"))
        self._form = col(gap=10, margins=(0, 0, 8, 0))
        self.side = Card("The record")
        self.side.add((scroll(box(self._form)), 1))
        main = Card("What came back", right=(self.mine, self.theirs)).add((self._lists, 1))
        figures = row(*((f, 1) for f in (self.both, self.there, self.added, self.gone)))
        self.setLayout(col(figures, (Split(main, self.side, 400, break_at=800), 1), gap=12))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show())

    def show_found(self, found: Returned) -> None:
        """Show what a file holds; what both sides changed stands first."""
        self.found, self.choices, self.remove = found, {}, set()
        self.both.set(
            f"{len(found.clashes):,}", "changed on both sides", tone="warn_text" if found.clashes else "text"
        )
        self.there.set(f"{len(found.changes):,}", "changed there")
        self.added.set(f"{len(found.fresh):,}", "added there")
        self.gone.set(f"{len(found.gone):,}", "not there any more")
        for button in (self.mine, self.theirs):
            button.setVisible(bool(found.clashes))
        left = [f"{bad.sheet}, row {bad.row}, {bad.column}: {bad.reason}" for bad in found.rejected]
        left += [f"{out.where}: {out.reason}" for out in found.skipped]
        self._items = []
        for part in (found.clashes, found.gone, left, found.changes, found.fresh):
            self._items.extend(part)
        del self._items[_MOST:]
        self._fill(0)
        self._lists.setCurrentIndex(1 if self._items else 0)

    def waiting(self) -> str:
        """What is still to be settled, in a sentence; empty when nothing is."""
        left = sum(clash.key not in self.choices for clash in self.found.clashes) if self.found else 0
        if not left:
            return ""
        return f"Say for {left} field{'s' if left > 1 else ''} changed on both sides which stays."

    # -- inside --
    def _fill(self, at: int) -> None:
        self.model.fill([self._cells(item) for item in self._items])
        if self._items:
            self.table.setCurrentIndex(self.model.index(at, 0))
        self._show()
        self.changed.emit()

    def _cells(self, item: Settle | Change | Gone | tuple[str, str] | str) -> Sequence[str | Cell]:
        from npt_desktop.services.merge_found import Change, Settle

        if isinstance(item, str):
            return Cell(item), Cell("Left as it is", mark="warn")
        if isinstance(item, tuple):
            return Cell(item[1] or "A new record"), Cell("Added there", mark="good")
        if isinstance(item, Settle):
            words = {"mine": "Ours stays", "theirs": "Theirs is taken"}.get(
                self.choices.get(item.key, ""), "To be settled"
            )
            mark = "good" if item.key in self.choices else "warn"
            return Cell(item.name, f"{item.title}: ours “{item.mine}”, theirs “{item.theirs}”"), Cell(
                words, mark=mark
            )
        if isinstance(item, Change):
            said = "; ".join(
                f"{title}: {old or 'nothing'} → {new or 'nothing'}" for title, old, new in item.fields
            )
            return Cell(item.name, said), Cell("Changed there", mark="part")
        words = "Removed here too" if item.uid in self.remove else "Stays here"
        return Cell(item.name, "Changed here since" if item.edited else ""), Cell(
            f"Not there any more: {words.lower()}", mark="none"
        )

    def _show(self) -> None:
        from npt_desktop.services.merge_found import Change, Gone, Settle

        clear(self._form)
        at = self.table.currentIndex().row()
        item = self._items[at] if 0 <= at < len(self._items) else None
        if isinstance(item, Settle):
            self.side.set_title(item.title, "changed on both sides")
            self._say("The record", item.name)
            self._say("When it left", item.base or "Nothing")
            self._say(_signed("Ours", item.by, item.at), item.mine or "Nothing")
            self._say(_signed("Theirs", item.their_by, item.their_at), item.theirs or "Nothing")
            choice = Segmented([("mine", "Keep ours"), ("theirs", "Take theirs")], self.choices.get(item.key), numbered=True,
                               label=f"{item.title}: which stays", optional=True)  # fmt: skip
            choice.changed.connect(lambda value, item=item, at=at: self._choose(item, str(value), at))
            self._form.addWidget(Field("Which stays", choice, name="which"))
        elif isinstance(item, Gone):
            self.side.set_title(item.name, "not there any more")
            if item.edited:
                self._say("Take care", "It was changed here since it left.")
            keep = Segmented([(False, "Keep it"), (True, "Remove it here too")], item.uid in self.remove, numbered=True,
                             label="What becomes of it")  # fmt: skip
            keep.changed.connect(lambda gone, item=item, at=at: self._drop(item, at, gone=bool(gone)))
            self._form.addWidget(Field("What becomes of it", keep, name="which"))
        elif isinstance(item, Change):
            self.side.set_title(item.name, "changed there")
            for title, old, new in item.fields:
                was = Struck(old or "nothing", "body", "bad_text", wrap=True)
                now = Text(new or "nothing", "body", "good_text", wrap=True)
                self._form.addLayout(col(Text(title, "label", "text2"), was, now, gap=2))
        else:
            self.side.set_title(
                item[1] if isinstance(item, tuple) else "Left as it is" if item else "The record"
            )
            if isinstance(item, str):
                self._form.addWidget(Text(item, wrap=True))
        self._form.addStretch(1)
        order_tabs(self)

    def _say(self, title: str, words: str) -> None:
        self._form.addLayout(col(Text(title, "label", "text2"), Text(words, wrap=True), gap=2))

    def _focus_choice(self) -> None:
        choice = self.side.findChild(Segmented, "which")
        if isinstance(choice, Segmented):
            choice.setFocus()

    def _choose(self, item: Settle, value: str, at: int) -> None:
        if value in ("mine", "theirs"):
            self.choices[item.key] = value
        else:
            self.choices.pop(item.key, None)
        self._fill(at)
        self._focus_choice()

    def _drop(self, item: Gone, at: int, *, gone: bool) -> None:
        (self.remove.add if gone else self.remove.discard)(item.uid)
        self._fill(at)
        self._focus_choice()

    def _all(self, value: str) -> None:
        if self.found is not None:
            self.choices = {clash.key: value for clash in self.found.clashes}
            self._fill(max(0, self.table.currentIndex().row()))


def _signed(whose: str, by: str, at: datetime | None) -> str:
    when = f"{at.astimezone():%d/%m/%Y %H:%M}" if at is not None else ""
    said = ", ".join(filter(None, (by, when)))
    return f"{whose}: {said}" if said else whose
