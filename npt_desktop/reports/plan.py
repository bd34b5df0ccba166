"""A problem-solving plan on paper: whole, under the four headings of SARA, or as a one-page brief."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from npt_desktop.models.kinds import ActionState, Side, Stage, Verdict
from npt_desktop.reports.document import (
    OFFICIAL_SENSITIVE,
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    Document,
    Facts,
    Heading,
    Part,
    Table,
    Tone,
    Triangle,
    Words,
    action_mark,
    quiet,
)
from npt_desktop.reports.figures import number
from npt_desktop.reports.page import page_texts
from npt_desktop.reports.wording import count, form_date, short_month

_SIDES = {
    Side.VICTIM: ("Victim or target", "Guardian"),
    Side.OFFENDER: ("Offender", "Handler"),
    Side.LOCATION: ("Location", "Place manager"),
}
_STAGES = (Stage.SCANNING, Stage.ANALYSIS, Stage.RESPONSE, Stage.ASSESSMENT)
_BRIEF_MISSING = 4


@dataclass(frozen=True, slots=True)
class _Room:
    """How many lines and rows the brief gives to each part."""

    fact: int
    problem: int
    aim: int
    side: int
    actions: int
    action: int
    measures: int
    missing: int


_ROOMS = (
    _Room(fact=2, problem=8, aim=4, side=3, actions=8, action=2, measures=3, missing=3),
    _Room(fact=2, problem=6, aim=3, side=2, actions=6, action=2, measures=2, missing=3),
    _Room(fact=1, problem=4, aim=2, side=2, actions=5, action=2, measures=2, missing=2),
    _Room(fact=1, problem=3, aim=1, side=1, actions=3, action=1, measures=1, missing=1),
)


@dataclass(frozen=True, slots=True)
class PlanField:
    """A named field of the plan with what was written under it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class PlanTestRow:
    """One row of the booklet's test; ``verdict`` is "Problem", "Pattern of incidents" or ""."""

    question: str
    verdict: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PlanTest:
    """Problem or pattern of incidents: the rows and the sentence that follows from them."""

    rows: tuple[PlanTestRow, ...] = ()
    conclusion: str = ""


@dataclass(frozen=True, slots=True)
class PlanSide:
    """A side of the triangle with its controller (handler, guardian or place manager)."""

    side: Side
    text: str
    controller: str = ""


@dataclass(frozen=True, slots=True)
class PlanHypothesis:
    """What is thought to cause the problem, with the evidence both ways."""

    text: str
    evidence_for: str = ""
    evidence_against: str = ""


@dataclass(frozen=True, slots=True)
class PlanAction:
    """A response action. ``works_by`` says how it is meant to work."""

    text: str
    owner: str = ""
    agency: str = ""
    due: date | None = None
    state: ActionState = ActionState.OPEN
    works_by: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class PlanMeasure:
    """A measure: first figure, aim, points by month (None is a month without a figure)."""

    name: str
    unit: str = ""
    baseline: float | None = None
    aim: float | None = None
    latest: float | None = None
    points: tuple[tuple[date, float | None], ...] = ()
    verdict: Verdict | None = None
    reading: str = ""


@dataclass(frozen=True, slots=True)
class PlanReview:
    """A dated review or supervisor's note."""

    on: date
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class PlanCheck:
    """A quality check that is not met: where, which, how far, and what is lacking or why it is set aside."""

    stage: str
    name: str
    level: str
    says: str


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """A plan as it is printed. ``fields`` holds each stage's named fields, in order."""

    reference: str
    title: str
    area: str
    stage: Stage
    owner: str = ""
    started: date | None = None
    review_on: date | None = None
    e_cins: str = ""
    priority: str = ""
    aim: str = ""
    fields: tuple[tuple[Stage, tuple[PlanField, ...]], ...] = ()
    test: PlanTest = PlanTest()
    sides: tuple[PlanSide, ...] = ()
    hypotheses: tuple[PlanHypothesis, ...] = ()
    actions: tuple[PlanAction, ...] = ()
    measures: tuple[PlanMeasure, ...] = ()
    reviews: tuple[PlanReview, ...] = ()
    missing: tuple[str, ...] = ()
    figures_say: str = ""
    quality: tuple[PlanCheck, ...] = ()
    warnings: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    marking: str = OFFICIAL_SENSITIVE


