"""The verdict of a plan: what its main measure says of the months its response ran."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import ActionState
from npt_desktop.models.plans import Measure, ProblemPlan
from npt_desktop.rules.verdict import Spell, VerdictReading, read_verdict


def spell_of(plan: ProblemPlan, actions: Sequence[Action]) -> Spell:
    """When the response ran: from the first action begun or done to the day it was finished."""
    begun = [
        day
        for a in actions
        if a.state is not ActionState.DROPPED and (day := a.start_on or a.done_on) is not None
    ]
    return Spell(min(begun, default=None), plan.finished_on)


def verdict_of(
    plan: ProblemPlan, actions: Sequence[Action], series: Sequence[tuple[Measure, Sequence[tuple[date, int]]]]
) -> VerdictReading:
    """What the main measure says, beside the comparison where there is one."""
    main = next(((m, points) for m, points in series if m.main), None)
    beside = next((dict(points) for m, points in series if m.comparison and not m.main), None)
    unit = main[0].unit if main else "reports"
    return read_verdict(dict(main[1]) if main else {}, spell_of(plan, actions), unit, beside)
