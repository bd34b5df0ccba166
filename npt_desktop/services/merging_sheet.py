"""One sheet of a returned workbook against the records of its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from npt_desktop.exchange.book import Sheet
from npt_desktop.exchange.cells import clean_text, text_of
from npt_desktop.exchange.layouts import FieldSpec, Layout, Located, fingerprint, heading_form, match_columns
from npt_desktop.exchange.records import Item, ReadRow
from npt_desktop.exchange.sheets import Lists
from npt_desktop.exchange.ticket import UID
from npt_desktop.rules.merge import Outcome, merge_gone, merge_record
from npt_desktop.rules.words import matching_form
from npt_desktop.services.desk import Desk
from npt_desktop.services.imports import NotTaken, RejectedCell
from npt_desktop.services.merge_found import Change, Gone, Returned, Settle, add_fields, mark_of
from npt_desktop.services.record_kinds import Known, RecordKind, ToWrite
from npt_desktop.store.earlier import Edit, edits_since, from_file, rewound
from npt_desktop.store.values import to_file


class ReturnedSheet:
    """One sheet of a returned workbook against the records of its kind."""

    def __init__(
        self,
        desk: Desk,
        kind: RecordKind,
        sheet: Sheet,
        found: Returned,
        versions: Mapping[str, int],
        settled: frozenset[tuple[str, str, str]],
    ) -> None:
        self.kind, self.sheet, self.found, self.settled = kind, sheet, found, settled
        self.versions = versions
        with desk.read() as session:
            known = kind.load(session)
            self.lists: Lists = kind.read_lists(session)
            self.bases, self.edits = self._bases(session, known)
        self.here = {record.uid: record for record in known}
        self.by_key = {
            key: record for record in known
            for key in kind.known_by(record)
        }  # fmt: skip

    def _bases(
        self, session: Session, known: Sequence[Known]
    ) -> tuple[dict[str, Mapping[str, Any]], dict[str, list[Edit]]]:
        """Each record as it left, by uid, and what was changed here since."""
        table = self.kind.table
        more: Callable[[dict[str, Any]], dict[str, Any]] = self.kind.looked_up(session)
        left = {k.id: (k.uid, self.versions[k.uid]) for k in known if k.uid in self.versions}
        edits: dict[str, list[Edit]] = {}
        for edit in edits_since(session.connection(), table, left):
            edits.setdefault(edit.record_uid, []).append(edit)
        bases: dict[str, Mapping[str, Any]] = {}
        for record in known:
            if record.uid in edits:
                columns = {name: record.fields[name] for name in table.c.keys()}  # noqa: SIM118 - a collection
                bases[record.uid] = more(
                    from_file(table, rewound(to_file(table, columns), edits[record.uid]))
                )
            else:
                bases[record.uid] = record.fields
        return bases, edits

    def read(self) -> None:
        """Add what the sheet says to what was found."""
        located = _located(self.kind.layout, self.sheet)
        uid_at = _column(self.sheet, located, UID) if located is not None else None
        if located is None or uid_at is None:
            self.found.skipped.append(
                NotTaken(self.sheet.name, None, "Its headings or record ids are gone; left as it is.")
            )
            return
        seen: set[str] = set()
        there: set[str] = set()
        by_row: dict[int, str] = {}
        for index in range(located.header + 1, len(self.sheet.rows)):
            row = self.sheet.rows[index]
            uid = text_of(row[uid_at]).strip() if uid_at < len(row) else ""
            by_row[self.sheet.row_number(index)] = uid
            there.add(uid)
        for line in self.kind.read(self.sheet, located, self.lists).rows:
            uid = by_row.get(line.row, "")
            if line.bad:
                self._reject(line)
            elif uid in self.versions and uid not in seen:
                seen.add(uid)
                self._record(uid, line)
            else:
                self._fresh(line, copied=uid in seen)
        for uid in self.versions:
            record = self.here.get(uid)
            if uid in there or record is None:
                continue
            base = self.kind.items(self.bases[uid])
            outcome = merge_gone(base, self.kind.items(record.fields))
            name = self.kind.name_of(record.fields)
            self.found.gone.append(Gone(self.kind.key, uid, name, record.id, outcome is Outcome.CLASH))

    def _reject(self, line: ReadRow) -> None:
        for key, why in line.bad.items():
            title = self.kind.layout.field(key).title
            self.found.rejected.append(
                RejectedCell(self.sheet.name, line.row, title, line.said.get(key, ""), why)
            )

    def _record(self, uid: str, line: ReadRow) -> None:
        record = self.here.get(uid)
        if record is None:
            self.found.skipped.append(
                NotTaken(self.sheet.name, line.row, "This record was removed here; it stays removed.")
            )
            return
        base, mine = self.bases[uid], record.fields
        fields = [
            spec
            for spec in self.kind.layout.fields
            if spec.key in line.values and self.kind.columns_of(spec.key)
        ]
        was = {spec.key: self._plain(spec, *self._side(spec, base)) for spec in fields}
        here = {spec.key: self._plain(spec, *self._side(spec, mine)) for spec in fields}
        back = {s.key: self._plain(s, line.values[s.key], line.said.get(s.key, "")) for s in fields}
        merged = merge_record(was, here, back)
        clashes = {
            key: clash for key, clash in merged.clashes.items()
            if (uid, key, mark_of(self._theirs(line, key))) not in self.settled
        }  # fmt: skip
        if not merged.take and not clashes:
            self.found.untouched += 1
            return
        changed = {*merged.take, *clashes, *self.kind.context}
        asked = replace(line, values={key: value for key, value in line.values.items() if key in changed})
        if why := self.kind.why_not(asked, self.kind.area_of(record)):
            self._reject(replace(line, bad=why))
            return
        name = self.kind.name_of(mine)
        if merged.take:
            told = tuple(
                (self.kind.layout.field(key).short, self._words(key, mine), self._theirs(line, key))
                for key in merged.take
            )
            self.found.changes.append(Change(self.kind.key, uid, name, told))
            values = {key: line.values[key] for key in merged.take}
            add_fields(self.found.writes, self.kind.key, record.id, values, line.said)
        for key in clashes:
            edit = next(
                (e for e in self.edits.get(uid, ()) if set(e.before) & set(self.kind.columns_of(key))), None
            )
            self.found.clashes.append(Settle(
                self.kind.key, uid, name, key, self.kind.layout.field(key).short, self._words(key, base),
                self._words(key, mine), self._theirs(line, key), edit.by if edit else "", edit.at if edit else None,
                line.values[key], line.said.get(key, ""),
            ))  # fmt: skip

    def _fresh(self, line: ReadRow, *, copied: bool) -> None:
        area = self.kind.area_for(line.values)
        key = self.kind.key_of(line.values, area)
        if key is not None and key in self.by_key:
            if not copied:
                self.found.untouched += 1
            return
        if why := self.kind.why_not(line, area):
            self._reject(replace(line, bad=why))
            return
        row = ToWrite(None, line.values, line.said, area)
        self.found.writes.setdefault(self.kind.key, []).append(row)
        self.found.fresh.append((self.kind.key, str(line.said.get(self._naming(), ""))))

    def _naming(self) -> str:
        return next(s.key for s in self.kind.layout.fields if s.required and s.kind == "text")

    def _side(self, spec: FieldSpec, fields: Mapping[str, Any]) -> tuple[Item, str]:
        return self.kind.item(spec, fields), text_of(self.kind.words(spec, fields, self.lists))

    def _plain(self, spec: FieldSpec, item: Item, words: str) -> object:
        """A field in the form two sides are compared in."""
        if spec.kind == "list":
            return item if item is not None else matching_form(words)
        return clean_text(item).strip() if isinstance(item, str) else item

    def _words(self, key: str, fields: Mapping[str, Any]) -> str:
        return text_of(self.kind.words(self.kind.layout.field(key), fields, self.lists))

    def _theirs(self, line: ReadRow, key: str) -> str:
        return line.said.get(key, "")


def _located(layout: Layout, sheet: Sheet) -> Located | None:
    """The heading row: the first that has the record ids and most of the layout's headings."""
    for index, row in enumerate(sheet.rows[:30]):
        if any(heading_form(value) == heading_form(UID) for value in row):
            columns, notes = match_columns(layout, row)
            return Located(index, columns, notes, fingerprint(row))
    return None


def _column(sheet: Sheet, located: Located, title: str) -> int | None:
    for at, value in enumerate(sheet.rows[located.header]):
        if heading_form(value) == heading_form(title):
            return at
    return None
