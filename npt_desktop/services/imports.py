"""What an import reports, and what reading an import asks of a store: its lists and areas."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.cells import Choice as ListChoice
from npt_desktop.exchange.engagement import EngagementLists
from npt_desktop.models.kinds import TermKind
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules.periods import number_of
from npt_desktop.rules.words import matching_form
from npt_desktop.services.desk import Desk


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A row, or with ``row`` None a sheet, left out on purpose."""

    sheet: str
    row: int | None
    reason: str

    @property
    def where(self) -> str:
        """Sheet and row in words."""
        return self.sheet if self.row is None else f"{self.sheet}, row {self.row}"


@dataclass(frozen=True, slots=True)
class RejectedCell:
    """A cell that kept its row out: where it is, what it holds, why."""

    sheet: str
    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do. ``duplicates`` are rows typed twice within the file; ``unchanged``
    are in the store already."""

    read: int
    added: int
    updated: int
    unchanged: int
    duplicates: int
    skipped: tuple[NotTaken, ...]
    rejected: tuple[RejectedCell, ...]
    notes: tuple[str, ...] = ()

    @property
    def rejected_rows(self) -> int:
        """Rows kept out; one row may have several bad cells."""
        return len({(bad.sheet, bad.row) for bad in self.rejected})

    def as_json(self) -> dict[str, Any]:
        """The report as the command line prints it."""
        return asdict(self)

    def in_words(self) -> str:
        """One sentence for a toast."""
        parts = [f"{number_of(self.added, 'row')} added"]
        if self.unchanged:
            parts.append(f"{self.unchanged} in the store already")
        if self.duplicates:
            parts.append(f"{self.duplicates} typed twice")
        if self.rejected_rows:
            parts.append(f"{number_of(self.rejected_rows, 'row')} to mend")
        return ", ".join(parts) + "."


@contextmanager
def collecting_later() -> Iterator[None]:
    """No search for cyclic garbage inside the block: tens of thousands of rows that stay would be walked
    through again and again, a tenth of the time of an import, and none of them is garbage."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # What the block made counts as old from now on: the next search for young garbage leaves it alone.
        gc.freeze()
        gc.unfreeze()
        if was:
            gc.enable()


class Imports:
    """What imports and exports ask of a store, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def lists(self) -> EngagementLists:
        """The store's lists as the parser takes them."""
        with self._desk.read() as session:
            terms = session.scalars(select(Term).order_by(Term.kind, Term.position)).all()

        def of(kind: TermKind, key: Callable[[Term], str]) -> tuple[ListChoice, ...]:
            return tuple(ListChoice(key(t), t.label, tuple(t.synonyms)) for t in terms if t.kind is kind)

        return EngagementLists(
            of(TermKind.AUDIENCE, lambda t: str(t.id)),
            of(TermKind.PURPOSE, lambda t: str(t.id)),
            tuple(
                ListChoice(str(n), word.label, word.aliases)
                for n, word in enumerate(of(TermKind.SCORE, _word)[:5], 1)
            ),
            tuple(ListChoice(str(p.id), p.label) for p in self._desk.people(left=True)),
        )

    def area_named(self, name: str) -> int:
        """The id of an area by its name; capitals do not matter. Raises CannotDo naming the areas."""
        areas = self._desk.areas()
        for area in areas:
            if matching_form(area.label) == matching_form(name):
                return area.id
        raise CannotDo(f"There is no area “{name}”: choose one of {', '.join(a.label for a in areas)}.")


def _word(term: Term) -> str:
    return term.label
