"""Lists written in place: the sources that showed the problem, the likely causes and their evidence.

There is always one empty line at the end; writing in it adds a part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from npt_desktop.models.base import Record
from npt_desktop.ui.plans.rows import DateRow, FieldRow, LineRow, Parse, TextRow
from npt_desktop.ui.widgets.buttons import IconButton
from npt_desktop.ui.widgets.layout import box, col, row
from npt_desktop.ui.widgets.text import Text


class PartLine(QWidget):
    """One part: its rows and the button that removes it. The first of ``main`` makes it a part."""

    def __init__(self, owner: PartList, rows: Sequence[FieldRow], main: FieldRow) -> None:
        super().__init__()
        self.part_id: int | None = None
        self.version = 0
        self.rows, self.main, self._owner = list(rows), main, owner
        self.remove = IconButton("x", f"Remove {owner.word}", size=24)
        keep = self.remove.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.remove.setSizePolicy(keep)
        self.remove.clicked.connect(lambda: owner.removed.emit(self))
        for one in self.rows:
            one.left.connect(lambda _: owner.line_left(self))

    def values(self) -> dict[str, Any]:
        return {one.name: one.value() for one in self.rows}

    def seen(self) -> dict[str, Any]:
        """What the store had when the line was last shown."""
        return {one.name: one.base for one in self.rows}

    def words(self, values: Mapping[str, Any]) -> str:
        """Some of its values in words."""
        return "; ".join(
            f"{one.label}: {values[one.name] or 'nothing'}" for one in self.rows if one.name in values
        )

    @property
    def dirty(self) -> bool:
        return any(one.dirty for one in self.rows)

    def settle(self, values: dict[str, Any]) -> None:
        for one in self.rows:
            one.base = values[one.name]

    def show_values(self, part: Record | None) -> None:
        """Show a part; what is being written is left alone."""
        self.version = part.version if part is not None else 0
        for one in self.rows:
            fresh = getattr(part, one.name) if part is not None else one.empty
            if not one.control.hasFocus() and not (one.dirty and part is not None):
                one.show_value(fresh)
        self.remove.setVisible(self.part_id is not None)

    def clear(self) -> None:
        """Hold no part, to be used for another."""
        self.part_id, self.version = None, 0
        for one in self.rows:
            one.show_value(one.empty)
            one.set_error("")


class PartList(QWidget):
    """The parts of one kind. ``put`` carries (line, values); ``removed`` the line whose part is to go."""

    put = Signal(object, object)
    removed = Signal(object)
    word = "this"
    focus_name = ""

    def __init__(self) -> None:
        super().__init__()
        self._lay = col(gap=0)
        self.setLayout(self._lay)
        self.lines: list[PartLine] = []
        self._spare: list[PartLine] = []  # lines without a part, used again before new ones are made
        self._locked = False
        self._add_line()

    def make_line(self) -> PartLine:
        """An empty line of the list's own kind; each list says which."""
        raise NotImplementedError

    def show_parts(self, parts: Sequence[Record]) -> None:
        """Show these parts in order, and an empty line after them."""
        there = {part.id for part in parts}
        for line in list(self.lines):
            if line.part_id is not None and line.part_id not in there:
                self._put_by(line)
        by_id = {line.part_id: line for line in self.lines if line.part_id is not None}
        for part in parts:
            found = by_id.get(part.id)
            if found is None:
                found = self._insert(len(self.lines) - 1, part.id)
            found.show_values(part)
        self.set_locked(self._locked)
        self._name_lines()

    def make_ahead(self, lines: int) -> None:
        """Make lines for the parts of a plan before there is one: styled then, they are only filled later."""
        for line in [self._insert(len(self.lines), None) for _ in range(lines)]:
            self._put_by(line)

    def start_afresh(self) -> None:
        """Forget the lines of another plan."""
        for line in list(self.lines):
            self._put_by(line)
        self._add_line()

    def _put_by(self, line: PartLine) -> None:
        self.lines.remove(line)
        self._lay.removeWidget(line)
        line.hide()
        line.clear()
        self._spare.append(line)

    def line_left(self, line: PartLine) -> None:
        """A field of a line was left: write the line when it says something new."""
        values = line.values()
        if line.dirty and (line.part_id is not None or any(v for v in values.values() if isinstance(v, str))):
            self.put.emit(line, values)

    def took(self, line: PartLine, part_id: int, values: dict[str, Any]) -> None:
        """The line was written."""
        fresh = line.part_id is None
        line.part_id = part_id
        line.settle(values)
        line.remove.show()
        if fresh:
            self._add_line()
        self._name_lines()

    def set_locked(self, locked: bool) -> None:
        self._locked = locked
        for line in self.lines:
            for one in line.rows:
                one.set_locked(locked)
            line.remove.setVisible(not locked and line.part_id is not None)
            line.setVisible(line.part_id is not None or not locked)

    def flush(self) -> None:
        for line in list(self.lines):
            self.line_left(line)

    def _add_line(self) -> None:
        self._insert(len(self.lines), None)
        self._name_lines()

    def _insert(self, place: int, part_id: int | None) -> PartLine:
        line = self._spare.pop() if self._spare else self.make_line()
        line.part_id = part_id
        line.show_values(None)
        self.lines.insert(place, line)
        self._lay.insertWidget(place, line)
        if self._lay.parentWidget() is not None and line.isHidden():
            line.show()
        return line

    def _name_lines(self) -> None:
        for n, line in enumerate(self.lines, 1):
            last = line is self.lines[-1]
            for one in line.rows:
                own = f"{self.focus_name}_{one.name}_{n}"
                one.control.setObjectName(self.focus_name if last and one is line.main else own)
                one.control.setAccessibleName(f"{one.label}, {self.word.removeprefix('this ')} {n}")


class Sources(PartList):
    """When and what showed the problem."""

    word = "this source"
    focus_name = "sources"

    def __init__(self, parse: Parse) -> None:
        self._parse = parse
        super().__init__()

    def make_line(self) -> PartLine:
        day = DateRow("day", "Date", self._parse, "date", bare=True)
        what = LineRow("what", "Source", "A survey, a report, a count: say what it showed.", bare=True)
        day.edit.setFixedWidth(132)
        line = PartLine(self, (day, what), what)
        line.setLayout(row(day, (what, 1), line.remove, gap=4))
        return line


class Hypotheses(PartList):
    """What is thought to cause the problem, with the evidence both ways."""

    word = "this cause"
    focus_name = "hypotheses"

    def make_line(self) -> PartLine:
        statement = TextRow("statement", "Likely cause", "State a likely cause.", bare=True)
        pro = TextRow("evidence_for", "Evidence for", "What speaks for it?", bare=True)
        con = TextRow("evidence_against", "Evidence against", "What speaks against it?", bare=True)
        line = PartLine(self, (statement, pro, con), statement)
        line.setLayout(row((statement, 4), (pro, 3), (con, 3), line.remove, gap=4))
        return line


def headed(parts: PartList, mark: QWidget, *heads: tuple[str, int]) -> QWidget:
    """The list below small column headings, the first with its mark."""
    words = [(Text(words, "head", "text3"), stretch) for words, stretch in heads]
    first = box(row(words[0][0], mark, None, gap=6))
    return box(col(row((first, heads[0][1]), *words[1:], 24, gap=4, margins=(9, 6, 0, 0)), parts, gap=0))
