"""The bar above the log: the period, words, and filters by every column when they are asked for."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from npt_desktop.rules.dates import parse_typed
from npt_desktop.rules.periods import month_end, quarter_of
from npt_desktop.rules.thresholds import standard_thresholds
from npt_desktop.ui.engagement.more import PLAN_SHIFT, read_minutes, read_number
from npt_desktop.ui.marking_choice import marking_choice
from npt_desktop.ui.widgets.buttons import Button, Check
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.forms import Combo, Edit, set_state
from npt_desktop.ui.widgets.layout import box, col, put, row
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.services.desk import Choice
    from npt_desktop.services.engagement import LogFilter

DEBOUNCE_MS = 20
LOW = "low"
_PERIODS = [("month", "This month"), ("quarter", "Quarter"), ("year", "Year"), ("all", "All")]
_WORDS = ("who", "summary", "outcome", "beat", "partners")
_LEAST = {"reached": read_number, "hours": read_minutes}


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
    """``changed`` when another set of entries is wanted; words wait a moment and count from two letters.

    The buttons given in ``tools`` stand at the end of the bar, left of the count.
    """

    changed = Signal()

    def __init__(self, scores: Mapping[int, str], today: date, *tools: QWidget) -> None:
        super().__init__()
        self.period = Segmented(_PERIODS, "month", label="Period", small=True)
        self.words = WordsEdit("", "Find words", name="Find words in the log")
        self.words.setObjectName("words")
        self.words.setClearButtonEnabled(False)
        self.more = Button("Filter", "quiet", "filter", small=True)
        self.more.setCheckable(True)
        self.count = Text("", "meta", "text2")
        self.audience, self.purpose = Combo(name="Filter by audience"), Combo(name="Filter by purpose")
        self.lead, self.theme = Combo(name="Filter by lead"), Combo(name="Filter by theme")
        self.channel, self.group = Combo(name="Filter by channel"), Combo(name="Filter by community reached")
        self.about = Combo(name="Filter by priority or plan")
        self.marking = marking_choice("Filter by marking")
        low = standard_thresholds().low_score
        marks: list[tuple[Hashable, str]] = [
            (None, "Any score"),
            *((n, f"{n} {word}") for n, word in scores.items()),
        ]
        self.score = Combo([*marks, (LOW, f"{low} or lower")], name="Filter by score")
        self._low = low
        self.texts = {
            name: Edit("", f"{words} has …", name=f"Filter: words in {words.lower()}")
            for name, words in zip(_WORDS, ("Who", "Summary", "Outcome", "Beat", "Partners"), strict=True)
        }
        self.least = {
            name: Edit("", f"{words} at least", name=f"Filter: {name} at least")
            for name, words in zip(_LEAST, ("Reached", "Hours"), strict=True)
        }
        parse = partial(parse_typed, today=today)
        self.first = DateEdit(parse, placeholder="From", name="Filter from this day")
        self.last = DateEdit(parse, placeholder="To", name="Filter up to this day")
        self.open_only, self.hate = Check("To evaluate"), Check("From hate crime reports")
        self.all_areas = Check("All areas")
        self.all_areas.setObjectName("all_areas")
        self.combos = {
            "audience_id": self.audience, "purpose_id": self.purpose, "lead": self.lead, "score": self.score,
            "theme_id": self.theme, "channel_id": self.channel, "group_id": self.group, "about": self.about,
            "marking": self.marking,
        }  # fmt: skip
        self.checks = {
            "unevaluated": self.open_only,
            "from_hate_crime": self.hate,
            "all_areas": self.all_areas,
        }
        self.clear_button = Button("Clear filter", "quiet", small=True)
        self.second = box(self._grid())
        self.second.hide()
        first = row(self.period, (self.words, 1), self.more, *tools, self.count, gap=8)
        self._lay = col(first, gap=8, margins=(10, 8, 12, 8))
        self.setLayout(self._lay)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.offer({})
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DEBOUNCE_MS)
        self._pause.timeout.connect(self._settled)
        self._told: object = self.state()
        for edit in (self.words, *self.texts.values(), *self.least.values()):
            edit.textChanged.connect(lambda _: self._pause.start())
        self.more.toggled.connect(self._show_more)
        self.period.changed.connect(self._settled)
        for combo in self.combos.values():
            combo.changed.connect(self._settled)
        for check in self.checks.values():
            check.clicked.connect(self._settled)
        for day in (self.first, self.last):
            day.changed.connect(self._settled)
            day.returnPressed.connect(day.read)
        self.clear_button.clicked.connect(self.clear)

    def _grid(self) -> Any:
        """The filters in equal columns, in the order of the log's own."""
        lines: list[list[QWidget]] = [
            [self.audience, self.purpose, self.lead, self.score, self.theme],
            [*self.texts.values(), self.marking],
            [self.channel, self.group, self.about, self.first, self.last],
        ]
        least = row(*((one, 1) for one in self.least.values()))
        checks = row((box(least), 1), self.open_only, 6, self.hate, 6, self.all_areas, 6, self.clear_button)
        return col(*(row(*((one, 1) for one in line)) for line in lines), checks, gap=6)

    def offer(self, lists: Mapping[str, Sequence[Choice]]) -> None:
        """The lists to filter by; what is chosen stays."""
        for name, combo, words in (
            ("audience", self.audience, "audience"), ("purpose", self.purpose, "purpose"),
            ("theme", self.theme, "theme"), ("channel", self.channel, "channel"), ("group", self.group, "community"),
        ):  # fmt: skip
            self._fill(combo, None, f"Any {words}", [(c.id, c.label) for c in lists.get(name, ())])
        self._fill(self.lead, "", "Any lead", [(c.label, c.label) for c in lists.get("lead_name", ())])
        about: list[tuple[Hashable, str]] = [(c.id, c.label) for c in lists.get("priority", ())]
        about += [(c.id + PLAN_SHIFT, c.label) for c in lists.get("plan", ())]
        self._fill(self.about, None, "About anything", about)

    def _fill(
        self, combo: Combo, none: Hashable, words: str, options: Sequence[tuple[Hashable, str]]
    ) -> None:
        chosen, said = combo.value(), combo.currentText()
        kept = [(chosen, said)] if chosen not in (None, none, *(key for key, _ in options)) else []
        combo.set_options([(none, words), *options, *kept], chosen if chosen is not None else none)
        if combo.currentIndex() < 0:
            combo.setCurrentIndex(0)

    # -- what is wanted --
    def wanted(self, area_id: int, month: date) -> LogFilter:
        """What is chosen, for an area and month. Days typed come before the period."""
        from npt_desktop.services.engagement import LogFilter

        first, last = self.first.peek(), self.last.peek()
        if first is None and last is None:
            first, last = period(str(self.period.value()), month)
        about = _number(self.about.value())
        return LogFilter(
            area_id=None if self.all_areas.isChecked() else area_id,
            first=first,
            last=last,
            audience_id=_number(self.audience.value()),
            purpose_id=_number(self.purpose.value()),
            lead=str(self.lead.value() or ""),
            score=_number(self.score.value()),
            most_score=self._low if self.score.value() == LOW else None,
            theme_id=_number(self.theme.value()),
            channel_id=_number(self.channel.value()),
            group_id=_number(self.group.value()),
            priority_id=about if about is not None and about < PLAN_SHIFT else None,
            plan_id=about - PLAN_SHIFT if about is not None and about >= PLAN_SHIFT else None,
            from_hate_crime=self.hate.isChecked(),
            marking=str(self.marking.value() or ""),
            unevaluated=self.open_only.isChecked(),
            least_reached=self._at_least("reached"),
            least_minutes=self._at_least("hours"),
            words=_said(self.words),
            **{name: _said(edit) for name, edit in self.texts.items()},
        )

    def _at_least(self, name: str) -> int | None:
        """The least typed, None for nothing; what is no number is said in its box and narrows nothing."""
        edit = self.least[name]
        number = _LEAST[name](edit.text().strip())
        wrong = number is not None and number < 0
        set_state(edit, "error" if wrong else "")
        edit.setToolTip("Enter a number, such as 20." if wrong else "")
        return None if wrong else number

    def state(self) -> dict[str, Any]:
        """Everything chosen, as JSON; what is not narrowed is left out."""
        found: dict[str, Any] = {"period": self.period.value()}
        found |= {
            name: combo.value() for name, combo in self.combos.items() if combo.value() not in (None, "")
        }
        found |= {
            name: _said(edit) for name, edit in (("words", self.words), *self.texts.items()) if _said(edit)
        }
        found |= {
            name: edit.text().strip() for name, edit in self.least.items() if self._at_least(name) is not None
        }
        found |= {name: True for name, check in self.checks.items() if check.isChecked()}
        days = (("first", self.first), ("last", self.last))
        return found | {name: day.isoformat() for name, edit in days if (day := edit.peek()) is not None}

    def put(self, state: Mapping[str, Any]) -> None:
        """Choose what a :meth:`state` says; what it does not name is not narrowed."""
        self.period.set_value(state.get("period", "month"))
        for name, combo in self.combos.items():
            combo.set_value(state.get(name, "" if combo in (self.lead, self.marking) else None))
            if combo.currentIndex() < 0:
                combo.setCurrentIndex(0)
        for name, edit in (("words", self.words), *self.texts.items(), *self.least.items()):
            edit.setText(str(state.get(name, "")))
        for name, check in self.checks.items():
            check.setChecked(bool(state.get(name)))
        for name, day in (("first", self.first), ("last", self.last)):
            day.set_value(date.fromisoformat(state[name]) if state.get(name) else None)
        self._settled()

    @property
    def narrowed(self) -> int:
        """How many filters beside period and areas are set."""
        return len(self.state().keys() - {"period", "all_areas"})

    def clear(self) -> None:
        """Take every filter back but the period and the areas."""
        self.put({name: value for name, value in self.state().items() if name in ("period", "all_areas")})

    def show_everything(self) -> None:
        """Every filter back and the period to all: an entry must be there."""
        self.put({"period": "all", "all_areas": self.all_areas.isChecked()})

    def say(self, count: int, *, whole: bool = True) -> None:
        """Show how many entries fit; not ``whole`` while only the top of them is known."""
        if not whole:
            self.count.setText(f"Over {count:,} entries")
            return
        self.count.setText(f"{count:,} {'entry' if count == 1 else 'entries'}")

    def _settled(self, *_: object) -> None:
        self._pause.stop()
        state = self.state()
        if state != self._told:
            self._told = state
            hidden = self.narrowed - bool(_said(self.words))
            self.more.set_text(f"Filter ({hidden})" if hidden else "Filter")
            self.changed.emit()

    def _show_more(self, on: bool) -> None:
        if on and self.second.parentWidget() is None:
            put(self._lay, self.second)  # only now: the log opens without styling it
        self.second.setVisible(on)
        if on:
            self.audience.setFocus(Qt.FocusReason.TabFocusReason)


def _said(edit: Edit) -> str:
    """Words to look for; one letter is none."""
    words = edit.text().strip()
    return words if len(words) > 1 else ""


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
