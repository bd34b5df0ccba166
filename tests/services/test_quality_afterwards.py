"""What is added to answers: dip-samples while the meeting runs, corrections after it is signed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from npt_desktop.errors import CannotDo, Incomplete, NotAllowed
from npt_desktop.models.kinds import AnswerValue, TermKind
from npt_desktop.reports.document import texts
from npt_desktop.reports.quality import quality_document, quality_pack
from npt_desktop.rules.dip_sample import sample_of
from npt_desktop.services.compliance import Compliance
from npt_desktop.services.corrections import Corrections
from npt_desktop.services.dip_samples import DipSamples
from npt_desktop.services.engagement import Engagement, EntryDraft
from npt_desktop.services.exporting_quality import answers_workbook
from npt_desktop.services.history import History
from npt_desktop.services.quality import Quality
from npt_desktop.services.reporting_quality import _record
from tests.world import World

OCTOBER = date(2026, 10, 1)
MET, PARTLY, NOT_MET, ASIDE = AnswerValue
NAME = "Ch Insp Linden"


def finish(world: World) -> None:
    quality = Quality(world.desk(world.chief))
    for due in quality.page(world.gedling, OCTOBER).due:
        quality.answer(world.gedling, OCTOBER, due.question.number, NOT_MET, "Looked at together")
    quality.finish(world.gedling, OCTOBER, NAME)


def test_a_signed_answer_is_corrected_by_adding_and_never_overwritten(world: World, tmp_path: Path) -> None:
    finish(world)
    quality, corrections = Quality(world.desk(world.chief)), Corrections(world.desk(world.chief))
    before = quality.page(world.gedling, OCTOBER).answers[3]
    corrections.correct(world.gedling, OCTOBER, 3, PARTLY, "The log was on paper", f" {NAME} ")
    corrections.correct(world.gedling, OCTOBER, 3, MET, "And all of it was copied", NAME)
    page = quality.page(world.gedling, OCTOBER)
    assert page.answers[3] == before
    assert [(c.number, c.was, c.value, c.reason, c.by) for c in page.corrections] == [
        (3, NOT_MET, PARTLY, "The log was on paper", NAME),
        (3, PARTLY, MET, "And all of it was copied", NAME),
    ]
    assert page.corrections[0].at == world.store.clock.now()
    words = " ".join(texts(quality_document(_record(page, "OFFICIAL-SENSITIVE"), world.store.clock.now())))
    for said in ("Corrections since the meeting was finished", "The log was on paper", "Partly met"):
        assert said in words
    assert Compliance(world.desk()).board().rows[0].cells[-1].met == 1
    assert quality.page(world.gedling, date(2026, 11, 1)).before[3] == (OCTOBER, MET)
    assert answers_workbook(world.desk(), tmp_path / "qa.xlsx") == 22
    book = load_workbook(tmp_path / "qa.xlsx")
    assert [c.value for c in list(book["Corrections"].rows)[3]][3:6] == [
        "Not met",
        "Partly met",
        "The log was on paper",
    ]
    History(world.desk(world.chief)).undo_last()
    assert [c.value for c in quality.page(world.gedling, OCTOBER).corrections] == [PARTLY]


def test_a_correction_says_what_it_lacks_and_who_may_make_it(world: World) -> None:
    corrections = Corrections(world.desk(world.chief))
    with pytest.raises(CannotDo, match="not finished"):
        corrections.correct(world.gedling, OCTOBER, 3, MET, "Wrong", NAME)
    finish(world)
    with pytest.raises(Incomplete) as caught:
        corrections.correct(world.gedling, OCTOBER, 3, None, " ", "")
    assert list(caught.value.fields) == ["correction_value", "correction_reason", "correction_signed"]
    for actor in (world.inspector, world.pcso, world.hub):
        with pytest.raises(NotAllowed, match="Only a chief inspector may correct"):
            Corrections(world.desk(actor)).correct(world.gedling, OCTOBER, 3, MET, "Wrong", "Me")
    assert Quality(world.desk()).page(world.gedling, OCTOBER).corrections == ()


def log_five(world: World) -> None:
    log = Engagement(world.desk())
    for day in range(1, 6):
        log.log(EntryDraft(
            area_id=world.gedling, day=date(2026, 10, day), audience_id=world.term(TermKind.AUDIENCE, "Young"),
            purpose_id=world.term(TermKind.PURPOSE, "Problem"), who_engaged=f"School {day}",
            lead_id=world.pcso.person_id, summary="Assembly", outcome="", score=None,
        ))  # fmt: skip


def test_a_sample_is_kept_with_its_seed_and_outlives_the_answer(world: World) -> None:
    log_five(world)
    samples, quality = DipSamples(world.desk(world.chief)), Quality(world.desk(world.chief))
    drawn = samples.draw(world.gedling, OCTOBER, 7, seed=4711)
    assert (len(drawn.items), drawn.out_of, drawn.screen, drawn.seed) == (3, 5, "engagement", 4711)
    assert all("School" in item.label for item in drawn.items)
    first = drawn.items[0].id
    samples.judge(world.gedling, OCTOBER, 7, first, PARTLY)
    quality.answer(world.gedling, OCTOBER, 7, NOT_MET, "Looked at three")
    kept = quality.page(world.gedling, OCTOBER).answers[7]
    sample = sample_of(kept.snapshot["sample"])
    assert sample is not None
    assert [(i.id, i.verdict) for i in sample.items] == [
        (i.id, PARTLY if i.id == first else None) for i in drawn.items
    ]
    assert kept.snapshot["why"]
    record = _record(quality.page(world.gedling, OCTOBER), "OFFICIAL-SENSITIVE")
    (seen,) = [q.evidence for s in record.sections for q in s.questions if q.number == "7"]
    assert seen.endswith("Dip-sample: 3 of 5 drawn, seed 4711: 1 partly met, 2 to judge.")
    with pytest.raises(CannotDo, match="drawn already"):
        samples.draw(world.gedling, OCTOBER, 7, seed=1)


def test_a_sample_is_refused_where_it_makes_no_sense(world: World) -> None:
    samples = DipSamples(world.desk(world.chief))
    with pytest.raises(CannotDo, match="nothing to draw"):
        samples.draw(world.gedling, OCTOBER, 21)
    with pytest.raises(CannotDo, match="no records to draw from"):
        samples.draw(world.gedling, OCTOBER, 8)
    with pytest.raises(CannotDo, match="not in the sample"):
        samples.judge(world.gedling, OCTOBER, 21, 1, MET)
    with pytest.raises(NotAllowed):
        DipSamples(world.desk()).draw(world.gedling, OCTOBER, 7)
    assert Quality(world.desk()).page(world.gedling, OCTOBER).meeting is None
    finish(world)
    log_five(world)
    with pytest.raises(CannotDo, match="locked"):
        samples.draw(world.gedling, OCTOBER, 7)


def test_the_pack_holds_every_area_and_numbers_its_pages_over_the_whole(world: World) -> None:
    from npt_desktop.reports.page import page_texts

    finish(world)
    records = tuple(
        _record(Quality(world.desk()).page(a, OCTOBER), "OFFICIAL") for a in (world.gedling, world.ashfield)
    )
    pack = quality_pack(records, ("Mansfield",), OCTOBER, world.store.clock.now())
    pages = page_texts(pack)
    starts = [
        n
        for n, lines in enumerate(pages)
        for area in ("Gedling", "Ashfield")
        if f"{area}, October 2026" in lines
    ]
    assert len(starts) == 2
    assert 0 < starts[0] < starts[1] < len(pages)
    assert {"Gedling", "Ashfield", "Mansfield", "No meeting begun"} <= set(pages[0])
    assert pack.marking == "OFFICIAL"
