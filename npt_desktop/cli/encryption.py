"""Commands that encrypt a store, take its encryption away or change its passphrase; and where scripts say one."""

from __future__ import annotations

import getpass
import os
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path

from npt_desktop.cli.stores import store_path
from npt_desktop.cli.terminal import Bar
from npt_desktop.errors import CannotDo, Locked
from npt_desktop.models.actor import Actor
from npt_desktop.services import encrypting
from npt_desktop.services.setup import PROGRAM
from npt_desktop.store.clock import SystemClock

VARIABLE = "NPT_PASSPHRASE"


def add_passphrase(top: ArgumentParser) -> None:
    """The option that names a file with the passphrase."""
    top.add_argument(
        "--passphrase-file", type=Path, default=None, metavar="FILE",
        help=f"where the recovery passphrase of an encrypted store is; else {VARIABLE}, else it is asked",
    )  # fmt: skip


def add_commands(commands: _SubParsersAction[ArgumentParser]) -> None:
    """encrypt, decrypt, new-passphrase."""
    encrypt = commands.add_parser("encrypt", help="encrypt the store; prints its recovery passphrase once")
    encrypt.add_argument(
        "--remove-plain-copies", action="store_true", help="then remove the backups made before"
    )
    encrypt.set_defaults(run=encrypt_store)
    renew = commands.add_parser("new-passphrase", help="give an encrypted store another recovery passphrase")
    renew.set_defaults(run=new_passphrase)
    decrypt = commands.add_parser("decrypt", help="make an encrypted store plain again")
    decrypt.set_defaults(run=decrypt_store)


def open_locked(locked: Locked, asked: Namespace) -> None:
    """Find the passphrase of a locked store: the file, the environment, or somebody at the terminal.

    Raises CannotDo for a wrong one, and the refusal itself where there is none.
    """
    if asked.passphrase_file is not None:
        try:
            typed = asked.passphrase_file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            name = asked.passphrase_file.name
            raise CannotDo(f"{name}: the passphrase cannot be read from it: check the name.") from None
        encrypting.unlock(locked.path, typed, remember=False)
    elif os.environ.get(VARIABLE):
        encrypting.unlock(locked.path, os.environ[VARIABLE], remember=False)
    elif sys.stdin.isatty():
        print(locked.says, file=sys.stderr)
        kept = encrypting.unlock(locked.path, getpass.getpass("Recovery passphrase: "))
        if not kept:
            print("No key store answers here: the passphrase is asked each time.", file=sys.stderr)
    else:
        raise CannotDo(f"{locked.says.rstrip('.')} with --passphrase-file FILE or in {VARIABLE}.")


def encrypt_store(asked: Namespace) -> int:
    """Encrypt the store."""
    path, actor = store_path(asked), _actor(asked)
    if encrypting.is_encrypted(path):
        if not asked.remove_plain_copies:
            raise CannotDo(f"{path.name} is encrypted already: new-passphrase gives it another passphrase.")
    else:
        print(_convert(path, actor).in_words())
    if asked.remove_plain_copies:
        gone = encrypting.remove_plain_copies(path, actor)
        print(f"Plain copies removed: {gone}. What was deleted may be recovered from the disk with tools.")
    return 0


def new_passphrase(asked: Namespace) -> int:
    """Another passphrase, and with it another key."""
    path = store_path(asked)
    if not encrypting.is_encrypted(path):
        raise CannotDo(f"{path.name} is not encrypted: encrypt it first.")
    _convert(path, _actor(asked))
    print("The store has a new passphrase. Copies made before keep the earlier one.")
    return 0


def decrypt_store(asked: Namespace) -> int:
    """Take the encryption away."""
    path = store_path(asked)
    with Bar() as bar:
        copy = encrypting.decrypt(path, SystemClock(), _actor(asked), bar)
    print(f"{path.name} is plain now, and so is {copy.name}. Copies made before stay encrypted.")
    return 0


def _convert(path: Path, actor: Actor) -> encrypting.Encrypted:
    passphrase = encrypting.new_passphrase()
    encrypting.may_convert(path, actor)
    # Before anything is written: nothing that follows can leave a store whose passphrase nobody saw.
    print(f"Recovery passphrase: {passphrase}")
    print(
        "Keep it away from this computer: without it and without this computer's key store the records are lost."
    )
    sys.stdout.flush()
    with Bar() as bar:
        return encrypting.encrypt(path, passphrase, SystemClock(), actor, bar)


def _actor(asked: Namespace) -> Actor:
    if not asked.person:
        return PROGRAM
    from npt_desktop.services.people import sign_in
    from npt_desktop.store.opening import read_store

    store = read_store(store_path(asked))
    try:
        return sign_in(store, asked.person).actor
    finally:
        store.close()
