"""What two sides had last: each record as it was then, read from a journal backwards."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from npt_desktop.models.every import metadata
from npt_desktop.services.merge_found import RUN_KIND
from npt_desktop.services.whole_content import Content, Row, plain, rows_of, tables
from npt_desktop.store.earlier import edits_since, rewound
from npt_desktop.store.undo import taken_back
from npt_desktop.store.values import complete

MET = "met"
"""Under which an import run keeps what a merge of a store saw: the uid of its last change set as ``theirs``, the number
of ours as ``at``, and ``alias``."""
Alias = Mapping[str, Mapping[str, str]]


def base_at_versions(
    connection: Connection,
    mine: Content,
    ids: Mapping[str, Mapping[str, int]],
    left: Mapping[str, Mapping[str, int]],
) -> Content:
    """My records at the versions they left with. What left and was removed here since is there without fields."""
    uids = {name: {record_id: uid for uid, record_id in known.items()} for name, known in ids.items()}
    found: Content = {}
    for table in tables():
        versions = left.get(table.name, {})
        here = {
            ids[table.name][uid]: (uid, version)
            for uid, version in versions.items()
            if uid in ids[table.name]
        }
        edits: dict[str, list[object]] = {}
        for edit in edits_since(connection, table, here):
            edits.setdefault(edit.record_uid, []).append(edit)
        raw = {row["uid"]: row for row in rows_of(connection, table)} if edits else {}
        found[table.name] = {}
        for uid in versions:
            if uid in edits:
                before = rewound(raw[uid], edits[uid])  # type: ignore[arg-type]
                found[table.name][uid] = plain(table, before, uids)
            else:
                found[table.name][uid] = mine[table.name].get(uid, {})
    return found


def base_of_stores(mine: Connection, theirs: Connection, their_content: Content) -> tuple[Content, Alias]:
    """What both stores had last: theirs as an earlier merge here found it, or mine as a merge there found it,
    whichever is later; else my records at the last change set both have. Nothing for stores that never met.

    With it which of their records are known here under another uid. A merge that was taken back counts for nothing.
    A record that a merge of an earlier version of this program brought from them is there as it came.
    """
    found_theirs, found_mine = met(mine, theirs), met(theirs, mine)
    if found_theirs is not None and (found_mine is None or found_mine.number < found_theirs.at):
        return _rewound_to(theirs, found_theirs.number), found_theirs.alias
    if found_mine is not None:
        alias = {
            table: {ours: known for known, ours in pairs.items()} for table, pairs in found_mine.alias.items()
        }
        return _rewound_to(mine, found_mine.number), alias
    common = _common(mine, theirs)
    return (_rewound_to(mine, common, their_content) if common else {}), {}


@dataclass(frozen=True, slots=True)
class Met:
    """A merge that stands: the change set of the other store it saw last, by ``number`` there, the one of the merging
    store it ended with, and which records of the other are known under another uid here, by table and their uid."""

    number: int
    at: int
    alias: Alias


def met(merging: Connection, seen: Connection) -> Met | None:
    """The latest merge of ``seen`` into ``merging`` that stands, with no earlier one taken back since."""
    undone = taken_back(merging)
    spoilt = [
        (run, undone[number])
        for run, number in merging.exec_driver_sql(
            "SELECT id, change_set_id FROM import_run WHERE kind = ? AND change_set_id IS NOT NULL",
            (RUN_KIND,),
        )
        if number in undone
    ]
    runs = merging.exec_driver_sql(
        "SELECT id, change_set_id, report FROM import_run WHERE kind = ? ORDER BY id DESC", (RUN_KIND,)
    )
    for run, number, report in runs:
        kept = json.loads(report).get(MET)
        if kept is None or number in undone:
            continue
        if any(other < run and back > kept["at"] for other, back in spoilt):
            continue
        there = seen.exec_driver_sql("SELECT id FROM change_set WHERE uid = ?", (kept["theirs"],)).scalar()
        if there is not None:
            return Met(int(there), int(kept["at"]), kept["alias"])
    return None


def _rewound_to(connection: Connection, number: int, came: Content | None = None) -> Content:
    """A store's records as they stood after a change set. Of those made since, the ones in ``came`` as they were
    made."""
    raw: dict[str, dict[str, Row]] = {
        t.name: {row["uid"]: row for row in rows_of(connection, t)} for t in tables()
    }
    uids = {name: {row["id"]: uid for uid, row in rows.items()} for name, rows in raw.items()}
    for table_name, record_id, uid, before, after in connection.exec_driver_sql(
        "SELECT table_name, record_id, record_uid, before, after FROM change WHERE change_set_id > ? "
        "AND (before IS NOT NULL OR after IS NOT NULL) ORDER BY id DESC",
        (number,),
    ):
        table = metadata.tables[table_name]
        if table_name not in raw:
            continue
        if before is None:
            raw[table_name].pop(uid, None)
            if uid in (came or {}).get(table_name, {}):
                raw[table_name][uid] = {"id": record_id, "uid": uid, **complete(table, json.loads(after))}
        elif after is None:
            raw[table_name][uid] = {"id": record_id, "uid": uid, **complete(table, json.loads(before))}
            uids[table_name].setdefault(record_id, uid)
        elif uid in raw[table_name]:
            raw[table_name][uid].update(json.loads(before))
    return {t.name: {uid: plain(t, row, uids) for uid, row in raw[t.name].items()} for t in tables()}


def _common(mine: Connection, theirs: Connection) -> int:
    """The last change set of mine that theirs has too."""
    sql = "SELECT id, uid FROM change_set ORDER BY id"
    last = 0
    for (number, one), (_, other) in zip(
        mine.exec_driver_sql(sql), theirs.exec_driver_sql(sql), strict=False
    ):
        if one != other:
            break
        last = int(number)
    return last
