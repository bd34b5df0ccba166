"""The small form that records what was seen: a conversation, a check, a count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Signal

from npt_desktop.rules.dates import parse_typed
from npt_desktop.ui.quality.words import NoteForm
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Well
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.forms import Edit, Field
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.messages import reveal
from npt_desktop.ui.widgets.text import Text


class RecordForm(Well):
    """Filled in and saved in one line. ``saved`` asks to write (form, day, what, figure); the owner answers
    with :meth:`refuse` or :meth:`close_form`."""

    saved = Signal(object, object, str, object)
    closed = Signal()

    def __init__(self, today: date) -> None:
        self._today = today
        self._form: NoteForm | None = None
        self.heading = Text("", "meta_strong")
        self._what, self._figure = Edit(), Edit(width=96)
        self._section = Segmented([(0, ""), (1, "")])
        self._day = DateEdit(lambda text: parse_typed(text, today), width=140)
        self.what = Field("What", self._what, name="what")
        self.section = Field("Section checked", self._section, name="section")
        self.figure = Field("Figure", self._figure, name="figure")
        self.day = Field("Date", self._day, name="day")
        self.save = Button("Save", "secondary", "check", small=True)
        self.cancel = Button("Cancel", "quiet", small=True)
        foot = row(self.heading, None, self.cancel, self.save)
        fields = row((self.what, 1), self.section, self.figure, self.day, gap=10)
        super().__init__(col(fields, foot, gap=6))
        self.save.clicked.connect(self.submit)
        self.cancel.clicked.connect(self.close_form)
        for edit in (self._what, self._figure, self._day):
            edit.returnPressed.connect(self.submit)
        self.hide()

    def begin(self, form: NoteForm) -> None:
        """Open for a kind of record, dated today."""
        self._form = form
        self.heading.setText(form.button)
        for field, edit, label in (
            (self.what, self._what, form.what),
            (self.figure, self._figure, form.figure),
        ):
            field.setVisible(bool(label) and not (form.choices and field is self.what))
            field.label = label
            field.label_text.setText(label)
            field.set_error("")
            edit.setText("")
        self._what.setPlaceholderText(form.hint)
        self.section.setVisible(bool(form.choices))
        if form.choices:
            self._section.set_words(form.choices)
            self._section.set_value(0)
        self._day.set_value(self._today)
        self.day.set_error("")
        self.show()
        reveal(self._section if form.choices else self._what if form.what else self._figure)

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
            self.saved.emit(self._form, when, words, int(typed) if typed else None)

    def refuse(self, fields: Mapping[str, str]) -> None:
        """Show what is to be mended and go to the first of it."""
        places = {f.name: f for f in (self.what, self.figure, self.day)}
        for name, field in places.items():
            field.set_error(fields.get(name, ""))
        first = next((places[name] for name in fields if name in places), None)
        if first is not None:
            reveal(first.control)

    def close_form(self) -> None:
        self.hide()
        self.closed.emit()
