"""What the public is told of the priorities: the quarter's page and the monthly updates."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from npt_desktop.models.kinds import PublicationKind
from npt_desktop.models.priorities import PriorityUpdate, Publication
from npt_desktop.rules.periods import Quarter, month_end, month_label
from npt_desktop.services.demo.decisions import Decider
from npt_desktop.services.demo.figures import corrected, marked
from npt_desktop.services.demo.timeline import Desk, Row
from npt_desktop.services.demo.topics import Topic
from npt_desktop.services.demo.world import AreaCast, Filler, World, chance, pick, workday


class Publisher:
    """Puts out one area's priorities."""

    def __init__(self, world: World, area: AreaCast, random: Random, desk: Desk, decider: Decider) -> None:
        self.world, self.area, self.random, self.desk, self.decider = world, area, random, desk, decider

    def priorities(self, round_: Row, topics: list[Topic], quarter: Quarter, day: date) -> None:
        lines = [f"Our priorities for {quarter.spoken}", ""]
        for number, topic in enumerate(topics, 1):
            assert topic.priority is not None
            lines += [f"{number}. {topic.title}", topic.priority["public_wording"], ""]
        site = "".join(mark for mark in self.area.name.lower() if mark.isalpha())
        self._put_out(day, PublicationKind.PRIORITIES, lines[0], "\n".join(lines).strip(), round_id=round_,
                      address=f"https://police.example/{site}/priorities")  # fmt: skip

    def _put_out(self, day: date, kind: PublicationKind, title: str, text: str, **more: Any) -> None:
        channels = list(self.world.channels[:3])
        if chance(self.random, 0.12 if self.area.weak else 0.02):
            channels.pop()
        made = self.world.line.add(
            self.desk, day, Publication, area_id=self.area.row, month=more.pop("month", day.replace(day=1)),
            kind=kind, title=title, text=text, channels=channels, published_on=day, by_id=self.area.inspector,
            reach=self.random.randint(400, 3200), **more,
        )  # fmt: skip
        self.area.publications.append(made)
        self.decider.counted(made, day)

    def updates(self, topic: Topic, quarter: Quarter, published: date, back: int) -> None:
        """Month by month; a few late, in weak areas a few missing, the running month part done."""
        random, today = self.random, self.world.today
        weak = self.area.weak
        assert topic.priority is not None
        first = topic.priority["number"] == 1
        if first and back < 2:
            marked(self.world, self.area, self.desk, topic, published)
        for month in quarter.months:
            if month > today:
                break
            fill = Filler(self.area, random, month, place=topic.place)
            said, did, after = (topic.problem[name] for name in ("said", "did", "next"))
            day = max(workday(month + timedelta(days=random.randint(8, 19))), published + timedelta(days=1))
            if not self.area.shown and chance(random, 0.3 if weak else 0.04):
                if chance(random, 0.5 if back < 2 else 0.2):
                    continue
                day = workday(month_end(month) + timedelta(days=random.randint(3, 9)))
            fields = {
                "priority_id": topic.priority,
                "month": month,
                "you_said": fill(said),
                "we_did": fill(pick(random, did)),
                "next_steps": fill(pick(random, after)),
                "by_id": self.area.inspector,
            }
            if day > today:
                if chance(random, 0.5) and published < today:
                    draft = {**fields, "next_steps": "" if chance(random, 0.5) else fields["next_steps"]}
                    self.world.line.add(
                        self.desk, today - timedelta(days=random.randint(0, 1)), PriorityUpdate, **draft
                    )
                continue
            channels = list(self.world.channels[:3])
            if chance(random, 0.12 if weak else 0.02):
                channels.pop(random.randrange(1, 3))
            row = self.world.line.add(
                self.desk, day, PriorityUpdate, **fields, published_on=day, channels=channels
            )
            self.area.updates.append(row)
            if back == 1 and first and month == quarter.months[0]:
                corrected(self.world, self.area, self.desk, row, workday(day + timedelta(days=2), after=True))
            text = f"You said\n{fields['you_said']}\n\nWe did\n{fields['we_did']}\n\nWhat happens next\n{fields['next_steps']}"
            self._put_out(day, PublicationKind.UPDATE, f"{topic.title}: {month_label(month)} update", text, month=month,
                          priority_id=topic.priority)  # fmt: skip
