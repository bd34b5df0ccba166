"""A save that found the record changed: what one side changed is merged, what both changed is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from npt_desktop.rules.merge import merge_record
from npt_desktop.rules.words import listed
from npt_desktop.ui.widgets.clash import ClashDialog, Question

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from npt_desktop.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Settled:
    """What is saved first: ``fields``, with mine wherever both changed; and then ``over``, theirs where they were
    chosen, in a change of its own, so that mine stays in the history. ``merged`` are labels of what only they
    changed."""

    fields: Mapping[str, Any]
    over: Mapping[str, Any]
    merged: tuple[str, ...]

    @property
    def told(self) -> str:
        """What is said of it after the words for the save; empty where nothing was merged."""
        return f". Kept what was changed meanwhile: {listed(self.merged)}" if self.merged else ""


@dataclass(frozen=True, slots=True)
class Sides:
    """A record from both sides. ``labels`` names the fields that count; ``says`` puts a value of one into words;
    ``columns`` names what stands in the table where a field is called otherwise."""

    table: str
    record_id: int
    base: Mapping[str, Any]
    mine: Mapping[str, Any]
    theirs: Mapping[str, Any]
    labels: Mapping[str, str]
    says: Callable[[str, Any], str]
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def settle(
    parent: QWidget, desk: Desk, sides: Sides, then: Callable[[Settled], object]
) -> ClashDialog | None:
    """Call ``then`` with what is to be saved: at once where nothing clashes, else once a person has chosen.

    The dialog that asks is opened over ``parent`` and handed back; leaving it saves nothing.
    """
    from npt_desktop.services.history import History

    names = list(sides.labels)
    base, mine, theirs = (
        {name: side[name] for name in names} for side in (sides.base, sides.mine, sides.theirs)
    )
    found = merge_record(base, mine, theirs)
    fields = {**mine, **found.take}
    merged = tuple(sides.labels[name] for name in found.take)
    if not found.clashes:
        then(Settled(fields, {}, merged))
        return None
    history = History(desk)
    asked = ClashDialog(parent, [
        Question(
            name, sides.labels[name],
            history.who_wrote(sides.table, sides.record_id, *sides.columns.get(name, (name,))),
            *(sides.says(name, value) or "nothing" for value in (clash.base, clash.mine, clash.theirs)),
        )
        for name, clash in found.clashes.items()
    ])  # fmt: skip
    asked.settled.connect(
        lambda chosen: then(Settled(fields, {n: theirs[n] for n, own in chosen.items() if not own}, merged))
    )
    asked.open()
    return asked
