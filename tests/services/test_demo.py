"""The sample store: the same every time, sound, whole, and a good demonstration."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from npt_desktop.errors import Cancelled, NotOurStore
from npt_desktop.models.every import metadata
from npt_desktop.models.kinds import AnswerValue, NoteKind, Stage, State
from npt_desktop.rules.periods import quarter_of
from npt_desktop.rules.publishing import check_text
from npt_desktop.rules.quality import booklet_checklist, due_questions, needs_note
from npt_desktop.services import demo, setup
from npt_desktop.services.desk import Desk
from npt_desktop.services.home import Home
from npt_desktop.services.people import sign_in
from npt_desktop.services.plans import Plans
from npt_desktop.services.priority_view import quarter_view
from npt_desktop.store import health
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.database import Store
from npt_desktop.ui.plans.register_model import state_of

TODAY = date(2026, 10, 16)


@pytest.fixture
def sample(sample_file: Path) -> Path:
    """A year's sample ending on 16 October 2026; only read here."""
    return sample_file


@pytest.fixture
def rows(sample: Path) -> Iterator[Any]:
    """Asks the sample in SQL."""
    with closing(sqlite3.connect(sample)) as connection:
        yield lambda sql, *values: connection.execute(sql, values).fetchall()


def contents(path: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(path)) as connection:
        return {
            table.name: connection.execute(f"SELECT * FROM {table.name} ORDER BY 1").fetchall()
            for table in metadata.sorted_tables
        }


def test_the_same_day_and_seed_make_the_same_store(sample: Path, tmp_path: Path) -> None:
    demo.make(tmp_path / "again.npt", today=TODAY)
    first, second = contents(sample), contents(tmp_path / "again.npt")
    seal = [column.name for column in metadata.tables["change_set"].columns].index("sealed_by")
    for made in (first, second):  # sealed with the key of the computer it was made at
        made["change_set"] = [row[:seal] + row[seal + 2 :] for row in made["change_set"]]
    assert first["change_set"][-1] == second["change_set"][-1]
    assert first == second


def test_the_store_is_sound(sample: Path) -> None:
    assert [finding.says for finding in health.check(sample).findings if not finding.sound] == []


@pytest.mark.parametrize(
    ("today", "seed"),
    [
        (date(2027, 1, 1), 2),
        pytest.param(date(2026, 2, 28), 3, marks=pytest.mark.soak),
        pytest.param(date(2028, 2, 29), 4, marks=pytest.mark.soak),
    ],
)
def test_any_day_will_do(tmp_path: Path, today: date, seed: int) -> None:
    path = tmp_path / "other.npt"
    demo.make(path, today=today, seed=seed)
    assert health.check(path).sound
    with closing(sqlite3.connect(path)) as connection:
        last = connection.execute("SELECT max(at) FROM change_set").fetchone()[0]
        assert last[:10] == today.isoformat()
        assert connection.execute("SELECT count(*) FROM problem_plan").fetchone()[0] > 50


def test_every_kind_of_record_is_there(rows: Any) -> None:
    counts = {
        table.name: rows(f"SELECT count(*) FROM {table.name}")[0][0] for table in metadata.sorted_tables
    }
    assert {name for name, count in counts.items() if not count} == {
        "access", "answer_correction", "disposal", "draft", "highest_gone", "import_run", "retention_period",
        "saved_mapping",
    }  # fmt: skip
    assert counts["area"] == 12
    assert rows("SELECT count(*) FROM person WHERE role = 'inspector'") == [(13,)]
    assert rows("SELECT count(*) FROM person WHERE role = 'chief_inspector'") == [(3,)]
    assert rows("SELECT count(*) FROM person WHERE id NOT IN (SELECT person_id FROM posting)") == [(0,)]
    entries = rows("SELECT area_id, count(*) FROM engagement_entry GROUP BY 1")
    assert all(100 < count < 260 for _, count in entries)
    assert min(count for _, count in rows("SELECT area_id, count(*) FROM problem_plan GROUP BY 1")) >= 5
    kins = rows("SELECT area_id, count(*) FROM key_individual WHERE ended_on IS NULL GROUP BY 1")
    assert all(15 <= count <= 20 for _, count in kins)
    stages = {stage for (stage,) in rows("SELECT DISTINCT stage FROM problem_plan")}
    assert stages == {stage.value for stage in Stage}
    kinds = {kind for (kind,) in rows("SELECT DISTINCT kind FROM evidence_note")}
    assert kinds == {kind.value for kind in NoteKind} - {"kept_finding"}


