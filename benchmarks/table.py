"""The engagement log over 200,000 entries: no pause over 100 ms, at most 60 MB over the same window when empty."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from statistics import median

from benchmarks.figures import Bound, process
from benchmarks.importing import rows
from npt_desktop.models.actor import Actor
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import Role, TermKind
from npt_desktop.services import setup
from npt_desktop.services.desk import Desk
from npt_desktop.store import opening

ENTRIES, CHUNK, AREAS, RUNS = 200_000, 20_000, 12, 3


def fill(path: Path, count: int) -> None:
    """A store of ``count`` entries over twelve areas and ten years."""
    store = opening.create(path)
    setup.lay_out(store)
    areas = [setup.add_area(store, f"Area {n + 1}") for n in range(AREAS)]
    actor = Actor("Bench", Role.HUB)
    audiences = [term.id for term in Desk(store, actor).terms(TermKind.AUDIENCE)]
    purposes = [term.id for term in Desk(store, actor).terms(TermKind.PURPOSE)]
    for start in range(0, count, CHUNK):
        with store.write(actor, f"Filled from {start}") as unit:
            unit.insert(EngagementEntry, [
                {"area_id": areas[n % AREAS], "day": min(row.date, date(2026, 10, 15)), "summary": row.summary,
                 "audience_id": audiences[n % len(audiences)], "purpose_id": purposes[n % len(purposes)],
                 "who_engaged": row.who, "lead_name": row.lead_text, "outcome": row.outcome, "score": row.score,
                 "natural_key": str(start + n)}
                for n, row in enumerate(rows(min(CHUNK, count - start), seed=start))
            ])  # fmt: skip
    store.close()


def measure(folder: Path) -> list[Bound]:
    """The longest pause in each action, the median of three runs, and the memory."""
    full, empty = folder / "full.npt", folder / "empty.npt"
    fill(full, ENTRIES)
    fill(empty, 0)
    runs = [process("benchmarks.log_screen", str(full)) for _ in range(RUNS)]
    assert runs[0]["rows"] == ENTRIES, runs[0]
    base = process("benchmarks.log_screen", str(empty))["memory"]
    found = [
        Bound(f"Log of {ENTRIES:,}: longest pause, {name}", median(run[name] for run in runs), 100, "ms")
        for name in runs[0]
        if name not in ("rows", "memory")
    ]
    over = max(run["memory"] for run in runs) - base
    return [*found, Bound(f"Log of {ENTRIES:,}: memory over an empty log", over, 60, "MB")]
