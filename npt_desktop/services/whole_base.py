"""Where two sides parted: each record as it was then, read from my journal backwards."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import Connection

from npt_desktop.models.every import metadata
from npt_desktop.services.whole_content import Content, Row, plain, rows_of, tables
from npt_desktop.store.earlier import edits_since, rewound
from npt_desktop.store.values import complete


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


def base_of_stores(mine: Connection, theirs: Connection, their_content: Content) -> Content:
    """My records at the last change set both stores have; nothing for stores that share no beginning. One that an
    earlier merge brought from them is there as it came."""
    common = _common(mine, theirs)
    if not common:
        return {}
    raw: dict[str, dict[str, Row]] = {t.name: {row["uid"]: row for row in rows_of(mine, t)} for t in tables()}
    uids = {name: {row["id"]: uid for uid, row in rows.items()} for name, rows in raw.items()}
    for table_name, record_id, uid, before, after in mine.exec_driver_sql(
        "SELECT table_name, record_id, record_uid, before, after FROM change WHERE change_set_id > ? "
        "AND (before IS NOT NULL OR after IS NOT NULL) ORDER BY id DESC",
        (common,),
    ):
        if before is None:
            raw[table_name].pop(uid, None)
            if uid in their_content.get(table_name, {}):
                came = complete(metadata.tables[table_name], json.loads(after))
                raw[table_name][uid] = {"id": record_id, "uid": uid, **came}
        elif after is None:
            raw[table_name][uid] = {
                "id": record_id,
                "uid": uid,
                **complete(metadata.tables[table_name], json.loads(before)),
            }
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
