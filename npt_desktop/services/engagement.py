"""The engagement log: logging, evaluating, editing and removing entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo, Incomplete, NotAllowed
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.rules import engagement as rule
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import number_of
from npt_desktop.services.desk import current
from npt_desktop.services.engagement_plans import open_again_for
from npt_desktop.services.entry_parts import (
    Commitment,
    Parts,
    lead_label,
    parts_of,
    put_parts,
    remove_with_parts,
)
from npt_desktop.services.log_figures import GapMap, LogFigures, MonthFacts
from npt_desktop.services.log_lists import LogLists
from npt_desktop.services.log_reading import LogFilter, LogLine, LogOrder, LogReading

__all__ = [
    "Commitment", "Engagement", "EntryDraft", "GapMap", "LogFilter", "LogLine", "LogOrder", "MonthFacts",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """An entry as the form holds it; None, "" or () where nothing is entered yet."""

    area_id: int
    day: date | None
    audience_id: int | None
    purpose_id: int | None
    who_engaged: str
    lead_id: int | None
    summary: str
    outcome: str = ""
    score: int | None = None
    beat: str = ""
    reached: int | None = None
    from_hate_crime: bool = False
    theme_id: int | None = None
    channel_id: int | None = None
    priority_id: int | None = None
    plan_id: int | None = None
    partners: str = ""
    minutes: int | None = None
    public_sentence: str = ""
    groups: tuple[int, ...] = ()
    met: tuple[int, ...] = ()
    commitments: tuple[Commitment, ...] = ()


_COLUMNS = (
    "day", "audience_id", "purpose_id", "who_engaged", "lead_id", "summary", "outcome", "score", "beat", "reached",
    "from_hate_crime", "theme_id", "channel_id", "priority_id", "plan_id", "partners", "minutes", "public_sentence",
)  # fmt: skip
"""The fields of a draft that stand in the entry itself under the same name."""
_NAMED = {"audience_id": "audience", "purpose_id": "purpose", "lead_id": "lead", "minutes": "hours"}
"""What a form calls a field, where it differs."""


class Engagement(LogReading, LogFigures, LogLists):
    """The log, at a desk: what is written here, what is found and what is counted."""

    # ------------------------------------------------------------------- writing
    def log(self, draft: EntryDraft) -> int:
        """Log an engagement; returns its id. Raises Incomplete naming each field to mend."""
        require(self._desk.actor.role, Act.LOG_ENGAGEMENT)
        self._check(draft)
        self._check_owners(draft.commitments, ())
        with self._desk.write("Logged engagement") as unit:
            entry = unit.add(EngagementEntry(area_id=draft.area_id, **self._fields(unit.session, draft)))
            put_parts(unit, entry, _parts(draft))
            return entry.id

    def edit(self, entry_id: int, version: int, draft: EntryDraft) -> None:
        """Save an entry anew. Raises Incomplete, or Clash when it was changed in the meantime."""
        require(self._desk.actor.role, Act.LOG_ENGAGEMENT)
        self._check(draft)
        with self._desk.write("Edited an engagement entry") as unit:
            entry = current(unit, EngagementEntry, entry_id, version)
            self._check_owners(draft.commitments, parts_of(unit.session, entry_id).commitments)
            for name, value in self._fields(unit.session, draft).items():
                setattr(entry, name, value)
            put_parts(unit, entry, _parts(draft))

    def evaluate(self, entry_id: int, version: int, outcome: str, score: int | None) -> None:
        """Add what followed: the outcome and the score from 1 to 5."""
        require(self._desk.actor.role, Act.LOG_ENGAGEMENT)
        if score is not None and not 1 <= score <= 5:
            raise Incomplete({"score": rule.SCORE_SAYS})
        with self._desk.write("Evaluated an engagement entry") as unit:
            entry = current(unit, EngagementEntry, entry_id, version)
            entry.outcome, entry.score = outcome, score

    def change(self, entries: Mapping[int, int], fields: Mapping[str, Any]) -> None:
        """Write the same fields, named as in a draft, into several entries at once: one change, one undo.

        ``entries`` are ids with the versions looked at. Only what is written is checked, so that an imported
        row may be mended bit by bit. Raises Incomplete, or Clash when one was changed in the meantime.
        """
        require(self._desk.actor.role, Act.LOG_ENGAGEMENT)
        names = [name for name in _COLUMNS if name in fields]
        if not entries or not names:
            return
        with self._desk.write("Edited an engagement entry") as unit:
            for entry_id, version in entries.items():
                self._change(unit.session, current(unit, EngagementEntry, entry_id, version), fields, names)
                put_parts(unit, unit.get(EngagementEntry, entry_id), parts_of(unit.session, entry_id))
            if len(entries) > 1:
                unit.did = f"Edited {number_of(len(entries), 'engagement entry', 'engagement entries')}"

    def fill(self, source_id: int, entries: Mapping[int, int], names: Iterable[str]) -> None:
        """Fill down: the named fields of one entry into others; words an import left are carried as they are."""
        require(self._desk.actor.role, Act.LOG_ENGAGEMENT)
        wanted = set(names)
        carried = [name for name in _COLUMNS if name in wanted]
        carried += [f"{name}_text" for name in ("audience", "purpose") if f"{name}_id" in wanted]
        words = number_of(len(entries), "engagement entry", "engagement entries")
        with self._desk.write(f"Filled down {words}") as unit:
            source = current(unit, EngagementEntry, source_id)
            for entry_id, version in entries.items():
                entry = current(unit, EngagementEntry, entry_id, version)
                for name in carried:
                    setattr(entry, name, getattr(source, name))
                if "lead_id" in wanted:
                    entry.lead_name = source.lead_name
                entry.natural_key = rule.natural_key(entry.day, entry.lead_name, entry.summary)
                put_parts(unit, entry, parts_of(unit.session, entry_id))

    def remove(self, entry_ids: Iterable[int]) -> None:
        """Remove entries with what was made for them; planned activities they had closed are open again.
        Undo brings everything back."""
        require(self._desk.actor.role, Act.LOG_ENGAGEMENT)
        ids = list(entry_ids)
        words = "an engagement entry" if len(ids) == 1 else f"{len(ids)} engagement entries"
        with self._desk.write(f"Removed {words}") as unit:
            for entry_id in ids:
                open_again_for(unit, entry_id)
                remove_with_parts(unit, current(unit, EngagementEntry, entry_id))

    # ------------------------------------------------------------------- reading
    def draft(self, entry_id: int) -> tuple[EntryDraft, int]:
        """An entry as a form takes it, with the version it was read at. Raises CannotDo when it is gone."""
        with self._desk.read() as session:
            entry = session.get(EngagementEntry, entry_id)
            if entry is None:
                raise CannotDo("This entry was removed in the meantime: choose another.")
            parts = parts_of(session, entry_id)
        columns = {name: getattr(entry, name) for name in _COLUMNS}
        draft = EntryDraft(area_id=entry.area_id, **columns, groups=parts.groups, met=parts.met,
                           commitments=parts.commitments)  # fmt: skip
        return draft, entry.version

    def last_draft(self, area_id: int) -> EntryDraft | None:
        """The latest entry this person logged in the area (the area's latest otherwise), dated today and
        without its outcome: what Ctrl+D repeats."""
        with self._desk.read() as session:
            query = select(EngagementEntry.id).where(EngagementEntry.area_id == area_id)
            latest = query.order_by(EngagementEntry.id.desc()).limit(1)
            mine = latest.where(EngagementEntry.lead_id == self._desk.actor.person_id)
            found = session.scalar(mine) or session.scalar(latest)
        return None if found is None else replace(self.again(found), area_id=area_id)

    def again(self, entry_id: int) -> EntryDraft:
        """An entry as the start of another: dated today, without what came of it and what was promised."""
        old, _ = self.draft(entry_id)
        return replace(
            old, day=self._desk.today, outcome="", score=None, public_sentence="", met=(), commitments=()
        )

    def why_not(self, act: Act = Act.LOG_ENGAGEMENT) -> str:
        """Why the person at the desk may not do it; empty when they may."""
        try:
            require(self._desk.actor.role, act)
        except NotAllowed as refusal:
            return refusal.says
        return ""

    # ------------------------------------------------------------------- within
    def _check(self, draft: EntryDraft) -> None:
        found = self._mistakes(draft, audience=draft.audience_id is not None, purpose=draft.purpose_id is not None,
                               lead=draft.lead_id is not None)  # fmt: skip
        found |= rule.mistakes_of_more(
            reached=draft.reached, minutes=draft.minutes, day=draft.day,
            commitments=[(one.what, one.owner_id is not None, one.due_on) for one in draft.commitments],
        )  # fmt: skip
        if found:
            raise Incomplete(found)

    def _mistakes(self, said: Any, *, audience: bool, purpose: bool, lead: bool) -> dict[str, str]:
        return rule.mistakes(
            day=said.day, today=self._desk.today, audience=audience, purpose=purpose, who_engaged=said.who_engaged,
            lead=lead, summary=said.summary, outcome=said.outcome, score=said.score,
        )  # fmt: skip

    def _check_owners(self, wanted: Iterable[Commitment], known: Iterable[Commitment]) -> None:
        """A commitment of one's own may be made by anybody; setting one for somebody else is a right."""
        before = {one.id: one for one in known}
        for one in wanted:
            mine = one.owner_id == self._desk.actor.person_id
            if not mine and before.get(one.id) != one:
                require(self._desk.actor.role, Act.SET_ACTION)

    def _change(
        self, session: Session, entry: EngagementEntry, fields: Mapping[str, Any], names: Iterable[str]
    ) -> None:
        for name in names:
            setattr(entry, name, fields[name])
        asked = {_NAMED.get(name, name) for name in names}
        found = self._mistakes(entry, audience=entry.audience_id is not None, purpose=entry.purpose_id is not None,
                               lead=entry.lead_id is not None)  # fmt: skip
        found |= rule.mistakes_of_more(
            reached=entry.reached, minutes=entry.minutes, commitments=(), day=entry.day
        )
        if found := {name: says for name, says in found.items() if name in asked}:
            raise Incomplete(found)
        if "lead_id" in fields:
            entry.lead_name = lead_label(session, entry.lead_id)
        entry.natural_key = rule.natural_key(entry.day, entry.lead_name, entry.summary)

    def _fields(self, session: Session, draft: EntryDraft) -> dict[str, Any]:
        assert draft.day is not None
        lead_name = lead_label(session, draft.lead_id)
        return {
            **{name: getattr(draft, name) for name in _COLUMNS},
            "lead_name": lead_name,
            "natural_key": rule.natural_key(draft.day, lead_name, draft.summary),
        }


def _parts(draft: EntryDraft) -> Parts:
    return Parts(draft.groups, draft.met, draft.commitments)
