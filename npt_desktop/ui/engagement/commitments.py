"""The commitments made at an engagement: what, who sees to it, by when. Each becomes an action."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from npt_desktop.rules.dates import parse_typed
from npt_desktop.ui.widgets.buttons import Button, IconButton
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.forms import Edit
from npt_desktop.ui.widgets.layout import box, col, order_tabs, row
from npt_desktop.ui.widgets.typeahead import TypeAhead

if TYPE_CHECKING:
    from npt_desktop.services.desk import Choice, Desk
    from npt_desktop.services.entry_parts import Commitment


class CommitmentRow(QWidget):
    """One promise. ``edited`` by a person, ``dropped`` to be taken out."""

    edited = Signal()
    dropped = Signal()

    def __init__(self, desk: Desk, people: Sequence[Choice]) -> None:
        super().__init__()
        self.id = 0
        self.what = Edit("", "What was promised?", name="Commitment")
        self.owner = TypeAhead(placeholder="Who sees to it?", name="Who sees to it")
        self.due = DateEdit(
            partial(parse_typed, today=desk.today, future=True),
            placeholder="Due: fri, 30 oct",
            width=130,
            name="Due",
        )
        self.drop = IconButton("trash", "Take the commitment out")
        self.owner.offer([(c.id, c.label) for c in people])
        self.setLayout(row((self.what, 5), (self.owner, 3), self.due, self.drop))
        self.what.textEdited.connect(self.edited)
        self.owner.changed.connect(self.edited)
        self.due.changed.connect(self.edited)
        self.drop.clicked.connect(self.dropped)


class Commitments(QWidget):
    """The rows, and the button for another. ``edited`` when a person changed something."""

    edited = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._people: Sequence[Choice] = ()
        self.rows: list[CommitmentRow] = []
        self._lines = col(gap=4)
        self._list = box(self._lines)
        self._list.hide()
        self.add_button = Button("Add a commitment", "quiet", "plus", small=True)
        self.setLayout(col(self._list, row(self.add_button, None), gap=2))
        self.setFocusProxy(self.add_button)
        self.add_button.clicked.connect(self._ask)

    def offer(self, people: Sequence[Choice]) -> None:
        """Who may own one."""
        self._people = people
        for line in self.rows:
            line.owner.offer([(c.id, c.label) for c in people])

    def value(self) -> tuple[Commitment, ...]:
        """The rows that say anything."""
        from npt_desktop.services.entry_parts import Commitment

        found = []
        for line in self.rows:
            line.owner.settle()
            owner, due = line.owner.value(), line.due.value()
            if line.what.text().strip() or line.id:
                found.append(
                    Commitment(
                        line.what.text().strip(), owner if isinstance(owner, int) else None, due, line.id
                    )
                )
        return tuple(found)

    def set(self, commitments: Sequence[Commitment]) -> None:
        """Show these."""
        for line in list(self.rows):
            self._remove(line)
        for one in commitments:
            line = self._add()
            line.id = one.id
            line.what.setText(one.what)
            line.owner.set_value(one.owner_id)
            line.due.set_value(one.due_on)

    def as_left(self) -> list[list[Any]]:
        """The rows as JSON."""
        return [
            [row.what.text(), row.owner.value(), day.isoformat() if (day := row.due.peek()) else "", row.id]
            for row in self.rows
        ]

    def put_back(self, left: Sequence[Sequence[Any]]) -> None:
        """Show rows as they were left."""
        from npt_desktop.services.entry_parts import Commitment

        self.set([Commitment(str(what), owner, date.fromisoformat(due) if due else None, int(key))
                  for what, owner, due, key in left])  # fmt: skip

    def _ask(self) -> None:
        line = self._add()
        me = self._desk.actor.person_id
        if me is not None:
            line.owner.set_value(me)
        line.what.setFocus(Qt.FocusReason.TabFocusReason)
        self.edited.emit()

    def _add(self) -> CommitmentRow:
        line = CommitmentRow(self._desk, self._people)
        line.edited.connect(self.edited)
        line.dropped.connect(lambda: self._dropped(line))
        self.rows.append(line)
        self._lines.addWidget(line)
        self._list.show()
        order_tabs(self)
        return line

    def _dropped(self, line: CommitmentRow) -> None:
        self._remove(line)
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _remove(self, line: CommitmentRow) -> None:
        self.rows.remove(line)
        self._lines.removeWidget(line)
        line.hide()
        line.deleteLater()
        self._list.setVisible(bool(self.rows))
