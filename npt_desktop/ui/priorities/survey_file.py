"""The survey workbook from the form of step 1: choosing it, what it would change, bringing it in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from npt_desktop.errors import CannotDo
from npt_desktop.rules.periods import number_of
from npt_desktop.ui.widgets.messages import ConfirmDialog

if TYPE_CHECKING:
    from npt_desktop.rules.periods import Quarter
    from npt_desktop.services.imports import ImportReport
    from npt_desktop.services.survey_import import SurveyPreview
    from npt_desktop.ui.workspace import Workspace

_OPEN = "Workbooks and CSV (*.xlsx *.csv);;All files (*)"
_SHOWN = 6


class SurveyFile(QObject):
    """Asks before anything is written; with bad rows it names them and asks whether the good ones come in."""

    def __init__(self, work: Workspace, owner: QWidget) -> None:
        super().__init__(owner)
        self._work, self._owner = work, owner
        self.confirm: ConfirmDialog | None = None

    def choose(self, surveyed: Quarter | None) -> None:
        """Ask which workbook; ``surveyed`` is the quarter of a file that names none."""
        chosen, _ = QFileDialog.getOpenFileName(self._owner, "Bring the survey in", "", _OPEN)
        if chosen:
            self.read(Path(chosen), surveyed)

    def read(self, path: Path, surveyed: Quarter | None) -> None:
        """Read and check a workbook, then ask."""
        from npt_desktop.services.survey_import import SurveyImport

        self._run(lambda: SurveyImport(self._work.desk).preview(path, surveyed), self._ask)

    def _ask(self, preview: SurveyPreview) -> None:
        if not preview.changes and not preview.report.rejected:
            self._work.say(f"Nothing to bring in: {preview.in_words()}")
            return
        bad = preview.report.rejected
        lines = [preview.in_words(), *(f"Row {b.row}, {b.column}: {b.reason}" for b in bad[:_SHOWN])]
        if len(bad) > _SHOWN:
            lines.append(f"And {len(bad) - _SHOWN} more.")
        if not preview.changes:
            self._work.refused.emit(" ".join(lines))
            return
        verb = "Bring only the good rows in" if bad else "Bring it in"
        self.confirm = ConfirmDialog(
            self._owner.window(), f"Bring {preview.path.name} in?", "\n".join(lines), verb, danger=bool(bad)
        )
        self.confirm.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.confirm.accepted.connect(partial(self._commit, preview))
        self.confirm.open()

    def _commit(self, preview: SurveyPreview) -> None:
        from npt_desktop.services.survey_import import SurveyImport

        def done(report: ImportReport) -> None:
            count = number_of(report.added + report.updated, "survey figure")
            self._work.say(f"Imported {count} of {number_of(preview.areas, 'area')}", undo=True)

        self._run(lambda: SurveyImport(self._work.desk).commit(preview, keep_good=True), done)

    def _run(self, do: Callable[[], Any], done: Callable[[Any], object]) -> None:
        def failed(error: Exception) -> None:
            if not isinstance(error, CannotDo):
                raise error
            self._work.refused.emit(error.says)

        self._work.jobs.run(lambda _: do(), done=done, failed=failed)
