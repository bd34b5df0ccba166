"""A published update is frozen: it is corrected, dated and with the reason, and the words before stay readable."""

from __future__ import annotations

import pytest

from npt_desktop.errors import CannotDo, Clash, Incomplete, NotAllowed
from npt_desktop.models.kinds import PublicationKind
from npt_desktop.services.correcting_updates import UpdateCorrections
from npt_desktop.services.golden_thread import Bead, GoldenThread
from npt_desktop.services.history import History
from npt_desktop.services.priorities import Priorities
from npt_desktop.services.public_forms import Forms
from npt_desktop.services.publication import Publishing
from npt_desktop.services.reporting_priorities import story_of
from npt_desktop.services.round_record import RoundRecords
from tests.services.test_priorities import QUARTER, decided
from tests.world import World

WORDS = {"you_said": "You told us of bikes.", "we_did": "We went out twice.", "next_steps": "More patrols."}


def told(world: World) -> tuple[int, int, int]:
    """A published update: the ids of its priority and of itself, and its version."""
    (priority,) = decided(world, QUARTER, "Bikes")
    service = Priorities(world.desk())
    update = service.save_update(priority, QUARTER.start, WORDS)
    service.publish_update(priority, QUARTER.start, ["Website"])
    (card,) = service.page(world.gedling, QUARTER).cards
    return priority, update, card.updates[0].version  # type: ignore[union-attr]


def test_a_correction_stands_beside_the_old_words_everywhere(world: World) -> None:
    priority, update, version = told(world)
    with pytest.raises(CannotDo, match="frozen: correct it"):
        Priorities(world.desk()).save_update(priority, QUARTER.start, {"we_did": "Other"})
    made = UpdateCorrections(world.desk()).correct(
        update, version, {**WORDS, "we_did": "We went out six times."}, "Miscounted", ["Website"]
    )
    (card,) = Priorities(world.desk()).page(world.gedling, QUARTER).cards
    (c,) = card.corrected(card.updates[0])
    assert (c.field, c.was, c.value, c.reason, c.made_by) == (
        "we_did", "We went out twice.", "We went out six times.", "Miscounted", "Insp Rowan",
    )  # fmt: skip
    forms = Forms(world.desk()).of(world.gedling, QUARTER)
    publication = next(p for p in forms.out if p.id == made)
    assert (publication.kind, publication.title) == (PublicationKind.UPDATE, "Bikes, corrected")
    assert "six times" in publication.text
    assert "six times" in forms.form("newsletter").text
    said = "Corrected 16 October 2026. Before, it said: “We did: We went out twice.”"
    page = Publishing(world.desk()).public_page(world.gedling, QUARTER)
    assert said in page.html
    assert said in " ".join(page.text.split())
    thread = GoldenThread(world.desk()).of("update_correction", c.id)
    assert [k.title for bead in (Bead.UPDATE, Bead.CORRECTION) for k in thread.of(bead)] == [
        "October 2026 update", "October 2026 update corrected",
    ]  # fmt: skip
    story = story_of(world.desk(), priority)
    assert any(
        "before: We went out twice. Now: We went out six times. Why: Miscounted" in step.detail
        for step in story.steps
    )
    record = RoundRecords(world.desk()).record(Priorities(world.desk()).page(world.gedling, QUARTER))
    assert "Before, under ‘We did’: We went out twice." in record.priorities[0].updates[0].text
    History(world.desk()).undo_last()
    (card,) = Priorities(world.desk()).page(world.gedling, QUARTER).cards
    assert (card.corrections, card.updates[0].we_did) == ((), "We went out twice.")  # type: ignore[union-attr]


def test_old_words_the_public_should_not_read_are_not_repeated(world: World) -> None:
    _, update, version = told(world)
    service = UpdateCorrections(world.desk())
    with world.desk().write("Slipped through") as unit:
        from npt_desktop.models.priorities import PriorityUpdate

        unit.get(PriorityUpdate, update).we_did = "We saw PC 2107 off."
    service.correct(
        update, version + 1, {"we_did": "We went out twice."}, "An officer’s number stood there", ["Website"]
    )
    page = Publishing(world.desk()).public_page(world.gedling, QUARTER)
    assert "Corrected 16 October 2026." in page.text
    assert "2107" not in page.html + page.text


def test_what_a_correction_needs(world: World) -> None:
    priority, update, version = told(world)
    service = UpdateCorrections(world.desk())
    with pytest.raises(Incomplete) as refused:
        service.correct(update, version, {"we_did": " "}, "", [])
    assert set(refused.value.fields) == {"we_did", "correction_reason", "channels"}
    with pytest.raises(Incomplete, match="14 Mill Lane"):
        service.correct(update, version, {"we_did": "We called at 14 Mill Lane."}, "Fuller", ["Website"])
    with pytest.raises(CannotDo, match="Nothing is changed"):
        service.correct(update, version, WORDS, "Again", ["Website"])
    with pytest.raises(Clash):
        service.correct(update, version - 1, {"we_did": "We went."}, "Late", ["Website"])
    with pytest.raises(NotAllowed, match="Only an inspector"):
        UpdateCorrections(world.desk(world.sergeant)).correct(
            update, version, {"we_did": "Else"}, "R", ["Website"]
        )
    draft = Priorities(world.desk()).save_update(priority, QUARTER.months[1], WORDS)
    with pytest.raises(CannotDo, match="not published yet"):
        service.correct(draft, 2, {"we_did": "Else"}, "R", ["Website"])
