"""Problem or pattern of incidents?

Source: booklet, Problem solving, “What is a problem?”: six rows weighed between a problem and a pattern of
incidents, and a seventh that says where to record. The test advises and a person decides: a decision that
differs needs a reason (design guide, workflow A, step 3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal

from npt_desktop.models.kinds import Decision, State
from npt_desktop.paths import resources
from npt_desktop.rules.resource_file import read_entry
from npt_desktop.rules.words import listed

Judgement = Literal[-1, 0, 1]
"""-1 points to a pattern, 0 is unsure, 1 points to a problem. None, where allowed, is not judged yet."""


class Leaning(StrEnum):
    """What the six rows point to."""

    PROBLEM = "problem"
    PATTERN = "pattern"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class TestRow:
    """One row of the table, in short words for the screen and as printed."""

    __test__ = False

    key: str
    name: str
    pattern: str
    problem: str
    printed_name: str
    printed_pattern: str
    printed_problem: str


@dataclass(frozen=True, slots=True)
class ProblemTest:
    """The table as data: its rows, how many of them decide, and where each kind is recorded."""

    rows: tuple[TestRow, ...]
    majority: int
    problem_record: str
    pattern_record: str


@dataclass(frozen=True, slots=True)
class TestReading:
    """What the judgements say. ``count`` is the bold line, ``advice`` what follows it."""

    __test__ = False

    leaning: Leaning
    problem: int
    pattern: int
    unsure: int
    missing: tuple[str, ...]
    count: str
    advice: str
    record: str
    state: State

    @property
    def complete(self) -> bool:
        """Every row has been judged, be it unsure."""
        return not self.missing

    @property
    def says(self) -> str:
        """Both sentences."""
        return f"{self.count} {self.advice}"


def load_problem_test(path: Path) -> ProblemTest:
    """The table of a file. Raises CannotDo with a sentence naming a hand-made mistake."""
    entry = read_entry(path)
    entry.only("source", "majority", "rows", "record")
    keys = ("key", "name", "pattern", "problem", "printed_name", "printed_pattern", "printed_problem")
    rows = []
    for item in entry.entries("rows"):
        item.only(*keys)
        rows.append(TestRow(*(item.text(key) for key in keys)))
    if not rows or len({row.key for row in rows}) != len(rows):
        entry.refuse("needs rows, each with its own key")
    majority = entry.whole("majority", low=len(rows) // 2 + 1, high=len(rows))
    record = entry.entry("record")
    record.only("printed_name", "problem", "pattern")
    return ProblemTest(tuple(rows), majority, record.text("problem"), record.text("pattern"))


@cache
def booklet_test() -> ProblemTest:
    """The booklet's table."""
    return load_problem_test(resources() / "problem_test.json")


def read_test(judged: Mapping[str, Judgement | None], test: ProblemTest | None = None) -> TestReading:
    """Weigh the judgements, given by row key; a row not named is not judged.

    A majority of the rows decides even while others are open, since they could not overturn it.
    """
    return _weighed(judged, test or booklet_test()) if judged or test else _untouched()


@cache
def _untouched() -> TestReading:
    """The reading of no judgements, which a register asks for thousands of times."""
    return _weighed({}, booklet_test())


def _weighed(judged: Mapping[str, Judgement | None], test: ProblemTest) -> TestReading:
    given = {row.key: judged.get(row.key) for row in test.rows}
    total = len(test.rows)
    problem = sum(value == 1 for value in given.values())
    pattern = sum(value == -1 for value in given.values())
    unsure = sum(value == 0 for value in given.values())
    missing = tuple(key for key, value in given.items() if value is None)
    if problem >= test.majority:
        leaning, count, record = Leaning.PROBLEM, _count(problem, total, "a problem"), test.problem_record
        advice = f"Record a problem-solving plan on {record}."
    elif pattern >= test.majority:
        leaning, record = Leaning.PATTERN, test.pattern_record
        count, advice = _count(pattern, total, "a pattern of incidents"), f"Record it on {record}."
    else:
        leaning, record = Leaning.UNDECIDED, ""
        count, advice = _undecided(test, given, problem, pattern)
    untouched = len(missing) == total
    state = State.NONE if untouched else State.PART if missing else _decided_state(leaning)
    return TestReading(leaning, problem, pattern, unsure, missing, count, advice, record, state)


def differs(reading: TestReading, decision: Decision) -> bool:
    """Whether a decision goes against the test's advice, and so needs a reason."""
    if reading.leaning is Leaning.PROBLEM:
        return decision in (Decision.NOT_NOW, Decision.PARTNER)
    if reading.leaning is Leaning.PATTERN:
        return decision in (Decision.PRIORITY, Decision.PLAN_ONLY)
    return False


def _count(number: int, total: int, what: str) -> str:
    return f"{number} of {total} point to {what}." if number != 1 else f"1 of {total} points to {what}."


def _decided_state(leaning: Leaning) -> State:
    return State.WARN if leaning is Leaning.UNDECIDED else State.GOOD


def _undecided(
    test: ProblemTest, given: Mapping[str, Judgement | None], problem: int, pattern: int
) -> tuple[str, str]:
    """The two sentences while neither side has a majority: what is still to be judged or weighed again."""
    open_rows = [f"‘{row.name}’" for row in test.rows if given[row.key] is None]
    if len(open_rows) == len(test.rows):
        return "Not judged yet.", "Judge each row from pattern to problem."
    count = f"{_count(problem, len(test.rows), 'a problem')[:-1]} and {pattern} to a pattern of incidents."
    if open_rows:
        return count, f"Judge {listed(open_rows)}."
    unsure = [f"‘{row.name}’" for row in test.rows if given[row.key] == 0]
    if unsure:
        return count, f"Find out more about {listed(unsure)}."
    return count, "The rows are even: decide together and give the reason."
