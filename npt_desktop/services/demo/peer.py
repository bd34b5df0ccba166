"""Two peer reviews of the sample force: the one of the year before, and one with the booklet's own figures."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import ActionState, PeerRating
from npt_desktop.models.peer import PeerAnswer, PeerReview
from npt_desktop.rules.peer import PeerQuestion, peer_checklist
from npt_desktop.services.demo.timeline import Desk, Row
from npt_desktop.services.demo.world import QUALITY, World, label, pick, stock, workday

_GREEN, _AMBER, _RED, _ASIDE = PeerRating
_FORCE = 99
"""The place of the force's own desk, after those of the areas."""


def make_peer_reviews(world: World) -> None:
    """A review in the first month recorded and one a month ago."""
    early = workday(world.start + timedelta(days=22))
    late = workday(world.today - timedelta(days=30))
    _Review(world, early, {_GREEN: 31, _AMBER: 15, _RED: 3, _ASIDE: 1}).write()
    _Review(world, late, {_GREEN: 38, _AMBER: 11, _RED: 0, _ASIDE: 1}).write()


class _Review:
    def __init__(self, world: World, day: date, ratings: dict[PeerRating, int]) -> None:
        self.world, self.day, self.ratings = world, day, ratings
        self.random = world.random(f"peer {day.year}")
        self.chief = world.chiefs[0]
        self.desk = Desk(QUALITY, _FORCE, "Held the peer review", self.chief, daily=True)
        self.text = stock("quality")["peer"]

    def write(self) -> None:
        checklist, line = peer_checklist(), self.world.line
        at = datetime.combine(self.day, time(15), tzinfo=UTC)
        points = {rating.value: value for rating, value in checklist.points.items()}
        review = line.add(self.desk, self.day, PeerReview, title=f"Peer review {self.day.year}", held_on=self.day,
                          points=points, finished_at=at, signed_by=label(self.chief))  # fmt: skip
        given = [rating for rating, number in self.ratings.items() for _ in range(number)]
        self.random.shuffle(given)
        for question, rating in zip(checklist.questions, given, strict=True):
            self._answer(review, question, rating, at)

    def _answer(self, review: Row, question: PeerQuestion, rating: PeerRating, at: datetime) -> None:
        line, random = self.world.line, self.random
        action = self._action() if rating in (_AMBER, _RED) else None
        line.add(self.desk, self.day, PeerAnswer, review_id=review, number=question.number, section=question.area,
                 text=question.text, evidence_keys=list(question.evidence), rating=rating,
                 note="" if rating is _GREEN else pick(random, self.text[rating.value]), answered_at=at,
                 answered_by=label(self.chief), action_id=action)  # fmt: skip

    def _action(self) -> Row:
        line, random, today = self.world.line, self.random, self.world.today
        area = pick(random, self.world.areas)
        due = workday(self.day + timedelta(days=random.randint(40, 120)), after=True)
        action = line.add(self.desk, self.day, Action, area_id=area.row, title=pick(random, self.text["actions"]),
                          owner_id=area.inspector, start_on=self.day, due_on=due)  # fmt: skip
        if due < today:
            line.change(self.desk, due, action, state=ActionState.DONE, done_on=due)
        return action
