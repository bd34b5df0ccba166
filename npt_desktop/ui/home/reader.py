"""Reads Home off the window's thread whenever something changed; Home and the sidebar's counts follow it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from npt_desktop.errors import CannotDo

if TYPE_CHECKING:
    from npt_desktop.rules.home_page import HomePage
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
        self._area_id = work.area_id
        self._start_mine = mine
        self._link = ""
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(SETTLE_MS)
        self._clock.timeout.connect(self._read)
        work.changed.connect(self.ask)
        work.moved.connect(self.ask)

    def ask(self) -> None:
        """Read soon; several changes in a row are read once."""
        self._clock.start()

    def keep(self) -> None:
        """Keep the page last read for the next start, as long as nothing changed since."""
        if self.page is None or self.mine != self._start_mine:
            return
        from npt_desktop.services.home import Home

        with suppress(CannotDo):
            Home(self.work.desk).remember(self.page, self._link, self._area_id, mine=self.mine)

    def _read(self) -> None:
        desk, area_id, mine = self.work.desk, self.work.area_id, self.mine

        def work(_: object) -> tuple[HomePage, str]:
            from npt_desktop.services.home import Home

            home = Home(desk)
            link = home.link()
            return home.page(area_id, mine=mine), link

        def show(result: tuple[HomePage, str]) -> None:
            self.page, self._link = result
            self._area_id = area_id
            self.read.emit(self.page)

        self.work.jobs.run(work, done=show, failed=self._failed, key="home")

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, CannotDo):
            raise error
        self.work.refused.emit(error.says)
