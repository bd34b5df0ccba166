"""Bringing street-level crime in: several monthly files in one transaction, each crime counted once.

Kept as counts by small area, month and category beside a mark of each crime: 60,000 rows become some thousand
records, so that the journal holds the import whole and Undo takes it back.
"""

from __future__ import annotations

import hashlib
import struct
from base64 import b64decode, b64encode
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.book import Progress
from npt_desktop.exchange.crime import ParsedCrime, read_crime
from npt_desktop.models.sources import CrimeMonth, Lsoa
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import month_label, number_of
from npt_desktop.rules.sources import home_of, homes
from npt_desktop.rules.streets import packed_streets, unpacked_streets
from npt_desktop.rules.words import listed
from npt_desktop.services.file_import import FileImport, Shown, Source, kept_apart
from npt_desktop.services.imports import ImportReport, RejectedCell
from npt_desktop.store.unit_of_work import UnitOfWork
from npt_desktop.store.values import to_file

Key = tuple[str, date]
"""A small area's code and a month."""
NO_AREA = "No area yet"
Held = tuple[Mapping[str, int], frozenset[int], str]
"""Counts by category, the marks of the crimes counted, and their streets."""


@dataclass(frozen=True, slots=True)
class PlaceMonth:
    """What a small area's month will hold."""

    counts: Mapping[str, int]
    marks: frozenset[int]
    streets: str


@dataclass(frozen=True, slots=True)
class CrimePreview:
    """Files read and compared with the store, not yet written.

    ``places`` are the small areas that are new, with the area their name says (None: unmapped). ``unmapped`` counts
    the crimes of these files in small areas without an area.
    """

    paths: tuple[Path, ...]
    hashes: tuple[str, ...]
    months: tuple[date, ...]
    fresh: Mapping[Key, PlaceMonth]
    places: Mapping[str, tuple[str, int | None]]
    unmapped: int
    report: ImportReport
    read: Mapping[Key, frozenset[str]] = field(default_factory=dict)
    """The categories the files have of each small area's month."""
    before: Mapping[Key, Mapping[str, int]] = field(default_factory=dict)
    """What the store counts there."""
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Small areas of the files by code: their area's name, empty for none yet, and their own."""

    @property
    def changes(self) -> int:
        """How many crimes bringing them in would add."""
        return self.report.added

    def rows(self) -> Iterable[Shown]:
        """Tens of thousands of crimes are shown as they are kept: each small area's month by category, with the
        count there was."""
        for key in sorted(self.read, key=lambda key: (self.names[key[0]], key)):
            area, place = self.names[key[0]]
            before = self.before.get(key, {})
            after = self.fresh[key].counts if key in self.fresh else before
            for kind in sorted(self.read[key]):
                count, was = after.get(kind, 0), before.get(kind, 0)
                said = {"area": area or NO_AREA, "place": place, "month": month_label(key[1]), "category": kind,
                        "count": f"{count:,}"}  # fmt: skip
                if count == was:
                    if was:
                        yield Shown(0, {}, said)
                else:
                    yield Shown(0, {"count": f"{was:,}"} if was else None, said)

    def only(self, *, add: bool, update: bool) -> CrimePreview:
        """The part that adds, or nothing: a crime is never changed."""
        report = kept_apart(self.report, self.paths[0], add=add, update=update)
        return replace(self, fresh=self.fresh if add else {}, report=report)

    def in_words(self) -> str:
        """One sentence: what they hold and what would be written."""
        r = self.report
        parts = [f"{number_of(r.added, 'crime')} added" if r.added else "no new crime"]
        if r.unchanged:
            parts.append(f"{r.unchanged:,} here already")
        if r.duplicates:
            parts.append(f"{r.duplicates:,} twice in the files")
        if r.rejected_rows:
            parts.append(f"{number_of(r.rejected_rows, 'row')} to mend")
        if self.unmapped:
            parts.append(f"{self.unmapped:,} in small areas that count towards no area yet")
        return f"{listed(map(month_label, self.months)) or 'No month'}: {', '.join(parts)}."


