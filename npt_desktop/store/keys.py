"""Secrets in the system's key store (Windows Credential Manager, Secret Service, Keychain), where there is one.

``keyring`` is an optional extra: without it, or where no key store answers, nothing is kept and the caller is
told so. Any program of the same user may read what is kept there: it protects copied files, not a session that
somebody else has taken over.

Each system's key store has errors of its own beside keyring's (a message bus that is gone, a dialog that was
dismissed), so any error of theirs counts as no answer: the recovery passphrase opens the store then.
"""

from __future__ import annotations

_SERVICE = "NPT Desktop"
NONE_ANSWERS = "no key store answers on this computer"
LOCKED = "this computer's key store is locked"
NOT_THERE = "this computer's key store does not hold its key"


def look_up(store_id: str, purpose: str) -> tuple[bytes | None, str]:
    """The secret kept for a store under a purpose, or why there is none, as the middle of a sentence."""
    try:
        import keyring
        from keyring.errors import KeyringLocked
    except ImportError:
        return None, NONE_ANSWERS
    try:
        kept = keyring.get_password(_SERVICE, _name(store_id, purpose))
        return (None, NOT_THERE) if kept is None else (bytes.fromhex(kept), "")
    except ValueError:
        return None, NOT_THERE  # what stands there is no key
    except KeyringLocked:
        return None, LOCKED
    except Exception:
        return None, NONE_ANSWERS


def read_key(store_id: str, purpose: str) -> bytes | None:
    """The secret kept for a store under a purpose; None when there is none or no key store answers."""
    return look_up(store_id, purpose)[0]


def keep_key(store_id: str, purpose: str, key: bytes) -> bool:
    """Keep a secret in place of the earlier one; whether the key store has it now, as reading it back shows."""
    try:
        import keyring
    except ImportError:
        return False
    try:
        keyring.set_password(_SERVICE, _name(store_id, purpose), key.hex())
    except Exception:
        return False
    return read_key(store_id, purpose) == key


def forget_key(store_id: str, purpose: str) -> None:
    """Remove a secret, if it is there."""
    try:
        import keyring
    except ImportError:
        return
    try:
        keyring.delete_password(_SERVICE, _name(store_id, purpose))
    except Exception:
        return


def _name(store_id: str, purpose: str) -> str:
    return f"{purpose} {store_id}"
