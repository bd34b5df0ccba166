"""Review, retention and disposal at a desk: the queue, keeping longer with a reason, erasing, the disposal log.

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
from npt_desktop.models.every import metadata, records
from npt_desktop.models.kinds import ChangeKind
from npt_desktop.models.organisation import Area
from npt_desktop.models.retention import Disposal, RetentionDecision, RetentionPeriod
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.backups import standard_thinning
from npt_desktop.rules.periods import add_months, form_date, number_of
from npt_desktop.rules.retention import (
    MOST_YEARS,
    Ground,
    RetentionRules,
    standard_retention,
    why_not_yet,
    years_after,
)
from npt_desktop.services.desk import Desk
from npt_desktop.services.retention_queue import MOST, Subject, due_by, rules_of, subjects_of
from npt_desktop.store import backup, disposal

LONGEST_KEEP = 30
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Queue:
    """The review queue: its first records, how many there are, and how many were disposed of so far."""

    subjects: tuple[Subject, ...]
    total: int
    areas: Mapping[int, str]
    rules: RetentionRules
    disposed: int
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
    parts: int


@dataclass(frozen=True, slots=True)
class Disposed:
    """What a disposal did. ``finished`` says that the file was written anew at once; otherwise it is at the next
    opening. ``copies`` is how many dated copies still hold what was erased."""

    records: int
    parts: int
    finished: bool
    copies: int


class Retention:
    """Review, retention and disposal, at a desk. Long: call off the window's thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # ------------------------------------------------------------------- reading
    def queue(
        self, area_id: int | None = None, *, ahead: int | None = 0, class_key: str = "", words: str = "",
        most: int = MOST,
    ) -> Queue:  # fmt: skip
        """Records to be reviewed within ``ahead`` months from today, every record for None; longest overdue first.

        Raises NotAllowed for a role that does not review.
        """
        require(self._desk.actor.role, Act.RETENTION)
        today = self._desk.today
        day = None if ahead is None else add_months(today, ahead)
        with self._desk.read() as session:
            found = due_by(session, day, area_id=area_id, class_key=class_key, words=words, most=most)
            areas = {row.id: row.name for row in session.execute(select(Area.id, Area.name))}
            disposed = session.scalar(select(func.count(Disposal.id))) or 0
            return Queue(found.subjects, found.total, areas, rules_of(session), disposed, today)

    def look(self, key: Key) -> Look:
        """What disposing of a record would erase and what it would leave. Raises CannotDo when it is unknown."""
        require(self._desk.actor.role, Act.RETENTION)
        with self._desk.read() as session:
            subject = _one(session, key)
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
                row.disposed_on, row.disposed_by, sum(len(uids) for uids in row.parts.values()),
            )
            for row in rows
        ]  # fmt: skip

    # ------------------------------------------------------------------- writing
    def keep(self, keys: Sequence[Key], until: date | None, reason: str) -> None:
        """Keep records until a later review. Raises Incomplete naming the field to mend."""
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
                _one(session, key)
        words = "a record" if len(keys) == 1 else f"{len(keys)} records"
        with self._desk.write(f"Decided to keep {words} until {form_date(until)}") as unit:
            for table, uid in keys:
                unit.add(RetentionDecision(
                    table_name=table, record_uid=uid, until=until, reason=reason.strip(), made_on=today,
                    by_id=self._desk.actor.person_id, made_by=self._desk.actor.name,
                ))  # fmt: skip

    def dispose(self, keys: Sequence[Key], ground_key: str, reason: str) -> Disposed:
        """Erase records with everything that is part of them; a line each stays in the disposal log. It cannot be
        taken back.

        Raises Incomplete naming the field to mend, CannotDo for a record that is not due yet on that ground or that
        another needs.
        """
        require(self._desk.actor.role, Act.RETENTION)
        ground = standard_retention().ground(ground_key)
        if ground is None:
            raise Incomplete({"ground": "Choose why it is disposed of."})
        if not reason.strip():
            raise Incomplete(
                {"reason": "Say in your own words why, without naming anybody: this line stays."}
            )
        if not keys:
            raise CannotDo("Choose a record to dispose of first.")
        with self._desk.read() as session:
            subjects = [_one(session, key) for key in dict.fromkeys(keys)]
        for subject in subjects:
            self._due(subject, ground)
        parts = self._erase(subjects, ground, reason.strip())
        path = self._desk.store.path
        finished = disposal.finish(path)
        copies = len(backup.listing(path, backup.folder_for(path)))
        return Disposed(len(subjects), parts, finished, copies)

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

    # -------------------------------------------------------------------- within
    def _due(self, subject: Subject, ground: Ground) -> None:
        why = "" if subject.back else why_not_yet(subject.review, ground, self._desk.today)
        if why:
            raise CannotDo(f"{subject.kind.label} “{subject.called[:60]}”: {why}.")

    def _erase(self, subjects: Sequence[Subject], ground: Ground, reason: str) -> int:
        labels = {subject.kind.label for subject in subjects}
        what = labels.pop().casefold() if len(labels) == 1 else "record"
        did = f"Disposed of {number_of(len(subjects), what, 'records' if what == 'record' else f'records ({what})')}"
        every = 0
        with self._desk.write(did, ChangeKind.DISPOSAL) as unit:
            connection = unit.session.connection()
            whole = disposal.Doomed()
            for subject in subjects:
                wanted = disposal.doomed(connection, subject.table, [subject.uid])
                parts = {t: [u for u in uids if u != subject.uid] for t, uids in wanted.uids().items()}
                parts = {table: uids for table, uids in parts.items() if uids}
                every += sum(map(len, parts.values()))
                unit.add(Disposal(
                    table_name=subject.table, record_id=subject.record_id, record_uid=subject.uid,
                    reference=_reference(connection, subject), class_key=subject.kind.key,
                    class_name=subject.kind.label, review_on=subject.review.on if subject.review else None,
                    ground=ground.key, reason=reason, disposed_on=self._desk.today,
                    by_id=self._desk.actor.person_id, disposed_by=self._desk.actor.name, parts=parts,
                ))  # fmt: skip
                for table, ids in wanted.alive.items():
                    whole.alive.setdefault(table, {}).update(ids)
                for table, gone in wanted.dead.items():
                    whole.dead.setdefault(table, {}).update(gone)
            disposal.dispose(unit, whole)
        return every


def _one(session: Session, key: Key) -> Subject:
    found = subjects_of(session, [key])
    if not found:
        raise CannotDo("This record was removed or disposed of in the meantime: look at the list again.")
    return found[0]


def _reference(connection: Connection, subject: Subject) -> str:
    if subject.removed or "reference" not in metadata.tables[subject.table].c:
        return ""
    sql = f"SELECT reference FROM {subject.table} WHERE id = ?"
    return str(connection.exec_driver_sql(sql, (subject.record_id,)).scalar() or "")


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
