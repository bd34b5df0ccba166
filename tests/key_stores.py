"""Key stores for tests: real backends of keyring, so that keyring itself runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import keyring
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyStore
from keyring.errors import KeyringLocked, PasswordDeleteError


class MemoryKeys(KeyringBackend):
    """A key store that lives as long as the test; ``locked`` refuses as a system's locked one does, ``broken`` as
    one whose message bus is gone, with an error that is not keyring's."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False
        self.broken = False

    def get_password(self, service: str, username: str) -> str | None:
        self._may()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._may()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._may()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("not there")

    def _may(self) -> None:
        if self.locked:
            raise KeyringLocked("locked")
        if self.broken:
            raise RuntimeError("org.freedesktop.DBus.Error.NoReply")


@contextmanager
def key_store(backend: KeyringBackend | None = None) -> Iterator[KeyringBackend]:
    """Keys go to ``backend`` in the block; without one no key store answers."""
    before = keyring.get_keyring()
    backend = backend or NoKeyStore()  # type: ignore[no-untyped-call]
    keyring.set_keyring(backend)
    try:
        yield backend
    finally:
        keyring.set_keyring(before)
