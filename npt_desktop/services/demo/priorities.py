"""Quarterly rounds: survey, meeting, candidates, priorities, monthly updates and what was published."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from npt_desktop.models.kinds import Decision, PriorityResult, TermKind, Verdict
from npt_desktop.models.priorities import (
    CandidateIssue,
    Priority,
    PriorityMeeting,
    PriorityRound,
    SurveyResult,
)
from npt_desktop.rules.periods import Quarter, add_months, month_label, number_of, quarter_of
from npt_desktop.services.demo.decisions import Decider
from npt_desktop.services.demo.plans import Course, PlanMaker, test_ratings
from npt_desktop.services.demo.publishing import Publisher
from npt_desktop.services.demo.timeline import Row
from npt_desktop.services.demo.topics import Topic, Topics
from npt_desktop.services.demo.world import (
    PRIORITIES,
    AreaCast,
    Filler,
    PlanLife,
    Stock,
    World,
    chance,
    pick,
    stock,
    workday,
)

_NOW = (4, 6, 6, 3, 1, 6, 4, 6, 2, 6, 3, 6)
"""The step each area's round stands at in the first month of the running quarter."""
_LATE = {4: 38, 10: 35}
"""Areas that publish after the end of the first month, in days from the quarter's start."""
_SURVEY = ("Anti-social behaviour", "Drug use and dealing", "Burglary", "Off-road bikes", "Speeding and road safety",
           "Parking", "Retail theft", "Vehicle crime", "Knife crime and violence", "Hate crime", "Fraud and cybercrime",
           "Rural and wildlife crime", "Street drinking and begging")  # fmt: skip


_Ranks = dict[int | None, tuple[int, int]]
"""Rank and percentage in the survey, by issue."""
_FIGURES = {"bikes": (29, 38), "shoptheft": (41, 22), "moped": (17, 4)}
"""First and last figure of the shown area's priorities of last quarter."""


def make_priorities(world: World) -> None:
    """Every area's rounds, from the first quarter recorded to the running one."""
    text = stock("problems")
    for area in world.areas:
        _AreaRounds(world, area, text).run()