def plan_document(plan: PlanRecord, printed_at: datetime) -> Document:
    """The whole plan."""
    blocks: list[Block] = [_facts(plan)]
    if plan.missing:
        blocks += [Heading(f"What is missing ({len(plan.missing)})"), Bullets(plan.missing)]
    if plan.warnings:
        blocks += [Heading("Warnings"), Bullets(plan.warnings)]
    for stage in _STAGES:
        blocks.append(Heading(stage.label))
        blocks.extend(_fields(plan, stage))
        blocks.extend(_stage_parts(plan, stage))
    if plan.quality:
        blocks += [Heading("Quality reading"), _quality(plan.quality)]
    if plan.reviews:
        blocks += [Heading("Reviews"), _reviews(plan.reviews)]
    if plan.files:
        blocks += [Heading("Evidence files"), Bullets(plan.files)]
    return Document(
        title=plan.title or "Problem-solving plan",
        subtitle=f"Problem-solving plan {plan.reference}, {plan.area}",
        printed_at=printed_at,
        blocks=tuple(blocks),
        marking=plan.marking,
    )


def plan_brief(plan: PlanRecord, printed_at: datetime) -> Document:
    """One page for a briefing: longer texts are cut and say so, as gently as the page allows."""
    brief = _brief(plan, printed_at, _ROOMS[-1])
    for room in _ROOMS[:-1]:
        wider = _brief(plan, printed_at, room)
        if len(page_texts(wider)) == 1:
            return wider
    return brief


def _brief(plan: PlanRecord, printed_at: datetime, room: _Room) -> Document:
    scanned = [field for stage, fields in plan.fields if stage is Stage.SCANNING for field in fields]
    problem = next((field.text for field in scanned if field.text), "")
    actions = [action for action in plan.actions if action.state is ActionState.OPEN]
    more = len(actions) - room.actions
    blocks: list[Block] = [_facts(plan, most_lines=room.fact)]
    blocks += [Heading("Problem"), _short(problem, room.problem), Heading("Aim"), _short(plan.aim, room.aim)]
    if plan.sides:
        blocks += [Heading("What the analysis found"), _sides(plan.sides[:3], most_lines=room.side)]
    blocks += [
        Heading("Open actions"),
        _actions(tuple(actions[: room.actions]), most_lines=room.action, empty="No open actions."),
    ]
    if more > 0:
        blocks.append(quiet(f"And {count(more, 'more open action')} in the plan."))
    blocks += [Heading("Measures"), _measures(plan.measures[: room.measures], most_lines=1)]
    if plan.missing:
        shown = " · ".join(_first(name, 80) for name in plan.missing[:_BRIEF_MISSING])
        left = len(plan.missing) - _BRIEF_MISSING
        blocks += [
            Heading("Missing"),
            _short(f"{shown} · and {left} more" if left > 0 else shown, room.missing),
        ]
    return Document(
        title=_first(plan.title, 60) or "Problem-solving plan",
        subtitle=f"Brief of problem-solving plan {_first(plan.reference, 40)}, {_first(plan.area, 60)}",
        printed_at=printed_at,
        blocks=tuple(blocks),
        marking=plan.marking,
    )


def _first(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _short(text: str, lines: int) -> Words:
    return Words(text, most_lines=lines) if text else quiet("Nothing recorded.")


def _facts(plan: PlanRecord, most_lines: int = 0) -> Facts:
    pairs: tuple[tuple[str, str], ...] = (
        ("Reference", plan.reference),
        ("Stage", plan.stage.label),
        ("Area", plan.area),
        ("Owner", plan.owner or "No owner"),
        ("Started", form_date(plan.started, "Not recorded")),
        ("Next review", form_date(plan.review_on, "Not set")),
        ("E-CINS reference", plan.e_cins or "None recorded"),
        ("Priority", plan.priority or "Not a published priority"),
    )
    return Facts(tuple((label, Words(text, most_lines=most_lines)) for label, text in pairs))


def _fields(plan: PlanRecord, stage: Stage) -> Iterator[Block]:
    found = [field for at, fields in plan.fields if at is stage for field in fields]
    if stage is Stage.RESPONSE and plan.aim:
        found.insert(0, PlanField("Aim", plan.aim))
    if found:
        yield Facts(tuple((field.label, field.text or quiet("Not recorded")) for field in found), across=1)


def _stage_parts(plan: PlanRecord, stage: Stage) -> Iterator[Block]:
    if stage is Stage.SCANNING and (plan.test.rows or plan.test.conclusion):
        yield Heading("Problem or pattern of incidents", 2)
        yield _test(plan.test)
    elif stage is Stage.ANALYSIS:
        yield Heading("Problem analysis triangle", 2)
        known = {side.side for side in plan.sides if side.text.strip()}
        yield Triangle(
            victim=Side.VICTIM in known, offender=Side.OFFENDER in known, location=Side.LOCATION in known
        )
        yield _sides(plan.sides)
        yield Heading("Hypotheses", 2)
        yield Table(
            (Column("Hypothesis", 4), Column("Evidence for", 3), Column("Evidence against", 3)),
            tuple(
                (one.text, _or_none(one.evidence_for), _or_none(one.evidence_against))
                for one in plan.hypotheses
            ),
            empty="No hypothesis recorded.",
        )
    elif stage is Stage.RESPONSE:
        yield Heading("Actions", 2)
        yield _actions(plan.actions)
    elif stage is Stage.ASSESSMENT:
        if plan.figures_say:
            yield Heading("What the figures say", 2)
            yield Words(plan.figures_say)
        yield Heading("Measures", 2)
        yield _measures(plan.measures)
        for measure in plan.measures:
            if measure.points:
                points = tuple((short_month(month), value) for month, value in measure.points)
                yield Chart(measure.name, measure.unit, points, measure.baseline, measure.aim)


def _or_none(text: str) -> Part:
    return text or quiet("None recorded")


def _test(test: PlanTest) -> Table:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            row.question,
            Words(row.verdict, Tone.STRONG) if row.verdict else quiet("Not answered"),
            row.reason,
        )
        for row in test.rows
    )
    if test.conclusion:
        rows += ((Words("Conclusion", Tone.STRONG), "", Words(test.conclusion, Tone.STRONG)),)
    return Table((Column("Test", 3), Column("Points to", 2), Column("Because", 5)), rows)


