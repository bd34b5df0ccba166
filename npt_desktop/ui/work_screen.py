"""The base of the program's own screens: a page that follows the workspace."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from npt_desktop.errors import CannotDo
from npt_desktop.ui.shell.screen import Screen

if TYPE_CHECKING:
    from npt_desktop.store.journal import Written
    from npt_desktop.ui.workspace import Workspace

T = TypeVar("T")


class WorkScreen(Screen):
    """A screen of the workspace.

    Subclasses name their ``key``, the tables they ``follow`` and those whose records' markings it ``marks``, build their widgets in ``__init__`` and read
    what they show in :meth:`refresh`. A refresh happens when the screen is shown, when a followed table was
    written, and when area or month are switched; a hidden screen waits until it is shown again.
    """

    key: ClassVar[str] = ""
    marks: ClassVar[tuple[str, ...]] = ()
    follow: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, work: Workspace, title: str = "", facts: str = "", *, scrolls: bool = False) -> None:
        super().__init__(title, facts, scrolls=scrolls)
        self.work = work
        self._stale = True
        work.changed.connect(self._heard)
        work.moved.connect(self._again)

    def open_record(self, record: int | None, field: str) -> None:
        """Show a record of this screen and put the focus in a field; a screen without records only does
        the latter. Called after the screen is shown."""
        del record
        if field:
            self.focus_field(field)

    def thread_from(self) -> tuple[str, int] | None:
        """The record the golden thread would begin at here: its table and id; None while there is none."""
        return None

    def record_shown(self) -> tuple[str, int] | None:
        """The record that may be marked here: its table and id; None while there is none."""
        found = self.thread_from()
        return found if found is not None and found[0] in self.marks else None

    def marks_shown(self) -> tuple[str, ...]:
        """The tables whose records stand on the screen as a list; empty where only one record is open."""
        return self.marks

    def marks_area(self) -> int | None:
        """The area whose records stand on the screen as a list; None for those of all areas."""
        return self.work.area_id

    def rows_marking(self, table: QWidget) -> str | None:
        """The highest marking of the rows a table of the screen shows, for an export of them; None where it is not
        known row by row and the banner's holds."""
        del table
        return None

    def show_marking(self) -> None:
        """Bring the banner and the mark beside the title up to what is shown now: called after every reading and
        when another record is chosen."""
        if not self.marks:
            return
        from npt_desktop.services.marking import MarkingDesk

        desk, area, record = self.work.desk, self.marks_area(), self.record_shown()
        tables = self.marks_shown()

        def read(_: object) -> tuple[str, str]:
            return MarkingDesk(desk).on_screen(tables, area, record)

        def shown(found: tuple[str, str]) -> None:
            if record == self.record_shown():
                self.set_marking(found[0])
                self.header.set_mark(found[1])

        self.work.jobs.run(read, done=shown, failed=lambda _: None, key=f"{self.key}.marking")

    def fetch(self, read: Callable[[], T], show: Callable[[T], object]) -> None:
        """Read off the window's thread and show the result here; a later fetch by the same ``read`` name
        drops the earlier answer. What a person can mend is told in a toast."""
        progress = self.header.progress
        progress.start("Reading")

        def shown(result: T) -> None:
            progress.end()
            show(result)
            self.show_marking()

        def failed(error: Exception) -> None:
            progress.end()
            if not isinstance(error, CannotDo):
                raise error
            self.work.refused.emit(error.says)

        key = f"{self.key}.{getattr(read, '__qualname__', 'read')}"
        self.work.jobs.run(lambda _: read(), done=shown, failed=failed, key=key, painted=True)

    def refresh_now(self) -> None:
        """Read again at once; what is shown is then true."""
        self._stale = False
        self.refresh()

    def _heard(self, written: Written) -> None:
        if self.follow & set(written.touched):
            self._again()

    def _again(self) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh_now()

    def showEvent(self, event: QShowEvent, /) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh_now()
