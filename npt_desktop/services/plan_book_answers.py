"""The answers of a plan in its workbook: the test, CHEERS, the kinds of displacement, and the grid of times.

Each question is a row of its own, known by its key (``cheers.harm``, ``times.0``) in the place of a uid, with the
version of the plan; what comes back is merged answer by answer, as on the page.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from npt_desktop.exchange.plan_book import BookField, CellKind, Item, Part, ReadPart
from npt_desktop.models.plan_kinds import Looked
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.rules.plan_prompts import NO, UNSURE, YES, answer_of, cheers_elements, found_of, movements
from npt_desktop.rules.plan_times import DAYS, HOURS, MOST, grid_of, times_of
from npt_desktop.rules.problem_test import booklet_test
from npt_desktop.rules.words import matching_form
from npt_desktop.services.plan_book_diff import RowDiff, plain, shown

ANSWERS, TIMES = "Answers", "Times"
ANSWER_BOOK: Mapping[str, tuple[BookField, ...]] = {
    ANSWERS: (
        BookField("group", "Group", CellKind.SHOWN, 24), BookField("question", "Question", CellKind.SHOWN, 32),
        BookField("answer", "Answer"), BookField("reason", "Reason", width=70),
    ),
    TIMES: (
        BookField("day", "Day", CellKind.SHOWN, 8),
        *(BookField(f"h{hour}", f"{hour:02}:00", CellKind.WHOLE, 7) for hour in range(HOURS)),
    ),
}  # fmt: skip
_GROUPS = {"test": "Problem or pattern", "cheers": "CHEERS", "moved": "Kinds of move"}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "test": {"-1": "Pattern of incidents", "0": "Between", "1": "Problem"},
    "cheers": {YES: "Yes", NO: "No", UNSURE: "Unsure"},
    "moved": {found.value: found.label for found in Looked},
}
Base = Callable[[int], Mapping[str, Any]]
"""Each field of the plan changed after a version, with what it said then, as the file holds it."""


def answers_of(plan: ProblemPlan) -> dict[str, list[Part]]:
    """Both sheets, with a row for every question, answered or not."""
    answers = []
    for group, label in _GROUPS.items():
        for key, name in _questions(group).items():
            answer, reason = _pair(group, getattr(plan, group), key)
            said: dict[str, Item] = {
                "group": label, "question": name, "answer": _WORDS[group].get(answer, ""), "reason": reason,
            }  # fmt: skip
            answers.append(Part(f"{group}.{key}", plan.version, said))
    times = [
        Part(
            f"times.{day}",
            plan.version,
            {"day": DAYS[day], **{f"h{hour}": count or None for hour, count in enumerate(counts)}},
        )
        for day, counts in enumerate(grid_of(plan.times))
    ]
    return {ANSWERS: answers, TIMES: times}


def answer_rows(
    plan: ProblemPlan, sheet: str, read: Sequence[ReadPart], base: Base, closed: str
) -> list[RowDiff]:
    """Write what the rows of a sheet say. A line for each that differs or is refused: answers are the plan's own."""
    rows, seen = [], set()
    for part in read:
        row = RowDiff(part, {one.name: one for one in ANSWER_BOOK[sheet]}, part.uid, changes={}, problems={})
        group, _, key = part.uid.partition(".")
        known = key in (DAYS_BY_KEY if group == "times" else _questions(group))
        if (group == "times") != (sheet == TIMES) or not known or part.uid in seen:
            row.problems = {"uid": "This row is of no question of the plan: export the plan again."}
        else:
            seen.add(part.uid)
            row.title = DAYS_BY_KEY[key] if sheet == TIMES else _questions(group)[key]
            _apply(row, plan, group, key, base(part.version).get(group), closed)
        if row.changes or row.problems:
            rows.append(row)
    return rows


