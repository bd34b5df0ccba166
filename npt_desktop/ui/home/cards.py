"""The cards beside the list: the quarter, the log, the QA meeting; every area's for who has several."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from npt_desktop.rules.periods import month_label, number_of, short_date
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.charts import Sparkline
from npt_desktop.ui.widgets.clock_line import ClockStrip
from npt_desktop.ui.widgets.layout import box, clear, col, line, row
from npt_desktop.ui.widgets.line_card import LineCard
from npt_desktop.ui.widgets.marks import Badge, Dots, Mark
from npt_desktop.ui.widgets.progress import Meter, MiniSteps, StageBar
from npt_desktop.ui.widgets.text import Elided, Text

if TYPE_CHECKING:
    from npt_desktop.rules.home_page import HomePage


def _open(words: str, name: str, go: Callable[[], object]) -> Button:
    button = Button(words, "quiet", small=True)
    button.setAccessibleName(name)
    button.clicked.connect(lambda: go())
    return button


class PrioritiesCard(Card):
    """Where the quarter's round stands, and up to three priorities with plan and updates."""

    def __init__(self, go: Callable[[], object]) -> None:
        super().__init__("Priorities", right=[_open("Open", "Open priorities", go)], gap=8)
        self.steps = MiniSteps([])
        self.step = Text("", "meta_strong", "accent_text")
        self.step_words = Elided("", "meta", "text2")
        self.clocks = ClockStrip()
        self.lines = col(gap=8)
        self.add(
            self.steps, row(self.step, (self.step_words, 1), gap=6), self.clocks, line(), box(self.lines)
        )

    def show_page(self, page: HomePage) -> None:
        self.set_title(f"{page.quarter} priorities")
        self.steps.set(page.step_states)
        self.step.setText(
            "All six steps done" if page.step > len(page.step_states) else f"Step {page.step} of 6"
        )
        self.step_words.setText(page.step_words)
        self.clocks.set(page.clocks)
        clear(self.lines)
        for priority in page.priorities:
            bar = StageBar(priority.shares)
            self.lines.addLayout(
                row(Badge(priority.number, "accent"), (Elided(priority.title, "strong"), 1), bar, gap=8)
            )
            dots = Dots([(label, state.value) for label, state in priority.updates])
            self.lines.addLayout(row(28, Text("Updates", "meta", "text3"), dots, None, gap=8))
        if not page.priorities:
            self.lines.addWidget(Text("No priorities set for this quarter yet.", "meta", "text2", wrap=True))


class EngagementCard(Card):
    """The month's entries, their average, twelve weeks and the longest gaps."""

    def __init__(self, go: Callable[[], object]) -> None:
        super().__init__(
            "Engagement", note="last 12 weeks", right=[_open("Open log", "Open log", go)], gap=10
        )
        self.entries, self.average = Text("", "figure_s"), Text("", "figure_s")
        self.weeks = Sparkline([0], width=120, height=36, low=0)
        self.mark = Mark("warn", 13)
        self.gaps = Elided("", "meta", "text2")
        one = col(self.entries, Text("this month", "meta", "text2"), gap=0)
        two = col(self.average, Text("average score", "meta", "text2"), gap=0)
        self.add(row(one, 10, two, None, self.weeks, gap=10))
        self.add(row(self.mark, Text("Gaps:", "meta_strong"), (self.gaps, 1), gap=5))

    def show_page(self, page: HomePage) -> None:
        self.entries.setText(str(page.entries))
        self.average.setText("–" if page.average is None else f"{page.average:.1f}")
        self.weeks.set([float(n) for n in page.weeks])
        late = [
            f"{name.lower() if name != 'LGBT+' else name} {days} days"
            for name, days in page.gaps
            if days >= 30
        ]
        self.mark.set_state("warn" if late else "good")
        self.gaps.setText(", ".join(late) if late else "every community within a month")


class QualityCard(Card):
    """The month's QA meeting: how many questions have evidence, the worst, last month's actions."""

    def __init__(self, go: Callable[[], object]) -> None:
        super().__init__("QA meeting", right=[_open("Prepare", "Prepare the QA meeting", go)], gap=8)
        self.meter = Meter(0, 1)
        self.ready = Text("", "meta_strong")
        self.worst = col(gap=6)
        self.done = Text("", "meta_strong")
        self.add(row((self.meter, 1), self.ready, gap=10), box(self.worst), line())
        self.add(row(Text("Actions", "meta", "text2"), None, self.done, gap=6))

    def show_page(self, page: HomePage) -> None:
        day = page.meeting_on
        self.set_title(f"QA meeting, {short_date(day)}" if day else f"QA meeting, {page.today:%B}")
        self.meter.set(page.ready, page.questions)
        self.ready.setText(f"{page.ready} of {page.questions} ready")
        clear(self.worst)
        for state, short, number in page.worst:
            self.worst.addLayout(
                row(Mark(state.value, 13), (Elided(f"{short} ({number})", "meta", "text2"), 1), gap=6)
            )
        if not page.worst:
            self.worst.addWidget(Text("Nothing stands out.", "meta", "text2"))
        done, still, late = page.actions
        parts = [f"{done} done", f"{still} open", *([f"{late} late"] if late else [])]
        self.done.setText(", ".join(parts) if done + still + late else number_of(0, "action"))


class AreasCard(LineCard):
    """For somebody with several areas: each one's QA meeting of the month, and the lowest months.

    ``opened`` takes an area and a month.
    """

    def __init__(self, opened: Callable[[int, date], object]) -> None:
        super().__init__("QA meetings")
        self._opened = opened

    def show_page(self, page: HomePage) -> None:
        self.setVisible(bool(page.areas))
        self.set_title(f"QA meetings in {page.today:%B}")
        self.start()
        month = page.today.replace(day=1)
        for area in page.areas:
            day = short_date(area.on) if area.on else "no date"
            late = f" · {area.actions_late} late" if area.actions_late else ""
            figure = "finished" if area.finished else f"{area.answered} of {area.due}"
            self.put(area.state.value, f"{area.area}: {day}", f"{figure}{late}",
                     partial(self._opened, area.area_id, month))  # fmt: skip
        if page.lowest:
            self.add_line(Text("Lowest in twelve months", "label", "text2"))
        for low in page.lowest:
            self.put("bad", f"{low.area}, {month_label(low.month)}", low.share,
                     partial(self._opened, low.area_id, low.month))  # fmt: skip
