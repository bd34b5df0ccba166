"""Review, retention and disposal: a keeper's story, and what is left of a disposed record anywhere."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.actions import Action
from npt_desktop.models.actor import Actor
from npt_desktop.models.communities import KeyIndividual
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import OwnerKind, Role, TermKind
from npt_desktop.models.organisation import Person
from npt_desktop.models.plans import Hypothesis
from npt_desktop.services.access import AccessLog
from npt_desktop.services.community import Community
from npt_desktop.services.desk import Desk
from npt_desktop.services.disposing import Disposing
from npt_desktop.services.drafts import Drafts
from npt_desktop.services.engagement import Engagement, EntryDraft
from npt_desktop.services.evidence_files import EvidenceFiles, Owner
from npt_desktop.services.history import History
from npt_desktop.services.home import Home
from npt_desktop.services.keeping import back_up, restore
from npt_desktop.services.network import KinDraft, Network
from npt_desktop.services.plans import Plans
from npt_desktop.services.restoring import Restoring
from npt_desktop.services.retention import Retention
from npt_desktop.services.returning import Workbooks
from npt_desktop.services.whole import Whole
from npt_desktop.store import attachments, backup, disposal, health, mark, opening
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.database import Store
from tests.world import World

CANARY = "Zqxvwyk"
TODAY = date(2026, 10, 16)


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of journals of this test alone: every test's world is the same store."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))


def entry(world: World, words: str, day: date = date(2019, 3, 1)) -> tuple[str, str]:
    """An engagement logged, evaluated and edited; returns its key."""
    desk = world.desk(world.pcso)
    log = Engagement(desk)
    draft = EntryDraft(
        world.gedling, day, desk.terms(TermKind.AUDIENCE)[0].id, desk.terms(TermKind.PURPOSE)[0].id,
        f"{words} club", world.pcso.person_id, f"{words} asked about parking", f"{words} was told",
    )  # fmt: skip
    made = log.log(draft)
    log.evaluate(made, 1, f"{words} heard back", 3)
    return "engagement_entry", History(desk).uid_of("engagement_entry", made)


def kin(world: World, name: str, consent: date | None = date(2024, 1, 5)) -> tuple[str, str]:
    """A key individual with a contact and a quarter's answers; returns their key."""
    desk = world.desk()
    made = Network(desk).save(world.gedling, KinDraft(name, f"{name} Ltd", "", (), None, consent, None))
    Community(desk).log_contact(made, TODAY)
    Network(desk).reply(made, {"matters": f"{name} said so"})
    return "key_individual", History(desk).uid_of("key_individual", made)


def bytes_of(store: Store) -> bytes:
    """Everything of the store on the disk but its copies: the file and what lies beside it."""
    found = [store.path, *store.path.parent.glob(f"{store.path.stem}.files/*/*")]
    found += store.path.parent.glob(f"{store.path.name}-journal")
    return b"".join(path.read_bytes() for path in found)


def nowhere(store: Store, words: str) -> bool:
    """Whether words stand nowhere in the file, in any spelling of the search index either."""
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, 'engagement_search', 'row')"
        )
        terms = [row[0] for row in connection.execute("SELECT term FROM temp.words")]
    every = bytes_of(store)
    return (
        words.encode() not in every
        and words.casefold().encode() not in every
        and not any(words.casefold() in term for term in terms)
    )


def test_an_old_entry_is_due_and_disposed_of_and_its_words_are_nowhere(world: World) -> None:
    old = entry(world, CANARY)
    entry(world, "Marlpit", date(2026, 9, 1))
    at = Retention(world.desk())
    queue = at.queue(world.gedling)
    assert [(s.key, s.review.on if s.review else None) for s in queue.subjects] == [(old, date(2026, 3, 1))]
    assert CANARY.encode() in bytes_of(world.store)

    done = world.dispose([old], "over", "Seven years are over.")

    assert (done.records, done.finished) == (1, True)
    assert nowhere(world.store, CANARY)
    assert not nowhere(world.store, "Marlpit")
    found = health.check(world.store.path)
    assert [f.says for f in found.findings if not f.sound] == []
    (stub,) = at.log()
    assert (stub.record_uid, stub.kind, stub.disposed_on, stub.by, stub.asked_by, stub.asked_on) == (
        old[1], "Engagement entry", TODAY, "Insp Rowan", "Ch Insp Linden", TODAY,
    )  # fmt: skip
    assert at.queue(world.gedling).total == 0


