"""An existing store encrypted, decrypted, or given a new recovery passphrase; and the plain copies that remain.

The store is closed meanwhile: these take its path, as restoring does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from npt_desktop.errors import CannotDo
from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import AccessKind
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import number_of
from npt_desktop.services.setup import PROGRAM
from npt_desktop.store import attachments, backup, cipher, convert, mark, opening, vault
from npt_desktop.store.cipher import Key
from npt_desktop.store.clock import Clock
from npt_desktop.store.convert import Noted, Progress

new_passphrase = vault.new_passphrase
in_key_store = vault.in_key_store


@dataclass(frozen=True, slots=True)
class Encrypted:
    """What came of it: the first encrypted copy, whether the key store holds the key, the copies still plain."""

    copy: Path
    kept: bool
    plain: tuple[Path, ...]

    def in_words(self) -> str:
        """What there is to know afterwards, in sentences."""
        says = "The store is encrypted."
        if not self.kept:
            says += " No key store answers on this computer, so the passphrase is asked at each start."
        if self.plain:
            says += (
                f" {number_of(len(self.plain), 'earlier copy', 'earlier copies')} in “{self.plain[0].parent}” "
                f"can still be read by anybody."
            )
        return says


def is_encrypted(store: Path) -> bool:
    """Whether a file is an encrypted store."""
    return cipher.salt_of(store) is not None


def why_not() -> str:
    """Why nothing can be encrypted here, as a sentence; empty where it can."""
    why = cipher.missing()
    return f"{why[0].upper()}{why[1:]}." if why else ""


def may_convert(store: Path, actor: Actor = PROGRAM) -> None:
    """Raise what :func:`encrypt` would, before a passphrase is shown for nothing."""
    require(actor.role, Act.CHANGE_SETTINGS)
    if why := why_not():
        raise CannotDo(why)
    opening.examine(store)
    opening.hold(store).release()


def encrypt(
    store: Path, passphrase: str, clock: Clock, actor: Actor = PROGRAM, progress: Progress = lambda *_: None
) -> Encrypted:
    """Encrypt a plain store, or put an encrypted one under a new passphrase, which somebody has noted down.

    Raises NotAllowed for a role that may not change settings, CannotDo when the optional part is not installed or
    the file cannot be written, NotOurStore when it is open elsewhere; nothing is then changed.
    """
    require(actor.role, Act.CHANGE_SETTINGS)
    key = vault.new_key(passphrase)
    # Before the file is renamed: a crash right after it finds the key.
    kept = vault.keep(key)
    kind = AccessKind.NEW_PASSPHRASE if is_encrypted(store) else AccessKind.ENCRYPTED
    made = _convert(store, key, clock, actor, kind, progress)
    return Encrypted(made, kept, plain_copies(store))


def decrypt(store: Path, clock: Clock, actor: Actor = PROGRAM, progress: Progress = lambda *_: None) -> Path:
    """Make an encrypted store plain again; returns its first plain copy. Its encrypted copies keep their key.

    Raises as :func:`encrypt` does, and Locked while its key is not known.
    """
    require(actor.role, Act.CHANGE_SETTINGS)
    if not is_encrypted(store):
        raise CannotDo(f"{store.name} is not encrypted.")
    return _convert(store, None, clock, actor, AccessKind.DECRYPTED, progress)


def plain_copies(store: Path) -> tuple[Path, ...]:
    """The dated copies of an encrypted store that were made before it was encrypted."""
    copies = backup.listing(store, backup.folder_for(store))
    return tuple(each.path for each in copies if not is_encrypted(each.path)) if is_encrypted(store) else ()


def remove_plain_copies(store: Path, actor: Actor = PROGRAM) -> int:
    """Remove them, with their evidence files; returns how many went.

    Raises CannotDo while there is no encrypted copy that took their place.
    """
    require(actor.role, Act.CHANGE_SETTINGS)
    gone = plain_copies(store)
    folder = backup.folder_for(store)
    if gone and not any(is_encrypted(each.path) for each in backup.listing(store, folder)):
        raise CannotDo(
            "There is no encrypted copy yet: make one with Back up now, then remove the plain ones."
        )
    for path in gone:
        mark.beside(path).unlink(missing_ok=True)
        path.unlink(missing_ok=True)
        files = backup.files_of(path)
        attachments.drop(files, attachments.plain_ones(files), None)
    return len(gone)


def _convert(
    store: Path, key: Key | None, clock: Clock, actor: Actor, kind: AccessKind, progress: Progress
) -> Path:
    at = clock.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    reason = "decrypted" if key is None else "encrypted"
    opening.examine(store)
    lock = opening.hold(store)
    try:
        convert.convert(store, key, Noted(at, actor.name, actor.person_id, kind.value), progress)
        return backup.make(store, backup.folder_for(store), reason, now=clock.now())
    finally:
        lock.release()


def unlock(path: Path, typed: str, *, remember: bool = True) -> bool:
    """Open a locked store with its passphrase for this process; whether the key store keeps the key from now on.
    Raises CannotDo for a wrong one."""
    return vault.unlock(path, typed, remember=remember)
