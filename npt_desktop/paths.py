"""Where things are: packaged resources and the user's own folders."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import platformdirs

from npt_desktop import APP_NAME


@cache
def resources() -> Path:
    """The folder of packaged data files.

    The same call serves an installed wheel (``npt_desktop/resources``), a frozen bundle
    (``resources`` beside the unpacked program) and a checkout (``resources`` beside the package).
    """
    package = Path(__file__).resolve().parent
    bundle = getattr(sys, "_MEIPASS", None)
    places = [package / "resources", package.parent / "resources"]
    if bundle is not None:
        places.insert(0, Path(bundle) / "resources")
    for place in places:
        if (place / "checklists").is_dir():
            return place
    raise FileNotFoundError("The program's resources folder is missing: install the program again.")


def data_folder() -> Path:
    """The user's own data folder: the default store and its backups. Not made here."""
    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False, roaming=False))


def settings_folder() -> Path:
    """The user's own settings folder, for what must not lie beside a store. On Windows it goes with the user
    from computer to computer. Not made here."""
    return Path(platformdirs.user_config_dir(APP_NAME, appauthor=False, roaming=True))


def log_folder() -> Path:
    """Where the log without personal text is kept. Not made here."""
    return Path(platformdirs.user_log_dir(APP_NAME, appauthor=False))


def default_store() -> Path:
    """The store that opens when no other is named."""
    return data_folder() / "neighbourhood.npt"
