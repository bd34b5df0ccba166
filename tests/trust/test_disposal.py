"""The law of disposal: whatever was written and whatever of it is disposed of, the chain holds and the words of the
disposed are nowhere in the store's file, while those of the others stay."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from npt_desktop.models.actions import Action
from npt_desktop.models.every import metadata, records
from npt_desktop.models.kinds import EntryKind, TermKind
from npt_desktop.models.plans import Hypothesis
from npt_desktop.rules.retention import standard_retention
from npt_desktop.services.advice import AdviceBook, AdviceDraft
from npt_desktop.services.community import Community
from npt_desktop.services.engagement import Engagement, EntryDraft
from npt_desktop.services.history import History
from npt_desktop.services.network import KinDraft, Network
from npt_desktop.services.plans import Plans
from npt_desktop.services.what_works import WhatWorks
from npt_desktop.store import disposal, health
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.database import Store
from tests.world import World

TODAY = date(2026, 10, 16)
KINDS = ("entry", "plan", "kin", "advice", "works")
_ODD = "bcdfghjkmnpqrtvwxz"


def word(number: int) -> str:
    """A word nobody writes, another for each number."""
    drawn = Random(number)
    return "".join(drawn.choice(_ODD) for _ in range(9))


def written(world: World, kind: str, said: str) -> tuple[str, str]:
    """A record of a kind, with parts and later edits, that says a word everywhere; returns its key."""
    desk = world.desk()
    if kind == "entry":
        log = Engagement(desk)
        made = log.log(EntryDraft(
            world.gedling, date(2018, 5, 1), desk.terms(TermKind.AUDIENCE)[0].id, desk.terms(TermKind.PURPOSE)[0].id,
            f"{said} club", world.pcso.person_id, f"{said} asked",
        ))  # fmt: skip
        log.evaluate(made, 1, f"{said} heard", 3)
        table = "engagement_entry"
    elif kind == "plan":
        plans, table = Plans(desk), "problem_plan"
        made = plans.open(world.gedling, f"{said} bikes")
        plans.put(
            made, Action, {"title": f"{said} patrol", "owner_id": world.pcso.person_id, "due_on": TODAY}
        )
        gone = plans.put(made, Hypothesis, {"statement": f"{said} because"})
        plans.drop(made, Hypothesis, gone)
    elif kind == "kin":
        made, table = (
            Network(desk).save(world.gedling, KinDraft(f"{said} Sorrel", consent_on=TODAY)),
            "key_individual",
        )
        Community(desk).log_contact(made, TODAY, f"{said} said hello")
    elif kind == "advice":
        book, table = AdviceBook(desk), "advice"
        made = book.ask(world.gedling, AdviceDraft(f"{said}, what of it?", "Advisory Group", TODAY, None))
        book.give(made, by=f"{said} Alder", on=TODAY, text=f"{said} is fine")
    else:
        made, table = (
            WhatWorks(desk).start(world.gedling, f"{said} worked", EntryKind.ENGAGEMENT),
            "what_works_entry",
        )
    return table, History(desk).uid_of(table, made)


def everywhere(store: Store) -> bytes:
    """The store's file and every term of its search index, in small letters."""
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, 'engagement_search', 'row')"
        )
        terms = " ".join(row[0] for row in connection.execute("SELECT term FROM temp.words"))
    return store.path.read_bytes().lower() + terms.encode()


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.sampled_from(KINDS), min_size=1, max_size=6),
    st.lists(st.booleans(), min_size=6, max_size=6),
    st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_after_any_disposal_the_chain_holds_and_the_words_are_nowhere(
    world_file: tuple[Path, World], kinds: list[str], goes: list[bool], undone: list[bool]
) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", folder)  # keys of journals of this store alone
        path = Path(folder) / "world.npt"
        shutil.copyfile(world_file[0], path)
        store = Store(path, clock=FixedClock.on(TODAY), random=Random(1))
        try:
            world = replace(world_file[1], store=store)
            keys = []
            for number, kind in enumerate(kinds):
                keys.append(written(world, kind, word(number)))
                if undone[number]:
                    History(world.desk()).undo_last()
            gone = [key for key, away in zip(keys, goes, strict=False) if away]
            if gone:
                world.dispose(gone, "mistake", "Never meant for here.")
            every = everywhere(store)
            for number, away in zip(range(len(keys)), goes, strict=False):
                assert (word(number).encode() in every) is not away, (kinds[number], number)
            assert [f.says for f in health.check(path).findings if not f.sound] == []
            with store.read() as session:
                assert {uid for _, uid in gone} <= disposal.known(session.connection())
        finally:
            store.close()


def test_every_kind_of_record_has_a_period_or_a_reason_for_none() -> None:
    rules = standard_retention()
    parts = {
        name for name, kind in records().items()
        for column in kind.__table__.columns if column.info.get("part")
    }  # fmt: skip
    own = {kind.table for kind in rules.classes}
    lasting = {table for each in rules.lasting for table in each.tables}
    assert own | parts | lasting == set(records())
    assert not own & lasting
    for kind in rules.classes:
        columns = metadata.tables[kind.table].c
        for name in (*kind.called, *(clock.start for clock in kind.clocks)):
            assert name in columns, (kind.key, name)
