"""A problem-solving plan on paper: whole, under the four headings of SARA, for the team or for partners."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from npt_desktop.models.kinds import Side, Stage
from npt_desktop.reports.document import (
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
from npt_desktop.reports.plan_record import (
    PlanAction,
    PlanCheck,
    PlanField,
    PlanMeasure,
    PlanRecord,
    PlanReview,
    PlanSide,
    PlanTest,
)
from npt_desktop.reports.wording import form_date, short_month

_SIDES = {
    Side.VICTIM: ("Victim or target", "Guardian"),
    Side.OFFENDER: ("Offender", "Handler"),
    Side.LOCATION: ("Location", "Place manager"),
}
_STAGES = (Stage.SCANNING, Stage.ANALYSIS, Stage.RESPONSE, Stage.ASSESSMENT)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def partner_document(plan: PlanRecord, printed_at: datetime) -> Document:
    """The plan for partners: without reviews, judgements, warnings, files, what is missing and who led it."""
    shown = replace(
        plan, reviews=(), quality=(), warnings=(), missing=(), leads=(), supervisor="", files=(),
        fields=tuple(
            (stage, tuple(field for field in fields if not field.internal)) for stage, fields in plan.fields
        ),
    )  # fmt: skip
    document = plan_document(shown, printed_at)
    return replace(document, subtitle=f"{document.subtitle}, for partners")


def plan_document(plan: PlanRecord, printed_at: datetime) -> Document:
    """The whole plan."""
    blocks: list[Block] = [plan_facts(plan)]
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
    if plan.leads:
        blocks += [Heading("Who led it"), plan_leads(plan.leads)]
    return Document(
        title=plan.title or "Problem-solving plan",
        subtitle=f"Problem-solving plan {plan.reference}, {plan.area}",
        printed_at=printed_at,
        blocks=tuple(blocks),
        marking=plan.marking,
    )


def plan_facts(plan: PlanRecord, most_lines: int = 0) -> Facts:
    pairs: tuple[tuple[str, str], ...] = (
        ("Reference", plan.reference),
        ("Stage", plan.stage.label),
        ("Area", plan.area),
        ("Lead", plan.owner or "Nobody"),
        ("Started", form_date(plan.started, "Not recorded")),
        ("Next review", form_date(plan.review_on, "Not set")),
        ("E-CINS reference", plan.e_cins or "None recorded"),
        ("Priority", plan.priority or "Not a published priority"),
    )
    more = (("Supervisor", plan.supervisor), ("Partners", plan.partners), ("Beat", plan.beat))
    if not most_lines:
        pairs += tuple((label, text) for label, text in more if text)
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
    if stage is Stage.SCANNING and plan.times:
        yield Heading("When it happens", 2)
        yield _times(plan.times)
    if stage is Stage.ANALYSIS:
        yield Heading("Problem analysis triangle", 2)
        known = {side.side for side in plan.sides if side.text.strip()}
        yield Triangle(
            victim=Side.VICTIM in known, offender=Side.OFFENDER in known, location=Side.LOCATION in known
        )
        yield plan_sides(plan.sides)
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
        if plan.cover:
            yield Words(plan.cover)
        yield plan_actions(plan.actions)
    elif stage is Stage.ASSESSMENT:
        if plan.figures_say:
            yield Heading("What the figures say", 2)
            yield Words(plan.figures_say)
        yield Heading("Measures", 2)
        yield plan_measures(plan.measures)
        for measure in plan.measures:
            if measure.points:
                points = tuple((short_month(month), value) for month, value in measure.points)
                yield Chart(
                    measure.name, measure.unit, points, measure.baseline, measure.aim, measure.mark, measure.mark_words,
                )  # fmt: skip


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


def plan_sides(sides: tuple[PlanSide, ...], most_lines: int = 0) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for one in sides:
        name, controller = _SIDES[one.side]
        found = Words(one.text, most_lines=most_lines) if one.text else quiet("Not yet analysed")
        held = Words(one.controller, most_lines=most_lines) if one.controller else _or_none("")
        label = f"{controller}: {one.level.lower()}" if one.level else controller
        rows.append((Words(name, Tone.STRONG), found, (Words(label, Tone.LABEL), held)))
    return Table(
        (Column("Side", 2), Column("What was found", 5), Column("Who could control it", 3)),
        tuple(rows),
        empty="No side has been analysed.",
    )


def plan_actions(
    actions: tuple[PlanAction, ...], most_lines: int = 0, empty: str = "No actions recorded."
) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for action in actions:
        what: list[Part] = [Words(action.text, most_lines=most_lines)]
        if not most_lines:
            what += [quiet(f"Works by: {action.works_by}")] if action.works_by else []
            what += [quiet(f"Answers: {action.cause}")] if action.cause else []
            what += [quiet(f"Technique: {action.technique}")] if action.technique else []
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


def plan_measures(measures: tuple[PlanMeasure, ...], most_lines: int = 0) -> Table:
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
    rows: list[tuple[Cell, ...]] = []
    for review in reviews:
        what = f"{review.kind}. Judged: {review.opinion.lower()}." if review.opinion else f"{review.kind}."
        rows.append((form_date(review.on), review.by, (Words(what, Tone.LABEL), review.text)))
    return Table((Column("Date", 1.4), Column("Signed", 2), Column("Entry", 6)), tuple(rows))


def plan_leads(leads: tuple[tuple[str, date, date | None], ...]) -> Table:
    """Who led the plan, oldest first."""
    return Table(
        (Column("Lead", 4), Column("From", 2), Column("Until", 2)),
        tuple((name, form_date(since), form_date(until, "now")) for name, since, until in leads),
    )


def _times(times: tuple[tuple[int, ...], ...]) -> Table:
    """Counts by weekday in bands of three hours, which fit a page."""
    bands = [f"{hour:02}-{hour + 3:02}" for hour in range(0, 24, 3)]
    rows: list[tuple[Cell, ...]] = [
        (Words(name, Tone.STRONG), *(str(sum(day[hour : hour + 3]) or "–") for hour in range(0, 24, 3)), str(sum(day)))
        for name, day in zip(_DAYS, times, strict=True)
    ]  # fmt: skip
    return Table(
        (Column("Hours", 1.4), *(Column(band, 1, right=True) for band in bands), Column("All", 1, right=True)),
        tuple(rows), dense=True,
    )  # fmt: skip
