"""Second scoring: a random sample of an area's log, scored again by somebody who does not see the first score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.actor import Actor
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.organisation import Area, Person, Posting
from npt_desktop.models.scoring import ScoreSample, SecondScore
from npt_desktop.rules.agreement import Agreement, agreement
from npt_desktop.rules.authority import ALLOWED, Act, may, require
from npt_desktop.rules.dip_sample import draw
from npt_desktop.rules.due_facts import SecondDue
from npt_desktop.services.desk import Choice, Desk, current

COUNT = 8
_SEED_BITS = 16


@dataclass(frozen=True, slots=True)
class ToScore:
    """An entry waiting for its second score: everything of it but the first score and who gave it."""

    id: int
    version: int
    area: str
    day: date
    audience_id: int | None
    purpose_id: int | None
    who_engaged: str
    summary: str
    outcome: str
    place: int
    of: int


@dataclass(frozen=True, slots=True)
class SampleLine:
    """A sample: whose it is, its seed, how many of how many were drawn, and how many are scored."""

    id: int
    drawn_on: date
    first: date
    last: date
    seed: int
    out_of: int
    drawn: int
    scored: int
    scorer: str


@dataclass(frozen=True, slots=True)
class ScorerLine:
    """How the scores of one lead officer stand against the second ones."""

    name: str
    found: Agreement


@dataclass(frozen=True, slots=True)
class SecondPage:
    """What an area's second scoring says: whole, by lead officer (most pairs first), and its samples."""

    whole: Agreement
    scorers: tuple[ScorerLine, ...]
    samples: tuple[SampleLine, ...]
    waiting: int


class SecondScores:
    """Second scoring, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # -- drawing --
    def scorers(self, area_id: int) -> list[Choice]:
        """Who may be asked to score: sergeants and chief inspectors who have not left, the area's own first."""
        roles = ALLOWED[Act.SCORE_AGAIN]
        with self._desk.read() as session:
            query = (
                select(Person)
                .where(Person.left_on.is_(None), Person.role.in_(roles))
                .order_by(Person.surname)
            )
            here = set(session.scalars(select(Posting.person_id).where(Posting.area_id == area_id)))
            people = sorted(session.scalars(query), key=lambda person: person.id not in here)
            return [Choice(person.id, person.label) for person in people]

    def draw(
        self,
        area_id: int,
        scorer_id: int,
        first: date,
        last: date,
        *,
        count: int = COUNT,
        seed: int | None = None,
    ) -> int:
        """Draw scored entries of a period for a scorer; returns the sample's id. ``seed`` is made up by default.

        The scorer's own engagements and those drawn before are left out. The same seed from the same entries
        draws the same ones, on any machine. Raises CannotDo when none is left, Incomplete for a scorer who may
        not.
        """
        require(self._desk.actor.role, Act.PREPARE_QA)
        with self._desk.write("Drew a sample for second scoring") as unit:
            scorer = current(unit, Person, scorer_id)
            if scorer.role not in ALLOWED[Act.SCORE_AGAIN]:
                raise Incomplete({"scorer": "Choose a sergeant or chief inspector to score it."})
            ids = _candidates(unit.session, area_id, scorer_id, first, last)
            if not ids:
                raise CannotDo("There is no scored entry left to draw in this period: choose another period.")
            seed = 1 + self._desk.store.random.getrandbits(_SEED_BITS) if seed is None else seed
            sample = unit.add(ScoreSample(area_id=area_id, first=first, last=last, seed=seed, out_of=len(ids),
                                          drawn_on=self._desk.today, scorer_id=scorer_id))  # fmt: skip
            for place, key in enumerate(draw(ids, count, seed), 1):
                score = unit.get(EngagementEntry, key).score
                unit.add(SecondScore(sample_id=sample.id, entry_id=key, place=place, first_score=score))
            unit.did = f"Drew a sample of the log for {scorer.label} to score"
            return sample.id

    # -- scoring --
    def to_score(self) -> list[ToScore]:
        """What waits for the person at the desk, in the order drawn."""
        one, entry = SecondScore, EngagementEntry
        many = select(one.sample_id, func.count().label("of")).group_by(one.sample_id).subquery()
        query = (
            select(one, entry, Area.name, many.c.of)
            .join(ScoreSample, ScoreSample.id == one.sample_id).join(many, many.c.sample_id == one.sample_id)
            .join(entry, entry.id == one.entry_id).join(Area, Area.id == entry.area_id)
            .where(ScoreSample.scorer_id == self._desk.actor.person_id, one.score.is_(None))
            .order_by(one.sample_id, one.place)
        )  # fmt: skip
        with self._desk.read() as session:
            return [
                ToScore(s.id, s.version, area, e.day, e.audience_id, e.purpose_id, e.who_engaged, e.summary, e.outcome,
                        s.place, of)
                for s, e, area, of in session.execute(query)
            ]  # fmt: skip

    def give(self, second_id: int, version: int, score: int | None, note: str = "") -> None:
        """Give the second score of an entry. Raises Incomplete without one, CannotDo when it is another's."""
        require(self._desk.actor.role, Act.SCORE_AGAIN)
        if score is None or not 1 <= score <= 5:
            raise Incomplete({"score": "Score from 1 to 5."})
        with self._desk.write("Scored an engagement a second time") as unit:
            one = current(unit, SecondScore, second_id, version)
            if unit.get(ScoreSample, one.sample_id).scorer_id != self._desk.actor.person_id:
                raise CannotDo("This sample was drawn for somebody else to score.")
            one.score, one.scored_on, one.note = score, self._desk.today, note.strip()

    # -- reading --
    def page(self, area_id: int) -> SecondPage:
        """How the area's first scores agree with the second ones."""
        one, sample = SecondScore, ScoreSample
        pairs = (
            select(EngagementEntry.lead_name, one.first_score, one.score)
            .join(sample, sample.id == one.sample_id).join(EngagementEntry, EngagementEntry.id == one.entry_id)
            .where(sample.area_id == area_id, one.score.is_not(None)).order_by(one.id)
        )  # fmt: skip
        with self._desk.read() as session:
            rows = [(row[0], (row[1], row[2] or 0)) for row in session.execute(pairs)]
            samples = _samples(session, area_id)
        by_lead: dict[str, list[tuple[int, int]]] = {}
        for lead, pair in rows:
            by_lead.setdefault(lead or "Not recorded", []).append(pair)
        scorers = [ScorerLine(name, agreement(found)) for name, found in by_lead.items()]
        scorers.sort(key=lambda line: (-line.found.pairs, line.name))
        return SecondPage(
            agreement([pair for _, pair in rows]), tuple(scorers), tuple(samples), len(self.to_score())
        )


