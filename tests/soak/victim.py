"""A process to be killed: forks a child for each line on standard input and kills it where it is told to.

Each line is ``OPERATION STORE MILLISECONDS``. The child opens the store as the program does, says so, and does
the operation over and over, adding a byte to ``STORE.acks`` after each one that was confirmed to it. It is killed
that many milliseconds after it began. Answers ``killed``.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from npt_desktop.models.actor import Actor
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import Role
from npt_desktop.models.organisation import Area
from npt_desktop.services import encrypting, keeping
from npt_desktop.services.desk import Desk
from npt_desktop.services.engagement import LogFilter
from npt_desktop.services.exports import Exports
from npt_desktop.services.importing import Decisions, Importing
from npt_desktop.store import migrate, opening
from npt_desktop.store.clock import SystemClock

HUB = Actor("Hub Juniper", Role.HUB)
ROWS = "rows.csv"
EXPORT = "out.xlsx"
BACKUP = "by hand.npt"
STEP = "step.txt"
PASSPHRASE = "passphrase.txt"


def save(path: Path) -> Callable[[], object]:
    """A save of two records that must come together: an area's new name and an entry of that number."""
    store = opening.open_store(path)

    def once() -> None:
        with store.write(HUB, "Saved") as unit:
            area = unit.get(Area, 1)
            count = int(area.name.rpartition(" ")[2]) + 1
            area.name = f"Area {count}"
            day = store.clock.today()
            entry = EngagementEntry(area_id=1, day=day, summary=f"Entry {count}", natural_key=str(count))
            unit.add(entry)

    return once


def bring_in(path: Path) -> Callable[[], object]:
    """An import of the same rows into an area of its own each time."""
    store = opening.open_store(path)
    importing = Importing(Desk(store, HUB))

    def once() -> None:
        with store.write(HUB, "Added an area") as unit:
            area = unit.add(Area(name=f"Area {os.urandom(8).hex()}")).id
        gathered = importing.gather([path.with_name(ROWS)])
        plans = importing.planner.plan(gathered, "log", area)
        importing.commit(importing.check(gathered, plans, Decisions()))

    return once


def back_up(path: Path) -> Callable[[], object]:
    """A copy at the same place, over and over."""
    store = opening.read_store(path)
    return lambda: keeping.back_up(store, path.with_name(BACKUP))


def export(path: Path) -> Callable[[], object]:
    """A workbook of the whole log at the same place."""
    store = opening.open_store(path)
    return lambda: Exports(Desk(store, HUB)).engagement(path.with_name(EXPORT), LogFilter())


def restore(path: Path) -> Callable[[], object]:
    """The backup in the store's place."""
    return lambda: keeping.restore(path.with_name(BACKUP), path, SystemClock())


def migrate_to_and_fro(path: Path) -> Callable[[], object]:
    """One step of the schema up or down, in turn; the file named beside says which step."""
    older, newer = path.with_name(STEP).read_text().split()

    def once() -> None:
        migrate.migrate(path, newer if migrate.revision(path) == older else older)

    return once


def to_and_fro(path: Path) -> Callable[[], object]:
    """Encrypted and plain in turn; the file named beside has the passphrase."""
    passphrase = path.with_name(PASSPHRASE).read_text()

    def once() -> None:
        if encrypting.is_encrypted(path):
            encrypting.decrypt(path, SystemClock())
        else:
            encrypting.encrypt(path, passphrase, SystemClock())

    return once


OPERATIONS = {"save": save, "import": bring_in, "backup": back_up, "export": export, "restore": restore,
              "migrate": migrate_to_and_fro, "encrypt": to_and_fro}  # fmt: skip


def unlocked(path: Path) -> None:
    """Learn the key of an encrypted store, whose passphrase lies beside it: a new process knows none."""
    if encrypting.is_encrypted(path):
        encrypting.unlock(path, path.with_name(PASSPHRASE).read_text(), remember=False)


def child(operation: str, path: Path, begun: int) -> None:
    """Never returns."""
    with path.with_name(path.name + ".acks").open("ab", buffering=0) as acks:
        unlocked(path)
        once = OPERATIONS[operation](path)
        os.write(begun, b".")
        while True:
            once()
            acks.write(b".")


def warm() -> None:
    """Everything loaded and compiled once, so that a child is at work as soon as it is forked."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "warm.npt"
        store = opening.create(path)
        with store.write(HUB, "Added an area") as unit:
            unit.add(Area(name="Area 0"))
        store.close()
        path.with_name(ROWS).write_text("Nothing\n")
        path.with_name(STEP).write_text(f"{int(migrate.head()) - 1:04} {migrate.head()}")
        for operation in ("save", "backup", "export", "restore", "migrate"):
            OPERATIONS[operation](path)()
            gc.collect()


def main() -> None:
    """Until standard input ends."""
    warm()
    for line in sys.stdin:
        operation, rest = line.rstrip("\n").split("\t", 1)
        name, milliseconds, settings = rest.split("\t")
        heard, begun = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                os.close(heard)
                os.environ["XDG_CONFIG_HOME"] = settings  # at the computer of the test that asks
                child(operation, Path(name), begun)
            except BaseException as error:
                sys.stderr.write(f"{type(error).__name__}: {error}\n")
            finally:
                os._exit(3)
        os.close(begun)
        os.read(heard, 1)
        os.close(heard)
        time.sleep(float(milliseconds) / 1000)
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        sys.stdout.write("killed\n" if os.WIFSIGNALED(status) else "ended by itself\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
