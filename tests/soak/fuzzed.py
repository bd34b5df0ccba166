"""A process that meets spoilt files: for each line on standard input it forks a child that opens the file as the
program does, and answers how that ended.

Each line is ``KIND PATH``; the answer is ``read``, ``refused``, or what went wrong: the signal or the exception.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sys
from pathlib import Path

from sqlalchemy import text

from npt_desktop.errors import CannotDo
from npt_desktop.exchange import worker
from npt_desktop.exchange.limits import Limits
from npt_desktop.services import keeping
from npt_desktop.store import opening, vault
from npt_desktop.store.cipher import Key

READ, REFUSED, WRONG = 0, 10, 11
SECONDS = 20


def store(path: Path) -> int:
    """Look at a store, look it over, and read what the window reads first."""
    try:
        keeping.check(path)
        opened = opening.read_store(path)
        try:
            with opened.read() as session:
                session.execute(text("SELECT * FROM engagement_entry ORDER BY day DESC LIMIT 50")).all()
                session.execute(text("SELECT * FROM area")).all()
        finally:
            opened.close()
    except CannotDo:
        return REFUSED
    return READ


def sealed(path: Path) -> int:
    """The same of an encrypted store, whose key stands beside it."""
    secret, salt = path.with_name("key").read_text().split()
    vault.hold(Key(bytes.fromhex(secret), bytes.fromhex(salt)))
    return store(path)


def workbook(path: Path) -> int:
    """Read it as the reader's own process does."""
    heard = io.BytesIO()
    out = io.TextIOWrapper(heard, write_through=True)
    with contextlib.redirect_stdout(out):
        code = worker.main([str(path), json.dumps(Limits()._asdict())])
    if code:
        return WRONG
    last = heard.getvalue().rstrip(b"\n").rpartition(b"\n")[2]
    return REFUSED if b'"refused"' in last else READ if b'"end"' in last else WRONG


KINDS = {"store": store, "sealed": sealed, "workbook": workbook}


def ended(status: int) -> str:
    """How a child ended, in a word."""
    if os.WIFSIGNALED(status):
        return f"signal {signal.Signals(os.WTERMSIG(status)).name}"
    return {READ: "read", REFUSED: "refused"}.get(os.WEXITSTATUS(status), "an exception")


def main() -> None:
    """Until standard input ends."""
    for line in sys.stdin:
        kind, _, path = line.rstrip("\n").partition(" ")
        pid = os.fork()
        if pid == 0:
            code = WRONG
            try:
                signal.alarm(SECONDS)
                code = KINDS[kind](Path(path))
            except BaseException as error:
                sys.stderr.write(f"{path}: {type(error).__name__}: {error}\n")
            finally:
                os._exit(code)
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(ended(status) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
