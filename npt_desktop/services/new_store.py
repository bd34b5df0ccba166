"""A new store as the first form asks for it: laid out, with its areas and who is at the desk, encrypted or not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from npt_desktop.models.kinds import AccessKind, Role
from npt_desktop.services.people import members
from npt_desktop.services.setup import add_area, add_person, lay_out
from npt_desktop.store import opening, vault
from npt_desktop.store.clock import Clock


def make(
    path: Path,
    areas: Sequence[str],
    surname: str,
    title: str,
    role: Role,
    *,
    number: str = "",
    passphrase: str = "",
    clock: Clock | None = None,
) -> None:
    """Make it, closed again. With a passphrase it is encrypted from its first byte, and the key goes into the
    system's key store where one answers; the access log says so. Raises NotOurStore as opening does, CannotDo for a
    passphrase that is none.
    """
    key = vault.new_key(passphrase) if passphrase else None
    store = opening.create(path, clock=clock, key=key)
    try:
        lay_out(store)
        made = [add_area(store, name) for name in areas]
        add_person(store, surname, title, role, made, number=number)
        if key is not None:
            store.note(members(store)[0].actor, AccessKind.ENCRYPTED, path.name)
    finally:
        store.close()
    if key is not None:
        vault.keep(key)
