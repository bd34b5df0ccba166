"""A plan on paper: the record the report prints, made from the plan as it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from npt_desktop.files import file_name
from npt_desktop.models.kinds import OwnerKind, Side, Stage
from npt_desktop.models.plan_kinds import Presence
from npt_desktop.reports.document import OFFICIAL_SENSITIVE
from npt_desktop.reports.page import write_pdf
from npt_desktop.reports.plan import partner_document, plan_document
from npt_desktop.reports.plan_brief import plan_brief, plan_handover
from npt_desktop.reports.plan_record import (
    PlanAction,
    PlanCheck,
    PlanField,
    PlanHypothesis,
    PlanMeasure,
    PlanRecord,
    PlanReview,
    PlanSide,
    PlanTest,
    PlanTestRow,
)
from npt_desktop.rules.marking import standard_markings
from npt_desktop.rules.periods import form_date, months_from, number_of
from npt_desktop.rules.plan_checks import Level
from npt_desktop.rules.plan_fields import FieldKind, fields_of
from npt_desktop.rules.plan_fields import PlanField as Written
from npt_desktop.rules.plan_prompts import (
    NO,
    UNSURE,
    YES,
    answer_of,
    cheers_elements,
    found_of,
    movements,
    technique_name,
)
from npt_desktop.rules.plan_quality import GOVERNANCE, QualityReading
from npt_desktop.rules.plan_series import response_mark
from npt_desktop.rules.plan_times import grid_of, says_times
from npt_desktop.rules.problem_test import booklet_test, read_test
from npt_desktop.rules.response import cover_of
from npt_desktop.rules.sara import STAGES
from npt_desktop.services.desk import Desk
from npt_desktop.services.evidence_files import EvidenceFiles, FileLine, Owner
from npt_desktop.services.marking import marking_for, refuse_above
from npt_desktop.services.plan_facts import baseline_and_after
from npt_desktop.services.plan_page import MeasureSeries, PlanPage
from npt_desktop.services.plans import Plans

_OWN_PLACE = {
    "victim", "guardian", "guardian_level", "offender", "handler", "handler_level", "location", "manager",
    "manager_level", "objective", "verdict",
}  # fmt: skip
_INTERNAL = {"verdict_reason"}
_POINTS = {-1: "Pattern of incidents", 0: "Unsure", 1: "Problem"}


class Paper(StrEnum):
    """The ways a plan is printed."""

    WHOLE = "whole"
    BRIEF = "brief"
    HANDOVER = "handover"
    PARTNERS = "partners"

    @property
    def label(self) -> str:
        return {
            Paper.WHOLE: "Whole plan",
            Paper.BRIEF: "One-page brief",
            Paper.HANDOVER: "One-page handover",
            Paper.PARTNERS: "Partner version",
        }[self]


_MAKERS = {
    Paper.WHOLE: plan_document, Paper.BRIEF: plan_brief, Paper.HANDOVER: plan_handover,
    Paper.PARTNERS: partner_document,
}  # fmt: skip


def plan_pdf(desk: Desk, plan_id: int, path: Path, paper: Paper = Paper.WHOLE) -> None:
    """Print a plan to ``path``. Long: call off the window's thread.

    Raises CannotDo when the plan is gone or the file cannot be written.
    """
    trace = desk.takes_out(path)
    plans, files = Plans(desk), EvidenceFiles(desk).of(Owner(OwnerKind.PLAN, plan_id))
    page = plans.page(plan_id)
    printed = [file.printed for file in files]
    if paper is Paper.PARTNERS:
        printed = _for_partners(desk, page, files)
    record = replace(
        plan_record(page, plans.quality(page)),
        files=tuple(printed),
        marking=plan_marking(desk, plan_id, files=paper is not Paper.PARTNERS),
    )
    write_pdf(_MAKERS[paper](record, desk.store.clock.now().astimezone()), path, trace)


def _for_partners(desk: Desk, page: PlanPage, files: tuple[FileLine, ...]) -> list[str]:
    """The files a partner version names; raises CannotDo for a plan marked above what partners may see."""
    rules = standard_markings()
    with desk.read() as session:
        refuse_above(session, "problem_plan", [page.plan.id], rules.partners_up_to, page.plan.reference)
    fit = [file.printed for file in files if not rules.above(file.marking, rules.partners_up_to)]
    left = len(files) - len(fit)
    return (
        [*fit, f"{number_of(left, 'file')} left out: marked above {rules.partners_up_to}."] if left else fit
    )


def plan_marking(desk: Desk, plan_id: int, *, files: bool = True) -> str:
    """What a printed plan carries: the highest of the store, the plan and the files it names."""
    return marking_for(desk, "problem_plan", [plan_id], files=files)


def plan_file_name(page: PlanPage, paper: Paper = Paper.WHOLE, marking: str = OFFICIAL_SENSITIVE) -> str:
    """The name suggested for the file, with its marking (:func:`plan_marking`)."""
    what = {Paper.BRIEF: "Brief", Paper.HANDOVER: "Handover", Paper.PARTNERS: "Plan for partners"}.get(
        paper, "Plan"
    )
    return file_name(f"{what} {page.plan.reference} {page.plan.title}", marking, ".pdf")


def plan_record(page: PlanPage, quality: QualityReading) -> PlanRecord:
    """The plan as the report prints it."""
    plan = page.plan
    causes = {h.id: h.statement for h in page.hypotheses}
    return PlanRecord(
        reference=plan.reference, title=plan.title, area=page.area, stage=plan.stage,
        owner=page.name(plan.lead_id), started=plan.opened_on, review_on=plan.next_review_on,
        e_cins=plan.ecins_reference, priority=priority_words(page), aim=_aim(page),
        fields=tuple((stage, tuple(_fields(page, stage))) for stage in STAGES), test=_test(page),
        sides=(
            PlanSide(Side.VICTIM, plan.victim, plan.guardian, _level(plan.guardian_level)),
            PlanSide(Side.OFFENDER, plan.offender, plan.handler, _level(plan.handler_level)),
            PlanSide(Side.LOCATION, plan.location, plan.manager, _level(plan.manager_level)),
        ),
        hypotheses=tuple(
            PlanHypothesis(h.statement, h.evidence_for, h.evidence_against) for h in page.hypotheses
        ),
        actions=tuple(
            PlanAction(
                a.title, page.name(a.owner_id) or a.agency, a.agency if a.owner_id else "", a.due_on, a.state,
                a.works_by, f"Done {form_date(a.done_on)}." if a.done_on else "", causes.get(a.hypothesis_id or 0, ""),
                technique_name(a.technique),
            )
            for a in page.actions
        ),
        measures=tuple(_measure(page, series) for series in page.measures),
        reviews=tuple(
            PlanReview(r.reviewed_on, r.signed_by or page.name(r.by_id), r.note, r.kind.label,
                       r.opinion.label if r.opinion else "")
            for r in page.reviews
        ),
        cover=cover_of([(a.side, a.tactic, a.state) for a in page.actions]).says,
        times=grid_of(plan.times) if plan.times else (), leads=tuple(_leads(page)),
        supervisor=page.name(plan.supervisor_id), partners=plan.partners, beat=plan.beat,
        figures_say=page.verdict.says,
        quality=tuple(_quality(quality)), warnings=tuple(warning.says for warning in quality.warnings),
        missing=tuple(f"{item.stage.label}: {item.says}" for item in page.reading.missing),
    )  # fmt: skip


def _quality(quality: QualityReading) -> Iterator[PlanCheck]:
    for check in quality.counted + tuple(c for c in quality.checks if c.level is Level.NOT_APPLICABLE):
        if check.level is not Level.MET:
            stage = check.stage.label if check.stage is not None else GOVERNANCE
            yield PlanCheck(stage, check.name, check.level.value.replace("_", " ").capitalize(), check.says)


def _level(level: Presence | None) -> str:
    return level.label if level is not None else ""


def _leads(page: PlanPage) -> Iterator[tuple[str, date, date | None]]:
    since = page.plan.opened_on
    for lead in page.leads:
        yield page.name(lead.person_id), lead.since, lead.until
        since = lead.until
    yield page.name(page.plan.lead_id) or "Nobody", since, None


def priority_words(page: PlanPage) -> str:
    """The published priority the plan serves, the latest first: ``Priority 1: Off-road bikes, 3 quarters``."""
    served = Counter(f"Priority {p.number}: {p.title}" for p in reversed(page.priorities))
    return "; ".join(words + (f", {count} quarters" if count > 1 else "") for words, count in served.items())


def field_words(page: PlanPage, field: Written) -> str:
    """A written field in words, blank when it is not filled in."""
    value = getattr(page.plan, field.name)
    if value is None or value == "":
        return ""
    if field.kind is FieldKind.DATE:
        return form_date(value)
    if field.kind in (FieldKind.VERDICT, FieldKind.EXTENT, FieldKind.PRESENCE):
        return str(value.label)
    if field.kind is FieldKind.YES:
        return "Yes" if value else ""
    return str(value).strip()


def _fields(page: PlanPage, stage: Stage) -> list[PlanField]:
    shown = [
        PlanField(field.label, field_words(page, field), internal=field.name in _INTERNAL, name=field.name)
        for field in fields_of(stage)
        if field.name not in _OWN_PLACE
    ]
    if stage is Stage.SCANNING:
        found = "\n".join(f"{form_date(s.day)}: {s.what}" if s.day else s.what for s in page.sources)
        shown.insert(1, PlanField("Found by", found))
        shown += [
            PlanField("CHEERS", cheers_words(page)),
            PlanField("Times", says_times(grid_of(page.plan.times))),
        ]
    if stage is Stage.ASSESSMENT:
        shown.insert(
            0, PlanField("Verdict of the plan", page.plan.verdict.label if page.plan.verdict else "")
        )
    if stage is Stage.ASSESSMENT:
        shown.append(PlanField("Kinds of displacement", moved_words(page)))
    if stage is Stage.ASSESSMENT and page.plan.close_reason:
        shown.append(PlanField("Closed because", page.plan.close_reason, internal=True))
    return shown


def cheers_words(page: PlanPage) -> str:
    """The CHEERS answers with their reasons, a line each; blank while none is given."""
    words = {YES: "yes", NO: "no", UNSURE: "unsure", "": "not asked"}
    lines = []
    for one in cheers_elements():
        answer, reason = answer_of(page.plan.cheers, one.key)
        if answer or reason:
            lines.append(f"{one.name}: {words[answer]}. {reason}".strip())
    return "\n".join(lines)


def moved_words(page: PlanPage) -> str:
    """What looking for each kind of displacement found, a line each; blank while nobody looked."""
    lines = []
    for one in movements():
        found, note = found_of(page.plan.moved, one.key)
        if one.key in page.plan.moved:
            lines.append(f"{one.name}: {found.label.lower()}. {note}".strip())
    return "\n".join(lines)


def _aim(page: PlanPage) -> str:
    plan = page.plan
    by = f" By {form_date(plan.objective_on)}." if plan.objective_on and plan.objective else ""
    return f"{plan.objective.rstrip('. ')}.{by}" if plan.objective else ""


def _test(page: PlanPage) -> PlanTest:
    judged = page.plan.test
    rows = tuple(
        PlanTestRow(
            row.printed_name, _POINTS.get(judged.get(row.key, 9), ""),
            {-1: row.pattern, 1: row.problem}.get(judged.get(row.key, 0), ""),
        )
        for row in booklet_test().rows
    )  # fmt: skip
    reading = read_test(judged)
    return PlanTest(rows, "" if len(reading.missing) == len(rows) else reading.says)


def _measure(page: PlanPage, series: MeasureSeries) -> PlanMeasure:
    before, after = baseline_and_after(series.points, page.plan.finished_on)
    words = [
        f"{name} {measured.figure:g} ({measured.period})"
        for name, measured in (("Before", before), ("After", after))
        if measured.figure is not None
    ]
    points = dict(series.points)
    months = months_from(min(points), max(points)) if points else ()
    mark, mark_words = response_mark(months, page.response_began, page.plan.finished_on)
    return PlanMeasure(
        series.measure.name, series.measure.unit,
        baseline=series.points[0][1] if points else None,
        latest=series.points[-1][1] if points else None,
        points=tuple((month, float(points[month]) if month in points else None) for month in months),
        verdict=page.plan.verdict if series.measure.main else None,
        reading=". ".join(words), mark=mark, mark_words=mark_words,
    )  # fmt: skip
