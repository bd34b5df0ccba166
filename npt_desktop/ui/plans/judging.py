"""Problem or pattern of incidents, judged in place: one line that opens to six rows."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from npt_desktop.rules.problem_test import booklet_test, read_test
from npt_desktop.ui.plans.folds import Fold
from npt_desktop.ui.plans.rows import LABEL_W
from npt_desktop.ui.widgets.choices import Scale
from npt_desktop.ui.widgets.layout import box, col, row
from npt_desktop.ui.widgets.text import Text


class Judging(Fold):
    """The test of a plan."""

    name: ClassVar[str] = "test"
    label: ClassVar[str] = "Test"
    verb: ClassVar[str] = "Judge"

    @cached_property
    def scales(self) -> dict[str, Scale]:
        """The six rows by key."""
        made = {row.key: Scale(row.name, row.pattern, row.problem) for row in booklet_test().rows}
        for key, scale in made.items():
            scale.setObjectName(f"test_{key}")
            scale.changed.connect(lambda value, key=key: self._judged(key, value))
        return made

    def build_rows(self) -> QWidget:
        heads = row(
            Text("Pattern of incidents", "head", "text3"), None, Text("Problem", "head", "text3"),
            margins=(LABEL_W + 12, 0, 0, 0),
        )  # fmt: skip
        return box(col(heads, *self.scales.values(), gap=0))

    def fill_rows(self) -> None:
        for key, scale in self.scales.items():
            scale.set_value(self.values.get(key))

    def first(self) -> QWidget:
        waiting = [scale for scale in self.scales.values() if scale.value() is None]
        return (waiting or list(self.scales.values()))[0].radios[0]

    def reading(self) -> tuple[str, bool]:
        found = read_test(self.values)
        return found.says, found.complete

    def _judged(self, key: str, value: object) -> None:
        self.answer(key, (1 if value > 0 else -1 if value < 0 else 0) if isinstance(value, int) else None)
