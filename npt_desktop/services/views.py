"""Saved views of any table: kept by person, shared when they say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.organisation import Person
from npt_desktop.models.views import SavedView
from npt_desktop.services.desk import Desk, current
from npt_desktop.store.unit_of_work import UnitOfWork

LONGEST = 80


@dataclass(frozen=True, slots=True)
class View:
    """A view as it is offered: ``owner`` is empty for one's own. ``content`` is the screen's, as JSON."""

    id: int
    name: str
    owner: str
    shared: bool
    content: dict[str, Any]

    @property
    def mine(self) -> bool:
        """Whether the person at the desk may change it."""
        return not self.owner


class Views:
    """Saved views, at a desk. Anybody keeps their own; nobody changes another's."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def of(self, screen: str) -> list[View]:
        """The views of a screen: one's own by name, then those others share."""
        me = self._desk.actor.person_id
        query = (
            select(SavedView, Person)
            .outerjoin(Person, Person.id == SavedView.person_id)
            .where(SavedView.screen == screen, (SavedView.person_id == me) | SavedView.shared)
        )
        with self._desk.read() as session:
            rows = session.execute(query).all()
        found = [
            View(view.id, view.name, "" if view.person_id == me else person.label if person else "the program",
                 view.shared, dict(view.content))
            for view, person in rows
        ]  # fmt: skip
        return sorted(found, key=lambda view: (not view.mine, view.name.casefold()))

    def save(self, screen: str, name: str, content: dict[str, Any]) -> int:
        """Keep a view under a name, in place of one's own of that name; returns its id. Raises Incomplete
        without a name."""
        name = _named(name)
        with self._desk.write(f"Saved the view “{name}”") as unit:
            there = self._called(unit, screen, name)
            if there is not None:
                there.content = content
                return there.id
            me = self._desk.actor.person_id
            return unit.add(SavedView(person_id=me, screen=screen, name=name, content=content)).id

    def rename(self, view_id: int, name: str) -> None:
        """Give one's own view another name. Raises Incomplete for one that is in use."""
        name = _named(name)
        with self._desk.write(f"Renamed a view to “{name}”") as unit:
            view = self._mine(unit, view_id)
            other = self._called(unit, view.screen, name)
            if other is not None and other.id != view.id:
                raise Incomplete({"name": f"You have a view “{name}” already: choose another name."})
            view.name = name

    def share(self, view_id: int, on: bool) -> None:
        """Offer one's own view to everybody, or to nobody else any more."""
        with self._desk.write("Shared a view") as unit:
            view = self._mine(unit, view_id)
            view.shared = on
            unit.did = f"{'Shared' if on else 'Stopped sharing'} the view “{view.name}”"

    def remove(self, view_id: int) -> None:
        """Remove one's own view; Undo brings it back."""
        with self._desk.write("Removed a view") as unit:
            view = self._mine(unit, view_id)
            unit.did = f"Removed the view “{view.name}”"
            unit.remove(view)

    def _called(self, unit: UnitOfWork, screen: str, name: str) -> SavedView | None:
        query = select(SavedView).where(
            SavedView.screen == screen,
            SavedView.name == name,
            SavedView.person_id == self._desk.actor.person_id,
        )
        return unit.session.scalars(query).first()

    def _mine(self, unit: UnitOfWork, view_id: int) -> SavedView:
        view = current(unit, SavedView, view_id)
        if view.person_id != self._desk.actor.person_id:
            raise CannotDo("This view is somebody else's: save one of your own from it.")
        return view


def _named(name: str) -> str:
    plain = " ".join(name.split())
    if not plain:
        raise Incomplete({"name": "Give the view a name."})
    if len(plain) > LONGEST:
        raise Incomplete({"name": f"Shorten the name to {LONGEST} characters."})
    return plain
