"""After publication: corrections with the old words readable, publishing again, and what was kept in a text."""

from __future__ import annotations

from datetime import date

import pytest

from npt_desktop.errors import CannotDo, Clash, Incomplete
from npt_desktop.models.kinds import Decision, PriorityResult
from npt_desktop.rules.publishing import check_text
from npt_desktop.services.correcting import PriorityCorrections
from npt_desktop.services.guard import Guard
from npt_desktop.services.history import History
from npt_desktop.services.priorities import Priorities
from npt_desktop.services.priority_view import quarter_view
from npt_desktop.services.publication import Publishing
from tests.conftest import TODAY
from tests.services.test_priorities import BEFORE, QUARTER, decided
from tests.world import World


def put_out(world: World, address: str = "https://www.example.police.uk/gedling") -> None:
    text = Publishing(world.desk()).public_page(world.gedling, QUARTER).text
    Priorities(world.desk()).publish(world.gedling, QUARTER, text=text, address=address, channels=["Website"])


def test_a_correction_keeps_the_words_before_and_asks_for_a_new_publication(world: World) -> None:
    (priority,) = decided(world, QUARTER, "Bikes")
    put_out(world)
    service, corrections = Priorities(world.desk()), PriorityCorrections(world.desk())
    with pytest.raises(CannotDo, match="correct it, with the reason"):
        service.save_priority(priority, 1, {"public_wording": "Other"})
    with pytest.raises(CannotDo, match="These words are published"):
        put_out(world)
    with pytest.raises(Incomplete, match="Write the new words"):
        corrections.correct_priority(priority, 1, "public_wording", " ", "")
    new = "You told us of mopeds on the colliery trail. We will patrol it on Fridays."
    corrections.correct_priority(priority, 1, "public_wording", new, "It is mopeds, not bikes")
    with pytest.raises(Clash):
        corrections.correct_priority(priority, 1, "title", "Mopeds", "Late")
    with pytest.raises(CannotDo, match="Nothing is changed"):
        corrections.correct_priority(priority, 2, "public_wording", new, "Again")
    page = service.page(world.gedling, QUARTER)
    (made,) = page.corrections
    assert (made.field, made.was, made.value, made.reason, made.made_by) == (
        "public_wording", "You told us of bikes. We will patrol.", new, "It is mopeds, not bikes", "Insp Rowan",
    )  # fmt: skip
    assert made.made_at.date() == TODAY
    assert page.changed == ("Bikes",)
    assert page.candidates[0].public_wording == new
    put_out(world)
    page = service.page(world.gedling, QUARTER)
    assert page.changed == ()
    assert page.publication is not None
    assert "on Fridays" in page.publication.text
    assert "Changed 16 October 2026." in page.publication.text
    assert ["We will patrol." in earlier.text for earlier in page.earlier] == [True]
    assert page.round is not None
    assert page.round.published_on == TODAY
    History(world.desk()).undo_last()
    assert service.page(world.gedling, QUARTER).changed == ("Bikes",)


def test_an_issue_turned_down_is_corrected_too_and_not_before_the_decision(world: World) -> None:
    service, corrections = Priorities(world.desk()), PriorityCorrections(world.desk())
    noise = service.add_candidate(world.gedling, QUARTER, "Noise", decision=Decision.NOT_NOW, reason="One house",
                                  agreed_by="All")  # fmt: skip
    with pytest.raises(CannotDo, match="not decided yet"):
        corrections.correct_issue(noise, 1, "reason", "Two households", "Counted again")
    decided(world, QUARTER, "Bikes")
    corrections.correct_issue(noise, 1, "agreed_by", "The council and the police", "Said so in the minutes")
    page = service.page(world.gedling, QUARTER)
    assert [(c.field, c.was, c.candidate_id) for c in page.corrections] == [("agreed_by", "All", noise)]
    assert page.candidates[0].agreed_by == "The council and the police"


def test_what_was_kept_goes_on_record_with_the_text(world: World) -> None:
    (priority,) = decided(world, QUARTER, "Bikes")
    words = "You told us of bikes at 14 Mill Lane. We will patrol."
    Priorities(world.desk()).save_priority(priority, 1, {"public_wording": words})
    with pytest.raises(Incomplete, match="house number"):
        put_out(world)
    (finding,) = check_text(words)
    Guard(world.desk()).keep(world.gedling, finding, "The shop agreed")
    put_out(world)
    published = Priorities(world.desk()).page(world.gedling, QUARTER).publication
    assert published is not None
    assert published.kept == [
        {"kind": "address", "words": finding.text, "reason": "The shop agreed", "day": TODAY.isoformat()}
    ]


def test_a_third_quarter_without_a_plan_is_asked_about(world: World) -> None:
    service = Priorities(world.desk())
    (old,) = decided(world, BEFORE.previous(), "Bikes")
    for quarter in (BEFORE, QUARTER):
        made = service.carry_forward(world.gedling, quarter, old)
        service.save_candidate(made, 1, {"decision": Decision.PRIORITY, "rank": 1, "reason": "Still", "agreed_by": "All",
                                         "public_wording": "Bikes. We will patrol."})  # fmt: skip
        view = quarter_view(world.desk(), world.gedling, quarter)
        assert view.staying == (frozenset() if quarter is BEFORE else frozenset({made}))
        if quarter is QUARTER:
            with pytest.raises(Incomplete, match="third quarter or longer"):
                service.decide(world.gedling, quarter)
            service.save_candidate(made, 2, {"no_plan_reason": "Patrols are enough"})
        service.decide(world.gedling, quarter)
        (card,) = service.page(world.gedling, quarter).cards
        old = card.priority.id
    assert card.priority.no_plan_reason == "Patrols are enough"


def test_passed_to_another_agency_says_when_and_never_tomorrow(world: World) -> None:
    service = Priorities(world.desk())
    made = service.add_candidate(world.gedling, QUARTER, "Parking")
    fields = {
        "decision": Decision.PARTNER,
        "reason": "Theirs",
        "agreed_by": "All",
        "passed_to": "The council",
    }
    with pytest.raises(Incomplete, match="not in the future"):
        service.save_candidate(made, 1, {**fields, "passed_on": date(2026, 10, 17)})
    service.save_candidate(made, 1, fields)
    page = service.page(world.gedling, QUARTER)
    assert (made, "passed_on", "Say when ‘Parking’ was passed on.") in service.lacking(page)
    service.save_candidate(made, 2, {"passed_on": TODAY})
    service.save_candidate(made, 3, {"decision": Decision.NOT_NOW})
    assert service.page(world.gedling, QUARTER).candidates[0].passed_on is None


def test_closing_records_the_result_against_the_first_figure_and_what_follows(world: World) -> None:
    service = Priorities(world.desk())
    (priority,) = decided(world, BEFORE, "Thefts")
    service.save_priority(priority, 1, {"first_figure": 20, "figure_name": "reports"})
    with pytest.raises(Incomplete) as refused:
        service.close_priority(priority, 2, PriorityResult.REDUCED, "", "", 31)
    assert list(refused.value.fields) == ["result_note", "what_follows"]
    service.close_priority(priority, 2, PriorityResult.NO_CHANGE, "Counted twice", "Patrols go on", 31)
    closed = service.page(world.gedling, BEFORE).cards[0].priority
    assert (closed.last_figure, closed.what_follows, closed.closed_on) == (31, "Patrols go on", TODAY)
