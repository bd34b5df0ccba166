"""Key individuals stay in the store: in no export or publication, unless somebody asks for them by name."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from npt_desktop.errors import Incomplete
from npt_desktop.models.communities import Contact, KeyIndividual, KinReply
from npt_desktop.models.kinds import AnswerValue, EntryKind, PublicationKind, TermKind
from npt_desktop.models.priorities import Priority, PriorityRound
from npt_desktop.reports import page
from npt_desktop.reports.document import Document, texts
from npt_desktop.rules.authority import Act
from npt_desktop.rules.periods import quarter_of
from npt_desktop.services import reporting_communities as communities
from npt_desktop.services.checklists import Checklists
from npt_desktop.services.community import Community
from npt_desktop.services.community_profile import GroupDraft, Profiles
from npt_desktop.services.compliance import Compliance
from npt_desktop.services.desk import Desk
from npt_desktop.services.engagement import Engagement, EntryDraft, LogFilter
from npt_desktop.services.exporting_quality import answers_workbook, board_workbook
from npt_desktop.services.exports import Exports
from npt_desktop.services.guard import Guard
from npt_desktop.services.peer import PeerReviews
from npt_desktop.services.plan_book import PlanBooks
from npt_desktop.services.plans import Plans
from npt_desktop.services.priorities import Priorities
from npt_desktop.services.public_forms import Forms
from npt_desktop.services.publication import Publishing
from npt_desktop.services.quality import Quality
from npt_desktop.services.quarterly import quarterly_report
from npt_desktop.services.reporting_engagement import engagement_pdf
from npt_desktop.services.reporting_peer import peer_pdf
from npt_desktop.services.reporting_plans import plan_pdf
from npt_desktop.services.reporting_priorities import agenda_pdf, minutes_pdf, story_pdf
from npt_desktop.services.reporting_quality import blank_pdf, pack_pdf, qa_pdf
from npt_desktop.services.reporting_what_works import entry_pdf, write_digest
from npt_desktop.services.returning import READABLE, RETURNABLE, Workbooks
from npt_desktop.services.round_record import RoundRecords
from npt_desktop.services.what_works import WhatWorks
from tests.conftest import TODAY
from tests.trust.test_rights import CALLS
from tests.world import World

CANARY = "Quillfeather"
QUARTER, OCTOBER = quarter_of(TODAY), date(2026, 10, 1)
EXPORTS = {
    "Exports.engagement", "RoundRecords.save", "Publishing.save", "plan_pdf", "qa_pdf", "blank_pdf", "engagement_pdf",
    "pack_pdf", "answers_workbook", "board_workbook", "profile_pdf", "engagement_plan_pdf", "entry_pdf",
    "write_digest", "PlanBooks.export", "quarterly_report",
    "peer_pdf", "Checklists.save", "agenda_pdf", "minutes_pdf", "story_pdf", "Forms.save", "Workbooks.write",
}  # fmt: skip
APART = {
    "export_rows", "Exports.shown", "Whole.write", "Importing.rejects", "EvidenceFiles.save_as", "EvidenceFiles.copy_to_open",
}  # fmt: skip
"""The network as a list, the table on screen and the whole store, for the commands that name them; and what only gives
somebody's own file back."""


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words of every PDF made, as they are laid out; the PDF itself holds glyphs, not words."""
    found: list[str] = []
    render = page.render

    def watched(document: Document, trace: str = "") -> bytes:
        found.extend(texts(document))
        return render(document, trace)

    monkeypatch.setattr(page, "render", watched)
    return found


@pytest.fixture
def kept(world: World) -> World:
    """A key individual with the canary in every field, a finished QA meeting that looked at question 8, a plan,
    a priority round, and an entry of the log."""
    Profiles(world.desk()).save_group(world.gedling, GroupDraft("Choir"))
    with world.store.write(world.sergeant, "Kept somebody") as unit:
        kin = unit.add(KeyIndividual(
            area_id=world.gedling, name=f"{CANARY} Elm", organisation=f"{CANARY} choir", reach_by=f"{CANARY} 0115",
            speaks_for="Choir", consent_on=TODAY,
        ))  # fmt: skip
        unit.add(Contact(key_individual_id=kin.id, day=date(2026, 3, 1), note=f"{CANARY} said"))
        unit.add(
            KinReply(key_individual_id=kin.id, quarter=QUARTER.start, day=TODAY, answers={"matters": CANARY})
        )
    Engagement(world.desk()).log(EntryDraft(
        world.gedling, TODAY, world.term(TermKind.AUDIENCE, "Faith"), world.term(TermKind.PURPOSE, "Reassurance"), "Choir practice", world.pcso.person_id,
        "Talked",
    ))  # fmt: skip
    Priorities(world.desk()).receive_survey(world.gedling, QUARTER, TODAY)
    Priorities(world.desk()).save_meeting(world.gedling, QUARTER, {"held_on": TODAY})
    with world.store.write(world.inspector, "Decided") as unit:
        quarter = unit.session.scalars(select(PriorityRound)).one()
        quarter.decided_on = TODAY
        unit.add(
            Priority(
                area_id=world.gedling, round_id=quarter.id, number=1, title="Bikes", public_wording="Bikes"
            )
        )
    Plans(world.desk()).open(world.gedling, "Bikes on the trail")
    PeerReviews(world.desk(world.chief)).begin("Autumn", TODAY)
    quality = Quality(world.desk(world.chief))
    quality.schedule(world.gedling, OCTOBER, TODAY)
    for due in quality.page(world.gedling, OCTOBER).due:
        quality.answer(world.gedling, OCTOBER, due.question.number, AnswerValue.NOT_MET, "Seen")
    quality.finish(world.gedling, OCTOBER, "Ch Insp Linden")
    return world


def writers(desk: Desk, area: int, folder: Path) -> dict[str, Callable[[], object]]:
    """Each export, writing into a folder."""
    plan = Plans(desk).register(area)[0].id
    works = WhatWorks(desk).start(area, "Evening patrols", EntryKind.ORDER)
    with desk.read() as session:
        priority = session.scalars(select(Priority)).one().id

    def taken_out() -> None:
        for name in READABLE.keys() - {"key-individuals"}:
            Workbooks(desk).write(folder / f"{name} out.xlsx", name)
        for name in RETURNABLE.keys() - {"key-individuals", "all"}:
            Workbooks(desk).write(folder / f"{name} to return.xlsx", name, to_return=True)

    return {
        "agenda_pdf": lambda: agenda_pdf(desk, area, QUARTER, folder / "agenda.pdf"),
        "minutes_pdf": lambda: minutes_pdf(desk, area, QUARTER, folder / "minutes.pdf"),
        "story_pdf": lambda: story_pdf(desk, priority, folder / "story.pdf"),
        "Forms.save": lambda: Forms(desk).save(Forms(desk).of(area, QUARTER), folder),
        "Workbooks.write": taken_out,
        "Exports.engagement": lambda: Exports(desk).engagement(folder / "log.xlsx", LogFilter()),
        "RoundRecords.save": lambda: RoundRecords(desk).save(area, QUARTER, folder / "round.pdf"),
        "Publishing.save": lambda: Publishing(desk).save(Publishing(desk).public_page(area, QUARTER), folder),
        "plan_pdf": lambda: plan_pdf(desk, plan, folder / "plan.pdf"),
        "qa_pdf": lambda: qa_pdf(desk, area, OCTOBER, folder / "qa.pdf"),
        "blank_pdf": lambda: blank_pdf(desk, area, OCTOBER, folder / "blank.pdf"),
        "engagement_pdf": lambda: engagement_pdf(desk, area, 2026, folder / "year.pdf"),
        "pack_pdf": lambda: pack_pdf(desk, OCTOBER, folder / "pack.pdf"),
        "answers_workbook": lambda: answers_workbook(desk, folder / "answers.xlsx"),
        "board_workbook": lambda: board_workbook(desk, Compliance(desk).board(), folder / "board.xlsx"),
        "profile_pdf": lambda: communities.profile_pdf(desk, area, folder / "profile.pdf"),
        "entry_pdf": lambda: entry_pdf(desk, works, folder / "works.pdf"),
        "PlanBooks.export": lambda: PlanBooks(desk).export(plan, folder / "plan.xlsx"),
        "quarterly_report": lambda: quarterly_report(desk, QUARTER, folder / "quarter.html"),
        "peer_pdf": lambda: peer_pdf(desk, folder / "peer.pdf"),
        "Checklists.save": lambda: Checklists(desk).save(folder / "checklist.json", OCTOBER),
        "write_digest": lambda: write_digest(desk, QUARTER, folder / "digest.html"),
        "engagement_plan_pdf": lambda: communities.engagement_plan_pdf(desk, area, folder / "eplan.pdf"),
    }  # fmt: skip


def words_in(path: Path) -> str:
    """Everything readable in a file: a workbook's parts, or the file as text."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return " ".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return path.read_bytes().decode("utf-8", "replace")


