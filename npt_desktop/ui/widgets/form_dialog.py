"""A form in a window of its own: fields, one verb, what is to be mended shown at the fields and on top."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QDialog, QWidget

from npt_desktop.errors import CannotDo, Clash, Incomplete
from npt_desktop.ui.theme.look import Restyled, smooth
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.forms import Field
from npt_desktop.ui.widgets.layout import box, col, order_tabs, row, scroll
from npt_desktop.ui.widgets.messages import ErrorSummary
from npt_desktop.ui.widgets.text import Text

Fields = Sequence[Field | tuple[Field, ...]]


class FormDialog(Restyled, QDialog):
    """A short form with one verb, which Ctrl+Enter does too. Fields in a tuple stand side by side.

    ``fields`` are by name; ``save`` is handed this dialog and may raise Incomplete, which is shown at the fields
    and on top. With ``tall`` the fields scroll between the heading and the buttons.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        verb: str,
        fields: Fields,
        save: Callable[[FormDialog], object],
        *,
        note: str = "",
        wide: int = 460,
        tall: int = 0,
        above: Sequence[QWidget] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setMinimumWidth(wide)
        lines = [line if isinstance(line, tuple) else (line,) for line in fields]
        self.fields = {field.name: field for line in lines for field in line}
        self._save = save
        self.summary = ErrorSummary()
        self.verb = Button(verb, "primary", keys="Ctrl+Return")
        self.verb.setDefault(True)
        self.verb.clicked.connect(self.commit)
        cancel = Button("Cancel")
        cancel.clicked.connect(self.reject)
        placed = [line[0] if len(line) == 1 else box(row(*[(f, 1) for f in line], gap=12)) for line in lines]
        body: QWidget = box(col(*placed, gap=10, margins=(0, 0, 8 if tall else 0, 0)))
        if tall:
            body = scroll(body)
            body.setMinimumHeight(min(tall, max(260, parent.window().height() - 220)))
        heading = Text(title, "section", wrap=True)
        parts = [heading, *([Text(note, "meta", "text2", wrap=True)] if note else []), self.summary, *above]
        self.setLayout(
            col(*parts, (body, 1), 4, row(None, cancel, self.verb), gap=10, margins=(20, 16, 20, 16))
        )
        order_tabs(self)
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.control.setFocus(Qt.FocusReason.TabFocusReason)

    def control(self, name: str) -> Any:
        """The control of a field."""
        return self.fields[name].control

    def commit(self) -> None:
        """Save and close, or show what is to be mended."""
        for field in self.fields.values():
            field.set_error("")
        self.summary.show_errors([])
        try:
            self._save(self)
        except Incomplete as error:
            for name, says in error.fields.items():
                if name in self.fields:
                    self.fields[name].set_error(says)
            self.summary.show_errors([(self.fields.get(name), says) for name, says in error.fields.items()])
        except Clash as clash:
            self.clashed(clash)
        except CannotDo as error:
            self.summary.show_errors([(None, error.says)])
        else:
            self.accept()

    def clashed(self, clash: Clash) -> None:
        """Somebody else changed the record meanwhile."""
        self.summary.show_errors([(None, clash.says)])

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.commit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        p.fillRect(self.rect(), self.look.c("surface"))
        p.end()


class NumberError(Incomplete):
    """What was typed for a number is none."""

    def __init__(self, field: str, example: str = "120") -> None:
        super().__init__({field: f"Enter a whole number, such as {example}, or leave it empty."})


def number_in(form: FormDialog, name: str) -> int | None:
    """The whole number of a field; None when it is empty. Raises NumberError."""
    text = form.control(name).text().strip().replace(",", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NumberError(name)
    return int(text)


def day_in(form: FormDialog, name: str) -> Any:
    """The date of a field; None when it is empty. Raises Incomplete for what is no date."""
    control = form.control(name)
    day = control.value()
    said = form.fields[name].error
    if day is None and control.text().strip():
        raise Incomplete({name: said or "Enter a date that exists, such as 16/7 or 16 jul."})
    return day
