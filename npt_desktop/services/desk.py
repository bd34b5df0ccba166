"""What every service is given: the open store, who is at the desk and what day it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo, Clash
from npt_desktop.models.actor import Actor
from npt_desktop.models.base import Record
from npt_desktop.models.journal import ChangeSet
from npt_desktop.models.kinds import AccessKind, ChangeKind, TermKind
from npt_desktop.models.organisation import Area, Person
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.traces import Trace
from npt_desktop.store.database import Store
from npt_desktop.store.unit_of_work import UnitOfWork

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list a person chooses from: its id and what it is called."""

    id: int
    label: str


@dataclass(frozen=True, slots=True)
class Desk:
    """A signed-in person at an open store. Services are made with a desk and keep nothing else."""

    store: Store
    actor: Actor

    @property
    def today(self) -> date:
        """The day at the desk."""
        return self.store.clock.today()

    def read(self) -> AbstractContextManager[Session]:
        """A consistent look; what is loaded stays usable, detached."""
        return self.store.read()

    @contextmanager
    def write(self, did: str, kind: ChangeKind = ChangeKind.EDIT) -> Iterator[UnitOfWork]:
        """One transaction and change set in this person's name; ``did`` as in "Logged engagement"."""
        with self.store.write(self.actor, did, kind) as unit:
            yield unit

    def takes_out(self, what: Path | str) -> str:
        """Ask whether the person may export and print, and note that they do: by the file's name, which says
        what is in it. Called by whatever writes outside the store, before it writes; returns the trace of the
        journal, to be written into the file. Raises NotAllowed."""
        require(self.actor.role, Act.EXPORT)
        name = what.name if isinstance(what, Path) else what
        printed = isinstance(what, Path) and what.suffix.lower() == ".pdf"
        self.store.note(self.actor, AccessKind.PRINTED if printed else AccessKind.EXPORTED, name)
        return self.trace()

    def trace(self) -> str:
        """Where the journal stands, as every export carries it (:mod:`npt_desktop.rules.traces`); empty in a
        store nothing was written to."""
        with self.read() as session:
            last = session.execute(
                select(ChangeSet.id, ChangeSet.link).order_by(ChangeSet.id.desc()).limit(1)
            ).first()
            first = session.scalar(select(ChangeSet.uid).order_by(ChangeSet.id).limit(1))
        return "" if last is None or first is None else Trace(first, *last).words

    def areas(self, *, closed: bool = False) -> list[Choice]:
        """The areas in their order."""
        with self.read() as session:
            query = select(Area.id, Area.name).order_by(Area.position, Area.name)
            if not closed:
                query = query.where(Area.closed_on.is_(None))
            return [Choice(*row) for row in session.execute(query)]

    def people(self, *, left: bool = False) -> list[Choice]:
        """The people by surname, as the log writes them ("PCSO 4332 Larch")."""
        with self.read() as session:
            query = select(Person).order_by(Person.surname, Person.number)
            if not left:
                query = query.where(Person.left_on.is_(None))
            return [Choice(person.id, person.label) for person in session.scalars(query)]

    def terms(self, kind: TermKind, *, retired: bool = False) -> list[Choice]:
        """One editable list in its order."""
        with self.read() as session:
            query = select(Term.id, Term.label).where(Term.kind == kind).order_by(Term.position, Term.label)
            if not retired:
                query = query.where(Term.retired.is_(False))
            return [Choice(*row) for row in session.execute(query)]


def current(unit: UnitOfWork, kind: type[R], record_id: int, version: int | None = None) -> R:
    """The live record to write to. Raises CannotDo when it is gone and Clash when ``version``, the one the
    person was looking at, is no longer the latest."""
    try:
        record = unit.get(kind, record_id)
    except LookupError as error:
        raise CannotDo("This record was removed in the meantime: go back and choose another.") from error
    if version is not None and record.version != version:
        raise Clash("Somebody changed this record while you were editing it: look at both and save again.")
    return record


def as_now(desk: Desk, kind: type[R], record_id: int) -> R:
    """A record as it stands now, detached: what a form is set beside. Raises CannotDo when it is gone."""
    with desk.read() as session:
        found = session.get(kind, record_id)
    if found is None:
        raise CannotDo("This record was removed in the meantime: go back and choose another.")
    return found
