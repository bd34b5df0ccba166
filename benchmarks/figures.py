"""Running a piece of work in a process of its own, several times, beside its baseline, and telling the ratio."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Ratio:
    """One line of the report: ours and the baseline's in the same unit, and what the ratio may be."""

    name: str
    ours: float
    baseline: float
    limit: float
    unit: str = "s"

    @property
    def ratio(self) -> float:
        return self.ours / self.baseline

    def line(self) -> str:
        verdict = "ok" if self.ratio <= self.limit else "OVER"
        return (
            f"{self.name:52} {self.ours:8.3f} {self.unit:3} / {self.baseline:8.3f} {self.unit:3}"
            f" = {self.ratio:5.2f}  (limit {self.limit:g})  {verdict}"
        )


@dataclass(frozen=True)
class Bound:
    """A line with a limit of its own instead of a baseline: a pause in ms, memory in MB."""

    name: str
    ours: float
    limit: float
    unit: str

    def line(self) -> str:
        verdict = "ok" if self.ours <= self.limit else "OVER"
        return (
            f"{self.name:52} {self.ours:8.1f} {self.unit:3}   (limit {self.limit:g} {self.unit})  {verdict}"
        )


def process(module: str, *arguments: str) -> dict[str, float]:
    """Run a benchmark module in a process of its own; it prints "name value" lines.

    Modules are compiled once and kept, as those of an installed program are, whatever this shell was told.
    """
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONWARNINGS": "ignore"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        capture_output=True, text=True, env=environment, check=False, timeout=600,
    )  # fmt: skip
    found: dict[str, float] = {}
    for line in done.stdout.splitlines():
        name, _, value = line.rpartition(" ")
        try:
            found[name] = float(value)
        except ValueError:
            continue
    if done.returncode or not found:
        raise RuntimeError(f"{module}: {done.stderr[-800:]}")
    return found


def middle(runs: Sequence[dict[str, float]], name: str) -> float:
    """The median of one figure over the runs that have it."""
    return median(run[name] for run in runs if name in run)