def test_a_plan_goes_with_its_parts_files_forms_and_what_was_looked_up(world: World, tmp_path: Path) -> None:
    desk = world.desk()
    plans = Plans(desk)
    made = plans.open(world.gedling, f"{CANARY} bikes")
    kept = plans.open(world.gedling, "Marlpit lights")
    hypothesis = plans.put(made, Hypothesis, {"statement": f"{CANARY} because"})
    plans.put(made, Action, {"title": f"{CANARY} patrol", "owner_id": world.pcso.person_id, "due_on": TODAY})
    plans.drop(made, Hypothesis, hypothesis)
    photo, shared = tmp_path / f"{CANARY}.txt", tmp_path / "shared.txt"
    photo.write_text(f"{CANARY} inside")
    shared.write_text("in both")
    files = EvidenceFiles(desk)
    files.attach(Owner(OwnerKind.PLAN, made), photo)
    files.attach(Owner(OwnerKind.PLAN, made), shared)
    files.attach(Owner(OwnerKind.PLAN, kept), shared)
    drafts = Drafts(desk)
    drafts.keep(f"action:{made}", drafts.begin(f"action:{made}"), {"title": f"{CANARY} later"})
    AccessLog(desk).found("bikes", f"{CANARY} bikes")
    desk.takes_out(tmp_path / f"Plan {CANARY} bikes OFFICIAL.pdf")
    uid = History(desk).uid_of("problem_plan", made)
    at = Retention(desk)
    with pytest.raises(CannotDo, match="its period has not begun"):
        world.dispose([("problem_plan", uid)], "over", "Done with.")

    look = at.look(("problem_plan", uid))
    assert (set(look.goes), look.files) == ({"1 action", "1 hypothesis"}, 2)
    world.dispose([("problem_plan", uid)], "mistake", "Recorded twice.")

    assert nowhere(world.store, CANARY)
    assert attachments.survey(world.store.path).unnamed == 0
    assert [f.name for f in files.of(Owner(OwnerKind.PLAN, kept))] == ["shared.txt"]
    assert at.log()[0].reference == "PSP 2026-001"
    assert [f.says for f in health.check(world.store.path).findings if not f.sound] == []


def test_somebody_who_takes_consent_back_is_forgotten_even_after_removal(world: World) -> None:
    gone, here = kin(world, f"{CANARY} Sorrel"), kin(world, "Bracken Sorrel")
    desk = world.desk()
    with desk.read() as session:
        kin_id = session.scalars(select(KeyIndividual.id).where(KeyIndividual.uid == gone[1])).one()
    Network(desk).remove(kin_id)
    assert CANARY.encode() in bytes_of(world.store)
    at = Retention(desk)
    assert [(s.key, s.removed) for s in at.queue(world.gedling).subjects] == [(here, False), (gone, True)]

    world.dispose([gone], "consent", "Consent was taken back.")

    assert nowhere(world.store, CANARY)
    assert [s.key for s in at.queue(world.gedling).subjects] == [here]
    removal = next(step for step in History(desk).undo_list() if step.did == "Removed a key individual")
    with pytest.raises(CannotDo, match="was disposed of since"):
        History(desk).take_back(removal)


def test_neither_a_disposal_nor_what_came_before_it_is_taken_back(world: World) -> None:
    old = entry(world, CANARY)
    desk = world.desk()
    world.dispose([old], "over", "Seven years are over.")
    history = History(desk)
    with pytest.raises(CannotDo, match="A disposal cannot be taken back"):
        history.undo_last()
    evaluated, logged = [step for step in history.undo_list() if "isposal" not in step.did][1:3]
    for step in (evaluated, logged):
        with pytest.raises(CannotDo, match="what it said is erased"):
            history.take_back(step)
    with pytest.raises(CannotDo, match="what it said is erased"):
        history.take_back(logged, partly=True)
    assert [event.after for event in history.of(old[1])] == [None, None, None]


def test_no_merge_workbook_or_backup_brings_it_back(world: World, tmp_path: Path) -> None:
    old = entry(world, CANARY)
    desk = world.desk()
    copy, book, returned = tmp_path / "copy.npt", tmp_path / "whole.xlsx", tmp_path / "log.xlsx"
    back_up(world.store, copy)
    Whole(desk).write(book)
    Workbooks(desk).write(returned, "log", area_id=world.gedling, to_return=True)
    world.dispose([old], "over", "Seven years are over.")

    for path in (copy, book, returned):
        found = Whole(desk).look_any(path)
        assert (found.fresh, found.changes, found.clashes) == ([], [], []), path.name
        assert len(found.skipped) == 1, path.name
        assert "isposed of here" in found.skipped[0].reason
    restoring = Restoring(desk)
    assert restoring.differences(copy) == []
    with pytest.raises(CannotDo, match="disposed of under retention"):
        restoring.put_back(copy, [old[1]])