def waiting_for(session: Session, person: Actor) -> tuple[SecondDue, ...]:
    """The samples drawn for a person that still wait, the oldest first; none for who may not score."""
    if not may(person.role, Act.SCORE_AGAIN):
        return ()
    sample, one = ScoreSample, SecondScore
    query = (
        select(Area.name, sample.drawn_on, func.count(one.id))
        .join(Area, Area.id == sample.area_id).join(one, one.sample_id == sample.id)
        .where(sample.scorer_id == person.person_id, one.score.is_(None))
        .group_by(sample.id).order_by(sample.drawn_on, sample.id)
    )  # fmt: skip
    return tuple(SecondDue(*row) for row in session.execute(query))


def _candidates(session: Session, area_id: int, scorer_id: int, first: date, last: date) -> Sequence[int]:
    entry = EngagementEntry
    drawn = select(SecondScore.entry_id)
    return session.scalars(
        select(entry.id).where(
            entry.area_id == area_id, entry.day >= first, entry.day <= last, entry.score.is_not(None),
            entry.lead_id.is_distinct_from(scorer_id), entry.id.not_in(drawn),
        )
    ).all()  # fmt: skip


def _samples(session: Session, area_id: int) -> list[SampleLine]:
    sample, one = ScoreSample, SecondScore
    query = (
        select(sample, Person, func.count(one.id), func.count(one.score))
        .join(Person, Person.id == sample.scorer_id).join(one, one.sample_id == sample.id)
        .where(sample.area_id == area_id).group_by(sample.id).order_by(sample.id.desc())
    )  # fmt: skip
    return [
        SampleLine(s.id, s.drawn_on, s.first, s.last, s.seed, s.out_of, drawn, scored, person.label)
        for s, person, drawn, scored in session.execute(query)
    ]
