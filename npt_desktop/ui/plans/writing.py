"""Writing what stands on the open plan beside its single fields: lists, groups of answers, the verdict. Where somebody
else changed the same meanwhile, both are shown and the person chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from npt_desktop.errors import CannotDo, Clash
from npt_desktop.models.base import Record
from npt_desktop.services.history import History
from npt_desktop.services.plan_quality import set_aside
from npt_desktop.services.plans import Plans
from npt_desktop.ui.plans.clashes import Clashes, Held
from npt_desktop.ui.plans.folds import Fold
from npt_desktop.ui.plans.parts import PartLine, PartList
from npt_desktop.ui.plans.rows import FieldRow
from npt_desktop.ui.plans.saving import Saver
from npt_desktop.ui.widgets.layout import order_tabs
from npt_desktop.ui.widgets.messages import reveal

if TYPE_CHECKING:
    from npt_desktop.ui.workspace import Workspace


class Writing:
    """Writes to the plan that ``saver`` has open; ``clashes`` shows what two people wrote."""

    def __init__(self, work: Workspace, saver: Saver, clashes: Clashes) -> None:
        self._work, self._saver, self._clashes = work, saver, clashes

    def write(self, fields: dict[str, Any]) -> None:
        """Write fields that are decided upon, such as the verdict, over whatever stands there."""
        if not self._saver.plan_id:
            return
        try:
            self._saver.version = Plans(self._work.desk).save(
                self._saver.plan_id, Plans(self._work.desk).page(self._saver.plan_id).plan.version, fields
            )
        except CannotDo as error:
            self._work.refused.emit(error.says)

    def set_aside(self, key: str, reason: str, apply: bool) -> None:
        """Judge a check not applicable, or take it up again."""
        desk, plan_id = self._work.desk, self._saver.plan_id
        done = "Set the check aside" if apply else "Took the check up again"
        self._work.attempt(lambda: set_aside(desk, plan_id, key, reason, apply=apply), done)

    def put(self, parts: PartList, kind: type[Record], line: PartLine, values: dict[str, Any]) -> None:
        """Write a line of a list: a new part, or the part it shows."""
        seen = line.seen() if line.part_id is not None else None
        try:
            made = Plans(self._work.desk).put(self._saver.plan_id, kind, values, line.part_id, seen)
        except Clash as clash:
            self._hold_part(parts, kind, line, clash.theirs)
        except CannotDo as error:
            self._work.refused.emit(error.says)
        else:
            parts.took(line, made, values)
            order_tabs(parts)

    def _hold_part(self, parts: PartList, kind: type[Record], line: PartLine, theirs: dict[str, Any]) -> None:
        """Somebody else changed the same part: keep the person's text and let them choose."""

        def settle(*, mine: bool) -> None:
            for one in line.rows:
                one.base = theirs.get(one.name, one.base)
            held = {one.name: one.base for one in line.rows}
            self.put(parts, kind, line, line.values())
            if not mine:  # what was typed stays in the history
                self.put(parts, kind, line, held)
                for one in line.rows:
                    one.show_value(held[one.name])
            reveal(line.main.control)

        page = Plans(self._work.desk).page(self._saver.plan_id)
        known = (*page.sources, *page.hypotheses)
        record = next(
            (part for part in known if isinstance(part, kind) and part.id == line.part_id), page.plan
        )
        who = History(self._work.desk).who_wrote(record.__tablename__, record.id)
        held = Held(
            f"{kind.__tablename__}_{line.part_id}", parts.word.capitalize(), who, line.words(theirs),
            lambda: settle(mine=True), lambda: settle(mine=False),
        )  # fmt: skip
        self._clashes.add(held)

    def drop(self, kind: type[Record], line: PartLine) -> None:
        """Remove the part of a line."""
        part_id, version = line.part_id, line.version
        if part_id is not None:
            self._saver.attempt(
                lambda plans: plans.drop(self._saver.plan_id, kind, part_id, version), "Removed"
            )

    def answer(self, fold: Fold, values: dict[str, Any], seen: dict[str, Any]) -> None:
        """Write the answers of a group; where somebody else answered the same, both are shown."""
        try:
            Plans(self._work.desk).answer(self._saver.plan_id, fold.name, values, seen)
        except Clash as clash:
            theirs = {key: value for key, value in clash.theirs.items() if value is not None}
            fresh = {**seen, **theirs}
            page = Plans(self._work.desk).page(self._saver.plan_id)

            def show() -> None:
                self.answer(fold, values, fresh)  # what was typed stays in the history
                self.answer(fold, {key: fresh.get(key) for key in values}, {**fresh, **values})
                fold.show_values(getattr(Plans(self._work.desk).page(self._saver.plan_id).plan, fold.name))

            self._clashes.add(
                Held(
                    fold.name, fold.label, History(self._work.desk).who_wrote("problem_plan", page.plan.id, fold.name), fold.said(fresh),
                    lambda: self.answer(fold, values, fresh), show,
                )
            )  # fmt: skip
        except CannotDo as error:
            self._work.refused.emit(error.says)

    def clashed(self, line: FieldRow, theirs: object, who: str) -> None:
        """Somebody else wrote the same field: show both."""

        def settle(*, mine: bool) -> None:
            self._saver.settle(line, mine)
            reveal(line.control)

        said = str(getattr(theirs, "label", theirs) or "")
        self._clashes.add(
            Held(
                line.name,
                line.label,
                who,
                said,
                lambda: settle(mine=True),
                lambda: settle(mine=False),
                str(getattr(line.base, "label", line.base) or "nothing"),
            )
        )
