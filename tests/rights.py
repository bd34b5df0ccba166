"""File rights that bind: where the run is root's, without root's right to pass them by."""

from __future__ import annotations

import ctypes
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

needs_rights = pytest.mark.skipif(sys.platform != "linux", reason="needs file rights as Linux has them")
_PASSING_BY = 0b110
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH."""
_Words = ctypes.c_uint32 * 6
_HEADER = (ctypes.c_uint32 * 2)(0x20080522, 0)


@contextmanager
def somebody(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A person without the run of the machine; gives a folder of theirs, with their own folders in it."""
    with tempfile.TemporaryDirectory(prefix="npt-rights-") as name:
        folder = Path(name)
        for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            monkeypatch.setenv(variable, str(folder / "own"))
        (folder / "own").mkdir()
        libc, held = ctypes.CDLL(None, use_errno=True), _Words()
        if os.geteuid() == 0:
            assert libc.capget(_HEADER, held) == 0
            without = _Words(*held)
            without[0] &= ~_PASSING_BY
            assert libc.capset(_HEADER, without) == 0
        try:
            yield folder
        finally:
            if os.geteuid() == 0:
                assert libc.capset(_HEADER, held) == 0
            for path in [folder, *folder.rglob("*")]:
                if path.is_dir():
                    path.chmod(0o700)
