"""What stands beside the meeting: the board, the peer review, preparing, the shared display, and the reports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from npt_desktop.rules.authority import Act
from npt_desktop.rules.periods import add_months, quarter_of
from npt_desktop.rules.quality import Evidence
from npt_desktop.services.compliance import Board, Compliance
from npt_desktop.services.exporting_quality import board_name, board_workbook
from npt_desktop.services.marking import marking_of
from npt_desktop.ui.quality.adding import AddingView
from npt_desktop.ui.quality.big import BigScreen
from npt_desktop.ui.quality.checklist import ChecklistDialog
from npt_desktop.ui.quality.header import title_of
from npt_desktop.ui.quality.lines import ACTIONS_ROW
from npt_desktop.ui.quality.peer_page import PeerReviewPage
from npt_desktop.ui.quality.prepare import PreparePage
from npt_desktop.ui.quality.printing import ask_path
from npt_desktop.ui.quality.quarterly import save_quarterly
from npt_desktop.ui.quality.words import FORMS, LINKS, SEEN_FORM, TO_CHIEF_FORM
from npt_desktop.ui.widgets.buttons import IconButton

if TYPE_CHECKING:
    from npt_desktop.rules.quality import Source
    from npt_desktop.ui.workspace import Workspace

_LIST_FOCUS = Qt.FocusReason.TabFocusReason


class BesideView(AddingView):
    """``ask_board`` and ``ask_report`` are where the path of an exported board and of a report comes from."""

    def __init__(self, work: Workspace) -> None:
        super().__init__(work)
        self.ask_board: Callable[[QWidget, str], Path | None] = ask_path
        self.ask_report: Callable[[QWidget, str], Path | None] = partial(ask_path, html=True)
        self.big: BigScreen | None = None
        self.peer = PeerReviewPage(work, self.fetch)
        self.prepare_page = PreparePage()
        for page in (self.peer, self.prepare_page):
            self.outer.addWidget(page)
        self.more = IconButton("dots", "More of QA")
        self.more.clicked.connect(self._more)
        self.set_actions(self.meter.widget, self.buttons.actions, self.buttons.prepare, self.buttons.print,
                         self.buttons.finish, self.more)  # fmt: skip
        board, prepare = self.board, self.prepare_page
        self.left.boardWanted.connect(self.open_board)
        board.asked.connect(self._read_board)
        board.back.connect(self.close_board)
        board.opened.connect(self._open_meeting)
        board.exported.connect(self.export_board)
        self.peer.back.connect(self.close_board)
        prepare.back.connect(self.close_board)
        prepare.mended.connect(self.mend)
        prepare.told.connect(lambda number: self._open_with(number, TO_CHIEF_FORM))
        prepare.looked.connect(lambda number: self.open_question(number, ""))
        self.buttons.prepare.clicked.connect(self.open_prepare)

    def refresh(self) -> None:
        super().refresh()
        if self.outer.currentWidget() is self.board:
            self._read_board()
        elif self.outer.currentWidget() is self.peer:
            self.peer.read()

    def _more(self) -> None:
        menu = QMenu(self.more)
        menu.setAccessibleName("More of QA")
        for words, act in (
            ("Compliance board", self.open_board),
            ("Peer review", self.open_peer),
            ("Shared display", self.open_big),
            ("Quarterly report to the commissioner", self.save_quarterly),
            ("Questions of the checklist", self.open_checklist),
        ):
            menu.addAction(words).triggered.connect(lambda _=False, act=act: act())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    # ------------------------------------------------------------------ the board
    def open_board(self) -> None:
        """Show the compliance board in place of the meeting."""
        self._open_page(self.board)
        self._read_board()
        self.board.grid.setFocus(_LIST_FOCUS)

    def _open_page(self, page: QWidget) -> None:
        self.keep()
        self.outer.setCurrentWidget(page)
        self._show_all()

    def close_board(self) -> None:
        """Back from the board, the peer review or preparing to the meeting."""
        if self.outer.currentWidget() in (self.board, self.peer, self.prepare_page):
            self.peer.keep()
            self.outer.setCurrentIndex(0)
            self._show_all()
            self.left.list.setFocus(_LIST_FOCUS)

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

    # ------------------------------------------------------------------- others
    def open_peer(self) -> None:
        """Show the peer review in place of the meeting."""
        self._open_page(self.peer)
        self.peer.read()
        self.peer.list.setFocus(_LIST_FOCUS)

    def open_checklist(self) -> None:
        """The questions of the checklist and their due months, to look at or to change."""
        dialog = ChecklistDialog(self.work, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_quarterly(self) -> None:
        """Write the quarterly report of the quarter of the month shown."""
        save_quarterly(self, quarter_of(self.work.month), self.ask_report)

    # ------------------------------------------------------------------ preparing
    def open_prepare(self) -> None:
        """Show what is ready for the meeting and what is not."""
        self._open_page(self.prepare_page)
        self._show_prepare()
        self.prepare_page.back_button.setFocus(_LIST_FOCUS)

    def _show_prepare(self) -> None:
        if self._page is not None:
            may_prepare = self._may(Act.PREPARE_QA) and not self._page.finished
            self.prepare_page.show_page(self._page, self._evidence, may_prepare=may_prepare)

    def mend(self, number: int) -> None:
        """Go and mend the gap of a question: its small form, the first record amiss, or the screen of them."""
        page = self._page
        if page is None:
            return
        key = page.checklist.question(number).evidence
        source = _amiss(self._evidence.get(number))
        if key in FORMS:
            self._open_with(number, FORMS[key])
        elif source is not None:
            self._open_source(source)
        elif key in LINKS:
            self.work.go(LINKS[key][0])
        else:
            self._open_with(number, SEEN_FORM)

    def _open_with(self, number: int, form: object) -> None:
        self.open_question(number, "")
        self.pane.evidence.open_form(form)  # type: ignore[arg-type]

    # ------------------------------------------------------------- shared display
    def open_big(self) -> None:
        """Show the question in hand on the shared display, and let it follow."""
        if self.big is None:
            self.big = BigScreen(self, self.marking or marking_of(self.work.desk))
        self._show_big()
        self.big.come_up()

    def _beside(self) -> tuple[str, str] | None:
        if self.outer.currentWidget() is self.peer:
            return "Peer review", "The force’s self-assessment under the guideline’s seven areas"
        return super()._beside()

    def _show_all(self) -> None:
        super()._show_all()
        if self.outer.currentWidget() is self.prepare_page:
            self._show_prepare()

    def _show(self) -> None:
        super()._show()
        if self.big is not None and self.big.isVisible():
            self._show_big()

    def _show_big(self) -> None:
        page, number = self._page, self._number
        if self.big is None or page is None or number is None:
            return
        progress = f"{page.answered} of {len(page.due)} answered"
        if number == ACTIONS_ROW:
            titles = [f"{a.title}, {a.owner}" for a in page.earlier_actions] or ["No actions to close"]
            self.big.show_words(f"{title_of(page)}.  Actions of the last meeting", "\n".join(titles))
        else:
            self.big.show_question(title_of(page), progress, self._facts(page, number))


def _amiss(evidence: Evidence | None) -> Source | None:
    """The first record behind the figures that is not in order."""
    rows = evidence.rows if evidence is not None else ()
    return next((row.source for row in rows if row.source and row.state.value in ("bad", "warn")), None)
