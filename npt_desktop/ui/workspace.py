"""What every screen is given: the desk, the chosen area and month, and the ways to talk to the window.

A screen never calls another: it asks the workspace to go somewhere, to say something or to run something,
and hears from it when records changed or the area or month was switched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from npt_desktop.errors import CannotDo
from npt_desktop.ui.jobs import Jobs

if TYPE_CHECKING:
    from npt_desktop.services.desk import Desk
    from npt_desktop.store.journal import Written


@dataclass(frozen=True, slots=True)
class Place:
    """Where to go: a screen, a record on it and a field of that record; empty where it does not matter."""

    screen: str
    record: int | None = None
    field: str = ""


class Workspace(QObject):
    """One signed-in person at one open store, with the area and month every screen follows.

    Signals: ``changed`` carries the :class:`Written` of each commit, on the window's thread;
    ``moved`` says that area or month was switched; ``wanted`` carries the :class:`Place` to go to;
    ``said`` carries a sentence for a toast and whether Undo is offered with it; ``refused`` carries the
    sentence of a :class:`CannotDo`. ``jobs`` runs long work off the window's thread.
    """

    changed = Signal(object)
    moved = Signal()
    wanted = Signal(object)
    said = Signal(str, bool)
    refused = Signal(str)
    _written = Signal(object)

    def __init__(self, desk: Desk, area_id: int, month: date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.area_id = area_id
        self.month = month
        self.jobs = Jobs(self)
        self._written.connect(self.changed, Qt.ConnectionType.QueuedConnection)
        desk.store.announce = self._announce

    def _announce(self, written: Written) -> None:
        """Called by the store after a commit, on whichever thread wrote."""
        self._written.emit(written)

    def move(self, *, area_id: int | None = None, month: date | None = None) -> None:
        """Switch the area or the month; every screen follows."""
        before = self.area_id, self.month
        self.area_id = self.area_id if area_id is None else area_id
        self.month = self.month if month is None else month.replace(day=1)
        if (self.area_id, self.month) != before:
            self.moved.emit()

    def go(self, screen: str, record: int | None = None, field: str = "") -> None:
        """Ask the window to show a screen, at a record and field."""
        self.wanted.emit(Place(screen, record, field))

    def say(self, text: str, *, undo: bool = False) -> None:
        """Tell what was done, in a toast; ``undo`` offers to take it back."""
        self.said.emit(text, undo)

    def attempt(self, work: Callable[[], Any], done: str = "", *, undo: bool = True) -> bool:
        """Do a short write on this thread: say ``done`` when it succeeds, the reason when it cannot.

        Returns whether it was done. Screens with a form catch ``Incomplete`` themselves before this.
        """
        try:
            work()
        except CannotDo as error:
            self.refused.emit(error.says)
            return False
        if done:
            self.say(done, undo=undo)
        return True
