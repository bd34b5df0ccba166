"""``make bench``: every figure beside its own baseline, measured in the same run."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from benchmarks.figures import Bound, Ratio


def main(only: list[str]) -> int:
    """Run the benchmarks named, or all."""
    from benchmarks import (
        clocks,
        crime,
        encrypted,
        exporting,
        importing,
        log_queries,
        plans,
        printing,
        quality,
        start,
        table,
    )

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        today = datetime.now().astimezone().date()
        parts: dict[str, Callable[[], Sequence[Ratio | Bound]]] = {
            "start": lambda: start.measure(folder, today),
            "import": lambda: importing.measure(folder),
            "many": lambda: importing.measure_many(folder),
            "export": lambda: exporting.measure(folder),
            "print": printing.measure,
            "clocks": lambda: clocks.measure(folder),
            "crime": lambda: crime.measure(folder),
            "table": lambda: table.measure(folder),
            "plans": lambda: plans.measure(folder),
            "quality": lambda: quality.measure(folder),
            "encrypted": lambda: encrypted.measure(folder, today),
            "log": lambda: log_queries.measure(folder),
        }
        for part, measure in parts.items():
            if not only or part in only:
                for figure in measure():
                    print(figure.line(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