def test_nothing_lies_in_the_future_and_the_history_runs_forward(rows: Any) -> None:
    today = TODAY.isoformat()
    for table, column in (
        ("engagement_entry", "day"),
        ("contact", "day"),
        ("evidence_note", "day"),
        ("publication", "published_on"),
        ("priority_update", "published_on"),
        ("priority_round", "published_on"),
        ("plan_review", "reviewed_on"),
        ("problem_plan", "opened_on"),
        ("problem_plan", "closed_on"),
        ("quality_meeting", "held_on"),
        ("action", "done_on"),
        ("survey_response", "day"),
        ("consultation", "day"),
        ("crime_month", "month"),
    ):
        assert rows(f"SELECT count(*) FROM {table} WHERE {column} > ?", today) == [(0,)], (table, column)
    moments = [at for (at,) in rows("SELECT at FROM change_set ORDER BY id")]
    assert moments == sorted(moments)
    assert moments[-1] <= f"{today}T09:00:00Z"
    assert rows("SELECT DISTINCT kind FROM change_set WHERE did NOT LIKE 'Attached %'") == [("setup",)]


def test_the_lists_hold_every_word_used(rows: Any) -> None:
    for table, column in (
        ("engagement_entry", "audience_id"),
        ("engagement_entry", "purpose_id"),
        ("survey_result", "issue_id"),
        ("candidate_issue", "issue_id"),
        ("community_group", "audience_id"),
    ):
        assert rows(f"SELECT count(*) FROM {table} WHERE {column} IS NULL") == [(0,)], (table, column)
    themes = rows("SELECT count(DISTINCT theme_id) FROM engagement_entry")
    assert themes == rows("SELECT count(*) FROM term WHERE kind = 'theme'")


def test_priorities_keep_to_three_and_rounds_stand_at_different_steps(rows: Any) -> None:
    assert rows("SELECT max(n) FROM (SELECT count(*) n FROM priority GROUP BY round_id)") == [(3,)]
    assert rows("SELECT count(*) FROM priority WHERE carried_from_id IS NOT NULL")[0][0] >= 12
    now = rows(
        "SELECT r.decided_on IS NOT NULL, r.published_on IS NOT NULL, count(*) FROM area a LEFT JOIN "
        "priority_round r ON r.area_id = a.id AND r.quarter = '2026-10-01' GROUP BY 1, 2"
    )
    assert now == [(0, 0, 4), (1, 0, 2), (1, 1, 6)]
    still_open = rows(
        "SELECT count(DISTINCT p.area_id) FROM priority p JOIN priority_round r ON r.id = p.round_id "
        "WHERE r.quarter = '2026-07-01' AND p.closed_on IS NULL"
    )
    assert still_open == [(4,)]
    assert rows("SELECT count(*) FROM candidate_issue WHERE decision = 'undecided'")[0][0] > 0


def test_meetings_answer_every_question_due(rows: Any) -> None:
    first, checklist = date(2025, 10, 1), booklet_checklist()
    months_held = []
    for (area,) in rows("SELECT id FROM area"):
        answered: dict[int, list[date]] = {}
        held = rows(
            "SELECT id, month FROM quality_meeting WHERE area_id = ? AND held_on IS NOT NULL ORDER BY month",
            area,
        )
        months_held.append(len(held))
        for meeting, text in held:
            month = date.fromisoformat(text)
            given = rows(
                "SELECT q.number FROM answer a JOIN question q ON q.id = a.question_id "
                "WHERE meeting_id = ? AND value IS NOT NULL ORDER BY 1",
                meeting,
            )
            due = due_questions(checklist, month, answered, first)
            assert [number for (number,) in given] == [item.question.number for item in due]
            for (number,) in given:
                answered.setdefault(number, []).append(month)
    assert sorted(months_held) == [10, 11] + [12] * 10
    assert rows("SELECT count(*) FROM quality_meeting WHERE held_on IS NOT NULL AND signed_by = ''") == [(0,)]
    running = rows(
        "SELECT count(*), count(scheduled_on), count(held_on) FROM quality_meeting WHERE month = '2026-10-01'"
    )
    assert running == [(12, 12, 0)]


def test_an_answer_better_than_its_evidence_has_a_note(rows: Any) -> None:
    for value, note, suggestion in rows(
        "SELECT value, note, json_extract(snapshot, '$.suggestion') FROM answer"
    ):
        if needs_note(AnswerValue(value), AnswerValue(suggestion) if suggestion else None):
            assert note


def test_the_areas_differ(rows: Any) -> None:
    met = dict(
        rows(
            "SELECT m.area_id, 100 * sum(value = 'met') / sum(value <> 'not_applicable') FROM answer a "
            "JOIN quality_meeting m ON m.id = a.meeting_id GROUP BY 1"
        )
    )
    assert min(met.values()) < 70
    assert max(met.values()) >= 85


def test_public_text_gives_nobody_away(rows: Any) -> None:
    names = [name for (name,) in rows("SELECT DISTINCT surname FROM person")]
    texts = rows(
        "SELECT text FROM publication UNION SELECT title FROM publication UNION "
        "SELECT you_said || ' ' || we_did || ' ' || next_steps FROM priority_update UNION "
        "SELECT public_wording FROM priority WHERE public_wording <> ''"
    )
    assert [text for (text,) in texts if check_text(text, names=names)] == []
    assert [text for (text,) in texts if "{" in text] == []


