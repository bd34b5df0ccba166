"""A name put into every text field is found in no log, temporary file, refusal of the file or crash detail."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import JSON, Date, DateTime, Integer, String, Text

from npt_desktop import app as application
from npt_desktop.models.base import Record, UtcTime, Word
from npt_desktop.models.every import records
from tests.conftest import CEDAR
from tests.world import World

ROOT = Path(__file__).parents[2]
CANARY = "Quillfeather"


@pytest.fixture
def logged(tmp_path: Path) -> Iterator[Path]:
    """Everything any logger says, in a file."""
    path = tmp_path / "log.txt"
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(name)s %(message)s"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield path
    root.removeHandler(handler)
    root.setLevel(level)
    handler.close()


def filled(kind: type[Record], **more: Any) -> dict[str, Any]:
    """A record's fields, the canary in every one that takes text."""
    fields: dict[str, Any] = {}
    for column in kind.__table__.columns:
        what = column.type
        if column.name in ("id", "uid", "version", "changed_at") or (
            column.default is not None and not isinstance(what, (String, Text))
        ):
            continue
        if isinstance(what, Word):
            fields[column.name] = next(iter(what.kind))
        elif isinstance(what, UtcTime):
            fields[column.name] = datetime(2026, 10, 1, tzinfo=UTC)
        elif isinstance(what, (String, Text)):
            fields[column.name] = f"{CANARY} {column.name}"
        elif isinstance(what, JSON):
            fields[column.name] = {"text": CANARY}
        elif isinstance(what, (Date, DateTime)):
            fields[column.name] = date(2026, 10, 1)
        elif isinstance(what, Integer):
            fields[column.name] = None if column.nullable else 1
        elif not column.nullable:
            fields[column.name] = 1
    return {**fields, **more}


def told(error: BaseException | None) -> str:
    """What an error says, and all that led to it."""
    words = ""
    while error is not None:
        words += f"{error}\n"
        error = error.__cause__ or error.__context__
    return words


def caught(do: Callable[[], object]) -> Exception | None:
    """What it raised."""
    try:
        do()
    except Exception as error:
        return error
    return None


def test_no_refusal_of_the_file_and_no_log_line_carries_content(world: World, logged: Path) -> None:
    failures = 0
    for kind in records().values():

        def in_bulk(kind: type[Record] = kind, **more: object) -> None:
            with world.store.write(CEDAR, f"Wrote {CANARY}") as unit:
                unit.insert(kind, [filled(kind, **more)])

        def twice(kind: type[Record] = kind) -> None:
            with world.store.write(CEDAR, f"Wrote {CANARY}") as unit:
                for _ in range(2):
                    unit.session.add(kind(**filled(kind, version=1, uid="v" * 32)))
                    unit.session.flush()
                    unit.session.expunge_all()

        for do in (in_bulk, partial(in_bulk, uid="u" * 32), partial(in_bulk, uid="u" * 32), twice):
            error = caught(do)
            failures += error is not None
            assert CANARY not in told(error), kind
        assert caught(twice) is not None, kind
    assert failures > len(records())
    assert logged.exists()
    assert CANARY not in logged.read_text(encoding="utf-8")


def test_the_detail_of_a_crash_names_places_only(logged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    toast = SimpleNamespace(say=lambda *words, **_: shown.extend(words))
    window: Any = SimpleNamespace(built=True, window=SimpleNamespace(toast=toast))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    application.tell_of_bugs(window)
    try:
        raise KeyError(f"{CANARY} was typed here")
    except KeyError as error:
        sys.excepthook(KeyError, error, error.__traceback__)
    assert "KeyError at test_canary.py" in " ".join(shown)
    assert "KeyError at test_canary.py" in logged.read_text(encoding="utf-8")
    assert CANARY not in " ".join(shown) + logged.read_text(encoding="utf-8")


WORK = """
import sys, threading, os, signal
from pathlib import Path
from npt_desktop.services import keeping
from npt_desktop.services.desk import Desk
from npt_desktop.services.engagement import LogFilter
from npt_desktop.services.exports import Exports
from npt_desktop.services.importing import Decisions, Importing
from npt_desktop.store import opening
from datetime import date
from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import Role
path, word = Path(sys.argv[1]), sys.argv[2]
store = opening.open_store(path)
desk = Desk(store, Actor("Hub", Role.HUB))
rows = path.with_name("rows.csv")
rows.write_text("Date,Target Audience,Purpose,Who Engaged,Lead Officer,Summary,Outcome,Score\\n"
    + "".join(f"16/10/2019,Young People,Reassurance,{word},PS 512 Cedar,{word} {n},{word},4\\n" for n in range(3000)))
importing = Importing(desk)
gathered = importing.gather([rows])
importing.commit(importing.check(gathered, importing.planner.plan(gathered, "log", 1), Decisions()))
print("begun", flush=True)
while True:
    Exports(desk).engagement(path.with_name("out.xlsx"), LogFilter())
    keeping.back_up(store, path.with_name("copy.npt"))
"""


@pytest.mark.skipif(os.name != "posix", reason="kills a process")
def test_a_kill_leaves_no_content_in_the_temporary_folder(world: World, tmp_path: Path) -> None:
    world.store.close()
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", WORK, str(world.store.path), CANARY], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(temporary), "XDG_CACHE_HOME": str(temporary)},
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.7)
    process.kill()
    _, says = process.communicate()
    assert CANARY not in says
    left = [path for path in temporary.rglob("*") if path.is_file()]
    assert [path.name for path in left if CANARY.encode() in path.read_bytes()] == []
