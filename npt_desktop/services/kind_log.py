"""The engagement log as rows of a workbook: the booklet's columns, known again by area, date, lead and summary."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from npt_desktop.exchange.book import Book, Progress, Sheet, Value
from npt_desktop.exchange.cells import BadCell, Choice, clean_text, has_illegal, match_choice, text_of
from npt_desktop.exchange.engagement import EngagementLists, LogRow, ParsedLog, parse_engagement
from npt_desktop.exchange.layouts import FieldSpec, Located
from npt_desktop.exchange.record_layouts import LOG
from npt_desktop.exchange.records import Item, ReadRow, ReadSheet, column_values, parse_item
from npt_desktop.exchange.sheets import Lists
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import TermKind
from npt_desktop.rules.engagement import natural_key
from npt_desktop.rules.words import matching_form
from npt_desktop.services.log_rows import FIELDS, SAID, LogRows, LogSaid, LogValues
from npt_desktop.services.record_kinds import Key, Known, RecordKind, ToWrite, Writing, terms

_SAID_WITH_AREA = (*SAID, "area")
_NOTHING: dict[str, str] = {}
_ALIKE = 0.85
"""Share of matching letters from which two summaries of a day may be the same engagement."""


class LogKind(RecordKind):
    """One engagement a row."""

    key = "log"
    label = "Engagement log"
    noun = ("engagement", "engagements")
    layout = LOG
    model = EngagementEntry
    columns: ClassVar[Mapping[str, str]] = {
        "area": "area_id", "date": "day", "who": "who_engaged", "summary": "summary", "outcome": "outcome",
        "score": "score",
    }  # fmt: skip
    _worded: ClassVar[Mapping[str, tuple[str, str]]] = {
        "audience": ("audience_id", "audience_text"),
        "purpose": ("purpose_id", "purpose_text"),
        "lead": ("lead_id", "lead_name"),
    }

    def read_lists(self, session: Session) -> dict[str, tuple[Choice, ...]]:
        scores = terms(session, TermKind.SCORE, lambda t: t.label)[:5]
        return {
            **super().read_lists(session),
            "audience": terms(session, TermKind.AUDIENCE, lambda t: str(t.id)),
            "purpose": terms(session, TermKind.PURPOSE, lambda t: str(t.id)),
            "score": tuple(Choice(str(n), word.label, word.aliases) for n, word in enumerate(scores, 1)),
        }

    # -- reading --
    def read(
        self, sheet: Sheet, located: Located, lists: Lists, progress: Progress | None = None
    ) -> ReadSheet:
        vocab = EngagementLists(
            *(tuple(lists.get(name, ())) for name in ("audience", "purpose", "score", "person"))
        )
        parsed = parse_engagement(
            Book(sheet.name, (sheet,)),
            vocab,
            layout=self.layout,
            located={sheet.name: located},
            today=self.desk.today,
            progress=progress,
        )
        ask = {key: column_values(sheet, at) for key, at in located.columns.items()}
        here = tuple(key for key in FIELDS if key in located.columns)
        with_area = (*here, "area")

        def made(row: LogRow) -> ReadRow:
            values, said, bad = LogValues(row, here), LogSaid(row, SAID), _NOTHING
            if "area" in ask:
                values, said, bad = self._area(row, ask["area"], lists, with_area)
            return ReadRow(row.sheet, row.row, values, said, bad, row.warnings, row.natural_key)

        rows = LogRows(parsed.rows, made, self._refused(sheet.name, parsed, located, ask, lists))
        left_out = tuple((s.row, s.reason) for s in parsed.skipped)
        return ReadSheet(rows, left_out, parsed.notes)

    def _area(
        self, row: LogRow, ask: Callable[[int], Value], lists: Lists, fields: tuple[str, ...]
    ) -> tuple[LogValues, LogSaid, dict[str, str]]:
        """What a row says where it names its area, and what is wrong with that, by field."""
        cell = ask(row.row)
        said = LogSaid(row, _SAID_WITH_AREA, text_of(cell).strip())
        try:
            area = parse_item(self.layout.field("area"), cell, lists)
        except BadCell as why:
            return LogValues(row, fields[:-1]), said, {"area": str(why)}
        return LogValues(row, fields, area), said, _NOTHING

    def _refused(
        self, sheet: str, parsed: ParsedLog, located: Located, ask: Mapping[str, Any], lists: Lists
    ) -> list[ReadRow]:
        reasons: dict[int, dict[str, str]] = {}
        by_title = {spec.title: spec.key for spec in self.layout.fields}
        for refused in parsed.rejected:
            reasons.setdefault(refused.row, {})[by_title[refused.column]] = refused.reason
        rows = []
        for number, bad in reasons.items():
            values: dict[str, Item] = {}
            said = {key: text_of(ask[key](number)).strip() for key in located.columns}
            if "area" in ask:
                try:
                    values["area"] = parse_item(self.layout.field("area"), ask["area"](number), lists)
                except BadCell as why:
                    bad["area"] = str(why)
            rows.append(ReadRow(sheet, number, values, said, bad))
        return rows

    def area_for(self, values: Mapping[str, Any]) -> int | None:
        if isinstance(values, LogValues):
            return None if values.area is None else int(str(values.area))
        return super().area_for(values)

    # -- the same engagement --
    def key_of(self, values: Mapping[str, Any], area_id: int | None) -> Key | None:
        day, summary = values.get("date"), values.get("summary")
        if not isinstance(day, date) or not summary:
            return None
        return (area_id, natural_key(day, str(values.get("lead") or ""), str(summary)))

    def row_key(self, row: ReadRow, area_id: int | None) -> Key | None:
        return (area_id, row.key) if row.key else super().row_key(row, area_id)

    def known_by(self, record: Known) -> list[Key]:
        fields = record.fields
        kept = (fields["area_id"], fields["natural_key"])
        # A workbook shows an officer of the list by label, and no character that it cannot hold.
        shown = not fields["lead_name"] or has_illegal(fields["lead_name"]) or has_illegal(fields["summary"])
        return list(dict.fromkeys((kept, *super().known_by(record)))) if shown else [kept]

    def near(self, fields: Mapping[str, Any]) -> Hashable:
        day: Hashable = fields["day"]
        return day

    def near_row(self, row: ReadRow) -> Hashable:
        return row.values.get("date")

    def possible(self, row: ReadRow, known: Sequence[Known]) -> Known | None:
        if not known:
            return None
        summary = matching_form(str(row.values.get("summary") or ""))
        lead = matching_form(str(row.values.get("lead") or ""))
        for record in known:
            there = matching_form(record.fields["summary"])
            if there == summary:
                return record
            alike = SequenceMatcher(None, there, summary, autojunk=False)
            close = alike.quick_ratio() >= _ALIKE and alike.ratio() >= _ALIKE
            if close and matching_form(str(self.item(self.layout.field("lead"), record.fields))) == lead:
                return record
        return None

    # -- the store --
    def looked_up(self, session: Session) -> Callable[[dict[str, Any]], dict[str, Any]]:
        labels = {choice.key: choice.label for choice in self.read_lists(session)["person"]}
        return lambda fields: {**fields, "lead_label": labels.get(str(fields["lead_id"]), "")}

    def columns_of(self, key: str) -> tuple[str, ...]:
        return self._worded.get(key) or super().columns_of(key)

    def item(self, spec: FieldSpec, fields: Mapping[str, Any]) -> Item:
        if spec.key == "lead":
            return clean_text(fields["lead_name"] or fields.get("lead_label", ""))
        if spec.key in self._worded:
            linked = fields[self._worded[spec.key][0]]
            return None if linked is None else str(linked)
        return super().item(spec, fields)

    def words(self, spec: FieldSpec, fields: Mapping[str, Any], lists: Lists) -> Value:
        if spec.key in ("audience", "purpose") and fields[self._worded[spec.key][0]] is None:
            return fields[self._worded[spec.key][1]] or None
        return super().words(spec, fields, lists)

    def write(self, writing: Writing, rows: Sequence[ToWrite]) -> None:
        fresh = [row for row in rows if row.record_id is None]
        super().write(writing, [row for row in rows if row.record_id is not None])
        if fresh:
            writing.unit.insert_columns(EngagementEntry, self._columns(writing, fresh))

    def _columns(self, writing: Writing, rows: Sequence[ToWrite]) -> dict[str, Sequence[Any]]:
        """New entries column by column; what a row does not say is empty."""
        logs = [row.values.row for row in rows if isinstance(row.values, LogValues)]
        if len(logs) == len(rows):
            columns = self._columns_of_log(writing, logs)
        else:
            columns = self._columns_of_any(writing, rows)
        columns["area_id"] = [
            row.area_id if (area := self.area_for(row.values)) is None else area for row in rows
        ]
        if any(row.uid for row in rows):
            columns["uid"] = [row.uid for row in rows]
        return columns

    def _columns_of_log(self, writing: Writing, rows: Sequence[LogRow]) -> dict[str, Sequence[Any]]:
        """Rows as the log was read: a column its sheet lacks is empty in them."""
        return {
            "day": [row.date for row in rows],
            "audience_id": [row.audience_key and int(row.audience_key) for row in rows],
            "audience_text": [row.audience_text for row in rows],
            "purpose_id": [row.purpose_key and int(row.purpose_key) for row in rows],
            "purpose_text": [row.purpose_text for row in rows],
            "who_engaged": [row.who for row in rows],
            "lead_id": [
                int(row.lead_keys[0]) if row.lead_keys else self._officer(writing, row.lead_text, _NOTHING)
                for row in rows
            ],
            "lead_name": [row.lead_text for row in rows],
            "summary": [row.summary for row in rows],
            "outcome": [row.outcome for row in rows],
            "score": [row.score for row in rows],
            "natural_key": [row.natural_key for row in rows],
        }

    def _columns_of_any(self, writing: Writing, rows: Sequence[ToWrite]) -> dict[str, Sequence[Any]]:
        values, said = [row.values for row in rows], [row.said for row in rows]
        days: list[Any] = [v["date"] for v in values]
        leads = [str(v.get("lead") or "") for v in values]
        summaries = [str(v["summary"]) for v in values]
        columns: dict[str, Sequence[Any]] = {
            "day": days,
            "who_engaged": [v.get("who") or "" for v in values],
            "lead_id": [self._officer(writing, lead, s) for lead, s in zip(leads, said, strict=True)],
            "lead_name": leads,
            "summary": summaries,
            "outcome": [v.get("outcome") or "" for v in values],
            "score": [v.get("score") for v in values],
            "natural_key": [
                row.key or natural_key(day, lead, summary)
                for row, day, lead, summary in zip(rows, days, leads, summaries, strict=True)
            ],
        }
        for key in ("audience", "purpose"):
            linked, text = self._worded[key]
            columns[linked] = [None if (of := v.get(key)) is None else int(str(of)) for v in values]
            columns[text] = [s.get(key, "") if key in v else "" for v, s in zip(values, said, strict=True)]
        return columns

    def _officer(self, writing: Writing, name: str, said: Mapping[str, str]) -> int | None:
        """The officer a row names: as reading found it, else by the name."""
        if known := said.get("lead_key", ""):
            return int(known)
        officers: dict[str, int | None] = writing.notes.setdefault("officers", {})
        if name not in officers:
            if "people" not in writing.notes:
                writing.notes["people"] = self.lists()["person"]
            match = match_choice(name, writing.notes["people"], near=False)
            officers[name] = int(match.choice.key) if match else None
        return officers[name]

    def fields_of(self, writing: Writing, row: ToWrite, *, new: bool) -> dict[str, Any]:
        """The columns a row writes over an entry."""
        found = super().fields_of(writing, row, new=new)
        for key in ("audience", "purpose"):
            if key in row.values:
                linked, text = self._worded[key]
                value = row.values[key]
                found[linked] = int(str(value)) if value is not None else None
                found[text] = row.said.get(key, "")
        if "lead" in row.values:
            found["lead_name"] = str(row.values["lead"] or "")
            found["lead_id"] = self._officer(writing, found["lead_name"], row.said)
        if found.keys() & {"day", "lead_name", "summary"}:
            assert row.record_id is not None
            old = writing.unit.get(EngagementEntry, row.record_id)
            found["natural_key"] = natural_key(
                found.get("day", old.day),
                found.get("lead_name", old.lead_name),
                found.get("summary", old.summary),
            )
        return found
