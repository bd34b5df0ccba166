"""A peer review from its first question to its signature, and beside the one before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from npt_desktop.errors import CannotDo, Clash, Incomplete
from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import ActionState, AnswerValue, PeerRating
from npt_desktop.reports.document import texts
from npt_desktop.reports.peer import peer_document
from npt_desktop.services.actions import Actions
from npt_desktop.services.history import History
from npt_desktop.services.peer import PeerReviews, reviews
from npt_desktop.services.quality import Quality
from npt_desktop.services.reporting_peer import peer_pdf, peer_report, review_of_year
from tests.conftest import TODAY
from tests.world import World

GREEN, AMBER, RED, ASIDE = PeerRating
OCTOBER = date(2026, 10, 1)


def rate(world: World, review_id: int, ratings: Sequence[PeerRating | None]) -> None:
    peer = PeerReviews(world.desk(world.chief))
    for line, rating in zip(peer.page(review_id).lines, ratings, strict=True):
        peer.rate(line.id, line.version, rating, "Kept elsewhere" if rating is ASIDE else "", line.evidence)


def test_a_review_is_rated_acted_on_signed_and_locked(world: World, tmp_path: Path) -> None:
    peer = PeerReviews(world.desk(world.chief))
    assert peer.page().review is None
    with pytest.raises(CannotDo, match="No peer review has been begun"):
        peer_pdf(world.desk(), tmp_path / "none.pdf")
    made = peer.begin("Peer review 2026", TODAY)
    assert peer.page().score.counts == "0 green, 0 amber, 0 red of 0 scored, 50 questions to rate"
    rate(world, made, [GREEN] * 38 + [AMBER] * 11 + [ASIDE])
    page = peer.page(made)
    assert page.score.words == "223 of 245 points, 91 %"
    assert sum(score.points for score in page.by_area.values()) == 223
    with pytest.raises(Incomplete, match="Set an action on 11 questions: 39, 40"):
        peer.finish(made, "Ch Insp Linden")
    with pytest.raises(CannotDo, match="Rate the question amber or red first"):
        peer.set_action(page.lines[0].id, "Brief", world.inspector.person_id, date(2026, 12, 1))
    for line in page.lines[38:49]:
        peer.set_action(line.id, f"Mend {line.number}", world.inspector.person_id, date(2026, 12, 1))
    with pytest.raises(CannotDo, match="its action already"):
        peer.set_action(page.lines[38].id, "Again", world.inspector.person_id, date(2026, 12, 1))
    mine = Actions(world.desk()).mine(world.gedling)
    assert [a.title for a in mine] == [f"Mend {n}" for n in range(39, 50)]
    Actions(world.desk()).set_state(mine[0].id, ActionState.DONE)
    with pytest.raises(Incomplete, match="Sign with your name"):
        peer.finish(made, " ")
    peer.finish(made, " Ch Insp Linden ")
    page = peer.page(made)
    assert page.finished
    assert page.lines[38].action is not None
    assert page.lines[38].action.state is ActionState.DONE
    with pytest.raises(CannotDo, match=r"signed by Ch Insp Linden and is locked"):
        peer.rate(page.lines[0].id, page.lines[0].version, RED, "After all")
    words = " ".join(texts(peer_document(peer_report(page, "OFFICIAL"), world.store.clock.now())))
    for said in (
        "223 of 245 points, 91 %",
        "Green 5, amber 3, red 1",
        "Mend 39",
        "7. Developing and sharing learning",
    ):
        assert said in words
    assert (
        peer_pdf(world.desk(), tmp_path / "peer.pdf", review_of_year(world.desk(), 2026))
        == "Peer review 2026"
    )
    assert (tmp_path / "peer.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(CannotDo, match="held in 2020"):
        review_of_year(world.desk(), 2020)


def test_years_are_compared_each_by_its_own_points(world: World) -> None:
    peer = PeerReviews(world.desk(world.hub))
    first = peer.begin("Peer review 2025", date(2025, 9, 1), red=0)
    second = peer.begin("Peer review 2026", date(2026, 9, 1), red=2)
    for made in (first, second):
        rate(world, made, [RED] * 50)
    years = peer.page().years
    assert [(year.title, year.score.percent) for year in years] == [
        ("Peer review 2025", 0),
        ("Peer review 2026", 40),
    ]
    assert set(years[0].areas) == {area.key for area in peer.page().areas}
    assert [choice.label for choice in reviews(world.desk())] == ["Peer review 2026", "Peer review 2025"]
    peer.set_red(first, 3)
    assert peer.page(first).score.percent == 60
    for red in (4, -1):
        with pytest.raises(Incomplete, match="from 0 to 3"):
            peer.set_red(first, red)


def test_the_store_speaks_to_the_questions_it_can(world: World) -> None:
    quality = Quality(world.desk(world.chief))
    for due in quality.page(world.gedling, OCTOBER).due:
        met = AnswerValue.MET if due.question.number == 5 else AnswerValue.NOT_MET
        quality.answer(world.gedling, OCTOBER, due.question.number, met, "Seen")
    peer = PeerReviews(world.desk(world.chief))
    peer.begin("Peer review", TODAY)
    lines = {line.text: line for line in peer.page().lines}
    gaps = lines["Are communities that are seldom heard known, and is activity under way for each gap?"]
    assert gaps.evidence == ("QA 5. Activity to address engagement gaps: met 1 of 1, 100 %",)
    assert lines["Are data-sharing agreements with partners in place and used?"].evidence == ()
    peer.rate(gaps.id, gaps.version, GREEN, "", gaps.evidence)
    assert next(line for line in peer.page().lines if line.id == gaps.id).seen == gaps.evidence[0]


def test_what_is_lacking_is_said_and_two_at_once_do_not_overwrite(world: World) -> None:
    peer = PeerReviews(world.desk(world.chief))
    with pytest.raises(Incomplete) as caught:
        peer.begin(" ", date(2027, 1, 1), red=9)
    assert list(caught.value.fields) == ["peer_red", "peer_title", "peer_day"]
    peer.begin("Peer review", TODAY)
    line = peer.page().lines[0]
    PeerReviews(world.desk(world.hub)).rate(line.id, line.version, RED, "Nothing there")
    with pytest.raises(Clash):
        peer.rate(line.id, line.version, GREEN, "")
    assert peer.page().lines[0].rating is RED
    with pytest.raises(Incomplete) as caught:
        peer.set_action(line.id, "", None, None)
    assert list(caught.value.fields) == ["action_title", "action_owner", "action_due"]


def test_an_action_is_taken_back_with_one_undo(world: World) -> None:
    peer = PeerReviews(world.desk(world.chief))
    peer.begin("Peer review", TODAY)
    line = peer.page().lines[0]
    peer.rate(line.id, line.version, AMBER, "")
    peer.set_action(line.id, "Brief", world.inspector.person_id, date(2026, 12, 1))
    History(world.desk(world.chief)).undo_last()
    assert peer.page().lines[0].action is None
    with world.desk().read() as session:
        assert session.query(Action).count() == 0
