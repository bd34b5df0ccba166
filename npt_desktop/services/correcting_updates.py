"""Corrections to a published monthly update: dated, with the reason, and put on record as a text of their own.

The words before stay readable: on the screen, in the story, and in the public forms unless the guard finds in them
what the public should not read; then the forms say only when the update was corrected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.kinds import PublicationKind
from npt_desktop.models.priorities import Priority, PriorityUpdate, Publication, UpdateCorrection
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.public_wording import UPDATE_PARTS, update_text
from npt_desktop.services.desk import Desk, current
from npt_desktop.services.guard import kept_for, open_in, refuse_open


class UpdateCorrections:
    """Corrections to published updates, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def correct(
        self, update_id: int, version: int, words: Mapping[str, str], reason: str, channels: Sequence[str]
    ) -> int:
        """Put other words in the place of published ones and record that they went out; returns the id of the
        publication. ``words`` holds the parts of :data:`UPDATE_PARTS` that change.

        Raises NotAllowed, Incomplete for what is lacking or a finding of the guard, CannotDo for an update that is
        not published or words that stand there already, Clash when somebody else corrected it meanwhile.
        """
        require(self._desk.actor.role, Act.PUBLISH_UPDATE)
        if strange := set(words) - set(UPDATE_PARTS):
            raise ValueError(f"not parts of an update: {sorted(strange)}")
        lacking = {
            name: f"Write what belongs under ‘{UPDATE_PARTS[name]}’."
            for name, said in words.items()
            if not said.strip()
        }
        if not reason.strip():
            lacking["correction_reason"] = "Say why it is corrected."
        if not channels:
            lacking["channels"] = "Choose where the corrected update was put."
        if lacking:
            raise Incomplete(lacking)
        today = self._desk.today
        with self._desk.write("Corrected an update") as unit:
            update = current(unit, PriorityUpdate, update_id, version)
            if update.published_on is None:
                raise CannotDo("This update is not published yet: change the words themselves.")
            changed = {
                n: said.strip() for n, said in words.items() if said.strip() != getattr(update, n).strip()
            }
            if not changed:
                raise CannotDo("Nothing is changed: write the new words first.")
            priority = unit.get(Priority, update.priority_id)
            refuse_open(open_in(unit.session, priority.area_id, today, changed))
            for name, said in changed.items():
                unit.add(UpdateCorrection(
                    update_id=update.id, field=name, was=getattr(update, name), value=said, reason=reason.strip(),
                    made_at=unit.now, made_by=self._desk.actor.name,
                ))  # fmt: skip
                setattr(update, name, said)
            unit.did = f"Corrected the {update.month:%B} update of ‘{priority.title}’"
            parts = [getattr(update, name) for name in UPDATE_PARTS]
            return unit.add(Publication(
                area_id=priority.area_id, month=update.month, kind=PublicationKind.UPDATE,
                round_id=priority.round_id, priority_id=priority.id, title=f"{priority.title}, corrected",
                text=update_text(*parts), channels=list(channels), published_on=today,
                by_id=self._desk.actor.person_id, kept=kept_for(unit.session, priority.area_id, today, parts),
            )).id  # fmt: skip


def corrections_of(session: Session, update_ids: Iterable[int]) -> dict[int, tuple[UpdateCorrection, ...]]:
    """The corrections of updates in their order, by the id of the update."""
    c = UpdateCorrection
    found: dict[int, tuple[UpdateCorrection, ...]] = {}
    for made in session.scalars(select(c).where(c.update_id.in_(list(update_ids))).order_by(c.id)):
        found[made.update_id] = (*found.get(made.update_id, ()), made)
    return found
