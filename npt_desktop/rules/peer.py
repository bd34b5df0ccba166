"""The peer review: a self-assessment by questions under the guideline's seven areas, scored in points.

Source: booklet, Peer review: green scores 5 and amber 3, and 38 green with 11 amber of 49 scored questions gave
223 of 245, 91 %. The points of red are not given there, so they are data and kept with each review. What does
not apply is left out of points and of what could be reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from npt_desktop.errors import Incomplete
from npt_desktop.models.kinds import PeerRating, State
from npt_desktop.paths import resources
from npt_desktop.rules.periods import number_of
from npt_desktop.rules.resource_file import read_entry

SCORED = (PeerRating.GREEN, PeerRating.AMBER, PeerRating.RED)
Points = Mapping[PeerRating, int]


@dataclass(frozen=True, slots=True)
class PeerArea:
    """One of the guideline's areas."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class PeerQuestion:
    """One question of an area, with the QA questions whose answers speak to it."""

    number: int
    area: str
    text: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeerChecklist:
    """Points, areas and questions as loaded; numbered from 1 in their order."""

    points: Points
    areas: tuple[PeerArea, ...]
    questions: tuple[PeerQuestion, ...]


def load_peer_checklist(path: Path) -> PeerChecklist:
    """The self-assessment of a file. Raises CannotDo with a sentence naming a hand-made mistake."""
    entry = read_entry(path)
    entry.only("about", "points", "areas", "questions")
    given = entry.entry("points")
    given.only(*(rating.value for rating in SCORED))
    points = {rating: given.whole(rating.value, low=0, high=100) for rating in SCORED}
    if not points[PeerRating.GREEN] > points[PeerRating.AMBER] >= points[PeerRating.RED]:
        given.refuse("should fall from green to red")
    areas = []
    for part in entry.entries("areas"):
        part.only("key", "name")
        areas.append(PeerArea(part.text("key"), part.text("name")))
    keys = {area.key for area in areas}
    if len(keys) != len(areas):
        entry.refuse("has two areas with the same key: rename one")
    questions: list[PeerQuestion] = []
    for item in entry.entries("questions"):
        item.only("area", "text", "evidence")
        area = item.text("area")
        if area not in keys:
            item.refuse(f"names an area “{area}” that is not in the list of areas")
        questions.append(PeerQuestion(len(questions) + 1, area, item.text("text"), item.texts("evidence")))
    if not questions:
        entry.refuse("has no questions: add at least one")
    return PeerChecklist(MappingProxyType(points), tuple(areas), tuple(questions))


@cache
def peer_checklist() -> PeerChecklist:
    """The self-assessment the program ships with."""
    return load_peer_checklist(resources() / "peer_review.json")


@dataclass(frozen=True, slots=True)
class PeerScore:
    """How a review, or one area of it, scored. ``unrated`` questions add to nothing."""

    green: int = 0
    amber: int = 0
    red: int = 0
    aside: int = 0
    unrated: int = 0
    points: int = 0
    most: int = 0

    @property
    def scored(self) -> int:
        """Questions rated and not set aside."""
        return self.green + self.amber + self.red

    @property
    def percent(self) -> int | None:
        """Points of those that could be reached, rounded down; None before anything is scored."""
        return self.points * 100 // self.most if self.most else None

    @property
    def words(self) -> str:
        """``223 of 245 points, 91 %``."""
        share = self.percent
        return "Nothing scored yet" if share is None else f"{self.points} of {self.most} points, {share} %"

    @property
    def counts(self) -> str:
        """``38 green, 11 amber, 0 red of 49 scored, 1 not applicable``."""
        said = f"{self.green} green, {self.amber} amber, {self.red} red of {self.scored} scored"
        if self.aside:
            said += f", {self.aside} not applicable"
        return said + (f", {number_of(self.unrated, 'question')} to rate" if self.unrated else "")


def score(ratings: Iterable[PeerRating | None], points: Points) -> PeerScore:
    """Points reached and points that could be: what does not apply, or is not rated, is in neither."""
    given = list(ratings)
    count = {rating: given.count(rating) for rating in PeerRating}
    return PeerScore(
        count[PeerRating.GREEN], count[PeerRating.AMBER], count[PeerRating.RED],
        count[PeerRating.NOT_APPLICABLE], given.count(None),
        sum(count[rating] * points[rating] for rating in SCORED),
        sum(count[rating] for rating in SCORED) * points[PeerRating.GREEN],
    )  # fmt: skip


def rating_state(rating: PeerRating | None) -> State:
    """The mark of a rating."""
    if rating is None:
        return State.NONE
    return {
        PeerRating.GREEN: State.GOOD,
        PeerRating.AMBER: State.WARN,
        PeerRating.RED: State.BAD,
        PeerRating.NOT_APPLICABLE: State.NONE,
    }[rating]


@dataclass(frozen=True, slots=True)
class Rated:
    """A question as the check before signing takes it."""

    number: int
    rating: PeerRating | None
    note: str = ""
    has_action: bool = False


def open_points(rated: Sequence[Rated]) -> tuple[str, ...]:
    """What stands between a review and its signature: a sentence for each kind of gap.

    An amber or red question needs an action; one set aside needs its reason.
    """
    says = []
    for words, numbers in (
        ("Rate", [r.number for r in rated if r.rating is None]),
        ("Set an action on", [r.number for r in rated
                              if r.rating in (PeerRating.AMBER, PeerRating.RED) and not r.has_action]),
        ("Say why it does not apply:", [r.number for r in rated
                                        if r.rating is PeerRating.NOT_APPLICABLE and not r.note.strip()]),
    ):  # fmt: skip
        if numbers:
            shown = ", ".join(map(str, numbers[:12])) + (" and others" if len(numbers) > 12 else "")
            says.append(f"{words} {number_of(len(numbers), 'question')}: {shown}.")
    return tuple(says)


def require_complete(rated: Sequence[Rated]) -> None:
    """Raise Incomplete with every gap."""
    says = open_points(rated)
    if says:
        raise Incomplete({f"peer{n}": sentence for n, sentence in enumerate(says)})
