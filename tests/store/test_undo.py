"""Everything can be taken back, and put back again, and that is a law."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from npt_desktop.errors import CannotDo
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import ChangeKind, TermKind
from npt_desktop.models.organisation import Area
from npt_desktop.models.vocabulary import Term
from npt_desktop.store import health, undo
from npt_desktop.store.database import Store
from tests.conftest import CEDAR

TABLES = ("area", "engagement_entry", "term")


def picture(store: Store) -> dict[str, Any]:
    """What every record says, without the keeping of it."""
    found: dict[str, Any] = {}
    with store.read() as session:
        for table in TABLES:
            rows = session.execute(text(f"SELECT * FROM {table} ORDER BY id")).mappings()
            found[table] = [
                {k: v for k, v in row.items() if k not in ("version", "changed_at")} for row in rows
            ]
        sql = "SELECT rowid FROM engagement_search WHERE engagement_search MATCH 'word*' ORDER BY rowid"
        found["search"] = [row[0] for row in session.execute(text(sql))]
    return found


def undo_last(store: Store) -> str:
    with store.read() as session:
        step = undo.undoable(session.connection())[0]
    with store.write(CEDAR, f"Took back: {step.did}", ChangeKind.UNDO) as unit:
        undo.take_back(unit, step.change_set_id)
    return step.did


def redo_last(store: Store) -> None:
    with store.read() as session:
        step = undo.redoable(session.connection())
    assert step is not None
    with store.write(CEDAR, "Put back", ChangeKind.REDO) as unit:
        undo.take_back(unit, step.change_set_id)


def lay_out(store: Store) -> None:
    with store.write(CEDAR, "Laid out", ChangeKind.SETUP) as unit:
        unit.add(Area(name="Gedling"))


step = st.one_of(
    st.tuples(st.just("log"), st.integers(1, 3)),
    st.tuples(st.just("edit"), st.integers(0, 5)),
    st.tuples(st.just("drop"), st.integers(0, 5)),
    st.tuples(st.just("bulk"), st.integers(2, 4)),
    st.tuples(st.just("list"), st.integers(0, 9)),
)


def do(store: Store, what: tuple[str, int], number: int) -> bool:
    """One edit of a person; False when there was nothing to do it to."""
    kind, n = what
    with store.write(CEDAR, f"{kind} {number}") as unit:
        ids = [row[0] for row in unit.session.execute(text("SELECT id FROM engagement_entry ORDER BY id"))]
        if kind == "log":
            for i in range(n):
                unit.add(
                    EngagementEntry(
                        area_id=1, day=date(2026, 1, 1), summary=f"word {number} {i}", natural_key=""
                    )
                )
        elif kind == "bulk":
            unit.insert(EngagementEntry, [{"area_id": 1, "day": date(2026, 1, 1), "summary": f"word {i}",
                                           "natural_key": str(i), "score": 3} for i in range(n)])  # fmt: skip
        elif kind == "list":
            unit.add(Term(kind=TermKind.ISSUE, key=f"{number}", label="x", synonyms=["a", n]))
        elif not ids:
            return False
        elif kind == "edit":
            entry = unit.get(EngagementEntry, ids[n % len(ids)])
            entry.outcome, entry.score = f"word {number}", None if entry.score else 4
        else:
            unit.remove(unit.get(EngagementEntry, ids[n % len(ids)]))
    return True


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(step, min_size=1, max_size=8))
def test_undoing_everything_and_redoing_it_all_ends_where_it_was(
    new_store: Callable[[], Store], steps: list[tuple[str, int]]
) -> None:
    store = new_store()
    lay_out(store)
    pictures = [picture(store)]
    for number, what in enumerate(steps):
        if do(store, what, number):
            pictures.append(picture(store))
    for before in reversed(pictures[:-1]):
        undo_last(store)
        assert picture(store) == before
    for after in pictures[1:]:
        redo_last(store)
        assert picture(store) == after
    report = health.check(store.path)
    assert report.sound, report
    store.close()


def test_the_laying_out_of_a_store_is_not_offered(store: Store) -> None:
    lay_out(store)
    with store.read() as session:
        assert undo.undoable(session.connection()) == []


def test_new_work_after_an_undo_forgets_the_redo(store: Store) -> None:
    lay_out(store)
    do(store, ("log", 1), 1)
    undo_last(store)
    do(store, ("log", 1), 2)
    with store.read() as session:
        assert undo.redoable(session.connection()) is None


def test_a_later_edit_refuses_the_undo_with_the_reason(store: Store) -> None:
    lay_out(store)
    do(store, ("log", 1), 1)
    do(store, ("edit", 0), 2)
    before = picture(store)
    with store.read() as session:
        first = undo.undoable(session.connection())[1]
    with pytest.raises(CannotDo, match="edited afterwards"), store.write(CEDAR, "x", ChangeKind.UNDO) as unit:
        undo.take_back(unit, first.change_set_id)
    assert picture(store) == before


def test_an_undo_that_would_orphan_records_is_refused(store: Store) -> None:
    with store.write(CEDAR, "Added an area") as unit:
        unit.add(Area(name="Gedling"))
    do(store, ("log", 1), 1)
    with pytest.raises(CannotDo, match="build on"), store.write(CEDAR, "x", ChangeKind.UNDO) as unit:
        undo.take_back(unit, 1)
    with store.read() as session:
        assert session.execute(text("SELECT count(*) FROM area")).scalar() == 1


def test_an_old_import_goes_except_what_was_edited_since(store: Store) -> None:
    lay_out(store)
    do(store, ("bulk", 3), 1)
    do(store, ("edit", 1), 2)
    with store.read() as session:
        imported = undo.undoable(session.connection())[1]
    with store.write(CEDAR, "Took back the import", ChangeKind.UNDO) as unit:
        kept = undo.take_back(unit, imported.change_set_id, partly=True)
    assert {k.field for k in kept} == {"outcome", "score"}
    assert [row["outcome"] for row in picture(store)["engagement_entry"]] == ["word 2"]


def test_tampering_with_the_journal_shows(store: Store) -> None:
    lay_out(store)
    for number in range(4):
        do(store, ("log", 1), number)
    assert health.check(store.path).sound
    with store._writer.begin() as connection:
        connection.info["journal"] = True
        connection.exec_driver_sql("DROP TRIGGER change_holds")
        connection.exec_driver_sql(
            "UPDATE change SET after=? WHERE id=3", (json.dumps({"summary": "forged"}),)
        )
        connection.info.pop("journal")
    report = health.check(store.path)
    assert [f.name for f in report.findings if not f.sound] == ["schema", "journal"]
    assert "change set 3" in report.findings[-1].says
