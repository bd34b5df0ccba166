"""Who may close a plan, and what it takes.

Sources: design guide, workflow B, step 7; published checks of problem-solving plans (an independent closer, a
recorded reason). Closing takes the baseline, the figures after, the verdict and the lessons, or an inspector's
reason; and never the plan's own lead.
"""

from __future__ import annotations

from datetime import date

from npt_desktop.models.kinds import Role
from npt_desktop.rules.authority import Act, may
from npt_desktop.rules.sara import PlanReading
from npt_desktop.rules.words import present

REOPENING = "Only a sergeant or an inspector may open a closed plan again: ask one to do it."
OWN = "You lead this plan: ask another sergeant or inspector to {what}."


def close_refusal(role: Role, *, leads: bool, closed: bool, reading: PlanReading) -> str:
    """Why this person may not close a plan as it stands; blank when they may (early with a reason)."""
    if closed:
        return "The plan is closed already"
    if not may(role, Act.CLOSE_PLAN):
        return "Only a sergeant or an inspector may close a plan: ask one to do it."
    if leads:
        return OWN.format(what="close it")
    if not reading.may_close and not may(role, Act.CLOSE_EARLY):
        return f"{reading.close_reason} Only an inspector may close it before that."
    return ""


def import_refusal(
    role: Role, *, leads: bool, closes: bool, closed_on: date | None, reason: str, was_closed: bool
) -> dict[str, str]:
    """Why a row of a workbook may not close (or reopen) a plan, by field; empty when it may.

    Figures and verdict do not come with the row, so it always takes an inspector and a reason; the plan then
    waits on Home for its assessment like any other closed early.
    """
    if was_closed:
        return {} if closes else {"closed_on": "This plan is closed: reopen it on its own page."}
    if not closes:
        return {}
    if not may(role, Act.CLOSE_EARLY):
        return {"closed_on": "Only an inspector may bring in a closed plan: ask one to import it."}
    if leads:
        return {"closed_on": OWN.format(what="close it")}
    if closed_on is None:
        return {"closed_on": "Give the day it was closed."}
    return (
        {} if present(reason) else {"close_reason": "Give the inspector's reason for closing it unassessed."}
    )
