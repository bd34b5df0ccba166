"""The question list on screen: model, delegate, view, and the single letters that work in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from npt_desktop.rules.guarding import as_lines
from npt_desktop.ui.quality.lines import ACTIONS_ROW, Line
from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.theme.look import ALIGN_L, ALIGN_R, Look, Restyled, elided, look_of, rounded
from npt_desktop.ui.widgets.marks import paint_mark, paint_pill, pill_width

LINE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_ROW, _HEADING, _ANSWER = 28, 30, 98


class QuestionModel(QAbstractListModel):
    """The lines of a meeting. Headings cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []

    def set(self, lines: Sequence[Line]) -> None:
        """Show other lines; rows that stay the same questions keep the choice and the scrolling."""
        fresh = list(lines)
        same = [(a.number, a.words) for a in fresh] == [(b.number, b.words) for b in self.lines]
        if not same:
            self.beginResetModel()
            self.lines = fresh
            self.endResetModel()
            return
        changed = [i for i, (a, b) in enumerate(zip(fresh, self.lines, strict=True)) if a != b]
        self.lines = fresh
        for row in changed:
            self.dataChanged.emit(self.index(row), self.index(row))

    def row_of(self, number: int) -> int:
        """The row of a question, or -1."""
        return next((i for i, line in enumerate(self.lines) if line.number == number), -1)

    def rowCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index, /) -> Qt.ItemFlag:
        if not index.isValid() or self.lines[index.row()].number is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.words
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return line.said
        return line if role == LINE else None


