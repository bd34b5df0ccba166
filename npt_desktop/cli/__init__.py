"""The command line: the window, and the door for scripts and batch work.

``npt-desktop [--store FILE] [--as "PS 512 Cedar"] COMMAND``. Exit 0 done, 1 done with rejected rows or
findings, 2 not done, with one sentence on stderr and the store untouched. Nothing here but ``window`` and
``tour`` loads Qt.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from npt_desktop.errors import CannotDo, Locked


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; with none, open the window. Returns the exit code."""
    from npt_desktop.cli.commands import parser

    asked = parser().parse_args(arguments)
    try:
        try:
            return int(asked.run(asked))
        except Locked as locked:
            # Refused before anything was done: with the key the command begins anew.
            from npt_desktop.cli.encryption import open_locked

            open_locked(locked, asked)
            return int(asked.run(asked))
    except CannotDo as error:
        print(f"npt-desktop: {error.says}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("npt-desktop: Stopped; nothing was changed.", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0


def window() -> int:
    """The window, as a desktop entry starts it."""
    return main([])
