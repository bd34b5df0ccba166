"""Workbooks in and out of the log: choosing the file, the preview, the long work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from npt_desktop.errors import Cancelled, CannotDo
from npt_desktop.rules.periods import number_of

if TYPE_CHECKING:
    from npt_desktop.services.engagement import LogFilter
    from npt_desktop.services.imports import ImportReport, Preview
    from npt_desktop.ui.engagement.import_preview import ImportPreview
    from npt_desktop.ui.jobs import Progress
    from npt_desktop.ui.shell.screen import ProgressLine
    from npt_desktop.ui.workspace import Workspace

_T = TypeVar("_T")
_OPEN = "Workbooks and CSV (*.xlsx *.xlsm *.csv);;All files (*)"
_SAVE = "Excel workbook (*.xlsx)"


class LogFiles(QObject):
    """Import and export for one screen. ``window`` owns the dialogs, ``line`` shows the progress."""

    def __init__(self, work: Workspace, window: QWidget, line: ProgressLine) -> None:
        super().__init__(window)
        from npt_desktop.services.exports import Exports
        from npt_desktop.services.imports import Imports

        self.work, self._window, self._line = work, window, line
        self._imports, self._exports = Imports(work.desk), Exports(work.desk)
        self.preview: ImportPreview | None = None

    # -- in --
    def choose_import(self) -> None:
        """Ask which workbook, then read it."""
        chosen, _ = QFileDialog.getOpenFileName(self._window, "Import an engagement log", "", _OPEN)
        if chosen:
            self.read(Path(chosen))

    def read(self, path: Path) -> None:
        """Read and check a workbook; its preview is shown."""
        area = self.work.area_id
        self._run(
            f"Reading {path.name}",
            lambda report: self._imports.preview_engagement(path, area, report),
            self._show_preview,
        )

    def _show_preview(self, found: Preview) -> None:
        from npt_desktop.ui.engagement.import_preview import ImportPreview

        areas = {area.id: area.label for area in self.work.desk.areas(closed=True)}
        self.preview = ImportPreview(self._window, found.path.name, areas[found.area_id], found.report)
        self.preview.finished.connect(lambda result: self._answered(result, found))
        self.preview.open()

    def _answered(self, result: int, found: Preview) -> None:
        if self.preview is not None:
            self.preview.deleteLater()
            self.preview = None
        if result == QDialog.DialogCode.Accepted:
            self._run(
                f"Importing {found.path.name}", lambda report: self._imports.commit(found, report), self._done
            )

    def _done(self, report: ImportReport) -> None:
        self.work.say(f"Imported: {report.in_words()}", undo=True)

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
        self._run(
            f"Writing {path.name}",
            lambda report: self._exports.engagement(path, wanted, area=area, progress=report),
            lambda count: self.work.say(f"Exported {number_of(count, 'entry', 'entries')} to {path.name}"),
        )

    # -- long work --
    def _run(
        self, words: str, do: Callable[[Callable[[int, int, str], None]], _T], done: Callable[[_T], object]
    ) -> None:
        line = self._line

        def work(progress: Progress) -> _T:
            def report(at: int, total: int, said: str) -> None:
                if progress.cancelled:
                    raise Cancelled
                progress.report(at, total, said)

            return do(report)

        def finished(result: _T) -> None:
            line.end()
            done(result)

        def failed(error: Exception) -> None:
            line.end()
            if isinstance(error, Cancelled):
                self.work.say("Stopped: nothing was changed")
            elif isinstance(error, CannotDo):
                self.work.refused.emit(error.says)
            else:
                raise error

        job = self.work.jobs.run(work, done=finished, failed=failed, progress=line.set)
        line.start(words, job.cancel)
