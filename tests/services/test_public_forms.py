"""One text in every form: made, refused while a finding is open, put on record, counted; and the papers."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from npt_desktop.errors import CannotDo, Clash, Incomplete
from npt_desktop.models.kinds import Decision, PublicationKind
from npt_desktop.reports.document import texts
from npt_desktop.reports.page import page_texts
from npt_desktop.reports.priority_meeting import agenda_document, minutes_document
from npt_desktop.reports.priority_story import story_document
from npt_desktop.rules.public_phrases import standard_phrases
from npt_desktop.rules.ranking import standard_ranking
from npt_desktop.services.priorities import Priorities
from npt_desktop.services.public_forms import Forms
from npt_desktop.services.ranking import Rankings
from npt_desktop.services.reporting_priorities import minutes_pdf, papers_of, story_of
from npt_desktop.services.update_facts import InsertFact, draft_of
from tests.conftest import TODAY
from tests.services.test_golden_thread import tell
from tests.services.test_priorities import QUARTER, decided
from tests.world import World

OCTOBER = date(2026, 10, 1)


def test_every_form_is_written_from_the_one_text(world: World, tmp_path: Path) -> None:
    decided(world, QUARTER, "Bikes", "Thefts")
    service = Forms(world.desk())
    found = service.of(world.gedling, QUARTER)
    assert found.findings == {}
    files = service.save(found, tmp_path)
    assert [path.suffix for path in files] == [
        ".html", ".txt", ".json", ".csv", ".txt", ".txt", ".txt", ".txt", ".pdf",
    ]  # fmt: skip
    assert all(path.stem.endswith("OFFICIAL") for path in files)
    fields = json.loads(files[2].read_text(encoding="utf-8"))
    rows = list(csv.DictReader(io.StringIO(files[3].read_text(encoding="utf-8"))))
    assert [{k: v or None for k, v in row.items()} for row in rows] == fields
    assert fields[0]["action-date"] == "2026-10-16T00:00:00"
    assert files[-1].read_bytes().startswith(b"%PDF")
    for form in found.forms:
        if form.editable and form.kind is not PublicationKind.BLOG:
            assert "Bikes" in form.text, form.key


def test_nothing_is_written_while_a_finding_is_open(world: World, tmp_path: Path) -> None:
    (priority, _) = decided(world, QUARTER, "Bikes", "Thefts")
    Priorities(world.desk()).save_priority(priority, 1, {"public_wording": "Ask Larch. We will patrol."})
    service = Forms(world.desk())
    found = service.of(world.gedling, QUARTER)
    assert list(found.findings) == ["Priority 1"]
    folder = tmp_path / "forms"
    folder.mkdir()
    with pytest.raises(Incomplete, match="Priority 1: Remove ‘Larch’"):
        service.save(found, folder)
    assert list(folder.iterdir()) == []


def test_a_form_goes_on_record_once_checked_and_is_counted_later(world: World) -> None:
    service = Forms(world.desk())
    with pytest.raises(CannotDo, match="Set the priorities"):
        service.record(
            world.gedling, QUARTER, PublicationKind.POST, TODAY, text="Hello", channels=["Facebook"]
        )
    decided(world, QUARTER, "Bikes")
    for text, channels, says in (
        ("x" * 281, ["Facebook"], "Shorten the post by 1 to 280 characters."),
        ("Ring 07700 900123", ["Facebook"], "public number"),
        ("Hello", [], "Choose where it was put."),
    ):
        with pytest.raises(Incomplete, match=says):
            service.record(world.gedling, QUARTER, PublicationKind.POST, TODAY, text=text, channels=channels)
    alert = standard_phrases().alert_characters
    long = ("You told us. " * alert)[: alert + 40]
    with pytest.raises(Incomplete, match=f"Shorten the Alert message by 40 to {alert:,} characters"):
        service.record(world.gedling, QUARTER, PublicationKind.ALERT, TODAY, text=long, channels=["Alert"])
    made = service.record(world.gedling, QUARTER, PublicationKind.NEWSLETTER, TODAY, text="Dear partner",
                          channels=["Newsletter"], month=OCTOBER)  # fmt: skip
    (out,) = service.out(world.gedling, QUARTER)
    assert (out.id, out.title, out.month, out.text) == (
        made,
        "Stakeholder newsletter, October 2026",
        OCTOBER,
        "Dear partner",
    )
    with pytest.raises(Incomplete, match="nought or more"):
        service.count(made, 1, {"likes": -1})
    service.count(made, 1, {"likes": 12, "shares": 0})
    with pytest.raises(Clash):
        service.count(made, 1, {"likes": 13})
    (out,) = service.out(world.gedling, QUARTER)
    assert (out.likes, out.shares, out.comments, out.counted_on) == (12, 0, None, TODAY)


def test_a_poster_is_not_recorded_while_its_words_have_a_finding_nor_an_alert_with_an_empty_part(
    world: World,
) -> None:
    (one, two) = decided(world, QUARTER, "Bikes", "Thefts")
    service, priorities = Forms(world.desk()), Priorities(world.desk())

    def put_out(kind: PublicationKind) -> int:
        key = {PublicationKind.POSTER: "poster", PublicationKind.ALERT: "alert"}[kind]
        text = service.of(world.gedling, QUARTER).form(key).text
        return service.record(world.gedling, QUARTER, kind, TODAY, text=text, channels=["Website"])

    priorities.save_priority(one, 1, {"public_wording": "Ask Larch. We will patrol."})
    with pytest.raises(Incomplete, match="Priority 1: "):
        put_out(PublicationKind.POSTER)
    priorities.save_priority(one, 2, {"public_wording": "You told us of bikes. We will patrol."})
    priorities.save_priority(two, 1, {"public_wording": ""})
    for kind in (PublicationKind.POSTER, PublicationKind.ALERT):
        with pytest.raises(Incomplete, match=r"^Priority 2: Write the text\.$"):
            put_out(kind)
    priorities.save_priority(two, 2, {"public_wording": "You told us of thefts. We will visit shops."})
    assert put_out(PublicationKind.POSTER)
    assert put_out(PublicationKind.ALERT)


def test_an_update_is_drafted_from_its_facts_and_no_part_is_made_up() -> None:
    facts = [InsertFact("you_said", "Walkers", "Walkers feel unsafe."), InsertFact("we_did", "a", "Nine patrols."),
             InsertFact("we_did", "a", "Nine patrols."), InsertFact("we_did", "b", "Reports fell from 12 to 7.")]  # fmt: skip
    assert draft_of(facts) == {
        "you_said": "Walkers feel unsafe.", "we_did": "Nine patrols. Reports fell from 12 to 7.", "next_steps": "",
    }  # fmt: skip


def test_the_agenda_carries_the_evidence_and_the_minutes_the_endings(world: World, tmp_path: Path) -> None:
    tell(world)
    service = Priorities(world.desk())
    with pytest.raises(CannotDo, match="has not been held"):
        minutes_pdf(world.desk(), world.gedling, QUARTER, tmp_path / "minutes.pdf")
    service.save_meeting(world.gedling, QUARTER, {"held_on": TODAY, "attended": "Parish council\nBorough council",
                                                  "agenda": "New camera van", "notes": "All agreed"})  # fmt: skip
    papers = papers_of(world.desk(), world.gedling, QUARTER)
    now = world.store.clock.now()
    agenda = texts(agenda_document(papers, now))
    for words in ("New camera van", "Burglary", "120 of 400", "Parking", "Cannot tell", "Off-road bikes"):
        assert words in agenda, words
    assert agenda.index("New camera van") < agenda.index("Date of the next meeting")
    minutes = texts(minutes_document(papers, now))
    for words in (
        "Carried over",
        "Not chosen",
        "Parish council\nBorough council",
        "All agreed",
        "Insp Rowan",
    ):
        assert words in minutes, words


def test_the_story_is_one_page_however_much_there_is_to_tell(world: World) -> None:
    story = tell(world)
    now = world.store.clock.now()
    told = story_of(world.desk(), story.priority)
    assert told.missing == ()
    words = texts(story_document(told, now))
    for part in ("Survey figure", "Decision", "Fit barriers", "Spoke to riders", "Parking"):
        assert any(part in word for word in words), part
    endless = type(told)(
        title="x " * 300, area=told.area, quarter=told.quarter, number=1, reason="why " * 900,
        public_wording="words " * 900, agreed_by="name\n" * 60, what_follows="then " * 400, result="ok " * 300,
        steps=tuple(type(told.steps[0])(step.kind, step.day, "y " * 200, "z " * 400) for step in told.steps * 20),
        turned_down=(("Noise " * 90, "Few " * 300),) * 40, missing=("plan",),
    )  # fmt: skip
    assert len(page_texts(story_document(endless, now))) == 1


def test_the_weights_of_the_store_order_the_issues(world: World) -> None:
    service, rankings = Priorities(world.desk()), Rankings(world.desk())
    keys = [each.key for each in standard_ranking().criteria]
    for title, harm, rest in (("Harmful", 5, 1), ("Common", 1, 4)):
        scores = {key: harm if key == "harm" else rest for key in keys}
        service.add_candidate(world.gedling, QUARTER, title, decision=Decision.UNDECIDED, scores=scores)
    page = service.page(world.gedling, QUARTER)
    assert [p.title for p in rankings.of(page).placed] == ["Common", "Harmful"]
    only_harm = {key: int(key == "harm") for key in keys}
    assert [p.title for p in rankings.of(page, only_harm).placed] == ["Harmful", "Common"]
    rankings.set_weights(only_harm)
    assert Rankings(world.desk()).weights() == only_harm
    assert [p.percent for p in rankings.of(page).placed] == [100, 20]
