"""Disposing of records at a desk: one person asks for it, another confirms it, and only then they are erased.

Source: Police Information and Records Management Code of Practice (2023); APP, Retention, review and disposal: a review
is decided by one trained person and checked by another before anything is destroyed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.every import metadata
from npt_desktop.models.journal import Change, ChangeSet
from npt_desktop.models.kinds import ChangeKind
from npt_desktop.models.retention import Disposal, DisposalRequest
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import number_of
from npt_desktop.rules.retention import Ground, standard_retention, why_not_yet
from npt_desktop.services.desk import Desk
from npt_desktop.services.retention import Key, one_of, others_who_review, requests_for
from npt_desktop.services.retention_queue import Asked, Subject, requests
from npt_desktop.store import backup, disposal

ALONE = (
    "Nobody else in this store may confirm it: add an inspector, a chief inspector or somebody of the hub under People, "
    "who signs in and confirms it."
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many disposals were asked for, and who may confirm them; nobody yet where only one person may review."""

    records: int
    others: tuple[str, ...]

    @property
    def words(self) -> str:
        """What happens next, in a sentence."""
        return "Another person who may review confirms it." if self.others else ALONE


@dataclass(frozen=True, slots=True)
class Disposed:
    """What a disposal did. ``finished`` says that the file was written anew at once; otherwise it is at the next
    opening. ``copies`` is how many dated copies still hold what was erased."""

    records: int
    parts: int
    finished: bool
    copies: int


