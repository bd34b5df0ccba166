"""Who may close a plan, and what it takes.

Sources: design guide, workflow B, step 7; published checks of problem-solving plans (an independent closer, a
recorded reason). Closing takes the baseline, the figures after, the verdict and the lessons, or an inspector's
reason; and never the plan's own lead.
"""

from __future__ import annotations

from npt_desktop.models.kinds import Role
from npt_desktop.rules.authority import Act, may
from npt_desktop.rules.sara import PlanReading

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
