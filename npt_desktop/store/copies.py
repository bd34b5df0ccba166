"""Copies of stores that cannot be written, taken into the user's own folder to be looked at and removed after."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from npt_desktop.errors import NotOurStore
from npt_desktop.paths import data_folder
from npt_desktop.store import attachments
from npt_desktop.store.lock import FileLock, InUse


@dataclass(frozen=True, slots=True)
class Taken:
    """A copy in a folder of its own, held by a lock while it is looked at."""

    path: Path
    lock: FileLock

    def remove(self) -> None:
        """Remove the copy and everything beside it."""
        self.lock.release()
        shutil.rmtree(self.path.parent, ignore_errors=True)


def taken(store: Path) -> Taken:
    """Copy a store, what a crash left beside it and its evidence files; those a crash of ours left here go.

    Raises NotOurStore where it cannot be copied.
    """
    folder = data_folder() / "copies to look at"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        copy = Path(tempfile.mkdtemp(dir=folder)) / store.name  # for this user alone
    except OSError as error:
        says = f"{store.name}: no copy of it can be made in {folder}: check the disk and your access to it."
        raise NotOurStore(says) from error
    lock = FileLock.take(copy)
    try:
        for suffix in ("", "-journal"):
            beside = store.with_name(store.name + suffix)
            if beside.exists():
                shutil.copyfile(beside, copy.with_name(beside.name))
        files = attachments.folder_for(store)
        if files.is_dir():
            shutil.copytree(files, attachments.folder_for(copy), copy_function=shutil.copyfile)
    except (OSError, shutil.Error) as error:
        Taken(copy, lock).remove()
        says = f"{store.name}: it cannot be read or copied: check the medium, and the space in {folder}."
        raise NotOurStore(says) from error
    return Taken(copy, lock)


def _sweep(folder: Path) -> None:
    """Remove the copies nobody is looking at: what a kill left here."""
    for place in folder.iterdir():
        stores = [path for path in place.glob("*.npt") if path.is_file()] if place.is_dir() else []
        with suppress(OSError, InUse):
            for path in stores:
                FileLock.take(path).release()
            shutil.rmtree(place, ignore_errors=True)
