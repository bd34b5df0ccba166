"""Problem-solving plans from scanning to what works, with measures, actions and reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import ActionState, Side, Stage, Tactic, Verdict
from npt_desktop.models.plan_kinds import ReviewKind
from npt_desktop.models.plans import Hypothesis, Measure, MeasurePoint, PlanReview, PlanSource, ProblemPlan
from npt_desktop.rules.periods import add_months, month_label, month_of, months_from
from npt_desktop.rules.verdict import Spell, VerdictReading, read_verdict
from npt_desktop.services.demo.plan_parts import (
    analysis_parts,
    assessment_parts,
    authorisation,
    differs,
    entry,
    hand_over,
    opinion,
    refused,
    scanning_parts,
    technique,
)
from npt_desktop.services.demo.timeline import Row
from npt_desktop.services.demo.what_works import make_entry
from npt_desktop.services.demo.world import (
    PLANS,
    AreaCast,
    Filler,
    PlanLife,
    Stock,
    World,
    chance,
    pick,
    workday,
)

TEST_ROWS = ("how_long", "location", "people", "concern", "cause", "response")
_REVIEWS = ("Scanning is sound; name a second source.", "Analysis names the cause. Add who could influence the offenders.",
            "Actions on time. Keep the partner dates under review.", "Seen with the lead; figures entered to the month.",
            "Good partner work. Think now about how it will be judged.", "Too much enforcement: what will last when patrols stop?")  # fmt: skip
_COSTS = ("{n}0 officer hours; {k}00 pounds from the {council}.", "{n} PCSO shifts; no cash.",
          "{m} officer shifts and {n}0 hours of partner time; {k},200 pounds from the safer streets fund.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Course:
    """How a plan goes. ``days`` are those from opening to analysis, response, finish, assessment, close."""

    verdict: Verdict
    days: tuple[int, int, int, int, int]
    assessed: bool = True
    idle_after: date | None = None
    ecins: bool = True
    offender: bool = True
    unowned: bool = False
    late_action: bool = False
    review_in: int | None = None
    long: bool = False
    """Two years of figures before and more than half a year after, beside a comparison."""
    hand_over: bool = False


class PlanMaker:
    """Writes one plan's life up to today."""

    def __init__(self, world: World, area: AreaCast, random: Random, problem: Stock, place: str) -> None:
        self.world, self.area, self.random, self.problem, self.place = world, area, random, problem, place
        self.title = problem["title"].format(place=place)
        self.unit = str(problem["unit"])

    def make(self, opened: date, course: Course) -> PlanLife:
        """The plan, opened on a day."""
        self.course, self.opened = course, opened
        self.more = Random(f"{self.world.seed}/{self.area.index}/{self.title}/{opened}")
        self.causes: list[Row] = []
        random, area = self.random, self.area
        self.lead = pick(random, area.team(self.world.today)[:6])
        self.supervisor = pick(random, area.sergeants)
        self.desk = area.desk(PLANS, "Worked on problem plans", self.supervisor)
        self.series = self._series()
        self.beside: dict[date, int] = {}
        before = [self.series[month] for month in months_from(add_months(opened, -3), add_months(opened, -1))]
        self.first = max(2, round(sum(before) / 3))
        self.target = max(1, round(self.first * 0.55))
        self.fill = Filler(
            area, random, opened, place=self.place, first=str(self.first), target=str(self.target)
        )
        self.row = self._scanning()
        self.life = PlanLife(self.row, opened, [opened])
        area.plans.append(self.life)
        analysed, answered, finished, assessed, closed = (
            workday(opened + timedelta(days=days)) for days in course.days
        )
        if self.open_on(analysed):
            self._analysis(analysed)
        if self.open_on(answered):
            self._response(answered, finished)
        self._counting()
        if course.hand_over and self.open_on(analysed):
            to = next(who for who in area.team(self.world.today) if who is not self.lead)
            hand_over(self.world.line, self.desk, self.row, answered, self.supervisor, to, self.more)
            self.life.changes.append(answered)
        over = finished if finished <= self._last else None
        self._reviews(over or self._last, finished if over else None)
        if over:
            self.life.finished = over
            self.line(finished, self.row, stage=Stage.ASSESSMENT, finished_on=finished, next_review_on=None)  # fmt: skip
            if course.assessed and assessed <= self._last:
                self._assessment(assessed)
                if closed <= self._last:
                    self._close(closed)
        return self.life

    @property
    def _last(self) -> date:
        """The last day anybody worked on it."""
        return min(self.course.idle_after or self.world.today, self.world.today)

    def open_on(self, day: date) -> bool:
        """Whether that day was reached."""
        return day <= self._last

    def line(self, day: date, row: Row, /, **fields: Any) -> None:
        self.world.line.change(self.desk, day, row, **fields)
        self.life.changes.append(day)

    def _series(self) -> dict[date, int]:
        """The monthly figure: steady before, then as the verdict says."""
        low, high = self.problem["base"]
        level = self.random.uniform(low, high) + (14 if self.course.long else 0)
        response = month_of(self.opened + timedelta(days=self.course.days[1]))
        change = {Verdict.FELL: 0.42, Verdict.ROSE: 1.18, Verdict.CANNOT_TELL: 0.88}[self.course.verdict]
        if self.course.long:
            change = {Verdict.FELL: 0.42, Verdict.ROSE: 1.8, Verdict.CANNOT_TELL: 0.97}[self.course.verdict]
        found = {}
        back = 25 if self.course.long else 12
        for month in months_from(add_months(month_of(self.opened), -back), self.world.today):
            since = (month.year - response.year) * 12 + month.month - response.month
            share = 1 + (change - 1) * min(1.0, max(0, since) / 3)
            season = 1.1 if month.month in (5, 6, 7, 8) else 0.95
            found[month] = max(0, round(level * share * season + self.random.uniform(-1.6, 1.6)))
        return found

    def _scanning(self) -> Row:
        text, opened, random, fill = self.problem, self.opened, self.random, self.fill
        quarter = month_label(add_months(opened, -3))
        sources = (f"OPCC survey, {quarter}", "Incident reports, 12 months", "Engagement log",
                   "Council case data")  # fmt: skip
        count = 1 if not self.course.offender and chance(random, 0.5) else random.randint(2, 4)
        problem_like = self.course.verdict is not Verdict.CANNOT_TELL or chance(random, 0.6)
        self.test = test_ratings(random, problem=problem_like)
        row = self.world.line.add(
            self.desk,
            opened,
            ProblemPlan,
            reference="",
            title=self.title,
            area_id=self.area.row,
            beat=fill["beat"],
            stage=Stage.SCANNING,
            lead_id=self.lead,
            supervisor_id=self.supervisor,
            partners=", ".join(sorted({action[4] for action in text["actions"] if action[4]})),
            ecins_reference=f"ECINS-{random.randint(100000, 999999)}" if self.course.ecins else "",
            opened_on=opened,
            next_review_on=workday(opened + timedelta(days=28)),
            perceived_problem=fill(text["perceived"]),
            asked_by=fill(text["asked"]),
            how_long=fill(text["long"]),
            places=fill(text["where"]),
            who_harmed=fill(text["harmed"]),
            test=self.test,
            smallest_reduction=f"From {self.first} to {max(1, round(self.first * 0.75))} {self.unit} a month",
            **scanning_parts(text, fill, self.more, whole=self.course.long or chance(self.more, 0.65)),
        )
        for nth, what in enumerate(sources[:count]):
            day = opened - timedelta(days=3 + 9 * nth)
            self.world.line.add(self.desk, opened, PlanSource, plan_id=row, day=day, what=what)
        return row

    def _analysis(self, day: date) -> None:
        text, fill = self.problem, self.fill
        known = self.course.offender
        self.line(
            day,
            self.row,
            stage=Stage.ANALYSIS,
            defined_problem=fill(text["defined"]),
            victim=fill(text["victim"]),
            offender=fill(text["offender"]) if known else "",
            location=fill(text["location"]),
            guardian=fill(text["guardian"]),
            handler=fill(text["handler"]) if known else "",
            manager=fill(text["manager"]),
            causes=fill(text["causes"]),
            not_happening=fill(text["not"]) if chance(self.random, 0.8) else "",
            current_response=fill(text["current"]),
            data_months=24 if self.course.long else 12,
            **analysis_parts(self.more, known=known),
        )
        self.causes = [
            self.world.line.add(self.desk, day, Hypothesis, plan_id=self.row, statement=statement,
                                evidence_for=pro, evidence_against=contra)
            for statement, pro, contra in text["hypotheses"]
        ]  # fmt: skip

    def _response(self, day: date, finished: date) -> None:
        text, random = self.problem, self.random
        self.line(
            day,
            self.row,
            stage=Stage.RESPONSE,
            objective=self.fill(text["aim"]),
            objective_on=max(finished, day + timedelta(days=45)),
            options_considered=self.fill(text["options"]),
            options_refused=refused(self.more),
        )
        if chance(self.more, 0.8):
            told = authorisation(self.row, day, self.supervisor, self.more)
            self.world.line.add(self.desk, day, PlanReview, **told)
        planned = text["actions"]
        local = f"{self.area.stock['council'].capitalize()}"
        for nth, (title, side, tactic, works, agency) in enumerate(planned):
            due = workday(day + timedelta(days=18 + nth * 16 + random.randint(0, 6)), after=True)
            nobody = self.course.unowned and nth == len(planned) - 1
            row = self.world.line.add(
                self.desk,
                day,
                Action,
                area_id=self.area.row,
                title=title,
                owner_id=None if agency or nobody else pick(random, self.area.team(self.world.today)[:7]),
                agency="" if nobody else local if agency.endswith("council") else agency,
                start_on=day,
                due_on=due,
                plan_id=self.row,
                side=Side(side),
                tactic=Tactic(tactic),
                works_by=works,
                technique=technique(self.more, side, tactic),
                hypothesis_id=self.causes[nth % len(self.causes)]
                if self.causes and chance(self.more, 0.8)
                else None,
            )
            self.area.actions.append(row)
            self._do(row, due, finished, late=self.course.late_action and nth == len(planned) - 2)

    def _do(self, row: Row, due: date, finished: date, *, late: bool) -> None:
        """Done about its due date; never after the plan is finished; the last few stay open."""
        done = workday(due + timedelta(days=self.random.randint(-6, 3)))
        if finished <= self._last:
            done = min(done, finished)
        elif late or done > self._last:
            if not late and due < self.world.today:
                self.line(
                    min(due, self._last),
                    row,
                    due_on=workday(self.world.today + timedelta(days=12), after=True),
                )
            return
        if chance(self.random, 0.05):
            self.line(done, row, state=ActionState.DROPPED)
        else:
            self.line(done, row, state=ActionState.DONE, done_on=done)

    def _counting(self) -> None:
        """A year of figures on opening, then one a month in the first days of the next."""
        measure = self.world.line.add(self.desk, self.opened, Measure, plan_id=self.row,
                                      name=f"{self.unit.capitalize()} a month", unit=self.unit)  # fmt: skip
        over = self.opened + timedelta(days=self.course.days[2] + (300 if self.course.long else 100))
        if self.course.long:
            self._comparison(over)
        for month, value in self.series.items():
            told = self._entered(month)
            if told <= min(self._last, over):
                point = self.world.line.add(self.desk, told, MeasurePoint, measure_id=measure, month=month,
                                            value=value)  # fmt: skip
                self.area.points.append(point)

    def _reviews(self, last: date, finished: date | None) -> None:
        day = workday(self.opened + timedelta(days=self.random.randint(12, 26)))
        while day <= last:
            note = pick(self.random, _REVIEWS)
            step = timedelta(days=self.random.randint(24, 29))
            said = entry(self.row, day, self.supervisor, note, opinion=opinion(self.more), next_on=day + step)
            self.world.line.add(self.desk, day, PlanReview, **said)
            self.line(day, self.row, next_review_on=workday(day + step, after=True))
            day = workday(day + step)
        if finished is None and self.course.review_in is not None:
            when = workday(self.world.today + timedelta(days=self.course.review_in), after=True)
            self.line(max(self.life.changes), self.row, next_review_on=when)

    def _comparison(self, over: date) -> None:
        """The next beat, where the response did not run."""
        beside = self.world.line.add(self.desk, self.opened, Measure, plan_id=self.row, name="The next beat",
                                     unit=self.unit, main=False, comparison=True)  # fmt: skip
        level = self.more.uniform(14, 24)
        for month in self.series:
            told = self._entered(month)
            if told <= min(self._last, over):
                season = 1.1 if month.month in (5, 6, 7, 8) else 0.95
                self.beside[month] = max(0, round(level * season + self.more.uniform(-1.6, 1.6)))
                self.world.line.add(self.desk, told, MeasurePoint, measure_id=beside, month=month,
                                    value=self.beside[month])  # fmt: skip

    def _told(self, day: date) -> VerdictReading:
        """What the figures entered by a day say, by the program's own test."""
        begun = workday(self.opened + timedelta(days=self.course.days[1]))
        counted = {month: value for month, value in self.series.items() if self._entered(month) <= day}
        beside = {month: value for month, value in self.beside.items() if month in counted}
        return read_verdict(counted, Spell(begun, self.life.finished), self.unit, beside or None)

    def _entered(self, month: date) -> date:
        """The day a month's figure is entered: on opening, or in the first days of the next."""
        return max(self.opened, add_months(month, 1) + timedelta(days=4))

    def _assessment(self, day: date) -> None:
        text, fill, random = self.problem, self.fill, self.random
        told = self._told(day)
        verdict = told.verdict if self.course.long else self.course.verdict
        shared = chance(random, 0.6 if self.area.weak else 0.94)
        after = self.series.get(month_of(day), self.first)
        self.life.assessed, self.life.shared, self.life.good = day, shared, verdict is Verdict.FELL
        self.life.result = f"{self.first} to {after} {self.unit} a month"
        said: dict[str, Any] = {
            "displacement": fill(text["moved"]),
            "diffusion": "None seen in the streets beside it." if chance(random, 0.5) else "",
            "rival_explanations": fill(text["rival"]),
            "cost": fill(pick(random, _COSTS)),
            **assessment_parts(fill, self.more, verdict),
            "lessons": fill(text["lessons"]),
            "verdict": verdict,
            "verdict_reason": _sentence(told.says)
            if verdict is told.verdict
            else differs(verdict, self.first),
        }
        self.line(
            day, self.row, assessed_on=day, **said,
            shared_with="Area teams and partners on the plan" if shared else "",
            shared_on=day if shared else None, shared_outside=shared and chance(random, 0.7),
        )  # fmt: skip
        sent = day + timedelta(days=5) if self._sends(verdict) else None
        if sent is not None and sent <= self._last:
            self.life.sent = sent
            self.line(sent, self.row, what_works_on=sent)
        make_entry(self.world, self.area, self.row, self.problem["issue"], said, day, self.life.sent)

    def _sends(self, verdict: Verdict) -> bool:
        """Good examples go to What Works mostly; of what did not work, some."""
        if verdict is Verdict.FELL:
            return chance(self.random, 0.4 if self.area.weak else 0.85)
        return chance(self.random, 0.3)

    def _close(self, day: date) -> None:
        reason = {
            Verdict.FELL: "Aim reached and held; the place is managed by partners.",
            Verdict.ROSE: "Response did not work; a new plan starts from a fresh analysis.",
            Verdict.CANNOT_TELL: "Figures too small to go on; back to ordinary patrols.",
        }[self.course.verdict]
        self.life.closed = day
        self.line(day, self.row, stage=Stage.CLOSED, closed_on=day, closed_by_id=self.area.inspector,
                  close_reason=reason)  # fmt: skip
        signed = entry(self.row, day, self.area.inspector, reason, ReviewKind.CLOSED)
        self.world.line.add(self.desk, day, PlanReview, **signed)


def test_ratings(random: Random, *, problem: bool) -> dict[str, int]:
    """The six rows of the problem test, mostly to one side."""
    return {
        row: (1 if problem else -1) if chance(random, 0.75) else pick(random, (0, 0, -1 if problem else 1))
        for row in TEST_ROWS
    }


def number_plans(world: World) -> None:
    """Give every plan its reference, by year in order of opening."""
    counts: dict[int, int] = {}
    plans = [life.row for area in world.areas for life in area.plans]
    for plan in sorted(plans, key=lambda plan: plan["opened_on"]):
        year = plan["opened_on"].year
        counts[year] = counts.get(year, 0) + 1
        plan.fields["reference"] = f"PSP {year}-{counts[year]:03}"


def _sentence(says: str) -> str:
    """The reason of a verdict as a sentence of its own."""
    reason = says.partition(": ")[2]
    return f"{reason[:1].upper()}{reason[1:]}"
