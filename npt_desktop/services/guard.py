"""The publication guard at a desk: what is open in a text, and what a person keeps, because.

A kept finding is a small dated record of its area (who, when, the words and why), journaled and undoable like
any other. It holds for the same words and kind, and only as long as a priority may stand (three months, the
national measure): then the reason is asked for again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.communities import KeyIndividual
from npt_desktop.models.kinds import NoteKind
from npt_desktop.models.organisation import Area, Person
from npt_desktop.models.quality import EvidenceNote
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import add_months, number_of
from npt_desktop.rules.publishing import Finding, FindingKind, check_text, told_apart, unkept
from npt_desktop.rules.thresholds import standard_thresholds
from npt_desktop.rules.words import matching_form
from npt_desktop.services.desk import Desk

_BETWEEN = "\n"


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """A finding somebody looked at and kept."""

    note_id: int
    kind: FindingKind
    words: str
    reason: str
    day: date
    by_id: int | None


class Guard:
    """The check before release, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def kept(self, area_id: int) -> tuple[KeptFinding, ...]:
        """What is kept in the texts of an area today, oldest first."""
        with self._desk.read() as session:
            return kept_in(session, area_id, self._desk.today)

    def open_findings(self, area_id: int, texts: Mapping[str, str]) -> dict[str, tuple[Finding, ...]]:
        """The findings of texts by their names, without those kept; texts without one are left out."""
        with self._desk.read() as session:
            return open_in(session, area_id, self._desk.today, texts)

    def keep(self, area_id: int, finding: Finding, reason: str) -> int:
        """Keep a finding, because; returns the id of the record. Only who may release may keep.

        Raises NotAllowed, CannotDo for an empty text, Incomplete without a reason.
        """
        require(self._desk.actor.role, Act.PUBLISH_UPDATE)
        if not finding.text:
            raise CannotDo("An empty text cannot be kept: write it first.")
        if not reason.strip():
            raise Incomplete({"reason": f"Say why ‘{_short(finding.text)}’ may stay in the text."})
        with self._desk.write(f"Kept ‘{_short(finding.text)}’ in public text") as unit:
            what = _BETWEEN.join((finding.kind.value, matching_form(finding.text), reason.strip()))
            note = EvidenceNote(area_id=area_id, kind=NoteKind.KEPT_FINDING, day=self._desk.today,
                                by_id=self._desk.actor.person_id, what=what)  # fmt: skip
            return unit.add(note).id

    def drop(self, note_id: int) -> None:
        """No longer keep a finding: it is open again."""
        require(self._desk.actor.role, Act.PUBLISH_UPDATE)
        with self._desk.write("Opened a kept finding again") as unit:
            note = unit.session.get(EvidenceNote, note_id)
            if note is None or note.kind is not NoteKind.KEPT_FINDING:
                raise CannotDo("This reason was removed in the meantime.")
            unit.remove(note)


def public_names(session: Session) -> tuple[str, ...]:
    """Names the public should not read: every area's key individuals and everyone on the desk."""
    places = session.scalars(select(Area.name)).all()
    known = session.scalars(select(KeyIndividual.name))
    return told_apart((*known, *session.scalars(select(Person.surname))), places)


def refuse_key_individuals(session: Session, text: str) -> None:
    """Raise Incomplete when a text that goes to the public names a key individual of any area.

    Their details never leave in a public form, so there is nothing to keep with a reason.
    """
    names = {matching_form(name): name for name in session.scalars(select(KeyIndividual.name))}
    for finding in check_text(text, names=names.values()):
        name = names.get(matching_form(finding.text))
        if finding.kind is FindingKind.NAME and name is not None:
            raise Incomplete(
                {"text": f"The text names the key individual ‘{_short(name)}’: take the name out."}
            )


def kept_in(session: Session, area_id: int, today: date) -> tuple[KeptFinding, ...]:
    """What is kept in an area's texts on a day."""
    n = EvidenceNote
    since = add_months(today, -standard_thresholds().national_months)
    rows = session.scalars(
        select(n).where(n.area_id == area_id, n.kind == NoteKind.KEPT_FINDING, n.day > since, n.day <= today)
        .order_by(n.day, n.id)
    )  # fmt: skip
    found = []
    for note in rows:
        kind, words, reason = [*note.what.split(_BETWEEN, 2), "", ""][:3]
        if kind in {k.value for k in FindingKind}:
            found.append(KeptFinding(note.id, FindingKind(kind), words, reason, note.day, note.by_id))
    return tuple(found)


def open_in(
    session: Session, area_id: int, today: date, texts: Mapping[str, str]
) -> dict[str, tuple[Finding, ...]]:
    """The findings of texts that nobody mended or kept, by the names of the texts."""
    names = public_names(session)
    kept = {(k.kind, k.words) for k in kept_in(session, area_id, today)}
    found = {name: unkept(check_text(text, names=names), kept) for name, text in texts.items()}
    return {name: findings for name, findings in found.items() if findings}


def kept_for(session: Session, area_id: int, today: date, texts: Iterable[str]) -> list[dict[str, str]]:
    """What was kept in these texts, as a publication stores it: kind, words as they stand, reason, day."""
    names = public_names(session)
    reasons = {(k.kind, k.words): k for k in kept_in(session, area_id, today)}
    found: dict[tuple[str, str], dict[str, str]] = {}
    for text in texts:
        for finding in check_text(text, names=names):
            kept = reasons.get((finding.kind, matching_form(finding.text)))
            if kept is not None:
                found[finding.kind.value, kept.words] = {
                    "kind": finding.kind.value, "words": finding.text, "reason": kept.reason,
                    "day": kept.day.isoformat(),
                }  # fmt: skip
    return list(found.values())


def refuse_open(found: Mapping[str, Iterable[Finding]], where: Mapping[str, str] | None = None) -> None:
    """Raise Incomplete with the first open finding of each text; nothing when there is none."""
    fields = {}
    for name, findings in found.items():
        listed = list(findings)
        if listed:
            more = f" {number_of(len(listed) - 1, 'more finding')}." if len(listed) > 1 else ""
            place = f"{(where or {}).get(name, '')}"
            keep = "" if listed[0].kind is FindingKind.EMPTY else " Or keep it and say why."
            fields[name] = f"{place}{listed[0].says}{keep}{more}"
    if fields:
        raise Incomplete(fields)


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= 40 else f"{plain[:40].rstrip()}…"
