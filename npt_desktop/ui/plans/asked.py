"""Questions answered in place, each with a choice and its reason: CHEERS, and the kinds of displacement."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from npt_desktop.models.plan_kinds import Looked
from npt_desktop.rules.plan_prompts import (
    NO,
    UNSURE,
    YES,
    Prompt,
    answer_of,
    cheers_elements,
    found_of,
    looked_at,
    moved_says,
    movements,
    read_answers,
)
from npt_desktop.ui.plans.folds import Fold
from npt_desktop.ui.plans.rows import LABEL_W, LineRow
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.layout import box, col, row
from npt_desktop.ui.widgets.text import Text


class AskedRow(QWidget):
    """One question: its name, a choice, and a line for the reason. ``changed`` is called with both."""

    def __init__(
        self,
        prompt: Prompt,
        options: Sequence[tuple[Hashable, str]],
        changed: Callable[[Hashable, str], None],
    ) -> None:
        super().__init__()
        self.choice = Segmented(options, small=True, optional=True, label=f"{prompt.name}: {prompt.asks}")
        self.reason = LineRow(f"asked_{prompt.key}", f"{prompt.name}, the reason", prompt.asks, bare=True)
        name = Text(prompt.name, "label", "text2", width=LABEL_W - 22)
        name.setToolTip(prompt.asks)
        self.setLayout(row(name, self.choice, (self.reason, 1), gap=8, margins=(12, 0, 0, 0)))
        self.choice.changed.connect(lambda _: changed(self.choice.value(), str(self.reason.value())))
        self.reason.left.connect(lambda _: changed(self.choice.value(), str(self.reason.value())))

    def show_values(self, chosen: Hashable, reason: str) -> None:
        self.choice.set_value(chosen)
        if not self.reason.control.hasFocus():
            self.reason.show_value(reason)


class Asked(Fold):
    """A fold of questions. ``keys`` are the names the choice and the reason are kept under."""

    keys: ClassVar[tuple[str, str]] = ("", "")

    def prompts(self) -> Sequence[Prompt]:
        """What is asked."""
        raise NotImplementedError

    def options(self) -> Sequence[tuple[Hashable, str]]:
        """What may be chosen."""
        raise NotImplementedError

    def read_one(self, values: Mapping[str, Any], key: str) -> tuple[Hashable, str]:
        """The choice and the reason of one question; None or blank where there is none."""
        raise NotImplementedError

    @cached_property
    def asked(self) -> dict[str, AskedRow]:
        """The rows by key."""

        def changed(key: str) -> Callable[[Hashable, str], None]:
            return lambda chosen, reason: self._changed(key, chosen, reason)

        return {one.key: AskedRow(one, self.options(), changed(one.key)) for one in self.prompts()}

    def build_rows(self) -> QWidget:
        return box(col(*self.asked.values(), gap=2))

    def fill_rows(self) -> None:
        for key, line in self.asked.items():
            line.show_values(*self.read_one(self.values, key))

    def first(self) -> QWidget:
        waiting = [key for key in self.asked if not all(self.read_one(self.values, key))]
        return self.asked[(waiting or list(self.asked))[0]].choice.radios[0]

    def _changed(self, key: str, chosen: Hashable, reason: str) -> None:
        choice, why = self.keys
        self.answer(key, {choice: str(chosen or ""), why: reason} if chosen or reason else None)


class Cheers(Asked):
    """The six elements of CHEERS, each with its reason."""

    name: ClassVar[str] = "cheers"
    label: ClassVar[str] = "CHEERS"
    keys: ClassVar[tuple[str, str]] = ("answer", "reason")

    def prompts(self) -> Sequence[Prompt]:
        return cheers_elements()

    def options(self) -> Sequence[tuple[Hashable, str]]:
        return ((YES, "Yes"), (NO, "No"), (UNSURE, "Unsure"))

    def read_one(self, values: Mapping[str, Any], key: str) -> tuple[Hashable, str]:
        return answer_of(values, key)

    def reading(self) -> tuple[str, bool]:
        found = read_answers(self.values)
        return found.says, found.complete


class Moved(Asked):
    """Whether the problem moved, kind by kind, and how somebody looked."""

    name: ClassVar[str] = "moved"
    label: ClassVar[str] = "Kinds of move"
    verb: ClassVar[str] = "Look"
    keys: ClassVar[tuple[str, str]] = ("found", "note")

    def prompts(self) -> Sequence[Prompt]:
        return movements()

    def options(self) -> Sequence[tuple[Hashable, str]]:
        return tuple((found.value, found.label) for found in Looked)

    def read_one(self, values: Mapping[str, Any], key: str) -> tuple[Hashable, str]:
        found, note = found_of(values, key)
        return (found.value if key in values else ""), note

    def reading(self) -> tuple[str, bool]:
        says = moved_says(self.values) if self.values else "Place, time, target, tactic, offence, offender."
        return says, looked_at(self.values) == len(movements())
