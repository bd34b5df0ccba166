"""Read a workbook nobody vouches for, without risking the window.

The file is opened only in a second process with bounds on time and memory (:mod:`.worker`), behind a look at
its container (:mod:`.preflight`). What comes back is treated as data: JSON, checked value by value, capped in
length. Macros, external links and formulas are never run by anything here.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time as clock
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from npt_desktop.exchange.book import Book, Progress, Row, Sheet, UnreadableWorkbook
from npt_desktop.exchange.chunks import Unpacker
from npt_desktop.exchange.limits import OLE, Limits

if TYPE_CHECKING:
    import psutil

WORKER_FLAG = "--read-workbook-for-parent"
"""The frozen program must hand over to ``worker.main(sys.argv[2:])`` when ``sys.argv[1]`` is this, before it
imports anything else: a frozen program has no interpreter to start with ``-c``."""

_POLL = 0.1
_LOOK = 0.05
"""Between two looks at the memory of the other process, in seconds."""

_SAYS = {
    "missing": "“{name}” is no longer there; choose the file again.",
    "folder": "“{name}” is a folder; choose a workbook inside it.",
    "in_use": "“{name}” cannot be opened; close it in Excel, or ask for permission to read it.",
    "empty": "“{name}” is an empty file; ask for it to be sent again.",
    "file_too_big": "“{name}” is larger than {megabytes} MB; remove pictures or split it by year.",
    "password": "“{name}” is protected by a password; remove the password in Excel and save it again.",
    "macros": "“{name}” contains macros, which are never run here; save it as .xlsx first.",
    "not_workbook": "“{name}” is not a workbook; choose an .xlsx, .xls, .xlsb or .ods file, or save it as .xlsx first.",
    "damaged": "“{name}” is damaged; open it in Excel, save it under another name as .xlsx, and use that.",
    "too_many_parts": "“{name}” is made of too many pieces to read safely; copy the log into a new workbook.",
    "bad_names": "“{name}” was not made by a spreadsheet program; copy the log into a new workbook.",
    "bomb": "“{name}” unpacks to far more than it should and was not opened; ask the sender about it.",
    "doctype": "“{name}” has instructions no workbook needs and was not opened; ask the sender about it.",
    "encoding": "“{name}” is written in an unusual encoding; open it in Excel and save it as .xlsx first.",
    "too_large": "“{name}” holds too much to be read safely; copy only the log into a new workbook.",
    "too_many_styles": "“{name}” has more cell styles than any program can make and was not opened; copy the log into a new workbook.",
    "too_many_sheets": "“{name}” has more than {sheets} sheets; copy the ones you need into a new workbook.",
    "too_many_rows": "“{name}” has a sheet of more than {rows} rows; split it by year and try again.",
    "too_many_columns": "“{name}” has a sheet of more than {columns} columns; copy the log to a new one.",
    "too_slow": "“{name}” took more than {seconds} seconds to read; copy only the log into a new workbook.",
    "worker": "“{name}” could not be read: it is damaged or too large; copy the log into a new workbook.",
}
_ELSEWHERE = "The workbook takes values from other files, which were not opened; the values it was saved with were read."


def read_workbook(path: Path, *, limits: Limits | None = None, progress: Progress | None = None) -> Book:
    """Read every worksheet's values from an ``.xlsx``, ``.xls``, ``.xlsb`` or ``.ods`` file, whatever its name.

    Hidden sheets are read and marked. ``progress`` is called at least every tenth of a second and may raise
    ``Cancelled``: the other process is then killed before this returns. Blocks: not for the GUI thread.

    Raises :class:`UnreadableWorkbook` with a code and one sentence saying what to do.
    """
    bounds = limits or Limits()
    _glance(path, bounds)
    process = _start(path, bounds)
    watch = _Watch(process, bounds.memory)
    try:
        return _collect(process, watch, path, bounds, progress)
    finally:
        process.kill()
        watch.stop()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def refusal(code: str, name: str, limits: Limits) -> UnreadableWorkbook:
    """The refusal for ``code``, in words."""
    sentence = _SAYS.get(code, _SAYS["damaged"])
    says = sentence.format(
        name=name,
        megabytes=limits.file_size // (1024 * 1024),
        sheets=limits.sheets,
        rows=f"{limits.rows:,}",
        columns=limits.columns,
        seconds=f"{limits.seconds:g}",
    )
    return UnreadableWorkbook(code if code in _SAYS else "damaged", says)


def _glance(path: Path, limits: Limits) -> None:
    """Refuse at once what the first bytes give away."""
    try:
        if path.is_dir():
            raise refusal("folder", path.name, limits)
        size = path.stat().st_size
        with path.open("rb") as source:
            start = source.read(8)
            head = start + source.read(64 * 1024) if start == OLE else start
            if start == OLE and size > len(head):
                # The list of streams is often at the end; reading it all is bounded by the size limit.
                head += source.read(limits.file_size)
    except FileNotFoundError:
        raise refusal("missing", path.name, limits) from None
    except OSError:
        raise refusal("in_use", path.name, limits) from None
    if size == 0:
        raise refusal("empty", path.name, limits)
    if size > limits.file_size:
        raise refusal("file_too_big", path.name, limits)
    if start == OLE:
        code = _ole_code(head)
        if code:
            raise refusal(code, path.name, limits)
        return
    if start[:2] != b"PK":
        raise refusal("not_workbook", path.name, limits)
    if path.suffix.lower() in (".xlsm", ".xltm", ".xlam"):
        raise refusal("macros", path.name, limits)


def _ole_code(content: bytes) -> str:
    """Why a file of Excel's old container is refused; empty for a workbook (.xls)."""
    if "EncryptedPackage".encode("utf-16-le") in content or "EncryptionInfo".encode("utf-16-le") in content:
        return "password"
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        return "macros"
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return ""
    return "password" if len(content) < 4_096 else "not_workbook"


