"""Secrets go to the system's key store, and no key store is no fault."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from keyring.backends.null import Keyring as ForgetfulKeys

from npt_desktop.store.keys import LOCKED, NONE_ANSWERS, forget_key, keep_key, look_up, read_key
from tests.key_stores import MemoryKeys, key_store

ROOT = Path(__file__).parents[2]


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
        assert look_up("one", "store") == (None, LOCKED)
    with key_store(ForgetfulKeys()):  # type: ignore[no-untyped-call]
        assert not keep_key("one", "store", b"secret")


def test_a_key_store_that_fails_with_errors_of_its_own_is_none() -> None:
    keys = MemoryKeys()
    with key_store(keys):
        assert keep_key("one", "store", b"secret")
        keys.broken = True
        assert look_up("one", "store") == (None, NONE_ANSWERS)
        assert not keep_key("one", "store", b"other")
        forget_key("one", "store")
        keys.broken = False
        assert read_key("one", "store") == b"secret"


@pytest.mark.skipif(sys.platform != "linux", reason="would ask this system's own key store")
def test_keyring_s_own_choice_where_no_message_bus_answers_is_none() -> None:
    """What keyring itself finds on a machine without a desktop: asked as the program asks, nothing put in its place."""
    asked = (
        "from npt_desktop.store.keys import forget_key, keep_key, look_up\n"
        "print(look_up('one', 'store'), keep_key('one', 'store', b'secret'), forget_key('one', 'store'))"
    )
    alone = {name: value for name, value in os.environ.items() if name != "PYTHON_KEYRING_BACKEND"}
    alone |= {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere", "XDG_RUNTIME_DIR": "/nowhere"}
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, env=alone, capture_output=True, text=True)
    assert (done.stdout.strip(), done.returncode) == (f"{(None, NONE_ANSWERS)} False None", 0), done.stderr


def test_what_stands_in_the_key_store_and_is_no_key_is_none() -> None:
    keys = MemoryKeys()
    with key_store(keys):
        keep_key("one", "store", b"secret")
        (name,) = keys.kept
        keys.kept[name] = "not a key"
        assert read_key("one", "store") is None
