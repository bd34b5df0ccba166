"""One sheet of a returned workbook against the records of its kind."""

from __future__ import annotations

from collections import Counter
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
from npt_desktop.rules.words import listed, matching_form
from npt_desktop.services.brought import Brought, mark_of_value, since
from npt_desktop.services.desk import Desk
from npt_desktop.services.imports import NotTaken, RejectedCell
from npt_desktop.services.merge_found import Came, Change, Gone, Returned, Settle, add_fields, mark_of
from npt_desktop.services.record_kinds import Known, RecordKind, ToWrite
from npt_desktop.store import disposal
from npt_desktop.store.earlier import Edit, edits_since, from_file, rewound
from npt_desktop.store.values import to_file


class ReturnedSheet:
    """One sheet of a returned workbook against the records of its kind: made, it is read; then compared once it is
    known which earlier return it goes on from."""

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
        self.desk, self.versions = desk, versions
        with desk.read() as session:
            known = kind.load(session)
            self.lists: Lists = kind.read_lists(session)
            self.disposed = disposal.known(session.connection())
            self.bases, self.edits = self._bases(session, known, versions)
        self.here = {record.uid: record for record in known}
        self.by_key = {
            key: record for record in known
            for key in kind.known_by(record)
        }  # fmt: skip
        self.located = _located(kind.layout, sheet)
        self.lines: list[tuple[str, ReadRow]] = []
        self._read()

    def _bases(
        self, session: Session, known: Sequence[Known], versions: Mapping[str, int]
    ) -> tuple[dict[str, Mapping[str, Any]], dict[str, list[Edit]]]:
        """Each record as it stood at its version, by uid, and what was changed here since."""
        table = self.kind.table
        more: Callable[[dict[str, Any]], dict[str, Any]] = self.kind.looked_up(session)
        left = {k.id: (k.uid, versions[k.uid]) for k in known if k.uid in versions}
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

    def _read(self) -> None:
        """The rows with their record ids; a note where there are none."""
        uid_at = _column(self.sheet, self.located, UID) if self.located is not None else None
        if self.located is None or uid_at is None:
            self.located = None
            self.found.skipped.append(
                NotTaken(self.sheet.name, None, "Its headings or record ids are gone; left as it is.")
            )
            return
        self.there: set[str] = set()
        by_row: dict[int, str] = {}
        for index in range(self.located.header + 1, len(self.sheet.rows)):
            row = self.sheet.rows[index]
            uid = text_of(row[uid_at]).strip() if uid_at < len(row) else ""
            by_row[self.sheet.row_number(index)] = uid
            self.there.add(uid)
        self.lines = [
            (by_row.get(line.row, ""), line)
            for line in self.kind.read(self.sheet, self.located, self.lists).rows
        ]

    # -- which copy --
    def against(self, earlier: Brought) -> Counter[str]:
        """What became of that which a copy brought: how many values still ``stand`` in this sheet, how many are as
        they ``left`` the store, how many are something ``else``."""
        counts: Counter[str] = Counter()
        added = self._added(earlier)
        for uid, line in self.lines:
            marks = earlier.fields.get(uid)
            if marks is None or uid in earlier.rows or uid not in self.here:
                continue
            was = self._plains(self.bases[uid])
            for key, back in self._back(line).items():
                if key in marks:
                    mark = mark_of_value(back)
                    counts["stand" if mark == marks[key] else "left" if back == was[key] else "else"] += 1
        for uid in earlier.rows:
            if uid in added or uid in self.here:
                counts["stand" if uid in added else "left"] += 1  # no other copy has the rows of this one
        return counts

    def _added(self, earlier: Brought) -> dict[str, ReadRow]:
        """The rows without an id that a copy brought before, by the record each became: as they were, else by what
        makes a record the same, else in the row where they stood and still mostly say the same. A record that was
        removed here since is among them: its row does not bring it back."""
        free = {line.row: line for uid, line in self.lines if not uid}
        found: dict[str, ReadRow] = {}

        def take(uid: str, line: ReadRow | None) -> None:
            if line is not None and uid not in found:
                found[uid] = line
                del free[line.row]

        wanted = [uid for uid, (sheet, _) in earlier.rows.items() if sheet == self.sheet.name]
        by_marks = {tuple(sorted(self._marks(line).items())): line for line in free.values()}
        for uid in wanted:
            line = by_marks.get(tuple(sorted(earlier.fields.get(uid, {}).items())))
            take(uid, line if line is not None and line.row in free else None)
        for line in list(free.values()):
            key = self.kind.key_of(line.values, self.kind.area_for(line.values))
            record = self.by_key.get(key) if key is not None else None
            if record is not None and record.uid in earlier.rows:
                take(record.uid, line)
        for uid in wanted:
            line = free.get(earlier.rows[uid][1])
            take(uid, line if line is not None and self._mostly(line, earlier.fields.get(uid, {})) else None)
        return found

    def _mostly(self, line: ReadRow, marks: Mapping[str, str]) -> bool:
        """Whether most of what a row says is what was brought: else another was typed in its place."""
        now = self._marks(line)
        return 2 * sum(now.get(key) == mark for key, mark in marks.items()) > len(marks)

    # -- comparing --
    def compare(self, earlier: Brought | None, unsure: Brought | None) -> None:
        """Add what the sheet says to what was found. ``earlier`` is what this copy brought before; ``unsure`` what
        either this one or another did."""
        if self.located is None:
            return
        seen: set[str] = set()
        added = {} if earlier is None else self._added(earlier)
        came = {line.row: uid for uid, line in added.items()}
        if earlier is not None:
            with self.desk.read() as session:
                first = dict.fromkeys(added, 1)
                bases, edits = self._bases(session, list(self.here.values()), first)
            self.bases.update({uid: bases[uid] for uid in added if uid in bases})
            self.edits.update(edits)
        marks = earlier.fields if earlier is not None else {}
        doubts = unsure.fields if unsure is not None else {}
        for given, line in self.lines:
            uid = given or came.get(line.row, "")
            if uid in self.disposed:
                why = "Disposed of here under retention; it does not come back."
                self.found.skipped.append(NotTaken(self.sheet.name, line.row, why))
            elif line.bad:
                self._reject(line)
            elif (uid in self.versions or uid in added) and uid not in seen:
                seen.add(uid)
                if uid in added and self.found.brought is not None:
                    self.found.brought.rows[uid] = self.sheet.name, line.row
                self._record(uid, line, marks.get(uid, {}), doubts.get(uid, {}))
            else:
                self._fresh(line, copied=uid in seen)
        brought = earlier.rows if earlier is not None else {}
        for uid in (*self.versions, *brought):
            record = self.here.get(uid)
            if uid in self.there or uid in added or record is None:
                continue
            name = self.kind.name_of(record.fields)
            edited = self._edited(record, marks.get(uid, {}))
            self.found.gone.append(Gone(self.kind.key, uid, name, record.id, edited))

    def _edited(self, record: Known, marks: Mapping[str, str]) -> bool:
        """Whether a record whose row is gone was changed here, beside what the copy brought itself."""
        here = self._plains(record.fields)
        own = {key for key, mark in marks.items() if key in here and mark_of_value(here[key]) == mark}
        base = self.kind.items(self.bases[record.uid])
        now = {**self.kind.items(record.fields), **{key: base[key] for key in own}}
        return merge_gone(base, now) is Outcome.CLASH

    def _reject(self, line: ReadRow) -> None:
        for key, why in line.bad.items():
            title = self.kind.layout.field(key).title
            self.found.rejected.append(
                RejectedCell(self.sheet.name, line.row, title, line.said.get(key, ""), why)
            )

    def _record(self, uid: str, line: ReadRow, marks: Mapping[str, str], doubts: Mapping[str, str]) -> None:
        record = self.here.get(uid)
        if record is None:
            self.found.skipped.append(
                NotTaken(self.sheet.name, line.row, "This record was removed here; it stays removed.")
            )
            return
        base, mine, brought = self.bases[uid], record.fields, self.found.brought
        assert brought is not None
        was, here, back = self._plains(base), self._plains(mine), self._back(line)
        merged = merge_record(*since(was, here, back, marks, doubts))
        clashes = {
            key: clash for key, clash in merged.clashes.items()
            if key in marks or (uid, key, mark_of(self._theirs(line, key))) not in self.settled
        }  # fmt: skip
        if not merged.take and not clashes:
            brought.keep(uid, was, back, marks)
            self.found.untouched += 1
            return
        changed = {*merged.take, *clashes, *self.kind.context}
        asked = replace(line, values={key: value for key, value in line.values.items() if key in changed})
        if why := self.kind.why_not(asked, self.kind.area_of(record)):
            self._reject(replace(line, bad=why))
            return
        brought.keep(uid, was, back, marks)
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
                self._known(line, self.by_key[key])
            return
        if why := self.kind.why_not(line, area):
            self._reject(replace(line, bad=why))
            return
        row = ToWrite(None, line.values, line.said, area)
        self.found.writes.setdefault(self.kind.key, []).append(row)
        self.found.fresh.append((self.kind.key, str(line.said.get(self._naming(), ""))))
        self.found.came.append(Came(row, (self.sheet.name, line.row), self._marks(line)))

    def _known(self, line: ReadRow, record: Known) -> None:
        """A row without an id that is a record here already: the same, or told, for nothing says which is right."""
        here, back = self._plains(record.fields), self._back(line)
        differs = [key for key, value in back.items() if value != here[key] and value not in (None, "")]
        if differs:
            names = listed(self.kind.layout.field(key).short for key in differs)
            why = f"One like it is here with another {names}; it was left as it is."
            self.found.skipped.append(NotTaken(self.sheet.name, line.row, why))
        self.found.untouched += 1

    # -- values --
    def _fields(self) -> list[FieldSpec]:
        return [spec for spec in self.kind.layout.fields if self.kind.columns_of(spec.key)]

    def _plains(self, fields: Mapping[str, Any]) -> dict[str, object]:
        """What a record says by field, in the form two sides are compared in."""
        return {spec.key: self._plain(spec, *self._side(spec, fields)) for spec in self._fields()}

    def _back(self, line: ReadRow) -> dict[str, object]:
        """What a row says, of the fields it has, in that form."""
        return {
            spec.key: self._plain(spec, line.values[spec.key], line.said.get(spec.key, ""))
            for spec in self._fields() if spec.key in line.values
        }  # fmt: skip

    def _marks(self, line: ReadRow) -> dict[str, str]:
        return {key: mark_of_value(value) for key, value in self._back(line).items()}

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
