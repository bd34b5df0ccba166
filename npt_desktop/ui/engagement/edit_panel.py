"""An entry opened from the log: the same form, filled. It stands where quick entry stood."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from npt_desktop.errors import CannotDo, Clash, Incomplete
from npt_desktop.models.kinds import OwnerKind
from npt_desktop.rules.periods import full_date
from npt_desktop.ui.engagement.form import EntryForm, add_officer
from npt_desktop.ui.files.card import FilesCard
from npt_desktop.ui.two_sides import Settled, Sides, settle
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.layout import row
from npt_desktop.ui.widgets.text import Elided, Icon, KeyCap, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from npt_desktop.services.desk import Choice
    from npt_desktop.services.engagement import Engagement, EntryDraft, LogLine
    from npt_desktop.ui.workspace import Workspace


class EditPanel(Card):
    """``saved`` and ``removed`` carry the id of the entry, ``closed`` says the panel is done with."""

    saved = Signal(int)
    removed = Signal(int)
    closed = Signal()

    def __init__(self, work: Workspace, log: Engagement, scores: Mapping[int, str]) -> None:
        super().__init__()
        self.work, self.log = work, log
        self.entry_id = 0
        self._version = 0
        self._was: EntryDraft | None = None
        self._leaving = False
        self._standing = ""
        self.form = EntryForm(work.desk, scores, tall=True)
        self.heading = Text("Edit entry", "card")
        self.facts = Elided("", "meta", "text3")
        self.take_theirs = Button("Show what is saved", small=True)
        self.files = FilesCard(work, OwnerKind.ENGAGEMENT)
        self.files.hide()
        self.form.more_button.toggled.connect(self.files.setVisible)
        self.say_line = Elided("", "meta", "text2")
        self.say_icon = Icon("bulb", 15, "accent_text")
        self.remove_button = Button("Delete entry", "quiet", "trash", small=True)
        self.close_button = Button("Close", "quiet", small=True, keys="Esc")
        self.save_button = Button("Save changes", "primary", small=True, keys="Ctrl+Return")
        self.setAccessibleName("Edit entry")
        for button in (self.save_button, self.remove_button):
            button.lock(log.why_not())
        self.add(
            row(Icon("pencil", 16, "accent_text"), self.heading, (self.facts, 1), KeyCap("Esc"), gap=8),
            self.form,
            self.files,
            row(self.remove_button, self.form.more_button, self.form.add_lead_button, self.say_icon, (self.say_line, 1), self.close_button, KeyCap("Ctrl+Enter"), self.save_button),
        )  # fmt: skip
        self.form.edited.connect(self._edited)
        self.form.officerWanted.connect(lambda text: add_officer(work, self.form, text, work.area_id))
        self.form.hint.changed.connect(self._advised)
        self.save_button.clicked.connect(self.save)
        self.remove_button.clicked.connect(self.remove)
        self.close_button.clicked.connect(self.leave)
        self.take_theirs.clicked.connect(lambda: self.open(self.entry_id))

    def offer(self, lists: Mapping[str, Sequence[Choice]]) -> None:
        self.form.offer(lists)

    def open(self, entry_id: int) -> bool:
        """Show an entry as it is saved now; False, with the reason told, when it is gone."""
        try:
            draft, version = self.log.draft(entry_id)
        except CannotDo as refusal:
            self.work.refused.emit(refusal.says)
            return False
        line = next(iter(self.log.lines([entry_id])), None)
        if line is None:
            return False
        self.entry_id, self._version, self._was = entry_id, version, draft
        self._leaving = False
        more = self.log.more_words(draft)
        self.form.fill(draft, {"audience": line.audience, "purpose": line.purpose, "lead": line.lead}, more)
        self.facts.setText(f"{full_date(line.day)}, {line.area}")
        self.show_files()
        self._standing = _imported(draft, line) or self.log.why_not()
        self._say(self._standing or self.form.hint.words)
        return True

    def show_files(self) -> None:
        """Read the evidence files of the entry anew."""
        if self._was is not None:
            self.files.show_owner(self.entry_id, locked=bool(self.log.why_not()))

    @property
    def changed(self) -> bool:
        """Whether there is something to save."""
        return self._was is not None and self.form.draft(self._was) != self._was

    def save(self) -> None:
        """Save what the form says; a result alone may be added to an entry that lacks other things."""
        if self._was is None:
            return
        draft = self.form.draft(self._was)
        if draft == self._was:
            self._done()
            return
        only_result = replace(draft, outcome=self._was.outcome, score=self._was.score) == self._was
        try:
            if only_result:
                self.log.evaluate(self.entry_id, self._version, draft.outcome, draft.score)
            else:
                self.log.edit(self.entry_id, self._version, draft)
        except Incomplete as found:
            self.form.show_errors(found.fields)
        except Clash:
            self._clash(draft)
        except CannotDo as refusal:
            self.work.refused.emit(refusal.says)
        else:
            self._saved("Evaluated the entry" if only_result else "Saved the entry")

    def remove(self) -> None:
        """Delete the entry; Undo brings it back."""
        entry_id = self.entry_id
        if self.work.attempt(lambda: self.log.remove([entry_id]), "Deleted an engagement entry"):
            self.removed.emit(entry_id)
            self._done()

    def leave(self) -> None:
        """Close; with changes only when asked twice, so that nothing is lost by a slip."""
        if self.changed and not self._leaving and not self.log.why_not():
            self._leaving = True
            self._say("Not saved yet: Ctrl+Enter saves, Esc again leaves the entry as it was", "warn_text")
            return
        self._done()

    def focus_field(self, name: str) -> bool:
        if name not in self.form.fields:
            return False
        self.form.focus(name)
        return True

    def _done(self) -> None:
        self._was = None
        self.closed.emit()

    def _edited(self) -> None:
        self._leaving = False

    def _advised(self) -> None:
        """What the coach says of the result, unless a question stands there."""
        if not self._leaving:
            self._say(self.form.hint.words or self._standing)

    def _say(self, words: str, tone: str = "text2") -> None:
        self.say_line.set_tone(tone)
        self.say_line.setText(words)
        self.say_icon.setVisible(bool(words) and words == self.form.hint.words)

    def _clash(self, mine: EntryDraft) -> None:
        """Somebody saved first: what only they changed is taken, what both did is asked for, field by field."""
        from npt_desktop.services.entry_words import LABELS, entry_words

        assert self._was is not None
        try:
            theirs, version = self.log.draft(self.entry_id)
        except CannotDo as refusal:
            self.work.refused.emit(refusal.says)
            return
        was, now, other = ({name: getattr(one, name) for name in LABELS} for one in (self._was, mine, theirs))
        words = partial(entry_words, self.work.desk)
        sides = Sides("engagement_entry", self.entry_id, was, now, other, LABELS, words)

        def save(settled: Settled) -> None:
            self._settle(version, mine, settled)

        settle(self, self.work.desk, sides, save)

    def _settle(self, version: int, mine: EntryDraft, settled: Settled) -> None:
        first = replace(mine, **settled.fields)
        try:
            self.log.edit(self.entry_id, version, first)
            if settled.over:
                _, version = self.log.draft(self.entry_id)
                self.log.edit(self.entry_id, version, replace(first, **settled.over))
        except Incomplete as found:
            self.form.show_errors(found.fields)
        except Clash:
            self._clash(mine)
        except CannotDo as refusal:
            self.work.refused.emit(refusal.says)
        else:
            self._saved(f"Saved the entry{settled.told}")

    def _saved(self, words: str) -> None:
        self.work.say(words, undo=True)
        self.saved.emit(self.entry_id)
        self._done()


def _imported(draft: EntryDraft, line: LogLine) -> str:
    """What a workbook said where no list has it."""
    missing = [
        f"{name} “{words}”"
        for name, key, words in (
            ("audience", draft.audience_id, line.audience),
            ("purpose", draft.purpose_id, line.purpose),
            ("lead", draft.lead_id, line.lead),
        )
        if key is None and words
    ]
    return f"The workbook said {', '.join(missing)}: choose from the list" if missing else ""
