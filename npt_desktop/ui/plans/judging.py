"""Problem or pattern of incidents, judged in place: one line that opens to six rows."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from npt_desktop.rules.problem_test import Judgement, booklet_test, read_test
from npt_desktop.ui.plans.rows import INSET, LABEL_W, LabelBox
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.choices import Scale
from npt_desktop.ui.widgets.layout import box, col, row
from npt_desktop.ui.widgets.marks import Mark
from npt_desktop.ui.widgets.messages import reveal
from npt_desktop.ui.widgets.text import Text


class Judging(QWidget):
    """The test of a plan. ``judged`` carries the row judgements when one was changed."""

    judged = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("test_block")
        self._values: dict[str, Judgement | None] = {}
        self.words = Text("", wrap=True)
        self.mark = Mark("warn", 13, "The test is not finished")
        self.toggle = Button("Judge", "quiet", small=True)
        self.toggle.setObjectName("test")
        self.toggle.clicked.connect(lambda: self.set_open(not self.is_open))
        self.scales = {row.key: Scale(row.name, row.pattern, row.problem) for row in booklet_test().rows}
        for key, scale in self.scales.items():
            scale.setObjectName(f"test_{key}")
            scale.changed.connect(lambda value, key=key: self._changed(key, value))
        heads = row(
            Text("Pattern of incidents", "head", "text3"), None, Text("Problem", "head", "text3"),
            margins=(LABEL_W + 12, 0, 0, 0),
        )  # fmt: skip
        self.rows = box(col(heads, *self.scales.values(), gap=0))
        self.rows.hide()
        line = row(
            LabelBox(Text("Test", "label", "text2"), self.mark), (self.words, 1), self.toggle, gap=2 + INSET
        )
        self.setLayout(col(line, self.rows, gap=4))
        self.show_values({})

    @property
    def is_open(self) -> bool:
        return not self.rows.isHidden()

    def set_open(self, wide: bool) -> None:
        """Show or fold the six rows."""
        self.rows.setVisible(wide)
        self._say()

    def begin(self) -> None:
        """Open the rows and go to the first that is not judged."""
        self.set_open(True)
        waiting = [scale for scale in self.scales.values() if scale.value() is None]
        reveal((waiting or list(self.scales.values()))[0].radios[0])

    def show_values(self, judged: Mapping[str, Judgement | None]) -> None:
        self._values = dict(judged)
        for key, scale in self.scales.items():
            scale.set_value(self._values.get(key))
        self._say()

    def set_locked(self, locked: bool) -> None:
        self.rows.setEnabled(not locked)

    def _changed(self, key: str, value: object) -> None:
        if isinstance(value, int):
            self._values[key] = 1 if value > 0 else -1 if value < 0 else 0
        else:
            self._values.pop(key, None)
        self._say()
        self.judged.emit(dict(self._values))

    def _say(self) -> None:
        reading = read_test(self._values)
        self.words.setText(reading.says)
        self.mark.setVisible(not reading.complete)
        verb = "Fold" if self.is_open else "Judge" if not reading.complete else "Change"
        self.toggle.set_text(verb)
        self.toggle.setAccessibleName(f"{verb} the test: {reading.says}")
