"""A small invented force: two areas, a handful of people with tree names, lists and checklist laid out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import Role, TermKind
from npt_desktop.services import setup
from npt_desktop.services.desk import Desk
from npt_desktop.services.disposing import Disposed, Disposing
from npt_desktop.services.retention import Key
from npt_desktop.store.database import Store


@dataclass(frozen=True)
class World:
    """A laid-out store, its areas and who may sit at its desks."""

    store: Store
    gedling: int
    ashfield: int
    inspector: Actor
    sergeant: Actor
    pcso: Actor
    chief: Actor
    hub: Actor

    def desk(self, actor: Actor | None = None) -> Desk:
        """A desk for the inspector, or for somebody else."""
        return Desk(self.store, actor or self.inspector)

    def dispose(self, keys: Sequence[Key], ground: str, reason: str) -> Disposed:
        """Records disposed of: asked for by the chief inspector, confirmed by the inspector."""
        Disposing(self.desk(self.chief)).ask(keys, ground, reason)
        return Disposing(self.desk()).confirm(keys)

    def term(self, kind: TermKind, words: str) -> int:
        """The id of a list entry whose label begins with ``words``."""
        return next(c.id for c in self.desk().terms(kind) if c.label.startswith(words))


def lay_out(store: Store) -> World:
    """Fill an empty store."""
    setup.lay_out(store)
    gedling = setup.add_area(store, "Gedling")
    ashfield = setup.add_area(store, "Ashfield")

    def person(surname: str, title: str, role: Role, number: str = "") -> Actor:
        areas = (gedling, ashfield) if role in (Role.CHIEF_INSPECTOR, Role.HUB) else (gedling,)
        made = setup.add_person(store, surname, title, role, areas, number=number)
        return Actor(" ".join(part for part in (title, number, surname) if part), role, made)

    return World(
        store,
        gedling,
        ashfield,
        inspector=person("Rowan", "Insp", Role.INSPECTOR),
        sergeant=person("Cedar", "PS", Role.SERGEANT, "512"),
        pcso=person("Larch", "PCSO", Role.CONSTABLE, "4332"),
        chief=person("Linden", "Ch Insp", Role.CHIEF_INSPECTOR),
        hub=person("Juniper", "Hub", Role.HUB),
    )
