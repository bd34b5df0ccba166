"""Forms that are not saved yet, kept so that neither closing nor a crash loses them."""

from __future__ import annotations

import threading
from typing import Any

from npt_desktop.services.desk import Desk


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

    def _key(self, form: str) -> str:
        actor = self._desk.actor
        return f"{form}:{actor.person_id or actor.name}"[:160]
