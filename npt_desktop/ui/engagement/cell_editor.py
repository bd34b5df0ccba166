"""Editing in the table: the fields of one cell, over the cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from npt_desktop.ui.engagement.log_model import AUDIENCE, DAY, SCORE, SUMMARY, WHO
from npt_desktop.ui.engagement.more import read_number
from npt_desktop.ui.widgets.cards import Well
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.forms import Area, Edit, Field
from npt_desktop.ui.widgets.layout import col
from npt_desktop.ui.widgets.typeahead import TypeAhead

if TYPE_CHECKING:
    from npt_desktop.services.desk import Choice
    from npt_desktop.services.engagement import EntryDraft

FIELDS: Mapping[int, tuple[str, ...]] = {
    DAY: ("day",),
    AUDIENCE: ("audience_id", "purpose_id"),
    WHO: ("who_engaged", "lead_id"),
    SUMMARY: ("summary", "outcome"),
    SCORE: ("score",),
}
"""What each column of the table holds, by the names of a draft."""
LABELS = {"day": "Date", "audience_id": "Audience", "purpose_id": "Purpose", "who_engaged": "Who was engaged",
          "lead_id": "Lead", "summary": "Summary", "outcome": "Outcome", "score": "Score"}  # fmt: skip
_LISTS = {"audience_id": "audience", "purpose_id": "purpose", "lead_id": "lead", "who_engaged": "who"}
_LEAST_WIDTH = 230
_SAID = {"audience": "audience_id", "purpose": "purpose_id", "lead": "lead_id"}


class CellEditor(Well):
    """One or two fields. ``done`` carries the fields a person changed and where to go next: -1, 0 or 1 columns
    on; ``given_up`` when they pressed Esc."""

    done = Signal(object, int)
    given_up = Signal()

    def __init__(
        self,
        column: int,
        entry: EntryDraft,
        lists: Mapping[str, Sequence[Choice]],
        labels: Mapping[str, str],
        parse: Callable[[str], date],
        parent: QWidget,
    ) -> None:
        self.column = column
        self.fields = {
            name: Field(LABELS[name], _control(name, entry, lists, labels, parse), name=f"cell_{name}")
            for name in FIELDS[column]
        }
        super().__init__(col(*self.fields.values(), gap=4), pad=6, tone="surface", edge="focus")
        self.setParent(parent)
        self._controls = [field.control for field in self.fields.values()]
        for control in self._controls:
            control.installEventFilter(self)
        self._before = {name: self._value(name) for name in self.fields}

    def place(self, cell: QRect, room: QRect) -> None:
        """Stand over a cell, within the room there is."""
        width = min(room.width(), max(cell.width(), self.look.px(_LEAST_WIDTH)))
        self.resize(width, self.sizeHint().height())
        left = min(cell.left(), room.right() - width + 1)
        top = max(room.top(), min(cell.top(), room.bottom() - self.height() + 1))
        self.move(max(room.left(), left), top)
        self.show()
        self.raise_()

    def start(self, *, last: bool = False) -> None:
        """The focus in its first field, or its last."""
        reason = Qt.FocusReason.BacktabFocusReason if last else Qt.FocusReason.TabFocusReason
        control = self._controls[-1 if last else 0]
        control.setFocus(reason)
        if isinstance(control, Area):
            control.selectAll()

    def changed(self) -> dict[str, Any]:
        """The fields that differ from what stood there."""
        return {name: value for name in self.fields if (value := self._value(name)) != self._before[name]}

    def say(self, errors: Mapping[str, str]) -> None:
        """Say what is to be mended, at the field."""
        for field in self.fields.values():
            field.set_error("")
        for name, says in errors.items():
            self.fields[_SAID.get(name, name)].set_error(says)
        self.resize(self.width(), self.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                event.accept()  # of this editor, not of the window
            return False
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and isinstance(watched, QWidget)
        ):
            return self._pressed(watched, event)
        return super().eventFilter(watched, event)

    def _pressed(self, control: QWidget, event: QKeyEvent) -> bool:
        key = event.key()
        if isinstance(control, TypeAhead) and control.popup_open() and key in (
            Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape,
        ):  # fmt: skip
            return False
        if key == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                return False
            self._settle(0)
        elif key == Qt.Key.Key_Tab and control is self._controls[-1]:
            self._settle(1)
        elif key == Qt.Key.Key_Backtab and control is self._controls[0]:
            self._settle(-1)
        else:
            return False
        return True

    def _settle(self, step: int) -> None:
        found = self.changed()
        if any(found[name] is None and self.fields[name].error for name in found if name != "score"):
            return  # a date or a choice that could not be read, which its field says
        self.done.emit(found, step)

    def _value(self, name: str) -> Any:
        control = self.fields[name].control
        if isinstance(control, DateEdit):
            return control.value()
        if isinstance(control, TypeAhead):
            control.settle()
            return control.text().strip() if name == "who_engaged" else control.value()
        assert isinstance(control, Edit | Area)
        return read_number(control.text()) if name == "score" else control.text().strip()


def _control(
    name: str,
    entry: EntryDraft,
    lists: Mapping[str, Sequence[Choice]],
    labels: Mapping[str, str],
    parse: Callable[[str], date],
) -> QWidget:
    value = getattr(entry, name)
    if name == "day":
        return DateEdit(parse, value)
    if name == "score":
        return Edit("" if value is None else str(value), "1 to 5")
    if name in ("summary", "outcome"):
        return Area(value, lines=2)
    free = name == "who_engaged"
    box = TypeAhead(free=free, placeholder="Type to choose")
    choices = lists.get(_LISTS[name], ())
    box.offer([(c.label if free else c.id, c.label) for c in choices])
    if free:
        box.set_text(value)
    else:
        box.set_value(value)
        if value is not None and box.value() is None and labels.get(name):
            box.set_options([*box.options, (value, labels[name])], value)
    return box
