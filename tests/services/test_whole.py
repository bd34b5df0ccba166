"""Whole stores: out as a workbook and back the same, and two machines' stores merged."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import JSON, Boolean, Date, Float, Integer, func, select

from npt_desktop.errors import CannotDo
from npt_desktop.models.actor import Actor
from npt_desktop.models.base import UtcTime, Word
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.imports import ImportRun
from npt_desktop.models.journal import ChangeSet
from npt_desktop.models.kinds import Role, Stage, TermKind
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.services import keeping
from npt_desktop.services.desk import Desk
from npt_desktop.services.engagement import Engagement, EntryDraft
from npt_desktop.services.evidence_plans import plans_in_hand
from npt_desktop.services.history import History
from npt_desktop.services.plan_course import PlanCourse
from npt_desktop.services.plans import Plans
from npt_desktop.services.whole import Whole
from npt_desktop.services.whole_content import Content, content_of, fields, tables, target, uniques
from npt_desktop.services.whole_looking import WholeFound
from npt_desktop.store import health
from npt_desktop.store.database import Store
from npt_desktop.store.opening import open_store
from tests.world import World

HUB = Actor("Hub Juniper", Role.HUB)
TEXT = st.text(
    st.one_of(
        st.characters(codec="utf-8", exclude_characters="\x00\ufffe\uffff"),
        st.sampled_from("=+-@\t\r\n_x0'\"＝ "),
    ),
    max_size=12,
)


def content(store: Store) -> Content:
    with store.read() as session:
        return content_of(session.connection())[0]


def differences(one: Content, other: Content) -> list[tuple[str, str, str, Any, Any]]:
    """Every field that is not the same in two stores; a record that is in one alone by its uid."""
    found = []
    for table in one:
        for uid in one[table].keys() | other[table].keys():
            here, there = one[table].get(uid), other[table].get(uid)
            if here is None or there is None:
                found.append((table, uid, "", here, there))
            else:
                found += [(table, uid, k, here[k], there[k]) for k in here if here[k] != there[k]]
    return found


def value_of(draw: Callable[[Any], Any], column: Any) -> Any:
    """A value of a column as the file holds it."""
    kind = column.type
    if isinstance(kind, Word):
        return draw(st.sampled_from([member.value for member in kind.kind]))
    if isinstance(kind, UtcTime):
        return "2026-10-16T09:00:00Z"
    if isinstance(kind, Date):
        return (date(1890, 1, 1) + timedelta(days=draw(st.integers(0, 80_000)))).isoformat()
    if isinstance(kind, JSON):
        return json.dumps(
            draw(st.dictionaries(TEXT, st.one_of(TEXT, st.integers(), st.booleans()), max_size=2))
        )
    if isinstance(kind, Boolean):
        return draw(st.integers(0, 1))
    if isinstance(kind, Float):
        return draw(st.floats(-1e6, 1e6))
    return draw(st.integers(1, 3)) if isinstance(kind, Integer) else draw(TEXT)


@st.composite
def stores(draw: Callable[[Any], Any]) -> dict[str, list[dict[str, Any]]]:
    """Rows for every table, each link to a row there is, nothing twice that may stand once."""
    made: dict[str, list[dict[str, Any]]] = {}
    for table in tables():
        rows: list[dict[str, Any]] = []
        taken: set[Any] = set()
        for number in range(draw(st.integers(0, 2))):
            row: dict[str, Any] = {"id": number + 1, "uid": f"{table.name[:20]:x<24}{number:08x}", "version": 1,
                                   "changed_at": "2026-10-16T09:00:00Z"}  # fmt: skip
            for column in fields(table):
                to = target(column)
                there = [r["id"] for r in (rows if to == table.name else made.get(to or "", []))]
                if to is not None:
                    row[column.name] = draw(st.sampled_from(there)) if there and not column.nullable else None
                    if there and column.nullable:
                        row[column.name] = draw(st.sampled_from([None, *there]))
                elif column.nullable and draw(st.booleans()):
                    row[column.name] = None
                else:
                    row[column.name] = value_of(draw, column)
            missing = any(row[c.name] is None for c in fields(table) if not c.nullable)
            keys = {(key, *(row[name] for name in key)) for key in uniques(table)}
            if not missing and not keys & taken:
                taken |= keys
                rows.append({**row, "id": len(rows) + 1})
        made[table.name] = rows
    return made


@settings(
    max_examples=3, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(stores())
def test_any_store_written_and_read_into_an_empty_one_is_equal(
    new_store: Callable[[], Store], tmp_path: Path, made: dict[str, list[dict[str, Any]]]
) -> None:
    one, other = new_store(), new_store()
    with one.write(HUB, "Generated") as unit:
        for table in tables():
            unit.write_rows(table, made[table.name])
    path = tmp_path / f"{id(made)}.xlsx"
    Whole(Desk(one, HUB)).write(path)
    desk = Desk(other, HUB)
    Whole(desk).merge_any(Whole(desk).look_any(path), {})
    assert differences(content(one), content(other)) == []
    again = Whole(desk).look_any(path)
    assert again.quiet
    itself = Whole(Desk(one, HUB)).look_any(path)
    assert itself.quiet
    assert itself.untouched == sum(map(len, made.values()))


def test_the_sample_goes_out_readable_and_comes_back_the_same(
    world: World, new_store: Callable[[], Store], tmp_path: Path
) -> None:
    Plans(world.desk(world.sergeant)).open(world.gedling, "=1+1 bikes\r\non the trail")
    path = tmp_path / "all.xlsx"
    written = Whole(world.desk(world.hub)).write(path)
    other = new_store()
    found = Whole(Desk(other, HUB)).look_any(path)
    Whole(Desk(other, HUB)).merge_any(found, {})
    assert content(other) == content(world.store)
    assert written == sum(map(len, content(other).values()))
    assert health.check(other.path).sound


@pytest.fixture
def other(world: World, tmp_path: Path) -> Any:
    """Another machine's copy of the store, made just now."""
    path = tmp_path / "elsewhere" / "other.npt"
    path.parent.mkdir()
    keeping.back_up(world.store, path)
    store = open_store(path, clock=world.store.clock)
    yield store
    store.close()


