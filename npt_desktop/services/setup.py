"""Laying out a new store: the editable lists, the booklet's checklist, the settings; areas and people.

Everything here may be run again: what is there already is left as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from npt_desktop.errors import CannotDo
from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import ChangeKind, Role, TermKind
from npt_desktop.models.organisation import Area, Person, Posting, Setting
from npt_desktop.models.quality import Checklist, Question
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.lists import standard_lists
from npt_desktop.rules.names import can_be_shown
from npt_desktop.rules.quality import booklet_checklist
from npt_desktop.store.database import Store
from npt_desktop.store.unit_of_work import UnitOfWork

PROGRAM = Actor("NPT Desktop", Role.HUB)
"""Who writes what no person wrote: a new store's lists."""

_VALID_FROM = date(2020, 1, 1)
"""The booklet was issued in January 2020."""
_SETTINGS: dict[str, dict[str, object]] = {
    "marking": {"text": "OFFICIAL-SENSITIVE"},
    "checklist": {"key": "booklet-2021"},
}


def lay_out(store: Store, actor: Actor = PROGRAM) -> None:
    """Fill the editable lists, the checklist and the settings of a store, in one change set."""
    require(actor.role, Act.CHANGE_LISTS)
    with store.write(actor, "Laid out the store: lists and QA checklist", ChangeKind.SETUP) as unit:
        _terms(unit)
        _checklist(unit)
        present = set(unit.session.scalars(select(Setting.name)))
        for name, value in _SETTINGS.items():
            if name not in present:
                unit.session.add(Setting(name=name, value=value))


def _terms(unit: UnitOfWork) -> None:
    present = {(kind, key) for kind, key in unit.session.execute(select(Term.kind, Term.key))}
    places: Counter[TermKind] = Counter()
    rows = []
    for term in standard_lists().terms:
        places[term.kind] += 1
        if (term.kind, term.key) not in present:
            rows.append(
                {
                    "kind": term.kind,
                    "key": term.key,
                    "label": term.label,
                    "position": places[term.kind],
                    "synonyms": list(term.synonyms),
                }
            )
    unit.insert(Term, rows)


def _checklist(unit: UnitOfWork) -> None:
    booklet = booklet_checklist()
    if unit.session.scalar(select(Checklist.id).where(Checklist.key == booklet.key)) is not None:
        return
    made = unit.insert(Checklist, [{"key": booklet.key, "title": booklet.title, "valid_from": _VALID_FROM}])
    names = {section.key: section.printed for section in booklet.sections}
    unit.insert(
        Question,
        [
            {
                "checklist_id": made.start,
                "number": question.number,
                "section": names[question.section],
                "section_number": question.section_number,
                "text": question.text,
                "short": question.short,
                "due": question.rule,
                "months": list(question.months),
                "end_of_month": question.end_of_month,
                "due_words": question.due_words,
                "evidence_key": question.evidence,
            }
            for question in booklet.questions
        ],
    )


def add_area(store: Store, name: str, actor: Actor = PROGRAM) -> int:
    """Add an area after the others; returns its id. Raises CannotDo for an empty name or one in use."""
    require(actor.role, Act.MANAGE_PEOPLE)
    name = " ".join(name.split())
    if not name:
        raise CannotDo("Give the area a name.")
    _shown(name)
    with store.write(actor, f"Added the area {name}", ChangeKind.SETUP) as unit:
        others = unit.session.execute(select(Area.name, Area.position)).all()
        if name.casefold() in {other.casefold() for other, _ in others}:
            raise CannotDo(f"There is an area “{name}” already: choose another name.")
        last = max((position for _, position in others), default=0)
        return unit.add(Area(name=name, position=last + 1)).id


def add_person(
    store: Store,
    surname: str,
    title: str,
    role: Role,
    areas: Sequence[int] = (),
    *,
    number: str = "",
    actor: Actor = PROGRAM,
) -> int:
    """Add a person with postings to ``areas`` (ids); returns the person's id.

    Raises CannotDo without a surname or title, and for a collar number that somebody else has.
    """
    require(actor.role, Act.MANAGE_PEOPLE)
    surname, title, number = (" ".join(text.split()) for text in (surname, title, number))
    if not surname or not title:
        raise CannotDo("Give a surname and a title, such as PC or Insp.")
    _shown(surname + title + number)
    with store.write(actor, f"Added {title} {surname}", ChangeKind.SETUP) as unit:
        if number and unit.session.scalar(
            select(Person.id).where(Person.number == number, Person.left_on.is_(None))
        ):
            raise CannotDo(f"The number {number} belongs to somebody else: check it.")
        person = unit.add(Person(surname=surname, title=title, number=number, role=role))
        for area_id in dict.fromkeys(areas):
            unit.add(Posting(person_id=person.id, area_id=area_id))
        return person.id


def _shown(name: str) -> None:
    if not can_be_shown(name):
        raise CannotDo("The name holds characters that cannot be shown: type it rather than paste it.")
