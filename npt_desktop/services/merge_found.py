"""What a merge found: changes of one side, clashes of both, records added and gone. Shared by every kind of merge."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.records import Item
from npt_desktop.models.imports import ImportRun
from npt_desktop.models.journal import Change as ChangeRow
from npt_desktop.rules.periods import number_of
from npt_desktop.rules.words import matching_form
from npt_desktop.services.imports import NotTaken, RejectedCell
from npt_desktop.services.record_kinds import ToWrite
from npt_desktop.store.undo import taken_back

if TYPE_CHECKING:
    from npt_desktop.services.brought import Brought

RUN_KIND = "merge"
KEPT_AS = "copy"
"""Under which an import run keeps what a copy of a workbook brought."""


@dataclass(frozen=True)
class Settle:
    """A field both sides changed: what it was, what it is here and since when by whom, what came back."""

    kind: str
    uid: str
    name: str
    field: str
    title: str
    base: str
    mine: str
    theirs: str
    by: str = ""
    at: datetime | None = None
    value: Any = None
    said: str = ""
    their_by: str = ""
    their_at: datetime | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Record and field: what a choice is kept by."""
        return self.uid, self.field


@dataclass(frozen=True)
class Change:
    """A record whose fields came back changed where nobody changed them here: (title, was, now) each."""

    kind: str
    uid: str
    name: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Gone:
    """A record whose row did not come back. ``edited`` says that it was changed here since."""

    kind: str
    uid: str
    name: str
    record_id: int
    edited: bool


@dataclass(frozen=True)
class Came:
    """A row that came without an id, to be a record: where it stands, and the mark of each of its values."""

    row: ToWrite
    at: tuple[str, int]
    marks: dict[str, str]


@dataclass
class Returned:
    """A workbook looked at against the store, not yet merged."""

    path: Path
    digest: str
    changes: list[Change] = field(default_factory=list)
    clashes: list[Settle] = field(default_factory=list)
    fresh: list[tuple[str, str]] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    rejected: list[RejectedCell] = field(default_factory=list)
    skipped: list[NotTaken] = field(default_factory=list)
    untouched: int = 0
    writes: dict[str, list[ToWrite]] = field(default_factory=dict)
    came: list[Came] = field(default_factory=list)
    looked_at: int = 0
    """The last change set here when it was looked at."""
    brought: Brought | None = None
    """What this copy of a workbook will have brought once it is merged; None for a whole store."""

    @property
    def quiet(self) -> bool:
        """Whether there is nothing to merge."""
        return not (self.changes or self.clashes or self.fresh or self.gone)

    def in_words(self) -> str:
        """One sentence."""
        parts = [
            f"{number_of(len(self.changes), 'record')} changed there", f"{len(self.fresh)} added",
            f"{len(self.gone)} not there any more", f"{number_of(len(self.clashes), 'field')} changed on both sides",
        ]  # fmt: skip
        return f"{', '.join(parts)}; {self.untouched} as they were."


def add_fields(
    writes: dict[str, list[ToWrite]],
    kind: str,
    record_id: int,
    values: Mapping[str, Item],
    said: Mapping[str, str] | str,
) -> None:
    """Write fields over a record, with what is written over it already."""
    rows = writes.setdefault(kind, [])
    words = dict.fromkeys(values, said) if isinstance(said, str) else dict(said)
    for at, row in enumerate(rows):
        if row.record_id == record_id:
            kept = {key: row.said[key] for key in row.values if key in row.said}
            rows[at] = replace(row, values={**row.values, **values}, said={**words, **kept})
            return
    rows.append(ToWrite(record_id, dict(values), words, None))


def mark_of(words: str) -> str:
    return hashlib.sha256(matching_form(words).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def settled_before(session: Session, left: str) -> frozenset[tuple[str, str, str]]:
    """What a person settled at an earlier merge that stands: a workbook brought again asks nothing again. ``left`` is
    the taking out the workbook is of, empty for a store: the same words out of another may be somebody's new work."""
    undone = taken_back(session.connection())
    runs = session.execute(
        select(ImportRun.change_set_id, ImportRun.report).where(ImportRun.kind == RUN_KIND)
    )
    reports = [
        report for number, report in runs
        if number not in undone and (report.get(KEPT_AS) or {}).get("left", "") == left
    ]  # fmt: skip
    return frozenset((uid, key, mark) for report in reports for uid, key, mark in report.get("settled", ()))


def unchanged_since(
    session: Session, found: Returned, ids: Collection[tuple[str, int]], uids: Collection[str]
) -> None:
    """Raise CannotDo where a record that would be written was changed here after the look: what was shown, and chosen,
    was another. ``ids`` by table."""
    since = session.execute(
        select(ChangeRow.table_name, ChangeRow.record_id, ChangeRow.record_uid)
        .where(ChangeRow.change_set_id > found.looked_at)
        .distinct()
    )
    if any((table, record_id) in ids or uid in uids for table, record_id, uid in since):
        raise CannotDo(
            f"A record in {found.path.name} was changed here meanwhile: open the file again to see both."
        )


def unsettled(found: Returned, choices: Mapping[tuple[str, str], str]) -> None:
    """Raise CannotDo while a clash is not settled."""
    waiting = [clash for clash in found.clashes if clash.key not in choices]
    if waiting:
        first = waiting[0]
        raise CannotDo(
            f"“{first.name[:60]}”: {first.title} was changed on both sides: say which stays"
            + (f" (and {len(waiting) - 1} more)." if len(waiting) > 1 else ".")
        )
