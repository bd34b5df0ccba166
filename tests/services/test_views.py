"""Saved views: one's own, shared, never another's to change."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.services.history import History
from npt_desktop.services.views import Views
from tests.world import World


def test_a_view_is_saved_again_renamed_shared_and_removed(world: World) -> None:
    mine, theirs = Views(world.desk(world.sergeant)), Views(world.desk(world.pcso))
    key = mine.save("plans", "  Open   ones ", {"filters": {"open": True}})
    assert mine.save("plans", "Open ones", {"filters": {}}) == key
    assert [(v.name, v.mine, v.shared, v.content) for v in mine.of("plans")] == [
        ("Open ones", True, False, {"filters": {}})
    ]
    assert theirs.of("plans") == mine.of("engagement") == []
    mine.share(key, True)
    assert [(v.name, v.owner) for v in theirs.of("plans")] == [("Open ones", "PS 512 Cedar")]
    other = theirs.save("plans", "Open ones", {"filters": {"mine": True}})  # a name is each person's own
    assert [v.id for v in theirs.of("plans")] == [other, key]
    mine.rename(key, "Late")
    with pytest.raises(Incomplete, match="already"):
        mine.rename(mine.save("plans", "Second", {}), "Late")
    mine.remove(key)
    assert [v.id for v in theirs.of("plans")] == [other]
    assert History(world.desk(world.sergeant)).undo_last().did == "Removed the view “Late”"
    assert [v.name for v in theirs.of("plans")] == ["Open ones", "Late"]


def test_nobody_changes_the_view_of_another(world: World) -> None:
    key = Views(world.desk(world.sergeant)).save("plans", "Open", {})
    other = Views(world.desk(world.inspector))
    doings: tuple[Callable[[], None], ...] = (
        lambda: other.rename(key, "Mine now"), lambda: other.share(key, True), lambda: other.remove(key),
    )  # fmt: skip
    for do in doings:
        with pytest.raises(CannotDo, match="somebody else's"):
            do()


def test_a_view_needs_a_name(world: World) -> None:
    for name in ("  ", "x" * 81):
        with pytest.raises(Incomplete):
            Views(world.desk()).save("plans", name, {})
