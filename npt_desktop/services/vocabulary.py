"""The editable lists: adding, rewording, ordering and retiring their entries."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.kinds import TermKind
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.lists import simplified
from npt_desktop.services.desk import Desk, current
from npt_desktop.store.unit_of_work import UnitOfWork

LONGEST = 120


@dataclass(frozen=True, slots=True)
class TermLine:
    """One entry of a list; a retired one is offered no more and stays readable."""

    id: int
    key: str
    label: str
    retired: bool


class Vocabulary:
    """The lists, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def entries(self, kind: TermKind) -> list[TermLine]:
        """One list in its order, the retired entries last."""
        query = select(Term).where(Term.kind == kind).order_by(Term.retired, Term.position, Term.label)
        with self._desk.read() as session:
            return [TermLine(t.id, t.key, t.label, t.retired) for t in session.scalars(query)]

    def add(self, kind: TermKind, label: str) -> int:
        """Add an entry at the end; returns its id. Raises Incomplete for an empty label or one in use."""
        require(self._desk.actor.role, Act.CHANGE_LISTS)
        with self._desk.write(f"Added “{' '.join(label.split())}” to a list") as unit:
            there = unit.session.scalars(select(Term).where(Term.kind == kind)).all()
            words = _checked(label, [term.label for term in there])
            key = _key(words, {term.key for term in there})
            position = max((term.position for term in there), default=0) + 1
            return unit.add(Term(kind=kind, key=key, label=words, position=position)).id

    def reword(self, term_id: int, label: str) -> None:
        """Give an entry other words; every record that has it shows them. Raises Incomplete."""
        require(self._desk.actor.role, Act.CHANGE_LISTS)
        with self._desk.write("Reworded an entry of a list") as unit:
            term = current(unit, Term, term_id)
            others = select(Term.label).where(Term.kind == term.kind, Term.id != term.id)
            term.label = _checked(label, list(unit.session.scalars(others)))

    def retire(self, term_id: int, *, back: bool = False) -> None:
        """Offer an entry no more, or again with ``back``. Raises CannotDo for the last one of a list."""
        require(self._desk.actor.role, Act.CHANGE_LISTS)
        with self._desk.write("Changed which entries of a list are offered") as unit:
            term = current(unit, Term, term_id)
            if not back and len(_offered(unit, term.kind)) < 2:
                raise CannotDo("A list needs at least one entry: add another before this one goes.")
            term.retired = not back

    def move(self, term_id: int, step: int) -> None:
        """Move an entry up (-1) or down (1) among those offered; at the end it stays."""
        require(self._desk.actor.role, Act.CHANGE_LISTS)
        with self._desk.write("Changed the order of a list") as unit:
            term = current(unit, Term, term_id)
            order = _offered(unit, term.kind)
            at = order.index(term) if term in order else -1
            if at >= 0 and 0 <= at + step < len(order):
                order.insert(at + step, order.pop(at))
                for position, one in enumerate(order, 1):
                    if one.position != position:
                        one.position = position


def _offered(unit: UnitOfWork, kind: TermKind) -> list[Term]:
    query = select(Term).where(Term.kind == kind, Term.retired.is_(False))
    return list(unit.session.scalars(query.order_by(Term.position, Term.label)))


def _checked(label: str, others: list[str]) -> str:
    words = " ".join(label.split())
    if not simplified(words):
        raise Incomplete({"label": "Enter the words of the entry."})
    if len(words) > LONGEST:
        raise Incomplete({"label": f"Shorten the entry to {LONGEST} characters."})
    if simplified(words) in {simplified(other) for other in others}:
        raise Incomplete({"label": f"“{words}” is in the list already, perhaps retired: bring it back."})
    return words


def _key(words: str, taken: set[str]) -> str:
    """A key of its own, from the words as they are first written."""
    stem = simplified(words).replace(" ", "_").replace("+", "plus")[:50]
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}_{number}", number + 1
    return key
