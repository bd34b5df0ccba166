"""A form that opens inside the page, above what it is about."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.widgets.buttons import Button, IconButton
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.forms import Field
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.messages import ErrorSummary, reveal
from npt_desktop.ui.widgets.text import KeyCap, Text
from npt_desktop.ui.workspace import Workspace


class Panel(Card):
    """Title, fields, and a footer with Close and one primary button (Ctrl+Enter).

    ``finished`` says that it was saved or closed. A subclass adds fields with :meth:`field`, puts them
    into ``self.form`` and writes in :meth:`write`.
    """

    finished = Signal()

    def __init__(self, work: Workspace, title: str, verb: str) -> None:
        self.close_button = IconButton("x", "Close without saving", size=26, keys="Esc")
        super().__init__(title, right=[self.close_button], pad=14, gap=10, role="section")
        self.work = work
        self.fields: dict[str, Field] = {}
        self.errors = ErrorSummary()
        self.form = col(gap=tk.M)
        self.save_button = Button(verb, "primary", keys="Ctrl+Enter")
        self.reason = Text("", "meta", "text2", wrap=True)
        self.reason.hide()
        self.foot = row((self.reason, 1), None, KeyCap("Ctrl+Enter"), self.save_button, gap=8)
        self.add(self.errors, self.form, self.foot)
        self.save_button.clicked.connect(self.submit)
        self.close_button.clicked.connect(self.finished)

    def field(self, name: str, label: str, control: QWidget, **more: str | bool) -> Field:
        """A field of the form, known by the name it has in the draft."""
        made = Field(label, control, name=name, **more)  # type: ignore[arg-type]
        self.fields[name] = made
        return made

    def lock(self, reason: str) -> None:
        """Read only, with the reason on the page; nothing unlocks."""
        self.save_button.lock(reason)
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))
        for made in self.fields.values():
            made.control.setEnabled(not reason)

    def begin(self, field: str = "") -> None:
        """Show it with the focus in a field, the first by default."""
        self.errors.show_errors([])
        for made in self.fields.values():
            made.set_error("")
        self.show()
        place = self.fields.get(field) or next(iter(self.fields.values()))
        reveal(place.control if place.control.isEnabled() else self.close_button)

    def write(self) -> str:
        """Hand the draft to its service; returns what was done, in words."""
        raise NotImplementedError

    def submit(self) -> None:
        """Save; on a mistake show it beside its field, in the summary, and go there."""
        if not self.save_button.isEnabled():
            return
        for made in self.fields.values():
            if not isinstance(made.control, DateEdit):
                made.set_error("")
        unread = [f for f in self.fields.values() if isinstance(f.control, DateEdit) and not f.control.read()]
        if unread:
            self.errors.show_errors([(f, f.error) for f in unread])
            return
        said = self.guarded(self.write)
        if said:
            self.errors.show_errors([])
            self.work.say(said, undo=True)
            self.finished.emit()

    def guarded(self, do: Callable[[], str]) -> str:
        """The words of ``do``; empty when something is to be mended, which is then shown."""
        try:
            return do()
        except Incomplete as error:
            self.errors.show_errors([(self.fields.get(name), says) for name, says in error.fields.items()])
        except CannotDo as error:
            self.errors.show_errors([(self.fields.get(error.field), error.says)])
        return ""
