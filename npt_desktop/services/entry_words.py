"""The fields of an engagement entry in words, as two people's values are set side by side."""

from __future__ import annotations

from datetime import date
from typing import Any

from npt_desktop.models.base import Record
from npt_desktop.models.communities import CommunityGroup, KeyIndividual
from npt_desktop.models.organisation import Person
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import Priority
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules.periods import full_date
from npt_desktop.rules.words import listed
from npt_desktop.services.desk import Desk

LABELS = {
    "day": "Date", "audience_id": "Audience", "purpose_id": "Purpose", "who_engaged": "Who was engaged",
    "lead_id": "Lead", "summary": "Summary", "outcome": "Outcome", "score": "Score", "beat": "Beat",
    "reached": "Number reached", "minutes": "Minutes", "channel_id": "Channel", "theme_id": "Theme",
    "groups": "Communities", "met": "Key individuals", "partners": "Partners", "priority_id": "Priority",
    "plan_id": "Plan", "public_sentence": "Sentence", "from_hate_crime": "From a hate crime report",
    "commitments": "Commitments",
}  # fmt: skip
"""What each field of a draft is called."""
_RECORDS: dict[str, tuple[type[Record], str]] = {
    "audience_id": (Term, "label"), "purpose_id": (Term, "label"), "theme_id": (Term, "label"),
    "channel_id": (Term, "label"), "lead_id": (Person, "label"), "groups": (CommunityGroup, "name"),
    "met": (KeyIndividual, "name"), "priority_id": (Priority, "title"), "plan_id": (ProblemPlan, "title"),
}  # fmt: skip


def entry_words(desk: Desk, name: str, value: Any) -> str:
    """A value of a field for a person; empty for none."""
    if name in _RECORDS:
        kind, label = _RECORDS[name]
        keys = value if isinstance(value, tuple) else () if value is None else (value,)
        with desk.read() as session:
            there = [session.get(kind, key) for key in keys]
        return listed([str(getattr(one, label)) for one in there if one is not None])
    if name == "commitments":
        return "; ".join(one.what for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return full_date(value) if isinstance(value, date) else str(value if value is not None else "")
