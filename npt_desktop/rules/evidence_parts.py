"""Small pieces the evidence readers share."""

from __future__ import annotations

from datetime import date

from npt_desktop.models.kinds import AnswerValue, State
from npt_desktop.rules.periods import day_month
from npt_desktop.rules.quality import Figure

MET, PARTLY, NOT_MET, ASIDE = (
    AnswerValue.MET,
    AnswerValue.PARTLY,
    AnswerValue.NOT_MET,
    AnswerValue.NOT_APPLICABLE,
)


def day_figure(day: date | None, label: str, today: date, state: State = State.NONE) -> Figure:
    """A date as a figure; ``Never`` when there is none."""
    return Figure(day_month(day, today) if day else "Never", label, state)


def mark(bad: bool, state: State = State.WARN) -> State:
    """Good, or ``state`` when something is amiss."""
    return state if bad else State.GOOD
