"""The bar above the log: the period, words, and a second row of filters when it is asked for."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from npt_desktop.rules.periods import month_end, quarter_of
from npt_desktop.ui.widgets.buttons import Button, Check
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.forms import Combo, Edit
from npt_desktop.ui.widgets.layout import box, col, row
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.services.desk import Choice
    from npt_desktop.services.engagement import LogFilter

DEBOUNCE_MS = 150
_PERIODS = [("month", "This month"), ("quarter", "Quarter"), ("year", "Year"), ("all", "All")]


class WordsEdit(Edit):
    """The words box: Down and Enter go on to the log (``onward``)."""

    onward = Signal()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.onward.emit()
            return
        super().keyPressEvent(event)


def period(name: str, month: date) -> tuple[date | None, date | None]:
    """The first and last day of a period round a month; a year is the calendar year."""
    if name == "month":
        return month, month_end(month)
    if name == "quarter":
        quarter = quarter_of(month)
        return quarter.start, quarter.end
    if name == "year":
        return date(month.year, 1, 1), date(month.year, 12, 31)
    return None, None


class FilterBar(QWidget):
    """``changed`` when another set of entries is wanted; words wait 150 ms and count from two letters."""

    changed = Signal()

    def __init__(self, scores: Mapping[int, str]) -> None:
        super().__init__()
        self.period = Segmented(_PERIODS, "month", label="Period", small=True)
        self.words = WordsEdit("", "Find words", name="Find words in the log")
        self.words.setObjectName("words")
        self.words.setClearButtonEnabled(False)
        self.more = Button("Filter", "quiet", "filter", small=True)
        self.more.setCheckable(True)
        self.count = Text("", "meta", "text2")
        self.audience = Combo(name="Filter by audience")
        self.purpose = Combo(name="Filter by purpose")
        self.lead = Combo(name="Filter by lead")
        marks: list[tuple[Hashable, str]] = [(None, "Any score")]
        self.score = Combo(
            [*marks, *((n, f"{n} {word}") for n, word in scores.items())], name="Filter by score"
        )
        self.open_only = Check("To evaluate")
        self.all_areas = Check("All areas")
        self.all_areas.setObjectName("all_areas")
        second = row(
            (self.audience, 4),
            (self.purpose, 4),
            (self.lead, 4),
            (self.score, 3),
            4,
            self.open_only,
            self.all_areas,
        )
        self.second = box(second)
        self.second.hide()
        first = row(self.period, (self.words, 1), self.more, 4, self.count, gap=10)
        self.setLayout(col(first, self.second, gap=8, margins=(10, 8, 12, 8)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.offer({"audience": (), "purpose": (), "lead_name": ()})
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DEBOUNCE_MS)
        self._pause.timeout.connect(self._settled)
        self._told: object = self._state()
        self.words.textChanged.connect(lambda _: self._pause.start())
        self.more.toggled.connect(self._show_more)
        self.period.changed.connect(self._settled)
        for combo in (self.audience, self.purpose, self.lead, self.score):
            combo.changed.connect(self._settled)
        for check in (self.open_only, self.all_areas):
            check.clicked.connect(self._settled)

    def offer(self, lists: Mapping[str, Sequence[Choice]]) -> None:
        """The lists to filter by; what is chosen stays."""
        for combo, name in ((self.audience, "audience"), (self.purpose, "purpose")):
            any_one: list[tuple[Hashable, str]] = [(None, f"Any {name}")]
            combo.set_options([*any_one, *((c.id, c.label) for c in lists[name])], combo.value())
        people: list[tuple[Hashable, str]] = [("", "Any lead")]
        lead = self.lead.value() or ""
        self.lead.set_options([*people, *((c.label, c.label) for c in lists["lead_name"])], lead)
        for combo in (self.audience, self.purpose, self.lead):
            if combo.currentIndex() < 0:
                combo.setCurrentIndex(0)

    def wanted(self, area_id: int, month: date) -> LogFilter:
        """What is chosen, for an area and month."""
        from npt_desktop.services.engagement import LogFilter

        first, last = period(str(self.period.value()), month)
        return LogFilter(
            area_id=None if self.all_areas.isChecked() else area_id,
            first=first,
            last=last,
            audience_id=_number(self.audience.value()),
            purpose_id=_number(self.purpose.value()),
            lead=str(self.lead.value() or ""),
            score=_number(self.score.value()),
            unevaluated=self.open_only.isChecked(),
            words=self._words(),
        )

    @property
    def narrowed(self) -> int:
        """How many filters beside period and areas are set."""
        empty = self.wanted(0, date.min)
        there = (empty.audience_id, empty.purpose_id, empty.lead, empty.score, empty.unevaluated, empty.words)
        return sum(bool(value) for value in there)

    def clear(self) -> None:
        """Take every filter back but the period and the areas."""
        for combo in (self.audience, self.purpose, self.lead, self.score):
            combo.setCurrentIndex(0)
        self.open_only.setChecked(False)
        self.words.clear()
        self._settled()

    def show_everything(self) -> None:
        """Every filter back and the period to all: an entry must be there."""
        self.period.set_value("all")
        self.clear()

    def say(self, count: int) -> None:
        """Show how many entries fit."""
        self.count.setText(f"{count:,} {'entry' if count == 1 else 'entries'}")

    def _words(self) -> str:
        words = self.words.text().strip()
        return words if len(words) > 1 else ""

    def _state(self) -> object:
        return replace(self.wanted(0, date(2000, 1, 1))), self.period.value()

    def _settled(self, *_: object) -> None:
        self._pause.stop()
        state = self._state()
        if state != self._told:
            self._told = state
            hidden = self.narrowed - bool(self._words())
            self.more.set_text(f"Filter ({hidden})" if hidden else "Filter")
            self.changed.emit()

    def _show_more(self, on: bool) -> None:
        self.second.setVisible(on)
        if on:
            self.audience.setFocus(Qt.FocusReason.TabFocusReason)


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
