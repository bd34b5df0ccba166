"""Home keeps what it showed, and shows it again only while it is true."""

from __future__ import annotations

import json
from datetime import date, timedelta

from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import AnswerValue, Role, State, TermKind
from npt_desktop.rules.home_page import HomePage
from npt_desktop.services import setup
from npt_desktop.services.engagement import Engagement, EntryDraft
from npt_desktop.services.home import Home
from npt_desktop.services.quality import Quality
from npt_desktop.store.glance import glance
from tests.conftest import TODAY
from tests.world import World


def log(world: World) -> None:
    Engagement(world.desk()).log(EntryDraft(
        world.gedling, TODAY, world.term(TermKind.AUDIENCE, "Young"), world.term(TermKind.PURPOSE, "Problem"),
        "Youth club", world.pcso.person_id, "Talked about bikes",
    ))  # fmt: skip


def test_a_kept_home_is_shown_until_something_changes_or_the_day_turns(world: World) -> None:
    home = Home(world.desk())
    name = world.inspector.name
    assert glance(world.store.path, name, TODAY) is None
    page = home.page(world.gedling)
    home.remember(page, home.link(), world.gedling, mine=False)
    kept = glance(world.store.path, name, TODAY)
    assert kept is not None
    assert HomePage.from_json(kept.page) == page
    assert (kept.area_id, kept.role, kept.posted) == (world.gedling, "inspector", "Gedling")
    assert [area for _, area in kept.areas] == ["Gedling", "Ashfield"]
    assert glance(world.store.path, name, TODAY + timedelta(days=1)) is None
    assert glance(world.store.path, "PS 512 Cedar", TODAY) is None
    log(world)
    assert glance(world.store.path, name, TODAY) is None


def test_a_page_read_before_a_change_is_not_kept(world: World) -> None:
    home = Home(world.desk())
    page, link = home.page(world.gedling), home.link()
    log(world)
    home.remember(page, link, world.gedling, mine=False)
    assert glance(world.store.path, world.inspector.name, TODAY) is None


def test_a_file_that_is_no_store_has_nothing_kept(world: World) -> None:
    path = world.store.path.with_name("other.npt")
    path.write_bytes(b"not a database at all" * 100)
    assert glance(path, world.inspector.name, TODAY) is None
    assert glance(path.with_name("missing.npt"), world.inspector.name, TODAY) is None


def test_home_of_an_empty_area_says_what_is_due(world: World) -> None:
    page = Home(world.desk()).page(world.ashfield)
    assert page.area == "Ashfield"
    assert (page.step, page.entries, page.average, page.ready) == (1, 0, None, 0) or page.questions > 0
    titles = [item.title for item in page.due.items]
    assert any("Oct–Dec" in title for title in titles), titles


def test_who_has_several_areas_sees_their_meetings_and_lowest_months_first(world: World) -> None:
    quality = Quality(world.desk(world.chief))
    august, october = date(2026, 8, 1), date(2026, 10, 1)
    quality.answer(world.ashfield, august, 3, AnswerValue.NOT_MET, "Seen")
    quality.schedule(world.gedling, october, date(2026, 10, 22))
    home = Home(world.desk(world.chief))
    page = home.page(world.gedling)
    assert [(line.area, line.on, line.answered, line.state) for line in page.areas] == [
        ("Gedling", date(2026, 10, 22), 0, State.NONE),
        ("Ashfield", None, 0, State.WARN),
    ]
    shares = {(low.area, low.month): low.share for low in page.lowest}
    assert shares == {("Ashfield", date(2026, 9, 1)): "not held"}  # August's is begun: it may still be met
    assert HomePage.from_json(json.loads(json.dumps(page.as_json()))) == page
    assert Home(world.desk(world.hub)).page(world.gedling).areas == page.areas
    assert Home(world.desk()).page(world.gedling).areas == ()
    both = setup.add_person(world.store, "Alder", "Insp", Role.INSPECTOR, (world.gedling, world.ashfield))
    inspector = world.desk(Actor("Insp Alder", Role.INSPECTOR, both))
    assert Home(inspector).page(world.gedling).areas == (), "an inspector answers for one area at a time"