def worker_command(path: Path, limits: Limits) -> list[str]:
    """What starts the other process: this interpreter without the user's settings, or the frozen program."""
    arguments = [str(path.resolve()), json.dumps(limits._asdict())]
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_FLAG, *arguments]
    root = str(Path(__file__).resolve().parents[2])
    starter = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); "
        "from npt_desktop.exchange.worker import main; sys.exit(main(sys.argv[1:]))"
    )
    return [sys.executable, "-I", "-c", starter, root, *arguments]


def _start(path: Path, limits: Limits) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        worker_command(path, limits),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=1024 * 1024,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0) if os.name == "nt" else 0,
    )


class _Watch:
    """Ends the other process when it holds more memory than it may.

    The process bounds itself where the system lets it (:func:`.worker.bound_this_process`); this holds everywhere.
    """

    def __init__(self, process: subprocess.Popen[bytes], most: int) -> None:
        self.over = False
        self._over_or_done = threading.Event()
        self._thread = threading.Thread(target=self._look, args=(process, most), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """No more looks."""
        self._over_or_done.set()
        self._thread.join()

    def _look(self, process: subprocess.Popen[bytes], most: int) -> None:
        import psutil

        try:
            seen = psutil.Process(process.pid)
            while not self._over_or_done.wait(_LOOK):
                if memory_of(seen) > most:
                    self.over = True
                    process.kill()
                    return
        except psutil.Error:
            return  # it has ended


def memory_of(process: psutil.Process) -> int:
    """The bytes a process holds: what it was promised on Windows, which may lie in the page file, else what it has
    in memory."""
    held = process.memory_info()
    return int(held.vms if os.name == "nt" else held.rss)


def _pump(stream: IO[bytes], lines: queue.SimpleQueue[bytes | None], cap: int) -> None:
    """Move lines from the pipe to the queue; ``None`` means the end, or that the cap was passed."""
    left = cap
    try:
        while left > 0:
            line = stream.readline(left + 1)
            if not line:
                break
            left -= len(line)
            lines.put(line)
    except (OSError, ValueError):
        pass
    lines.put(None)


def _collect(
    process: subprocess.Popen[bytes], watch: _Watch, path: Path, limits: Limits, progress: Progress | None
) -> Book:
    assert process.stdout is not None
    lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    # Sheet heads and hidden rows come on top of the text, at which the worker stops itself.
    cap = limits.text_size * 2 + 1024 * 1024
    pump = threading.Thread(target=_pump, args=(process.stdout, lines, cap), daemon=True)
    pump.start()
    stop_at = clock.monotonic() + limits.seconds
    sheets: list[_SheetSoFar] = []
    words = "Checking the workbook"
    done = 0
    try:
        while True:
            if progress is not None:
                progress(done, 0, words)
            try:
                line = lines.get(timeout=min(_POLL, max(stop_at - clock.monotonic(), 0.001)))
            except queue.Empty:
                if clock.monotonic() >= stop_at:
                    raise refusal("too_slow", path.name, limits) from None
                continue
            if clock.monotonic() >= stop_at:
                raise refusal("too_slow", path.name, limits)
            if line is None:
                raise refusal("too_large" if watch.over else "worker", path.name, limits)
            message = _decode(line, path, limits)
            if isinstance(message, list):
                if not sheets:
                    raise refusal("worker", path.name, limits)
                done += sheets[-1].add(message, path, limits)
            elif "sheet" in message:
                sheets.append(_SheetSoFar(message["sheet"], path, limits))
                words = f"Reading {sheets[-1].name}"
            elif "end" in message:
                return _finished(sheets, message["end"], message.get("elsewhere"), path, limits)
            else:
                raise refusal(str(message.get("refused", "worker")), path.name, limits)
    finally:
        process.kill()
        pump.join(timeout=5)


class _SheetSoFar:
    def __init__(self, head: object, path: Path, limits: Limits) -> None:
        match head:
            case [str(name), bool(hidden), int(first_row), int(first_column)]:
                self.name = name
                self.hidden = hidden
                self.first_row = first_row
                pad = min(max(first_column, 0), limits.columns)
                self._unpacker = Unpacker(pad, limits.columns)
            case _:
                raise refusal("worker", path.name, limits)
        self.rows: list[Row] = []

    def add(self, chunk: list[Any], path: Path, limits: Limits) -> int:
        """Check a chunk of rows and keep it."""
        try:
            rows = self._unpacker.rows(chunk)
        except ValueError:
            raise refusal("worker", path.name, limits) from None
        if len(self.rows) + len(rows) > limits.rows:
            raise refusal("worker", path.name, limits)
        self.rows += rows
        return len(rows)

    def finished(self, hidden_rows: frozenset[int]) -> Sheet:
        return Sheet(self.name, tuple(self.rows), self.hidden, self.first_row, hidden_rows)


def _untag(tagged: dict[str, Any]) -> object:
    """Turn a tagged date back into a date; other objects are the protocol's own lines."""
    if len(tagged) == 1:
        ((tag, value),) = tagged.items()
        if isinstance(value, str):
            if tag == "d":
                return date.fromisoformat(value)
            if tag == "t":
                return datetime.fromisoformat(value)
            if tag == "h":
                return time.fromisoformat(value)
    return tagged


def _no_constant(name: str) -> float:
    raise ValueError(name)


_DECODER = json.JSONDecoder(object_hook=_untag, parse_constant=_no_constant)


def _decode(line: bytes, path: Path, limits: Limits) -> Any:
    try:
        message = _DECODER.decode(line.decode())
    except (ValueError, RecursionError):
        raise refusal("worker", path.name, limits) from None
    if not isinstance(message, list | dict):
        raise refusal("worker", path.name, limits)
    return message


def _finished(sheets: list[_SheetSoFar], end: object, elsewhere: object, path: Path, limits: Limits) -> Book:
    if not isinstance(end, list) or len(end) != len(sheets):
        raise refusal("worker", path.name, limits)
    done: list[Sheet] = []
    warnings: list[str] = [_ELSEWHERE] if elsewhere is True else []
    for sheet, note in zip(sheets, end, strict=True):
        match note:
            case [sheet.name, list(rows), int(uncalculated), int(errors)] if all(
                type(r) is int for r in rows
            ):
                done.append(sheet.finished(frozenset(rows)))
                warnings.extend(_warnings(sheet.name, uncalculated, errors))
            case _:
                raise refusal("worker", path.name, limits)
    return Book(path.name, tuple(done), tuple(warnings))


def _warnings(sheet: str, uncalculated: int, errors: int) -> list[str]:
    found: list[str] = []
    if uncalculated:
        cells = "1 formula has" if uncalculated == 1 else f"{uncalculated:,} formulas have"
        found.append(
            f"{cells} no saved result on sheet “{sheet}”; open the file in Excel, save it and read it again."
        )
    if errors:
        cells = "1 cell shows" if errors == 1 else f"{errors:,} cells show"
        found.append(f"{cells} an error such as #REF! on sheet “{sheet}”; read as empty.")
    return found
