"""The base of the program's own screens: a page that follows the workspace."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from PySide6.QtGui import QShowEvent

from npt_desktop.errors import CannotDo
from npt_desktop.ui.shell.screen import Screen

if TYPE_CHECKING:
    from npt_desktop.store.journal import Written
    from npt_desktop.ui.workspace import Workspace

T = TypeVar("T")


class WorkScreen(Screen):
    """A screen of the workspace.

    Subclasses name their ``key`` and the tables they ``follow``, build their widgets in ``__init__`` and read
    what they show in :meth:`refresh`. A refresh happens when the screen is shown, when a followed table was
    written, and when area or month are switched; a hidden screen waits until it is shown again.
    """

    key: ClassVar[str] = ""
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

    def fetch(self, read: Callable[[], T], show: Callable[[T], object]) -> None:
        """Read off the window's thread and show the result here; a later fetch by the same ``read`` name
        drops the earlier answer. What a person can mend is told in a toast."""
        progress = self.header.progress
        progress.start("Reading")

        def shown(result: T) -> None:
            progress.end()
            show(result)

        def failed(error: Exception) -> None:
            progress.end()
            if not isinstance(error, CannotDo):
                raise error
            self.work.refused.emit(error.says)

        key = f"{self.key}.{getattr(read, '__qualname__', 'read')}"
        self.work.jobs.run(lambda _: read(), done=shown, failed=failed, key=key)

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
