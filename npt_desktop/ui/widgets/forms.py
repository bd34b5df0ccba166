"""Form parts: the field with its label, hint and error; line edits, text boxes, plain lists."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from npt_desktop.ui.theme import icons
from npt_desktop.ui.theme.look import Restyled, smooth
from npt_desktop.ui.widgets.buttons import plain
from npt_desktop.ui.widgets.choice import Choice
from npt_desktop.ui.widgets.layout import box, col, row
from npt_desktop.ui.widgets.text import Icon, KeyCap, Text


def set_state(control: QWidget, state: str) -> None:
    """Give a control the look of a state: ``error`` or nothing."""
    if control.property("state") != state:
        control.setProperty("state", state)
        control.style().unpolish(control)
        control.style().polish(control)


class Edit(Restyled, QLineEdit):
    """A line of text. ``width`` is in pixels at 100 % text size; 0 stretches."""

    def __init__(self, text: str = "", placeholder: str = "", *, width: int = 0, name: str = "") -> None:
        super().__init__(text)
        self._width = width
        self.setPlaceholderText(placeholder)
        self.setCursorPosition(0)
        if name:
            self.setAccessibleName(name)

    def restyle(self) -> None:
        if self._width:
            self.setFixedWidth(self.look.px(self._width))
        super().restyle()


class FilterEdit(Edit):
    """The words to look for in a list; Down goes to the list."""

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class Area(Restyled, QPlainTextEdit):
    """A text box of some lines that passes Tab on.

    ``lines`` is its height; with ``grows`` that is the least and it takes the room there is.
    """

    def __init__(
        self, text: str = "", placeholder: str = "", *, lines: int = 3, grows: bool = False, name: str = ""
    ) -> None:
        super().__init__()
        self._lines, self._grows = lines, grows
        self.setPlainText(text)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        up = QSizePolicy.Policy.Expanding if grows else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, up)
        if name:
            self.setAccessibleName(name)

    def text(self) -> str:
        return self.toPlainText()

    def setText(self, text: str) -> None:
        self.setPlainText(text)

    def sizeHint(self) -> QSize:
        # A page in a scroll area is laid out at its preferred height; Qt's own is 192 px.
        return QSize(200, self.look.height("body") * self._lines + 18)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())


class Combo(Restyled, QComboBox):
    """A short list to choose from. The mouse wheel changes it only while it has the focus.

    ``changed`` carries the key of what the user chose.
    """

    changed = Signal(object)

    def __init__(
        self,
        options: Sequence[tuple[Hashable, str]] = (),
        value: Hashable = None,
        *,
        width: int = 0,
        name: str = "",
    ) -> None:
        super().__init__()
        self._width = width
        self._keys: list[Hashable] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumContentsLength(4)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if name:
            self.setAccessibleName(name)
        self.set_options(options, value)
        self.activated.connect(lambda index: self.changed.emit(self._keys[index]))

    def set_options(self, options: Sequence[tuple[Hashable, str]], value: Hashable = None) -> None:
        self.clear()
        self._keys = [key for key, _ in options]
        self.addItems([words for _, words in options])
        self.set_value(value)

    @property
    def options(self) -> list[tuple[Hashable, str]]:
        """What may be chosen."""
        return [(key, self.itemText(place)) for place, key in enumerate(self._keys)]

    def value(self) -> Hashable:
        index = self.currentIndex()
        return self._keys[index] if index >= 0 else None

    def set_value(self, value: Hashable) -> None:
        """Choose by key without ``changed``; an unknown key chooses nothing."""
        self.setCurrentIndex(self._keys.index(value) if value in self._keys else -1)

    def restyle(self) -> None:
        if self._width:
            self.setFixedWidth(self.look.px(self._width))
        super().restyle()

    def wheelEvent(self, event: QWheelEvent, /) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent, /) -> None:
        super().paintEvent(event)
        chevron(self)


def chevron(combo: QComboBox) -> None:
    """Paint the arrow of a list at its right end."""
    look = combo.look if isinstance(combo, Restyled) else None
    if look is None:
        return
    p = smooth(combo)
    place = combo.rect().toRectF()
    place.setLeft(place.right() - 24)
    place.setWidth(14)
    icons.paint(p, look, "chevron-down", "text2" if combo.isEnabled() else "text3", place)
    p.end()


class Field(QWidget):
    """Label above, control, then hint or error. The label is the control's buddy and its name.

    ``name`` is the field name of the draft (as in ``CannotDo.field``): :meth:`Screen.focus_field`
    finds the control by it. An error is shown by :meth:`set_error` and added to the name.
    """

    def __init__(
        self,
        label: str,
        control: QWidget,
        *,
        name: str = "",
        hint: str = "",
        error: str = "",
        key: str = "",
        optional: bool = False,
    ) -> None:
        super().__init__()
        self.label, self.control, self.hint = label, control, hint
        self.name = name
        if name:
            control.setObjectName(name)
        self.label_text = Text(plain(label), "label", "text2")
        self.label_text.setBuddy(control)
        head = row(self.label_text, *([Text("optional", "meta", "text3")] if optional else []), None)
        if key:
            head.addWidget(KeyCap(key))
        self._hint = Text(hint, "meta", "text3", wrap=True)
        self._error = Text("", "meta_strong", "bad_text", wrap=True)
        sign = col(Icon("alert-triangle", 14, "bad_text"), None, gap=0, margins=(0, 1, 0, 0))
        self._error_row = box(row(sign, (self._error, 1), gap=4))
        grows = control.sizePolicy().verticalPolicy() == QSizePolicy.Policy.Expanding
        lay = col(head, (control, int(grows)), self._error_row, self._hint, gap=3)
        if not grows:
            lay.addStretch(1)
        self.setLayout(lay)
        self.set_error(error)
        said = getattr(control, "errorChanged", None)
        if said is not None:
            said.connect(self.set_error)

    @property
    def error(self) -> str:
        return self._error.text()

    def set_error(self, error: str) -> None:
        """Show what is wrong below the control; empty takes it away."""
        self._error.setText(error)
        self._error_row.setVisible(bool(error))
        self._hint.setVisible(bool(self.hint) and not error)
        set_state(self.control, "error" if error else "")
        said = f"{self.label}. Error: {error}" if error else self.label
        if isinstance(self.control, Choice):
            self.control.set_label(said)
        else:
            self.control.setAccessibleName(said)
            self.control.setAccessibleDescription(self.hint)
