"""The peer review at a desk: begin, rate with the store's own evidence beside, set actions, sign, compare years.

Source: booklet, Peer review.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import ActionState, PeerRating
from npt_desktop.models.organisation import Area, Posting
from npt_desktop.models.peer import PeerAnswer, PeerReview
from npt_desktop.rules import peer as rule
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.peer import PeerArea, PeerScore, Points, Rated
from npt_desktop.rules.periods import add_months, month_of
from npt_desktop.services.compliance import By, Compliance
from npt_desktop.services.desk import Choice, Desk, current
from npt_desktop.services.plan_facts import people_names
from npt_desktop.services.quality_page import checklist_id_of, checklist_of
from npt_desktop.store.unit_of_work import UnitOfWork

EVIDENCE_MONTHS = 12


@dataclass(frozen=True, slots=True)
class PeerAction:
    """The action that came of a question."""

    id: int
    title: str
    owner: str
    due_on: date | None
    state: ActionState
    version: int


@dataclass(frozen=True, slots=True)
class PeerLine:
    """A question as rated. ``evidence`` is what the store shows now, ``seen`` what it showed when rated."""

    id: int
    version: int
    number: int
    area: str
    text: str
    rating: PeerRating | None
    note: str
    seen: str
    evidence: tuple[str, ...]
    action: PeerAction | None


@dataclass(frozen=True, slots=True)
class PeerYear:
    """A review beside the others: its score in all and by area key."""

    id: int
    title: str
    held_on: date
    signed_by: str
    score: PeerScore
    areas: Mapping[str, PeerScore]


@dataclass(frozen=True, slots=True)
class PeerPage:
    """A review. ``years`` are all of them, the oldest first; ``review`` is None while there is none."""

    review: PeerReview | None
    points: Points
    areas: tuple[PeerArea, ...]
    lines: tuple[PeerLine, ...]
    score: PeerScore
    by_area: Mapping[str, PeerScore]
    years: tuple[PeerYear, ...]

    @property
    def finished(self) -> bool:
        """Signed and locked."""
        return self.review is not None and self.review.finished_at is not None

    @property
    def rated(self) -> list[Rated]:
        """The lines as the check before signing takes them."""
        return [Rated(line.number, line.rating, line.note, line.action is not None) for line in self.lines]


class PeerReviews:
    """Peer reviews of the force, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def page(self, review_id: int | None = None) -> PeerPage:
        """A review, the latest by default. Reads every QA answer of a year: call off the window's thread."""
        with self._desk.read() as session:
            reviews = list(session.scalars(select(PeerReview).order_by(PeerReview.held_on, PeerReview.id)))
            answers: dict[int, list[PeerAnswer]] = {}
            for answer in session.scalars(select(PeerAnswer).order_by(PeerAnswer.number)):
                answers.setdefault(answer.review_id, []).append(answer)
            review = next((r for r in reviews if r.id == review_id), reviews[-1] if reviews else None)
            actions = _actions(session, answers.get(review.id, []) if review else [])
        standard = rule.peer_checklist()
        own = answers.get(review.id, []) if review else []
        points = points_of(review) if review else standard.points
        found = self._evidence(review.held_on) if review else {}
        lines = tuple(
            PeerLine(a.id, a.version, a.number, a.section, a.text, a.rating, a.note, a.seen,
                     tuple(found[key] for key in a.evidence_keys if key in found), actions.get(a.id))
            for a in own
        )  # fmt: skip
        return PeerPage(
            review, points, _areas_of(own), lines, rule.score([a.rating for a in own], points), _by_area(own, points),
            tuple(_year(r, answers.get(r.id, [])) for r in reviews),
        )  # fmt: skip

    def _evidence(self, day: date) -> dict[str, str]:
        """What the QA meetings of the year before a day say on each of their questions, by evidence key."""
        last = month_of(day)
        board = Compliance(self._desk).board(add_months(last, 1 - EVIDENCE_MONTHS), last, By.QUESTION)
        with self._desk.read() as session:
            checklist, _ = checklist_of(session, checklist_id_of(session, last))
        keys = {q.number: q.evidence for q in checklist.questions}
        found = {}
        for row in board.rows:
            met = sum(cell.met for cell in row.cells)
            applies = sum(cell.due - cell.aside for cell in row.cells)
            key = keys.get(row.number or 0)
            if key and applies:
                found[key] = f"QA {row.name}: met {met:,} of {applies:,}, {met * 100 // applies} %"
        return found

    # ------------------------------------------------------------------- writing
    def begin(self, title: str, day: date, red: int | None = None) -> int:
        """Begin a review with every question unrated; returns its id.

        ``red`` are the points of a red answer, those of the list by default. Raises Incomplete without a title,
        for a day to come and for points above amber's.
        """
        require(self._desk.actor.role, Act.PEER_REVIEW)
        standard = rule.peer_checklist()
        points = dict(standard.points)
        points[PeerRating.RED] = points[PeerRating.RED] if red is None else red
        found = _wrong_points(points[PeerRating.RED], points[PeerRating.AMBER])
        if not title.strip():
            found["peer_title"] = "Enter what the review is called, such as Peer review 2026."
        if day > self._desk.today:
            found["peer_day"] = "Enter a date that is not in the future."
        if found:
            raise Incomplete(found)
        with self._desk.write("Began a peer review") as unit:
            kept = {rating.value: value for rating, value in points.items()}
            review = unit.add(PeerReview(title=title.strip(), held_on=day, points=kept))
            unit.insert(PeerAnswer, [
                {"review_id": review.id, "number": q.number, "section": q.area, "text": q.text,
                 "evidence_keys": list(q.evidence)} for q in standard.questions
            ])  # fmt: skip
            unit.did = f"Began the peer review ‘{review.title}’"
            return review.id

    def set_red(self, review_id: int, red: int) -> None:
        """Change the points of a red answer of a review that is not signed."""
        require(self._desk.actor.role, Act.PEER_REVIEW)
        with self._desk.write("Changed the points of red") as unit:
            review = self._open(unit, review_id)
            wrong = _wrong_points(red, int(review.points[PeerRating.AMBER.value]))
            if wrong:
                raise Incomplete(wrong)
            review.points = {**review.points, PeerRating.RED.value: red}

    def rate(
        self, answer_id: int, version: int, rating: PeerRating | None, note: str, seen: tuple[str, ...] = ()
    ) -> int:
        """Rate a question, keeping what the store showed; returns the answer's version.

        Raises Clash when somebody rated it meanwhile, CannotDo once the review is signed.
        """
        require(self._desk.actor.role, Act.PEER_REVIEW)
        with self._desk.write("Rated a question of the peer review") as unit:
            answer = current(unit, PeerAnswer, answer_id, version)
            self._open(unit, answer.review_id)
            answer.rating, answer.note = rating, note.strip()
            answer.seen = "\n".join(seen)
            answer.answered_at, answer.answered_by = unit.now, self._desk.actor.name
            unit.did = f"Rated peer review question {answer.number}"
            unit.session.flush()
            return answer.version

    def set_action(self, answer_id: int, title: str, owner_id: int | None, due_on: date | None) -> int:
        """Turn an amber or red question into an action on the one tracker; returns its id.

        It is put under the owner's own area. Raises Incomplete for what is lacking.
        """
        require(self._desk.actor.role, Act.PEER_REVIEW)
        found = {}
        if not title.strip():
            found["action_title"] = "Enter what is to be done."
        if owner_id is None:
            found["action_owner"] = "Choose who owns the action."
        if due_on is None or due_on < self._desk.today:
            found["action_due"] = "Enter a due date that is not past."
        if found:
            raise Incomplete(found)
        with self._desk.write("Set an action of the peer review") as unit:
            answer = current(unit, PeerAnswer, answer_id)
            self._open(unit, answer.review_id)
            if answer.rating not in (PeerRating.AMBER, PeerRating.RED):
                raise CannotDo(
                    "Rate the question amber or red first: an action puts right what is not green."
                )
            if answer.action_id is not None:
                raise CannotDo("This question has its action already: change that one.")
            action = unit.add(Action(
                area_id=_area_for(unit.session, owner_id), title=title.strip(), owner_id=owner_id, due_on=due_on,
            ))  # fmt: skip
            answer.action_id = action.id
            unit.did = f"Set an action on peer review question {answer.number}"
            return action.id

    def finish(self, review_id: int, signed_by: str) -> None:
        """Sign and lock a review. Raises Incomplete with every gap."""
        require(self._desk.actor.role, Act.PEER_REVIEW)
        rule.require_complete(self.page(review_id).rated)
        if not signed_by.strip():
            raise Incomplete({"signed_by": "Sign with your name."})
        with self._desk.write("Finished a peer review") as unit:
            review = self._open(unit, review_id)
            review.finished_at, review.signed_by = unit.now, signed_by.strip()
            unit.did = f"Finished the peer review ‘{review.title}’"

    def _open(self, unit: UnitOfWork, review_id: int) -> PeerReview:
        review = current(unit, PeerReview, review_id)
        if review.finished_at is not None:
            raise CannotDo(f"This peer review was signed by {review.signed_by} and is locked.")
        return review


