"""Corrections on the locked pane: those made, and the form that adds one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from npt_desktop.models.kinds import AnswerValue
from npt_desktop.ui.quality.words import ANSWERS, TONES
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.forms import Edit, Field
from npt_desktop.ui.widgets.layout import box, clear, col, row
from npt_desktop.ui.widgets.marks import Mark
from npt_desktop.ui.widgets.messages import reveal
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.services.quality_page import Correction


class CorrectionsView(QWidget):
    """``saved`` asks to write (value, reason, signature); the owner answers with :meth:`refuse` or
    :meth:`close_form`."""

    saved = Signal(object, str, str)
    closed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name, self._may = name, False
        self._shown: tuple[Correction, ...] | None = None
        self._lines = col(gap=4)
        self.add_button = Button("Add correction", "quiet", "plus", small=True)
        self.add_button.clicked.connect(self.open_form)
        self._value = Segmented(
            [(value, value.label) for value in ANSWERS], label="The answer should be", stretch=True,
            tones={value: TONES[value] for value in ANSWERS},
        )  # fmt: skip
        self._reason, self._signed = Edit(placeholder="What was wrong"), Edit(width=160)
        self.value = Field("The answer should be", self._value, name="correction_value")
        self.reason = Field("Reason", self._reason, name="correction_reason")
        self.signed = Field("Signed by", self._signed, name="correction_signed")
        self.save = Button("Sign correction", "secondary", "check", small=True)
        self.cancel = Button("Cancel", "quiet", small=True)
        note = Text("Added with date and name; the answer signed stays as it is.", "meta", "text3")
        self.form = box(col(
            self.value, row((self.reason, 1), self.signed, gap=10), row(note, None, self.cancel, self.save), gap=6
        ))  # fmt: skip
        self.save.clicked.connect(self.submit)
        self.cancel.clicked.connect(self.close_form)
        for edit in (self._reason, self._signed):
            edit.returnPressed.connect(self.submit)
        self.setLayout(col(self._lines, row(self.add_button, None), self.form, gap=6))
        self.form.hide()

    def show_corrections(self, corrections: tuple[Correction, ...], *, may_correct: bool) -> None:
        """List those of a question."""
        self._may = may_correct
        self.add_button.setVisible(may_correct and self.form.isHidden())
        if corrections == self._shown:
            return
        self._shown = corrections
        clear(self._lines)
        for one in corrections:
            at = one.at.astimezone()
            word = one.value.label if one.value else "No answer"
            said = f"Corrected to {word.lower()}, {at.day} {at:%b %Y %H:%M}, {one.by}: {one.reason}"
            mark = Mark(TONES[one.value] if one.value else "none", 14, word)
            self._lines.addLayout(row(mark, (Text(said, "meta", wrap=True), 1), gap=6))

    def open_form(self) -> None:
        """Open the form empty, signed with the name of who is at the desk."""
        self.add_button.hide()
        self._value.set_value(None)
        self._reason.setText("")
        self._signed.setText(self._name)
        self.refuse({})
        self.form.show()
        reveal(self._value)

    def submit(self) -> None:
        value = self._value.value()
        self.saved.emit(
            value if isinstance(value, AnswerValue) else None, self._reason.text(), self._signed.text()
        )

    def refuse(self, fields: Mapping[str, str]) -> None:
        """Show what is to be mended and go to the first of it."""
        for field in (self.value, self.reason, self.signed):
            field.set_error(fields.get(field.name, ""))
        first = next((f for f in (self.value, self.reason, self.signed) if f.name in fields), None)
        if first is not None:
            reveal(first.control)

    def close_form(self) -> bool:
        """Close the form; whether it was open."""
        if self.form.isHidden():
            return False
        self.form.hide()
        self.add_button.setVisible(self._may)
        self.closed.emit()
        return True
