"""Who is at the desk."""

from __future__ import annotations

from dataclasses import dataclass

from npt_desktop.models.kinds import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """The signed-in person, as the journal writes them ("PS 512 Cedar") and the rules judge them.

    ``person_id`` is None for the program itself, as when it lays out a new store.
    """

    name: str
    role: Role
    person_id: int | None = None