def _apply(row: RowDiff, plan: ProblemPlan, group: str, key: str, before: Any, closed: str) -> None:
    now = _cells(group, getattr(plan, group), key)
    said = _said(row, group, now)
    was = (
        now
        if before is None
        else _cells(group, json.loads(before) if isinstance(before, str) else before, key)
    )
    wanted = dict(now)
    problems = dict(row.read.bad) | (row.problems or {})
    for name, value in said.items():
        if value in (now[name], was[name]):
            continue  # the same, or left alone in the file while somebody changed it here
        if now[name] != was[name]:
            there = _WORDS.get(group, {}).get(str(now[name]), str(now[name] or ""))
            problems[name] = (
                f"It was changed here since the workbook was written and now says “{there[:80]}”."
            )
            continue
        assert row.changes is not None
        words = _WORDS.get(group, {}) if name == "answer" else {}
        row.changes[name] = (_told(now[name], words), _told(value, words))
        wanted[name] = value
    if closed and row.changes:
        problems = {"plan": closed}
    row.problems = problems
    if row.changes and not problems:
        setattr(plan, group, _merged(group, getattr(plan, group), key, wanted))


def _told(item: Item, words: Mapping[str, str]) -> str:
    return words.get(str(item), shown(item or None))


def _said(row: RowDiff, group: str, now: Mapping[str, Item]) -> dict[str, Item]:
    """What a row says, as it is kept; what cannot be goes into its problems."""
    assert row.problems is not None
    found: dict[str, Item] = {}
    for name, item in row.read.values.items():
        if name not in now:
            if plain(item):
                row.problems[name] = "This question takes no reason: clear it."
        elif group == "times":
            found[name] = count = item if isinstance(item, int) else 0
            if count > MOST:
                row.problems[name] = f"Enter counts from 0 to {MOST:,}."
        elif name == "answer":
            form = matching_form(str(item or ""))
            key = next((k for k, words in _WORDS[group].items() if form in (matching_form(words), k)), "")
            if form and not key:
                row.problems[name] = f"“{item}” is not one of {', '.join(_WORDS[group].values())}."
            else:
                found[name] = key
        else:
            found[name] = plain(item)
    return found


def _cells(group: str, kept: Mapping[str, Any], key: str) -> dict[str, Item]:
    """An answer as the cells of its row hold it."""
    if group == "times":
        return {f"h{hour}": count for hour, count in enumerate(grid_of(kept)[int(key)])}
    answer, reason = _pair(group, kept, key)
    return {"answer": answer} if group == "test" else {"answer": answer, "reason": plain(reason)}


def _merged(group: str, kept: Mapping[str, Any], key: str, cells: Mapping[str, Item]) -> dict[str, Any]:
    if group == "times":
        grid = list(grid_of(kept))
        grid[int(key)] = tuple(int(str(cells[f"h{hour}"] or 0)) for hour in range(HOURS))
        return times_of(tuple(grid))
    found = {name: value for name, value in kept.items() if name != key}
    if group == "test":
        return {**found, key: int(str(cells["answer"]))} if cells["answer"] else found
    choice, why = ("answer", "reason") if group == "cheers" else ("found", "note")
    if not any(cells.values()):
        return found
    return {**found, key: {choice: cells["answer"], why: cells["reason"]}}


def _pair(group: str, kept: Mapping[str, Any], key: str) -> tuple[str, str]:
    """An answer by its key, and its reason."""
    if group == "test":
        return (str(kept[key]) if str(kept.get(key)) in _WORDS["test"] else ""), ""
    if group == "cheers":
        return answer_of(kept, key)
    found, note = found_of(kept, key)
    return (found.value if (kept.get(key) or {}).get("found") else ""), note


def _questions(group: str) -> dict[str, str]:
    """What a group asks: key to name."""
    if group == "test":
        return {row.key: row.name for row in booklet_test().rows}
    prompts = {"cheers": cheers_elements(), "moved": movements()}.get(group, ())
    return {one.key: one.name for one in prompts}


DAYS_BY_KEY = {str(day): name for day, name in enumerate(DAYS)}
