"""What a meeting judges beside the test, and what comes afterwards: scores, CHEERS, corrections, engagement figures."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from npt_desktop.models.kinds import Decision, PriorityResult
from npt_desktop.models.priorities import PriorityCorrection
from npt_desktop.rules.ranking import standard_ranking
from npt_desktop.services.demo.timeline import Desk, Row
from npt_desktop.services.demo.world import AreaCast, World, label, pick, stock


class Decider:
    """One area's decisions. It draws from a generator of its own, so that the rest of the sample stays."""

    def __init__(self, world: World, area: AreaCast, desk: Desk) -> None:
        self.world, self.area, self.desk = world, area, desk
        self.random: Random = world.random("decisions", area)
        self.text = stock("decisions")

    def judged(self, decision: Decision) -> dict[str, Any]:
        """Scores and, for what is to be a priority in the shown area, the letters of CHEERS."""
        low = 3 if decision is Decision.PRIORITY else 2 if decision is Decision.PLAN_ONLY else 1
        most = standard_ranking().highest
        scores = {
            each.key: min(most, low + self.random.randint(0, 2)) for each in standard_ranking().criteria
        }
        if decision is Decision.UNDECIDED:
            return {"scores": {}}
        if decision is not Decision.PRIORITY or not self.area.shown:
            return {"scores": scores}
        return {
            "scores": scores,
            "cheers": {key: pick(self.random, said) for key, said in self.text["cheers"].items()},
        }

    def agenda(self) -> str:
        """What else the meeting speaks of."""
        return str(pick(self.random, self.text["agenda"]))

    def follows(self, result: PriorityResult) -> str:
        """What follows when a priority is closed."""
        return str(pick(self.random, self.text["follows"][result.value]))

    def counted(self, publication: Row, day: date) -> None:
        """Engagement figures a week later, in the shown area."""
        later = day + timedelta(days=7)
        if not self.area.shown or later > self.world.today:
            return
        figures = {name: self.random.randint(2, most) for name, most in
                   (("likes", 140), ("comments", 40), ("shares", 60), ("registrations", 12))}  # fmt: skip
        self.world.line.change(self.desk, later, publication, counted_on=later, **figures)

    def corrected(self, round_: Row, priority: Row, day: date) -> None:
        """The reason of a priority, put right a few days after it was published."""
        if not self.area.shown or day > self.world.today:
            return
        value = str(priority["reason"])
        self.world.line.add(
            self.desk, day, PriorityCorrection, round_id=round_, priority_id=priority,
            candidate_id=priority["candidate_id"], field="reason", was=value.replace("reports", "calls"), value=value,
            reason=self.text["correction"], made_at=datetime.combine(day, time(10), tzinfo=UTC),
            made_by=label(self.area.inspector),
        )  # fmt: skip
