"""Unsaved forms: kept without a change set, forgotten in order, each person's own."""

from __future__ import annotations

from sqlalchemy import func, select

from npt_desktop.models.journal import ChangeSet
from npt_desktop.services.drafts import Drafts
from tests.world import World


def test_a_form_is_kept_replaced_and_forgotten_without_a_change_set(world: World) -> None:
    def change_sets() -> int:
        with world.store.read() as session:
            return session.scalar(select(func.count()).select_from(ChangeSet)) or 0

    before = change_sets()
    mine, other = Drafts(world.desk(world.pcso)), Drafts(world.desk(world.sergeant))
    mine.keep("form", mine.begin("form"), {"summary": "Speed"})
    mine.keep("form", mine.begin("form"), {"summary": "Speed watch"})
    assert Drafts(world.desk(world.pcso)).kept("form") == {"summary": "Speed watch"}
    assert other.kept("form") == {}
    mine.keep("form", mine.begin("form"), {})
    assert mine.kept("form") == {}
    assert change_sets() == before


def test_a_late_write_never_brings_back_what_was_saved_meanwhile(world: World) -> None:
    drafts = Drafts(world.desk())
    late = drafts.begin("form")
    drafts.keep("form", drafts.begin("form"), {})
    drafts.keep("form", late, {"summary": "old"})
    assert drafts.kept("form") == {}
