"""QA meetings as workbooks: every answer, and the compliance board as it is shown."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from sqlalchemy import ColumnElement, select

from npt_desktop.exchange.book import Progress, Value
from npt_desktop.exchange.quality import AnswerRow, CorrectionRow, export_answers, export_board
from npt_desktop.files import file_name
from npt_desktop.models.kinds import AnswerValue
from npt_desktop.models.organisation import Area
from npt_desktop.models.quality import Answer, AnswerCorrection, QualityMeeting, Question
from npt_desktop.rules.periods import month_short
from npt_desktop.services.compliance import Board
from npt_desktop.services.desk import Desk
from npt_desktop.services.reporting_quality import marking_of


def answers_workbook(
    desk: Desk,
    path: Path,
    *,
    area_id: int | None = None,
    first: date | None = None,
    last: date | None = None,
    progress: Progress | None = None,
) -> int:
    """Write every answer of the months as one row each, oldest meeting first; returns how many.

    The answers are as they were given; corrections stand on a sheet of their own. Long: call off the window's
    thread. Raises CannotDo when the file cannot be written.
    """
    trace = desk.takes_out(path)

    wanted: list[ColumnElement[bool]] = []
    if area_id is not None:
        wanted.append(QualityMeeting.area_id == area_id)
    if first is not None:
        wanted.append(QualityMeeting.month >= first)
    if last is not None:
        wanted.append(QualityMeeting.month <= last)
    with desk.read() as session:
        rows = session.execute(
            select(Area.name, QualityMeeting.month, Question.number, Question.text, Answer)
            .join(QualityMeeting, QualityMeeting.id == Answer.meeting_id)
            .join(Area, Area.id == QualityMeeting.area_id)
            .join(Question, Question.id == Answer.question_id)
            .order_by(QualityMeeting.month, Area.position, Area.name, Question.number)
            .where(*wanted)
        ).all()  # fmt: skip
        kept = {answer.id: (area, month, number) for area, month, number, _, answer in rows}
        corrections = [
            CorrectionRow(*kept[c.answer_id], _word(c.was), _word(c.value), c.reason, c.signed_by, _local(c.made_at))
            for c in session.scalars(select(AnswerCorrection).order_by(AnswerCorrection.id)) if c.answer_id in kept
        ]  # fmt: skip
    answers = [
        AnswerRow(area, month, number, text, _word(answer.value), answer.note,
                  str(answer.snapshot.get("why", "")), answer.answered_by,
                  _local(answer.answered_at) if answer.answered_at else None)
        for area, month, number, text, answer in rows if answer.value is not None or answer.note
    ]  # fmt: skip
    return export_answers(
        path, answers, corrections, title="QA meetings: answers", marking=marking_of(desk), progress=progress,
        trace=trace,
    )  # fmt: skip


def board_table(board: Board) -> tuple[tuple[str, ...], list[list[Value]]]:
    """The board in plain words: heads, and a line for each row of it, "18 of 22 met"."""
    heads = (board.by.value.capitalize(), *(month_short(m) + f" {m.year}" for m in board.months))
    lines: list[list[Value]] = [
        [row.name, *(f"{c.percent} %, {c.words}" if c.percent is not None else c.words for c in row.cells)]
        for row in (*board.rows, board.total)
    ]
    return heads, lines


def board_name(desk: Desk, board: Board) -> str:
    """A file name that says what it is and carries the marking."""
    return file_name(f"QA compliance by {board.by.value}", marking_of(desk), ".xlsx")


def board_workbook(desk: Desk, board: Board, path: Path) -> int:
    """Write the board as it is shown; returns how many rows. Raises CannotDo when it cannot be written."""
    trace = desk.takes_out(path)
    heads, lines = board_table(board)
    title = f"QA compliance by {board.by.value}"
    return export_board(path, heads, lines, title=title, marking=marking_of(desk), trace=trace)


def _word(value: AnswerValue | None) -> str:
    return value.label if value is not None else ""


def _local(at: datetime) -> datetime:
    return at.astimezone().replace(tzinfo=None)
