"""A new store is laid out once, and the first areas and people are added to it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from npt_desktop.errors import CannotDo
from npt_desktop.models.actor import Actor
from npt_desktop.models.journal import ChangeSet
from npt_desktop.models.kinds import ChangeKind, Role, TermKind
from npt_desktop.models.organisation import Area, Person, Posting, Setting
from npt_desktop.models.quality import Question
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules.lists import standard_lists
from npt_desktop.rules.quality import booklet_checklist
from npt_desktop.services import setup
from npt_desktop.store.database import Store

LINDEN = Actor("Insp Linden", Role.INSPECTOR)


def test_a_new_store_has_the_lists_and_the_24_questions(store: Store) -> None:
    setup.lay_out(store)
    with store.read() as session:
        terms = session.scalars(select(Term).order_by(Term.kind, Term.position)).all()
        questions = session.scalars(select(Question).order_by(Question.number)).all()
        settings = set(session.scalars(select(Setting.name)))
    assert {(term.kind, term.key, term.label) for term in terms} == {
        (term.kind, term.key, term.label) for term in standard_lists().terms
    }
    scores = [term for term in terms if term.kind is TermKind.SCORE]
    assert [term.position for term in scores] == [1, 2, 3, 4, 5]
    assert [(q.number, q.text, q.evidence_key) for q in questions] == [
        (q.number, q.text, q.evidence) for q in booklet_checklist().questions
    ]
    assert {"marking", "checklist"} <= settings


def test_laying_out_again_changes_nothing_and_keeps_what_was_reworded(store: Store) -> None:
    setup.lay_out(store, LINDEN)
    with store.write(LINDEN, "Reworded a term") as unit:
        term = unit.session.scalars(select(Term)).first()
        assert term is not None
        term.label, term_id = "Everybody", term.id
    with store.read() as session:
        before = session.scalar(select(func.count()).select_from(ChangeSet))
    setup.lay_out(store, LINDEN)
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(ChangeSet)) == before
        kept = session.get(Term, term_id)
        assert kept is not None
        assert kept.label == "Everybody"
        first = session.get(ChangeSet, 1)
        assert first is not None
        assert (first.by, first.kind) == ("Insp Linden", ChangeKind.SETUP)


def test_first_areas_and_people(store: Store) -> None:
    ashfield = setup.add_area(store, " Ashfield ")
    gedling = setup.add_area(store, "Gedling", LINDEN)
    person = setup.add_person(
        store, "Larch", "PCSO", Role.CONSTABLE, [ashfield, gedling, ashfield], number="4332"
    )
    with store.read() as session:
        areas = [(area.name, area.position) for area in session.scalars(select(Area).order_by(Area.position))]
        posted = session.scalars(select(Posting.area_id).where(Posting.person_id == person)).all()
        larch = session.get(Person, person)
        assert larch is not None
        assert larch.label == "PCSO 4332 Larch"
    assert areas == [("Ashfield", 1), ("Gedling", 2)]
    assert sorted(posted) == [ashfield, gedling]


def test_what_cannot_be_added_is_said_plainly(store: Store) -> None:
    setup.add_area(store, "Ashfield")
    setup.add_person(store, "Larch", "PCSO", Role.CONSTABLE, number="4332")
    with pytest.raises(CannotDo, match="already"):
        setup.add_area(store, "ashfield")
    with pytest.raises(CannotDo, match="name"):
        setup.add_area(store, "  ")
    with pytest.raises(CannotDo, match="4332"):
        setup.add_person(store, "Maple", "PCSO", Role.CONSTABLE, number="4332")
    with pytest.raises(CannotDo, match="surname"):
        setup.add_person(store, " ", "PCSO", Role.CONSTABLE)
