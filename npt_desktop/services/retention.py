"""Review and retention at a desk: the queue, keeping longer with a reason, the disposal log.

Source: Police Information and Records Management Code of Practice (2023); APP, Retention, review and disposal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.actor import Actor
from npt_desktop.models.every import records
from npt_desktop.models.kinds import Role
from npt_desktop.models.organisation import Area, Person
from npt_desktop.models.retention import Disposal, DisposalRequest, RetentionDecision, RetentionPeriod
from npt_desktop.rules.authority import Act, may, require
from npt_desktop.rules.backups import standard_thinning
from npt_desktop.rules.periods import add_months, form_date, number_of
from npt_desktop.rules.retention import (
    MOST_YEARS,
    RetentionRules,
    standard_retention,
    years_after,
)
from npt_desktop.services.desk import Desk
from npt_desktop.services.marking import above_store
from npt_desktop.services.retention_queue import (
    MOST,
    Found,
    Subject,
    due_by,
    requests,
    rules_of,
    subjects_of,
    waits,
)
from npt_desktop.store import backup, disposal

LONGEST_KEEP = 30
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Queue:
    """The review queue: its first records, how many there are, and how many were disposed of so far.

    ``waiting`` counts disposals that wait for a second person, in the whole store; ``others`` names who of those in
    the store may review beside whoever is at the desk; ``marking`` is the highest of those listed, empty where none is
    above the store's.
    """

    subjects: tuple[Subject, ...]
    total: int
    areas: Mapping[int, str]
    rules: RetentionRules
    disposed: int
    waiting: int
    others: tuple[str, ...]
    marking: str
    today: date

    @property
    def due(self) -> int:
        """How many of those listed are due today."""
        return sum(1 for each in self.subjects if each.back or (each.review and each.review.on <= self.today))


@dataclass(frozen=True, slots=True)
class Kept:
    """A decision to keep a record longer."""

    made_on: date
    by: str
    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class Look:
    """What a disposal would erase, and what it cannot reach: each in words."""

    subject: Subject
    kept: tuple[Kept, ...]
    goes: tuple[str, ...]
    files: int
    named: tuple[str, ...]
    copies: int
    copies_until: date | None


@dataclass(frozen=True, slots=True)
class Stub:
    """A line of the disposal log."""

    uid: str
    record_id: int
    record_uid: str
    kind: str
    reference: str
    ground: str
    reason: str
    review_on: date | None
    disposed_on: date
    by: str
    asked_by: str
    asked_on: date | None
    parts: int


class Retention:
    """Review and retention, at a desk; :mod:`npt_desktop.services.disposing` erases. Long: call off the window's thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # ------------------------------------------------------------------- reading
    def queue(
        self, area_id: int | None = None, *, ahead: int | None = 0, class_key: str = "", words: str = "",
        most: int = MOST, asked: bool = False,
    ) -> Queue:  # fmt: skip
        """Records to be reviewed within ``ahead`` months from today, every record for None; longest overdue first.
        With ``asked`` only those whose disposal waits for a second person.

        Raises NotAllowed for a role that does not review.
        """
        require(self._desk.actor.role, Act.RETENTION)
        today = self._desk.today
        day = None if ahead is None else add_months(today, ahead)
        with self._desk.read() as session:
            if asked:
                waiting = waits(session, area_id=area_id, class_key=class_key, words=words)
                found = Found(tuple(waiting), len(waiting))
            else:
                found = due_by(session, day, area_id=area_id, class_key=class_key, words=words, most=most)
            areas = {row.id: row.name for row in session.execute(select(Area.id, Area.name))}
            disposed = session.scalar(select(func.count(Disposal.id))) or 0
            return Queue(found.subjects, found.total, areas, rules_of(session), disposed, len(requests(session)),
                         others_who_review(session, self._desk.actor),
                         above_store(session, *(each.marking for each in found.subjects)), today)  # fmt: skip

    def look(self, key: Key) -> Look:
        """What disposing of a record would erase and what it would leave. Raises CannotDo when it is unknown."""
        require(self._desk.actor.role, Act.RETENTION)
        with self._desk.read() as session:
            subject = one_of(session, key)
            kept = session.scalars(
                select(RetentionDecision).where(RetentionDecision.record_uid == key[1]).order_by(RetentionDecision.id)
            ).all()  # fmt: skip
            wanted = disposal.doomed(session.connection(), key[0], [key[1]])
            counts = {name: len(uids) for name, uids in wanted.uids().items()}
            files = counts.pop("evidence_file", 0)
            counts.pop("retention_decision", 0)
            counts[key[0]] -= 1
            named = _named_elsewhere(session.connection(), subject, wanted)
        path = self._desk.store.path
        copies = len(backup.listing(path, backup.folder_for(path)))
        until = add_months(self._desk.today, standard_thinning().months) if copies else None
        return Look(
            subject, tuple(Kept(k.made_on, k.made_by, k.until, k.reason) for k in kept), _in_words(counts), files,
            named, copies, until,
        )  # fmt: skip

    def keys_of(self, uids: Sequence[str]) -> list[Key]:
        """Which records these uids are of. Raises CannotDo for one that is not known or has no period of its own."""
        with self._desk.read() as session:
            found = [one for uid in uids for kind in standard_retention().classes
                     for one in subjects_of(session, [(kind.table, uid)])]  # fmt: skip
        unknown = set(uids) - {each.uid for each in found}
        if unknown:
            raise CannotDo(
                f"No record to review has the uid {min(unknown)}: copy it from the list (retention)."
            )
        return [each.key for each in found]

    def log(self) -> list[Stub]:
        """The disposal log, latest first. Any role may read it: it says nothing of what was erased."""
        rules = standard_retention()
        with self._desk.read() as session:
            rows = session.scalars(select(Disposal).order_by(Disposal.id.desc())).all()
        return [
            Stub(
                row.uid, row.record_id, row.record_uid, row.class_name, row.reference,
                ground.label if (ground := rules.ground(row.ground)) else row.ground, row.reason, row.review_on,
                row.disposed_on, row.disposed_by, row.asked_by, row.asked_on, sum(len(uids) for uids in row.parts.values()),
            )
            for row in rows
        ]  # fmt: skip

    # ------------------------------------------------------------------- writing
    def keep(self, keys: Sequence[Key], until: date | None, reason: str) -> None:
        """Keep records until a later review; a disposal of theirs that waits is set aside by it. Raises Incomplete
        naming the field to mend."""
        require(self._desk.actor.role, Act.RETENTION)
        today = self._desk.today
        wrong: dict[str, str] = {}
        if until is None or until <= today:
            wrong["until"] = "Enter a date after today."
        elif until > years_after(today, LONGEST_KEEP):
            wrong["until"] = f"Enter a date within {LONGEST_KEEP} years."
        if not reason.strip():
            wrong["reason"] = "Say why it is kept: every decision to retain is recorded with its reason."
        if wrong:
            raise Incomplete(wrong)
        assert until is not None
        with self._desk.read() as session:
            for key in keys:
                one_of(session, key)
        words = "a record" if len(keys) == 1 else f"{len(keys)} records"
        with self._desk.write(f"Decided to keep {words} until {form_date(until)}") as unit:
            for request in requests_for(unit.session, keys):
                unit.remove(request)
            for table, uid in keys:
                unit.add(RetentionDecision(
                    table_name=table, record_uid=uid, until=until, reason=reason.strip(), made_on=today,
                    by_id=self._desk.actor.person_id, made_by=self._desk.actor.name,
                ))  # fmt: skip

    def renew_copies(self) -> int:
        """Make a fresh dated copy and let every earlier one go; returns how many went. Copies written elsewhere
        by hand are not known here. Raises CannotDo when the fresh copy cannot be made."""
        require(self._desk.actor.role, Act.RETENTION)
        require(self._desk.actor.role, Act.RESTORE)
        store = self._desk.store
        return backup.renew(store.path, backup.folder_for(store.path), now=store.clock.now())

    def set_period(self, class_key: str, clock: str, years: int | None, reason: str) -> None:
        """Change after how many years a class is reviewed. Raises Incomplete naming the field to mend."""
        require(self._desk.actor.role, Act.CHANGE_SETTINGS)
        kind = next((each for each in standard_retention().classes if each.key == class_key), None)
        if kind is None or clock not in [each.start for each in kind.clocks]:
            raise CannotDo("This class of records is not known: choose one of the list.")
        wrong = {}
        if years is None or not 0 <= years <= MOST_YEARS:
            wrong["years"] = f"Enter whole years from 0 to {MOST_YEARS}."
        if not reason.strip():
            wrong["reason"] = "Name the source, such as the force's retention schedule."
        if wrong:
            raise Incomplete(wrong)
        assert years is not None
        words = number_of(years, "year")
        with self._desk.write(f"Set the review of {kind.plural.casefold()} to {words}") as unit:
            query = select(RetentionPeriod).where(
                RetentionPeriod.class_key == class_key, RetentionPeriod.clock == clock
            )
            there = unit.session.scalar(query)
            if there is None:
                unit.add(
                    RetentionPeriod(class_key=class_key, clock=clock, years=years, reason=reason.strip())
                )
            else:
                there.years, there.reason = years, reason.strip()