class _AreaRounds:
    def __init__(self, world: World, area: AreaCast, text: Stock) -> None:
        self.world, self.area, self.text = world, area, text
        self.random = world.random("rounds", area)
        self.desk = area.desk(PRIORITIES, "Kept the priorities", area.inspector)
        self.topics = Topics(area, text, self.random)
        self.decider = Decider(world, area, self.desk)
        self.publisher = Publisher(world, area, self.random, self.desk, self.decider)
        self.now = quarter_of(world.today)
        self.plan_count = 0

    def run(self) -> None:
        quarter, quarters = quarter_of(self.world.start), []
        while quarter <= self.now:
            quarters.append(quarter)
            quarter = quarter.next()
        self.long_ago()
        for quarter in quarters:
            self.round(quarter, len(quarters) - 1 - quarters.index(quarter))
        self.lately()

    def long_ago(self) -> None:
        """A plan from the first weeks of the record whose figures can be judged: it fell, rose or cannot be told."""
        if self.area.index % 2 and not self.area.weak:
            return
        random = self.world.random("long", self.area)
        verdict = (Verdict.FELL, Verdict.CANNOT_TELL, Verdict.FELL, Verdict.ROSE)[self.area.index // 2 % 4]
        kind = self.text["problems"][(self.area.index * 3 + 4) % len(self.text["problems"])]
        places = self.area.stock[kind["at"]]
        place = places if isinstance(places, str) else places[-1]
        self.topics.used.add((kind["key"], place))
        course = Course(
            verdict=verdict, days=(15, 33, 74, 300, 312), long=True, hand_over=self.area.index % 4 == 0
        )
        opened = workday(self.world.opening + timedelta(days=2 + self.area.index), after=True)
        PlanMaker(self.world, self.area, random, kind, place).make(opened, course)

    def lately(self) -> None:
        """Plans beside the priorities: one in its analysis in every third area, one forgotten in some."""
        today = self.world.today
        if self.area.index % 3 == 0:
            course = Course(verdict=Verdict.FELL, days=(18, 44, 120, 130, 140), review_in=40)
            self._beside(today - timedelta(days=30), course)
        if self.area.index % 4 == 2 or self.area.index == 4:
            course = Course(verdict=Verdict.CANNOT_TELL, days=(21, 47, 300, 310, 320), ecins=self.area.index != 10,
                            idle_after=today - timedelta(days=38 + 3 * self.area.index))  # fmt: skip
            self._beside(today - timedelta(days=150), course)

    def _beside(self, day: date, course: Course) -> None:
        topic = self.topics.another()
        PlanMaker(self.world, self.area, self.random, topic.problem, topic.place).make(workday(day), course)

    def day(self, quarter: Quarter, days: int) -> date:
        """A working day of the round, within the record."""
        day = workday(quarter.start + timedelta(days=days))
        return max(day, self.world.opening + timedelta(days=1))

    def round(self, quarter: Quarter, back: int) -> None:
        """One quarter. ``back`` counts quarters from the running one."""
        area, random, line = self.area, self.random, self.world.line
        surveyed, met, decided, published, step = self._days(quarter, back)
        if step == 1:
            return
        council = area.stock["council"]
        round_ = line.add(self.desk, surveyed, PriorityRound, area_id=area.row, quarter=quarter.start,
                          survey_on=surveyed, survey_note=f"OPCC survey of {month_label(add_months(quarter.start, -2))} "
                          "and council figures received.")  # fmt: skip
        area.rounds.append(round_)
        topics = self.topics.for_quarter(back)
        ranks = self._survey(quarter, surveyed, topics)
        if step == 2:
            return
        managers = [name.format(council=council) for name in self.text["managers"]]
        invited = sorted(random.sample(managers, 6))
        away = invited.pop(random.randrange(len(invited)))
        line.add(self.desk, met, PriorityMeeting, round_id=round_, held_on=met,
                 place=f"{council.capitalize()} offices", invited="\n".join([*invited, away]),
                 attended="\n".join(invited), apologies=away, notes=pick(random, self.text["meeting_notes"]),
                 agenda=self.decider.agenda())  # fmt: skip
        if step > 3:
            self._close_last(decided, topics)
        kept = []
        for number, topic in enumerate(topics, 1):
            kept.append(self._candidate(round_, topic, number, met, ranks, step))
        self._others(round_, met, quarter, len(topics), step)
        if step == 3:
            return
        line.change(self.desk, decided, round_, decided_on=decided, decided_by_id=area.inspector)
        for number, (topic, candidate) in enumerate(zip(topics, kept, strict=True), 1):
            self._priority(round_, topic, candidate, number, quarter, decided, back)
        self.topics.running = topics
        if step > 4:
            line.change(self.desk, published, round_, published_on=published)
            self.publisher.priorities(round_, topics, quarter, published)
            if back == 1 and topics[0].priority is not None:
                self.decider.corrected(
                    round_, topics[0].priority, workday(published + timedelta(days=6), after=True)
                )
            for topic in topics:
                self.publisher.updates(topic, quarter, published, back)

    def _days(self, quarter: Quarter, back: int) -> tuple[date, date, date, date, int]:
        """Survey, meeting, decision and publication, and the step reached today."""
        random, today = self.random, self.world.today
        days = [1 + random.randint(0, 4), 7 + random.randint(0, 4), 0, 13 + random.randint(0, 8)]
        days[2] = days[1] + random.randint(0, 1)
        if self.area.index in _LATE:
            days[3] = _LATE[self.area.index]
        if back:
            return (*(self.day(quarter, d) for d in days), 6)  # type: ignore[return-value]
        gone = (today - quarter.start).days
        if gone > 30:
            step = 4 if self.area.index == 4 else 6
            shift = min(0, gone - 1 - days[3]) if step == 6 else 0
        else:
            step = _NOW[self.area.index]
            days = [1, 8, 8, 11 + random.randint(0, 2)]
            shift = min(0, gone - 2 - days[{1: 0, 2: 0, 3: 1, 4: 2, 6: 3}[step]])
        return (*(self.day(quarter, d + shift) for d in days), step)  # type: ignore[return-value]

    def _survey(self, quarter: Quarter, day: date, topics: list[Topic]) -> _Ranks:
        """The survey's figures for the area; what is to be a priority tends to rank high."""
        random = self.random
        base = random.randint(84, 186)
        issue_of = {issue: self.world.term(TermKind.ISSUE, issue) for issue in _SURVEY}
        raised = {self.world.term(TermKind.ISSUE, topic.problem["issue"]) for topic in topics}
        shares = []
        for issue in _SURVEY:
            share = random.uniform(0.04, 0.2) + (random.uniform(0.1, 0.3) if issue_of[issue] in raised else 0)
            shares.append((issue, round(base * share)))
        shares.sort(key=lambda item: -item[1])
        for issue, count in shares:
            self.world.line.add(
                self.desk,
                day,
                SurveyResult,
                area_id=self.area.row,
                period=quarter.previous().start,
                issue_id=issue_of[issue],
                issue_text=issue,
                base=base,
                count=count,
                percent=round(100 * count / base, 1),
                change=round(random.uniform(-6, 6), 1),
            )
        return {
            issue_of[issue]: (rank, round(100 * count / base))
            for rank, (issue, count) in enumerate(shares, 1)
        }

    def _evidence(self, topic: Topic, ranks: _Ranks) -> str:
        rank = ranks.get(self.world.term(TermKind.ISSUE, topic.problem["issue"]))
        survey = f"Survey {_ordinal(rank[0])}, {rank[1]}%" if rank else "Not in the survey"
        raised = self.random.randint(12, 40)
        change = self.random.randint(-3, 9)
        way = f"up {change}" if change > 0 else f"down {-change}" if change < 0 else "no change"
        return (
            f"{survey} · {topic.level} {topic.problem['unit']} in three months, {way} · "
            f"raised at {self.random.randint(1, 7)} of {raised} engagements"
        )

    def _candidate(self, round_: Row, topic: Topic, number: int, day: date, ranks: _Ranks, step: int) -> Row:
        undecided = step == 3 and number > 1
        public = Filler(self.area, self.random, day, place=topic.place)(topic.problem["public"])
        wanting = (self.area.shown and step == 4 and number == 3) or undecided
        carried = topic.candidate if topic.quarters else None
        candidate = self.world.line.add(
            self.desk,
            day,
            CandidateIssue,
            round_id=round_,
            position=number,
            title=topic.title,
            issue_id=self.world.term(TermKind.ISSUE, topic.problem["issue"]),
            evidence=self._evidence(topic, ranks),
            source="OPCC survey, incident reports, engagement log",
            decision=Decision.UNDECIDED if undecided else Decision.PRIORITY,
            rank=None if undecided else number,
            reason="" if undecided else self._reason(topic, ranks),
            agreed_by="" if undecided else "All present",
            public_wording="" if wanting else public,
            against_advice=self.text["against"] if number == 3 and chance(self.random, 0.15) else "",
            carried_from_id=carried,
            test=test_ratings(self.random, problem=chance(self.random, 0.85)),
            no_plan_reason="A pattern of incidents; recorded on Niche."
            if topic.quarters > 1 and topic.plan is None
            else "",
            **self.decider.judged(Decision.UNDECIDED if undecided else Decision.PRIORITY),
        )
        topic.candidate = candidate
        return candidate

    def _reason(self, topic: Topic, ranks: _Ranks) -> str:
        carried = "continuing from last quarter" if topic.quarters else "new this quarter"
        rank = ranks.get(self.world.term(TermKind.ISSUE, topic.problem["issue"]))
        place = f"ranked {_ordinal(rank[0])} in the OPCC survey" if rank else "raised by partners"
        return f"{topic.level} {topic.problem['unit']} in three months, {place}, {carried}. {topic.problem['asked']}".format(
            council=self.area.stock["council"]
        )

    def _others(self, round_: Row, day: date, quarter: Quarter, taken: int, step: int) -> None:
        """Issues that did not become priorities, with the reason."""
        random, text = self.random, self.text
        fill = Filler(self.area, random, day)
        spare = self.topics.another()
        self.topics.used.discard(spare.key)
        rows: list[tuple[str, str, Decision, str, str]] = [
            (spare.title, spare.problem["issue"], Decision.PLAN_ONLY,
             f"{spare.level // 2} {spare.problem['unit']}; a plan is enough and partners are in place.", ""),
        ]  # fmt: skip
        title, issue, reason = pick(random, text["partner"])
        rows.append((fill(title), issue, Decision.PARTNER, fill(reason), f"{fill['council'].capitalize()}"))
        for title, issue, reason in random.sample(text["later"], random.randint(1, 3)):
            rows.append((fill(title), issue, Decision.NOT_NOW, fill(reason), ""))
        for number, (title, issue, decision, reason, passed) in enumerate(rows, taken + 1):
            open_ = step == 3 and decision is Decision.NOT_NOW
            self.world.line.add(
                self.desk, day, CandidateIssue, round_id=round_, position=number, title=title,
                issue_id=self.world.term(TermKind.ISSUE, issue),
                evidence=f"{random.randint(2, 12)} reports · raised at {number_of(random.randint(0, 2), 'engagement')}",
                source="Incident reports, engagement log",
                decision=Decision.UNDECIDED if open_ else decision, reason="" if open_ else reason,
                agreed_by="" if open_ else "All present", passed_to=passed,
                test=test_ratings(random, problem=decision is Decision.PLAN_ONLY),
                passed_on=day if decision is Decision.PARTNER else None,
                **self.decider.judged(Decision.UNDECIDED if open_ else decision),
            )  # fmt: skip
        if step > 3 and self.plan_count < 5 and chance(random, 0.5) and not self.area.shown:
            self._plan(spare, self.day(quarter, 16 + random.randint(0, 55)), 1, priority=False)

    def _priority(
        self, round_: Row, topic: Topic, candidate: Row, number: int, quarter: Quarter, day: date, back: int
    ) -> None:
        wanting = self.area.shown and back == 0 and number == 3
        if self.area.shown and back == 1:
            topic.level = _FIGURES[topic.problem["key"]][0]
        carried = topic.priority if topic.quarters else None
        if (
            topic.plan is None
            and not wanting
            and (chance(self.random, 0.5) or number == 1 or self.area.shown)
        ):
            topic.plan = self._plan(topic, day, back, priority=True)
        topic.priority = self.world.line.add(
            self.desk,
            day,
            Priority,
            round_id=round_,
            area_id=self.area.row,
            candidate_id=candidate,
            number=number,
            title=topic.title,
            reason=candidate["reason"],
            public_wording=candidate["public_wording"],
            owner_id=pick(self.random, self.area.team(self.world.today)[:6]),
            carried_from_id=carried,
            plan_id=topic.plan.row if topic.plan else None,
            no_plan_reason="" if topic.plan or wanting else "A pattern of incidents; recorded on Niche.",
            figure_name=f"{topic.problem['unit']} in the quarter",
            first_figure=topic.level,
        )
        topic.quarters += 1
        self.area.in_force.append((topic.priority, day, quarter.end + timedelta(days=20)))

    def _plan(self, topic: Topic, day: date, back: int, *, priority: bool) -> PlanLife | None:
        """A plan for a topic; how it goes depends on how long ago it began and on the area."""
        day = min(day, self.world.today - timedelta(days=1))
        self.plan_count += 1
        random, area = self.random, self.area
        weak = area.weak
        verdict = random.choices((Verdict.FELL, Verdict.CANNOT_TELL, Verdict.ROSE), (6, 3, 1))[0]
        days = [random.randint(14, 26), random.randint(34, 52), random.randint(96, 150), 0, 0]
        days[3] = days[2] + random.randint(4, 16)
        days[4] = days[3] + random.randint(3, 14)
        today = self.world.today
        course: dict[str, Any] = {
            "assessed": not (chance(random, 0.3 if weak else 0.05)),
            "idle_after": today - timedelta(days=random.randint(34, 70))
            if chance(random, 0.5 if weak else 0.18)
            else None,
            "ecins": not chance(random, 0.15 if priority else 0.35),
            "offender": not chance(random, 0.25),
            "unowned": chance(random, 0.25),
            "late_action": chance(random, 0.7 if weak else 0.35),
        }
        if area.shown:
            course = {"ecins": True, "review_in": 45}
            verdict = Verdict.FELL if topic.problem["key"] != "parking" else Verdict.CANNOT_TELL
            if topic.problem["key"] == "moped":
                course["assessed"] = False
                days[2] = (today - timedelta(days=22) - day).days
            elif topic.problem["key"] == "bikes":
                days, verdict = [20, 40, 400, 420, 430], Verdict.CANNOT_TELL
                course |= {"offender": False, "unowned": True, "review_in": 4}
            elif back == 1:
                days[2] = max(60, (today - timedelta(days=40) - day).days)
                days[3], days[4] = days[2] + 12, days[2] + 18
        if course.get("idle_after") and course["idle_after"] <= day:
            course["idle_after"] = None
        maker = PlanMaker(self.world, area, random, topic.problem, topic.place)
        return maker.make(day, Course(verdict=verdict, days=tuple(days), **course))  # type: ignore[arg-type]

    def _close_last(self, decided: date, topics: list[Topic]) -> None:
        """Last quarter's priorities end when the new ones are set."""
        for topic in self.topics.running:
            carried = topic in topics
            fell = topic.plan is not None or chance(self.random, 0.6)
            share = self.random.uniform(0.25, 0.7) if fell else self.random.uniform(0.85, 1.1)
            if carried:
                share = self.random.uniform(0.95, 1.3)
            last = round(topic.level * share)
            result = PriorityResult.NO_CHANGE if share > 0.85 else PriorityResult.REDUCED
            if last <= 3 or share < 0.3:
                result = PriorityResult.RESOLVED
            elif topic.level < 10 and not carried:
                result = PriorityResult.CANNOT_TELL
            if (
                self.area.shown
                and decided > self.now.start - timedelta(days=40)
                and topic.problem["key"] in _FIGURES
            ):
                last = _FIGURES[topic.problem["key"]][1]
                result = PriorityResult.NO_CHANGE if carried else PriorityResult.REDUCED
            assert topic.priority is not None
            note = pick(self.random, self.text["closing"][result.value])
            self.world.line.change(self.desk, decided, topic.priority, last_figure=last, closed_on=decided,
                                   result=result, result_note=note,
                                   what_follows=self.decider.follows(result))  # fmt: skip
            topic.level = max(last, 2)


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
