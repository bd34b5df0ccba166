"""The sample store: twelve areas, a year or more of invented records, made the same for the same day and seed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select

from npt_desktop.models.kinds import ChangeKind, TermKind
from npt_desktop.models.organisation import Setting
from npt_desktop.models.quality import Checklist, Question
from npt_desktop.models.vocabulary import Term
from npt_desktop.services import setup
from npt_desktop.services.demo.communities import make_communities
from npt_desktop.services.demo.community_parts import make_community_parts
from npt_desktop.services.demo.engagement import make_log
from npt_desktop.services.demo.log_parts import add_parts, score_again
from npt_desktop.services.demo.notes import make_notes
from npt_desktop.services.demo.peer import make_peer_reviews
from npt_desktop.services.demo.people import make_people
from npt_desktop.services.demo.plan_files import add_plan_files
from npt_desktop.services.demo.plans import number_plans
from npt_desktop.services.demo.priorities import make_priorities
from npt_desktop.services.demo.quality import make_quality
from npt_desktop.services.demo.sources import make_sources
from npt_desktop.services.demo.timeline import Progress, Timeline
from npt_desktop.services.demo.world import World, matching
from npt_desktop.services.desk import Desk
from npt_desktop.store import opening
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.database import Store


def make(path: Path, *, today: date, years: int = 1, seed: int = 1, progress: Progress | None = None) -> None:
    """Make a sample store at ``path`` that ends on the morning of ``today`` and goes back ``years``.

    The same arguments give the same records, uids and journal. ``progress`` is called as
    ``(done, total, words)`` and may raise Cancelled: the unfinished file is then removed. Raises NotOurStore
    where a file already is. The setting ``sample`` tells such a store from a real one.
    """
    clock = FixedClock.on(today)
    store = opening.create(path, clock=clock, random=Random(seed))
    try:
        _fill(store, clock, today, years, seed, progress)
    except BaseException:
        store.close()
        path.unlink(missing_ok=True)
        raise
    store.close()


def _fill(
    store: Store, clock: FixedClock, today: date, years: int, seed: int, progress: Progress | None
) -> None:
    world = World(today, years, seed, Timeline(today), {}, (), {}, 0)
    clock.moment = FixedClock.on(world.opening, 7).moment
    setup.lay_out(store)
    _read_lists(store, world)
    make_people(world, setup.PROGRAM)
    make_priorities(world)
    number_plans(world)
    make_sources(world)
    make_communities(world)
    make_notes(world)
    make_log(world)
    make_community_parts(world)
    add_parts(world)
    make_quality(world)
    make_peer_reviews(world)
    with _not_waiting_for_the_disk(store):
        world.line.write(store, clock, progress)
        score_again(world, store)
        add_plan_files(world, store)
    with store.write(setup.PROGRAM, "Marked the store as a sample", ChangeKind.SETUP) as unit:
        about = {"today": today.isoformat(), "years": years, "seed": seed}
        unit.session.add(Setting(name="sample", value=about))


def _read_lists(store: Store, world: World) -> None:
    """The ids of what setup laid out."""
    with store.read() as session:
        terms: dict[tuple[TermKind, str], int] = {}
        for term in session.scalars(select(Term).order_by(Term.id)):
            for name in (term.label, term.key, *term.synonyms):
                terms.setdefault((term.kind, matching(name)), term.id)
        world.terms = terms
        world.questions = {question.number: question.id for question in session.scalars(select(Question))}
        world.checklist_id = session.scalars(select(Checklist.id)).one()
    world.channels = [choice.label for choice in Desk(store, setup.PROGRAM).terms(TermKind.CHANNEL)]


@contextmanager
def _not_waiting_for_the_disk(store: Store) -> Iterator[None]:
    """Hundreds of change sets without a wait for each: a sample cut short by a power cut is made again.

    The write that follows is again waited for, and takes the whole file with it.
    """
    with store.write(setup.PROGRAM, "") as unit:
        connection: Any = unit.session.connection().connection.dbapi_connection
    connection.execute("PRAGMA synchronous=OFF")
    try:
        yield
    finally:
        connection.execute("PRAGMA synchronous=FULL")