class QuestionDelegate(QStyledItemDelegate):
    """Number, evidence mark, short form, late pill, then the answer's word or an empty box."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index, /) -> QSize:
        line = index.data(LINE)
        heading = isinstance(line, Line) and line.number is None
        look = self._look()
        return QSize(option.rect.width(), look.px(_HEADING if heading else _ROW))

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Index, /) -> None:
        line = index.data(LINE)
        if not isinstance(line, Line):
            return
        p.save()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        r = QRectF(option.rect)
        if line.number is None:
            self._heading(p, r, line)
        else:
            self._row(p, r, line, on=bool(option.state & QStyle.StateFlag.State_Selected))
        p.restore()

    def _look(self) -> Look:
        view = self.parent()
        assert isinstance(view, QWidget)
        return look_of(view)

    def _heading(self, p: QPainter, r: QRectF, line: Line) -> None:
        look = self._look()
        inner = r.adjusted(14, look.px(5), -14, 0)
        p.setFont(look.font("meta"))
        p.setPen(look.c("text3"))
        p.drawText(inner, ALIGN_R, line.right)
        p.setFont(look.font("head"))
        p.setPen(look.c("text2"))
        room = inner.width() - look.width(line.right, "meta") - 10
        p.drawText(QRectF(inner.x(), inner.y(), room, inner.height()), ALIGN_L, elided(p, line.words, room))

    def _row(self, p: QPainter, r: QRectF, line: Line, *, on: bool) -> None:
        look = self._look()
        if on:
            p.fillRect(r, look.c("selected"))
            p.fillRect(QRectF(r.x(), r.y(), 3, r.height()), look.c("accent_text"))
        number = look.px(34)
        p.setFont(look.font("meta"))
        p.setPen(look.c("text2" if on else "text3"))
        if line.number != ACTIONS_ROW:
            p.drawText(QRectF(r.x(), r.y(), number, r.height()), ALIGN_R, str(line.number))
        side, left = look.px(13), r.x() + number + 10
        if line.mark:
            paint_mark(p, look, line.mark, QRectF(left, r.center().y() - side / 2 + 0.5, side, side))
        left += side + 9
        right = self._answer(p, r, line)
        if line.late:
            wide = pill_width(look, line.late)
            pill = QRectF(right - wide - 6, r.center().y() - look.px(9), wide, look.px(18))
            paint_pill(p, look, pill, line.late, "bad", outlined=on)
            right -= wide + 12
        p.setFont(look.font("strong" if on else "body"))
        p.setPen(look.c("text" if line.due or on else "text2"))
        room = right - left - 6
        p.drawText(QRectF(left, r.y(), room, r.height()), ALIGN_L, elided(p, line.words, room))

    def _answer(self, p: QPainter, r: QRectF, line: Line) -> float:
        """Paint the right end; where it begins."""
        look = self._look()
        if not line.right:
            side = look.px(14)
            box = QRectF(r.right() - 14 - side, r.center().y() - side / 2 + 0.5, side, side)
            rounded(p, box, look.c("surface"), 3, look.c("control"), 1.3)
            return r.right() - 14 - side - 8
        role = "meta" if line.tone == "text3" else "meta_strong"
        wide = min(look.px(_ANSWER), look.width(line.right, role) + 2)
        p.setFont(look.font(role))
        p.setPen(look.c(line.tone))
        p.drawText(QRectF(r.right() - 14 - wide, r.y(), wide, r.height()), ALIGN_R, line.right)
        return r.right() - 14 - wide - 8


class QuestionList(Restyled, QListView):
    """The list. ``picked`` carries the number of the question come to; Enter emits ``entered``."""

    picked = Signal(int)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("questions")
        self.setAccessibleName("Questions")
        self.questions = QuestionModel(self)
        self.setModel(self.questions)
        self.setItemDelegate(QuestionDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._moved)

    def number(self) -> int | None:
        """The question chosen; :data:`ACTIONS_ROW` for the actions, None for nothing."""
        row = self.currentIndex().row()
        return self.questions.lines[row].number if row >= 0 else None

    def pick(self, number: int) -> bool:
        """Choose a question; whether it is on the list."""
        row = self.questions.row_of(number)
        if row >= 0:
            self.setCurrentIndex(self.questions.index(row))
            self.scrollTo(self.currentIndex())
        return row >= 0

    def neighbour(self, step: int) -> int | None:
        """The next (1) or previous (-1) question on the list, None at its end."""
        row = self.currentIndex().row() + step
        while 0 <= row < len(self.questions.lines):
            number = self.questions.lines[row].number
            if number is not None:
                return number
            row += step
        return None

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            number = self.questions.lines[now.row()].number
            if number is not None:
                self.picked.emit(number)

    def words(self) -> tuple[list[str], list[list[str]]]:
        """The headings and the questions in plain words, each with the part it belongs to."""
        rows: list[list[str]] = []
        part = ""
        for line in self.questions.lines:
            if line.number is None:
                part = line.words
            else:
                number = "" if line.number == ACTIONS_ROW else str(line.number)
                rows.append([part, number, line.words, line.late, line.right])
        return ["Part", "Number", "Question", "Due", "Answer"], rows

    def copy(self) -> None:
        """Put the whole of it on the clipboard: a line a question, tabs between cells."""
        heads, rows = self.words()
        QGuiApplication.clipboard().setText(as_lines([heads, *rows]))

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str, /) -> None:
        """Letters are commands here."""

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def restyle(self) -> None:
        self.scheduleDelayedItemsLayout()
        super().restyle()

    def minimumSizeHint(self) -> QSize:
        return QSize(220, self.look.px(4 * tk.ROW_1))


class LetterKeys(QObject):
    """Single letters and digits as commands, only in the widgets they are given (WCAG 2.1.4).

    ``pressed`` carries one of ``letters``; ``enabled`` turns them all off.
    """

    pressed = Signal(str)

    def __init__(self, letters: str, parent: QObject) -> None:
        super().__init__(parent)
        self.letters, self.enabled = letters, True

    def watch(self, *widgets: QWidget) -> None:
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if self.enabled and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            letter = event.text().casefold()
            if plain and len(letter) == 1 and letter in self.letters:
                self.pressed.emit(letter)
                return True
        return super().eventFilter(watched, event)
