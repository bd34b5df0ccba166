"""What an invented plan says beside its story: CHEERS, times, levels, techniques, displacement, entries, leads."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from npt_desktop.models.kinds import Verdict
from npt_desktop.models.plan_kinds import Extent, Opinion, Presence, ReviewKind
from npt_desktop.models.plans import PlanLead, PlanReview
from npt_desktop.services.demo.timeline import Row
from npt_desktop.services.demo.world import Filler, Stock, chance, label, pick, stock

_PARTS: Stock = stock("plan_parts")
_LEVELS = (Presence.ABSENT, Presence.WEAK, Presence.WEAK, Presence.PRESENT)


def scanning_parts(problem: Stock, fill: Filler, random: Random, *, whole: bool) -> dict[str, Any]:
    """CHEERS with reasons, the grid of times and the smallest fall that counts."""
    harmed = fill(problem["harmed"])
    given = {"harmed": harmed, "long": fill(problem["long"])}
    reasons = {key: fill(text.replace("{harmed}", given["harmed"]).replace("{long}", given["long"]))
               for key, text in _PARTS["cheers"].items()}  # fmt: skip
    shown = reasons if whole else dict(list(reasons.items())[:3])
    return {
        "cheers": {key: {"answer": "yes", "reason": reason} for key, reason in shown.items()},
        "times": _times(random, _PARTS["times"][_profile(problem)]) if whole else {},
        "times_of": "Reports of the last twelve months by the hour they were made" if whole else "",
        "success_percent": 25 if whole else None,
    }


def _profile(problem: Stock) -> str:
    return {"school": "school", "shops": "shop", "centre": "shop", "estate": "night"}.get(
        problem["at"], "evening"
    )


def _times(random: Random, profile: Any) -> dict[str, list[int]]:
    """Counts by weekday and hour: most in the profile's hours on its days, a few elsewhere."""
    first, last, days = profile
    hours = {hour % 24 for hour in range(first, last if last > first else last + 24)}
    return {
        str(day): [
            random.randint(1, 4) if hour in hours and day in days
            else random.randint(0, 1) if hour in hours or (hour > 8 and chance(random, 0.08)) else 0
            for hour in range(24)
        ]
        for day in range(7)
    }  # fmt: skip


def analysis_parts(random: Random, *, known: bool) -> dict[str, Any]:
    """How far each is there who has a hold on a side, and when and to whom it does not happen."""
    return {
        "guardian_level": pick(random, _LEVELS), "handler_level": pick(random, _LEVELS) if known else None,
        "manager_level": pick(random, _LEVELS),
        "not_when": pick(random, _PARTS["not_when"]) if chance(random, 0.7) else "",
        "not_who": pick(random, _PARTS["not_who"]) if chance(random, 0.6) else "",
    }  # fmt: skip


def refused(random: Random) -> str:
    """The options not chosen, and why not."""
    return str(pick(random, _PARTS["refused"])) if chance(random, 0.7) else ""


def technique(random: Random, side: str, tactic: str) -> str:
    """One of the 25 techniques that fits a side and tactic."""
    return str(pick(random, _PARTS["techniques"].get(f"{side}/{tactic}", [""])))


def assessment_parts(fill: Filler, random: Random, verdict: Verdict) -> dict[str, Any]:
    """Process apart from impact, each kind of displacement, and the cost in figures."""
    looked = _PARTS["moved"] if chance(random, 0.75) else dict(list(_PARTS["moved"].items())[:3])
    return {
        "carried_out": Extent.FULLY if chance(random, 0.6) else Extent.PARTLY,
        "process": fill(pick(random, _PARTS["process"])),
        "objective_met": {Verdict.FELL: Extent.FULLY, Verdict.ROSE: Extent.NOT}.get(verdict, Extent.PARTLY),
        "moved": {key: {"found": found, "note": note} for key, (found, note) in looked.items()},
        "cost_hours": random.randint(4, 30) * 10,
        "cost_money": random.choice((0, 0, 400, 1200, 3500)),
    }


def differs(verdict: Verdict, place: int) -> str:
    """Why a person says otherwise than figures that cannot tell yet."""
    said: list[str] = _PARTS["differs"][verdict.value]
    return said[place % len(said)]


def entry(
    plan: Row, day: date, by: Row, note: str, kind: ReviewKind = ReviewKind.REVIEW, **more: Any
) -> dict[str, Any]:
    """The fields of a signed entry on a plan."""
    return {
        "plan_id": plan, "reviewed_on": day, "by_id": by, "signed_by": label(by), "kind": kind, "note": note, **more,
    }  # fmt: skip


def authorisation(plan: Row, day: date, by: Row, random: Random) -> dict[str, Any]:
    """The entry that authorises work to go on."""
    return entry(plan, day, by, str(pick(random, _PARTS["authorised"])), ReviewKind.AUTHORISED)


def opinion(random: Random) -> Opinion | None:
    """A supervisor's own judgement, which not every review gives."""
    return (
        pick(random, (Opinion.SUFFICIENT, Opinion.PARTLY, Opinion.NOT_YET)) if chance(random, 0.4) else None
    )


def hand_over(line: Any, desk: Any, plan: Row, day: date, by: Row, to: Row, random: Random) -> None:
    """Somebody else leads the plan from a day on."""
    before, note = plan["lead_id"], str(pick(random, _PARTS["handed"]))
    line.add(
        desk, day, PlanLead, plan_id=plan, person_id=before, since=plan["opened_on"], until=day, note=note
    )
    words = f"From {label(before)} to {label(to)}. {note}"
    line.add(desk, day, PlanReview, **entry(plan, day, by, words, ReviewKind.HANDED_OVER))
    line.change(desk, day, plan, lead_id=to)
