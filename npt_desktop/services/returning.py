"""Records as workbooks: for reading, or to be worked on elsewhere and brought back (:mod:`.merging`)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.book import Progress, Value
from npt_desktop.exchange.delimited import write_csv
from npt_desktop.exchange.layouts import FieldSpec
from npt_desktop.exchange.sheets import Lists
from npt_desktop.exchange.ticket import SHEET, UID, VERSION, Ticket, ticket_table
from npt_desktop.exchange.writing import Column, Table, write_workbook
from npt_desktop.files import file_name
from npt_desktop.models.journal import ChangeSet
from npt_desktop.services.desk import Desk
from npt_desktop.services.kind_log import LogKind
from npt_desktop.services.kind_people import AnswersKind, KeyIndividualsKind, PrioritiesKind
from npt_desktop.services.kind_plans import ActionsKind, PlansKind
from npt_desktop.services.marking import MARKED, highest, marking_for, marking_of
from npt_desktop.services.record_kinds import Known, RecordKind
from npt_desktop.store import migrate

RETURNABLE: dict[str, tuple[type[RecordKind], ...]] = {
    "log": (LogKind,),
    "priorities": (PrioritiesKind,),
    "plans": (PlansKind, ActionsKind),
    "actions": (ActionsKind,),
    "key-individuals": (KeyIndividualsKind,),
    "all": (LogKind, PrioritiesKind, PlansKind, ActionsKind, KeyIndividualsKind),
}
"""What a workbook of a name holds; QA answers are signed, so they are read elsewhere but not written."""
READABLE: dict[str, tuple[type[RecordKind], ...]] = {
    **{name: kinds for name, kinds in RETURNABLE.items() if name != "all"}, "qa": (AnswersKind,)
}  # fmt: skip
_HINTS = {
    "date": "A date as 16/07/2026.", "month": "A month as July 2026.", "quarter": "July to September 2026.",
    "number": "A whole number.", "score": "1 to 5, or leave it empty until it is evaluated.",
    "list": "Choose from the list.",
}  # fmt: skip


class Workbooks:
    """Workbooks out, at a desk. Long: call off the window's thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def write(
        self, path: Path, name: str, *, area_id: int | None = None, to_return: bool = False,
        progress: Progress | None = None,
    ) -> int:  # fmt: skip
        """Write the records of a name, of one area or all, as a workbook; returns how many.

        ``to_return`` adds the record's id and version to each row, lists and hints to the cells, and a hidden
        ticket. A path that ends in .csv gets the first sheet alone. Raises CannotDo when the file cannot be written.
        """
        trace = self._desk.takes_out(path)
        kinds = (RETURNABLE if to_return else READABLE).get(name)
        if kinds is None:
            known = ", ".join(RETURNABLE if to_return else READABLE)
            raise CannotDo(f"“{name}” cannot be taken out: choose one of {known}.")
        tables: list[Table] = []
        marks = [marking_of(self._desk)]
        records: dict[str, dict[str, int]] = {}
        with self._desk.read() as session:
            for kind_of in kinds:
                kind = kind_of(self._desk)
                found = [k for k in kind.load(session) if area_id is None or kind.area_of(k) == area_id]
                records[kind.key] = {k.uid: k.version for k in found}
                if kind.table.name in MARKED:
                    marks.append(marking_for(self._desk, kind.table.name, [k.id for k in found], files=False))
                tables.append(_table(kind, found, kind.read_lists(session), to_return=to_return))
            ticket = self._ticket(
                session, {t.sheet: k.key for t, k in zip(tables, kinds, strict=True)}, records
            )
        if path.suffix.lower() == ".csv":
            return write_csv(path, [c.title for c in tables[0].columns], tables[0].rows, progress=progress)
        if to_return:
            tables.append(ticket_table(ticket))
        written = write_workbook(path, tables, marking=highest(*marks), progress=progress, trace=trace)
        return written - (len(ticket.sheets) + sum(map(len, records.values())) + 6 if to_return else 0)

    def suggested_name(self, stem: str) -> str:
        """A file name that carries the marking."""
        return file_name(stem, marking_of(self._desk), ".xlsx")

    def _ticket(self, session: Session, sheets: dict[str, str], records: dict[str, dict[str, int]]) -> Ticket:
        schema = migrate.revision(self._desk.store.path) or ""
        return Ticket(
            store_id(session), schema, self._desk.store.clock.now(), self._desk.actor.name, sheets, records,
            last_change(session)[1],
        )  # fmt: skip


def store_id(session: Session) -> str:
    """What a store and its copies share and no other store has: the uid of its first change set."""
    return session.scalar(select(ChangeSet.uid).order_by(ChangeSet.id).limit(1)) or ""


def last_change(session: Session) -> tuple[int, str]:
    """Number and uid of a store's last change set."""
    row = session.execute(select(ChangeSet.id, ChangeSet.uid).order_by(ChangeSet.id.desc()).limit(1)).first()
    return (row[0], row[1]) if row is not None else (0, "")


def left_here(session: Session, ticket: Ticket) -> bool:
    """Whether a workbook left this very store, and not a copy of it that went another way since: that one's versions
    say nothing of the records here."""
    if not ticket.store or ticket.store != store_id(session):
        return False
    return (
        not ticket.last
        or session.scalar(select(ChangeSet.id).where(ChangeSet.uid == ticket.last)) is not None
    )


def _table(kind: RecordKind, found: Sequence[Known], lists: Lists, *, to_return: bool) -> Table:
    columns = [_column(spec, lists, to_return=to_return) for spec in kind.layout.fields]
    if to_return:
        keep = "This program knows the row by this; leave it as it is, and empty in new rows."
        columns = [*columns, Column(UID, 34, hint=keep), Column(VERSION, 9, hint=keep)]
    rows = []
    for known in found:
        line: list[Value] = [kind.words(spec, known.fields, lists) for spec in kind.layout.fields]
        rows.append([*line, known.uid, known.version] if to_return else line)
    title = f"{kind.label}, to be worked on and brought back" if to_return else kind.label
    assert kind.label != SHEET
    return Table(kind.label, title, tuple(columns), rows)


def _column(spec: FieldSpec, lists: Lists, *, to_return: bool) -> Column:
    if not to_return:
        return Column(spec.title, spec.width)
    known = lists.get(spec.list_name, ()) if spec.kind in ("list", "score") else ()
    offered = tuple(f"{c.key} - {c.label}" if spec.kind == "score" else c.label for c in known)
    return Column(spec.title, spec.width, offered, _HINTS.get(spec.kind, ""))
