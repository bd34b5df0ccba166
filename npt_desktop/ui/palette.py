"""The command palette, Ctrl+K: one box for what can be done, where one can go, and what there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from npt_desktop.ui.commands import Commands
from npt_desktop.ui.jobs import Jobs
from npt_desktop.ui.theme import icons
from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.theme.look import ALIGN_C, ALIGN_L, ALIGN_R, Painted, elided, look_of, rounded, smooth
from npt_desktop.ui.widgets.layout import col, line, row
from npt_desktop.ui.widgets.text import Icon, KeyCap, Text, native
from npt_desktop.ui.widgets.typeahead import matches

WIDTH, TOP, SHOWN, SHOWN_EMPTY = 660, 96, 11, 7
DEBOUNCE_MS = 60
COMMANDS, PLANS, CONTACTS = ">", "#", "@"
_KINDS = {PLANS: "plan", CONTACTS: "contact"}
Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


@dataclass(frozen=True)
class Found:
    """A record the search found. ``kind`` is ``plan``, ``contact`` or any other word."""

    title: str
    detail: str
    open: Callable[[], object]
    icon: str = "file-text"
    kind: str = ""


@dataclass(frozen=True)
class Entry:
    """A line of the palette; a heading has nothing to run."""

    title: str
    run: Callable[[], object] | None = None
    icon: str = ""
    keys: str = ""
    detail: str = ""
    reason: str = ""


@dataclass
class _Asked:
    text: str = ""
    found: list[Found] = field(default_factory=list)


class EntryModel(QAbstractListModel):
    """The lines of the palette; headings cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def set(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> object:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (entry.title, entry.detail, entry.reason, native(entry.keys) if entry.keys else "")
            return ", ".join(part for part in parts if part)
        return entry if role == Qt.ItemDataRole.UserRole else None

    def flags(self, index: Index, /) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.entries[index.row()].run is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Lines(QStyledItemDelegate):
    def sizeHint(self, _: QStyleOptionViewItem, index: Index, /) -> QSize:
        view = self.parent()
        assert isinstance(view, QWidget)
        entry = index.data(Qt.ItemDataRole.UserRole)
        heading = isinstance(entry, Entry) and entry.run is None
        return QSize(100, look_of(view).px(28 if heading else 36))

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Index, /) -> None:
        view, entry = self.parent(), index.data(Qt.ItemDataRole.UserRole)
        assert isinstance(view, QWidget)
        assert isinstance(entry, Entry)
        look, r = look_of(view), QRectF(option.rect)
        p.save()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        if entry.run is None:
            p.setFont(look.font("head"))
            p.setPen(look.c("text3"))
            p.drawText(r.adjusted(12, 6, -12, 0), ALIGN_L, entry.title)
            p.restore()
            return
        on = bool(option.state & QStyle.StateFlag.State_Selected)
        if on:
            rounded(p, r, look.c("selected"), tk.RADIUS)
        end = r.right() - 12
        side = look.px(17)
        if on:
            icons.paint(
                p, look, "corner-down-left", "accent_text", QRectF(end - 15, r.center().y() - 7.5, 15, 15)
            )
            end -= 25
        if entry.keys:
            words = native(entry.keys)
            wide = look.width(words, "tiny") + 12
            cap = QRectF(end - wide, r.center().y() - look.px(9) + 0.5, wide, look.px(18) - 1)
            rounded(p, cap, look.c("sunken"), 4, look.c("border"))
            p.setFont(look.font("tiny"))
            p.setPen(look.c("text2"))
            p.drawText(cap, ALIGN_C, words)
            end -= wide + 10
        said = entry.reason or entry.detail
        if said:
            wide = min(look.width(said, "meta") + 2, int(r.width() * 0.45))
            p.setFont(look.font("meta"))
            p.setPen(look.c("text2"))
            p.drawText(QRectF(end - wide, r.y(), wide, r.height()), ALIGN_R, elided(p, said, wide))
            end -= wide + 10
        ink = "accent_text" if on else "text2"
        icons.paint(p, look, entry.icon, ink, QRectF(r.x() + 12, r.center().y() - side / 2, side, side))
        left = r.x() + 12 + side + 10
        p.setFont(look.font("strong" if on else "body"))
        p.setPen(look.c("text2" if entry.reason else "text"))
        p.drawText(QRectF(left, r.y(), end - left, r.height()), ALIGN_L, elided(p, entry.title, end - left))
        p.restore()


