"""Workbooks and pasted rows in, workbooks out: choosing the file, the preview, the long work."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from npt_desktop.rules.periods import number_of
from npt_desktop.ui.long_work import long_work

if TYPE_CHECKING:
    from npt_desktop.services.engagement import LogFilter
    from npt_desktop.services.pasting import Pasted
    from npt_desktop.ui.engagement.import_preview import ImportPreview
    from npt_desktop.ui.shell.screen import ProgressLine
    from npt_desktop.ui.workspace import Workspace

_SAVE = "Excel workbook (*.xlsx)"


class LogFiles(QObject):
    """Import, paste and export for one screen. ``window`` owns the dialogs, ``line`` shows the progress."""

    def __init__(self, work: Workspace, window: QWidget, line: ProgressLine) -> None:
        super().__init__(window)
        from npt_desktop.services.exports import Exports
        from npt_desktop.services.pasting import Pasting

        self.work, self._window, self._line = work, window, line
        self._exports, self._pasting = Exports(work.desk), Pasting(work.desk)
        self.preview: ImportPreview | None = None

    # -- in --
    def choose_import(self) -> None:
        """Go to the import screen."""
        self.work.go("import")

    # -- pasted --
    def paste(self, text: str) -> None:
        """Read and check a block copied from Excel; its preview is shown."""
        area = self.work.area_id
        long_work(
            self.work,
            self._line,
            "Reading the rows",
            lambda _: self._pasting.preview(text, area),
            self._show_pasted,
        )

    def _area(self, area_id: int) -> str:
        return {area.id: area.label for area in self.work.desk.areas(closed=True)}[area_id]

    def _show_pasted(self, found: Pasted) -> None:
        from npt_desktop.services.officers import offer_to_add
        from npt_desktop.ui.engagement.import_preview import ImportPreview

        officers = [(name, count, offer_to_add(self.work.desk, name)) for name, count in found.officers]
        title = f"Log {number_of(found.report.read, 'pasted row')} in {self._area(found.area_id)}"
        self.preview = ImportPreview(self._window, title, "Log", found.report, found.fresh, pasted=True,
                                     officers=officers)  # fmt: skip
        self.preview.finished.connect(lambda result: self._paste_answered(result, found))
        self.preview.addOfficer.connect(lambda name: self._add_officer(name, found))
        self.preview.open()

    def _add_officer(self, name: str, found: Pasted) -> None:
        from npt_desktop.services.officers import add_officer

        if self.work.attempt(lambda: add_officer(self.work.desk, name, found.area_id), f"Added {name}"):
            self._close_preview()
            self.paste(found.text)

    def _paste_answered(self, result: int, found: Pasted) -> None:
        self._close_preview()
        if result == QDialog.DialogCode.Accepted:
            long_work(self.work, self._line,
                "Logging the rows", lambda _: self._pasting.commit(found),
                lambda report: self.work.say(f"Logged: {report.in_words()}", undo=True),
            )  # fmt: skip

    def _close_preview(self) -> None:
        if self.preview is not None:
            self.preview.blockSignals(True)
            self.preview.close()
            self.preview.deleteLater()
            self.preview = None

    # -- out --
    def choose_export(self, wanted: LogFilter, stem: str, area: str) -> None:
        """Ask where to, then write the entries of a filter."""
        name = self._exports.suggested_name(stem, marking=self._exports.marking(wanted))
        chosen, _ = QFileDialog.getSaveFileName(self._window, "Export the engagement log", name, _SAVE)
        if chosen:
            path = Path(chosen)
            self.write(path if path.suffix else path.with_suffix(".xlsx"), wanted, area)

    def choose_report(self, area_id: int, year: int) -> None:
        """Ask where to, then write the year's evaluation as PDF."""
        from npt_desktop.services.engagement import LogFilter

        marking = self._exports.marking(LogFilter(area_id, date(year, 1, 1), date(year, 12, 31)))
        stem = f"Engagement evaluation {self._area(area_id)} {year}"
        name = self._exports.suggested_name(stem, ".pdf", marking)
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, "Save the year's evaluation", name, "PDF (*.pdf)"
        )
        if chosen:
            path = Path(chosen)
            self.report(path if path.suffix else path.with_suffix(".pdf"), area_id, year)

    def report(self, path: Path, area_id: int, year: int) -> None:
        """Write the evaluation of an area's year."""
        from npt_desktop.services.reporting_engagement import engagement_pdf

        long_work(
            self.work,
            self._line,
            f"Writing {path.name}",
            lambda _: engagement_pdf(self.work.desk, area_id, year, path),
            lambda count: self.work.say(f"Printed {number_of(count, 'entry', 'entries')} to {path.name}"),
        )

    def write(self, path: Path, wanted: LogFilter, area: str) -> None:
        """Write the entries that fit."""
        long_work(
            self.work,
            self._line,
            f"Writing {path.name}",
            lambda report: self._exports.engagement(path, wanted, area=area, progress=report),
            lambda count: self.work.say(f"Exported {number_of(count, 'entry', 'entries')} to {path.name}"),
        )
