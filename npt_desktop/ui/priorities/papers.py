"""The papers of a round on disk: where to put each is asked, writing is off the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from npt_desktop.ui.priorities.page import Fetch

if TYPE_CHECKING:
    from npt_desktop.services.priority_view import QuarterView
    from npt_desktop.ui.workspace import Workspace


class Papers(QObject):
    """Record, agenda, minutes and story as PDF."""

    def __init__(self, work: Workspace, fetch: Fetch, owner: QWidget) -> None:
        super().__init__(owner)
        self._work, self._fetch, self._owner = work, fetch, owner

    def save(self, what: str, view: QuarterView, priority_id: int | None = None) -> None:
        """Ask where ``record``, ``agenda_pdf``, ``minutes_pdf`` or ``story`` goes, and write it there."""
        name = self._name(what, view, priority_id)
        path, _ = QFileDialog.getSaveFileName(self._owner, "Save as PDF", name, "PDF (*.pdf)")
        if path:
            self.save_to(what, view, Path(path), priority_id)

    def save_to(self, what: str, view: QuarterView, path: Path, priority_id: int | None = None) -> None:
        """Write one of the papers to a file."""
        write = self._writer(what, view, path, priority_id)
        self._fetch(write, lambda _: self._work.say(f"Saved {path.name}"))

    def _name(self, what: str, view: QuarterView, priority_id: int | None) -> str:
        from npt_desktop.services.marking import round_marking, story_marking
        from npt_desktop.services.reporting_priorities import meeting_file_name, story_file_name
        from npt_desktop.services.round_record import RoundRecords

        if what == "record":
            return RoundRecords(self._work.desk).suggested_name(self._work.area_id, view.quarter)
        if what == "story":
            card = view.card(priority_id)
            return story_file_name(
                view.page.area,
                card.priority.title if card else "",
                story_marking(self._work.desk, card.priority.id) if card else "",
            )
        return meeting_file_name(
            "Agenda" if what == "agenda_pdf" else "Minutes",
            view.page.area,
            view.quarter,
            round_marking(
                self._work.desk, [*(c.priority for c in view.page.cards), *(o.priority for o in view.before)]
            ),
        )

    def _writer(
        self, what: str, view: QuarterView, path: Path, priority_id: int | None
    ) -> Callable[[], None]:
        from npt_desktop.services.reporting_priorities import agenda_pdf, minutes_pdf, story_pdf
        from npt_desktop.services.round_record import RoundRecords

        desk, area_id, quarter = self._work.desk, self._work.area_id, view.quarter
        if what == "record":
            return lambda: RoundRecords(desk).save(area_id, quarter, path)
        if what == "agenda_pdf":
            return lambda: agenda_pdf(desk, area_id, quarter, path)
        if what == "minutes_pdf":
            return lambda: minutes_pdf(desk, area_id, quarter, path)
        return lambda: story_pdf(desk, priority_id or 0, path)
