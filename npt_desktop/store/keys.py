"""Secrets in the system's key store (Windows Credential Manager, Secret Service, Keychain), where there is one.

``keyring`` is an optional extra: without it, or where no key store answers, nothing is kept and the caller is
told so. Any program of the same user may read what is kept there: it protects copied files, not a session that
somebody else has taken over.
"""

from __future__ import annotations

_SERVICE = "NPT Desktop"


def read_key(store_id: str, purpose: str) -> bytes | None:
    """The secret kept for a store under a purpose; None when there is none or no key store answers."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        kept = keyring.get_password(_SERVICE, _name(store_id, purpose))
        return None if kept is None else bytes.fromhex(kept)
    except (KeyringError, OSError, ValueError):
        return None


def keep_key(store_id: str, purpose: str, key: bytes) -> bool:
    """Keep a secret in place of the earlier one; whether the key store has it now, as reading it back shows."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return False
    try:
        keyring.set_password(_SERVICE, _name(store_id, purpose), key.hex())
    except (KeyringError, OSError):
        return False
    return read_key(store_id, purpose) == key


def forget_key(store_id: str, purpose: str) -> None:
    """Remove a secret, if it is there."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return
    try:
        keyring.delete_password(_SERVICE, _name(store_id, purpose))
    except (KeyringError, OSError):
        return


def _name(store_id: str, purpose: str) -> str:
    return f"{purpose} {store_id}"
