"""Corrections to a decided round: dated, with the reason; the words before stay readable."""

from __future__ import annotations

from typing import Any

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.priorities import CandidateIssue, Priority, PriorityCorrection, PriorityRound
from npt_desktop.rules.authority import Act, require
from npt_desktop.services.desk import Desk, current

FIELDS = {
    "title": "Title",
    "public_wording": "Public wording",
    "reason": "Why (internal)",
    "agreed_by": "Agreed by",
    "passed_to": "Passed to",
}
"""What may be corrected, and what it is called. A priority has the first three."""
_SHARED = ("title", "public_wording", "reason")


class PriorityCorrections:
    """Corrections to priorities and to issues that did not become one, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def correct_priority(self, priority_id: int, version: int, field: str, value: str, reason: str) -> int:
        """Correct a priority and the issue it came from; returns the id of the correction.

        Raises Incomplete without a value or a reason, CannotDo when nothing changes, Clash when somebody else
        changed it meanwhile.
        """
        require(self._desk.actor.role, Act.DECIDE_PRIORITIES)
        if field not in _SHARED:
            raise ValueError(f"not a field that is corrected on a priority: {field}")
        _check(value, reason)
        with self._desk.write("Corrected a priority") as unit:
            priority = current(unit, Priority, priority_id, version)
            issue = unit.get(CandidateIssue, priority.candidate_id) if priority.candidate_id else None
            made = self._made(unit, priority.round_id, field, getattr(priority, field), value, reason)
            made.priority_id, made.candidate_id = priority.id, priority.candidate_id
            setattr(priority, field, value.strip())
            if issue is not None:
                setattr(issue, field, value.strip())
            unit.did = f"Corrected the {FIELDS[field].lower()} of ‘{priority.title}’"
            return unit.add(made).id

    def correct_issue(self, candidate_id: int, version: int, field: str, value: str, reason: str) -> int:
        """Correct an issue that was considered; as :meth:`correct_priority`, which is for those chosen."""
        require(self._desk.actor.role, Act.DECIDE_PRIORITIES)
        if field not in FIELDS:
            raise ValueError(f"not a field that is corrected on an issue: {field}")
        _check(value, reason)
        with self._desk.write("Corrected an issue") as unit:
            issue = current(unit, CandidateIssue, candidate_id, version)
            made = self._made(unit, issue.round_id, field, getattr(issue, field), value, reason)
            made.candidate_id = issue.id
            setattr(issue, field, value.strip())
            unit.did = f"Corrected the {FIELDS[field].lower()} of ‘{issue.title}’"
            return unit.add(made).id

    def _made(
        self, unit: Any, round_id: int, field: str, was: str, value: str, reason: str
    ) -> PriorityCorrection:
        found = unit.get(PriorityRound, round_id)
        if found.decided_on is None:
            raise CannotDo("This round is not decided yet: change the words themselves.")
        if was.strip() == value.strip():
            raise CannotDo("Nothing is changed: write the new words first.", field="correction_value")
        return PriorityCorrection(
            round_id=round_id, field=field, was=was, value=value.strip(), reason=reason.strip(),
            made_at=unit.now, made_by=self._desk.actor.name,
        )  # fmt: skip


def _check(value: str, reason: str) -> None:
    found = {}
    if not value.strip():
        found["correction_value"] = "Write the new words."
    if not reason.strip():
        found["correction_reason"] = "Say why it is corrected."
    if found:
        raise Incomplete(found)
