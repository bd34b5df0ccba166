"""First painted window, and Home, beside a bare PySide6 main window; runs interleaved."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from benchmarks.figures import Ratio, middle, process
from npt_desktop.services.demo import make

RUNS = 7


def measure(folder: Path, today: date) -> list[Ratio]:
    """The figures of the start, on a sample store of a year."""
    store = folder / "start.npt"
    make(store, today=today)
    bare, ours = [], []
    person = "Insp Rowan"
    process("benchmarks.ours", str(store), person)  # the day's backup, and Home kept for next time
    for _ in range(RUNS):
        bare.append(process("benchmarks.bare"))
        ours.append(process("benchmarks.ours", str(store), person))
    base = middle(bare, "shown")
    return [
        Ratio("First painted window", middle(ours, "shown"), base, 1.5),
        Ratio("Home filled, as kept while the store is unchanged", middle(ours, "kept"), base, 3.5),
        Ratio("Home read anew and every screen ready", middle(ours, "read"), base, 12),
    ]
