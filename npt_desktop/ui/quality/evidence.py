"""The evidence behind a question: figures, the records they count, and what was seen when it was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from npt_desktop.models.kinds import State
from npt_desktop.rules.periods import MONTHS
from npt_desktop.rules.quality import Evidence, EvidenceRow, Figure, Source
from npt_desktop.ui.quality.record import Filled, RecordForm
from npt_desktop.ui.quality.words import FORMS, LINKS, SEEN_FORM, TO_CHIEF_FORM, NoteForm, figure_tone
from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.widgets import cards
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.layout import box, clear, col, row
from npt_desktop.ui.widgets.tables import CELL, Cell, Table
from npt_desktop.ui.widgets.text import Icon, Text

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_LACKING = ("Missing", "Never")
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Kept:
    """The evidence an answer keeps: its figures, its sentence and when it was given."""

    figures: tuple[Figure, ...]
    why: str
    suggestion: str
    at: datetime | None
    records: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, snapshot: Mapping[str, Any], at: datetime | None) -> Kept | None:
        """From what is stored with an answer; None where nothing is."""
        if not snapshot:
            return None
        figures = tuple(
            Figure(str(value), str(label), State(*state) if state else State.NONE)
            for value, label, *state in snapshot.get("figures", ())
        )
        records = {str(name): int(version) for name, version in snapshot.get("records", {}).items()}
        return cls(figures, str(snapshot.get("why", "")), str(snapshot.get("suggestion", "")), at, records)

    def differs(self, live: Evidence) -> bool:
        """Whether the records changed since, be it one that was edited without moving a figure; days that
        merely went by do not count."""
        suggested = live.suggestion.value if live.suggestion else ""
        edited = any(
            self.records.get(row.source.name, row.source.version) != row.source.version
            for row in live.rows
            if row.source is not None
        )
        return edited or self.suggestion != suggested or _lasting(self.figures) != _lasting(live.figures)


def _lasting(figures: tuple[Figure, ...]) -> list[tuple[str, str]]:
    return [(f.value, f.label) for f in figures if not f.value.endswith(("day", "days"))]


class RecordModel(QAbstractTableModel):
    """The records behind the figures, as the evidence lists them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heads: tuple[str, ...] = ()
        self.lines: tuple[EvidenceRow, ...] = ()

    def set(self, heads: tuple[str, ...], lines: tuple[EvidenceRow, ...]) -> None:
        self.beginResetModel()
        self.heads, self.lines = heads, lines
        self.endResetModel()

    def rowCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole, /
    ) -> object:
        across = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self.heads[section] if across and 0 <= section < len(self.heads) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        words = line.cells[index.column()] if index.column() < len(line.cells) else ""
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role != CELL:
            return None
        if index.column() == 0:
            return Cell(words, mark="" if line.state is State.NONE else line.state.value)
        bad = words in _LACKING
        return Cell(words, tone="bad_text" if bad else "text2", strong=bad)


