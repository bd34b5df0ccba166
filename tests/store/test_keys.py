"""Secrets go to the system's key store, and no key store is no fault."""

from __future__ import annotations

from keyring.backends.null import Keyring as ForgetfulKeys

from npt_desktop.store.keys import forget_key, keep_key, read_key
from tests.key_stores import MemoryKeys, key_store


def test_a_key_is_kept_for_a_store_and_a_purpose_and_forgotten() -> None:
    with key_store(MemoryKeys()):
        assert keep_key("one", "store", b"\x00secret")
        assert keep_key("one", "journal", b"other")
        assert read_key("one", "store") == b"\x00secret"
        assert read_key("one", "journal") == b"other"
        assert read_key("two", "store") is None
        forget_key("one", "store")
        assert read_key("one", "store") is None
        forget_key("one", "store")


def test_where_no_key_store_answers_nothing_is_kept_and_it_is_said() -> None:
    with key_store():
        assert not keep_key("one", "store", b"secret")
        assert read_key("one", "store") is None
        forget_key("one", "store")


def test_a_locked_key_store_or_one_that_forgets_is_none() -> None:
    locked = MemoryKeys()
    locked.locked = True
    with key_store(locked):
        assert not keep_key("one", "store", b"secret")
        assert read_key("one", "store") is None
    with key_store(ForgetfulKeys()):  # type: ignore[no-untyped-call]
        assert not keep_key("one", "store", b"secret")


def test_what_stands_in_the_key_store_and_is_no_key_is_none() -> None:
    keys = MemoryKeys()
    with key_store(keys):
        keep_key("one", "store", b"secret")
        (name,) = keys.kept
        keys.kept[name] = "not a key"
        assert read_key("one", "store") is None
