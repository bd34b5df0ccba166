"""One whole quarter of one area on a store, as a person would run it, with everything it prints."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from npt_desktop.errors import CannotDo
from npt_desktop.files import file_name
from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import AnswerValue, Decision, Role, Side, Tactic
from npt_desktop.paths import resources
from npt_desktop.rules.periods import Quarter, month_of, number_of, quarter_of
from npt_desktop.rules.problem_test import booklet_test
from npt_desktop.services.candidates import Candidates
from npt_desktop.services.desk import Desk
from npt_desktop.services.engagement import LogFilter
from npt_desktop.services.exports import MARKING, Exports
from npt_desktop.services.importing import Decisions, Importing
from npt_desktop.services.people import Member, members
from npt_desktop.services.plans import Plans
from npt_desktop.services.priorities import Priorities
from npt_desktop.services.publication import Publishing
from npt_desktop.services.quality import Quality
from npt_desktop.services.reporting_plans import plan_pdf
from npt_desktop.services.reporting_quality import qa_pdf
from npt_desktop.services.round_record import RoundRecords
from npt_desktop.store.database import Store

_WORKBOOK = "team-log.xlsx"


def run_quarter(store: Store, out: Path) -> Iterator[str]:
    """Bring the team's workbook in, set and publish priorities, open a plan, hold the QA meeting, print and
    export; yields a line for each thing done. Files go below ``out``."""
    inspector, area_id, quarter = _where(store)
    desk = Desk(store, inspector.actor)
    area = next(a.label for a in desk.areas() if a.id == area_id)
    out.mkdir(parents=True, exist_ok=True)
    yield f"{inspector.actor.name} runs {quarter.spoken} for {area}."
    yield _bring_in(desk, area_id)
    yield from _set_priorities(desk, area_id, quarter, out)
    yield _open_plan(desk, area_id, quarter, out)
    chief = next(m for m in members(store) if m.actor.role is Role.CHIEF_INSPECTOR and area_id in m.area_ids)
    yield _hold_meeting(Desk(store, chief.actor), area_id, area, out)
    book = out / file_name(f"Engagement log {area}", MARKING, ".xlsx")
    rows = Exports(desk).engagement(book, LogFilter(area_id=area_id), area=area)
    yield f"Exported {number_of(rows, 'row')} of the log: {book.name}"


def _where(store: Store) -> tuple[Member, int, Quarter]:
    """An inspector and area whose priorities are still to be set: this quarter's, else the next one's."""
    inspectors = [m for m in members(store) if m.actor.role is Role.INSPECTOR and m.area_ids]
    if not inspectors:
        raise CannotDo("This store has no inspector with an area: make a sample store.")
    today = store.clock.today()
    for quarter in (quarter_of(today), quarter_of(today).next()):
        for member in inspectors:
            page = Priorities(Desk(store, member.actor)).page(member.area_ids[0], quarter)
            if page.round is None or page.round.decided_on is None:
                return member, member.area_ids[0], quarter
    raise CannotDo("Every area has set its priorities: make a fresh sample store.")


def _bring_in(desk: Desk, area_id: int) -> str:
    importing = Importing(desk)
    gathered = importing.gather([resources() / "sample" / _WORKBOOK])
    plans = importing.planner.plan(gathered, "log", area_id)
    report = importing.commit(importing.check(gathered, plans, Decisions()))
    return f"Brought in the team's workbook: {report.in_words()}"


def _set_priorities(desk: Desk, area_id: int, quarter: Quarter, out: Path) -> Iterator[str]:
    rounds, today = Priorities(desk), desk.today
    page = rounds.page(area_id, quarter)
    if page.round is None or page.round.survey_on is None:
        rounds.receive_survey(area_id, quarter, today, "The commissioner's survey, by e-mail")
    if page.meeting is None or page.meeting.held_on is None:
        who = "Community safety manager, council\nHousing manager, council"
        rounds.save_meeting(area_id, quarter, {"held_on": today, "place": "Council offices", "attended": who})
    page = rounds.page(area_id, quarter)
    candidates = Candidates(desk)
    for item in candidates.suggestions(area_id, page)[: max(0, 5 - len(page.candidates))]:
        candidates.take(area_id, quarter, item)
    _decide(rounds, area_id, quarter)
    page = rounds.page(area_id, quarter)
    yield f"Set {number_of(len(page.cards), 'priority', 'priorities')}: " + "; ".join(
        card.priority.title for card in page.cards
    )
    publishing = Publishing(desk)
    version = publishing.public_page(area_id, quarter)
    files = publishing.save(version, _folder(out / "public"))
    rounds.publish(area_id, quarter, text=version.text, address="https://www.example.police.uk/priorities",
                   channels=["Website"])  # fmt: skip
    yield "Published: " + ", ".join(file.name for file in files)
    records = RoundRecords(desk)
    record = out / f"{records.suggested_name(area_id, quarter).removesuffix('.pdf')}.pdf"
    records.save(area_id, quarter, record)
    yield f"Printed the meeting record: {record.name}"


def _decide(rounds: Priorities, area_id: int, quarter: Quarter) -> None:
    """Three priorities with a reason and public words, the others not now; then the decision."""
    rows = [row.key for row in booklet_test().rows]
    page = rounds.page(area_id, quarter)
    for place, candidate in enumerate(page.candidates, 1):
        chosen = place <= 3
        words = f"You told us about {candidate.title[:1].lower()}{candidate.title[1:]}. We will work on it with the council."
        rounds.save_candidate(candidate.id, candidate.version, {
            "decision": Decision.PRIORITY if chosen else Decision.NOT_NOW,
            "rank": place if chosen else None,
            "reason": candidate.reason or ("Raised by residents and partners." if chosen else "Fewer reports than the others."),
            "test": dict.fromkeys(rows, 1 if chosen else -1),
            "agreed_by": "Community safety manager, council",
            "no_plan_reason": "Joint patrols with the council are enough for now." if chosen else "",
            "public_wording": candidate.public_wording or (words if chosen else ""),
        })  # fmt: skip
    rounds.decide(area_id, quarter)


def _open_plan(desk: Desk, area_id: int, quarter: Quarter, out: Path) -> str:
    plans, today = Plans(desk), desk.today
    priority = Priorities(desk).page(area_id, quarter).cards[0].priority
    if priority.plan_id is None:
        plan_id = plans.open(area_id, priority.title, priority_id=priority.id)
        page = plans.page(plan_id)
        plans.save(plan_id, page.plan.version, {
            "perceived_problem": f"{priority.title}: weekly reports in the evening.",
            "asked_by": "Residents and the council", "how_long": "Since the spring",
            "places": "Three places in the area", "who_harmed": "Residents who live beside them",
            "smallest_reduction": "A quarter fewer reports", "victim": "Older residents",
            "objective": "A quarter fewer reports in three months", "objective_on": today + timedelta(days=90),
        })  # fmt: skip
        plans.put(plan_id, Action, {
            "title": "Joint visits with the council", "owner_id": desk.actor.person_id,
            "due_on": today + timedelta(days=28), "side": Side.LOCATION, "tactic": Tactic.PREVENTION,
            "works_by": "Somebody is there who looks after the place.",
        })  # fmt: skip
    else:
        plan_id = priority.plan_id
    page = plans.page(plan_id)
    target = out / file_name(page.plan.reference, MARKING, ".pdf")
    plan_pdf(desk, plan_id, target)
    return f"{page.plan.reference}, {page.reading.count} fields: {target.name}"


def _hold_meeting(desk: Desk, area_id: int, area: str, out: Path) -> str:
    quality, month = Quality(desk), month_of(desk.today)
    page = quality.page(area_id, month)
    for due in page.due:
        number = due.question.number
        evidence = quality.evidence(area_id, month, due.question)
        value = evidence.suggestion or AnswerValue.PARTLY
        note = "" if evidence.suggestion else "Asked in the meeting; to be shown next month."
        quality.answer(area_id, month, number, value, note, evidence)
    quality.finish(area_id, month, desk.actor.name)
    target = out / file_name(f"QA meeting {area} {month:%Y-%m}", MARKING, ".pdf")
    qa_pdf(desk, area_id, month, target)
    return f"{desk.actor.name} answered {number_of(len(page.due), 'question')} and signed: {target.name}"


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path
