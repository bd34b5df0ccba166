"""What ``check`` looks at: the file's integrity, foreign keys, the journal chain, the search index, the
schema, the evidence files against their hashes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import exc

from npt_desktop.models.every import records
from npt_desktop.rules.periods import number_of
from npt_desktop.store import attachments, backup, disposal, engine, guards, journal, mark, migrate, proof
from npt_desktop.store.proof import ChainReport
from npt_desktop.store.seal import Sealer, SealKey
from npt_desktop.store.search import INDEXED

_DAMAGED = "The file is damaged: restore the latest backup."
_KEEP = "keep this file as it is and compare it with a backup."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: sound or not, and in a sentence what was found and what to do.

    ``repair`` says what :func:`repair` would do about it; empty where nothing can be done here.
    """

    name: str
    sound: bool
    says: str
    repair: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """The findings on a store, and the last link of its journal."""

    findings: tuple[Finding, ...]
    last_link: str
    change_sets: int

    @property
    def sound(self) -> bool:
        return all(finding.sound for finding in self.findings)


def check(path: Path) -> Health:
    """Look a store over; it is only read. The caller has examined that it is one."""
    findings = [_integrity(path), _foreign_keys(path), _schema(path), _search(path), _end(path), _files(path)]
    reader = engine.reader(path)
    try:
        with reader.connect() as connection:
            keys = Sealer().known(journal.store_id(connection))
            chain = proof.prove(connection, keys)
    except (exc.DBAPIError, UnicodeDecodeError):
        findings.append(Finding("journal", False, "The journal cannot be read: restore the latest backup."))
        return Health(tuple(findings), "", 0)
    finally:
        reader.dispose()
    try:
        findings += [_seals(path, chain, keys), _disposals(path, chain.erased), _chain(chain)]
    except engine.DAMAGED:
        findings.append(Finding("journal", False, _DAMAGED))
    return Health(tuple(findings), chain.last_link, chain.change_sets)


def _chain(chain: ChainReport) -> Finding:
    if chain.broken_at is None:
        says = f"{number_of(chain.change_sets, 'change set')} hold together."
        if chain.untold:
            says += f" {number_of(chain.untold, 'older one')} lost words that quoted a disposed record; taken as it stands."
        return Finding("journal", True, says)
    return Finding("journal", False, f"The journal was altered at change set {chain.broken_at}: {_KEEP}")


def _seals(path: Path, chain: ChainReport, keys: Mapping[str, SealKey]) -> Finding:
    """What the key of this computer vouches for."""
    name, seals = "seals", chain.seals
    if seals.forged_at is not None:
        return Finding(name, False, f"Change set {seals.forged_at} does not bear the seal it was given: the journal "
                       f"was written anew by somebody without the key. {_KEEP.capitalize()}")  # fmt: skip
    if seals.bare_at is not None:
        return Finding(name, False, f"Change set {seals.bare_at} bears no seal though earlier ones do: it was not "
                       f"written by this program, or no key could be kept. {_KEEP.capitalize()}")  # fmt: skip
    elsewhere = sum(seals.elsewhere.values())
    if not seals.proved and not elsewhere:
        if keys and not _is_remembered(path):
            return Finding(name, False, "No change set bears a seal, though this computer sealed this store: that is "
                           f"right only for a copy older than its key. {_KEEP.capitalize()}")  # fmt: skip
        return Finding(name, True, "Nothing is sealed yet: the next change seals the journal as it stands.")
    says = ""
    if seals.proved:
        says = (
            f"{number_of(seals.proved, 'change set')} bear this computer's seal; the last, number "
            f"{seals.last_proved}, vouches for all before it."
        )
    if elsewhere:
        says += (
            f" {number_of(elsewhere, 'change set')} bear the seal of a key that is elsewhere "
            f"({', '.join(sorted(seals.elsewhere))}) and cannot be checked on this computer; from change set "
            f"{seals.last_elsewhere + 1} on{'' if seals.last_proved > seals.last_elsewhere else ', the next written here,'} "
            "they can."
        )
    return Finding(name, True, says.strip())


def _is_remembered(path: Path) -> bool:
    """Whether this computer left the journal here as it stands, as after a restoring of its own."""
    return mark.holds(path, mark.read(mark.remembered(path))) is True


