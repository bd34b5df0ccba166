"""What a workbook brought when it came back before: what its next return is merged against.

Whoever worked on it goes on from what they sent, not from what the store made of it, so that is the base. Only marks
of the values are kept, in the list of imports: of a record disposed of they say nothing.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.exchange.ticket import Ticket
from npt_desktop.models.imports import ImportRun
from npt_desktop.rules.merge import Copy, which_copy
from npt_desktop.services.merge_found import KEPT_AS, RUN_KIND
from npt_desktop.store.undo import taken_back

NEITHER = object()
"""What neither side says: a base against which both have changed."""


@dataclass
class Brought:
    """What one copy brought: the mark of each value that is not as it left, by record and field; and the records
    that came as rows of its own, by uid, with their sheet and row.

    ``left`` names the taking out, ``place`` where the file lay.
    """

    left: str
    place: str
    fields: dict[str, dict[str, str]] = field(default_factory=dict)
    rows: dict[str, tuple[str, int]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As the list of imports keeps it."""
        return {
            "left": self.left, "place": self.place, "fields": self.fields,
            "rows": {uid: list(at) for uid, at in self.rows.items()},
        }  # fmt: skip

    def keep(
        self, uid: str, was: Mapping[str, object], back: Mapping[str, object], before: Mapping[str, str]
    ) -> None:
        """Keep what a row brings: each value that is not as it left, and those brought ``before``."""
        for key, value in back.items():
            if key in before or value != was[key]:
                self.fields.setdefault(uid, {})[key] = mark_of_value(value)

    def begun_from(self, earlier: Brought) -> None:
        """Go on from what the same copy brought before."""
        self.fields = {uid: dict(marks) for uid, marks in earlier.fields.items()}
        self.rows = dict(earlier.rows)


def new(ticket: Ticket, path: Path) -> Brought:
    """Nothing yet, of the copy of a taking out that lies at a path."""
    return Brought(_mark(f"{ticket.at.isoformat()} {ticket.by}"), _mark(str(path.absolute())))


def before(session: Session, now: Brought) -> list[Brought]:
    """What copies of the same taking out brought before and was not taken back since, latest first."""
    undone = taken_back(session.connection())
    runs = session.execute(
        select(ImportRun.change_set_id, ImportRun.report)
        .where(ImportRun.kind == RUN_KIND)
        .order_by(ImportRun.id.desc())
    )
    found = []
    for number, report in runs:
        kept: Mapping[str, Any] = report.get(KEPT_AS) or {}
        if number not in undone and kept.get("left") == now.left:
            rows = {uid: (str(sheet), int(row)) for uid, (sheet, row) in kept["rows"].items()}
            found.append(Brought(kept["left"], kept["place"], kept["fields"], rows))
    return found


def copy_of(
    now: Brought, earlier: Sequence[Brought], against: Callable[[Brought], Counter[str]]
) -> tuple[Brought | None, Brought | None]:
    """Which earlier return this one goes on from; and where none, one of which that cannot be told.

    ``against`` says what became of that which an earlier one brought: how many values still ``stand``, how many are as
    they ``left`` the store, how many are something ``else``.
    """
    same: list[tuple[tuple[bool, int], Brought]] = []
    unsure: Brought | None = None
    for each in earlier:
        counts = against(each)
        same_place = each.place == now.place
        copy = which_copy(counts["stand"], counts["left"], counts["else"], same_place=same_place)
        if copy is Copy.SAME:
            same.append(((same_place, counts["stand"]), each))
        if copy is Copy.UNSURE and unsure is None:
            unsure = each
    if same:  # of equals the latest
        return max(same, key=lambda pair: pair[0])[1], None
    return None, unsure


def since(
    was: Mapping[str, object], here: Mapping[str, object], back: Mapping[str, object], marks: Mapping[str, str],
    doubts: Mapping[str, str],
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:  # fmt: skip
    """Base, mine and theirs: of fields that this copy brought before (``marks``), what it brought is the base.
    ``doubts`` are what either this one or another did."""
    base, theirs = dict(was), dict(back)
    for key, mark in marks.items():
        if key not in theirs:
            continue
        if mark_of_value(theirs[key]) == mark:
            del theirs[key]  # nothing new since it was brought
        else:
            base[key] = here[key] if mark_of_value(here[key]) == mark else NEITHER
    for key, mark in doubts.items():
        if key in theirs and theirs[key] == base[key] and mark_of_value(here[key]) == mark:
            base[key] = NEITHER  # taken back by whom it is from, or never seen by another
    return base, dict(here), theirs


def mark_of_value(value: object) -> str:
    """What tells a value again without saying it: of a field in the form two sides are compared in."""
    return _mark(repr(value))


def _mark(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]
