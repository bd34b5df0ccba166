"""Everything Home shows of an area on a day, as plain values that can be kept and shown again.

This module loads nothing heavy: the window may read a kept page before the database code is there.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from npt_desktop.models.kinds import State
from npt_desktop.rules.due_list import DueGroup, DueItem, DueList

Shares = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class ClockMark:
    """One of an area's two clocks: its name, mark, days left in a few words, and the whole sentence."""

    name: str
    state: State
    left: str
    words: str


@dataclass(frozen=True, slots=True)
class CardLine:
    """A priority in one line: S, A, R, A shares from 0 to 1 and a mark for each month's update."""

    number: int
    priority_id: int
    title: str
    shares: Shares
    updates: tuple[tuple[str, State], ...]


@dataclass(frozen=True, slots=True)
class AreaLine:
    """An area's QA meeting of the month: its date, if it has one, and how far it is."""

    area_id: int
    area: str
    on: date | None
    due: int
    answered: int
    finished: bool
    actions_late: int

    @property
    def state(self) -> State:
        """A warning for late actions or no date; else finished, begun or planned."""
        if self.actions_late:
            return State.WARN
        if self.finished:
            return State.GOOD
        if self.answered:
            return State.PART
        return State.NONE if self.on else State.WARN


@dataclass(frozen=True, slots=True)
class LowLine:
    """A month of an area with few questions met: ``share`` is ``35 %`` or ``not held``."""

    area_id: int
    area: str
    month: date
    share: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """One area's Home. ``step`` is the number of the round's current step, 7 when all are done;
    ``actions`` counts the QA actions done, open and late; ``worst`` holds mark, short question, number.
    ``areas`` and ``lowest`` are of all the areas of a person who answers for several, else empty. ``clocks`` are the booklet’s and the national one."""

    area: str
    today: date
    quarter: str
    due: DueList
    step_states: tuple[str, ...]
    step: int
    step_words: str
    priorities: tuple[CardLine, ...]
    entries: int
    average: float | None
    weeks: tuple[int, ...]
    gaps: tuple[tuple[str, int], ...]
    meeting_on: date | None
    questions: int
    ready: int
    worst: tuple[tuple[State, str, int], ...]
    actions: tuple[int, int, int]
    areas: tuple[AreaLine, ...] = ()
    lowest: tuple[LowLine, ...] = ()
    clocks: tuple[ClockMark, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The page as JSON values."""
        kept = asdict(self)
        kept["today"] = self.today.isoformat()
        kept["meeting_on"] = self.meeting_on.isoformat() if self.meeting_on else None
        for line in kept["areas"]:
            line["on"] = line["on"].isoformat() if line["on"] else None
        for line in kept["lowest"]:
            line["month"] = line["month"].isoformat()
        for group in kept["due"]["groups"]:
            for item in group["items"]:
                item["due"] = item["due"].isoformat() if item["due"] else None
        return kept

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> HomePage:
        """The page that :meth:`as_json` made; raises KeyError, TypeError or ValueError for anything else."""
        groups = tuple(
            DueGroup(
                group["name"],
                tuple(
                    DueItem(**{**item, "state": State(item["state"]), "due": _day(item["due"])})
                    for item in group["items"]
                ),
            )
            for group in kept["due"]["groups"]
        )
        cards = tuple(
            CardLine(
                card["number"], card["priority_id"], card["title"], tuple(card["shares"]),
                tuple((label, State(state)) for label, state in card["updates"]),
            )
            for card in kept["priorities"]
        )  # fmt: skip
        done, still, late = kept["actions"]
        return cls(**{
            **kept,
            "today": date.fromisoformat(kept["today"]),
            "meeting_on": _day(kept["meeting_on"]),
            "due": DueList(groups),
            "step_states": tuple(kept["step_states"]),
            "priorities": cards,
            "weeks": tuple(kept["weeks"]),
            "gaps": tuple((name, days) for name, days in kept["gaps"]),
            "worst": tuple((State(state), short, number) for state, short, number in kept["worst"]),
            "actions": (done, still, late),
            "areas": tuple(AreaLine(**{**line, "on": _day(line["on"])}) for line in kept["areas"]),
            "lowest": tuple(LowLine(**{**line, "month": date.fromisoformat(line["month"])})
                            for line in kept["lowest"]),
            "clocks": tuple(ClockMark(**{**mark, "state": State(mark["state"])}) for mark in kept["clocks"]),
        })  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