class Palette(Painted):
    """An overlay on the window. :meth:`open` shows it; Esc or a click beside it closes it.

    ``find`` is given the text as typed, with its ``#`` or ``@``, and returns records, best first.
    With ``jobs`` it runs off the GUI thread; either way only 60 ms after the last letter.
    """

    def __init__(
        self,
        window: QWidget,
        commands: Commands,
        find: Callable[[str], Sequence[Found]],
        jobs: Jobs | None = None,
    ) -> None:
        super().__init__(window)
        self._window, self._commands, self._find, self._jobs = window, commands, find, jobs
        self._asked, self._recent = _Asked(), list[str]()
        self._before: QWidget | None = None
        self.box = QLineEdit()
        self.box.setProperty("bare", "true")
        self.box.setPlaceholderText("Search or run a command")
        self.box.setAccessibleName("Search or run a command")
        self.box.textChanged.connect(self._typed)
        self.box.installEventFilter(self)
        self.model = EntryModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Lines(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName("Results")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.clicked.connect(lambda index: self._run(index.row()))
        self._panel = _Panel(self)
        head = row(Icon("search", 18), (self.box, 1), KeyCap("Esc"), gap=10, margins=(10, 8, 8, 12))
        foot = row(
            KeyCap("↑ ↓"),
            Text("choose", "meta", "text2"),
            6,
            KeyCap("Enter"),
            Text("run", "meta", "text2"),
            None,
            Text("> command   # plan   @ contact", "meta", "text3"),
            gap=6,
            margins=(12, 8, 12, 4),
        )
        self._panel.setLayout(
            col(head, line(), 4, (self.list, 1), 6, line(), foot, gap=0, margins=(8, 8, 8, 8))
        )
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(DEBOUNCE_MS)
        self._clock.timeout.connect(self._search)
        window.installEventFilter(self)
        self.hide()

    def restyle(self) -> None:
        self.box.setFont(self.look.font("section"))
        super().restyle()

    # -- open and close --
    def open(self, text: str = "") -> None:
        """Show the palette, beginning with a text."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self._asked = _Asked()
        self.box.setText(text)
        self._fill()
        self._place()
        self.show()
        self.raise_()
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.end(False)

    def close_palette(self) -> None:
        """Hide it and give the focus back."""
        self._clock.stop()
        if self._jobs is not None:
            self._jobs.drop("palette")
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    # -- contents --
    def _typed(self, text: str) -> None:
        if not text.strip(COMMANDS + PLANS + CONTACTS + " "):
            self._asked = _Asked()
        self._clock.start()
        self._fill()

    def _search(self) -> None:
        text = self.box.text().strip()
        if not text.strip(PLANS + CONTACTS + " ") or text.startswith(COMMANDS):
            return
        if self._jobs is None:
            self._show(text, self._find(text))
        else:
            find = self._find
            self._jobs.run(lambda _: find(text), done=lambda got: self._show(text, got), key="palette")

    def _show(self, text: str, found: Sequence[Found]) -> None:
        if self.isVisible() and text == self.box.text().strip():
            self._asked = _Asked(text, list(found))
            self._fill()

    def _fill(self) -> None:
        text = self.box.text().strip()
        sign = text[:1] if text[:1] in (COMMANDS, PLANS, CONTACTS) else ""
        words = text[len(sign) :].strip()
        entries: list[Entry] = []
        if sign in ("", COMMANDS):
            for group in ("Do", "Go to"):
                lines = self._command_lines(group, words)
                if lines:
                    entries += [Entry(group), *lines]
        if sign != COMMANDS:
            kind = _KINDS.get(sign, "")
            hits = [f for f in self._asked.found if not kind or f.kind in ("", kind)]
            if hits:
                entries.append(Entry("Found in records"))
                entries += [Entry(f.title, f.open, f.icon, detail=f.detail) for f in hits]
        if not entries:
            entries = [Entry("Nothing found" if words else "Type to search")]
        self.model.set(entries)
        self._select(next((i for i, e in enumerate(entries) if e.run is not None), -1))
        self._place()

    def _command_lines(self, group: str, words: str) -> list[Entry]:
        lines = []
        shown = [c for c in self._commands.here() if c.group == group and not c.hidden]
        shown.sort(key=lambda c: c.id.startswith("shell."))
        if not words:
            recent = {name: i for i, name in enumerate(self._recent)}
            shown.sort(key=lambda c: recent.get(c.id, len(recent)))
        for command in shown:
            if matches(words, command.title):
                keys = command.keys.split()[0] if command.keys else ""
                run = self._runner(command.id)
                reason = command.why_not()
                lines.append(Entry(command.title, run, command.icon, keys, command.detail, reason))
        return sorted(lines, key=lambda entry: bool(entry.reason)) if words else lines[:SHOWN_EMPTY]

    def _runner(self, name: str) -> Callable[[], object]:
        def run() -> None:
            self._recent = [name, *(other for other in self._recent if other != name)]
            self._commands.run(name)

        return run

    # -- choosing --
    def _select(self, row: int) -> None:
        index = self.model.index(row)
        self.list.setCurrentIndex(index)
        if row <= 1:
            self.list.scrollToTop()
        else:
            self.list.scrollTo(index)

    def _step(self, step: int) -> None:
        rows = [i for i, entry in enumerate(self.model.entries) if entry.run is not None]
        if rows:
            here = self.list.currentIndex().row()
            now = rows.index(here) if here in rows else -1
            self._select(rows[(now + step) % len(rows)])

    def _run(self, row: int) -> None:
        if 0 <= row < len(self.model.entries):
            entry = self.model.entries[row]
            if entry.run is not None and not entry.reason:
                self.close_palette()
                entry.run()

    # -- Qt --
    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        if watched is self.box and isinstance(event, QKeyEvent):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        ours = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        if key not in (*ours, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Tab):
                self._step(1)
            elif key in (Qt.Key.Key_Up, Qt.Key.Key_Backtab):
                self._step(-1)
            elif key == Qt.Key.Key_Escape:
                self.close_palette()
            else:
                self._run(self.list.currentIndex().row())
        return True

    def mousePressEvent(self, _: QMouseEvent, /) -> None:
        self.close_palette()

    def _place(self) -> None:
        look = self.look
        banner = look.px(tk.BANNER_H)
        self.setGeometry(0, banner, self._window.width(), self._window.height() - banner)
        headings = sum(entry.run is None for entry in self.model.entries)
        rows = len(self.model.entries) - headings
        self.list.setFixedHeight(
            min(look.px(28) * headings + look.px(36) * rows, look.px(36) * SHOWN, self.height() - 190)
        )
        width = min(look.px(WIDTH), self.width() - 40)
        self._panel.setFixedWidth(width)
        self._panel.adjustSize()
        top = min(TOP - banner, max(8, self.height() - self._panel.sizeHint().height() - 8))
        self._panel.setGeometry((self.width() - width) // 2, top, width, self._panel.sizeHint().height())

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        p.fillRect(self.rect(), self.look.c("scrim", 96))
        p.end()


class _Panel(Painted):
    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        event.accept()

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        rounded(p, frame, self.look.c("surface"), 10, self.look.c("edge"))
        p.end()
