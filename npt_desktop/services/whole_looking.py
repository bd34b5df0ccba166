"""What a whole store or a workbook of one says, against mine: table by table, what others point at first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sqlalchemy import Table

from npt_desktop.exchange.book import Progress
from npt_desktop.rules.merge import Clash, Merged, Outcome, merge_gone, merge_record
from npt_desktop.services.brought import NEITHER, Brought, mark_of_value, since
from npt_desktop.services.imports import NotTaken
from npt_desktop.services.merge_found import Change, Gone, Returned, Settle
from npt_desktop.services.whole_base import Alias
from npt_desktop.services.whole_content import (
    Content,
    Row,
    fields,
    in_words,
    name_of,
    spoken,
    tables,
    target,
    uniques,
    words_of,
)

_DERIVED = {"engagement_entry": frozenset({"natural_key"}), "problem_plan": frozenset({"reference"})}
"""Fields each store makes for itself: the log's key is made again after a merge, a plan keeps its reference."""
_BY_NATURE: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "person": (("surname", "title", "number"),), "problem_plan": (("reference", "title"),),
}  # fmt: skip
"""Where no single column tells records apart: two machines may give two plans one reference."""


@dataclass
class WholeFound(Returned):
    """A whole store looked at. ``kin`` is a workbook that left this store. ``adds`` and ``sets`` are by table and uid,
    links as uids of mine. ``seen`` is the last change set of a store that was not merged as far before."""

    seen: str = ""
    kin: bool = False
    alias: Alias = field(default_factory=dict)
    adds: dict[str, dict[str, Row]] = field(default_factory=dict)
    sets: dict[str, dict[str, Row]] = field(default_factory=dict)


