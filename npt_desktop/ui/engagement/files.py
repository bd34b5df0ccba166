"""Workbooks in and out of the log: choosing the file, the preview, the long work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from npt_desktop.rules.periods import number_of
from npt_desktop.ui.long_work import long_work

if TYPE_CHECKING:
    from npt_desktop.services.engagement import LogFilter
    from npt_desktop.ui.shell.screen import ProgressLine
    from npt_desktop.ui.workspace import Workspace

_SAVE = "Excel workbook (*.xlsx)"


class LogFiles(QObject):
    """Import and export for one screen. ``window`` owns the dialogs, ``line`` shows the progress."""

    def __init__(self, work: Workspace, window: QWidget, line: ProgressLine) -> None:
        super().__init__(window)
        from npt_desktop.services.exports import Exports

        self.work, self._window, self._line = work, window, line
        self._exports = Exports(work.desk)

    # -- in --
    def choose_import(self) -> None:
        """Go to the import screen."""
        self.work.go("import")

    # -- out --
    def choose_export(self, wanted: LogFilter, stem: str, area: str) -> None:
        """Ask where to, then write the entries of a filter."""
        name = self._exports.suggested_name(stem)
        chosen, _ = QFileDialog.getSaveFileName(self._window, "Export the engagement log", name, _SAVE)
        if chosen:
            path = Path(chosen)
            self.write(path if path.suffix else path.with_suffix(".xlsx"), wanted, area)

    def write(self, path: Path, wanted: LogFilter, area: str) -> None:
        """Write the entries that fit."""
        long_work(
            self.work,
            self._line,
            f"Writing {path.name}",
            lambda report: self._exports.engagement(path, wanted, area=area, progress=report),
            lambda count: self.work.say(f"Exported {number_of(count, 'entry', 'entries')} to {path.name}"),
        )
