"""Which stage a plan is worked on, by what is written on it."""

from __future__ import annotations

from npt_desktop.models.kinds import Stage
from npt_desktop.rules.sara import STAGES, PlanReading


def stage_now(before: Stage, reading: PlanReading, *, finished: bool) -> Stage:
    """The stage a plan is worked on: assessment from the day the response is finished, at most response until then.

    It moves on by what is written and never back: a gap in an earlier stage is marked there, and does not hide that
    the response is under way.
    """
    if reading.current is Stage.CLOSED:
        return Stage.CLOSED
    if finished:
        return Stage.ASSESSMENT
    first = STAGES.index(before) if before in STAGES else 0
    return STAGES[min(max(first, STAGES.index(reading.current)), STAGES.index(Stage.RESPONSE))]


def stage_by_days(stage: Stage, *, finished: bool, closed: bool) -> Stage:
    """The stage where the days of a plan came from elsewhere: closed and finished go before what else is said."""
    if closed:
        return Stage.CLOSED
    if finished:
        return Stage.ASSESSMENT
    return stage if stage in STAGES[:3] else Stage.RESPONSE
