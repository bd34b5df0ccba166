"""Forms that are not saved yet, kept so that neither closing nor a crash loses them."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from npt_desktop.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Left:
    """A form that was left unsaved: what it is in words, and where it is opened again."""

    words: str
    screen: str
    record: int | None
    field: str
    area_id: int | None


class Drafts:
    """The unsaved forms of the person at a desk; not journaled, nobody else sees them.

    ``keep`` may be called off the window's thread: the latest call to :meth:`begin` decides, so that a slow
    write never brings back a form that was saved meanwhile.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._count = threading.Lock()
        self._turn = threading.Lock()  # held during the write: `begin` never waits for it
        self._latest: dict[str, int] = {}

    def begin(self, form: str) -> int:
        """A number for the state of a form about to be kept or forgotten."""
        with self._count:
            self._latest[form] = self._latest.get(form, 0) + 1
            return self._latest[form]

    def keep(self, form: str, number: int, fields: dict[str, Any]) -> None:
        """Keep a form; without fields it is forgotten. Does nothing when a later state was begun."""
        with self._turn:
            with self._count:
                latest = self._latest.get(form)
            if latest == number:
                self._desk.store.keep(self._key(form), fields)

    def kept(self, form: str) -> dict[str, Any]:
        """The form as it was left; empty when there is none."""
        return self._desk.store.kept(self._key(form))

    def left(self) -> list[Left]:
        """What this person left unsaved, the latest first: to be told at the next start."""
        areas = {area.id: area.label for area in self._desk.areas(closed=True)}
        found = []
        for key, _, fields in self._desk.store.all_kept():
            form, _, who = key.rpartition(":")
            if self._key(form) == key and who:
                one = _read(form, fields, areas)
                found += [one] if one is not None else []
        return found

    def _key(self, form: str) -> str:
        actor = self._desk.actor
        return f"{form}:{actor.person_id or actor.name}"[:160]


def _read(form: str, fields: dict[str, Any], areas: dict[int, str]) -> Left | None:
    """The form a draft is of; None for what is no form, as how a table was left, or of an area that is gone."""
    about = fields.get("about")
    if isinstance(about, dict):
        area = areas.get(about["area_id"])
        words = f"{about['words']}, {area}"
        return (
            Left(words, about["screen"], about["record"], f"unsaved.{about['form']}", about["area_id"])
            if area
            else None
        )
    kind, _, rest = form.partition(":")
    first = rest.partition(":")[0]
    number = int(first) if first.isdecimal() else 0
    if kind == "engagement" and number in areas:
        return Left(f"an engagement entry, {areas[number]}", "engagement", None, "quick_entry", number)
    if kind in ("action", "review") and number:
        words = "an action of a plan" if kind == "action" else "a review note of a plan"
        return Left(words, "plans", number, "actions" if kind == "action" else "", None)
    if kind == "plan" and number:
        return Left("what could not be read in a plan", "plans", number, next(iter(fields), ""), None)
    return None