class Looking:
    """``there`` are the records with a row in a workbook, by table, read or not; those of ``theirs`` where it is None.
    What is found goes into ``found``, and what a workbook that left this store brings into ``keeps``; ``came`` are the
    records that copies of it brought as rows of their own before; ``words`` what a workbook says beside the ids of
    links, by table and uid."""

    def __init__(
        self, mine: Content, base: Content, theirs: Content, found: WholeFound, *,
        settled: frozenset[tuple[str, str, str]], disposed: frozenset[str], there: Mapping[str, set[str]] | None = None,
        alias: Alias | None = None, keeps: Brought | None = None, came: Collection[str] = (),
        words: Mapping[tuple[str, str], Mapping[str, str]] = MappingProxyType({}),
    ) -> None:  # fmt: skip
        self.mine, self.base, self.theirs, self.found = mine, base, theirs, found
        self.settled, self.disposed, self.keeps, self.came = settled, disposed, keeps, came
        self.there = there if there is not None else {name: set(rows) for name, rows in theirs.items()}
        self.words = words
        self.alias = {table: dict(pairs) for table, pairs in (alias or {}).items()}

    def against(self, earlier: Brought) -> Counter[str]:
        """What became of that which a copy of the workbook brought before (see :func:`.brought.copy_of`)."""
        counts: Counter[str] = Counter()
        for table in tables():
            theirs, here = self.theirs.get(table.name, {}), self.mine[table.name]
            for uid, row in theirs.items():
                marks = earlier.fields.get(uid)
                was = self.base.get(table.name, {}).get(uid)
                if marks is None or uid in earlier.rows or uid not in here or not was:
                    continue
                for key, back in row.items():
                    if key in marks:
                        mark = mark_of_value(back)
                        counts["stand" if mark == marks[key] else "left" if back == was[key] else "else"] += 1
            there = self.there.get(table.name, set())
            for uid, (name, _) in earlier.rows.items():
                if name == table.name and (uid in there or uid in here):
                    counts["stand" if uid in there else "left"] += 1
        return counts

    def all(
        self, progress: Progress | None, earlier: Brought | None = None, unsure: Brought | None = None
    ) -> None:
        """Look at every table. ``earlier`` is what this copy brought before; ``unsure`` what either this one or
        another did."""
        every = tables()
        for number, table in enumerate(every):
            if progress is not None:
                progress(number, len(every), f"Comparing {spoken(table.name).lower()}")
            self._known_by_nature(table)
            theirs, alias = self.theirs.get(table.name, {}), self.alias[table.name]
            base = {
                alias.get(uid, uid): self._translated(table, row)
                for uid, row in self.base.get(table.name, {}).items()
            }
            marks = earlier.fields if earlier is not None else {}
            doubts = unsure.fields if unsure is not None else {}
            for uid, row in theirs.items():
                known = alias.get(uid, uid)
                self._record(
                    table,
                    uid,
                    self._translated(table, row),
                    base,
                    marks.get(known, {}),
                    doubts.get(known, {}),
                )
            if table.name in self.there:
                self._gone(table, base, earlier)

    def _gone(self, table: Table, base: Mapping[str, Row], earlier: Brought | None) -> None:
        alias, own = self.alias[table.name], own_of(table)
        there = {alias.get(uid, uid) for uid in self.there[table.name]}
        brought = earlier.rows if earlier is not None else {}
        for uid, row in self.mine[table.name].items():
            if uid in there or not (uid in base or uid in brought):
                continue
            marks = earlier.fields.get(uid, {}) if earlier is not None else {}
            came = {key: row[key] for key, mark in marks.items() if mark_of_value(row[key]) == mark}
            edited = merge_gone(own({**base.get(uid, {}), **came}), own(row)) is Outcome.CLASH
            self.found.gone.append(Gone(table.name, uid, name_of(self.mine, table.name, uid), 0, edited))

    def _known_by_nature(self, table: Table) -> None:
        """Which of their records are mine under another uid."""
        mine = self.mine[table.name]
        alias = self.alias.setdefault(table.name, {})
        keys = _BY_NATURE.get(table.name) or tuple(uniques(table))
        index = {(key, *(row[name] for name in key)): uid for uid, row in mine.items() for key in keys}
        taken = self.there.get(table.name, set()) | set(alias.values())
        for uid, row in self.theirs.get(table.name, {}).items():
            if uid in mine or uid in alias or uid in self.base.get(table.name, {}):
                continue
            there = self._translated(table, row)
            for key in keys:
                known = index.get((key, *(there.get(name) for name in key)))
                if known is None or known in taken or any(there.get(name) is None for name in key):
                    continue
                alias[uid] = known
                taken.add(known)

    def _translated(self, table: Table, row: Row) -> Row:
        """Their row with links as my uids."""
        found = dict(row)
        for column in fields(table):
            to = target(column)
            if to is not None and column.name in found:
                found[column.name] = self.alias.get(to, {}).get(found[column.name], found[column.name])
        return found

    def _record(
        self, table: Table, their_uid: str, row: Row, base: Mapping[str, Row], marks: Mapping[str, str],
        doubts: Mapping[str, str],
    ) -> None:  # fmt: skip
        uid = self.alias[table.name].get(their_uid, their_uid)
        here = self.mine[table.name].get(uid)
        if here is None:
            self._not_here(table, their_uid, uid, row, base)
        else:
            self._typed_over(table, their_uid, row, base.get(uid, {}))
            back = own_of(table)(row)
            was: Row = base.get(uid) or dict.fromkeys(here, NEITHER)
            if self.keeps is not None:
                self.keeps.keep(uid, was, back, marks)
            merged = merge_record(*since(was, here, back, marks, doubts))
            for name in [name for name, value in merged.take.items() if self._is_lost(table, name, value)]:
                del merged.take[name]
                self._lost(table, row, name)
            clashes = {
                name: clash for name, clash in merged.clashes.items()
                if (name in marks or (uid, name, mark_of_value(clash.theirs)) not in self.settled)
                and not self._is_lost(table, name, clash.theirs)
            }  # fmt: skip
            if merged.take or clashes:
                self._differs(table, uid, here, merged, clashes)
            else:
                self.found.untouched += 1

    def _is_lost(self, table: Table, name: str, value: object) -> bool:
        """Whether a link points at a record that is not here, and that does not come."""
        to = target(table.c[name])
        if to is None or not value or value in self.mine[to] or value in self.found.adds.get(to, {}):
            return False
        return to != table.name or value not in self.theirs.get(to, {})

    def _typed_over(self, table: Table, uid: str, row: Row, was: Row) -> None:
        """Say what somebody typed where it changes nothing: over the words of a link, or what each store makes."""
        sides = (self.mine, self.theirs, self.base)
        for name, typed in self.words.get((table.name, uid), {}).items():
            linked = row.get(name)
            if linked == was.get(name) and typed not in {
                words_of(side, table, name, linked) for side in sides
            }:
                why = f"{_named(table, row)}: {spoken(name)} was typed over; change the id beside it to one of its sheet."
                self.found.skipped.append(NotTaken(spoken(table.name), None, why))
        for name in _DERIVED.get(table.name, ()):
            if name in row and name in was and row[name] != was[name]:
                why = f"{_named(table, row)}: its {spoken(name).lower()} is given by the program; it stays as it is."
                self.found.skipped.append(NotTaken(spoken(table.name), None, why))

    def _lost(self, table: Table, row: Row, name: str) -> None:
        why = f"{_named(table, row)}: the record that its {spoken(name)} names is not here; left as it is."
        self.found.skipped.append(NotTaken(spoken(table.name), None, why))

    def _not_here(self, table: Table, their_uid: str, uid: str, row: Row, base: Mapping[str, Row]) -> None:
        name = name_of(self.theirs, table.name, their_uid)
        if uid in self.disposed:
            why = "Disposed of here under retention; it does not come back."
            self.found.skipped.append(NotTaken(spoken(table.name), None, why))
        elif uid in self.came:
            why = f"“{name}” was removed here; it stays removed."
            self.found.skipped.append(NotTaken(spoken(table.name), None, why))
        elif uid in base:
            if row != base[uid]:
                also = " and changed there" if base[uid] else ""
                why = f"“{name}” was removed here{also}; it stays removed."
                self.found.skipped.append(NotTaken(spoken(table.name), None, why))
        elif lost := [name for name, value in row.items() if self._is_lost(table, name, value)]:
            self._lost(table, row, lost[0])
        else:
            self.found.adds.setdefault(table.name, {})[uid] = row
            self.found.fresh.append((table.name, name))
            if self.keeps is not None:
                self.keeps.rows[uid] = table.name, 0
                self.keeps.keep(uid, dict.fromkeys(row, NEITHER), own_of(table)(row), {})

    def _differs(
        self, table: Table, uid: str, here: Row, merged: Merged[Any], clashes: Mapping[str, Clash[Any]]
    ) -> None:
        title = name_of(self.mine, table.name, uid)
        if merged.take:
            self.found.sets.setdefault(table.name, {})[uid] = merged.take
            told = tuple(
                (
                    spoken(name),
                    words_of(self.mine, table, name, here[name]),
                    words_of(self.theirs, table, name, value),
                )
                for name, value in merged.take.items()
            )
            self.found.changes.append(Change(table.name, uid, title, told))
        for name, clash in clashes.items():
            before = "" if clash.base is NEITHER else words_of(self.mine, table, name, clash.base)
            self.found.clashes.append(Settle(
                table.name, uid, title, name, spoken(name), before, words_of(self.mine, table, name, clash.mine),
                words_of(self.theirs, table, name, clash.theirs), value=clash.theirs,
            ))  # fmt: skip


def own_of(table: Table) -> Callable[[Row], Row]:
    """Takes from a row what each store makes for itself."""
    derived = _DERIVED.get(table.name, frozenset())
    return lambda row: {name: value for name, value in row.items() if name not in derived}


def _named(table: Table, row: Row) -> str:
    words = in_words(row)
    return f"“{words}”" if words else f"A row of {spoken(table.name)}"
