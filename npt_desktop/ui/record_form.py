"""A form for a record that loses nothing: kept while it is typed, and merged field by field on saving.

What was typed survives a crash or a closed window, with what it was typed over. When somebody else changed the
record meanwhile, fields only one side changed are merged; for those both changed a person chooses, and the value
not chosen is written before the other, so that it stays in the history.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from npt_desktop.errors import CannotDo, Clash
from npt_desktop.rules.merge import merge_record
from npt_desktop.rules.words import listed
from npt_desktop.services.history import History
from npt_desktop.ui.kept import Kept
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Notice
from npt_desktop.ui.widgets.clash import ClashDialog, Question
from npt_desktop.ui.widgets.form_dialog import Fields, FormDialog
from npt_desktop.ui.widgets.form_state import put_state, state_of, when_changed, words_of
from npt_desktop.ui.widgets.forms import Field
from npt_desktop.ui.workspace import Workspace

KEEP_AFTER_MS = 1000
KEPT = "form"
_GONE = "This record was removed in the meantime: copy what you need and cancel."


@dataclass(frozen=True, slots=True)
class About:
    """What a form is for: in words, and where it is opened again. ``record`` is None for a new one; ``table`` is
    where the record stands, for who changed it; ``parts`` names its columns where a field is called otherwise."""

    words: str
    screen: str
    form: str
    area_id: int
    record: int | None = None
    table: str = ""
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def key(self) -> str:
        """What its draft is kept under."""
        return f"{self.screen}.{self.form}:{self.area_id}:{self.record or 'new'}"


class RecordForm(FormDialog):
    """``fields`` makes the form's fields from the record as it was last read; ``again`` reads it anew and says
    whether it is still there, and is left out where nothing can clash."""

    def __init__(
        self,
        parent: QWidget,
        work: Workspace,
        about: About,
        title: str,
        verb: str,
        fields: Callable[[], Fields],
        save: Callable[[FormDialog], object],
        *,
        again: Callable[[], bool] | None = None,
        note: str = "",
        wide: int = 460,
        tall: int = 0,
    ) -> None:
        self.start_button = Button("Start again", small=True)
        self.notice = Notice("", self.start_button, icon="history")
        super().__init__(
            parent, title, verb, fields(), save, note=note, wide=wide, tall=tall, above=[self.notice]
        )
        self._work, self._about, self._make, self._again = work, about, fields, again
        self._kept = Kept(work, KEPT)
        self._base = self.state()
        self._fresh = dict(self._base)
        self._said = {name: words_of(field.control) for name, field in self.fields.items()}
        self._theirs: dict[str, Any] = {}
        self._open = True
        self.merged: list[str] = []
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(KEEP_AFTER_MS)
        self._pause.timeout.connect(self.keep_now)
        self.notice.hide()
        self.start_button.clicked.connect(self.start_again)
        self._take_up()
        for field in self.fields.values():
            when_changed(field.control, self._pause.start)
        self.finished.connect(self._ended)

    def state(self) -> dict[str, Any]:
        """What the form says, by field."""
        return {name: state_of(field.control) for name, field in self.fields.items()}

    # -- kept --
    def keep_now(self) -> None:
        """Keep what was typed and differs from the record; nothing else is worth keeping."""
        self._pause.stop()
        typed = {name: value for name, value in self.state().items() if value != self._base[name]}
        left = {"about": asdict(self._about), "typed": typed, "base": {n: self._base[n] for n in typed},
                "said": {n: self._said[n] for n in typed}}  # fmt: skip
        self._kept.keep(self._about.key, left if typed else {})

    def start_again(self) -> None:
        """Forget what was kept and show the record as it is."""
        for name, value in self._fresh.items():
            if value is not None:
                put_state(self.fields[name].control, value)
        self._base = dict(self._fresh)
        self._kept.forget(self._about.key)
        self._pause.stop()
        self.notice.hide()

    def _take_up(self) -> None:
        left = self._kept.kept(self._about.key)
        typed = {name: value for name, value in left.get("typed", {}).items() if name in self.fields}
        if not typed:
            return
        for name, value in typed.items():
            self._base[name] = left["base"].get(name)
            self._said[name] = str(left["said"].get(name, ""))
            put_state(self.fields[name].control, value)
        self.notice.setText("What you had typed and not saved is back.")
        self.notice.show()

    def hideEvent(self, event: QHideEvent, /) -> None:
        super().hideEvent(event)
        if self._open:
            self.keep_now()

    def done(self, result: int, /) -> None:
        self._open = False  # saved or cancelled on purpose: nothing is left to keep
        super().done(result)

    def _ended(self) -> None:
        self._pause.stop()
        self._kept.forget(self._about.key)

    # -- two sides --
    def commit(self) -> None:
        """Save; first set the sides side by side where what was typed stood on an earlier look."""
        if self._again is not None and self._base != self._fresh:
            self.clashed(Clash(""))
        else:
            super().commit()

    def clashed(self, clash: Clash) -> None:
        """Take what only they changed, ask where both did, and save again."""
        if self._again is None:
            super().clashed(clash)
            return
        fresh = self._read_again()
        if fresh is None:
            self.summary.show_errors([(None, _GONE)])
            return
        theirs = {name: state_of(field.control) for name, field in fresh.items()}
        mine = self.state()
        there = [name for name in mine if name in theirs]
        found = merge_record(
            {n: self._base[n] for n in there}, {n: mine[n] for n in there}, {n: theirs[n] for n in there}
        )
        for name, value in found.take.items():
            put_state(self.fields[name].control, value)
            self.merged.append(self.fields[name].label)
        questions = [self._question(name, fresh[name]) for name in found.clashes]
        self._fresh = {name: theirs.get(name, value) for name, value in self._base.items()}
        if questions:
            asked = ClashDialog(self, questions)
            asked.settled.connect(lambda chosen: self._settle(chosen, theirs))
            asked.open()
        else:
            self._base = dict(self._fresh)
            super().commit()

    def _read_again(self) -> dict[str, Field] | None:
        assert self._again is not None
        if not self._again():
            return None
        lines = [line if isinstance(line, tuple) else (line,) for line in self._make()]
        return {field.name: field for line in lines for field in line}

    def _question(self, name: str, theirs: Field) -> Question:
        control = self.fields[name].control
        columns = dict(self._about.parts).get(name, (name,))
        who = "somebody else"
        if self._about.record is not None and self._about.table:
            who = History(self._work.desk).who_wrote(self._about.table, self._about.record, *columns)
        return Question(
            name, self.fields[name].label, who, self._said[name], words_of(control), words_of(theirs.control)
        )

    def _settle(self, chosen: dict[str, bool], theirs: dict[str, Any]) -> None:
        """Save mine throughout; then theirs where they were chosen, so that both are in the history."""
        self._base = dict(self._fresh)
        self._theirs = {name: theirs[name] for name, mine in chosen.items() if not mine}
        super().commit()

    def accept(self) -> None:
        """Saved. Theirs, where they were chosen, follow in a change of their own."""
        if self._theirs and self._again is not None:
            taken, self._theirs = self._theirs, {}
            for name, value in taken.items():
                put_state(self.fields[name].control, value)
            self._read_again()
            try:
                self._save(self)
            except CannotDo as error:
                self.summary.show_errors([(None, error.says)])
                return
        super().accept()

    def told(self, then: str) -> str:
        """What is said after saving: with what was merged in, where anything was."""
        if not self.merged:
            return then
        return f"{then} Kept what was changed meanwhile: {listed(self.merged)}."