class CrimeImport(FileImport[CrimePreview]):
    """The street-crime import."""

    kind = "crime"
    noun = "crime"

    def preview(
        self, paths: Sequence[Path], progress: Progress | None = None, before: Sequence[CrimePreview] = ()
    ) -> CrimePreview:
        """Read and check monthly files; nothing is written. ``before`` come in the same import: a crime they bring
        counts once.

        Raises CannotDo with one sentence naming the first file that cannot be read or holds no crime.
        """
        require(self._desk.actor.role, Act.IMPORT)
        if not paths:
            raise CannotDo("Choose at least one street-level file.")
        parsed = [read_crime(path, self._desk.today, progress) for path in paths]
        months = sorted({month for file in parsed for _, month in file.places})
        known, there = self._in_store(months)
        for earlier in before:
            there.update(
                {key: (place.counts, place.marks, place.streets) for key, place in earlier.fresh.items()}
            )
            known.update({code: (area, area is not None) for code, (_, area) in earlier.places.items()})
        fresh, here, twice = _new(parsed, there)
        areas = homes({choice.label: choice.id for choice in self._desk.areas()})
        names = {code: place.name for file in parsed for (code, _), place in file.places.items()}
        places = {code: (name, home_of(name, areas)) for code, name in names.items() if code not in known}
        lost = {code for code, (_, area) in places.items() if area is None}
        lost |= {code for code, (_, settled) in known.items() if not settled}
        unmapped = sum(
            len(place.marks) for file in parsed for (code, _), place in file.places.items() if code in lost
        )
        added = sum(len(p.marks) for p in fresh.values()) - sum(
            len(there[key][1]) for key in fresh if key in there
        )
        report = ImportReport(
            read=sum(file.rows for file in parsed), added=added, updated=0, unchanged=here, duplicates=twice, skipped=(),
            rejected=tuple(RejectedCell(b.sheet, b.row, b.column, b.value, b.reason) for f in parsed for b in f.rejected),
            notes=(*(note for file in parsed for note in file.notes), *_moved(parsed), *_told(places)),
        )  # fmt: skip
        hashes = tuple(hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)
        read = {key: frozenset(_kinds(parsed, key)) for file in parsed for key in file.places}
        labels = {choice.id: choice.label for choice in self._desk.areas(closed=True)}
        homed = {code: known[code][0] if code in known else places[code][1] for code in names}
        return CrimePreview(
            tuple(paths), hashes, tuple(months), fresh, places, unmapped, report, read,
            {key: there[key][0] for key in read if key in there},
            {code: (labels.get(homed[code] or 0, ""), name) for code, name in names.items()},
        )  # fmt: skip

    def sources(self, preview: CrimePreview) -> tuple[Source, ...]:
        return tuple(zip((path.name for path in preview.paths), preview.hashes, strict=True))

    def area_of(self, preview: CrimePreview) -> None:
        del preview  # as many as the files name

    def write(self, unit: UnitOfWork, preview: CrimePreview) -> None:
        ids = {row.code: row.id for row in unit.session.execute(select(Lsoa.code, Lsoa.id))}
        new = [(code, *place) for code, place in preview.places.items() if code not in ids]
        made = unit.insert(Lsoa, [{"code": c, "name": name, "area_id": area} for c, name, area in new])
        ids.update(zip((code for code, *_ in new), made, strict=True))
        c = CrimeMonth
        wanted = select(c.lsoa_id, c.month, c.id).where(c.month.in_({month for _, month in preview.fresh}))
        there = {(lsoa, month): key for lsoa, month, key in unit.session.execute(wanted)}
        unit.insert(CrimeMonth, [
            {"lsoa_id": ids[code], "month": month, **_fields(place)}
            for (code, month), place in preview.fresh.items() if (ids[code], month) not in there
        ])  # fmt: skip
        table = CrimeMonth.__table__
        assert isinstance(table, Table)
        unit.update(table, {
            there[ids[code], month]: to_file(table, _fields(place))
            for (code, month), place in preview.fresh.items() if (ids[code], month) in there
        })  # fmt: skip

    def _in_store(self, months: Sequence[date]) -> tuple[dict[str, tuple[int | None, bool]], dict[Key, Held]]:
        """Small areas by code, each with its area and whether it is dealt with; and what the store holds of the months."""
        there: dict[Key, Held] = {}
        with self._desk.read() as session:
            known = {
                code: (area_id, area_id is not None or aside)
                for code, area_id, aside in session.execute(select(Lsoa.code, Lsoa.area_id, Lsoa.set_aside))
            }
            c = CrimeMonth
            rows = session.execute(
                select(Lsoa.code, c.month, c.counts, c.seen, c.streets).join(Lsoa, Lsoa.id == c.lsoa_id)
                .where(c.month.in_(months))
            )  # fmt: skip
            for code, month, counts, marks, streets in rows:
                there[code, month] = counts, frozenset(unpacked(marks)), streets
        return known, there


