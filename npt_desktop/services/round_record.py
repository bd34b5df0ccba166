"""The record of a priority round as a printed document: six dated steps, what was decided and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from npt_desktop.errors import CannotDo
from npt_desktop.files import file_name
from npt_desktop.models.priorities import CandidateIssue, PriorityUpdate, UpdateCorrection
from npt_desktop.reports.page import write_pdf
from npt_desktop.reports.priorities import (
    RoundCandidate,
    RoundPriority,
    RoundRecord,
    RoundStep,
    RoundUpdate,
    round_document,
)
from npt_desktop.rules.periods import Quarter, form_date, number_of
from npt_desktop.rules.priority_steps import TITLES
from npt_desktop.rules.public_wording import UPDATE_PARTS, split_wording
from npt_desktop.services.desk import Desk
from npt_desktop.services.exports import MARKING
from npt_desktop.services.plan_facts import people_names
from npt_desktop.services.priorities import Priorities
from npt_desktop.services.round_page import PriorityCard, RoundPage, round_facts


class RoundRecords:
    """Records of rounds, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def suggested_name(self, area_id: int, quarter: Quarter) -> str:
        """A file name that carries the marking."""
        area = Priorities(self._desk).page(area_id, quarter).area
        return file_name(f"Priority round {area} {quarter.start:%Y-%m}", MARKING, ".pdf")

    def save(self, area_id: int, quarter: Quarter, path: Path) -> None:
        """Write the record as a PDF. Raises CannotDo before the round has begun, or as files do."""
        trace = self._desk.takes_out(path)
        page = Priorities(self._desk).page(area_id, quarter)
        if page.round is None:
            raise CannotDo("Start the round first: enter when the survey data came.")
        write_pdf(round_document(self.record(page), self._desk.store.clock.now()), path, trace)

    def record(self, page: RoundPage) -> RoundRecord:
        """The round as the report takes it."""
        found, met = page.round, page.meeting
        assert found is not None
        with self._desk.read() as session:
            people = people_names(session)
        published = page.publication
        return RoundRecord(
            area=page.area, first_month=page.quarter.start, inspector=people.get(found.decided_by_id or 0, ""),
            steps=self._steps(page),
            sources=tuple((r.issue_text, f"{r.percent:.0f} % of {r.base:,} answers") for r in page.survey),
            meeting_on=met.held_on if met else None,
            attendance=tuple(met.attended.splitlines()) if met else (),
            candidates=tuple(_candidate(c) for c in page.candidates),
            priorities=tuple(_priority(card, people) for card in page.cards),
            published_on=found.published_on,
            published_by=people.get(published.by_id or 0, "") if published else "",
            address=published.address if published else "",
        )  # fmt: skip

    def _steps(self, page: RoundPage) -> tuple[RoundStep, ...]:
        facts = round_facts(page, self._desk.today)
        due = page.quarter.publish_by
        on = (facts.survey_on, facts.meeting_on if facts.meeting_held else None, facts.decided_on,
              facts.published_on, None, None)  # fmt: skip
        notes = (
            page.round.survey_note if page.round else "",
            f"{facts.attended} attended" if facts.attended else "",
            number_of(facts.priorities, "priority", "priorities"),
            page.publication.address if page.publication else "",
            f"{facts.settled_plans} of {facts.priorities} recorded",
            f"{facts.updates_published} of {3 * facts.priorities} published",
        )
        return tuple(
            RoundStep(title, day, None if n == 5 else due, note)
            for n, (title, day, note) in enumerate(zip(TITLES, on, notes, strict=True))
        )


def _candidate(c: CandidateIssue) -> RoundCandidate:
    said = [c.reason, f"Led by {c.passed_to}." if c.passed_to else "",
            f"Against the test’s advice: {c.against_advice}" if c.against_advice else "",
            f"Agreed by {c.agreed_by}." if c.agreed_by else ""]  # fmt: skip
    return RoundCandidate(c.title, c.evidence, c.decision, "\n".join(part for part in said if part))


def _told(u: PriorityUpdate, corrections: Sequence[UpdateCorrection]) -> str:
    """An update with the words before its corrections below it."""
    lines = [f"You said: {u.you_said}", f"We did: {u.we_did}", f"Next: {u.next_steps}"]
    lines += [
        f"Corrected {form_date(c.made_at.astimezone().date())} by {c.made_by}: {c.reason} "
        f"Before, under ‘{UPDATE_PARTS.get(c.field, c.field)}’: {c.was}"
        for c in corrections
    ]
    return "\n".join(lines)


def _priority(card: PriorityCard, people: dict[int, str]) -> RoundPriority:
    p = card.priority
    issue, action = split_wording(p.public_wording)
    updates = tuple(
        RoundUpdate(u.published_on, _told(u, card.corrected(u)), tuple(u.channels))
        for u in card.updates if u is not None and u.published_on is not None
    )  # fmt: skip
    return RoundPriority(
        p.title, p.reason, people.get(p.owner_id or 0, ""), card.plan.reference if card.plan else "",
        p.no_plan_reason, issue, action, updates, p.result, p.result_note,
    )  # fmt: skip
