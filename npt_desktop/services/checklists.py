"""The questions of the QA checklist as versions: added, reworded, retired or due in other months from a month on.

A meeting keeps the version it was begun on. A number is never given again, so that years can be compared.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.files import write_atomically
from npt_desktop.models.kinds import DueRule
from npt_desktop.models.quality import Checklist, Question
from npt_desktop.rules import quality as rule
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import MONTHS, month_label, month_of
from npt_desktop.rules.words import listed
from npt_desktop.services.desk import Desk
from npt_desktop.services.quality_page import checklist_id_of, checklist_of

_YEAR = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
"""Months in the order the booklet names them: from April."""


@dataclass(frozen=True, slots=True)
class ChecklistVersion:
    """A version and the month it holds from."""

    id: int
    title: str
    valid_from: date


class Checklists:
    """The checklist, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def versions(self) -> list[ChecklistVersion]:
        """Every version, the latest first."""
        with self._desk.read() as session:
            rows = session.scalars(
                select(Checklist).order_by(Checklist.valid_from.desc(), Checklist.id.desc())
            )
            return [ChecklistVersion(kept.id, kept.title, kept.valid_from) for kept in rows]

    def questions(self, month: date) -> tuple[rule.Question, ...]:
        """The questions in force in a month."""
        with self._desk.read() as session:
            return checklist_of(session, checklist_id_of(session, month_of(month)))[0].questions

    def revise(self, month: date, questions: Sequence[rule.Question]) -> int:
        """Put questions in force from a month on; returns the version's id.

        A question with the number 0 is new and gets the next number never used; one left out is retired.
        Raises Incomplete for a month gone by and for questions without words or months; CannotDo for none.
        """
        require(self._desk.actor.role, Act.CHANGE_LISTS)
        month = month_of(month)
        found = {}
        if month < month_of(self._desk.today):
            first = month_label(month_of(self._desk.today))
            found["valid_from"] = f"Choose {first} or a later month: meetings held keep their questions."
        found |= _wrong(questions)
        if found:
            raise Incomplete(found)
        if not questions:
            raise CannotDo("Keep at least one question.")
        with self._desk.write("Changed the QA checklist") as unit:
            session = unit.session
            used = session.scalar(select(func.max(Question.number))) or 0
            before = session.get_one(Checklist, checklist_id_of(session, month))
            base = before.key.partition("@")[0]
            count = session.scalar(select(func.count(Checklist.id))) or 0
            title = before.title.partition(", from ")[0]
            made = unit.add(Checklist(
                key=f"{base[:24]}@{month:%Y-%m}.{count}", title=f"{title}, from {month_label(month)}", valid_from=month,
            ))  # fmt: skip
            places: Counter[str] = Counter()
            rows = []
            for question in _by_section(questions):
                number = question.number
                if not number:
                    used += 1
                    number = used
                places[question.section] += 1
                rows.append({
                    "checklist_id": made.id, "number": number, "section": question.section,
                    "section_number": places[question.section], "text": question.text.strip(),
                    "short": question.short.strip() or question.text.strip()[:60], "due": question.rule,
                    "months": list(question.months), "end_of_month": question.end_of_month,
                    "due_words": due_words(question.rule, question.months, end=question.end_of_month),
                    "evidence_key": question.evidence or f"own_{number}",
                })  # fmt: skip
            unit.insert(Question, rows)
            unit.did = f"Changed the QA checklist from {month_label(month)} on"
            return made.id

    def bring(self, path: Path, month: date) -> int:
        """Put the questions of a checklist file in force from a month on; returns the version's id.

        Raises CannotDo with the file, the place and the remedy for a mistake made by hand: the version in force
        stays.
        """
        require(self._desk.actor.role, Act.CHANGE_LISTS)
        loaded = rule.load_checklist(path)
        names = {section.key: section.printed for section in loaded.sections}
        return self.revise(month, [replace(q, section=names[q.section]) for q in loaded.questions])

    def save(self, path: Path, month: date) -> int:
        """Write the questions in force in a month as a file that :meth:`bring` reads; returns how many."""
        self._desk.takes_out(path)
        with self._desk.read() as session:
            checklist, _ = checklist_of(session, checklist_id_of(session, month_of(month)))
            last = session.scalar(select(func.max(Question.number))) or 0
        kept = {question.number for question in checklist.questions}
        keys = {section.key: f"section_{n}" for n, section in enumerate(checklist.sections, 1)}
        whole = {
            "key": checklist.key.partition("@")[0], "title": checklist.title, "source": checklist.source,
            "sections": [{"key": keys[s.key], "name": s.name, "printed": s.printed} for s in checklist.sections],
            "retired": [n for n in range(1, last) if n not in kept],
            "questions": [
                {"number": q.number, "section": keys[q.section], "section_number": q.section_number, "text": q.text,
                 "due_words": q.due_words, "short": q.short, "evidence": q.evidence, "rule": q.rule.value,
                 "months": list(q.months), "end_of_month": q.end_of_month}
                for q in checklist.questions
            ],
        }  # fmt: skip
        with write_atomically(path) as out:
            out.write((json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode())
        return len(checklist.questions)


def due_words(due: DueRule, months: Sequence[int], *, end: bool = False) -> str:
    """The printed tail of a question: ``Due monthly``, ``Due April and October``; empty for no due date."""
    if due is DueRule.MONTHLY:
        return "Due at the end of the month" if end else "Due monthly"
    if due is DueRule.NONE:
        return ""
    names = [MONTHS[month - 1] for month in sorted(months, key=_YEAR.index)]
    return f"Due {'at the end of ' if end else ''}{listed(names)}"


def _wrong(questions: Sequence[rule.Question]) -> dict[str, str]:
    found = {}
    for place, question in enumerate(questions):
        what = f"question {question.number}" if question.number else "the new question"
        if not question.text.strip():
            found[f"text{place}"] = f"Enter the words of {what}."
        if not question.section.strip():
            found[f"section{place}"] = f"Choose the section of {what}."
        if (question.rule is DueRule.MONTHS) != bool(question.months):
            found[f"months{place}"] = f"Choose the months {what} is due in."
    return found


def _by_section(questions: Sequence[rule.Question]) -> list[rule.Question]:
    """The questions of a section together, sections in the order they are first named, new ones last."""
    order = list(dict.fromkeys(q.section for q in questions))
    return sorted(questions, key=lambda q: (order.index(q.section), q.number == 0, q.number))
