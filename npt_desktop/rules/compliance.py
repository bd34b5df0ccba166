"""How the QA meetings went: areas, questions, sections and inspectors by months.

Source: booklet, Quality assurance (what is due when, and that a question missed stays due). A figure is the
questions answered Met of those due in a meeting; what was set aside as not applicable is left out of both.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from npt_desktop.models.kinds import AnswerValue, State
from npt_desktop.rules.quality import Question
from npt_desktop.rules.thresholds import Thresholds, standard_thresholds


class Held(StrEnum):
    """How far a meeting came."""

    SIGNED = "signed"
    BEGUN = "begun"
    NOT_HELD = "not held"
    TO_COME = "to come"


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """One area's meeting of a month as the board takes it; ``answers`` are by question number, as corrected."""

    month: date
    answers: Mapping[int, AnswerValue]
    signed: bool = False
    inspector: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question due in an area's month. ``value`` is None where it was not answered."""

    area_id: int
    month: date
    question: Question
    inspector: str
    held: Held
    late: bool
    value: AnswerValue | None


@dataclass(slots=True)
class Cell:
    """The figures of a row in a month; a meeting still to come adds nothing to them.

    ``worst_area`` is the area whose meeting weighs heaviest on it: the one that a click opens.
    """

    due: int = 0
    answered: int = 0
    met: int = 0
    partly: int = 0
    not_met: int = 0
    aside: int = 0
    helds: set[Held] = field(default_factory=set)
    worst_area: int | None = None

    @property
    def held(self) -> Held:
        """How far its meetings came: begun where some differ from others."""
        return next(iter(self.helds)) if len(self.helds) == 1 else Held.BEGUN

    @property
    def settled(self) -> bool:
        """Every meeting of it is signed or was not held: nothing will change without a correction."""
        return bool(self.helds) and self.helds <= {Held.SIGNED, Held.NOT_HELD}

    @property
    def missed(self) -> bool:
        """No meeting of it was held, which is not the same as one where nothing was met."""
        return self.helds == {Held.NOT_HELD}

    @property
    def share(self) -> str:
        """``35 %``, ``not held``, or nothing while nothing can be said."""
        return "not held" if self.missed else "" if self.percent is None else f"{self.percent} %"

    @property
    def held_words(self) -> str:
        """How far its meetings came, told apart where they differ: ``signed``, ``some not held``."""
        if len(self.helds) == 1:
            return self.held.value
        return "nothing due" if not self.helds else "some not held" if self.settled else "some not signed"

    @property
    def percent(self) -> int | None:
        """Met of those due that apply, rounded down so that 100 means all; None while nothing can be said."""
        applies = self.due - self.aside
        return self.met * 100 // applies if applies else None

    @property
    def words(self) -> str:
        """``18 of 22 met``, and what else is to be known of it."""
        if not self.due:
            return "to come" if self.helds else "nothing due"
        said = f"{self.met} of {self.due - self.aside} met"
        if self.settled and Held.NOT_HELD in self.helds:
            return (
                f"{said}, meeting not held"
                if self.held is Held.NOT_HELD
                else f"{said}, some meetings not held"
            )
        return said if self.held is Held.SIGNED else f"{said}, {self.answered} of {self.due} answered"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the board: its name, a cell for each month, and the question it stands for, if it is one."""

    key: Hashable
    name: str
    cells: tuple[Cell, ...]
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Failing:
    """A question not met ``times`` times running in an area, the last time in ``month``."""

    area_id: int
    number: int
    short: str
    times: int
    month: date


def walk(
    area_id: int,
    meetings: Iterable[HeldMeeting],
    months: Sequence[date],
    questions: Callable[[date], Sequence[Question]],
    this_month: date,
) -> list[Asked]:
    """What was due in each of ``months`` of an area, and how it was answered.

    ``months`` follow one another and begin no later than the area's first meeting; nothing is due before that
    one. A question missed stays due and late until it is answered, as :func:`due_questions` has it.
    """
    held = {meeting.month: meeting for meeting in meetings}
    first = min(held, default=None)
    missed: set[int] = set()
    found: list[Asked] = []
    for month in months:
        if first is None or month < first:
            continue
        meeting = held.get(month)
        answers = meeting.answers if meeting is not None else {}
        state = _held(meeting, month, this_month)
        inspector = meeting.inspector if meeting is not None else ""
        for question in questions(month):
            late = question.number in missed
            value = answers.get(question.number)
            if late or question.is_due_in(month):
                found.append(Asked(area_id, month, question, inspector, state, late, value))
                if value is None:
                    missed.add(question.number)
            if value is not None:
                missed.discard(question.number)
    return found


def _held(meeting: HeldMeeting | None, month: date, this_month: date) -> Held:
    if meeting is not None and meeting.signed:
        return Held.SIGNED
    if meeting is not None and meeting.answers:
        return Held.BEGUN
    return Held.NOT_HELD if month < this_month else Held.TO_COME


def table(
    asked: Iterable[Asked],
    months: Sequence[date],
    rows: Sequence[tuple[Hashable, str, int | None]],
    key: Callable[[Asked], Hashable],
) -> tuple[Row, ...]:
    """The figures by row and month. ``rows`` are key, name and question number, in their order."""
    place = {month: at for at, month in enumerate(months)}
    cells: dict[Hashable, list[Cell]] = {row_key: [Cell() for _ in months] for row_key, _, _ in rows}
    lacking: dict[tuple[Hashable, int], dict[int, int]] = {}
    for one in asked:
        at, line = place.get(one.month), cells.get(row := key(one))
        if at is None or line is None:
            continue
        _count(line[at], one)
        short = lacking.setdefault((row, at), {})
        short[one.area_id] = short.get(one.area_id, 0) + (one.value is not AnswerValue.MET)
    for (row, at), short in lacking.items():
        cells[row][at].worst_area = max(short, key=lambda area: short[area])
    return tuple(Row(row_key, name, tuple(cells[row_key]), number) for row_key, name, number in rows)


def _count(cell: Cell, one: Asked) -> None:
    cell.helds.add(one.held)
    if one.held is Held.TO_COME:
        return
    cell.due += 1
    if one.value is None:
        return
    cell.answered += 1
    if one.value is AnswerValue.MET:
        cell.met += 1
    elif one.value is AnswerValue.PARTLY:
        cell.partly += 1
    elif one.value is AnswerValue.NOT_MET:
        cell.not_met += 1
    else:
        cell.aside += 1


def cell_state(cell: Cell, limits: Thresholds | None = None) -> State:
    """The mark of a cell; half done while a meeting is being held."""
    limits = limits or standard_thresholds()
    percent = cell.percent
    if percent is None:
        return State.NONE
    if cell.helds == {Held.BEGUN} and cell.answered < cell.due:
        return State.PART
    if percent >= limits.board_green_percent:
        return State.GOOD
    return State.WARN if percent >= limits.board_amber_percent else State.BAD


def worst(rows: Sequence[Row], most: int = 5) -> tuple[tuple[int, int], ...]:
    """The lowest cells of meetings signed or missed, as row and month places; the latest of equals first."""
    found = []
    for at_row, row in enumerate(rows):
        for at, cell in enumerate(row.cells):
            percent = cell.percent
            if percent is not None and percent < 100 and cell.settled:
                found.append((percent, -at, at_row))
    return tuple((at_row, -at) for _, at, at_row in sorted(found)[:most])


def repeat_failings(asked: Iterable[Asked], times: int | None = None) -> tuple[Failing, ...]:
    """Questions whose latest answers in an area are Not met, ``times`` running or more; the longest first.

    Months without an answer and answers of not applicable neither count nor break the run.
    """
    least = times or standard_thresholds().repeat_failings
    runs: dict[tuple[int, int], tuple[int, Asked]] = {}
    for one in sorted(asked, key=lambda a: a.month):
        if one.value is None or one.value is AnswerValue.NOT_APPLICABLE:
            continue
        key = one.area_id, one.question.number
        if one.value is AnswerValue.NOT_MET:
            runs[key] = runs.get(key, (0, one))[0] + 1, one
        else:
            runs.pop(key, None)
    found = [
        Failing(area, number, last.question.short, count, last.month)
        for (area, number), (count, last) in runs.items() if count >= least
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda f: (-f.times, f.number, f.area_id)))


def trend(total: Row, span: int = 3) -> int | None:
    """Points gained (or lost) between the last ``span`` settled months and the same number before them."""
    known = [p for cell in total.cells if cell.settled and (p := cell.percent) is not None]
    late, early = known[-span:], known[-2 * span : -span]
    if len(early) < span:
        return None
    return round(sum(late) / span - sum(early) / span)