def test_every_export_is_looked_at_here() -> None:
    named = {name for name, (act, _) in CALLS.items() if act is Act.EXPORT}
    assert named == EXPORTS | APART, "a new export: write it below and see that no key individual is in it"


def test_no_export_holds_a_key_individual(kept: World, tmp_path: Path, printed: list[str]) -> None:
    folder = tmp_path / "given away"
    folder.mkdir()
    found = writers(kept.desk(), kept.gedling, folder)
    assert set(found) == EXPORTS
    for name, write in found.items():
        printed.clear()
        write()
        assert CANARY not in " ".join(printed), name
        assert list(folder.iterdir()), name
        made = [path for path in folder.iterdir() if CANARY in words_in(path) or CANARY in path.name]
        assert made == [], name


def test_the_profile_names_them_when_that_is_asked_for(
    kept: World, tmp_path: Path, printed: list[str]
) -> None:
    communities.profile_pdf(kept.desk(), kept.gedling, tmp_path / "profile.pdf", named=True)
    assert f"{CANARY} Elm" in printed
    assert f"{CANARY} 0115" in printed
    assert f"{CANARY} said" not in " ".join(printed)


def test_an_earlier_version_keeps_nobodys_name(kept: World) -> None:
    profiles = Profiles(kept.desk())
    profiles.new_version(kept.gedling, "Version 2")
    (old,) = profiles.page(kept.gedling).earlier
    assert old.kept["groups"]
    assert CANARY not in str(old.kept)


def test_no_public_text_of_any_area_passes_with_their_name(kept: World) -> None:
    for area in (kept.gedling, kept.ashfield):
        texts_of = {"text": f"Thank you to {CANARY} Elm for the evening."}
        assert Guard(kept.desk()).open_findings(area, texts_of), area
    with pytest.raises(Incomplete):
        Community(kept.desk()).record_publication(
            kept.ashfield,
            PublicationKind.BLOG,
            TODAY,
            title="Blog",
            text=f"We met {CANARY} Elm.",
            channels=["Website"],
        )
