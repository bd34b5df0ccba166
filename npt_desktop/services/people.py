"""Who is at the desk: signing in by the name the log writes, and first start."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from npt_desktop.errors import CannotDo
from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import Role
from npt_desktop.models.organisation import Area, Person, Posting
from npt_desktop.rules.words import matching_form
from npt_desktop.store.database import Store


@dataclass(frozen=True, slots=True)
class Member:
    """Someone who may sign in, with the areas they are posted to."""

    actor: Actor
    area_ids: tuple[int, ...]
    areas: str


def members(store: Store) -> list[Member]:
    """Everyone who has not left, chief inspectors first, then by role and name."""
    with store.read() as session:
        people = session.scalars(select(Person).where(Person.left_on.is_(None))).all()
        rows = session.execute(
            select(Posting.person_id, Area.id, Area.name)
            .join(Area, Area.id == Posting.area_id).order_by(Area.position, Area.name)
        ).all()  # fmt: skip
    posts: dict[int, list[tuple[int, str]]] = {}
    for person_id, area_id, name in rows:
        posts.setdefault(person_id, []).append((area_id, name))
    order = list(Role)
    people = sorted(people, key=lambda p: (-order.index(p.role), p.surname, p.number))
    return [
        Member(
            Actor(person.label, person.role, person.id),
            tuple(area_id for area_id, _ in posts.get(person.id, [])),
            ", ".join(name for _, name in posts.get(person.id, [])),
        )
        for person in people
    ]


def sign_in(store: Store, name: str) -> Member:
    """The person of that name, as the log writes it ("PS 512 Cedar"); capitals and spaces do not matter.

    Raises CannotDo naming who could have been meant.
    """
    everyone = members(store)
    wanted = matching_form(name)
    for member in everyone:
        if matching_form(member.actor.name) == wanted:
            return member
    last = wanted.rsplit(" ", 1)[-1]
    near = [m.actor.name for m in everyone if last and last in matching_form(m.actor.name)][:3]
    hint = f" Did you mean {' or '.join(near)}?" if near else " Names are written as in “PS 512 Cedar”."
    raise CannotDo(f"Nobody called “{name}” is in this store.{hint}")


def first_member(store: Store, role: Role) -> Member | None:
    """Somebody of that role, for work that names nobody; None in a store without one."""
    return next((member for member in members(store) if member.actor.role is role), None)