def test_ashfield_has_three_things_overdue_and_two_due_this_week(rows: Any) -> None:
    today, week = TODAY.isoformat(), (TODAY + timedelta(days=7)).isoformat()
    unassessed = rows(
        "SELECT title, finished_on FROM problem_plan "
        "WHERE area_id = 1 AND finished_on IS NOT NULL AND assessed_on IS NULL"
    )
    assert unassessed == [("Moped nuisance, the leisure centre", "2026-09-24")]
    late = rows(
        "SELECT k.id, max(c.day) last FROM key_individual k JOIN contact c ON c.key_individual_id = k.id "
        "WHERE k.area_id = 1 AND k.ended_on IS NULL GROUP BY 1 HAVING last < date(?, '-92 day')",
        today,
    )
    assert len(late) == 4
    waiting = rows(
        "SELECT count(*) FROM engagement_entry WHERE area_id = 1 AND outcome = '' AND day < date(?, '-2 day')",
        today,
    )
    assert waiting == [(2,)]
    # This week: one review of a plan, and the QA meeting.
    reviews = rows(
        "SELECT next_review_on, changed_at FROM problem_plan WHERE area_id = 1 AND finished_on IS NULL"
    )
    assert sorted(review for review, _ in reviews if review <= week) == ["2026-10-20"]
    assert rows(
        "SELECT scheduled_on, held_on FROM quality_meeting WHERE area_id = 1 AND month = '2026-10-01'"
    ) == [("2026-10-22", None)]
    # Nothing else is late: actions, stale plans, last month's updates; the round stands at step 4.
    assert rows("SELECT count(*) FROM action WHERE area_id = 1 AND state = 'open' AND due_on <= ?", week) == [
        (0,)
    ]
    assert min(changed for _, changed in reviews) > "2026-09-16"
    updates = rows(
        "SELECT count(*), count(u.published_on) FROM priority p JOIN priority_round r ON r.id = p.round_id "
        "LEFT JOIN priority_update u ON u.priority_id = p.id AND u.month = '2026-09-01' "
        "WHERE p.area_id = 1 AND r.quarter = '2026-07-01'"
    )
    assert updates == [(3, 3)]
    step = rows(
        "SELECT survey_on IS NOT NULL, decided_on IS NOT NULL, published_on FROM priority_round "
        "WHERE area_id = 1 AND quarter = '2026-10-01'"
    )
    assert step == [(1, 1, None)]


def test_home_tells_ashfield_the_same(sample: Path, tmp_path: Path) -> None:
    path = shutil.copyfile(sample, tmp_path / "opened.npt")
    store = Store(path, clock=FixedClock.on(TODAY))
    try:
        page = Home(Desk(store, sign_in(store, "Insp Rowan").actor)).page(1)
    finally:
        store.close()
    assert [(group.name, len(group.items)) for group in page.due.groups[:2]] == [
        ("Overdue", 5),
        ("This week", 2),
    ]
    overdue = page.due.groups[0].items
    assert [(item.screen, item.qa) for item in overdue if item.qa is None] == [("works", None)] * 2
    assert [item.qa for item in overdue if item.qa is not None] == [8, 22, 3]
    assert page.step == 4
    assert page.gaps


def test_a_sample_is_never_written_over_and_a_stopped_one_leaves_nothing(
    sample: Path, tmp_path: Path
) -> None:
    with pytest.raises(NotOurStore):
        demo.make(sample, today=TODAY)
    path = tmp_path / "stopped.npt"

    def stop(done: int, total: int, words: str) -> None:
        assert done <= total
        assert words
        if done > 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        demo.make(path, today=TODAY, progress=stop)
    assert not path.exists()


def test_home_and_the_screens_say_the_same_of_each_area(sample: Path, tmp_path: Path) -> None:
    path = tmp_path / "copy.npt"
    shutil.copyfile(sample, path)
    store = Store(path, clock=FixedClock.on(TODAY))
    desk = Desk(store, setup.PROGRAM)
    counted = 0
    for area in desk.areas():
        home = Home(desk).page(area.id)
        view = quarter_view(desk, area.id, quarter_of(TODAY))
        words = [item.reason for item in home.due.items if "left before publishing" in item.reason]
        left = sum(not check.good for check in view.checks)
        assert all(f"{left} check" in reason for reason in words)
        counted += len(words)
        lines = {line.id: line for line in Plans(desk).register(area.id)}
        late = {int(item.record) for item in home.due.items
                if item.title.startswith("Assess ") and item.state is State.BAD and item.record}  # fmt: skip
        assert late == {n for n, line in lines.items()
                        if line.awaits_assessment and state_of(line, TODAY)[0] is State.BAD}  # fmt: skip
    store.close()
    assert counted
