"""What goes out every month beside the priorities, and the small dated notes the checklist asks for."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from npt_desktop.models.kinds import NoteKind, PublicationKind
from npt_desktop.models.priorities import Publication
from npt_desktop.models.quality import EvidenceNote
from npt_desktop.rules.periods import QUARTER_STARTS, month_label
from npt_desktop.services.demo.world import (
    PUBLIC,
    AreaCast,
    Filler,
    Stock,
    World,
    chance,
    pick,
    stock,
    workday,
)

_NEVER_REVIEWS = 4
"""The area that does not look back at its engagements."""


def make_notes(world: World) -> None:
    """Blogs, newsletters, alerts and evidence notes of every area and month."""
    text = stock("communities")
    for area in world.areas:
        random = world.random("notes", area)
        people = 900 + 40 * area.index
        for month in world.months:
            people += random.randint(4, 46)
            _Month(world, area, text, random, month).write(people)


class _Month:
    def __init__(self, world: World, area: AreaCast, text: Stock, random: Random, month: date) -> None:
        self.world, self.area, self.text, self.random, self.month = world, area, text, random, month
        self.desk = area.desk(PUBLIC, "Published and noted evidence", area.inspector)
        self.sure = 0.75 if area.weak else 0.97
        """How often the area does what is due."""

    def write(self, people: int) -> None:
        self._notes(people)
        late = self.area.shown and self.month == self.world.months[-1]
        if not late:
            self._publications()

    def day(self, first: int, last: int) -> date:
        return workday(self.month + timedelta(days=self.random.randint(first, last)), after=True)

    def _publications(self) -> None:
        area, text, random = self.area, self.text, self.random
        name = month_label(self.month)
        fill = Filler(area, random, self.month, issue=pick(random, text["issues"]), month=name.split()[0])
        blogs = random.sample(text["blog"], 2)
        if chance(random, self.sure):
            self._out(self.day(8, 19), PublicationKind.BLOG, f"{name} blog",
                      " ".join(fill(blog) for blog in blogs), reach=random.randint(300, 2400))  # fmt: skip
        if chance(random, self.sure):
            self._out(self.day(15, 21), PublicationKind.NEWSLETTER, f"{name} stakeholder update",
                      fill(pick(random, text["newsletter"])), recipients=random.randint(48, 82))  # fmt: skip
        if chance(random, 0.6):
            self._out(self.day(2, 20), PublicationKind.ALERT, "Neighbourhood Alert message",
                      fill(pick(random, text["alert"])), recipients=random.randint(800, 1900))  # fmt: skip

    def _out(self, day: date, kind: PublicationKind, title: str, text: str, **more: Any) -> None:
        if day > self.world.today:
            return
        channels = self.world.channels
        given = {PublicationKind.BLOG: list(channels[:3]), PublicationKind.NEWSLETTER: [channels[-1]],
                 PublicationKind.ALERT: [channels[1]]}[kind]  # fmt: skip
        if kind is PublicationKind.BLOG and chance(self.random, 0.3 if self.area.weak else 0.03):
            given.pop()
        self.area.publications.append(
            self.world.line.add(self.desk, day, Publication, area_id=self.area.row, month=self.month, kind=kind,
                                title=title, text=text, channels=given, published_on=day,
                                by_id=self.area.inspector, **more)
        )  # fmt: skip

    def _notes(self, people: int) -> None:
        random, text, area = self.random, self.text, self.area
        for _ in range(random.randint(0 if area.weak else 1, 3)):
            who, _, tested = pick(random, text["staff_conversation"]).partition(": ")
            self._note(NoteKind.STAFF_CONVERSATION, self.day(2, 19), who, detail=tested)
        if chance(random, self.sure):
            widen = pick(random, text["widen"]) if chance(random, self.sure) else ""
            self._note(NoteKind.ALERT_COUNT, self.day(1, 12), widen, people)
        quarterly = self.month.month in QUARTER_STARTS
        running = area.shown and self.month == self.world.months[-1]
        if quarterly and not running and chance(random, self.sure):
            self._note(NoteKind.CONTACTS_CHECK, self.day(12, 21), pick(random, text["contacts_check"]),
                       random.randint(7, 10))  # fmt: skip
        if self.month.month % 2 and chance(random, self.sure):
            for section in text["portal"][: 1 if area.weak and chance(random, 0.4) else 2]:
                self._note(NoteKind.PORTAL_CHECK, self.day(5, 20), section)
        if quarterly and not running:
            shown = "Not the current ones" if area.weak else "Current priorities"
            self._note(NoteKind.WEBSITE_CHECK, self.day(24, 26), shown)
        if not self.month.month % 4:
            self._note(NoteKind.SEEN, self.day(3, 8), text["seen"][0], about="hate_crime_contacts")
        if running:
            self._note(NoteKind.TO_CHIEF, self.day(8, 12), text["to_chief"][0], about="key_individuals")
        if self.month.month in (3, 9) and area.index != _NEVER_REVIEWS:
            self._note(NoteKind.EVALUATION_REVIEW, self.day(14, 24), pick(random, text["evaluation_review"]))
        if any(
            life.shared and life.assessed and life.assessed.replace(day=1) == self.month
            for life in area.plans
        ):
            self._note(NoteKind.LESSONS_SHARED, self.day(17, 22), pick(random, text["lessons_shared"]))

    def _note(
        self,
        kind: NoteKind,
        day: date,
        what: str,
        figure: int | None = None,
        *,
        detail: str = "",
        about: str = "",
    ) -> None:
        if day > self.world.today:
            return
        fill = Filler(self.area, self.random, day)
        row = self.world.line.add(self.desk, day, EvidenceNote, area_id=self.area.row, kind=kind, day=day,
                                  by_id=self.area.inspector, what=fill(what), figure=figure,
                                  detail=fill(detail), about=about)  # fmt: skip
        self.area.notes.append(row)
