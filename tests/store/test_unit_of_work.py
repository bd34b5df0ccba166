"""One block, one transaction, one change set; nothing is written past the journal."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Table, select, text

from npt_desktop.errors import Clash
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.every import records
from npt_desktop.models.journal import Change, ChangeSet
from npt_desktop.models.kinds import ChangeKind, Role
from npt_desktop.models.organisation import Area, Person, Posting
from npt_desktop.store import health, undo
from npt_desktop.store.database import Store
from npt_desktop.store.journal import Written
from npt_desktop.store.search import match
from tests.conftest import CEDAR


def area(store: Store, name: str = "Gedling") -> int:
    with store.write(CEDAR, "Added an area") as unit:
        return unit.add(Area(name=name)).id


def entry(area_id: int, **fields: object) -> dict[str, object]:
    return {
        "area_id": area_id,
        "day": date(2026, 10, 1),
        "summary": "Met the choir",
        "natural_key": "k",
        **fields,
    }


def test_a_save_is_journaled_with_who_when_and_the_fields(store: Store) -> None:
    area_id = area(store)
    with store.write(CEDAR, "Renamed an area") as unit:
        unit.get(Area, area_id).name = "Gedling North"
    with store.read() as session:
        last = session.scalars(select(ChangeSet).order_by(ChangeSet.id.desc())).first()
        change = session.scalars(select(Change).order_by(Change.id.desc())).first()
        found = session.get(Area, area_id)
    assert last is not None
    assert change is not None
    assert found is not None
    assert (last.by, last.did, last.changes) == ("PS 512 Cedar", "Renamed an area", 1)
    assert last.at == store.clock.now()
    assert change.before == {"name": "Gedling"}
    assert change.after == {"name": "Gedling North"}
    assert (found.version, change.version, found.changed_at) == (2, 2, store.clock.now())


def test_a_failed_block_leaves_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.write(CEDAR, "Failing") as unit:
        unit.add(Area(name="Nowhere"))
        _ = 1 / 0
    with store.read() as session:
        assert session.scalars(select(Area)).all() == []
        assert session.scalars(select(ChangeSet)).all() == []


def test_nothing_changed_means_no_change_set(store: Store) -> None:
    area_id = area(store)
    with store.write(CEDAR, "Looked at it") as unit:
        unit.get(Area, area_id).name = "Gedling"
    with store.read() as session:
        assert len(session.scalars(select(ChangeSet)).all()) == 1


@pytest.mark.parametrize(
    "sql",
    ["UPDATE area SET name='x'", "DELETE FROM area", "INSERT INTO area(uid, name) VALUES ('u', 'x')",
     "delete from change"],
)  # fmt: skip
def test_a_write_that_bypasses_the_journal_is_refused(store: Store, sql: str) -> None:
    area(store)
    with pytest.raises(RuntimeError, match="journal"), store._writer.begin() as connection:
        connection.execute(text(sql))


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(Exception, match="only be read"), store.read() as session:
        session.execute(text("DELETE FROM area"))


def test_a_stale_save_is_refused(store: Store) -> None:
    area_id = area(store)
    with store.read() as session:
        stale = session.get(Area, area_id)
    assert stale is not None
    with store.write(CEDAR, "First") as unit:
        unit.get(Area, area_id).name = "First"
    with pytest.raises(Clash), store.write(CEDAR, "Second") as unit:
        stale.name = "Second"
        unit.session.add(stale)


def test_a_commit_is_announced_once_and_a_failure_never(store: Store) -> None:
    heard: list[Written] = []
    store.announce = heard.append
    area_id = area(store)
    with pytest.raises(ZeroDivisionError), store.write(CEDAR, "Failing") as unit:
        unit.add(Area(name="Nowhere"))
        _ = 1 / 0
    assert [(w.did, w.touched) for w in heard] == [("Added an area", {"area": frozenset({area_id})})]


def test_removing_a_person_removes_their_postings(store: Store) -> None:
    area_id = area(store)
    with store.write(CEDAR, "Added a person") as unit:
        person = unit.add(Person(surname="Larch", title="PCSO", number="4332", role=Role.CONSTABLE))
        unit.add(Posting(person_id=person.id, area_id=area_id))
    assert person.label == "PCSO 4332 Larch"
    with store.write(CEDAR, "Removed a person") as unit:
        unit.remove(unit.get(Person, person.id))
    with store.read() as session:
        assert session.scalars(select(Posting)).all() == []
        assert session.scalars(select(Area)).all() != []


def test_many_rows_at_once_are_journaled_and_searchable(store: Store) -> None:
    area_id = area(store)
    with store.write(CEDAR, "Imported") as unit:
        ids = unit.insert(EngagementEntry, [entry(area_id, summary=f"Visit number {n}") for n in range(50)])
    with store.read() as session:
        found = session.execute(
            text("SELECT rowid FROM engagement_search WHERE engagement_search MATCH :q"),
            {"q": match("visi 31")},
        ).all()
        changes = session.scalars(select(Change).where(Change.table_name == "engagement_entry")).all()
        row = session.get(EngagementEntry, ids[31])
    assert [r[0] for r in found] == [ids[31]]
    assert len(changes) == 50
    assert row is not None
    assert (row.summary, row.outcome, row.from_hate_crime, row.version) == ("Visit number 31", "", False, 1)


def test_the_search_follows_an_edit_and_a_removal(store: Store) -> None:
    area_id = area(store)
    with store.write(CEDAR, "Logged") as unit:
        made = unit.add(EngagementEntry(**entry(area_id, summary="Talked about mopeds")))

    def hits(words: str) -> int:
        with store.read() as session:
            sql = text("SELECT count(*) FROM engagement_search WHERE engagement_search MATCH :q")
            return int(session.execute(sql, {"q": match(words)}).scalar() or 0)

    assert hits("moped") == 1
    with store.write(CEDAR, "Edited") as unit:
        unit.get(EngagementEntry, made.id).summary = "Talked about burglary"
    assert (hits("moped"), hits("burgl")) == (0, 1)
    with store.write(CEDAR, "Removed") as unit:
        unit.remove(unit.get(EngagementEntry, made.id))
    assert hits("burgl") == 0


def test_every_kind_of_record_can_be_read_set_by_set_whatever_its_fields_are_called(store: Store) -> None:
    with store.write(CEDAR, "Looked") as unit:
        for kind in records().values():
            assert isinstance(kind.__table__, Table)
            assert unit.rows(kind.__table__, [10**6]) == {}


@pytest.mark.parametrize(
    "added", ["one", "two at once", "a set", "in the same block", "a set in the same block", "by taking back"]
)
def test_an_id_is_never_given_twice_so_that_an_older_removal_can_be_taken_back(
    store: Store, added: str
) -> None:
    with store.write(CEDAR, "Added") as unit:
        unit.insert(Area, [{"name": "Gedling"}, {"name": "Ashfield"}])
    with store.write(CEDAR, "Removed Ashfield") as unit:
        unit.remove(unit.get(Area, 2))
        if added == "in the same block":
            unit.add(Area(name="Beeston"))
        elif added == "a set in the same block":
            assert unit.insert(Area, [{"name": "Beeston"}]) == range(3, 4)
    with store.read() as session:
        removal = undo.undoable(session.connection())[0]
    with store.write(CEDAR, "Added more") as unit:
        if added == "one":
            assert unit.add(Area(name="Beeston")).id == 3
        elif added == "two at once":
            unit.session.add_all([Area(name="Beeston"), Area(name="Carlton")])
        elif added == "a set":
            assert unit.insert(Area, [{"name": "Beeston"}, {"name": "Carlton"}]) == range(3, 5)
    if added == "by taking back":
        with store.write(CEDAR, "Added Beeston") as unit:
            unit.add(Area(name="Beeston"))
        with store.read() as session:
            step = undo.undoable(session.connection())[0]
        with store.write(CEDAR, "Took back", ChangeKind.UNDO) as unit:
            undo.take_back(unit, step.change_set_id)
        with store.write(CEDAR, "Added Carlton") as unit:
            assert unit.add(Area(name="Carlton")).id == 4
    with store.write(CEDAR, "Took back", ChangeKind.UNDO) as unit:
        undo.take_back(unit, removal.change_set_id)
    with store.read() as session:
        assert session.execute(select(Area.name).where(Area.id == 2)).scalar() == "Ashfield"
    assert health.check(store.path).sound
