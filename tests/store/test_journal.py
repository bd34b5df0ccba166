"""How the journal spells what was changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from npt_desktop.models.journal import Change
from npt_desktop.models.organisation import Area
from npt_desktop.store import journal
from npt_desktop.store.database import Store
from tests.conftest import CEDAR

_FIELD = st.none() | st.integers() | st.floats(allow_nan=False) | st.text() | st.lists(st.text(), max_size=2)


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), _FIELD, max_size=5))
def test_a_field_alone_is_spelled_as_in_the_whole(fields: dict[str, object]) -> None:
    alone = ",".join(f'"{name}":{journal.value(fields[name])}' for name in sorted(fields))
    assert f"{{{alone}}}" == journal.dumps(fields)


_CELL = st.none() | st.integers() | st.booleans() | st.floats(allow_nan=False) | st.text()
_NAMES = ("day", "score", "summary")


@given(
    st.lists(
        st.tuples(_CELL, _CELL, st.sampled_from(["", "\x7f", 'a "b"', "é", "\0", "a\\", "\\u0000", "u0000"])),
        min_size=1,
        max_size=12,
    )
)
def test_columns_spell_each_row_as_it_is_spelled_alone(rows: list[tuple[object, ...]]) -> None:
    columns = dict(zip(_NAMES, zip(*rows, strict=True), strict=True))
    plain = {"day": None, "score": 1, "summary": ""}
    alone = [
        journal.dumps({name: value for name, value in zip(_NAMES, row, strict=True) if value != plain[name]})
        for row in rows
    ]
    assert journal.spelled(columns, plain) == alone


@given(
    st.lists(st.text(min_size=1), min_size=1, max_size=6),
    st.lists(st.sampled_from(["", "{,", "a"]), max_size=6),
)
def test_many_rows_alike_are_spelled_as_each_alone(texts: list[str], other: list[str]) -> None:
    """Columns of one value, of few, and of texts that are all there: each is put together in its own way."""
    rows = [(n % 2, texts[n % len(texts)], 7, other[n % len(other)] if other else "") for n in range(12)]
    for names in (("a", "b", "c", "d"), ("d", "c", "b", "a"), ("b", "d", "a", "c")):
        columns = dict(zip(names, zip(*rows, strict=True), strict=True))
        for default in (None, 7, ""):
            plain = dict.fromkeys(names, default)
            alone = [
                journal.dumps({name: said for name, said in zip(names, row, strict=True) if said != default})
                for row in rows
            ]
            assert journal.spelled(columns, plain) == alone


def test_a_row_added_in_a_set_and_changed_in_the_same_block_is_one_addition(store: Store) -> None:
    with store.write(CEDAR, "Imported") as unit:
        ids = unit.insert(Area, [{"name": "Gedling"}, {"name": "Rushclif"}])
        unit.get(Area, ids[1]).name = "Rushcliffe"
    with store.read() as session:
        changes = session.scalars(select(Change).where(Change.table_name == "area").order_by(Change.id)).all()
    assert [(c.record_id, c.before) for c in changes] == [(ids[0], None), (ids[1], None)]
    assert [c.after and dict(c.after)["name"] for c in changes] == ["Gedling", "Rushcliffe"]
