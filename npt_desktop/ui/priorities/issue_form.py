"""One issue before the meeting: its figures, the problem-or-pattern test, the decision and its words.

Each field is handed over when it is left; the choices at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from npt_desktop.models.kinds import Decision
from npt_desktop.rules.dates import parse_typed
from npt_desktop.rules.problem_test import booklet_test, differs, read_test
from npt_desktop.ui.priorities.judging import CheersRows, RankingRows
from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Notice, Well
from npt_desktop.ui.widgets.charts import Sparkline
from npt_desktop.ui.widgets.choices import Scale, Segmented
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.forms import Area, Edit, Field
from npt_desktop.ui.widgets.layout import box, clear, col, line, row
from npt_desktop.ui.widgets.marks import Mark, Pill
from npt_desktop.ui.widgets.text import Elided, Text

if TYPE_CHECKING:
    from npt_desktop.models.priorities import CandidateIssue
    from npt_desktop.services.candidates import Evidence

DECISIONS = (Decision.PRIORITY, Decision.PLAN_ONLY, Decision.PARTNER, Decision.NOT_NOW)
RANKS = ((1, "1st"), (2, "2nd"), (3, "3rd"))
TEXTS = ("evidence", "reason", "public_wording", "passed_to", "against_advice", "agreed_by", "no_plan_reason")


class IssueForm(QWidget):
    """Shows one :class:`CandidateIssue`. ``edited`` carries the fields a person changed;
    ``dropped`` asks to take the issue off the list. ``present`` stands for who agreed until somebody writes it:
    those at the meeting, where any are recorded."""

    edited = Signal(object)
    dropped = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today, self.present = today, ""
        self.candidate_id: int | None = None
        self.version = 0
        self._stored: dict[str, Any] = {}
        self.looked_at: dict[str, Any] = {}
        self._stays = False
        self.taken: list[int] = []
        self.name = Elided("", "section")
        self.kind = Pill("Carried forward")
        self.drop = Button("Remove", "quiet", "trash", small=True)
        self.drop.clicked.connect(self.dropped)
        self._figures, self.places = row(gap=8), Text("", "meta", "text2", wrap=True)
        self._figures_said: list[Evidence] = []
        self.scales = {r.key: Scale(r.name, r.pattern, r.problem) for r in booklet_test().rows}
        for key, scale in self.scales.items():
            scale.setObjectName(f"test_{key}")
            scale.changed.connect(self._judged)
        self.mark, self.count, self.advice = (
            Mark("none", 16),
            Text("", "strong"),
            Text("", tone="text2", wrap=True),
        )
        self.decision = Segmented([(d, d.label) for d in DECISIONS], numbered=True, optional=True)
        self.rank = Segmented(RANKS, optional=True)
        self.texts: dict[str, Edit | Area] = {
            "evidence": Edit("", "figures from other sources: council, crime and incidents"),
            "reason": Area("", "for the record of the meeting", lines=3),
            "public_wording": Area("", "You told us … We will …", lines=3),
            "passed_to": Edit("", "who leads, such as the borough council"),
            "against_advice": Edit("", "why the decision differs from the test"),
            "agreed_by": Edit("", "who at the meeting agreed"),
            "no_plan_reason": Edit("", "why there is no plan, though it stays a third quarter"),
        }
        self.passed_on = DateEdit(lambda text: parse_typed(text, today), width=160)
        self.ranking, self.cheers = RankingRows(), CheersRows()
        self.fields = self._dress()
        for control in self.texts.values():
            control.installEventFilter(self)
        self.decision.changed.connect(self._decided)
        self.rank.changed.connect(lambda value: self._give({"rank": value}))
        self.passed_on.changed.connect(lambda day: self._give({"passed_on": day}))
        self.ranking.changed.connect(lambda scores: self._give({"scores": scores}))
        self.cheers.changed.connect(lambda written: self._give({"cheers": written}))
        self.notice = Notice(
            "Somebody changed this issue meanwhile. Your words are kept: leave the field to save them."
        )
        self.notice.hide()
        self._lay_out()

    def _dress(self) -> dict[str, Field]:
        f, t = Field, self.texts
        return {
            "evidence": f("Other evidence", t["evidence"], name="evidence", optional=True),
            "decision": f("Decision", self.decision, name="decision"),
            "rank": f("Rank", self.rank, name="rank"),
            "reason": f("Why (internal)", t["reason"], name="reason"),
            "public_wording": f("Public wording", t["public_wording"], name="public_wording"),
            "passed_to": f("Passed to", t["passed_to"], name="passed_to"),
            "against_advice": f(
                "Reason against the test’s advice", t["against_advice"], name="against_advice"
            ),
            "agreed_by": f("Agreed by", t["agreed_by"], name="agreed_by"),
            "passed_on": f("Passed on", self.passed_on, name="passed_on"),
            "no_plan_reason": f("Reason for no plan", t["no_plan_reason"], name="no_plan_reason"),
        }

    def _lay_out(self) -> None:
        f = self.fields
        head = row((self.name, 1), self.kind, self.drop)
        hint = Text("← → to move, Down for the next row", "meta", "text3")
        test_head = row(Text("Problem or pattern of incidents?", "card"), None, hint)
        reading = Well(row(self.mark, self.count, (self.advice, 1)), pad=6)
        decide = row(f["decision"], None, f["rank"], gap=tk.M)
        words = row((f["reason"], 1), (f["public_wording"], 1), gap=tk.M)
        others = row((f["evidence"], 1), (f["agreed_by"], 1), gap=tk.M)
        passed = row((f["passed_to"], 1), f["passed_on"], gap=tk.M)
        low = Text("1 is low, 5 is high; ← → or the digit", "meta", "text3")
        self.setLayout(col(
            head, self.notice, self._figures, self.places, test_head, box(col(*self.scales.values(), gap=0)), reading, line(),
            decide, f["against_advice"], passed, f["no_plan_reason"], words, others, line(),
            row(Text("Local ranking", "card"), None, low), self.ranking, line(),
            Text("CHEERS: is it a problem for police?", "card"), self.cheers, None, gap=8, margins=(14, 12, 14, 12),
        ))  # fmt: skip

    # -- showing --
    def show_issue(
        self, issue: CandidateIssue, figures: Sequence[Evidence], taken: list[int], *, stays: bool = False
    ) -> None:
        """Show an issue; ``taken`` are the ranks of the others, ``stays`` says that a third quarter without a plan
        asks for a reason. What is being typed stays."""
        fresh = issue.id != self.candidate_id
        if not fresh and issue.version < self.version:
            return  # read before the latest save
        changed = not fresh and issue.version > self.version
        kept = set() if fresh else self._unsaved()
        incoming = {name: getattr(issue, name) for name in TEXTS}
        theirs = {n for n in kept if changed and incoming[n] != self._stored.get(n)}
        clash = bool(theirs)
        seen = issue.version if not clash else self.version  # saving asks, where both wrote
        self.candidate_id, self.version, self.taken = issue.id, seen, taken
        self.notice.setVisible(clash)
        self._stored = {**incoming, "test": dict(issue.test), "decision": issue.decision, "rank": issue.rank,
                        "passed_on": issue.passed_on}  # fmt: skip
        looked_at = {**self._stored, "scores": dict(issue.scores), "cheers": dict(issue.cheers)}
        self.looked_at = looked_at | {name: self.looked_at.get(name) for name in theirs}
        self._stays = stays
        self.ranking.set(issue.scores)
        self.cheers.set(issue.cheers, keep=not fresh)
        if fresh or (not self.passed_on.isModified() and self.passed_on.peek() != issue.passed_on):
            self.passed_on.set_value(issue.passed_on)
        self.name.setText(issue.title)
        self.kind.setVisible(issue.carried_from_id is not None)
        for name, control in self.texts.items():
            if name not in kept and control.text() != incoming[name]:
                control.setText(incoming[name])
                if isinstance(control, Edit):
                    control.setCursorPosition(0)
        for key, scale in self.scales.items():
            if scale.value() != issue.test.get(key):
                scale.set_value(issue.test.get(key))
        decided = None if issue.decision is Decision.UNDECIDED else issue.decision
        self.decision.set_value(decided)
        self.rank.set_value(issue.rank)
        self._show_figures(figures)
        self._follow()

    def _show_figures(self, figures: Sequence[Evidence]) -> None:
        said = list(figures)
        if said == self._figures_said:
            return
        self._figures_said = said
        clear(self._figures)
        apart = [f"{each.figure} {each.words}." for each in said if not each.line]
        self.places.setText("\n".join(apart))
        self.places.setVisible(bool(apart))
        for each in (each for each in said if each.line):
            words = col(Text(each.figure, "figure_s"), Text(each.words, "meta", "text2"), gap=0)
            trend = [Sparkline(each.series, width=56, height=20, low=0)] if each.series else []
            well = Well(row(words, None, *trend))
            well.setAccessibleName(f"{each.figure} {each.words}")
            self._figures.addWidget(well, 1)

    def lock(self, reason: str) -> None:
        """Read only while there is a reason."""
        choices = (
            *self.scales.values(),
            self.decision,
            self.rank,
            *self.ranking.rows.values(),
            self.passed_on,
        )
        for control in choices:
            control.setEnabled(not reason)
        self.cheers.lock(reason)
        for text in self.texts.values():
            text.setReadOnly(bool(reason))
        self.drop.setVisible(not reason)

    def _follow(self) -> None:
        """What depends on the test and the decision."""
        reading = read_test(self._stored["test"])
        self.mark.set_state(reading.state.value)
        self.count.setText(reading.count)
        self.advice.setText(reading.advice)
        decision: Decision = self._stored["decision"]
        self.fields["rank"].setVisible(decision is Decision.PRIORITY)
        for name in ("passed_to", "passed_on"):
            self.fields[name].setVisible(decision is Decision.PARTNER)
        self.fields["no_plan_reason"].setVisible(self._stays and decision is Decision.PRIORITY)
        self.fields["against_advice"].setVisible(differs(reading, decision))

    # -- handing over --
    def _unsaved(self) -> set[str]:
        return {n for n, control in self.texts.items() if control.text().strip() != self._stored.get(n, "")}

    def commit(self) -> None:
        """Hand over what was typed and not yet handed over."""
        if self.candidate_id is not None:
            self.cheers.commit()
            self.passed_on.read()
            names = self._unsaved()
            if names:
                self._give({name: self.texts[name].text().strip() for name in names})

    def saved(self, version: int) -> None:
        """The fields handed over last are in the store, as this version."""
        self.version = version
        self.notice.hide()

    def refused(self, fields: Mapping[str, Any]) -> None:
        """The fields handed over last were not saved: the next reading shows what stands, words stay typed."""
        self.version = 0
        for name in fields:
            self._stored[name] = None

    def _give(self, fields: Mapping[str, Any]) -> None:
        self._stored.update(fields)
        self._follow()
        self.edited.emit(dict(fields))

    def _judged(self, _: object) -> None:
        judged = {key: scale.value() for key, scale in self.scales.items()}
        self._give({"test": {key: value for key, value in judged.items() if value is not None}})

    def _decided(self, value: object) -> None:
        self.decide(value if isinstance(value, Decision) else Decision.UNDECIDED)

    def decide(self, decision: Decision) -> None:
        """Take a decision; a priority gets the next free rank."""
        rank = None
        if decision is Decision.PRIORITY:
            own = self._stored.get("rank")
            rank = own or next((n for n, _ in RANKS if n not in self.taken), None)
        shown = None if decision is Decision.UNDECIDED else decision
        if self.decision.value() != shown:
            self.decision.set_value(shown)
        self.rank.set_value(rank)
        given: dict[str, Any] = {"decision": decision, "rank": rank}
        if decision is Decision.PARTNER and self._stored.get("passed_on") is None:
            given["passed_on"] = self._today
            self.passed_on.set_value(self._today)
        agreed = self.texts["agreed_by"]
        if decision is not Decision.UNDECIDED and self.present and not agreed.text().strip():
            agreed.setText(self.present)
            given["agreed_by"] = self.present
        self._give(given)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.commit()
        return super().eventFilter(watched, event)
