"""Reads Home off the window's thread whenever something changed; Home and the sidebar's counts follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from npt_desktop.errors import CannotDo

if TYPE_CHECKING:
    from npt_desktop.services.home import HomePage
    from npt_desktop.ui.workspace import Workspace

SETTLE_MS = 40


class HomeReader(QObject):
    """``read`` carries a :class:`HomePage` each time it was read anew. ``mine`` narrows it to this person."""

    read = Signal(object)

    def __init__(self, work: Workspace, *, mine: bool = False) -> None:
        super().__init__(work)
        self.work = work
        self.mine = mine
        self.page: HomePage | None = None
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(SETTLE_MS)
        self._clock.timeout.connect(self._read)
        work.changed.connect(self.ask)
        work.moved.connect(self.ask)

    def ask(self) -> None:
        """Read soon; several changes in a row are read once."""
        self._clock.start()

    def _read(self) -> None:
        desk, area_id, mine = self.work.desk, self.work.area_id, self.mine

        def work(_: object) -> HomePage:
            from npt_desktop.services.home import Home

            return Home(desk).page(area_id, mine=mine)

        self.work.jobs.run(work, done=self._show, failed=self._failed, key="home")

    def _show(self, page: HomePage) -> None:
        self.page = page
        self.read.emit(page)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, CannotDo):
            raise error
        self.work.refused.emit(error.says)