def test_a_restored_copy_shows_again_what_was_disposed_of_since(
    world: World, tmp_path: Path, clock: FixedClock
) -> None:
    old = entry(world, CANARY)
    copy = tmp_path / "copy.npt"
    back_up(world.store, copy)
    world.dispose([old], "over", "Seven years are over.")
    world.store.close()
    restore(copy, world.store.path, clock)
    again = opening.open_store(world.store.path, clock=clock)
    try:
        at = Retention(Desk(again, world.inspector))
        assert [(s.key, s.back) for s in at.queue().subjects] == [(old, True)]
        assert "came back" in next(f.says for f in health.check(again.path).findings if f.name == "disposals")
        replace(world, store=again).dispose([old], "over", "It came back with a restored copy.")
        assert nowhere(again, CANARY)
        assert len(at.log()) == 2
        assert [f.says for f in health.check(again.path).findings if not f.sound] == []
    finally:
        again.close()


def test_the_dated_copies_hold_it_until_they_are_renewed(world: World, clock: FixedClock) -> None:
    old = entry(world, CANARY)
    folder = backup.folder_for(world.store.path)
    backup.make(world.store.path, folder, "by hand", now=clock.now() - timedelta(days=3))
    at = Retention(world.desk())
    look = at.look(old)
    assert (look.copies, look.copies_until) == (1, date(2028, 10, 16))
    assert world.dispose([old], "over", "Seven years are over.").copies == 1
    assert at.renew_copies() == 1
    (fresh,) = backup.listing(world.store.path, folder)
    assert CANARY.encode() not in fresh.path.read_bytes()
    backup.prove(fresh.path)
    assert [f.says for f in health.check(world.store.path).findings if not f.sound] == []