def others_who_review(session: Session, actor: Actor) -> tuple[str, ...]:
    """Who of the store may review beside this person: those who may confirm what they ask for."""
    roles = [role for role in Role if may(role, Act.RETENTION)]
    query = select(Person).where(Person.left_on.is_(None), Person.role.in_(roles)).order_by(Person.surname)
    return tuple(person.label for person in session.scalars(query) if person.id != actor.person_id)


def requests_for(session: Session, keys: Sequence[Key]) -> list[DisposalRequest]:
    """The disposals of these records that wait for a second person."""
    query = select(DisposalRequest).where(DisposalRequest.record_uid.in_([uid for _, uid in keys]))
    wanted = set(keys)
    return [one for one in session.scalars(query) if (one.table_name, one.record_uid) in wanted]


def one_of(session: Session, key: Key) -> Subject:
    """A record to review. Raises CannotDo when it is gone."""
    found = subjects_of(session, [key])
    if not found:
        raise CannotDo("This record was removed or disposed of in the meantime: look at the list again.")
    return found[0]


_PARTS = {
    "entry_group": "community reached", "measure_point": "monthly figure", "kin_reply": "set of answers",
    "plan_lead": "earlier lead", "plan_source": "source", "plan_review": "review", "candidate_issue": "candidate issue",
    "score_sample": "sample", "second_score": "second score", "priority_update": "update",
    "answer_correction": "correction", "priority_correction": "correction", "peer_answer": "answer",
}  # fmt: skip
"""What a part is called where its table's name would not do; a word whose plural is irregular is given both."""
_PLURALS = {
    "community reached": "communities reached", "set of answers": "sets of answers", "hypothesis": "hypotheses",
    "advice": "pieces of advice",
}  # fmt: skip


def _in_words(counts: Mapping[str, int]) -> tuple[str, ...]:
    found = []
    for name, count in counts.items():
        word = _PARTS.get(name, name.replace("_", " "))
        many = _PLURALS.get(word) or (f"{word[:-1]}ies" if word.endswith("y") else f"{word}s")
        if count:
            found.append(number_of(count, word, many))
    return tuple(found)


def _named_elsewhere(connection: Connection, subject: Subject, wanted: disposal.Doomed) -> tuple[str, ...]:
    """Which records that stay name a person: a disposal does not reach them."""
    if subject.table != "key_individual" or len(subject.called) < 5:
        return ()
    found: Counter[str] = Counter()
    for name, kind in records().items():
        columns = disposal.text_columns(kind.__table__)  # type: ignore[arg-type]
        going = set(wanted.alive.get(name, {}))
        if not columns:
            continue
        where = " OR ".join(f'instr("{column}", ?)' for column in columns)
        for (record_id,) in connection.exec_driver_sql(
            f"SELECT id FROM {name} WHERE {where}", (subject.called,) * len(columns)
        ):
            found[name] += record_id not in going
    return _in_words(found)
