"""The keys of encrypted stores that this process knows.

A path alone is enough to open a store, its copies and backups, in dozens of places; so the keys known are held
here, once for the process, under the salt their files begin with. It is the one thing the program holds that way.
A key comes from the system's key store, or from the recovery passphrase that somebody typed.
"""

from __future__ import annotations

import secrets
import sqlite3
from pathlib import Path

from npt_desktop.errors import CannotDo, Locked, NotOurStore
from npt_desktop.rules.passphrases import BITS, meant, passphrase_of
from npt_desktop.store import cipher, keys
from npt_desktop.store.cipher import Key

_PURPOSE = "store"
_known: dict[bytes, Key] = {}


def key_of(path: Path) -> Key | None:
    """The key of a file; None for one that is not encrypted. Raises Locked when nobody has given it yet,
    NotOurStore where encrypted stores cannot be opened at all."""
    salt = cipher.salt_of(path)
    if salt is None:
        return None
    found = _known.get(salt)
    if found is None:
        why = cipher.missing()
        if why:
            raise NotOurStore(f"{path.name}: {why}.")
        secret, why = keys.look_up(salt.hex(), _PURPOSE)
        if secret is None:
            raise Locked(f"{path.name}: it is encrypted and {why}: enter the recovery passphrase.", path)
        found = Key(secret, salt)
        if len(secret) != cipher.SECRET or not cipher.opens(path, found):
            says = (
                "the key this computer keeps does not open it: enter the recovery passphrase, or restore a backup "
                "if the file is damaged."
            )
            raise Locked(f"{path.name}: {says}", path)
        _known[salt] = found
    return found


def connect(path: Path, *, mode: str, timeout: float) -> sqlite3.Connection:
    """A bare connection to a file, encrypted or not. Raises as :func:`key_of` does."""
    key = key_of(path)
    if key is not None:
        return cipher.connect(path, key, mode=mode, timeout=timeout)
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, timeout=timeout, isolation_level=None)


def unlock(path: Path, typed: str, *, remember: bool = True) -> bool:
    """Learn the key of a file from its passphrase; with ``remember`` keep it in the system's key store.

    Returns whether the key store has it: otherwise the passphrase is asked at each start. Raises CannotDo for a
    wrong one. Takes a third of a second: call off the window's thread.
    """
    salt = cipher.salt_of(path)
    if salt is None:
        return False
    if why := cipher.missing():
        raise NotOurStore(f"{path.name}: {why}.")
    key = key_typed(typed, salt)
    if key is None or not cipher.opens(path, key):
        raise CannotDo("This passphrase does not open the store: check each group.", field="passphrase")
    hold(key)
    return keys.keep_key(key.store_id, _PURPOSE, key.secret) if remember else False


def key_typed(typed: str, salt: bytes) -> Key | None:
    """The key of a passphrase as typed; None when it is none of ours."""
    passphrase = meant(typed)
    return cipher.key_from(passphrase, salt) if passphrase else None


def new_passphrase() -> str:
    """A passphrase nobody has had."""
    return passphrase_of(secrets.randbits(BITS))


def new_key(passphrase: str) -> Key:
    """A key for a store that is to be encrypted, known to this process but kept nowhere yet."""
    if why := cipher.missing():
        raise CannotDo(f"{why[0].upper()}{why[1:]}.")
    key = key_typed(passphrase, cipher.new_salt(secrets.token_bytes(8)))
    if key is None:
        raise CannotDo("Give the passphrase the program made: six groups of four.", field="passphrase")
    hold(key)
    return key


def hold(key: Key) -> None:
    """Know a key for the time of this process."""
    _known[key.salt] = key


def keep(key: Key) -> bool:
    """Put a key into the system's key store; whether it is there."""
    return keys.keep_key(key.store_id, _PURPOSE, key.secret)


def in_key_store(path: Path) -> bool:
    """Whether the system's key store holds the key of a file."""
    salt = cipher.salt_of(path)
    return salt is not None and keys.read_key(salt.hex(), _PURPOSE) is not None


def forget(path: Path) -> None:
    """Forget the key of a file, here and in the system's key store: the passphrase is asked from then on."""
    salt = cipher.salt_of(path)
    if salt is not None:
        _known.pop(salt, None)
        keys.forget_key(salt.hex(), _PURPOSE)
