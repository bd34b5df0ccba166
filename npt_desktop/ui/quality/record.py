"""The small form that records what was seen: a conversation, a check, a count, a blog; or puts one right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout

from npt_desktop.rules.dates import parse_typed
from npt_desktop.ui.quality.words import NoteForm
from npt_desktop.ui.widgets.buttons import Button, Check
from npt_desktop.ui.widgets.cards import Well
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.forms import Edit, Field
from npt_desktop.ui.widgets.layout import box, clear, col, row
from npt_desktop.ui.widgets.messages import reveal
from npt_desktop.ui.widgets.text import Text

_ACROSS = 3
"""How many channels stand in a line."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What was entered. ``note_id`` is that of a record put right, 0 for a new one."""

    form: NoteForm
    day: date
    what: str
    detail: str = ""
    figure: int | None = None
    channels: tuple[str, ...] = ()
    note_id: int = 0
    version: int = 0


class RecordForm(Well):
    """Filled in and saved in one line. ``saved`` asks to write what was :class:`Filled`, ``removed`` to take the
    record shown out; the owner answers with :meth:`refuse` or :meth:`close_form`."""

    saved = Signal(object)
    removed = Signal(int, int)
    closed = Signal()

    def __init__(self, today: date) -> None:
        self._today = today
        self._form: NoteForm | None = None
        self._note: tuple[int, int] = (0, 0)
        self.heading = Text("", "meta_strong")
        self._what, self._detail, self._figure = Edit(), Edit(), Edit(width=96)
        self._section = Segmented([(0, ""), (1, "")])
        self._day = DateEdit(lambda text: parse_typed(text, today), width=140)
        self.boxes: list[Check] = []
        self._boxes = QGridLayout()
        self._boxes.setContentsMargins(0, 0, 0, 0)
        self._boxes.setVerticalSpacing(2)
        self.what = Field("What", self._what, name="what")
        self.section = Field("Section checked", self._section, name="section")
        self.detail = Field("Detail", self._detail, name="detail", optional=True)
        self.figure = Field("Figure", self._figure, name="figure")
        self.day = Field("Date", self._day, name="day")
        self.channels = Field("Where it was put", box(self._boxes), name="channels")
        self.save = Button("Save", "secondary", "check", small=True)
        self.remove = Button("Remove", "quiet", small=True)
        self.cancel = Button("Cancel", "quiet", small=True)
        foot = row(self.heading, None, self.remove, self.cancel, self.save)
        first = row((self.what, 1), self.section, (self.detail, 1), gap=10)
        super().__init__(col(first, self.channels, row(self.figure, self.day, None, gap=10), foot, gap=6))
        self.save.clicked.connect(self.submit)
        self.remove.clicked.connect(lambda: self.removed.emit(*self._note))
        self.cancel.clicked.connect(self.close_form)
        for edit in (self._what, self._detail, self._figure, self._day):
            edit.returnPressed.connect(self.submit)
        self.hide()

    def begin(self, form: NoteForm, channels: Sequence[str] = ()) -> None:
        """Open for a kind of record, dated today."""
        self._open(form, Filled(form, self._today, ""), channels)

    def mend(self, filled: Filled) -> None:
        """Open with a record that stands, to be put right or removed."""
        self._open(filled.form, filled, filled.channels)

    def _open(self, form: NoteForm, filled: Filled, channels: Sequence[str]) -> None:
        self._form, self._note = form, (filled.note_id, filled.version)
        self.heading.setText("Put the record right" if filled.note_id else form.button)
        self.remove.setVisible(bool(filled.note_id))
        typed = "" if filled.figure is None else str(filled.figure)
        for field, edit, label, words in (
            (self.what, self._what, form.what, filled.what),
            (self.detail, self._detail, form.detail, filled.detail),
            (self.figure, self._figure, form.figure, typed),
        ):
            field.setVisible(bool(label) and not (form.choices and field is self.what))
            field.label = label
            field.label_text.setText(label)
            field.set_error("")
            edit.setText(words)
        self._what.setPlaceholderText(form.hint)
        self._detail.setPlaceholderText(form.detail_hint)
        self._show_choices(form, filled.what)
        self._show_channels(form, channels)
        self._day.set_value(filled.day)
        self.day.set_error("")
        self.show()
        reveal(self._section if form.choices else self._what if form.what else self._figure)

    def _show_choices(self, form: NoteForm, chosen: str) -> None:
        self.section.setVisible(bool(form.choices))
        if form.choices:
            self.section.label_text.setText(form.what or "Section checked")
            self._section.set_words(form.choices)
            self._section.set_value(form.choices.index(chosen) if chosen in form.choices else 0)

    def _show_channels(self, form: NoteForm, channels: Sequence[str]) -> None:
        self.channels.setVisible(form.channels)
        self.channels.set_error("")
        clear(self._boxes)
        self.boxes = [Check(label, checked=True) for label in channels] if form.channels else []
        for place, check in enumerate(self.boxes):
            self._boxes.addWidget(check, place // _ACROSS, place % _ACROSS)

    def submit(self) -> None:
        """Hand over what was entered; a figure that is no number is refused here."""
        if self._form is None:
            return
        typed = self._figure.text().replace(",", "").strip()
        when = self._day.value()
        if typed and not typed.isdecimal():
            self.refuse({"figure": "Enter a whole number."})
        elif when is None:
            self.refuse({"day": self.day.error or "Enter the date."})
        else:
            chosen = next((words for key, words in self._section.options if key == self._section.value()), "")
            words = chosen if self._form.choices else self._what.text()
            ticked = tuple(check.text() for check in self.boxes if check.isChecked())
            figure = int(typed) if typed else None
            self.saved.emit(Filled(self._form, when, words, self._detail.text(), figure, ticked, *self._note))

    def refuse(self, fields: Mapping[str, str]) -> None:
        """Show what is to be mended and go to the first of it."""
        renamed = {"recipients": "figure", "title": "what"}
        fields = {renamed.get(name, name): says for name, says in fields.items()}
        places = {f.name: f for f in (self.what, self.detail, self.figure, self.day, self.channels)}
        for name, field in places.items():
            field.set_error(fields.get(name, ""))
        first = next((places[name] for name in fields if name in places), None)
        if first is not None:
            reveal(self.boxes[0] if first is self.channels and self.boxes else first.control)

    def close_form(self) -> None:
        self.hide()
        self.closed.emit()
