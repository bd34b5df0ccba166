"""What may be done to rows where they stand: edit a cell, fill down, start another like it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt

from npt_desktop.errors import CannotDo, Clash, Incomplete
from npt_desktop.rules.dates import parse_typed
from npt_desktop.rules.periods import number_of
from npt_desktop.ui.engagement.cell_editor import FIELDS, LABELS, CellEditor
from npt_desktop.ui.two_sides import Settled, Sides, settle

if TYPE_CHECKING:
    from npt_desktop.services.desk import Choice
    from npt_desktop.services.engagement import Engagement, EntryDraft
    from npt_desktop.ui.engagement.log_pane import LogPane
    from npt_desktop.ui.workspace import Workspace

_CLASH = "Somebody changed one of these entries meanwhile: press Esc, look at them and edit them again."
MOST = 2_000
"""The most rows changed in one step from the table."""


class TableEditing(QObject):
    """Editing for one log. ``lists`` are what may be chosen, kept up to date by the screen."""

    def __init__(self, work: Workspace, log: Engagement, pane: LogPane) -> None:
        super().__init__(pane)
        self.work, self._log, self._pane = work, log, pane
        self.lists: Mapping[str, Sequence[Choice]] = {}
        self.editor: CellEditor | None = None
        self._was: EntryDraft | None = None

    def why_not(self) -> str:
        """The reason nothing can be edited just now; empty when it can."""
        if self._pane.current() is None:
            return "Choose a row of the log first."
        return self._log.why_not()

    def why_not_fill(self) -> str:
        """The reason nothing can be filled down; empty when it can."""
        return self.why_not() or (
            "" if len(self._pane.table.rows()) > 1 else "Choose several rows first: Shift+Down."
        )

    def edit(self) -> None:
        """F2: edit the current cell. With several rows chosen, what is changed goes into all of them."""
        if reason := self.why_not():
            self.work.refused.emit(reason)
            return
        self._open(self._pane.table.currentIndex().column())

    def fill_down(self) -> None:
        """The current column of the topmost row chosen, into the others."""
        if reason := self.why_not_fill():
            self.work.refused.emit(reason)
            return
        pane = self._pane
        rows = pane.table.rows()
        names = FIELDS.get(pane.table.currentIndex().column(), ())
        if len(rows) > MOST or not names:
            self.work.refused.emit(f"Choose up to {MOST:,} rows, and a cell of the log itself." if names
                                   else "Choose a column of the booklet's first: Left and Right.")  # fmt: skip
            return
        source = pane.model.ids[rows[0]]
        targets = self._versions(rows[1:])
        words = " and ".join(LABELS[name].lower() for name in names)
        if self.work.attempt(
            lambda: self._log.fill(source, targets, names),
            f"Filled {words} down into {number_of(len(targets), 'entry', 'entries')}",
        ):
            self._after(targets)

    def close(self) -> None:
        """Take the editor away; what was not saved stays as it was."""
        if self.editor is not None:
            editor, self.editor = self.editor, None
            editor.hide()
            editor.deleteLater()

    def _open(self, column: int, *, last: bool = False) -> None:
        self.close()
        pane = self._pane
        index = pane.table.currentIndex()
        line = pane.model.line(index.row())
        if column not in FIELDS or line is None:
            return
        try:
            entry, _ = self._log.draft(line.id)
        except CannotDo as refusal:
            self.work.refused.emit(refusal.says)
            return
        cell = pane.model.index(index.row(), column)
        pane.table.selectionModel().setCurrentIndex(cell, pane.table.selectionModel().SelectionFlag.NoUpdate)
        pane.table.scrollTo(cell)
        labels = {"audience_id": line.audience, "purpose_id": line.purpose, "lead_id": line.lead}
        viewport = pane.table.viewport()
        editor = CellEditor(
            column, entry, self.lists, labels, partial(parse_typed, today=self.work.desk.today), viewport
        )
        self._was = entry
        editor.done.connect(self._done)
        editor.given_up.connect(self._given_up)
        editor.place(pane.table.visualRect(cell), viewport.rect())
        self.editor = editor
        editor.start(last=last)

    def _done(self, fields: dict[str, Any], step: int) -> None:
        editor, pane = self.editor, self._pane
        if editor is None:
            return
        rows = pane.table.rows() or [pane.table.currentIndex().row()]
        if len(rows) > MOST:
            self.work.refused.emit(f"Choose up to {MOST:,} rows to change in one step.")
            return
        targets = self._versions(rows)
        if fields:
            try:
                self._log.change(targets, fields)
            except Incomplete as found:
                editor.say(found.fields)
                return
            except Clash:
                self._clash(targets, fields)
                return
            except CannotDo as refusal:
                self.work.refused.emit(refusal.says)
                return
            count = "the entry" if len(targets) == 1 else number_of(len(targets), "entry", "entries")
            self.work.say(f"Saved {count}", undo=True)
            self._after(targets)
        column = self._next(editor.column, step)
        self.close()
        if step and column is not None:
            self._open(column, last=step < 0)
        else:
            pane.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clash(self, targets: Mapping[int, int], fields: dict[str, Any]) -> None:
        """Somebody saved first. Where they left these fields alone the change goes in, else the person chooses;
        several rows are not settled unseen."""
        from npt_desktop.services.entry_words import LABELS as NAMES
        from npt_desktop.services.entry_words import entry_words

        if len(targets) > 1 or self._was is None:
            self.work.refused.emit(_CLASH)
            return
        key = next(iter(targets))
        theirs, version = self._log.draft(key)
        base, other = ({name: getattr(one, name) for name in fields} for one in (self._was, theirs))

        def save(settled: Settled) -> None:
            if self.work.attempt(lambda: self._write(key, version, settled), "Saved the entry"):
                self._after(targets)
                self.close()
                self._pane.table.setFocus(Qt.FocusReason.OtherFocusReason)

        labels, words = {name: NAMES[name] for name in fields}, partial(entry_words, self.work.desk)
        settle(
            self._pane,
            self.work.desk,
            Sides("engagement_entry", key, base, fields, other, labels, words),
            save,
        )

    def _write(self, key: int, version: int, settled: Settled) -> None:
        self._log.change({key: version}, settled.fields)
        if settled.over:
            self._log.change({key: self._log.draft(key)[1]}, settled.over)

    def _given_up(self) -> None:
        self.close()
        self._pane.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _after(self, targets: Mapping[int, int]) -> None:
        """Rows edited stay where they are, and show what they hold now."""
        for entry_id in targets:
            self._pane.hold(entry_id)
        self._pane.model.forget()

    def _versions(self, rows: Sequence[int]) -> dict[int, int]:
        lines = (self._pane.model.line(row) for row in rows)
        return {line.id: line.version for line in lines if line is not None}

    def _next(self, column: int, step: int) -> int | None:
        """The column shown next to one, in the order shown; None at the end."""
        header = self._pane.table.horizontalHeader()
        shown = [header.logicalIndex(i) for i in range(header.count())]
        there = [c for c in shown if c in FIELDS and not header.isSectionHidden(c)]
        at = there.index(column) + step
        return there[at] if 0 <= at < len(there) else None
