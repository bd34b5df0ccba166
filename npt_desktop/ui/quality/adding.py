"""What is added beside the answers: dip-samples, corrections after the signature, and the way to the board."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.rules.periods import add_months
from npt_desktop.rules.words import listed
from npt_desktop.services.compliance import Board, Compliance
from npt_desktop.services.corrections import Corrections
from npt_desktop.services.dip_samples import DipSamples
from npt_desktop.services.exporting_quality import board_name, board_workbook
from npt_desktop.ui.quality.printing import ask_path
from npt_desktop.ui.quality.view import MeetingView

if TYPE_CHECKING:
    from npt_desktop.models.kinds import AnswerValue
    from npt_desktop.ui.workspace import Workspace


class AddingView(MeetingView):
    """``ask_board`` is where the path of an exported board comes from."""

    def __init__(self, work: Workspace) -> None:
        super().__init__(work)
        self.ask_board: Callable[[QWidget, str], Path | None] = ask_path
        pane, board = self.pane, self.board
        pane.sample.drawn.connect(self._draw)
        pane.sample.judged.connect(self._judge)
        pane.sample.opened.connect(lambda screen, record: work.go(screen, record))
        pane.corrections.saved.connect(self._correct)
        pane.corrections.closed.connect(self.left.list.setFocus)
        self.left.boardWanted.connect(self.open_board)
        board.asked.connect(self._read_board)
        board.back.connect(self.close_board)
        board.opened.connect(self._open_meeting)
        board.exported.connect(self.export_board)

    def _write(self, work: Callable[[], object], refuse: Callable[[Mapping[str, str]], object]) -> bool:
        """Write now; whether it was done. What is to be mended in a form goes to ``refuse``."""
        self._writes += 1
        try:
            work()
        except Incomplete as error:
            refuse(error.fields)
            return False
        except CannotDo as error:
            self.work.refused.emit(error.says)
            return False
        return True

    # ---------------------------------------------------------------- dip-samples
    def _draw(self) -> None:
        samples, place, number = DipSamples(self.work.desk), self._place, self._number
        if number and self._write(lambda: samples.draw(*place, number), self._say):
            self.work.say("Dip-sample drawn", undo=True)

    def _judge(self, record_id: int, verdict: AnswerValue | None) -> None:
        samples, place, number = DipSamples(self.work.desk), self._place, self._number
        if number:
            self._write(lambda: samples.judge(*place, number, record_id, verdict), self._say)

    def _say(self, fields: Mapping[str, str]) -> None:
        self.work.refused.emit(listed(fields.values()))

    # ---------------------------------------------------------------- corrections
    def _correct(self, value: AnswerValue | None, reason: str, signed_by: str) -> None:
        corrections, place, number = Corrections(self.work.desk), self._place, self._number
        shown = self.pane.corrections
        if number and self._write(
            lambda: corrections.correct(*place, number, value, reason, signed_by), shown.refuse
        ):
            shown.close_form()
            self.work.say(f"Correction to question {number} added", undo=True)

    # ------------------------------------------------------------------ the board
    def refresh(self) -> None:
        super().refresh()
        if self.outer.currentWidget() is self.board:
            self._read_board()

    def open_board(self) -> None:
        """Show the compliance board in place of the meeting."""
        self.keep()
        self.outer.setCurrentWidget(self.board)
        self._show_all()
        self._read_board()
        self.board.grid.setFocus(Qt.FocusReason.TabFocusReason)

    def close_board(self) -> None:
        """Back to the meeting."""
        if self.outer.currentWidget() is self.board:
            self.outer.setCurrentIndex(0)
            self._show_all()
            self.left.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _read_board(self) -> None:
        compliance = Compliance(self.work.desk)
        by, span = self.board.wanted
        last = self.work.desk.today.replace(day=1)

        def read_board() -> Board:
            return compliance.board(add_months(last, 1 - span), last, by)

        self.fetch(read_board, self.board.show_board)

    def _open_meeting(self, area_id: int, month: date, number: int) -> None:
        self.left.show_questions()
        if (area_id, month) == self._place:
            self.close_board()
            self.open_question(number or None, "")
            return
        if number:
            self._wanted = (number, "")
        self.work.move(area_id=area_id, month=month)

    def export_board(self) -> None:
        """Ask where to and write the board as it is shown."""
        board, desk = self.board.cells.board, self.work.desk
        if board is None:
            return
        path = self.ask_board(self, board_name(desk, board))
        if path is None:
            return

        def write_board() -> str:
            board_workbook(desk, board, path)
            return path.name

        self.fetch(write_board, lambda name: self.work.say(f"Saved {name}"))
