"""Adding an officer the log names and the list does not know."""

from __future__ import annotations

from npt_desktop.errors import CannotDo
from npt_desktop.rules.authority import Act, may
from npt_desktop.rules.officers import read_officer
from npt_desktop.services.desk import Desk
from npt_desktop.services.setup import add_person


def offer_to_add(desk: Desk, text: str) -> str:
    """What the officer would be added as ("PC 77 Ash"); empty where the text names nobody one could add, or
    the person at the desk may not."""
    officer = read_officer(text)
    return officer.label if officer is not None and may(desk.actor.role, Act.MANAGE_PEOPLE) else ""


def told_to_ask(desk: Desk, text: str) -> str:
    """What to do about an officer on no list for a person who may not add one; empty where nobody is named or they
    may."""
    officer = read_officer(text)
    if officer is None or may(desk.actor.role, Act.MANAGE_PEOPLE):
        return ""
    return f"Not on the list: choose another, or ask an inspector to add {officer.label}."


def add_officer(desk: Desk, text: str, area_id: int) -> int:
    """Add the officer a text names to an area; returns the person's id. Raises CannotDo where it names none."""
    officer = read_officer(text)
    if officer is None:
        raise CannotDo("Write the officer as in “PC 4332 Larch”: title, number, surname.")
    return add_person(desk.store, officer.surname, officer.title, officer.role, (area_id,), number=officer.number,
                      actor=desk.actor)  # fmt: skip
