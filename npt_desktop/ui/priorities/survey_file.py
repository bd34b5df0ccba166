"""The survey workbook from the form of step 1: choosing it, what it would change, bringing it in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from npt_desktop.rules.periods import number_of
from npt_desktop.ui.priorities.file_in import OPEN, FileIn

if TYPE_CHECKING:
    from npt_desktop.rules.periods import Quarter
    from npt_desktop.services.survey_import import SurveyPreview


class SurveyFile(FileIn):
    """All areas' figures of a quarter from one workbook."""

    def choose(self, surveyed: Quarter | None) -> None:
        """Ask which workbook; ``surveyed`` is the quarter of a file that names none."""
        chosen, _ = QFileDialog.getOpenFileName(self.owner, "Bring the survey in", "", OPEN)
        if chosen:
            self.read(Path(chosen), surveyed)

    def read(self, path: Path, surveyed: Quarter | None) -> None:
        """Read and check a workbook, then ask."""
        from npt_desktop.services.survey_import import SurveyImport

        service = SurveyImport(self.work.desk)

        def ask(preview: SurveyPreview) -> None:
            of = number_of(preview.areas, "area")
            self.ask(
                path.name, preview, lambda: service.commit(preview, keep_good=True),
                lambda r: f"Imported {number_of(r.added + r.updated, 'survey figure')} of {of}",
            )  # fmt: skip

        self.run(lambda: service.preview(path, surveyed), ask)
