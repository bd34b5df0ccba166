"""Fields of a plan edited in place: each saves itself when it is left."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from npt_desktop.models.kinds import Verdict
from npt_desktop.models.plan_kinds import Extent, Presence
from npt_desktop.rules.plan_fields import FieldKind, PlanField
from npt_desktop.ui.plans.flow import FlatEdit, FlowText, quiet_hint
from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.theme.look import Restyled
from npt_desktop.ui.widgets.buttons import Check, plain
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.forms import Combo, set_state
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.marks import Mark
from npt_desktop.ui.widgets.text import Text
from npt_desktop.ui.widgets.typeahead import TypeAhead

LABEL_W = 122
INSET = 8  # from the edge of a field in place to its text
Parse = Callable[[str], date]


class FlatDate(DateEdit):
    """A date in place. Enter reads it."""

    def __init__(self, parse: Parse, hint: str, *, name: str = "") -> None:
        super().__init__(parse, placeholder=hint, name=name)
        self.setProperty("flat", "true")
        self.returnPressed.connect(self.read)

    def restyle(self) -> None:
        super().restyle()
        quiet_hint(self)


_NOBODY = "Nobody on the desk has this name: choose from the list. It is kept as a draft."


class FlatPerson(TypeAhead):
    """A person in place; an emptied box means nobody."""

    left = Signal()

    def __init__(self, hint: str = "", *, name: str = "") -> None:
        super().__init__((), placeholder=hint, name=name)
        self.setProperty("flat", "true")

    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class LabelBox(Restyled, QWidget):
    """A label with its mark at the right, level with the text of a field of 30 px."""

    def __init__(self, words: QWidget, mark: QWidget | None = None, *, width: int = LABEL_W) -> None:
        super().__init__()
        self._width = width
        self.setLayout(row((words, 1), *([mark] if mark else []), gap=4, margins=(0, 0, 2, 0)))

    def set_width(self, width: int) -> None:
        """Its width in pixels at 100 %; 0 for as wide as there is room."""
        self._width = width
        self.restyle()

    def restyle(self) -> None:
        if self._width:
            self.setFixedSize(self.look.px(self._width), self.look.px(tk.CONTROL_H))
        super().restyle()


class FieldRow(QWidget):
    """Label, mark while missing, control and error of one field.

    ``left`` carries the row when the person is done with it for now; the page then saves what differs.
    ``base`` is the value the store had when it was last shown. ``refused`` says that what was typed cannot be
    read: it stays in the field, as :attr:`unread`.
    """

    left = Signal(object)
    refused = Signal()
    empty: ClassVar[Any] = ""

    def __init__(
        self, name: str, label: str, control: QWidget, *, above: bool = False, bare: bool = False
    ) -> None:
        super().__init__()
        self.name, self.label, self.control = name, label, control
        self.base: Any = None
        control.setObjectName(name)
        self.error_text = Text("", "meta_strong", "bad_text", wrap=True)
        self.error_text.hide()
        fixed = isinstance(control, Segmented)  # would else be set in the middle of the room it leaves
        right = col(row(control, None) if fixed else control, self.error_text, gap=0)
        self.head: LabelBox | None = None
        self.mark: Mark | None = None
        if bare:
            self.setLayout(right)
        else:
            words = Text(plain(label), "label", "text2")
            words.setBuddy(control)
            self.mark = Mark("warn", 13, f"{label} is missing")
            self.mark.hide()
            self.head = LabelBox(words, self.mark, width=0 if above else LABEL_W)
            if above:
                self.setLayout(col(self.head, right, None, gap=0))
            else:
                right.addStretch(1)
                across = row(self.head, (right, 1), gap=2)
                across.setAlignment(self.head, Qt.AlignmentFlag.AlignTop)
                self.setLayout(across)
        self.set_error("")

    # -- what it holds: subclasses answer --
    def value(self) -> Any:
        """What the field holds, as a service takes it."""
        raise NotImplementedError

    def put(self, value: Any) -> None:
        """Show a value without saving it."""
        raise NotImplementedError

    @property
    def unread(self) -> str:
        """What was typed and cannot be read; blank for nothing."""
        return ""

    def show_unread(self, text: str) -> None:
        """Put what was typed and refused back, with the reason beside it."""
        raise NotImplementedError

    @property
    def dirty(self) -> bool:
        return bool(self.value() != self.base)

    def show_value(self, value: Any) -> None:
        """Show what the store has."""
        self.base = value
        if self.value() != value:
            self.put(value)

    def set_missing(self, missing: bool, urgent: bool = True) -> None:
        """Mark the row while the plan lacks it; a ring while its stage is yet to come."""
        if self.mark is None:
            return
        self.mark.setVisible(missing)
        if missing:
            self.mark.set_state("warn" if urgent else "none", f"{self.label} is missing")

    def set_error(self, says: str) -> None:
        self.error_text.setText(says)
        self.error_text.setVisible(bool(says))
        set_state(self.control, "error" if says else "")
        said = f"{self.label}. Error: {says}" if says else self.label
        if isinstance(self.control, Segmented):
            self.control.set_label(said)
        else:
            self.control.setAccessibleName(said)

    def set_locked(self, locked: bool) -> None:
        """Only to read, as on a closed plan."""
        if isinstance(self.control, FlowText | FlatEdit | DateEdit):
            self.control.setReadOnly(locked)
        else:
            self.control.setEnabled(not locked)

    def _leave(self, *_: object) -> None:
        self.left.emit(self)


class TextRow(FieldRow):
    """Text of any length."""

    def __init__(
        self, name: str, label: str, hint: str = "", *, above: bool = False, bare: bool = False
    ) -> None:
        self.box = FlowText(hint)
        super().__init__(name, label, self.box, above=above, bare=bare)
        self.box.left.connect(self._leave)

    def value(self) -> str:
        text = self.box.text()
        return text if text == self.base else text.strip()

    def put(self, value: Any) -> None:
        self.box.setText(value or "")


class LineRow(FieldRow):
    """One line."""

    def __init__(
        self, name: str, label: str, hint: str = "", *, above: bool = False, bare: bool = False
    ) -> None:
        self.edit = FlatEdit(hint)
        super().__init__(name, label, self.edit, above=above, bare=bare)
        self.edit.editingFinished.connect(self._leave)

    def value(self) -> Any:
        text = self.edit.text()
        return text if text == self.base else text.strip()

    def put(self, value: Any) -> None:
        self.edit.setText(value or "")
        self.edit.setCursorPosition(0)


class NumberRow(LineRow):
    """A whole number; what is not one is told and kept."""

    empty = None

    def value(self) -> Any:
        text = self.edit.text().strip()
        if not text:
            return None
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else self.base

    def put(self, value: Any) -> None:
        self.edit.setText("" if value is None else str(value))

    @property
    def unread(self) -> str:
        text = self.edit.text().strip()
        fits = not text or (text.isascii() and text.isdigit() and len(text) < 9)
        return "" if fits else text

    def show_unread(self, text: str) -> None:
        self.edit.setText(text)
        self._leave()

    def _leave(self, *_: object) -> None:
        self.set_error("Enter a whole number, such as 12." if self.unread else "")
        if self.unread:
            self.refused.emit()
        else:
            super()._leave()


class DateRow(FieldRow):
    """A date."""

    empty = None

    def __init__(
        self, name: str, label: str, parse: Parse, hint: str = "", *, above: bool = False, bare: bool = False
    ) -> None:
        self.edit = FlatDate(parse, hint)
        super().__init__(name, label, self.edit, above=above, bare=bare)
        self.edit.errorChanged.connect(self._said)
        self.edit.changed.connect(self._changed)

    @property
    def unread(self) -> str:
        return self.edit.text().strip() if self.error_text.text() and self.edit.isModified() else ""

    def show_unread(self, text: str) -> None:
        self.edit.setText(text)
        self.edit.setModified(True)
        self.edit.read()

    def _said(self, says: str) -> None:
        self.set_error(says)
        if says:
            self.refused.emit()

    def _changed(self, _: object) -> None:
        if not self.error_text.text():
            self._leave()

    def value(self) -> Any:
        if self.edit.isModified():
            self.edit.read()
        return self.base if self.error_text.text() else self.edit.value()

    def put(self, value: Any) -> None:
        self.edit.set_value(value)


class PersonRow(FieldRow):
    """Somebody on the desk."""

    empty = None

    def __init__(self, name: str, label: str, hint: str = "", *, above: bool = False) -> None:
        self.box = FlatPerson(hint)
        self._people: Sequence[tuple[Hashable, str]] = ()
        super().__init__(name, label, self.box, above=above)
        self.box.errorChanged.connect(self._said)
        self.box.changed.connect(self._leave)

    def set_people(self, people: Sequence[tuple[Hashable, str]]) -> None:
        if people != self._people and not self.box.hasFocus():
            self._people = people
            if self.unread:
                self.box.offer(people)
            else:
                self.box.set_options(people, self.base)

    @property
    def unread(self) -> str:
        return self.box.text().strip() if self.box.value() is None else ""

    def show_unread(self, text: str) -> None:
        self.box.set_value(None)
        self.box.setEditText(text)
        self._said(text)

    def _said(self, says: str) -> None:
        self.set_error(_NOBODY if says else "")
        if says:
            self.refused.emit()

    def value(self) -> Any:
        return self.base if self.unread else self.box.value()

    def put(self, value: Any) -> None:
        self.box.set_value(value)


class AreaRow(FieldRow):
    """The area of a plan, to be chosen anew when its own was closed."""

    empty = None

    def __init__(self) -> None:
        self.combo = Combo(())
        super().__init__("area_id", "Area", self.combo)
        self.combo.changed.connect(self._leave)

    def set_areas(self, areas: Sequence[tuple[Hashable, str]]) -> None:
        self.combo.set_options(areas, self.base)

    def value(self) -> Any:
        chosen = self.combo.value()
        return self.base if chosen is None else chosen

    def put(self, value: Any) -> None:
        self.combo.set_value(value)


class ChoiceRow(FieldRow):
    """One of a few words: the verdict, an extent, how far somebody is there."""

    empty = None

    def __init__(
        self, name: str, label: str, options: Iterable[Verdict | Extent | Presence], *, numbered: bool = False
    ) -> None:
        choices = [(one, one.label) for one in options]
        self.choice = Segmented(choices, numbered=numbered, small=True, optional=True)
        super().__init__(name, label, self.choice)
        self.choice.changed.connect(self._leave)

    def value(self) -> Any:
        return self.choice.value()

    def put(self, value: Any) -> None:
        self.choice.set_value(value)


class YesRow(FieldRow):
    """A box to tick."""

    empty = False

    def __init__(self, name: str, label: str) -> None:
        self.check = Check(label)
        super().__init__(name, "", self.check)
        self.label = label
        self.set_error("")
        self.check.clicked.connect(self._leave)

    def value(self) -> Any:
        return self.check.isChecked()

    def put(self, value: Any) -> None:
        self.check.setChecked(bool(value))


def make_row(field: PlanField, parse: Parse) -> FieldRow:
    """The row of a written field."""
    if field.kind is FieldKind.DATE:
        return DateRow(field.name, field.label, parse, field.hint)
    if field.kind is FieldKind.NUMBER:
        return NumberRow(field.name, field.label, field.hint)
    if field.kind is FieldKind.VERDICT:
        return ChoiceRow(field.name, field.label, Verdict, numbered=True)
    if field.kind is FieldKind.EXTENT:
        return ChoiceRow(field.name, field.label, Extent)
    if field.kind is FieldKind.PRESENCE:
        return ChoiceRow(field.name, field.label, Presence)
    if field.kind is FieldKind.YES:
        return YesRow(field.name, field.label)
    return TextRow(field.name, field.label, field.hint)
