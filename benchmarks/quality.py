"""QA over 200,000 entries and 5,000 plans: the evidence of a meeting, the board of two years, finishing.

Limits of the issue: all due questions of an area under 300 ms, each at most 60 ms; the 12 by 24 board and
finishing a meeting under 200 ms each. The baselines read the same rows with bare sqlite3.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import select

from benchmarks.figures import Bound, Ratio
from benchmarks.table import fill
from npt_desktop.models.actor import Actor
from npt_desktop.models.communities import CommunityGroup, KeyIndividual
from npt_desktop.models.kinds import AnswerValue, Role, Stage, TermKind, Verdict
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.quality import Answer, QualityMeeting, Question
from npt_desktop.rules.periods import add_months
from npt_desktop.services.compliance import Compliance
from npt_desktop.services.desk import Desk
from npt_desktop.services.evidence import evidence_for
from npt_desktop.services.quality import Quality
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.database import Store

ENTRIES, PLANS, MONTHS, RUNS = 200_000, 5_000, 24, 5
TODAY = date(2026, 10, 16)
MONTH = date(2026, 10, 1)
_WORDS = "Young people gather at the shelter after school and some are harmed by it. " * 3
_ENTRIES = (
    "SELECT count(*), max(day), sum(trim(outcome) = ''), sum(score IS NULL) FROM engagement_entry "
    "WHERE area_id = ? AND day BETWEEN '2026-04-01' AND '2026-10-16'"
)
_PLANS = "SELECT * FROM problem_plan WHERE area_id = ?"
_ANSWERS = (
    "SELECT m.area_id, m.month, q.number, a.value FROM answer a JOIN quality_meeting m ON m.id = a.meeting_id "
    "JOIN question q ON q.id = a.question_id"
)


def measure(folder: Path) -> list[Ratio | Bound]:
    """Medians of five runs each."""
    path = folder / "qa.npt"
    fill(path, ENTRIES)
    store = Store(path, clock=FixedClock.on(TODAY))
    chief = Desk(store, Actor("Ch Insp Linden", Role.CHIEF_INSPECTOR))
    areas = [area.id for area in chief.areas()]
    _add_plans(store, areas)
    _add_groups(store, areas)
    _add_meetings(store, areas)
    quality, area = Quality(chief), areas[3]
    page = quality.page(area, MONTH)
    each = {
        due.question.evidence: _timed(lambda key=due.question.evidence: _evidence(chief, key, area))  # type: ignore[misc]
        for due in page.due
    }
    slowest = max(each, key=lambda key: each[key])
    whole = _timed(lambda: quality.readiness(area, MONTH, page.due))
    board = _timed(lambda: Compliance(chief).board(add_months(MONTH, 1 - MONTHS), MONTH))
    finishing = median(_finish(quality, area_id) for area_id in areas[:RUNS])
    with closing(sqlite3.connect(path)) as bare:
        read = _timed(
            lambda: (bare.execute(_ENTRIES, (area,)).fetchall(), bare.execute(_PLANS, (area,)).fetchall())
        )
        answers = _timed(lambda: bare.execute(_ANSWERS).fetchall())
    store.close()
    return [
        Ratio(f"Evidence of {len(page.due)} questions / bare sqlite3", whole / 1000, read / 1000, 60),
        Bound(f"Evidence of {len(page.due)} questions due", whole, 300, "ms"),
        Bound(f"Slowest question ({slowest})", each[slowest], 60, "ms"),
        Ratio(f"Board of {len(areas)} by {MONTHS} / bare sqlite3", board / 1000, answers / 1000, 40),
        Bound(f"Board of {len(areas)} by {MONTHS}", board, 200, "ms"),
        Bound("Finishing a meeting", finishing, 200, "ms"),
    ]


def _evidence(desk: Desk, key: str, area: int) -> object:
    with desk.read() as session:
        return evidence_for(session, key, area, TODAY)


def _timed(work: Callable[[], object]) -> float:
    """Milliseconds of the processor, the median of the runs after one that warms up."""
    work()
    found = []
    for _ in range(RUNS):
        began = time.process_time()
        work()
        found.append((time.process_time() - began) * 1000)
    return median(found)


def _finish(quality: Quality, area: int) -> float:
    """Milliseconds by the clock: what is written waits for the disk."""
    for due in quality.page(area, MONTH).due:
        quality.answer(area, MONTH, due.question.number, AnswerValue.NOT_MET, "Looked at together")
    began = time.perf_counter()
    quality.finish(area, MONTH, "Ch Insp Linden")
    return (time.perf_counter() - began) * 1000


def _add_plans(store: Store, areas: list[int]) -> None:
    stages = list(Stage)
    with store.write(Actor("Bench", Role.HUB), "Filled the plans") as unit:
        rows = []
        for n in range(PLANS):
            opened = TODAY - timedelta(days=1 + n % 1500)
            stage = stages[n % 5]
            done = stage is Stage.CLOSED
            finished = opened + timedelta(days=60) if stage in (Stage.ASSESSMENT, Stage.CLOSED) else None
            rows.append({
                "reference": f"PSP {n:05}", "title": f"Problem {n}", "area_id": areas[n % len(areas)], "stage": stage,
                "opened_on": opened, "finished_on": finished, "assessed_on": finished if done else None,
                "closed_on": finished if done else None, "verdict": Verdict.FELL if done else None, "test": {},
                "perceived_problem": _WORDS, "defined_problem": _WORDS, "victim": _WORDS, "location": _WORDS,
                "ecins_reference": f"EC {n}" if n % 3 else "",
            })  # fmt: skip
        unit.insert(ProblemPlan, rows)


def _add_groups(store: Store, areas: list[int]) -> None:
    """A group for each audience, one that nobody ever met, and twenty key individuals, in every area."""
    audiences = [term.id for term in Desk(store, Actor("Bench", Role.HUB)).terms(TermKind.AUDIENCE)]
    with store.write(Actor("Bench", Role.HUB), "Filled the communities") as unit:
        unit.insert(CommunityGroup, [
            {"area_id": area, "name": f"Group {n}", "audience_id": audience}
            for area in areas for n, audience in enumerate([*audiences, None])
        ])  # fmt: skip
        unit.insert(KeyIndividual, [
            {"area_id": area, "name": f"Member {n}", "speaks_for": f"Group {n % 9}"} for area in areas for n in range(20)
        ])  # fmt: skip


def _add_meetings(store: Store, areas: list[int]) -> None:
    with store.write(Actor("Bench", Role.HUB), "Filled the meetings") as unit:
        questions = unit.session.execute(select(Question.id, Question.checklist_id)).all()
        months = [add_months(MONTH, -back) for back in range(1, MONTHS)]
        made = unit.insert(QualityMeeting, [
            {"area_id": area, "month": month, "checklist_id": questions[0][1], "held_on": month + timedelta(days=20),
             "finished_at": FixedClock.on(month + timedelta(days=20)).moment, "signed_by": "Ch Insp Linden"}
            for area in areas for month in months
        ])  # fmt: skip
        unit.insert(Answer, [
            {"meeting_id": meeting, "question_id": key, "value": AnswerValue.MET if (meeting + key) % 4 else
             AnswerValue.NOT_MET, "snapshot": {}} for meeting in made for key, _ in questions
        ])  # fmt: skip
