"""The quarterly priority-setting round of an area, from survey to monthly updates.

Source of the six steps: booklet, Priority setting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.kinds import Decision, PriorityResult, PublicationKind
from npt_desktop.models.organisation import Area
from npt_desktop.models.priorities import (
    CandidateIssue,
    Priority,
    PriorityCorrection,
    PriorityMeeting,
    PriorityRound,
    PriorityUpdate,
    Publication,
    SurveyResult,
)
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.closing import closing_lacks
from npt_desktop.rules.decisions import lacking
from npt_desktop.rules.periods import Quarter, month_of
from npt_desktop.rules.public_wording import UPDATE_PARTS, update_text
from npt_desktop.services.deciding import carried_priority, considered, named_plan
from npt_desktop.services.desk import Desk, current
from npt_desktop.services.guard import Guard, kept_for, open_in, refuse_open
from npt_desktop.services.priority_figures import carry_marks
from npt_desktop.services.round_page import PriorityCard, RoundPage, cards_of, round_facts, round_of

__all__ = ["Priorities", "PriorityCard", "RoundPage", "round_facts"]

CANDIDATE_FIELDS = frozenset(
    {
        "title", "issue_id", "evidence", "source", "decision", "rank", "reason", "agreed_by", "passed_to",
        "public_wording", "against_advice", "test", "position", "passed_on", "no_plan_reason", "scores", "cheers",
    }
)  # fmt: skip
MEETING_FIELDS = frozenset({"held_on", "place", "invited", "attended", "apologies", "notes", "agenda"})
UPDATE_FIELDS = frozenset({"you_said", "we_did", "next_steps"})


class Priorities:
    """Priority rounds, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # ------------------------------------------------------------------- reading
    def page(self, area_id: int, quarter: Quarter) -> RoundPage:
        """The round of an area and quarter, begun or not."""
        with self._desk.read() as session:
            area = session.get_one(Area, area_id).name
            survey = tuple(session.scalars(
                select(SurveyResult).where(SurveyResult.area_id == area_id,
                                           SurveyResult.period == quarter.previous().start)
                .order_by(SurveyResult.percent.desc())))  # fmt: skip
            found = round_of(session, area_id, quarter)
            if found is None:
                return RoundPage(area, quarter, None, None, survey, (), (), None)
            out = tuple(session.scalars(
                select(Publication).where(Publication.round_id == found.id,
                                          Publication.kind == PublicationKind.PRIORITIES)
                .order_by(Publication.id.desc())))  # fmt: skip
            corrections = session.scalars(
                select(PriorityCorrection).where(PriorityCorrection.round_id == found.id)
                .order_by(PriorityCorrection.id))  # fmt: skip
            return RoundPage(
                area, quarter, found,
                session.scalars(select(PriorityMeeting).where(PriorityMeeting.round_id == found.id)).first(),
                survey,
                tuple(session.scalars(select(CandidateIssue).where(CandidateIssue.round_id == found.id)
                                      .order_by(CandidateIssue.position, CandidateIssue.id))),
                cards_of(session, found, quarter), out[0] if out else None, out[1:], tuple(corrections),
            )  # fmt: skip

    def in_force(self, area_id: int, day: date) -> list[Priority]:
        """The priorities not closed whose round began on or before the day, latest round only."""
        with self._desk.read() as session:
            latest = session.scalar(
                select(func.max(PriorityRound.quarter)).join(Priority, Priority.round_id == PriorityRound.id)
                .where(PriorityRound.area_id == area_id, PriorityRound.quarter <= day)
            )  # fmt: skip
            query = (
                select(Priority).join(PriorityRound, PriorityRound.id == Priority.round_id)
                .where(Priority.area_id == area_id, PriorityRound.quarter == latest, Priority.closed_on.is_(None))
                .order_by(Priority.number)
            )  # fmt: skip
            return list(session.scalars(query))

    # ------------------------------------------------------------ steps 1 and 2
    def receive_survey(self, area_id: int, quarter: Quarter, day: date, note: str = "") -> int:
        """Step 1: the commissioner's data came on ``day``. Begins the round; returns its id."""
        require(self._desk.actor.role, Act.PREPARE_PRIORITIES)
        if day > self._desk.today:
            raise Incomplete({"survey_on": "Enter a date that is not in the future."})
        with self._desk.write("Received the survey data") as unit:
            found = _begun(unit, area_id, quarter)
            found.survey_on, found.survey_note = day, note
            return found.id

    def save_meeting(self, area_id: int, quarter: Quarter, fields: Mapping[str, Any]) -> int:
        """Step 2: plan or record the meeting with council managers; returns the round's id."""
        require(self._desk.actor.role, Act.PREPARE_PRIORITIES)
        _only(fields, MEETING_FIELDS)
        with self._desk.write("Recorded the priority meeting") as unit:
            found = _begun(unit, area_id, quarter)
            meeting = unit.session.scalars(
                select(PriorityMeeting).where(PriorityMeeting.round_id == found.id)
            ).first()
            if meeting is None:
                unit.add(PriorityMeeting(round_id=found.id, **fields))
            else:
                for name, value in fields.items():
                    setattr(meeting, name, value)
            return found.id

    # -------------------------------------------------------------------- step 3
    def add_candidate(self, area_id: int, quarter: Quarter, title: str, **fields: Any) -> int:
        """Put an issue before the meeting; returns its id."""
        require(self._desk.actor.role, Act.PREPARE_PRIORITIES)
        _only(fields, CANDIDATE_FIELDS)
        if not title.strip():
            raise Incomplete({"title": "Enter the issue, such as ‘Speeding near schools’."})
        with self._desk.write("Added a candidate issue") as unit:
            found = _begun(unit, area_id, quarter)
            _not_decided(found)
            last = unit.session.scalar(
                select(func.max(CandidateIssue.position)).where(CandidateIssue.round_id == found.id)
            )
            fields.setdefault("position", (last or 0) + 1)
            return unit.add(CandidateIssue(round_id=found.id, title=title.strip(), **fields)).id

    def carry_forward(self, area_id: int, quarter: Quarter, priority_id: int) -> int:
        """Put an earlier priority before the meeting again, with its test; returns the candidate's id.

        The link is kept: once set, the new priority takes over plan and owner.
        """
        require(self._desk.actor.role, Act.PREPARE_PRIORITIES)
        with self._desk.write("Carried a priority forward") as unit:
            before = current(unit, Priority, priority_id)
            found = _begun(unit, area_id, quarter)
            _not_decided(found)
            here = unit.session.scalars(
                select(CandidateIssue).where(CandidateIssue.round_id == found.id)
            ).all()
            if before.candidate_id is not None and before.candidate_id in {c.carried_from_id for c in here}:
                raise CannotDo(f"‘{before.title}’ is among the issues already.")
            old = unit.get(CandidateIssue, before.candidate_id) if before.candidate_id else None
            unit.did = f"Carried ‘{before.title}’ forward"
            return unit.add(CandidateIssue(
                round_id=found.id, title=before.title, evidence=old.evidence if old else "",
                source="Last quarter's priority", issue_id=old.issue_id if old else None,
                test=dict(old.test) if old else {}, public_wording=before.public_wording,
                carried_from_id=before.candidate_id, position=max((c.position for c in here), default=0) + 1,
            )).id  # fmt: skip

    def save_candidate(self, candidate_id: int, version: int, fields: Mapping[str, Any]) -> int:
        """Judge a candidate: test, decision, rank, reason, public wording. Frozen once decided.

        Returns the version it now has. Raises Clash when somebody else changed it meanwhile.
        """
        require(self._desk.actor.role, Act.PREPARE_PRIORITIES)
        _only(fields, CANDIDATE_FIELDS)
        with self._desk.write("Judged a candidate issue") as unit:
            candidate = current(unit, CandidateIssue, candidate_id, version)
            _not_decided(unit.get(PriorityRound, candidate.round_id))
            for name, value in fields.items():
                setattr(candidate, name, value)
            if candidate.decision is not Decision.PRIORITY:
                candidate.rank = None
            if candidate.decision is not Decision.PARTNER:
                candidate.passed_on = None
            elif candidate.passed_on is not None and candidate.passed_on > self._desk.today:
                raise Incomplete({"passed_on": "Enter a date that is not in the future."})
            unit.did = f"Judged ‘{candidate.title}’"
            unit.session.flush()
            return candidate.version

    def drop_candidate(self, candidate_id: int) -> None:
        """Take an issue off the list before it is decided; Undo brings it back."""
        require(self._desk.actor.role, Act.PREPARE_PRIORITIES)
        with self._desk.write("Removed a candidate issue") as unit:
            candidate = current(unit, CandidateIssue, candidate_id)
            _not_decided(unit.get(PriorityRound, candidate.round_id))
            unit.remove(candidate)

    def lacking(self, page: RoundPage) -> list[tuple[int | None, str, str]]:
        """What stands between the meeting and its decision: candidate id, field and a sentence each."""
        with self._desk.read() as session:
            return lacking(considered(session, page))

    def decide(self, area_id: int, quarter: Quarter) -> None:
        """Step 3: set the priorities from the candidates. Only an inspector decides; everything undecided
        or lacking a reason is named. Raises Incomplete, NotAllowed."""
        require(self._desk.actor.role, Act.DECIDE_PRIORITIES)
        page = self.page(area_id, quarter)
        if page.round is None:
            raise CannotDo("Start the round first: enter when the survey data came.")
        _not_decided(page.round)
        lacking = self.lacking(page)
        if lacking:
            raise Incomplete({field: says for _, field, says in reversed(lacking)})
        chosen = [c for c in page.candidates if c.decision is Decision.PRIORITY]
        chosen.sort(key=lambda c: (c.rank or 9, c.position))
        with self._desk.write(f"Set the {quarter.label} priorities of {page.area}") as unit:
            found = current(unit, PriorityRound, page.round.id, page.round.version)
            found.decided_on, found.decided_by_id = self._desk.today, self._desk.actor.person_id
            for number, candidate in enumerate(chosen, 1):
                before = carried_priority(unit.session, candidate)
                plan_id = before.plan_id if before else named_plan(unit.session, candidate)
                made = unit.add(Priority(
                    round_id=found.id, area_id=area_id, candidate_id=candidate.id, number=number,
                    title=candidate.title, reason=candidate.reason, public_wording=candidate.public_wording,
                    carried_from_id=before.id if before else None, plan_id=plan_id,
                    owner_id=before.owner_id if before else None, no_plan_reason=candidate.no_plan_reason,
                ))  # fmt: skip
                if before is not None:
                    carry_marks(unit, before.id, made.id)

    # -------------------------------------------------------------------- step 4
    def publish(
        self, area_id: int, quarter: Quarter, *, text: str, address: str, channels: Sequence[str]
    ) -> None:
        """Step 4: record that the priorities are on the website, with the exact text and the address.

        Again after a correction: the round keeps the day it was first published, and every text. Raises Incomplete
        while a wording is empty or a finding of the guard is neither mended nor kept, CannotDo when nothing
        changed since the last time.
        """
        require(self._desk.actor.role, Act.PUBLISH_PRIORITIES)
        page = self.page(area_id, quarter)
        if page.round is None or page.round.decided_on is None:
            raise CannotDo("Set the priorities before publishing them.")
        if page.round.published_on is not None and not page.changed:
            raise CannotDo("These words are published: correct one first, then publish again.")
        empty = [card.priority for card in page.cards if not card.priority.public_wording.strip()]
        if empty:
            raise Incomplete({"public_wording": f"Write the public wording of ‘{empty[0].title}’."})
        wordings = {
            str(c.priority.number): f"{c.priority.title}. {c.priority.public_wording}" for c in page.cards
        }
        open_findings = Guard(self._desk).open_findings(area_id, wordings)
        for number, findings in open_findings.items():
            refuse_open({"public_wording": findings}, {"public_wording": f"Priority {number}: "})
        with self._desk.write(f"Published the {quarter.label} priorities of {page.area}") as unit:
            found = current(unit, PriorityRound, page.round.id, page.round.version)
            if found.published_on is not None:
                unit.did = f"Published the {quarter.label} priorities of {page.area} again"
            found.published_on = found.published_on or self._desk.today
            unit.add(Publication(
                area_id=area_id, month=month_of(self._desk.today), kind=PublicationKind.PRIORITIES,
                round_id=found.id, title=f"Priorities for {quarter.spoken}", text=text, channels=list(channels),
                address=address, published_on=self._desk.today, by_id=self._desk.actor.person_id,
                kept=kept_for(unit.session, area_id, self._desk.today, wordings.values()),
            ))  # fmt: skip

    # -------------------------------------------------------------------- step 5
    def save_priority(self, priority_id: int, version: int, fields: Mapping[str, Any]) -> None:
        """Owner, plan or the reason for none, public wording before publication, figures."""
        require(self._desk.actor.role, Act.PREPARE_PRIORITIES)
        _only(fields, frozenset({"owner_id", "plan_id", "no_plan_reason", "public_wording", "figure_name",
                                 "first_figure", "last_figure"}))  # fmt: skip
        with self._desk.write("Edited a priority") as unit:
            priority = current(unit, Priority, priority_id, version)
            if "public_wording" in fields and unit.get(PriorityRound, priority.round_id).published_on:
                raise CannotDo("The wording is published: correct it, with the reason, and publish again.")
            for name, value in fields.items():
                setattr(priority, name, value)
            unit.did = f"Edited the priority ‘{priority.title}’"

    def close_priority(
        self, priority_id: int, version: int, result: PriorityResult, note: str, follows: str,
        last_figure: int | None = None,
    ) -> None:  # fmt: skip
        """Record how a priority ended against its first figure, and what follows. ``last_figure`` replaces the one
        kept, where given. Raises Incomplete for what the figures do not show and nothing says."""
        require(self._desk.actor.role, Act.DECIDE_PRIORITIES)
        with self._desk.write("Closed a priority") as unit:
            priority = current(unit, Priority, priority_id, version)
            last = priority.last_figure if last_figure is None else last_figure
            lacks = closing_lacks(result, priority.first_figure, last, note, follows)
            if lacks:
                raise Incomplete(lacks)
            priority.closed_on, priority.result, priority.result_note = self._desk.today, result, note.strip()
            priority.last_figure, priority.what_follows = last, follows.strip()
            unit.did = f"Closed the priority ‘{priority.title}’"

    # -------------------------------------------------------------------- step 6
    def save_update(self, priority_id: int, month: date, fields: Mapping[str, str]) -> int:
        """Write the month's update of a priority, as a draft; returns its id."""
        require(self._desk.actor.role, Act.WRITE_UPDATE)
        _only(fields, UPDATE_FIELDS)
        with self._desk.write("Wrote an update") as unit:
            update = _update(unit.session, priority_id, month)
            if update is not None and update.published_on is not None:
                raise CannotDo("This update is published and frozen: correct it, with the reason.")
            if update is None:
                update = unit.add(PriorityUpdate(priority_id=priority_id, month=month_of(month), channels=[]))
            for name, value in fields.items():
                setattr(update, name, value)
            unit.did = f"Wrote the {month:%B} update of ‘{unit.get(Priority, priority_id).title}’"
            return update.id

    def publish_update(self, priority_id: int, month: date, channels: Sequence[str]) -> None:
        """Record that the update went out, on which channels. All three parts must say something, and no
        finding of the guard may be open in them: Incomplete names both."""
        require(self._desk.actor.role, Act.PUBLISH_UPDATE)
        with self._desk.write("Published an update") as unit:
            update = _update(unit.session, priority_id, month)
            parts = {
                "you_said": "what people said",
                "we_did": "what was done",
                "next_steps": "what happens next",
            }
            empty = {
                n: f"Write {w}." for n, w in parts.items() if update is None or not getattr(update, n).strip()
            }
            if update is None or empty:
                raise Incomplete(empty)
            if not channels:
                raise Incomplete({"channels": "Choose where the update was put."})
            priority = unit.get(Priority, priority_id)
            texts = {name: getattr(update, name) for name in parts}
            refuse_open(open_in(unit.session, priority.area_id, self._desk.today, texts))
            update.published_on, update.channels = self._desk.today, list(channels)
            update.by_id = self._desk.actor.person_id
            text = update_text(*(getattr(update, name) for name in UPDATE_PARTS))
            unit.add(Publication(
                area_id=priority.area_id, month=month_of(month), kind=PublicationKind.UPDATE,
                round_id=priority.round_id, priority_id=priority_id, title=priority.title, text=text,
                channels=list(channels), published_on=self._desk.today, by_id=self._desk.actor.person_id,
                kept=kept_for(unit.session, priority.area_id, self._desk.today, texts.values()),
            ))  # fmt: skip
            unit.did = f"Published the {month:%B} update of ‘{priority.title}’"


def _begun(unit: Any, area_id: int, quarter: Quarter) -> PriorityRound:
    found = round_of(unit.session, area_id, quarter)
    return found or unit.add(PriorityRound(area_id=area_id, quarter=quarter.start))


def _not_decided(found: PriorityRound) -> None:
    if found.decided_on is not None:
        raise CannotDo(
            f"The priorities were set on {found.decided_on:%d/%m/%Y} and are frozen: undo the decision to change it."
        )


def _only(fields: Mapping[str, Any], allowed: frozenset[str]) -> None:
    unknown = set(fields) - allowed
    if unknown:
        raise ValueError(f"not fields of this form: {sorted(unknown)}")


def _update(session: Session, priority_id: int, month: date) -> PriorityUpdate | None:
    return session.scalars(
        select(PriorityUpdate).where(
            PriorityUpdate.priority_id == priority_id, PriorityUpdate.month == month_of(month)
        )
    ).first()
