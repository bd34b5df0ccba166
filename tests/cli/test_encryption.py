"""encrypt, decrypt and new-passphrase; scripts that say the passphrase by a file or the environment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from npt_desktop.cli import main
from npt_desktop.store import backup, cipher, vault
from tests.key_stores import MemoryKeys, key_store
from tests.world import World


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeys]:
    """A key store of the test's own; no key known from the test before."""
    monkeypatch.setattr(vault, "_known", {})
    monkeypatch.delenv("NPT_PASSPHRASE", raising=False)
    backend = MemoryKeys()
    with key_store(backend):
        yield backend


@pytest.fixture
def path(world: World) -> Path:
    world.store.close()
    return world.store.path


def encrypted(path: Path, capsys: pytest.CaptureFixture[str], *more: str, command: str = "encrypt") -> str:
    """Runs the command; returns the passphrase it printed."""
    assert main(["--store", str(path), command, *more]) == 0
    found = re.search(r"passphrase: (\S+)\n", capsys.readouterr().out)
    assert found is not None
    return found[1]


def test_a_script_says_the_passphrase_by_a_file_or_the_environment(
    path: Path, capsys: pytest.CaptureFixture[str], keys: MemoryKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    passphrase = encrypted(path, capsys)
    keys.kept.clear()
    vault._known.clear()
    assert main(["--store", str(path), "due", "--json"]) == 2
    assert "--passphrase-file FILE" in capsys.readouterr().err
    said = path.with_name("passphrase.txt")
    said.write_text(f"{passphrase.lower()}\n")
    assert main(["--store", str(path), "--passphrase-file", str(said), "check"]) == 0
    vault._known.clear()
    assert not keys.kept, "a script's passphrase is not kept"
    assert main(["--store", str(path), "--passphrase-file", str(said) + ".gone", "check"]) == 2
    monkeypatch.setenv("NPT_PASSPHRASE", vault.new_passphrase())
    assert main(["--store", str(path), "check"]) == 2
    assert "does not open the store" in capsys.readouterr().err
    monkeypatch.setenv("NPT_PASSPHRASE", passphrase)
    assert main(["--store", str(path), "backup", str(path.with_name("copy.npt"))]) == 0
    assert cipher.salt_of(path.with_name("copy.npt")) == cipher.salt_of(path)


def test_encrypting_changing_the_passphrase_and_back(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--store", str(path), "new-passphrase"]) == 2
    first = encrypted(path, capsys, "--remove-plain-copies")
    assert main(["--store", str(path), "encrypt"]) == 2
    second = encrypted(path, capsys, command="new-passphrase")
    assert first != second
    assert main(["--store", str(path), "access"]) == 0
    assert main(["--store", str(path), "decrypt"]) == 0
    assert cipher.salt_of(path) is None
    assert main(["--store", str(path), "check"]) == 0
    assert len(backup.listing(path, backup.folder_for(path))) >= 2


def test_who_may_not_is_refused_before_a_passphrase_is_shown(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--store", str(path), "--as", "PCSO 4332 Larch", "encrypt"]) == 2
    said = capsys.readouterr()
    assert "passphrase" not in said.out
    assert "may" in said.err
    assert cipher.salt_of(path) is None
