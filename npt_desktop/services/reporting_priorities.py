"""The papers of priorities: agenda with evidence, minutes, and the story of one priority."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from npt_desktop.errors import CannotDo
from npt_desktop.files import file_name
from npt_desktop.models.kinds import Decision, State
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import CandidateIssue, Priority, PriorityRound
from npt_desktop.reports.page import write_pdf
from npt_desktop.reports.priority_meeting import (
    LastPriority,
    MeetingIssue,
    MeetingPapers,
    OtherSource,
    PlanLine,
    SurveyFigure,
    agenda_document,
    minutes_document,
)
from npt_desktop.reports.priority_story import PriorityStory, StoryStep, story_document
from npt_desktop.rules.cheers import read_cheers
from npt_desktop.rules.decisions import ending
from npt_desktop.rules.meeting_agenda import standard_agenda
from npt_desktop.rules.periods import Quarter, quarter_of
from npt_desktop.rules.problem_test import read_test
from npt_desktop.rules.sources import Count, Source
from npt_desktop.services.candidates import Candidates, Evidence
from npt_desktop.services.desk import Desk
from npt_desktop.services.exports import MARKING
from npt_desktop.services.golden_thread import Bead, GoldenThread
from npt_desktop.services.plan_facts import people_names
from npt_desktop.services.priority_view import quarter_view
from npt_desktop.services.ranking import Rankings
from npt_desktop.services.sources import Sources

_MOST_LINES, _CORRECTED = 6, 4
_ENDED = {
    Decision.PRIORITY: State.GOOD, Decision.UNDECIDED: State.PART, Decision.PLAN_ONLY: State.NONE,
    Decision.PARTNER: State.NONE, Decision.NOT_NOW: State.NONE,
}  # fmt: skip


def agenda_pdf(desk: Desk, area_id: int, quarter: Quarter, path: Path) -> None:
    """Print the agenda with the evidence pack. Long: call off the window's thread. Raises CannotDo before the round
    has begun, or as files do."""
    trace = desk.takes_out(path)
    write_pdf(agenda_document(papers_of(desk, area_id, quarter), _now(desk)), path, trace)


def minutes_pdf(desk: Desk, area_id: int, quarter: Quarter, path: Path) -> None:
    """Print the minutes. Raises CannotDo before the meeting was held, or as files do."""
    trace = desk.takes_out(path)
    papers = papers_of(desk, area_id, quarter)
    if papers.held_on is None or papers.held_on > desk.today:
        raise CannotDo("The meeting has not been held: enter its date first, then print the minutes.")
    write_pdf(minutes_document(papers, _now(desk)), path, trace)


def story_pdf(desk: Desk, priority_id: int, path: Path) -> None:
    """Print the story of a priority on one page. Raises CannotDo when it is gone, or as files do."""
    trace = desk.takes_out(path)
    write_pdf(story_document(story_of(desk, priority_id), _now(desk)), path, trace)


def meeting_file_name(what: str, area: str, quarter: Quarter) -> str:
    """The name suggested for ``Agenda`` or ``Minutes``, with its marking."""
    return file_name(f"{what} priority meeting {area} {quarter.start:%Y-%m}", MARKING, ".pdf")


def story_file_name(area: str, title: str) -> str:
    """The name suggested for a story, with its marking."""
    return file_name(f"Priority {area} {title}", MARKING, ".pdf")


def papers_of(desk: Desk, area_id: int, quarter: Quarter) -> MeetingPapers:
    """A meeting as its papers print it."""
    view = quarter_view(desk, area_id, quarter)
    page = view.page
    if page.round is None:
        raise CannotDo("Start the round first: enter when the survey data came.")
    met, evidence = page.meeting, Candidates(desk).evidence(area_id, page)
    ranking = Rankings(desk).of(page)
    places = {p.key: f"{p.place} ({p.percent} %)" for p in ranking.placed if p.place}
    with desk.read() as session:
        people = people_names(session)
        plans = session.execute(
            select(ProblemPlan).where(ProblemPlan.area_id == area_id, ProblemPlan.closed_on.is_(None))
            .order_by(ProblemPlan.reference)
        ).scalars().all()  # fmt: skip
    extra = tuple(met.agenda.splitlines()) if met else ()
    standing = standard_agenda()
    return MeetingPapers(
        area=page.area, first_month=quarter.start, held_on=met.held_on if met else None,
        place=met.place if met else "", chair=people.get(page.round.decided_by_id or 0, ""),
        invited=_names(met.invited if met else ""), attended=_names(met.attended if met else ""),
        apologies=_names(met.apologies if met else ""),
        items=(*standing[:-1], *(line.strip() for line in extra if line.strip()), standing[-1]),
        notes=met.notes if met else "", survey_period=quarter.previous().spoken,
        survey=tuple(SurveyFigure(r.issue_text, r.percent, r.count, r.base, r.change) for r in page.survey),
        sources=_sources(desk, area_id, quarter),
        last=tuple(LastPriority(o.priority.title, o.result, o.figures, o.then) for o in view.before),
        issues=tuple(_issue(c, evidence.get(c.id, ()), places.get(c.id, "")) for c in page.candidates),
        plans=tuple(PlanLine(p.reference, p.title, p.stage.label) for p in plans),
        ranking=ranking.says if places else "", decided_on=page.round.decided_on,
    )  # fmt: skip


def story_of(desk: Desk, priority_id: int) -> PriorityStory:
    """A priority as its story prints it."""
    thread = GoldenThread(desk).of("priority", priority_id)
    with desk.read() as session:
        p = session.get_one(Priority, priority_id)
        around = session.get_one(PriorityRound, p.round_id)
        issue = session.get(CandidateIssue, p.candidate_id) if p.candidate_id else None
        others = session.scalars(
            select(CandidateIssue).where(CandidateIssue.round_id == around.id,
                                         CandidateIssue.decision != Decision.PRIORITY)
            .order_by(CandidateIssue.position, CandidateIssue.id)
        ).all()  # fmt: skip
        owner = people_names(session).get(p.owner_id or 0, "")
    figures = ""
    if p.first_figure is not None:
        figures = f"{p.first_figure}{'' if p.last_figure is None else f' to {p.last_figure}'} {p.figure_name}".strip()
    result = ". ".join(
        part.rstrip(".") for part in (p.result.label if p.result else "", p.result_note) if part
    )
    return PriorityStory(
        title=p.title, area=thread.area, quarter=quarter_of(around.quarter).spoken, number=p.number,
        reason=p.reason, public_wording=p.public_wording, owner=owner,
        agreed_by=issue.agreed_by if issue else "", decided_on=around.decided_on, figures=figures, result=result,
        what_follows=f"Then: {p.what_follows}" if p.what_follows else "",
        steps=tuple(
            StoryStep(k.bead.label, k.day, k.title, k.detail, _CORRECTED if k.bead is Bead.CORRECTION else 1)
            for k in thread.knots
        ),
        turned_down=tuple((c.title, _turned_down(c)) for c in others),
        missing=tuple(bead.label.lower() for bead in thread.missing if bead is not Bead.RESULT),
    )  # fmt: skip


def _sources(desk: Desk, area_id: int, quarter: Quarter) -> tuple[OtherSource, ...]:
    """What the sources beside the survey count, the issues named most first; a source with nothing is left out."""
    found = []
    for source, table in Sources(desk).page(area_id, quarter).tables.items():
        named = [line for line in table.lines if line.now is not None]
        if source is Source.SURVEY or not named:
            continue
        rows = tuple(
            (line.label, _words(line.now), _words(line.before), _words(line.year_ago))
            for line in named[:_MOST_LINES]
        )
        found.append(OtherSource(source.label.lower(), rows, table.cautions))
    return tuple(found)


def _words(count: Count | None) -> str:
    return count.words if count is not None else "–"


def _turned_down(c: CandidateIssue) -> str:
    ended = ending(c.decision, carried=False, passed_to=c.passed_to, passed_on=c.passed_on)
    return f"{ended}: {c.reason}" if c.reason else ended


def _issue(c: CandidateIssue, evidence: tuple[Evidence, ...], place: str) -> MeetingIssue:
    reading = read_test(c.test)
    cheers = read_cheers(c.cheers)
    decided = c.decision is not Decision.UNDECIDED
    said = [c.reason, f"Against the test’s advice: {c.against_advice}" if c.against_advice else "",
            f"No plan: {c.no_plan_reason}" if c.no_plan_reason else ""]  # fmt: skip
    return MeetingIssue(
        title=c.title, source=c.source,
        figures=(*(f"{e.figure} {e.words}" for e in evidence), c.evidence),
        test=reading.says if reading.complete or reading.problem + reading.pattern else "",
        cheers=cheers.says if cheers.answered else "", place=place,
        ending=ending(c.decision, carried=c.carried_from_id is not None, passed_to=c.passed_to,
                      passed_on=c.passed_on) if decided else "Undecided",
        state=_ENDED[c.decision], reason="\n".join(part for part in said if part), agreed_by=c.agreed_by,
    )  # fmt: skip


def _names(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _now(desk: Desk) -> datetime:
    return desk.store.clock.now()
