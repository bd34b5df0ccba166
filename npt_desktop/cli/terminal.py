"""A progress bar on a terminal, for anything over a second."""

from __future__ import annotations

import sys
import time
from types import TracebackType

_WIDTH = 30
_WAIT, _PACE = 1.0, 0.1


class Bar:
    """Called as ``(done, total, words)``; draws on stderr when that is a terminal, and only after a second."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._last = 0.0
        self._drawn = False
        self._live = sys.stderr.isatty()

    def __call__(self, done: int, total: int, words: str) -> None:
        now = time.monotonic()
        if not self._live or now - self._began < _WAIT or (now - self._last < _PACE and done < total):
            return
        self._last = now
        self._drawn = True
        share = min(1.0, done / total) if total else 0.0
        full = round(_WIDTH * share)
        sys.stderr.write(f"\r{words[:30]:30} [{'#' * full}{'.' * (_WIDTH - full)}] {share:4.0%}")
        sys.stderr.flush()

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._drawn:
            sys.stderr.write("\r" + " " * (_WIDTH + 40) + "\r")
            sys.stderr.flush()
