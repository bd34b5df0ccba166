"""Commands on the store file itself."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from npt_desktop.cli.terminal import Bar
from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import Role
from npt_desktop.paths import default_store
from npt_desktop.services.desk import Desk
from npt_desktop.store.clock import SystemClock
from npt_desktop.store.opening import open_store, read_store

COMMAND_LINE = Actor("Command line", Role.HUB)
"""Who works at the desk when ``--as`` names nobody."""


def store_path(asked: Namespace) -> Path:
    """The store named, or the user's own."""
    path: Path = asked.store or default_store()
    return path


@contextmanager
def desk(asked: Namespace, *, reading: bool = False) -> Iterator[Desk]:
    """The store, open, with the person named at the desk; with ``reading`` also beside the window."""
    store = (read_store if reading else open_store)(store_path(asked))
    if store.copy_of is not None:
        print(f"{store.copy_of.name} can only be read: this is what a copy of it says.", file=sys.stderr)
    try:
        actor = COMMAND_LINE
        if asked.person:
            from npt_desktop.services.people import sign_in

            actor = sign_in(store, asked.person).actor
        seated = Desk(store, actor)
        if not reading:
            from npt_desktop.services.seals import other_seals

            if says := other_seals(seated):
                print(says, file=sys.stderr)
        yield seated
    finally:
        store.close()


def window(asked: Namespace) -> int:
    """Open the window."""
    from npt_desktop.app import run

    return run(asked.store, asked.person)


def demo(asked: Namespace) -> int:
    """Make a sample store."""
    from npt_desktop.services.demo import make

    today = asked.today or SystemClock().today()
    with Bar() as bar:
        make(asked.file, today=today, years=asked.years, progress=bar)
    print(f"{asked.file}: a sample store of {asked.years} year(s) up to {today:%d/%m/%Y}.")
    return 0


def tour(asked: Namespace) -> int:
    """Open a sample store in the window, making it first; without a display run a whole quarter into a folder."""
    from npt_desktop.services.demo import make

    sample = asked.store or asked.out / "sample.npt"
    if not sample.exists():
        print("Making a sample store...")
        sample.parent.mkdir(parents=True, exist_ok=True)
        with Bar() as bar:
            make(sample, today=SystemClock().today(), progress=bar)
    shown = (
        os.name == "nt"
        or sys.platform == "darwin"
        or os.environ.get("DISPLAY")
        or os.environ.get("WAYLAND_DISPLAY")
    )
    if shown and not asked.headless:
        from npt_desktop.app import run

        return run(sample, asked.person)
    from npt_desktop.tour import run_quarter

    print("No display: running a whole quarter without a window.")
    for line in run_quarter(sample, asked.out):
        print(line)
    return 0


def backup(asked: Namespace) -> int:
    """Write a checked copy."""
    from npt_desktop.services.keeping import back_up

    with desk(asked, reading=True) as at:
        made = back_up(at.store, asked.file)
    print(f"{made}: a checked copy of {store_path(asked).name}.")
    return 0


def restore(asked: Namespace) -> int:
    """Put a backup in the store's place."""
    from npt_desktop.services.keeping import restore as put_back

    store = store_path(asked)
    actor = COMMAND_LINE
    if asked.person:
        with desk(asked, reading=True) as at:
            actor = at.actor
    kept = put_back(asked.file, store, SystemClock(), actor)
    print(
        f"{store}: restored from {asked.file.name}."
        + (f" The store as it was is kept as {kept}." if kept else "")
    )
    return 0


def restore_record(asked: Namespace) -> int:
    """List what a backup says otherwise, or put chosen records of it back."""
    from npt_desktop.services.restoring import Restoring

    with desk(asked, reading=not asked.uid) as at:
        restoring = Restoring(at)
        if asked.uid:
            count = restoring.put_back(asked.file, asked.uid)
            print(f"{count} of {asked.file.name} put back; undo takes it away again.")
            return 0
        found = restoring.differences(asked.file)
    if asked.json:
        print(json.dumps([{"table": d.table, "uid": d.uid, "name": d.name, "then": d.then, "now": d.now}
                          for d in found]))  # fmt: skip
    else:
        for each in found:
            print(f"{each.uid}  {each.in_words()}")
        if not found:
            print(f"The store still says everything that {asked.file.name} says.")
    return 0


def confirm_restore(asked: Namespace) -> int:
    """Let copies be made and thinned again after a restoring."""
    from npt_desktop.services.restoring import Restoring

    with desk(asked, reading=True) as at:
        waited = Restoring(at).paused()
        Restoring(at).confirm()
    print(
        "Copies are made and thinned again."
        if waited
        else "No restoring waited; this computer now takes the store as it stands."
    )
    return 0


def check(asked: Namespace) -> int:
    """Look the store over; with ``--repair`` mend what can be mended."""
    from npt_desktop.services.keeping import check as look
    from npt_desktop.services.keeping import repair

    health = look(store_path(asked), asked.against)
    if asked.repair and any(finding.repair for finding in health.findings):
        kept = repair(store_path(asked), SystemClock())
        print(f"Repaired. The store as it was is kept as {kept}.", file=sys.stderr)
        health = look(store_path(asked), asked.against)
    if asked.json:
        found = {f.name: {"sound": f.sound, "says": f.says, "repair": f.repair} for f in health.findings}
        print(json.dumps({"sound": health.sound, "findings": found, "change_sets": health.change_sets,
                          "last_link": health.last_link}))  # fmt: skip
    else:
        for finding in health.findings:
            print(f"{'ok ' if finding.sound else 'BAD'} {finding.name}: {finding.says}")
            if finding.repair:
                print(f"    check --repair {finding.repair}")
    return 0 if health.sound else 1