def _new(parsed: Iterable[ParsedCrime], there: Mapping[Key, Held]) -> tuple[dict[Key, PlaceMonth], int, int]:
    """What each small area's month will hold where that differs, how many crimes the store has already, and how
    many stand twice in the files."""
    added: dict[Key, dict[int, tuple[str, str]]] = {}
    read: defaultdict[Key, set[int]] = defaultdict(set)
    here = twice = 0
    for file in parsed:
        twice += file.twice
        for key, place in file.places.items():
            old, now = there[key][1] if key in there else frozenset(), read[key]
            again = place.marks.keys() & now
            twice += len(again)
            here += len(place.marks.keys() & old - again)
            now.update(place.marks)
            fresh = place.marks
            if old or again:
                fresh = {m: what for m, what in fresh.items() if m not in old and m not in again}
            if fresh:
                added[key] = {**added[key], **fresh} if key in added else fresh
    found = {}
    for key, marks in added.items():
        counts, held, streets = there.get(key, ({}, frozenset(), ""))
        places, total = Counter(marks.values()), dict(counts)
        for (kind, _), number in places.items():
            total[kind] = total.get(kind, 0) + number
        if streets:
            places += unpacked_streets(streets)
        found[key] = PlaceMonth(dict(sorted(total.items())), held | marks.keys(), packed_streets(places))
    return found, here, twice


def _kinds(parsed: Iterable[ParsedCrime], key: Key) -> Iterator[str]:
    """The categories files have of a small area's month."""
    for file in parsed:
        if key in file.places:
            yield from (kind for kind, _ in file.places[key].marks.values())


def _moved(parsed: Iterable[ParsedCrime]) -> list[str]:
    """What to say of crimes published at two places under one identity: each place counts them, as published."""
    whole: defaultdict[Key, set[int]] = defaultdict(set)
    for file in parsed:
        for key, place in file.places.items():
            whole[key].update(place.marks)
    once: defaultdict[date, set[int]] = defaultdict(set)
    more: set[tuple[date, int]] = set()
    for (_, month), marks in whole.items():
        more.update((month, mark) for mark in once[month] & marks)
        once[month] |= marks
    count = len(more)
    if not count:
        return []
    stand, them = ("stands", "it") if count == 1 else ("stand", "them")
    return [
        f"{number_of(count, 'crime')} {stand} at two places under one identity; each place counts {them}."
    ]


def _told(places: Mapping[str, tuple[str, int | None]]) -> list[str]:
    """What the user should know of small areas met for the first time."""
    if not places:
        return []
    mapped = sum(area is not None for _, area in places.values())
    said = f"{number_of(len(places), 'small area')} met for the first time"
    if mapped:
        said += f", {mapped:,} of them taken for the area of their name"
    return [f"{said}. Check the map of small areas."]


def _fields(place: PlaceMonth) -> dict[str, Any]:
    return {"counts": dict(place.counts), "seen": packed(place.marks), "streets": place.streets}


def packed(marks: Iterable[int]) -> str:
    """Marks as a record keeps them."""
    ordered = sorted(marks)
    return b64encode(struct.pack(f">{len(ordered)}Q", *ordered)).decode("ascii")


def unpacked(text: str) -> tuple[int, ...]:
    """The marks a record keeps."""
    raw = b64decode(text)
    return struct.unpack(f">{len(raw) // 8}Q", raw)
