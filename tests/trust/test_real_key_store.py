"""An encrypted store with the system's own key store: here the Secret Service of GNOME, where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from npt_desktop.store import cipher

ROOT = Path(__file__).parents[2]
NEEDED = ("dbus-run-session", "gnome-keyring-daemon", "timeout")
pytestmark = pytest.mark.skipif(
    cipher.missing() != "" or not all(map(shutil.which, NEEDED)), reason=f"needs {' and '.join(NEEDED)}"
)
SESSION = """
printf secret > "$HOME/typed"
gnome-keyring-daemon --foreground --unlock --components=secrets < "$HOME/typed" > "$HOME/daemon" 2>&1 &
DAEMON=$!
until "$PYTHON" -c 'import secretstorage; secretstorage.get_default_collection(secretstorage.dbus_init())'; do sleep 0.1; done
npt() { "$PYTHON" -m npt_desktop --store "$STORE" "$@" < /dev/null; }
npt encrypt > "$HOME/encrypted" && echo encrypted
npt check > /dev/null && echo opened by the key store
kill $DAEMON; wait $DAEMON
npt check; echo "without it $?"
sed -n 's/^Recovery passphrase: //p' "$HOME/encrypted" > "$HOME/passphrase"
npt --passphrase-file "$HOME/passphrase" check > /dev/null && echo opened by the passphrase
"""


def test_the_key_is_kept_there_and_the_passphrase_opens_without_it(empty_file: Path, tmp_path: Path) -> None:
    store = tmp_path / "s.npt"
    shutil.copyfile(empty_file, store)
    usual = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DBUS", "GNOME", "PYTHON_KEYRING"))
    }
    told = {
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "PYTHON": sys.executable,
        "STORE": str(store),
    }
    ran = subprocess.run(
        ["timeout", "90", "dbus-run-session", "--", "sh", "-c", SESSION], cwd=ROOT, env={**usual, **told}, text=True,
        capture_output=True, timeout=100, check=False,
    )  # fmt: skip
    assert ran.stdout.splitlines() == [
        "encrypted", "opened by the key store", "without it 2", "opened by the passphrase",
    ], ran.stderr  # fmt: skip
    assert "enter the recovery passphrase" in ran.stderr
    assert cipher.salt_of(store) is not None
