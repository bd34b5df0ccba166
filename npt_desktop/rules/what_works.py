"""What Works: where an entry stands, what it lacks before it may be submitted, and what a plan already says.

Sources: booklet, What works (understanding, evaluating, sharing; a board each quarter; EMMIE); Johnson,
Tilley and Bowers, "Introducing EMMIE", *J. Exp. Criminology* 11, 2015. Moderators, effect and cost are the
headings usually left thin, so those three are filled in or explained.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from npt_desktop.models.kinds import BoardDecision, Verdict
from npt_desktop.paths import resources
from npt_desktop.rules.periods import Quarter, number_of, quarter_of
from npt_desktop.rules.resource_file import read_entry


@dataclass(frozen=True, slots=True)
class Heading:
    """One of the five. ``field`` is the entry's attribute; ``missing`` is said where it must be filled in or
    explained and is neither."""

    field: str
    name: str
    asks: str
    explain: bool
    missing: str

    @property
    def why_not(self) -> str:
        """The attribute that explains why this heading cannot be filled in."""
        return f"{self.field}_why_not"


class Outcome(StrEnum):
    """How something tried came out."""

    WORKED = "worked"
    FAILED = "failed"
    UNCLEAR = "unclear"

    @property
    def label(self) -> str:
        return {Outcome.WORKED: "Worked", Outcome.FAILED: "Did not work", Outcome.UNCLEAR: "Cannot tell"}[
            self
        ]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The headings in their order; the labels of practice, and the outcome each is found under, by key."""

    headings: tuple[Heading, ...]
    labels: Mapping[str, str]
    outcomes: Mapping[str, Outcome]


FIELDS = ("effect", "mechanism", "moderators", "implementation", "cost")


def load_sheet(path: Path) -> Sheet:
    """The headings and labels of a file. Raises CannotDo for one that lacks or misnames a heading."""
    entry = read_entry(path)
    entry.only("about", "headings", "labels")
    headings = []
    for one in entry.entries("headings"):
        one.only("field", "name", "asks", "explain", "missing")
        explain = one.flag("explain")
        headings.append(
            Heading(
                one.text("field"), one.text("name"), one.text("asks"), explain,
                one.text("missing", optional=not explain),
            )
        )  # fmt: skip
    if tuple(heading.field for heading in headings) != FIELDS:
        entry.refuse(f"needs the headings {', '.join(FIELDS)}, in this order")
    labels: dict[str, str] = {}
    outcomes: dict[str, Outcome] = {}
    for one in entry.entries("labels"):
        one.only("key", "name", "outcome")
        if one.text("outcome") not in [outcome.value for outcome in Outcome]:
            one.refuse(f"needs one of {', '.join(Outcome)} under “outcome”")
        labels[one.text("key")] = one.text("name")
        outcomes[one.text("key")] = Outcome(one.text("outcome"))
    return Sheet(tuple(headings), labels, outcomes)


@cache
def standard_sheet() -> Sheet:
    """The headings and labels the program ships with."""
    return load_sheet(resources() / "what_works.json")


class WorksStage(StrEnum):
    """The booklet's three stages."""

    UNDERSTANDING = "understanding"
    EVALUATING = "evaluating"
    SHARING = "sharing"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class WorksState(StrEnum):
    """Where an entry stands, in one word for each thing somebody has to do next."""

    DRAFT = "draft"
    RETURNED = "returned"
    NOT_SENT = "not_sent"
    QUEUED = "queued"
    KEPT = "kept"
    TO_SHARE = "to_share"
    SHARED = "shared"

    @property
    def label(self) -> str:
        return {
            WorksState.DRAFT: "Draft",
            WorksState.RETURNED: "Returned",
            WorksState.NOT_SENT: "Not sent",
            WorksState.QUEUED: "With the board",
            WorksState.KEPT: "Kept on file",
            WorksState.TO_SHARE: "To share",
            WorksState.SHARED: "Shared",
        }[self]

    @property
    def stage(self) -> WorksStage:
        """Which of the three stages that is."""
        if self in (WorksState.QUEUED, WorksState.KEPT):
            return WorksStage.EVALUATING
        if self in (WorksState.TO_SHARE, WorksState.SHARED):
            return WorksStage.SHARING
        return WorksStage.UNDERSTANDING