def log(desk: Desk, world: World, summary: str) -> int:
    return Engagement(desk).log(EntryDraft(
        world.gedling, date(2026, 10, 2), world.term(TermKind.AUDIENCE, "Young"), world.term(TermKind.PURPOSE, "Problem"),
        "Club", world.sergeant.person_id, summary, "Good", 4,
    ))  # fmt: skip


def test_two_machines_stores_merge_and_the_second_time_changes_nothing(
    world: World, other: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = world.desk(world.sergeant), Desk(other, world.pcso)
    log(here, world, "Seen here")
    log(there, world, "Seen there")
    mine = Plans(here).open(world.gedling, "Bikes")
    theirs = Plans(there).open(world.gedling, "Shop thefts")
    found = Whole(here).look_any(other.path)
    assert not found.clashes
    Whole(here).merge_any(found, {})
    with world.store.read() as session:
        assert set(session.scalars(select(EngagementEntry.summary))) == {"Seen here", "Seen there"}
        plans = dict(session.execute(select(ProblemPlan.title, ProblemPlan.reference)).all())
        assert plans == {"Bikes": "PSP 2026-001", "Shop thefts": "PSP 2026-001/2"}
        before = session.scalar(select(func.count()).select_from(ChangeSet))
    assert Whole(here).look_any(other.path).quiet
    assert mine == theirs
    with world.store.read() as session:
        assert session.scalar(select(func.count()).select_from(ChangeSet)) == before
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "the first machine"))  # the key is the other's
    assert [f for f in health.check(world.store.path).findings if not f.sound] == []


def test_what_both_machines_changed_is_asked_with_both_names(world: World, tmp_path: Path) -> None:
    here = world.desk(world.sergeant)
    plan = Plans(here).open(world.gedling, "Bikes")
    path = tmp_path / "elsewhere" / "other.npt"
    path.parent.mkdir()
    keeping.back_up(world.store, path)
    with_them = open_store(path, clock=world.store.clock)
    Plans(here).save(plan, 1, {"objective": "Halve it", "causes": "Boredom"})
    Plans(Desk(with_them, world.pcso)).save(plan, 1, {"objective": "Stop it", "places": "Trail"})
    with_them.close()
    found = Whole(here).look_any(path)
    (clash,) = found.clashes
    assert (clash.field, clash.base, clash.mine, clash.theirs) == ("objective", "", "Halve it", "Stop it")
    assert (clash.by, clash.their_by) == ("PS 512 Cedar", "PCSO 4332 Larch")
    with pytest.raises(CannotDo, match="changed on both sides"):
        Whole(here).merge_any(found, {})
    Whole(here).merge_any(found, {clash.key: "mine"})
    with world.store.read() as session:
        kept = session.get_one(ProblemPlan, plan)
        assert (kept.objective, kept.causes, kept.places) == ("Halve it", "Boredom", "Trail")
    assert Whole(here).look_any(path).quiet


