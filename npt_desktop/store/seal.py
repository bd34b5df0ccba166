"""The key that seals a journal, one a store and a computer, and where it is kept.

The chain of links alone proves nothing against somebody who has the file: they may rewrite all of it. So each
change set also carries a seal, the HMAC-SHA256 of its number and link under a key that is not in the file. The
link stays a plain hash, so that another computer can follow the whole chain without the key.

The key lies in the system's key store, where other users of the computer and whoever copies the store or this
user's folders cannot read it. Where there is none (the extra ``encryption`` is not installed, or no key store
answers) it lies in a file in the user's own settings folder, readable to them alone: that protects against
whoever has the store and its backups, not against whoever can read this user's profile. Neither protects
against the user's own session: a program they run may ask for the key.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from npt_desktop.errors import CannotDo
from npt_desktop.files import write_atomically
from npt_desktop.paths import settings_folder
from npt_desktop.store.keys import keep_key, read_key

PURPOSE = "journal"
_LENGTH = 32


@dataclass(frozen=True, slots=True)
class SealKey:
    """A key of 32 bytes. ``name`` tells keys apart and says nothing of the key."""

    secret: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """Sixteen hexadecimal digits."""
        return hashlib.sha256(b"the name of a journal key\x1f" + self.secret).hexdigest()[:16]

    def seal(self, number: int, link: str) -> str:
        """The seal of a change set: of its number and its link, which holds everything before it."""
        body = f"{number}\x1f{link}".encode("utf-8", "surrogatepass")
        return hmac.new(self.secret, body, hashlib.sha256).hexdigest()


class Sealer:
    """Hands out this computer's keys; the key store is asked once, at the first write or check.

    ``folder`` is where key files are, the user's settings folder by default.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._own: dict[str, SealKey | None] = {}

    def own(self, store_id: str) -> SealKey | None:
        """The key this computer seals a store with, made at the first asking; None where none can be kept."""
        if store_id not in self._own:
            self._own[store_id] = self._found(store_id) or self._made(store_id)
        return self._own[store_id]

    def known(self, store_id: str) -> dict[str, SealKey]:
        """Every key of a store that this computer holds, by name; none is made."""
        held = [secret for secret in (read_key(store_id, PURPOSE), self._in_file(store_id)) if secret]
        return {key.name: key for key in map(SealKey, held)}

    def _found(self, store_id: str) -> SealKey | None:
        secret = read_key(store_id, PURPOSE) or self._in_file(store_id)
        return None if secret is None else SealKey(secret)

    def _made(self, store_id: str) -> SealKey | None:
        secret = secrets.token_bytes(_LENGTH)
        if keep_key(store_id, PURPOSE, secret) or self._into_file(store_id, secret):
            return SealKey(secret)
        return None

    def _file(self, store_id: str) -> Path:
        # A store from elsewhere may hold anything as its id: it never becomes part of a path.
        name = hashlib.sha256(store_id.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return (self._folder or settings_folder() / "journal keys") / f"{name}.key"

    def _in_file(self, store_id: str) -> bytes | None:
        try:
            secret = bytes.fromhex(self._file(store_id).read_text(encoding="ascii").strip())
        except (OSError, ValueError):
            return None
        return secret if len(secret) == _LENGTH else None

    def _into_file(self, store_id: str, secret: bytes) -> bool:
        path = self._file(store_id)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with write_atomically(path) as file:  # made for this user alone to read
                file.write(secret.hex().encode())
        except (OSError, CannotDo):
            return False
        return True