def state_of(
    submitted_on: date | None, decision: BoardDecision | None, shared_on: date | None, not_sent: str
) -> WorksState:
    """Where an entry stands. A returned entry is a draft again, with the board's feedback."""
    if decision is BoardDecision.RETURN:
        return WorksState.RETURNED
    if decision is BoardDecision.KEEP:
        return WorksState.KEPT
    if decision is BoardDecision.SHARE:
        return WorksState.SHARED if shared_on is not None else WorksState.TO_SHARE
    if submitted_on is not None:
        return WorksState.QUEUED
    return WorksState.NOT_SENT if not_sent.strip() else WorksState.DRAFT


def came_out(label: str, result: Verdict | None) -> Outcome:
    """How it came out: by the board's label (its key) where there is one, else by the verdict."""
    if label:
        return standard_sheet().outcomes.get(label, Outcome.UNCLEAR)
    return {Verdict.FELL: Outcome.WORKED, Verdict.ROSE: Outcome.FAILED}.get(
        result or Verdict.CANNOT_TELL, Outcome.UNCLEAR
    )


WRITABLE = frozenset({WorksState.DRAFT, WorksState.RETURNED, WorksState.NOT_SENT})
"""An entry may be written while it is not with the board or decided."""


def board_of(submitted_on: date) -> Quarter:
    """The quarterly board an entry is queued for: that of the quarter it was submitted in."""
    return quarter_of(submitted_on)


def is_late(submitted_on: date, today: date) -> bool:
    """The quarter whose board should have decided is over."""
    return board_of(submitted_on).end < today


def lacking(texts: Mapping[str, str], sheet: Sheet | None = None) -> dict[str, str]:
    """What an entry lacks before it may be submitted: field to sentence, in the order of the form.

    ``texts`` hold the entry's words by attribute: title, the five headings and the three reasons.
    """
    found: dict[str, str] = {}
    if not texts.get("title", "").strip():
        found["title"] = "Enter what the entry is about."
    for heading in (sheet or standard_sheet()).headings:
        said = texts.get(heading.field, "").strip() or texts.get(heading.why_not, "").strip()
        if heading.explain and not said:
            found[heading.field] = heading.missing
    return found


@dataclass(frozen=True, slots=True)
class DeedFact:
    """An action of a plan: what, how it was meant to work, whether it was done, dropped or is open."""

    title: str
    works_by: str
    state: str


@dataclass(frozen=True, slots=True)
class PlanWords:
    """What a plan says that an entry can take over."""

    verdict: Verdict | None
    verdict_says: str
    verdict_reason: str
    displacement: str
    diffusion: str
    rival_explanations: str
    causes: str
    places: str
    who_harmed: str
    not_happening: str
    process: str
    partners: str
    lessons: str
    close_reason: str
    cost: str
    deeds: Sequence[DeedFact]


def drafted(plan: PlanWords) -> dict[str, str]:
    """The five headings as a plan fills them; a heading the plan says nothing about stays empty."""
    judged = f"Judged: {plan.verdict.label.casefold()}. {plan.verdict_reason}" if plan.verdict else ""
    ways = [f"{deed.title}: works by {_lower(deed.works_by)}" for deed in plan.deeds if deed.works_by.strip()]
    return {
        "effect": _lines(
            ("", plan.verdict_says), ("", judged), ("Displacement", plan.displacement),
            ("Benefit nearby", plan.diffusion), ("Other explanations", plan.rival_explanations),
        ),
        "mechanism": _lines(("Cause", plan.causes), *(("", way) for way in ways)),
        "moderators": _lines(
            ("Where", plan.places), ("For whom", plan.who_harmed), ("Where it is not a problem", plan.not_happening)
        ),
        "implementation": _lines(
            ("", _done(plan.deeds)), ("Process", plan.process), ("Partners", plan.partners),
            ("Lessons", plan.lessons), ("Closed early", plan.close_reason),
        ),
        "cost": plan.cost.strip(),
    }  # fmt: skip


def _done(deeds: Sequence[DeedFact]) -> str:
    if not deeds:
        return ""
    done = [deed.title for deed in deeds if deed.state == "done"]
    dropped = [deed.title for deed in deeds if deed.state == "dropped"]
    words = f"{len(done)} of {number_of(len(deeds), 'action')} done"
    words += f": {'; '.join(done)}." if done else "."
    return words + (f" Dropped: {'; '.join(dropped)}." if dropped else "")


def _lines(*parts: tuple[str, str]) -> str:
    return "\n".join(
        f"{name}: {text.strip()}" if name else text.strip() for name, text in parts if text.strip()
    )


def _lower(text: str) -> str:
    plain = text.strip()
    start = plain.casefold()
    for lead in ("it works by ", "works by "):
        if start.startswith(lead):
            plain = plain[len(lead) :]
            break
    return plain[:1].lower() + plain[1:] if plain[1:2].islower() else plain