def reviews(desk: Desk) -> list[Choice]:
    """Every review by its title, the latest first."""
    with desk.read() as session:
        rows = session.execute(select(PeerReview.id, PeerReview.title).order_by(PeerReview.held_on.desc()))
        return [Choice(*row) for row in rows]


def points_of(review: PeerReview) -> Points:
    """The points a review is scored with."""
    return {rating: int(review.points[rating.value]) for rating in rule.SCORED}


def _wrong_points(red: int, amber: int) -> dict[str, str]:
    if 0 <= red <= amber:
        return {}
    return {"peer_red": f"Enter points for red from 0 to {amber}, those of amber."}


def _area_for(session: Session, owner_id: int | None) -> int:
    own = session.scalar(select(Posting.area_id).where(Posting.person_id == owner_id).order_by(Posting.id))
    found = own or session.scalar(select(Area.id).where(Area.closed_on.is_(None)).order_by(Area.position))
    if found is None:
        raise CannotDo("This store has no area yet: add one first.")
    return found


def _actions(session: Session, answers: list[PeerAnswer]) -> dict[int, PeerAction]:
    ids = [a.action_id for a in answers if a.action_id]
    if not ids:
        return {}
    people = people_names(session)
    kept = {a.id: a for a in session.scalars(select(Action).where(Action.id.in_(ids)))}
    return {
        answer.id: PeerAction(a.id, a.title, people.get(a.owner_id or 0, a.agency), a.due_on, a.state, a.version)
        for answer in answers if answer.action_id and (a := kept.get(answer.action_id))
    }  # fmt: skip


def _areas_of(answers: list[PeerAnswer]) -> tuple[PeerArea, ...]:
    """The areas of a review in its own order; one the list no longer names keeps its key for a name."""
    names = {area.key: area.name for area in rule.peer_checklist().areas}
    if not answers:
        return rule.peer_checklist().areas
    return tuple(PeerArea(key, names.get(key, key)) for key in dict.fromkeys(a.section for a in answers))


def _by_area(answers: list[PeerAnswer], points: Points) -> dict[str, PeerScore]:
    found: dict[str, list[PeerRating | None]] = {}
    for answer in answers:
        found.setdefault(answer.section, []).append(answer.rating)
    return {key: rule.score(ratings, points) for key, ratings in found.items()}


def _year(review: PeerReview, answers: list[PeerAnswer]) -> PeerYear:
    points = points_of(review)
    return PeerYear(
        review.id, review.title, review.held_on, review.signed_by, rule.score([a.rating for a in answers], points),
        _by_area(answers, points),
    )  # fmt: skip
