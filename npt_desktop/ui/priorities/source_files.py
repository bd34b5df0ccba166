"""Survey responses and street-level crime from the sources page: choosing files, what they would change."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from npt_desktop.rules.periods import number_of
from npt_desktop.ui.priorities.file_in import OPEN, FileIn

if TYPE_CHECKING:
    from npt_desktop.services.crime_import import CrimePreview
    from npt_desktop.services.response_import import ResponsePreview


class ResponseFile(FileIn):
    """One row a person, for one area or for every area the file names."""

    def choose(self, area_id: int | None) -> None:
        """Ask which file; without an area every row must name its own."""
        chosen, _ = QFileDialog.getOpenFileName(self.owner, "Bring survey responses in", "", OPEN)
        if chosen:
            self.read(Path(chosen), area_id)

    def read(self, path: Path, area_id: int | None) -> None:
        """Read and check a file, then ask."""
        from npt_desktop.services.response_import import ResponseImport

        service = ResponseImport(self.work.desk)

        def ask(preview: ResponsePreview) -> None:
            self.ask(
                path.name, preview, lambda: service.commit(preview, keep_good=True),
                lambda r: f"Imported {number_of(r.added, 'survey response')}",
            )  # fmt: skip

        self.run(lambda: service.preview(path, area_id), ask)


class CrimeFiles(FileIn):
    """Monthly street-level files of data.police.uk, all of them or none."""

    def choose(self) -> None:
        """Ask which files."""
        chosen, _ = QFileDialog.getOpenFileNames(
            self.owner, "Bring street-level crime in", "", "CSV (*.csv);;All files (*)"
        )
        if chosen:
            self.read([Path(name) for name in chosen])

    def read(self, paths: Sequence[Path]) -> None:
        """Read and check the files, then ask."""
        from npt_desktop.services.crime_import import CrimeImport

        service = CrimeImport(self.work.desk)

        def ask(preview: CrimePreview) -> None:
            name = paths[0].name if len(paths) == 1 else number_of(len(paths), "file")
            self.ask(
                name, preview, lambda: service.commit(preview, keep_good=True),
                lambda r: f"Imported {number_of(r.added, 'crime')}",
            )  # fmt: skip

        self.run(lambda: service.preview(paths), ask)