def _sides(sides: tuple[PlanSide, ...], most_lines: int = 0) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for one in sides:
        name, controller = _SIDES[one.side]
        found = Words(one.text, most_lines=most_lines) if one.text else quiet("Not yet analysed")
        held = Words(one.controller, most_lines=most_lines) if one.controller else _or_none("")
        rows.append((Words(name, Tone.STRONG), found, (Words(controller, Tone.LABEL), held)))
    return Table(
        (Column("Side", 2), Column("What was found", 5), Column("Who could control it", 3)),
        tuple(rows),
        empty="No side has been analysed.",
    )


def _actions(
    actions: tuple[PlanAction, ...], most_lines: int = 0, empty: str = "No actions recorded."
) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for action in actions:
        what: list[Part] = [Words(action.text, most_lines=most_lines)]
        if not most_lines:
            what += [quiet(f"Works by: {action.works_by}")] if action.works_by else []
            what += [quiet(f"Outcome: {action.outcome}")] if action.outcome else []
        who: tuple[Part, ...] = (
            Words(action.owner or "No owner", most_lines=1 if most_lines else 0),
            Words(action.agency, Tone.NOTE, 1 if most_lines else 0) if action.agency else "",
        )
        due: Cell = form_date(action.due) or quiet("No date")
        rows.append((tuple(what), who, due, action_mark(action.state)))
    return Table(
        (Column("Action", 5), Column("Owner, agency", 2.4), Column("Due", 1.4), Column("State", 1.4)),
        tuple(rows),
        empty=empty,
    )


def _measures(measures: tuple[PlanMeasure, ...], most_lines: int = 0) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for one in measures:
        reading: Part = Words(one.reading, Tone.NOTE, most_lines) if one.reading else ""
        verdict = Words(
            one.verdict.label if one.verdict else "Not yet judged", Tone.STRONG if one.verdict else Tone.NOTE
        )
        unit: Part = Words(one.unit, Tone.NOTE, most_lines) if one.unit else ""
        figures = (_figure(one.baseline), _figure(one.aim), _figure(one.latest))
        rows.append(((Words(one.name, most_lines=most_lines), unit), *figures, (verdict, reading)))
    return Table(
        (Column("Measure", 4), Column("First figure", 1.3, right=True), Column("Aim", 1.1, right=True),
         Column("Latest", 1.2, right=True), Column("Result", 3)),
        tuple(rows),
        empty="No measures recorded.",
    )  # fmt: skip


def _figure(value: float | None) -> str:
    return number(value) if value is not None else "–"


def _quality(checks: tuple[PlanCheck, ...]) -> Table:
    return Table(
        (Column("Stage", 1.8), Column("Check", 2.4), Column("Reading", 1.6), Column("What is lacking", 5)),
        tuple((check.stage, check.name, check.level, check.says) for check in checks),
    )


def _reviews(reviews: tuple[PlanReview, ...]) -> Table:
    return Table(
        (Column("Date", 1.4), Column("By", 2), Column("Review", 6)),
        tuple((form_date(review.on), review.by, review.text) for review in reviews),
    )