def test_a_crash_before_the_file_is_written_anew_is_made_good_at_the_next_opening(
    world: World, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = tmp_path / "photo.txt"
    photo.write_text(f"{CANARY} inside")
    old = entry(world, CANARY)
    with world.store.read() as session:
        entry_id = session.connection().exec_driver_sql("SELECT id FROM engagement_entry").scalar()
    EvidenceFiles(world.desk()).attach(Owner(OwnerKind.ENGAGEMENT, entry_id or 0), photo)
    with monkeypatch.context() as dies:
        dies.setattr(disposal, "finish", lambda _: False)
        done = world.dispose([old], "over", "Seven years are over.")
    assert not done.finished
    assert disposal.pending(world.store.path)
    world.store.close()
    with closing(
        sqlite3.connect(world.store.path)
    ) as connection:  # words left in a free page, as a power cut may
        connection.execute("PRAGMA secure_delete=OFF")
        connection.execute(
            "INSERT INTO draft(key, saved_at, fields) VALUES ('x', '', ?)", (f'{{"a": "{CANARY * 2000}"}}',)
        )
        connection.commit()
        connection.execute("DELETE FROM draft")
        connection.commit()
    assert CANARY.encode() in world.store.path.read_bytes()
    opening.open_store(world.store.path, clock=clock).close()
    assert not disposal.pending(world.store.path)
    assert nowhere(world.store, CANARY)


def test_kept_longer_with_a_reason_it_is_due_again_on_that_day(world: World) -> None:
    old = entry(world, "Marlpit")
    at = Retention(world.desk())
    with pytest.raises(Incomplete) as refused:
        at.keep([old], TODAY, " ")
    assert set(refused.value.fields) == {"until", "reason"}
    at.keep([old], date(2028, 1, 1), "An inquiry asked for it.")
    assert at.queue(world.gedling).total == 0
    assert [s.review.on for s in at.queue(world.gedling, ahead=24).subjects if s.review] == [date(2028, 1, 1)]
    assert [(k.until, k.reason) for k in at.look(old).kept] == [
        (date(2028, 1, 1), "An inquiry asked for it.")
    ]
    with pytest.raises(CannotDo, match="its review is on 01/01/2028"):
        world.dispose([old], "over", "Over.")


def test_who_asks_for_a_disposal_cannot_confirm_it_and_nothing_is_erased_until_another_does(
    world: World,
) -> None:
    old, young = entry(world, CANARY), entry(world, "Marlpit", TODAY)
    mine, other = Disposing(world.desk()), Disposing(world.desk(world.chief))
    with pytest.raises(CannotDo, match="ask for its disposal first"):
        other.confirm([old])
    with pytest.raises(CannotDo, match="its review is on 16/10/2033"):
        mine.ask([young], "over", "Over.")
    waiting = mine.ask([old], "over", "Seven years are over.")
    assert (waiting.records, waiting.others) == (1, ("Hub Juniper", "Ch Insp Linden"))
    mine.ask([young], "request", "Asked to be forgotten.")
    with pytest.raises(CannotDo, match="asked for already by Insp Rowan"):
        other.ask([old], "over", "Me too.")
    with pytest.raises(CannotDo, match="You asked for this disposal yourself: another person"):
        mine.confirm([old])
    assert CANARY.encode() in bytes_of(world.store)

    at = Retention(world.desk(world.chief))
    assert [(s.key, s.asked.by if s.asked else "") for s in at.queue(asked=True).subjects] == [
        (old, "Insp Rowan"), (young, "Insp Rowan"),
    ]  # fmt: skip
    due = at.queue(world.gedling)
    assert (due.total, due.waiting, len(due.subjects)) == (2, 2, 2)
    other.set_aside([young])
    with pytest.raises(CannotDo, match="No disposal of it waits"):
        other.set_aside([young])
    History(world.desk(world.chief)).undo_last()
    assert at.queue(asked=True).total == 2
    other.confirm([old])
    assert nowhere(world.store, CANARY)
    assert [s.key for s in at.queue(asked=True).subjects] == [young]


def test_home_tells_whoever_may_confirm_a_disposal_and_not_who_asked(world: World) -> None:
    kept = entry(world, "Marlpit", TODAY)

    def told(desk: Desk) -> list[tuple[str, str]]:
        items = Home(desk).page(world.gedling).due.items
        return [(item.title, item.reason) for item in items if item.screen == "retention"]

    assert told(world.desk()) == []
    Disposing(world.desk()).ask([kept], "request", "Asked to be forgotten.")
    title = "Review 1 record for retention"
    assert told(world.desk()) == [(title, "Keep longer with a reason, or ask for disposal")]
    assert told(world.desk(world.chief)) == [
        (title, "1 disposal asked for by somebody else: confirm or keep")
    ]


def test_keeping_a_record_sets_aside_the_disposal_that_was_asked_for(world: World) -> None:
    old = entry(world, "Marlpit")
    Disposing(world.desk()).ask([old], "over", "Seven years are over.")
    chief = Retention(world.desk(world.chief))
    chief.keep([old], date(2028, 1, 1), "An inquiry asked for it.")
    assert (chief.queue(asked=True).total, chief.queue().total) == (0, 0)
    with pytest.raises(CannotDo, match="ask for its disposal first"):
        Disposing(world.desk(world.hub)).confirm([old])


def test_who_puts_a_request_back_that_another_took_out_does_not_confirm_it(world: World) -> None:
    """Asked for, it may be set aside and put back by the same person; otherwise one person would do both."""
    old = entry(world, CANARY)
    asking, other = Disposing(world.desk()), Disposing(world.desk(world.chief))
    for kept in (False, True):
        asking.ask([old], "request", "Asked to be forgotten.")
        if kept:
            Retention(world.desk(world.hub)).keep([old], date(2028, 1, 1), "An inquiry asked for it.")
        else:
            asking.set_aside([old])
        History(world.desk(world.chief)).undo_last(anyone=True)
        with pytest.raises(CannotDo, match="You put this request back after somebody else"):
            other.confirm([old])
        other.set_aside([old])
        History(world.desk(world.chief)).undo_last()
        with pytest.raises(CannotDo, match="You put this request back after somebody else"):
            other.confirm([old])
        asking.set_aside([old])
    asking.ask([old], "request", "Asked to be forgotten.")
    other.set_aside([old])
    History(world.desk(world.chief)).undo_last()
    other.confirm([old])
    assert nowhere(world.store, CANARY)


def test_what_was_asked_for_is_looked_at_again_on_confirming(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = entry(world, CANARY)
    asking, other = Disposing(world.desk()), Disposing(world.desk(world.chief))
    with pytest.raises(Incomplete, match="Say in your own words why"):
        asking.ask([old], "over", " ")
    asking.ask([old], "over", "Seven years are over.")
    with world.store.write(world.inspector, "Corrected the day") as unit:
        unit.session.scalars(select(EngagementEntry)).one().day = TODAY
    with pytest.raises(CannotDo, match="its review is on"):
        other.confirm([old])
    History(world.desk()).undo_last()

    def asked_anew(*_: object) -> None:
        asking.set_aside([old])
        asking.ask([old], "request", "Asked to be forgotten.")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(other, "_due", asked_anew)
        with pytest.raises(CannotDo, match="set this disposal aside in the meantime"):
            other.confirm([old])
    assert CANARY.encode() in bytes_of(world.store)


def test_no_workbook_or_store_brings_a_request_that_somebody_else_is_said_to_have_made(
    world: World, tmp_path: Path
) -> None:
    old, copy, book = entry(world, "Marlpit"), tmp_path / "copy.npt", tmp_path / "whole.xlsx"
    asking = Disposing(world.desk(world.chief))
    asking.ask([old], "over", "Seven years are over.")
    back_up(world.store, copy)
    Whole(world.desk()).write(book)
    asking.set_aside([old])
    assert Restoring(world.desk()).differences(copy) == []
    for path in (copy, book):
        found = Whole(world.desk()).look_any(path)
        assert (found.fresh, found.changes, found.clashes) == ([], [], []), path.name


def test_where_one_person_alone_may_review_it_is_said_what_to_do(world: World) -> None:
    old = entry(world, "Marlpit")
    with world.store.write(world.inspector, "They left") as unit:
        for actor in (world.chief, world.hub):
            unit.get(Person, actor.person_id or 0).left_on = TODAY
    mine = Disposing(world.desk())
    waiting = mine.ask([old], "over", "Seven years are over.")
    assert waiting.others == ()
    assert waiting.words.startswith("Nobody else in this store may confirm it: add an inspector")
    with pytest.raises(CannotDo, match=r"yourself\. Nobody else in this store may confirm it"):
        mine.confirm([old])
    with pytest.raises(CannotDo, match="say who you are"):
        Disposing(Desk(world.store, Actor("Command line", Role.HUB))).confirm([old])


def test_the_log_of_disposals_outlives_a_copy_of_an_earlier_version(
    world: World, tmp_path: Path, clock: FixedClock
) -> None:
    old = entry(world, CANARY)
    copy = tmp_path / "copy.npt"
    back_up(world.store, copy)
    with closing(sqlite3.connect(copy)) as connection:
        for sql in ("DROP INDEX ix_disposal_request_by_id", "DROP INDEX ix_disposal_request_record_uid",
                    "DROP TABLE disposal_request", "ALTER TABLE disposal DROP COLUMN asked_on",
                    "ALTER TABLE disposal DROP COLUMN asked_by", "UPDATE alembic_version SET version_num = '0016'",
                    "PRAGMA user_version = 16"):  # fmt: skip
            connection.execute(sql)
        connection.commit()
    mark.beside(copy).unlink()
    world.dispose([old], "over", "Seven years are over.")
    world.store.close()
    restore(copy, world.store.path, clock)
    again = opening.open_store(world.store.path, clock=clock)
    try:
        at = Retention(Desk(again, world.inspector))
        assert [(s.key, s.back) for s in at.queue().subjects] == [(old, True)]
        assert [stub.by for stub in at.log()] == ["Insp Rowan"]
    finally:
        again.close()


def test_a_force_sets_its_own_period(world: World) -> None:
    entry(world, "Marlpit", date(2024, 5, 2))
    at = Retention(world.desk())
    assert at.queue(world.gedling).total == 0
    at.set_period("engagement", "day", 2, "Force schedule 12.3")
    assert at.queue(world.gedling).total == 1
    History(world.desk()).undo_last()
    assert at.queue(world.gedling).total == 0


def test_content_erased_by_hand_without_a_line_in_the_log_shows(world: World) -> None:
    old = entry(world, CANARY)
    with closing(sqlite3.connect(world.store.path)) as connection:
        connection.execute("UPDATE change SET before=NULL, after=NULL WHERE record_uid=?", (old[1],))
        connection.commit()
    found = {f.name: f for f in health.check(world.store.path).findings}
    assert found["journal"].sound
    assert not found["disposals"].sound