def test_a_record_removed_there_goes_only_when_asked(world: World, tmp_path: Path) -> None:
    here = world.desk(world.sergeant)
    entry = log(here, world, "Mistaken")
    path = tmp_path / "elsewhere" / "other.npt"
    path.parent.mkdir()
    keeping.back_up(world.store, path)
    with_them = open_store(path, clock=world.store.clock)
    Engagement(Desk(with_them, world.sergeant)).remove([entry])
    with_them.close()
    found = Whole(here).look_any(path)
    assert [(gone.name, gone.edited) for gone in found.gone] == [("Mistaken", False)]
    Whole(here).merge_any(found, {})
    assert len(content(world.store)["engagement_entry"]) == 1
    Whole(here).merge_any(found, {}, frozenset({found.gone[0].uid}))
    assert not content(world.store)["engagement_entry"]


def test_a_file_that_is_no_store_is_refused(world: World, tmp_path: Path) -> None:
    (tmp_path / "x.npt").write_bytes(b"not a store")
    with pytest.raises(CannotDo):
        Whole(world.desk(world.sergeant)).look_any(tmp_path / "x.npt")
    with pytest.raises(CannotDo, match="no such file"):
        Whole(world.desk(world.sergeant)).look_any(tmp_path / "none.npt")


FIELDS = ("objective", "causes", "places")
NUMBERS = count()
WHO = st.sampled_from(["nobody", "here", "there"])
ROUNDS = st.lists(
    st.tuples(st.fixed_dictionaries(dict.fromkeys(FIELDS, WHO)), st.booleans()), min_size=2, max_size=3
)


def saved(desk: Desk, plan: int, words: dict[str, str]) -> None:
    if words:
        with desk.read() as session:
            version = session.get_one(ProblemPlan, plan).version
        Plans(desk).save(plan, version, words)


def merged(into: Desk, other: Store, choice: str = "") -> WholeFound:
    found = Whole(into).look_any(other.path)
    assert isinstance(found, WholeFound)
    Whole(into).merge_any(found, {clash.key: choice for clash in found.clashes} if choice else {})
    return found


@pytest.fixture
def pair(world: World, tmp_path: Path) -> Any:
    """A store with a plan and its copy on another machine, the plan changed on both since."""
    here = world.desk(world.sergeant)
    plan = Plans(here).open(world.gedling, "Bikes")
    path = tmp_path / "elsewhere" / "other.npt"
    path.parent.mkdir()
    keeping.back_up(world.store, path)
    store = open_store(path, clock=world.store.clock)
    there = Desk(store, world.inspector)
    saved(here, plan, {"objective": "Halve it"})
    saved(there, plan, {"objective": "Stop it", "causes": "Boredom"})
    yield here, there, plan
    store.close()


