"""The written fields of a plan: what each is called, on the screen, on paper and on the check page.

Sources: booklet, Problem solving (SARA); the named fields are judged in :mod:`npt_desktop.rules.sara`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from npt_desktop.models.kinds import Stage


class FieldKind(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    LINE = "line"
    DATE = "date"
    NUMBER = "number"
    VERDICT = "verdict"
    EXTENT = "extent"
    PRESENCE = "presence"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class PlanField:
    """One written field. ``name`` is the plan's attribute; ``hint`` asks for it while it is empty."""

    name: str
    label: str
    stage: Stage
    hint: str = ""
    kind: FieldKind = FieldKind.TEXT


_S, _A, _R, _E = Stage.SCANNING, Stage.ANALYSIS, Stage.RESPONSE, Stage.ASSESSMENT

PLAN_FIELDS = (
    PlanField("perceived_problem", "Problem", _S, "Say what the problem looks like."),
    PlanField("how_long", "How long", _S, "Since when, and how often it recurs."),
    PlanField("places", "Where", _S, "Say where it happens."),
    PlanField("who_harmed", "Who is harmed", _S, "Say who is harmed."),
    PlanField("asked_by", "Asked for by", _S, "Say who is asking for this."),
    PlanField("smallest_reduction", "Success", _S, "The smallest reduction that would count."),
    PlanField("success_percent", "Least fall, %", _S, "Such as 25.", FieldKind.NUMBER),
    PlanField("times_of", "Times of", _S, "What the grid counts, and over which period."),
    PlanField("victim", "Victim", _A, "What is known?"),
    PlanField("guardian", "Guardian", _A, "Who could protect them?"),
    PlanField("guardian_level", "Guardian is", _A, "", FieldKind.PRESENCE),
    PlanField("offender", "Offender", _A, "What is known?"),
    PlanField("handler", "Handler", _A, "Who has a hold?"),
    PlanField("handler_level", "Handler is", _A, "", FieldKind.PRESENCE),
    PlanField("location", "Location", _A, "What is known?"),
    PlanField("manager", "Place manager", _A, "Who manages the place?"),
    PlanField("manager_level", "Manager is", _A, "", FieldKind.PRESENCE),
    PlanField("causes", "Causes", _A, "What lets it happen?"),
    PlanField("not_happening", "Where it is not", _A, "Where, nearby, does it not happen?"),
    PlanField("not_when", "When it is not", _A, "At which hours, days or seasons does it not happen?"),
    PlanField("not_who", "Who is spared", _A, "To whom, much alike, does it not happen?"),
    PlanField("current_response", "Done now", _A, "What is done about it now and how well it works."),
    PlanField("data_months", "Months of data", _A, "Such as 12.", FieldKind.NUMBER),
    PlanField("data_reason", "Why fewer", _A, "Only below 12 months."),
    PlanField("defined_problem", "Defined again", _A, "Define the problem again after the analysis."),
    PlanField("objective", "Aim", _R, "State the aim with a figure."),
    PlanField("objective_on", "Reached by", _R, "such as 31 dec", FieldKind.DATE),
    PlanField("options_considered", "Options", _R, "Record the options considered."),
    PlanField("options_refused", "Not chosen", _R, "Which options were not chosen, and why not."),
    PlanField("verdict", "Verdict", _E, "", FieldKind.VERDICT),
    PlanField("verdict_reason", "Why", _E, "What makes you say so?"),
    PlanField("carried_out", "Done as planned", _E, "", FieldKind.EXTENT),
    PlanField("process", "What was done", _E, "What was done, what was not, and why."),
    PlanField("objective_met", "Aim met", _E, "", FieldKind.EXTENT),
    PlanField("displacement", "Moved elsewhere", _E, "Did it move elsewhere, and how did you look?"),
    PlanField("diffusion", "Benefit nearby", _E, "Did places nearby benefit too?"),
    PlanField("rival_explanations", "Other reasons", _E, "What else could explain the change?"),
    PlanField("cost_hours", "Hours spent", _E, "", FieldKind.NUMBER),
    PlanField("cost_money", "Money, £", _E, "", FieldKind.NUMBER),
    PlanField("cost", "Cost", _E, "What the hours and money went on, and who paid."),
    PlanField("lessons", "Lessons learnt", _E, "What would you do again, and what not?"),
    PlanField("shared_with", "Shared with", _E, "With whom the lessons were shared."),
    PlanField("shared_on", "Shared on", _E, "such as today", FieldKind.DATE),
    PlanField("shared_outside", "Partners were told too", _E, "", FieldKind.YES),
)

NUMBERS: Mapping[str, tuple[int, int, str]] = MappingProxyType(
    {
        "success_percent": (1, 100, "Enter a percentage from 1 to 100."),
        "data_months": (0, 600, "Enter the months of data, such as 12."),
        "cost_hours": (0, 999_999, "Enter whole hours, such as 120."),
        "cost_money": (0, 99_999_999, "Enter whole pounds, such as 1500."),
    }
)
"""The least and most of each number, and the sentence for one outside."""

FIELD_OF = MappingProxyType({field.name: field for field in PLAN_FIELDS})

OTHER_NAMES = MappingProxyType(
    {
        "title": "Title", "lead_id": "Lead", "supervisor_id": "Supervisor", "partners": "Partners",
        "ecins_reference": "E-CINS", "next_review_on": "Next review", "beat": "Beat", "area_id": "Area",
        "sources": "Found by", "test": "Test", "test_complete": "Test: problem or pattern",
        "baseline": "Baseline figures", "hypotheses": "Likely cause and evidence",
        "objective_date": "Date of the aim", "actions": "Actions", "owners": "Owner and due date of actions",
        "tactics": "More than enforcement", "after": "Figures after the response", "figures": "Figures",
        "closed_on": "Closed", "finished_on": "Response finished", "assessed_on": "Assessed",
        "what_works_on": "Sent to What works", "stage": "Stage", "cheers": "CHEERS", "times": "Times",
        "moved": "Kinds of displacement",
    }
)  # fmt: skip
"""What the rest of a plan is called, by attribute or by the name a missing thing goes by."""


def name_of(field: str) -> str:
    """What a field is called; its attribute in words for one that is not listed."""
    if field in FIELD_OF:
        return FIELD_OF[field].label
    return OTHER_NAMES.get(field, field.replace("_", " ").capitalize())


def fields_of(stage: Stage) -> tuple[PlanField, ...]:
    """The written fields of a stage, in the order of the page."""
    return tuple(field for field in PLAN_FIELDS if field.stage is stage)
