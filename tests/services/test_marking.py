"""A record marked higher than its store: what carries it, who may change it, what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from npt_desktop.errors import CannotDo, Incomplete, NotAllowed
from npt_desktop.exchange.safe import read_workbook
from npt_desktop.models.kinds import OwnerKind, TermKind
from npt_desktop.models.priorities import Priority, PriorityRound
from npt_desktop.rules.periods import quarter_of
from npt_desktop.services.engagement import Engagement, EntryDraft, LogFilter
from npt_desktop.services.evidence_files import EvidenceFiles, Owner
from npt_desktop.services.exports import Exports
from npt_desktop.services.finding import find
from npt_desktop.services.history import History
from npt_desktop.services.marking import MARKED, MarkingDesk, marking_for, marking_of
from npt_desktop.services.plan_book import book_name
from npt_desktop.services.plans import Plans
from npt_desktop.services.priorities import Priorities
from npt_desktop.services.publication import Publishing
from npt_desktop.services.reporting_plans import Paper, plan_file_name, plan_marking, plan_pdf
from npt_desktop.services.whole import Whole
from tests.world import World

HIGH = "OFFICIAL-SENSITIVE PERSONAL"
TODAY = date(2026, 10, 16)


def entry(world: World, words: str, day: date = TODAY) -> int:
    desk = world.desk()
    return Engagement(desk).log(EntryDraft(
        world.gedling, day, desk.terms(TermKind.AUDIENCE)[0].id, desk.terms(TermKind.PURPOSE)[0].id,
        words, world.pcso.person_id, words, f"{words} heard", 3,
    ))  # fmt: skip


def test_what_is_printed_and_written_of_a_plan_carries_its_marking(world: World, tmp_path: Path) -> None:
    desk = world.desk()
    made = Plans(desk).open(world.gedling, "Bikes")
    marks = MarkingDesk(desk)
    assert marks.on_screen(["problem_plan"], world.gedling, ("problem_plan", made)) == ("", "")
    marks.mark("problem_plan", made, marks.of("problem_plan", made).version, HIGH)
    assert marks.on_screen((), world.gedling, ("problem_plan", made)) == (HIGH, HIGH)
    assert marks.on_screen(["problem_plan"], world.ashfield, None) == ("", "")
    page = Plans(desk).page(made)
    name = plan_file_name(page, Paper.WHOLE, plan_marking(desk, made))
    assert name.endswith(f"{HIGH}.pdf")
    assert book_name(desk, made, "PSP 2026-001", "Bikes").endswith(f"{HIGH}.xlsx")
    plan_pdf(desk, made, tmp_path / name)
    with pytest.raises(CannotDo, match=f"is marked {HIGH}: it may leave up to OFFICIAL-SENSITIVE only"):
        plan_pdf(desk, made, tmp_path / "partners.pdf", Paper.PARTNERS)
    History(desk).undo_last()
    assert plan_marking(desk, made) == "OFFICIAL-SENSITIVE"


def test_a_partner_version_leaves_out_files_marked_above_what_partners_see(
    world: World, tmp_path: Path
) -> None:
    desk = world.desk()
    made = Plans(desk).open(world.gedling, "Bikes")
    for name, marking in (("map.txt", "OFFICIAL"), ("names.txt", HIGH)):
        (tmp_path / name).write_text(name)
        EvidenceFiles(desk).attach(Owner(OwnerKind.PLAN, made), tmp_path / name, marking=marking)
    assert plan_marking(desk, made) == HIGH
    assert plan_marking(desk, made, files=False) == "OFFICIAL-SENSITIVE"
    plan_pdf(desk, made, tmp_path / "partners.pdf", Paper.PARTNERS)


def test_a_workbook_carries_the_highest_marking_of_its_rows(world: World, tmp_path: Path) -> None:
    desk = world.desk()
    first, _ = entry(world, "Choir", date(2026, 9, 1)), entry(world, "Bowls")
    marks = MarkingDesk(desk)
    marks.mark("engagement_entry", first, marks.of("engagement_entry", first).version, HIGH)
    exports = Exports(desk)
    both, late = LogFilter(world.gedling), LogFilter(world.gedling, first=date(2026, 10, 1))
    assert exports.marking(both) == HIGH
    assert exports.marking(late) == "OFFICIAL-SENSITIVE"
    assert exports.suggested_name("Log", ".csv", exports.marking(both)) == f"Log {HIGH}.csv"
    exports.engagement(tmp_path / "log.xlsx", both)
    Whole(desk).write(tmp_path / "whole.xlsx")
    for path in (tmp_path / "log.xlsx", tmp_path / "whole.xlsx"):
        sheets = [sheet for sheet in read_workbook(path).sheets if sheet.rows]
        assert any(HIGH in str(cell) for sheet in sheets for row in sheet.rows[:3] for cell in row), path.name


def test_the_log_the_register_and_the_search_tell_and_find_by_marking(world: World) -> None:
    desk = world.desk()
    log, plans, marks = Engagement(desk), Plans(desk), MarkingDesk(desk)
    high, low, plain = entry(world, "Choir"), entry(world, "Bowls"), entry(world, "Fair")
    marks.mark("engagement_entry", high, 1, HIGH)
    marks.mark("engagement_entry", low, 1, "OFFICIAL")
    bikes, lights = plans.open(world.gedling, "Bikes"), plans.open(world.gedling, "Lights")
    marks.mark("problem_plan", bikes, marks.of("problem_plan", bikes).version, HIGH)

    def found(marking: str) -> set[int]:
        return set(log.ids(LogFilter(world.gedling, marking=marking)))

    assert (found(HIGH), found("OFFICIAL")) == ({high}, set())
    assert found("OFFICIAL-SENSITIVE") == {low, plain}  # a record is never handled below its store
    assert {line.id: line.marking for line in log.lines([high, low, plain])} == {
        high: HIGH,
        low: "",
        plain: "",
    }
    assert {line.id: (line.marking, line.marked) for line in plans.register(world.gedling)} == {
        bikes: (HIGH, True), lights: ("OFFICIAL-SENSITIVE", False),
    }  # fmt: skip
    marks.mark_store("OFFICIAL")
    assert (found("OFFICIAL"), found(HIGH)) == ({low, plain}, {high})
    assert log.lines([low])[0].marking == ""
    (hit,) = find(desk, "Choir")
    assert hit.detail.endswith(f" · {HIGH}")
    assert HIGH not in find(desk, "Bowls")[0].detail
    exports = Exports(desk)
    assert exports.marking(LogFilter(world.gedling, marking=HIGH)) == HIGH
    assert exports.marking(LogFilter(world.gedling, marking="OFFICIAL")) == "OFFICIAL"


def test_lowering_is_for_those_who_supervise(world: World) -> None:
    made = entry(world, "Choir")
    pcso = MarkingDesk(world.desk(world.pcso))
    pcso.mark("engagement_entry", made, 1, HIGH)
    with pytest.raises(NotAllowed, match="may mark a record lower"):
        pcso.mark("engagement_entry", made, 2, "OFFICIAL")
    with pytest.raises(Incomplete):
        pcso.mark("engagement_entry", made, 2, "SECRET")
    MarkingDesk(world.desk(world.sergeant)).mark("engagement_entry", made, 2, "")
    assert pcso.of("engagement_entry", made).whole == "OFFICIAL-SENSITIVE"


def test_a_priority_marked_above_what_may_be_published_is_refused(world: World, tmp_path: Path) -> None:
    desk, quarter = world.desk(), quarter_of(TODAY)
    priorities = Priorities(desk)
    with world.store.write(world.inspector, "Set the priorities") as unit:
        found = unit.add(PriorityRound(area_id=world.gedling, quarter=quarter.start, decided_on=TODAY))
        unit.add(Priority(
            round_id=found.id, area_id=world.gedling, number=1, title="Off-road bikes",
            public_wording="You told us about bikes. We will patrol.",
        ))  # fmt: skip
    card = priorities.page(world.gedling, quarter).cards[0]
    marks, publishing = MarkingDesk(desk), Publishing(desk)
    version = publishing.public_page(world.gedling, quarter)
    publishing.save(version, tmp_path)
    marks.mark(
        "priority", card.priority.id, marks.of("priority", card.priority.id).version, "OFFICIAL-SENSITIVE"
    )
    page = priorities.page(world.gedling, quarter)
    assert [c.says for c in publishing.checks(page, world.gedling)][
        -1
    ] == "Priority 1 is marked above OFFICIAL"
    with pytest.raises(CannotDo, match="marked above OFFICIAL"):
        publishing.save(publishing.public_page(world.gedling, quarter), tmp_path)
    with pytest.raises(CannotDo, match="it may leave up to OFFICIAL only"):
        priorities.publish(world.gedling, quarter, text=version.text, address="", channels=["Website"])


def test_the_store_is_marked_and_every_marked_table_has_the_column(world: World) -> None:
    desk = world.desk()
    MarkingDesk(desk).mark_store("OFFICIAL")
    assert marking_of(desk) == "OFFICIAL"
    assert {table: marking_for(desk, table) for table in MARKED} == dict.fromkeys(MARKED, "OFFICIAL")