@settings(
    max_examples=2, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(ROUNDS, st.sampled_from(["mine", "theirs"]))
def test_what_one_side_alone_changed_since_the_last_merge_applies_without_a_clash(
    pair: tuple[Desk, Desk, int], rounds: list[tuple[dict[str, str], bool]], choice: str
) -> None:
    """Whichever way the stores were merged last, and however the clashes of the first merge were settled."""
    here, there, plan = pair
    other, mine = there.store, here.store
    merged(here, other, choice)
    if choice == "theirs":
        merged(there, mine)
    unknown = set(FIELDS) if choice == "mine" else set()
    # what was changed here and is not known there would be changed on both sides if it changed there too
    for wanted, both_ways in rounds:
        who = {name: "here" if side == "there" and name in unknown else side for name, side in wanted.items()}
        unknown |= {name for name in FIELDS if who[name] == "here"}
        number = next(NUMBERS)  # never the same words twice, though examples share the pair
        words = {name: f"{name} {number} {side}" for name, side in who.items()}
        saved(here, plan, {name: words[name] for name in FIELDS if who[name] == "here"})
        saved(there, plan, {name: words[name] for name in FIELDS if who[name] == "there"})
        found = merged(here, other)
        assert not found.clashes
        told = {title.lower() for change in found.changes for title, _, _ in change.fields}
        assert told == {name for name in FIELDS if who[name] == "there"}
        with here.read() as session:
            kept = session.get_one(ProblemPlan, plan)
            assert all(getattr(kept, name) == words[name] for name in FIELDS if who[name] != "nobody")
        again = Whole(here).look_any(other.path)
        assert again.quiet
        if both_ways:
            unknown = set()
            assert not merged(there, mine).clashes
            assert {k: v for k, v in content(mine).items() if k == "problem_plan"} == {
                k: v for k, v in content(other).items() if k == "problem_plan"
            }
            assert Whole(here).look_any(other.path).quiet


@pytest.mark.parametrize("closes", [True, False])
def test_a_plan_ended_there_and_worked_on_here_is_at_the_stage_its_days_say(
    pair: tuple[Desk, Desk, int], closes: bool
) -> None:
    """Whichever stage is said to stay: Home and the QA evidence go by the days and by the stage."""
    here, there, plan = pair
    with here.write("Went on") as unit:
        unit.get(ProblemPlan, plan).stage = Stage.ANALYSIS
    course = PlanCourse(there)
    with there.read() as session:
        version = session.get_one(ProblemPlan, plan).version
    if closes:
        course.close(plan, version, "The council fenced it")
    else:
        course.finish_response(plan, version)
    found = merged(here, there.store, "mine")
    assert "stage" in {clash.field for clash in found.clashes}
    with here.read() as session:
        kept = session.get_one(ProblemPlan, plan)
        assert (kept.stage, kept.closed_on is not None) == (
            Stage.CLOSED if closes else Stage.ASSESSMENT,
            closes,
        )
        assert not session.scalars(plans_in_hand(kept.area_id)).all()


def test_merging_twice_writes_nothing_the_second_time(pair: tuple[Desk, Desk, int]) -> None:
    here, there, _ = pair
    merged(here, there.store, "mine")

    def written() -> tuple[int, ...]:
        with here.read() as session:
            return tuple(
                session.scalar(select(func.count()).select_from(t)) or 0 for t in (ChangeSet, ImportRun)
            )

    before = written()
    assert merged(here, there.store).quiet
    assert written() == before


def test_what_was_removed_here_after_a_merge_stays_removed(
    pair: tuple[Desk, Desk, int], world: World
) -> None:
    here, there, _ = pair
    log(there, world, "Seen there")
    merged(here, there.store, "mine")
    with here.read() as session:
        (entry,) = session.scalars(select(EngagementEntry.id))
    Engagement(here).remove([entry])
    assert merged(here, there.store).quiet
    assert not content(here.store)["engagement_entry"]


def test_a_merge_taken_back_is_offered_again(pair: tuple[Desk, Desk, int]) -> None:
    here, there, plan = pair
    merged(here, there.store, "theirs")
    saved(there, plan, {"places": "Trail"})
    merged(here, there.store)
    History(here).undo_last()
    History(here).undo_last()
    found = Whole(here).look_any(there.store.path)
    assert {(c.field, c.mine, c.theirs) for c in found.clashes} == {("objective", "Halve it", "Stop it")}
    assert {title for change in found.changes for title, _, _ in change.fields} == {"Causes", "Places"}


def test_stores_that_share_nothing_meet_once_and_then_tell_only_what_changed_since(
    world: World, new_store: Callable[[], Store]
) -> None:
    """Their areas have other uids; after one merge each is known again."""
    from npt_desktop.services import setup

    here, strange = world.desk(world.sergeant), new_store()
    setup.lay_out(strange)
    setup.add_area(strange, "Gedling")
    there = Desk(strange, Actor("PS 7 Alder", Role.SERGEANT))
    (area,) = there.areas()
    merged(here, strange, "mine")
    plan = Plans(there).open(area.id, "Shop thefts")
    found = merged(here, strange)
    assert not found.clashes
    assert [name for table, name in found.fresh if table == "problem_plan"] == ["Shop thefts"]
    saved(there, plan, {"objective": "Stop it"})
    found = merged(here, strange)
    assert [change.fields for change in found.changes] == [(("Objective", "", "Stop it"),)]
    assert not found.clashes
    assert Whole(here).look_any(strange.path).quiet