class Disposing:
    """Asking for disposals and confirming them, at a desk. Long: call off the window's thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def ask(self, keys: Sequence[Key], ground_key: str, reason: str) -> Waiting:
        """Ask for the disposal of records; nothing is erased until another person confirms it.

        Raises Incomplete naming the field to mend, CannotDo for a record that is not due yet on that ground or that
        waits already.
        """
        person_id = self._signed_in()
        ground = standard_retention().ground(ground_key)
        if ground is None:
            raise Incomplete({"ground": "Choose why it is disposed of."})
        if not reason.strip():
            raise Incomplete(
                {"reason": "Say in your own words why, without naming anybody: this line stays."}
            )
        subjects, others = self._subjects(keys)
        for subject in subjects:
            if subject.asked is not None:
                raise CannotDo(
                    f"{_named(subject)}: its disposal was asked for already by {subject.asked.by}: "
                    "confirm it or set it aside."
                )
            self._due(subject, ground)
        with self._desk.write(f"Asked for the disposal of {_how_many(subjects)}") as unit:
            for subject in subjects:
                unit.add(DisposalRequest(
                    table_name=subject.table, record_uid=subject.uid, ground=ground.key, reason=reason.strip(),
                    asked_on=self._desk.today, by_id=person_id, asked_by=self._desk.actor.name,
                ))  # fmt: skip
        return Waiting(len(subjects), others)

    def set_aside(self, keys: Sequence[Key]) -> None:
        """Take requests back, one's own or another's: the records stay as they are, due when they were. Raises
        CannotDo where none waits."""
        require(self._desk.actor.role, Act.RETENTION)
        with self._desk.read() as session:
            if len({one.record_uid for one in requests_for(session, keys)}) < len(set(keys)) or not keys:
                raise CannotDo("No disposal of it waits to be confirmed: look at the list again.")
        words = "a disposal" if len(keys) == 1 else f"{len(keys)} disposals"
        with self._desk.write(f"Set aside {words} that was asked for") as unit:
            for request in requests_for(unit.session, keys):
                unit.remove(request)

    def confirm(self, keys: Sequence[Key]) -> Disposed:
        """Erase records whose disposal somebody else asked for, with everything that is part of them; a line each
        stays in the disposal log. It cannot be taken back.

        Raises CannotDo for a record nobody asked for or this person asked for (or put back after somebody had set it
        aside), that is not due any more on that ground, or that another needs.
        """
        person_id = self._signed_in()
        subjects, others = self._subjects(keys)
        for subject in subjects:
            asked = subject.asked
            if asked is None:
                raise CannotDo(f"{_named(subject)}: ask for its disposal first; another person confirms it.")
            if asked.by_id == person_id:
                raise CannotDo("You asked for this disposal yourself: another person who may review confirms it."
                               if others else f"You asked for this disposal yourself. {ALONE}")  # fmt: skip
            with self._desk.read() as session:
                if _put_back_by(session, asked) == person_id:
                    raise CannotDo("You put this request back after somebody else had set it aside: another person who "
                                   "may review confirms it, or asks for it anew.")  # fmt: skip
            self._due(subject, self._ground(asked.ground))
        parts = self._erase(subjects)
        path = self._desk.store.path
        finished = disposal.finish(path)
        copies = len(backup.listing(path, backup.folder_for(path)))
        return Disposed(len(subjects), parts, finished, copies)

    # -------------------------------------------------------------------- within
    def _signed_in(self) -> int:
        require(self._desk.actor.role, Act.RETENTION)
        person_id = self._desk.actor.person_id
        if person_id is None:
            raise CannotDo(
                "A disposal is asked for by one person and confirmed by another: say who you are (--as NAME)."
            )
        return person_id

    def _subjects(self, keys: Sequence[Key]) -> tuple[list[Subject], tuple[str, ...]]:
        if not keys:
            raise CannotDo("Choose a record to dispose of first.")
        with self._desk.read() as session:
            return [one_of(session, key) for key in dict.fromkeys(keys)], others_who_review(
                session, self._desk.actor
            )

    def _ground(self, key: str) -> Ground:
        ground = standard_retention().ground(key)
        if ground is None:
            raise CannotDo(
                "The reason it was asked for is not on the list any more: set it aside and ask again."
            )
        return ground

    def _due(self, subject: Subject, ground: Ground) -> None:
        why = "" if subject.back else why_not_yet(subject.review, ground, self._desk.today)
        if why:
            raise CannotDo(f"{_named(subject)}: {why}.")

    def _erase(self, subjects: Sequence[Subject]) -> int:
        every = 0
        with self._desk.write(f"Disposed of {_how_many(subjects)}", ChangeKind.DISPOSAL) as unit:
            keys = [subject.key for subject in subjects]
            there = requests(unit.session)
            if any(there.get(subject.key) != subject.asked for subject in subjects):
                raise CannotDo("Somebody set this disposal aside in the meantime: look at the list again.")
            for request in requests_for(unit.session, keys):
                unit.remove(request)
            connection = unit.session.connection()
            whole = disposal.Doomed()
            for subject in subjects:
                assert subject.asked is not None
                wanted = disposal.doomed(connection, subject.table, [subject.uid])
                parts = {t: [u for u in uids if u != subject.uid] for t, uids in wanted.uids().items()}
                parts = {table: uids for table, uids in parts.items() if uids}
                every += sum(map(len, parts.values()))
                unit.add(Disposal(
                    table_name=subject.table, record_id=subject.record_id, record_uid=subject.uid,
                    reference=_reference(connection, subject), class_key=subject.kind.key,
                    class_name=subject.kind.label, review_on=subject.review.on if subject.review else None,
                    ground=subject.asked.ground, reason=subject.asked.reason, disposed_on=self._desk.today,
                    by_id=self._desk.actor.person_id, disposed_by=self._desk.actor.name,
                    asked_by=subject.asked.by, asked_on=subject.asked.on, parts=parts,
                ))  # fmt: skip
                for table, ids in wanted.alive.items():
                    whole.alive.setdefault(table, {}).update(ids)
                for table, gone in wanted.dead.items():
                    whole.dead.setdefault(table, {}).update(gone)
            disposal.dispose(unit, whole)
        return every


def _put_back_by(session: Session, asked: Asked) -> int | None:
    """Who put a request back that another person had taken out; None where it stands as it was asked for."""
    query = (
        select(ChangeSet.person_id, Change.before.is_(None), Change.after.is_(None))
        .join(ChangeSet, ChangeSet.id == Change.change_set_id)
        .where(Change.table_name == DisposalRequest.__tablename__, Change.record_uid == asked.uid)
        .order_by(Change.id)
    )
    back, taken = None, asked.by_id
    for person_id, added, removed in session.execute(query):
        if removed:
            taken = person_id
        elif added and person_id != taken:
            back = person_id
    return back


def _named(subject: Subject) -> str:
    return f"{subject.kind.label} “{subject.called[:60]}”"


def _how_many(subjects: Sequence[Subject]) -> str:
    labels = {subject.kind.label for subject in subjects}
    what = labels.pop().casefold() if len(labels) == 1 else "record"
    return number_of(len(subjects), what, "records" if what == "record" else f"records ({what})")


def _reference(connection: Connection, subject: Subject) -> str:
    if subject.removed or "reference" not in metadata.tables[subject.table].c:
        return ""
    sql = f"SELECT reference FROM {subject.table} WHERE id = ?"
    return str(connection.exec_driver_sql(sql, (subject.record_id,)).scalar() or "")
