"""No network use at all: the window's start and a whole quarter with every socket refused."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

GUARD = """
import sys
attempts = []
def refuse(event, arguments):
    if event == "socket.__new__" and arguments[1] == 1:
        return  # AF_UNIX: the pipes of our own processes
    if event.startswith("socket.") or event in ("urllib.Request", "http.client.connect", "ftplib.connect"):
        attempts.append(event)
        raise OSError(f"no network here: {event}")
sys.addaudithook(refuse)
"""

CANARY = """
import socket
for family in (socket.AF_INET, socket.AF_INET6):
    try:
        socket.socket(family)
    except OSError:
        pass
try:
    socket.getaddrinfo("example.org", 80)
except OSError:
    pass
print(len(attempts))
"""

QUARTER = """
from datetime import date
from pathlib import Path
from npt_desktop.services import tour
from npt_desktop.store import opening
from npt_desktop.store.clock import FixedClock
from PySide6.QtWidgets import QApplication
from npt_desktop.app import Application
from npt_desktop.ui.preferences import Preferences
out = Path(sys.argv[1])
clock = FixedClock.on(date(2026, 10, 16))
store = opening.open_store(out / "sample.npt", clock=clock)
lines = list(tour.run_quarter(store, out / "quarter"))
store.close()
app = QApplication([])
run = Application(app, store=out / "sample.npt", person="Insp Rowan",
                  preferences=Preferences(mode="light", kept=False), clock=clock)
run.start()
import time
end = time.monotonic() + 60
while not (run.built and run.window.reader is not None and run.window.reader.page is not None):
    app.processEvents()
    assert time.monotonic() < end, "the window did not open"
run.close()
assert len(lines) > 5, lines
assert attempts == [], attempts
assert "PySide6.QtNetwork" not in sys.modules
maps = Path("/proc/self/maps")
assert not maps.exists() or "Qt6Network" not in maps.read_text(), "Qt's network library is loaded"
print("quiet")
"""


def run(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", GUARD + code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


def test_the_guard_notices_an_attempt() -> None:
    assert run(CANARY) == "3"


def test_a_quarter_and_the_windows_start_use_no_network(sample_file: Path, tmp_path: Path) -> None:
    shutil.copyfile(sample_file, tmp_path / "sample.npt")
    assert run(QUARTER, str(tmp_path)) == "quiet"
