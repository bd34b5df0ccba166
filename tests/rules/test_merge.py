"""The laws of merging two people's changes to one record."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.rules.merge import Outcome, merge_gone, merge_record, settle

NAMES = ("summary", "outcome", "score", "lead")
values = st.one_of(st.none(), st.integers(0, 3), st.sampled_from(("", "a", "b", "c")))
records = st.fixed_dictionaries(dict.fromkeys(NAMES, values))


@given(records, records, records)
def test_each_field_is_taken_kept_or_asked_about(
    base: dict[str, object], mine: dict[str, object], theirs: dict[str, object]
) -> None:
    merged = merge_record(base, mine, theirs)
    for name in NAMES:
        if theirs[name] == base[name] or theirs[name] == mine[name]:
            assert name not in merged.take
            assert name not in merged.clashes
        elif mine[name] == base[name]:
            assert merged.take[name] == theirs[name]
        else:
            clash = merged.clashes[name]
            assert (clash.base, clash.mine, clash.theirs) == (base[name], mine[name], theirs[name])


@given(records, records, records, st.booleans())
def test_the_second_time_takes_nothing(
    base: dict[str, object], mine: dict[str, object], theirs: dict[str, object], prefer_theirs: bool
) -> None:
    first = merge_record(base, mine, theirs)
    chosen = {name: clash.theirs for name, clash in first.clashes.items()} if prefer_theirs else {}
    after = {**mine, **first.take, **chosen}
    again = merge_record(base, after, theirs)
    assert again.take == {}
    assert set(again.clashes) == (set() if prefer_theirs else set(first.clashes))


@given(records, records)
def test_one_side_alone_never_clashes(base: dict[str, object], changed: dict[str, object]) -> None:
    assert merge_record(base, base, changed).clashes == {}
    assert {**base, **merge_record(base, base, changed).take} == changed
    assert merge_record(base, changed, base).take == {}


@given(records, records, records)
def test_both_sides_see_the_same_clashes(
    base: dict[str, object], mine: dict[str, object], theirs: dict[str, object]
) -> None:
    assert set(merge_record(base, mine, theirs).clashes) == set(merge_record(base, theirs, mine).clashes)


def test_only_named_fields_are_looked_at_and_a_removal_never_takes_later_work() -> None:
    assert merge_record({"a": 1, "b": 1}, {"a": 1, "b": 2}, {"a": 3}).take == {"a": 3}
    assert settle(1, 1, 1) is Outcome.SAME
    assert merge_gone({"a": 1}, {"a": 1}) is Outcome.THEIRS
    assert merge_gone({"a": 1}, {"a": 2}) is Outcome.CLASH
    assert merge_gone(None, {"a": 2}) is Outcome.CLASH
    assert merge_gone({"a": 1}, None) is Outcome.SAME
