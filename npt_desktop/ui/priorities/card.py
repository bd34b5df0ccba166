"""One priority on the quarter's page: why, trend, plan, updates, owner."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from npt_desktop.rules.periods import MONTHS, month_short
from npt_desktop.ui.widgets.buttons import Button, IconButton
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.charts import Sparkline
from npt_desktop.ui.widgets.layout import box, line, row
from npt_desktop.ui.widgets.lines import Lines
from npt_desktop.ui.widgets.marks import Badge, Dots, Mark, Pill
from npt_desktop.ui.widgets.progress import StageBar
from npt_desktop.ui.widgets.text import Elided, Icon, Text

if TYPE_CHECKING:
    from npt_desktop.services.priority_view import QuarterView
    from npt_desktop.services.round_page import PriorityCard

_LABEL_W = 50


class PriorityView(Card):
    """A card that stays and is filled anew. ``asked`` carries where to go, a record and a field."""

    asked = Signal(str, object, str)

    def __init__(self, number: int) -> None:
        super().__init__(pad=12, gap=7)
        self.priority_id = self.plan_id = 0
        self.badge = Badge(number, "accent", solid=True, size=22)
        self.kind = Pill("New")
        self.edit = IconButton("pencil", f"Edit priority {number}: owner, plan, figures, wording", size=26)
        self.name = Lines("", "section", count=2)
        self.why = Lines("", "meta", "text2", count=3)
        self.trend = Sparkline([], width=74, height=22, low=0, bars=True)
        self.figure = Elided("", "meta", "text2")
        self.plan = Button("", "quiet", small=True)
        self.stages = StageBar((0, 0, 0, 0), width=58, height=16)
        self.recorded_mark, self.recorded = Mark("good", 13), Elided("", "meta", "text2")
        self.months = Dots([], size=13, gap=10)
        self.note = Elided("", "meta", "text2")
        self.owner = Elided("", "meta", "text2")
        self.write = Button("Write update", small=True)
        self.add(row(self.badge, self.kind, None, self.edit), self.name, self.why)
        trend = box(row(self.trend, (self.figure, 1)))
        trend.setFixedHeight(24)
        self.add(trend, line())
        label = Text("Plan", "label", "text2", width=_LABEL_W)
        self.add(row(label, self.plan, None, self.stages, gap=0))
        self.add(row(_LABEL_W + 6, self.recorded_mark, (self.recorded, 1), gap=6))
        self.add(row(Text("Updates", "label", "text2", width=_LABEL_W), self.months, None, gap=6))
        self.add(row(_LABEL_W + 6, (self.note, 1), gap=0), None)
        self.add(row(Icon("user", 14, "text3"), (self.owner, 1), self.write, gap=6))
        self.edit.clicked.connect(lambda: self.asked.emit("priority", self.priority_id, ""))
        self.plan.clicked.connect(self._plan)
        self.write.clicked.connect(lambda: self.asked.emit("update", self.priority_id, ""))

    def set(self, card: PriorityCard, view: QuarterView, month: date) -> None:
        """Show a priority as it stands."""
        from npt_desktop.services.candidates import trend_words
        from npt_desktop.services.priority_view import update_words

        p, plan = card.priority, card.plan
        self.priority_id, self.plan_id = p.id, plan.id if plan else 0
        self.setAccessibleName(f"Priority {p.number}: {p.title}")
        self.badge.set(p.number, "accent", solid=True)
        self.kind.set("Carried forward" if card.carried else "New")
        self.name.setText(p.title)
        self.why.setText(p.reason or "No reason recorded.")
        unit, values = view.series.get(plan.id if plan else 0, ("", ()))
        self.trend.setVisible(bool(values))
        if values:
            self.trend.set(values)
            last, words = trend_words(unit, values)
            self.figure.setText(f"{last} {words}")
        else:
            self.figure.setText(_figures(p.first_figure, p.last_figure, p.figure_name))
        self.plan.set_text(plan.reference if plan else "Add plan or reason")
        self.plan.setAccessibleName(f"{self.plan.text()}, priority {p.number}")
        self.stages.setVisible(plan is not None)
        if plan is not None:
            self.stages.set(view.shares[plan.id])
        recorded = plan is not None and bool(plan.ecins_reference.strip())
        reasoned = plan is None and bool(p.no_plan_reason.strip())
        self.recorded_mark.set_state("good" if recorded or reasoned else "warn")
        words = "E-CINS recorded" if recorded else "Reason for no plan recorded" if reasoned else ""
        self.recorded.setText(words or ("No E-CINS reference" if plan else "No plan, no reason yet"))
        self.recorded.set_tone("text2" if recorded or reasoned else "warn_text")
        states = [update_words(card, m, view.today)[0].value for m in view.quarter.months]
        names = [month_short(m) for m in view.quarter.months]
        self.months.set(list(zip(names, states, strict=True)))
        self.note.setText(update_words(card, month, view.today)[1])
        self.owner.setText(view.name(p.owner_id) or "No owner")
        self.owner.set_tone("text2" if p.owner_id else "warn_text")
        done = card.updates[(month.month - 1) % 3]
        verb = "Show" if done is not None and done.published_on else "Write"
        self.write.set_text(f"{verb} update")
        self.write.setAccessibleName(f"{verb} the {MONTHS[month.month - 1]} update, priority {p.number}")

    def _plan(self) -> None:
        if self.plan_id:
            self.asked.emit("plans", self.plan_id, "")
        else:
            self.asked.emit("priority", self.priority_id, "plan")


def _figures(first: int | None, last: int | None, name: str) -> str:
    if last is None and first is None:
        return "No figure counted yet"
    if first is None or last is None:
        return f"{last if first is None else first} {name}".rstrip()
    return f"{first} to {last} {name}".rstrip()
