"""How far a QA meeting is prepared: what has evidence, and the gaps that can be mended before it.

Source: design guide, workflow D, step 1 ("15 of 21 have evidence").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from npt_desktop.models.kinds import AnswerValue, State
from npt_desktop.rules.quality import DueQuestion, Evidence


@dataclass(frozen=True, slots=True)
class ReadyGap:
    """A question due that is not ready: its evidence key, why, and its mark."""

    number: int
    short: str
    key: str
    why: str
    state: State


@dataclass(frozen=True, slots=True)
class Readiness:
    """How a meeting is prepared."""

    ready: int
    total: int
    gaps: tuple[ReadyGap, ...]

    @property
    def words(self) -> str:
        """``15 of 21 have evidence.``"""
        return f"{self.ready} of {self.total} have evidence."


def is_ready(evidence: Evidence) -> bool:
    """Whether there is something to show for a question that does not speak against it."""
    if evidence.suggestion is None:
        return bool(evidence.seen)
    return evidence.suggestion is not AnswerValue.NOT_MET


def readiness(due: Sequence[DueQuestion], evidence: Mapping[int, Evidence]) -> Readiness:
    """What the questions due have to show; a gap is a question not ready or met in part, the worst first.

    Questions whose evidence is not read yet count as neither.
    """
    read = [(d.question, evidence[d.question.number]) for d in due if d.question.number in evidence]
    order = (AnswerValue.NOT_MET, None, AnswerValue.PARTLY)
    short = [
        (order.index(found.suggestion), question, found)
        for question, found in read
        if found.suggestion in order and not (found.suggestion is None and found.seen)
    ]
    gaps = tuple(
        ReadyGap(q.number, q.short, q.evidence, found.why, found.state)
        for _, q, found in sorted(short, key=lambda item: (item[0], item[1].number))
    )
    return Readiness(sum(1 for _, found in read if is_ready(found)), len(due), gaps)
