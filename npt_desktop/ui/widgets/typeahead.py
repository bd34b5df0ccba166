"""A list to type into: a few letters of any word find it, Tab takes the first match and moves on."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from npt_desktop.ui.theme.look import Restyled, look_of
from npt_desktop.ui.widgets.forms import chevron

_SHOWN = 8


def matches(text: str, words: str) -> bool:
    """Whether each typed word begins some word of ``words``, capitals apart."""
    whole = words.casefold()
    there = [*whole.replace("-", " ").replace("/", " ").split(), *whole.split(), whole]
    return all(any(word.startswith(part) for word in there) for part in text.casefold().split())


class _Rows(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, _: object, /) -> QSize:
        view = self.parent()
        look = look_of(view) if isinstance(view, QListView) else None
        return QSize(option.rect.width(), look.px(28) if look else 28)


class TypeAhead(Restyled, QComboBox):
    """Type to choose. Most used first, then in the given order; no mouse needed.

    Keys: letters filter, Up and Down choose, Enter takes, Tab takes the first match and moves on,
    Esc closes the list and puts the last choice back, F4 or Alt+Down shows all. ``uses`` counts
    how often each key was used. With ``free`` other text is allowed and :meth:`value` is None then.
    ``changed`` carries the key the user chose (None for free text or when emptied);
    ``errorChanged`` the sentence when the text matches nothing.
    """

    changed = Signal(object)
    errorChanged = Signal(str)

    def __init__(
        self,
        options: Sequence[tuple[Hashable, str]] = (),
        value: Hashable = None,
        *,
        uses: Mapping[Hashable, int] | None = None,
        placeholder: str = "",
        free: bool = False,
        width: int = 0,
        name: str = "",
    ) -> None:
        super().__init__()
        self._free, self._width = free, width
        self._options: list[tuple[Hashable, str]] = []
        self._key: Hashable = None
        self._shown: list[tuple[Hashable, str]] = []
        self._list: QListView | None = None
        self._touched = self._moved = False
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMinimumContentsLength(4)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._line = QLineEdit()
        self.setLineEdit(self._line)
        self.setCompleter(None)  # type: ignore[arg-type]
        self._line.setPlaceholderText(placeholder)
        self._line.textEdited.connect(self._edited)
        if name:
            self.setAccessibleName(name)
        self.set_options(options, value, uses=uses)

    # -- values --
    def set_options(
        self,
        options: Sequence[tuple[Hashable, str]],
        value: Hashable = None,
        *,
        uses: Mapping[Hashable, int] | None = None,
    ) -> None:
        """Replace the list and the choice."""
        counts = uses or {}
        self._options = sorted(options, key=lambda option: -counts.get(option[0], 0))
        self.clear()
        self.addItems([words for _, words in self._options])
        self.set_value(value)

    def offer(self, options: Sequence[tuple[Hashable, str]]) -> None:
        """Replace the list; what is chosen or just being typed stays."""
        if list(options) == self._options:
            return
        key, text, touched, place = self._key, self.text(), self._touched, self._line.cursorPosition()
        opened = self.popup_open()
        self._options = list(options)
        self.clear()
        self.addItems([words for _, words in self._options])
        self._key = key
        self.setCurrentIndex(next((i for i, (k, _) in enumerate(self._options) if k == key), -1))
        self._line.setText(text)
        self._line.setCursorPosition(place)
        self._touched = touched
        if opened:
            self._open(self.found(text) if touched else self._options)

    @property
    def options(self) -> list[tuple[Hashable, str]]:
        """What may be chosen, most used first."""
        return list(self._options)

    def settle(self) -> None:
        """Read what was typed as leaving the box does: before a form is saved from its keyboard."""
        self._settle()

    def value(self) -> Hashable:
        """The chosen key, or None."""
        return self._key

    def text(self) -> str:
        """What stands in the box."""
        return self._line.text()

    def set_value(self, value: Hashable) -> None:
        """Choose by key without ``changed``; None empties the box."""
        words = next((w for key, w in self._options if key == value), None)
        self._key = value if words is not None else None
        self._write(words or "")

    def set_text(self, text: str) -> None:
        """Put text into a free box; it is chosen if it names an option."""
        key = next((k for k, w in self._options if w.casefold() == text.strip().casefold()), None)
        self._key = key
        self._write(text)

    def setAccessibleName(self, name: str, /) -> None:
        super().setAccessibleName(name)
        self._line.setAccessibleName(name)

    def _write(self, text: str) -> None:
        self._touched = self._moved = False
        self.setCurrentIndex(next((i for i, (k, _) in enumerate(self._options) if k == self._key), -1))
        self._line.setText(text)
        self._line.setCursorPosition(0)
        self.errorChanged.emit("")

    # -- the list --
    def found(self, text: str) -> list[tuple[Hashable, str]]:
        """The options a text finds, in the order shown."""
        return [option for option in self._options if matches(text, option[1])]

    def showPopup(self) -> None:
        self._open(self._options)

    def hidePopup(self) -> None:
        if self._list is not None:
            self._list.hide()

    def popup_open(self) -> bool:
        return self._list is not None and self._list.isVisible()

    def _edited(self, text: str) -> None:
        self._touched, self._moved = True, False
        self.errorChanged.emit("")
        self._open(self.found(text))

    def _open(self, options: Sequence[tuple[Hashable, str]]) -> None:
        self._shown = list(options)
        if not self._shown:
            self.hidePopup()
            return
        view = self._view()
        model = view.model()
        assert isinstance(model, QStringListModel)
        model.setStringList([words for _, words in self._shown])
        here = next((i for i, (key, _) in enumerate(self._shown) if key == self._key), 0)
        # Free text is what was typed until Down chooses: nothing is highlighted before that.
        first = -1 if self._free else 0
        view.setCurrentIndex(model.index(first if self._touched else here, 0))
        window, height = self.window(), self.look.px(28) * min(_SHOWN, len(self._shown)) + 8
        place = self.mapTo(window, QPoint(0, self.height() + 2))
        if place.y() + height > window.height():
            place.setY(max(0, self.mapTo(window, QPoint(0, 0)).y() - height - 2))
        width = max(self.width(), min(360, view.sizeHintForColumn(0) + 40))
        view.setGeometry(min(place.x(), max(0, window.width() - width - 4)), place.y(), width, height)
        view.show()
        view.raise_()

    def _view(self) -> QListView:
        if self._list is None or self._list.parentWidget() is not self.window():
            view = QListView(self.window())
            view.setProperty("popup", "true")
            view.setModel(QStringListModel(view))
            view.setItemDelegate(_Rows(view))
            view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            view.setFrameShape(QFrame.Shape.NoFrame)
            view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            view.setAccessibleName(f"{self.accessibleName()}: choices")
            view.setFont(self.font())
            view.clicked.connect(lambda index: self._take(index.row()))
            if self._list is not None:
                self._list.deleteLater()
            self._list = view
        return self._list

    def _take(self, row: int) -> None:
        if 0 <= row < len(self._shown):
            key, words = self._shown[row]
            fresh = key != self._key
            self._key = key
            self._write(words)
            if fresh:
                self.changed.emit(key)
        self.hidePopup()

    def _settle(self) -> None:
        """On leaving: take the highlighted or first match, or say that there is none."""
        current = self._list.currentIndex().row() if self._list is not None and self.popup_open() else 0
        if self._moved and self.popup_open():
            self._take(current)
            return
        self.hidePopup()
        if not self._touched:
            return
        text = self._line.text().strip()
        exact = next((i for i, (_, w) in enumerate(self._options) if w.casefold() == text.casefold()), -1)
        if exact >= 0:
            self._shown = self._options
            self._take(exact)
        elif text and not self._free and self.found(text):
            self._shown = self.found(text)
            self._take(max(0, current))
        else:
            was, self._key, self._touched = self._key, None, False
            if was is not None or (text and self._free):
                self.changed.emit(None)
            if text and not self._free:
                self.errorChanged.emit("Choose one from the list")

    # -- events --
    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._settle()

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._line.selectAll()

    def event(self, event: QEvent, /) -> bool:
        pressed = event.key() if isinstance(event, QKeyEvent) else 0
        override = event.type() == QEvent.Type.ShortcutOverride
        mine = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if override and self.popup_open() and pressed in mine:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        key, opened = event.key(), self.popup_open()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key == Qt.Key.Key_F4 or (alt and key in (Qt.Key.Key_Down, Qt.Key.Key_Up)):
            self.hidePopup() if opened else self.showPopup()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if opened and self._list is not None:
                step = 1 if key == Qt.Key.Key_Down else -1
                row = self._list.currentIndex().row()
                row = len(self._shown) - 1 if row < 0 and step < 0 else (row + step) % len(self._shown)
                self._list.setCurrentIndex(self._list.model().index(row, 0))
                self._moved = True
            else:
                self.showPopup()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and opened and self._list is not None:
            self._take(self._list.currentIndex().row())
        elif key == Qt.Key.Key_Escape and opened:
            self.hidePopup()
            if not self._free:
                self.set_value(self._key)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent, /) -> None:
        event.ignore()

    def restyle(self) -> None:
        if self._width:
            self.setFixedWidth(self.look.px(self._width))
        super().restyle()

    def paintEvent(self, event: QPaintEvent, /) -> None:
        super().paintEvent(event)
        chevron(self)