def _disposals(path: Path, erased: frozenset[tuple[str, str]]) -> Finding:
    """Whether everything whose content is erased in the journal stands in the disposal log, and is gone."""
    name = "disposals"
    try:
        with closing(engine.plain(path)) as connection:
            rows = connection.execute("SELECT table_name, record_uid, parts FROM disposal").fetchall()
            logged = {(str(table), str(uid)) for table, uid, _ in rows}
            logged |= {(t, uid) for row in rows for t, uids in json.loads(row[2]).items() for uid in uids}
            back = [
                1 for table, uid, _ in rows if table in records()
                and connection.execute(f"SELECT 1 FROM {table} WHERE uid = ?", (uid,)).fetchone()
            ]  # fmt: skip
    except sqlite3.OperationalError:
        return Finding(name, not erased, "This store is older than the disposal log: open it once.")
    except (sqlite3.DatabaseError, ValueError, TypeError, AttributeError):
        return Finding(name, False, "The disposal log cannot be read: restore the latest backup.")
    missing = len(erased - logged)
    if missing:
        return Finding(name, False, f"What {number_of(missing, 'record')} said was erased in the journal without a line "
                       "in the disposal log: keep this file as it is and compare it with a backup.")  # fmt: skip
    says = (
        f"{number_of(len(rows), 'record')} disposed of, each with its line in the log."
        if rows
        else "None yet."
    )
    if back:
        says += (
            f" {number_of(len(back), 'record')} came back with a copy: dispose again under Retention review."
        )
    if disposal.pending(path):
        says += " What was erased leaves the file's free space when the store is next opened."
    return Finding(name, True, says)


def _end(path: Path) -> Finding:
    """Whether the journal still holds the last link that a copy of the store remembers."""
    name = "journal's end"
    try:
        marks = [mark.read(mark.remembered(path)), mark.latest(path, backup.folder_for(path))]
        held = [(kept, mark.holds(path, kept)) for kept in marks if kept is not None and kept.change_sets]
    except (OSError, *engine.DAMAGED):
        return Finding(name, False, "The journal cannot be read: restore the latest backup.")
    lost = next((kept for kept, holds in held if not holds), None)
    if lost is not None:
        return Finding(name, False,
                       f"The journal was cut or replaced: a backup or this computer remembers {lost.change_sets} "
                       f"change sets ({lost.made_at[:10]}). {_KEEP.capitalize()} If you put this file here "
                       "yourself, say so with confirm-restore.")  # fmt: skip
    if not held:
        return Finding(name, True, "Nothing remembers this journal yet: its end cannot be compared.")
    most = number_of(max(kept.change_sets for kept, _ in held), "change set")
    return Finding(name, True, f"The journal holds the {most} that a backup or this computer remembers.")


def repair(path: Path) -> None:
    """Do what the findings offer. The caller holds the store's lock and has kept a copy."""
    with closing(engine.plain(path, write=True)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        for index, _ in INDEXED.values():
            connection.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")
        connection.execute("COMMIT")


def _files(path: Path) -> Finding:
    """Whether every evidence file that the store or its journal names is there and unchanged."""
    name = "evidence files"
    try:
        found = attachments.survey(path)
    except engine.DAMAGED:
        return Finding(name, False, _DAMAGED)
    folder = attachments.folder_for(path).name
    if found.missing or found.changed:
        parts = [
            f"{number_of(len(names), 'file')} {word} (“{'”, “'.join(names[:3])}”{' and more' if len(names) > 3 else ''})"
            for names, word in ((found.missing, "missing"), (found.changed, "changed")) if names
        ]  # fmt: skip
        return Finding(name, False, f"{', '.join(parts)}: put back the folder “{folder}” from a backup.")
    says = f"{number_of(found.named, 'file')} as they were attached." if found.named else "None attached."
    if found.unnamed:
        says += f" {number_of(found.unnamed, 'file')} in “{folder}” that nothing names."
    return Finding(name, True, says)


def _integrity(path: Path) -> Finding:
    try:
        with closing(engine.plain(path)) as connection:
            first = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except engine.DAMAGED:
        return Finding("integrity", False, _DAMAGED)
    return Finding("integrity", first == "ok", "The file is sound." if first == "ok" else _DAMAGED)


def _foreign_keys(path: Path) -> Finding:
    try:
        with closing(engine.plain(path)) as connection:
            broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    except engine.DAMAGED:
        return Finding("foreign keys", False, _DAMAGED)
    if broken:
        return Finding("foreign keys", False, f"{len(broken)} records point at nothing: restore a backup.")
    return Finding("foreign keys", True, "Every record points at one that exists.")


def _schema(path: Path) -> Finding:
    try:
        revision, head = migrate.revision(path), migrate.head()
        with closing(engine.plain(path)) as connection:
            gone = guards.missing(connection)
    except engine.DAMAGED:
        return Finding("schema", False, _DAMAGED)
    if gone:
        return Finding("schema", False, f"The guards of the journal were removed ({', '.join(gone)}): somebody worked on "
                       f"this file with another program. {_KEEP.capitalize()}")  # fmt: skip
    says = f"Schema {revision}." if revision == head else f"Schema {revision}, expected {head}: open it once."
    return Finding("schema", revision == head, says)


def _search(path: Path) -> Finding:
    """Ask the index whether it holds the words of its table; needs a copy-free write lock, taken back."""
    try:
        with closing(engine.plain(path, write=True)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            for index, _ in INDEXED.values():
                connection.execute(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)")
            connection.execute("ROLLBACK")
    except engine.DAMAGED:
        return Finding("search", False, "The search index does not fit the log: searching may miss entries.",
                       "makes the index anew from the log; no record is touched.")  # fmt: skip
    return Finding("search", True, "The search index fits the log.")
