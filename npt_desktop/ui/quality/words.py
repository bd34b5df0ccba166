"""What the QA screen says and where it leads, by the evidence key of a question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from npt_desktop.models.kinds import ActionState, AnswerValue, NoteKind, PublicationKind, State
from npt_desktop.rules.periods import MONTHS, previous_month, short_date

ANSWERS: Final = tuple(AnswerValue)
TONES: Final = MappingProxyType(
    {
        AnswerValue.MET: "good",
        AnswerValue.PARTLY: "warn",
        AnswerValue.NOT_MET: "bad",
        AnswerValue.NOT_APPLICABLE: "none",
    }
)
_STATE_TONES: Final = {State.GOOD: "text", State.WARN: "warn_text", State.BAD: "bad_text"}

_COMMUNITIES = ("communities", "Open communities")
_LOG, _PLANS, _ROUND = (
    ("engagement", "Open the log"),
    ("plans", "Open plans"),
    ("priorities", "Open priorities"),
)
LINKS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "profile_current": _COMMUNITIES,
        "plan_current": _COMMUNITIES,
        "profile_refreshed": _COMMUNITIES,
        "plan_refreshed": _COMMUNITIES,
        "key_individuals": _COMMUNITIES,
        "log_updated": _LOG,
        "hate_crime_contacts": _LOG,
        "gap_activity": _COMMUNITIES,
        "strategic_activity": _LOG,
        "effectiveness_reviewed": _LOG,
        "website_priorities": _ROUND,
        "updates_current": _ROUND,
        "priority_plans": _ROUND,
        "other_plans": _PLANS,
        "open_plans": _PLANS,
        "finished_plans": _PLANS,
        "lessons_shared": _PLANS,
        "what_works": ("works", "Open What works"),
    }
)
"""The screen that holds the records behind a question, and the words of the link."""


@dataclass(frozen=True, slots=True)
class NoteForm:
    """The small form that records what was seen: ``what``, ``detail`` and ``figure`` are labels, empty for no
    such field; ``choices`` are offered instead of free words, and ``channels`` asks where it was put."""

    kind: NoteKind | PublicationKind
    button: str
    what: str = ""
    hint: str = ""
    figure: str = ""
    choices: tuple[str, ...] = ()
    detail: str = ""
    detail_hint: str = ""
    channels: bool = False


FORMS: Final[Mapping[str, NoteForm]] = MappingProxyType(
    {
        "staff_conversations": NoteForm(
            NoteKind.STAFF_CONVERSATION,
            "Record a conversation",
            "Who was spoken to",
            "PCSO",
            detail="What was tested",
            detail_hint="Groups of the profile",
        ),
        "portal_sections": NoteForm(
            NoteKind.PORTAL_CHECK,
            "Record a check",
            "Section checked",
            choices=("My neighbourhood", "Local area resources"),
            detail="What was seen",
            detail_hint="Links mended",
        ),
        "team_contacts": NoteForm(
            NoteKind.CONTACTS_CHECK,
            "Record a check",
            "What was seen",
            "All current",
            "Names on the page",
            detail="Put right",
            detail_hint="One number",
        ),
        "website_priorities": NoteForm(
            NoteKind.WEBSITE_CHECK,
            "Record a look at the page",
            "The page shows",
            choices=("Current priorities", "Not the current ones"),
            detail="What was seen",
        ),
        "blog_current": NoteForm(
            PublicationKind.BLOG,
            "Record the blog",
            "Title",
            "October blog",
            channels=True,
            detail="Page address",
        ),
        "newsletter_circulated": NoteForm(
            PublicationKind.NEWSLETTER,
            "Record an issue",
            "Title",
            "October newsletter",
            "Recipients",
            channels=True,
        ),
        "social_media": NoteForm(
            NoteKind.ALERT_COUNT,
            "Record the Alert count",
            "Plan to widen reach",
            "Leaflets at the library",
            "Registered with Alert",
        ),
        "lessons_shared": NoteForm(
            NoteKind.LESSONS_SHARED,
            "Record lessons shared",
            "What, and with whom",
            "Briefed the council team",
        ),
        "effectiveness_reviewed": NoteForm(
            NoteKind.EVALUATION_REVIEW, "Record a review", "What the review found", "School visits score best"
        ),
    }
)
"""Questions whose evidence is a small dated record made here."""
SEEN_FORM: Final = NoteForm(
    NoteKind.SEEN, "Record what was seen", "What was seen", "Paper list shown at the station"
)
"""For a question the store cannot tell about."""
TO_CHIEF_FORM: Final = NoteForm(
    NoteKind.TO_CHIEF, "Note to the chief inspector", "Note", "Two officers away until the 20th"
)


def form_of(kind: NoteKind) -> NoteForm | None:
    """The form a small record was made with."""
    forms = (*FORMS.values(), SEEN_FORM, TO_CHIEF_FORM)
    return next((form for form in forms if form.kind is kind), None)


def figure_tone(state: State) -> str:
    """The colour token of a figure of the evidence."""
    return _STATE_TONES.get(state, "text")


def last_answer(before: tuple[date, AnswerValue] | None, month: date) -> str:
    """``Last month: Partly met``, or the month when it is longer ago."""
    if before is None:
        return "Not answered before"
    when, value = before
    if when == previous_month(month):
        return f"Last month: {value.label}"
    year = "" if when.year == month.year else f" {when.year}"
    return f"{MONTHS[when.month - 1]}{year}: {value.label}"


def late_words(since: date) -> str:
    """``Late since July``."""
    return f"Late since {MONTHS[since.month - 1]}"


def action_look(state: ActionState, due_on: date | None, today: date) -> tuple[str, str]:
    """The mark of an action and its word."""
    if state is ActionState.DONE:
        return "good", "Done"
    if state is ActionState.DROPPED:
        return "none", "Dropped"
    return ("bad", "Overdue") if due_on is not None and due_on < today else ("part", "Open")


def due_on_words(due_on: date | None) -> str:
    """``Fri 7 Aug``, or that there is none."""
    return short_date(due_on) if due_on else "No due date"