class EvidenceView(QWidget):
    """Figures, the sentence they come to, the records, and the small form where there is one.

    ``opened`` carries the :class:`Source` to go to; ``channels`` are those a blog may be put on.
    """

    opened = Signal(object)

    def __init__(self, today: date) -> None:
        super().__init__()
        self._shown: tuple[object, ...] = ()
        self.title = Text("Evidence from this area", "card")
        self.stamp = Text("", "meta", "text3")
        self.link = Button("Open", "quiet", "external-link", small=True)
        self.link.clicked.connect(self._open)
        self.record_button = Button("Record", "quiet", "plus", small=True)
        self.record_button.clicked.connect(self.open_form)
        self.seen_button = Button(SEEN_FORM.button, "quiet", "eye", small=True)
        self.seen_button.clicked.connect(lambda: self.open_form(SEEN_FORM))
        self.tell_button = Button(TO_CHIEF_FORM.button, "quiet", "message-2", small=True)
        self.tell_button.clicked.connect(lambda: self.open_form(TO_CHIEF_FORM))
        self.channels: Sequence[str] = ()
        self._remarks = col(gap=2)
        self._tools = box(row(self.seen_button, self.tell_button, None, gap=6))
        self._figures = row(gap=tk.S)
        self.why = Text("", "meta", "text2", wrap=True)
        self.changed_note = cards.Notice("", icon="history")
        self.records = RecordModel(self)
        self.table = Table("Records behind the figures", two_line=False)
        self.table.setModel(self.records)
        self.table.opened.connect(self._open_row)
        self.table.clicked.connect(self._open_row)
        self.form = RecordForm(today)
        self.form.closed.connect(self._form_closed)
        self.head = row(self.title, self.stamp, None, self.record_button, self.link, gap=6)
        self.setLayout(
            col(
                self.head, box(self._figures), self.why, self._remarks, self.changed_note, self._tools, self.form,
                self.table, None, gap=8,
            )
        )  # fmt: skip
        self._screen = ""

    @property
    def figures(self) -> list[cards.Figure]:
        """The figures on show."""
        items = (self._figures.itemAt(i) for i in range(self._figures.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, cards.Figure)]

    def show_evidence(
        self,
        key: str,
        live: Evidence | None,
        kept: Kept | None,
        stamp: str,
        *,
        locked: bool,
        may_record: bool,
        may_tell: bool = False,
    ) -> None:
        """Show live evidence, or with ``locked`` what the answer keeps of it; None while it is being read."""
        form = FORMS.get(key)
        self.record_button.setVisible(form is not None and may_record and not locked and self.form.isHidden())
        if form is not None:
            self.record_button.set_text(form.button)
        open_ = may_record and not locked and self.form.isHidden()
        self.seen_button.setVisible(open_ and live is not None and live.suggestion is None)
        self.tell_button.setVisible(open_ and may_tell)
        self._tools.setVisible(not self.seen_button.isHidden() or not self.tell_button.isHidden())
        state = (key, live, kept, stamp, locked)
        if state == self._shown:
            return
        self._shown = state
        self._screen, words = LINKS.get(key, ("", ""))
        self.link.setVisible(bool(self._screen))
        self.link.set_text(words or "Open")
        old = kept if locked else None
        self.title.setText("Evidence as it was answered" if old else "Evidence from this area")
        self.stamp.setText(stamp)
        self._put_figures(old.figures if old else live.figures if live else ())
        self.why.setText(old.why if old else live.why if live else "Reading the records…")
        moved = kept is not None and live is not None and kept.differs(live)
        self.changed_note.setVisible(moved)
        if moved and kept is not None and live is not None:
            now = f"Now: {live.why}" if locked else f"Then: {kept.why}"
            self.changed_note.setText(f"Changed since it was answered. {now}")
        self._put_remarks(live)
        self._put_records(None if old else live)

    @property
    def key(self) -> str:
        """The evidence key of the question shown."""
        return str(self._shown[0]) if self._shown else ""

    def open_form(self, form: NoteForm | bool | None = None) -> None:
        """Open a small form, the question's own by default, and go to it."""
        form = form if isinstance(form, NoteForm) else FORMS.get(self.key)
        if form is not None:
            self._hide_tools()
            self.form.begin(form, self.channels)

    def mend(self, filled: Filled) -> None:
        """Open the form with a record that stands."""
        self._hide_tools()
        self.form.mend(filled)

    def _hide_tools(self) -> None:
        self.record_button.hide()
        self._tools.hide()

    def close_form(self) -> None:
        """Close the small form, if it is open."""
        if not self.form.isHidden():
            self.form.close_form()

    def _form_closed(self) -> None:
        self.record_button.setVisible(self.key in FORMS)
        self._tools.setVisible(not self.seen_button.isHidden() or not self.tell_button.isHidden())

    def _put_figures(self, figures: tuple[Figure, ...]) -> None:
        clear(self._figures)
        for figure in figures:
            shown = cards.Figure(figure.value, figure.label, tone=figure_tone(figure.state))
            shown.words.setWordWrap(True)
            inner = shown.layout()
            if isinstance(inner, QVBoxLayout):
                inner.addStretch(1)  # figures stay in line where some words take two lines
            shown.setAccessibleName(f"{figure.value} {figure.label}")
            self._figures.addWidget(shown, 1)

    def _put_remarks(self, live: Evidence | None) -> None:
        clear(self._remarks)
        said = [("Seen", r) for r in live.seen] + [("Note", r) for r in live.notes] if live else []
        for what, remark in said:
            by = f", {remark.by}" if remark.by else ""
            words = f"{what} {remark.day.day} {MONTHS[remark.day.month - 1][:3]}{by}: {remark.words}"
            self._remarks.addLayout(row(Icon("eye" if what == "Seen" else "message-2", 14), (Text(words, "meta", wrap=True), 1), gap=6))  # fmt: skip

    def _put_records(self, live: Evidence | None) -> None:
        rows = live.rows if live is not None else ()
        heads = live.heads if live is not None else ()
        self.records.set(heads, rows)
        self.table.setVisible(bool(rows))
        if not rows:
            return
        look = self.table.look
        widths = [0]
        for column in range(1, len(heads)):
            cells = [heads[column], *(r.cells[column] for r in rows if column < len(r.cells))]
            longest = max(look.width(words, "body") for words in cells)
            widths.append(min(170, round((longest + 26) * 100 / look.percent)))
        self.table.set_widths(widths)
        shown = min(_SHOWN, len(rows))
        self.table.setFixedHeight(look.px(tk.HEAD_H) + shown * look.px(tk.ROW_1) + 2)

    def _open_row(self, index: QModelIndex) -> None:
        source = self.records.lines[index.row()].source if index.isValid() else None
        if source is not None:
            self.opened.emit(source)
        else:
            self._open()

    def _open(self) -> None:
        if self._screen:
            self.opened.emit(Source(self._screen))
