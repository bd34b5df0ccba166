"""Counts by issue of one source: a quarter beside the one before and the same a year ago, with base and period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import TermKind
from npt_desktop.models.organisation import Area
from npt_desktop.models.priorities import SurveyResult
from npt_desktop.models.sources import AreaAge, Consultation, CrimeMonth, Lsoa, SurveyResponse
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules.periods import MONTHS, Quarter, add_months, month_of, months_from, number_of
from npt_desktop.rules.sources import (
    Change,
    Count,
    Held,
    Source,
    age_words,
    base_words,
    change,
    missing_months,
)
from npt_desktop.rules.streets import most_often, unpacked_streets
from npt_desktop.rules.wordings import Wordings
from npt_desktop.rules.words import listed, matching_form
from npt_desktop.services.wordings import wordings

NO_CATEGORY = "No category"
"""The line of what fits no issue."""


@dataclass(frozen=True, slots=True)
class IssueLine:
    """One issue in the three quarters; ``key`` is the id of its term as text, or its words."""

    key: str
    label: str
    now: Count | None
    before: Count | None
    year_ago: Count | None

    @property
    def issue_id(self) -> int | None:
        return int(self.key) if self.key.isdecimal() else None


@dataclass(frozen=True, slots=True)
class SourceTable:
    """One source. ``held`` is what is in of each of the three quarters, None where nothing is; ``cautions`` are
    sentences about who was asked and what is not in."""

    source: Source
    quarters: tuple[Quarter, Quarter, Quarter]
    held: tuple[Held | None, Held | None, Held | None]
    lines: tuple[IssueLine, ...]
    cautions: tuple[str, ...]

    def line(self, issue_id: int | None) -> tuple[int, IssueLine] | None:
        """The rank (from 1) and line of an issue in the quarter, None where nobody named it."""
        named = [each for each in self.lines if each.now is not None and each.key != NO_CATEGORY]
        for rank, each in enumerate(named, 1):
            if issue_id is not None and each.issue_id == issue_id:
                return rank, each
        return None

    def on_before(self, line: IssueLine) -> Change:
        """How an issue stands against the quarter before."""
        return change(line.now, line.before, self.held[0], self.held[1])

    def on_year(self, line: IssueLine) -> Change:
        """How an issue stands against the same quarter a year ago."""
        return change(line.now, line.year_ago, self.held[0], self.held[2])


@dataclass
class _Tally:
    """One quarter as it is being counted. ``bases`` holds a base for each issue where they differ, ``least`` the
    smallest of them where it is not ``base``."""

    counts: Counter[str] = field(default_factory=Counter)
    bases: Counter[str] = field(default_factory=Counter)
    base: int | None = None
    least: int | None = None
    months: set[date] = field(default_factory=set)
    unsorted: Counter[str] = field(default_factory=Counter)
    ages: Counter[str] = field(default_factory=Counter)
    total: int = 0
    labels: dict[str, str] = field(default_factory=dict)
    lost: int = 0

    def count(self, key: str) -> Count | None:
        found = self.counts.get(key)
        return None if found is None else Count(found, self.bases.get(key) or self.base)


Counting = Callable[[Session, int | None, Quarter, Wordings], _Tally]


def tables_of(
    session: Session, sources: Iterable[Source], area_id: int | None, data: Quarter, today: date
) -> dict[Source, SourceTable]:
    """The tables of some sources for an area, or for all with None, in the quarter ``data``."""
    words = wordings(session)
    return {source: _table_of(session, source, area_id, data, today, words) for source in sources}


def _table_of(
    session: Session, source: Source, area_id: int | None, data: Quarter, today: date, words: Wordings
) -> SourceTable:
    three = data, data.previous(), Quarter(add_months(data.start, -12))
    tallies = [_COUNTING[source](session, area_id, quarter, words) for quarter in three]
    labels = {str(key): label for key, label in session.execute(
        select(Term.id, Term.label).where(Term.kind == TermKind.ISSUE)
    )}  # fmt: skip
    for tally in tallies:
        labels = {**tally.labels, **labels}
    now, before, year_ago = tallies
    keys = {key for tally in tallies for key in tally.counts}
    lines = [
        IssueLine(key, labels.get(key, key), now.count(key), before.count(key), year_ago.count(key))
        for key in keys
    ]
    lines.sort(
        key=lambda each: (
            each.key == NO_CATEGORY,
            *(-_size(c) for c in (each.now, each.before, each.year_ago)),
            each.label,
        )
    )
    held = _held(now, three[0]), _held(before, three[1]), _held(year_ago, three[2])
    return SourceTable(
        source, three, held, tuple(lines), tuple(_cautions(session, source, area_id, now, held[0], today))
    )


def _size(count: Count | None) -> float:
    return -1.0 if count is None else count.figure


def _held(tally: _Tally, quarter: Quarter) -> Held | None:
    if not tally.months:
        return None
    return Held(quarter, tally.base, tally.total, tuple(sorted(tally.months)))


def _cautions(
    session: Session, source: Source, area_id: int | None, now: _Tally, held: Held | None, today: date
) -> list[str]:
    said: list[str] = []
    if held is None:
        return said
    asked = (now.least or held.base) if source in (Source.SURVEY, Source.RESPONSES) else None
    if now.least is not None and now.least != held.base:
        said.append(
            f"The figures have different bases, the smallest of {number_of(now.least, 'person', 'people')}."
        )
    if asked is not None and (words := base_words(asked)):
        said.append(words)
    late = [month for month in missing_months(held) if month <= today]
    if late and source is Source.CRIME:
        said.append(f"{listed(MONTHS[month.month - 1] for month in late)} not brought in yet.")
    if source is Source.RESPONSES:
        said += _ages(session, area_id, now.ages)
    if now.unsorted:
        most = listed(f"“{phrase}” {count}" for phrase, count in now.unsorted.most_common(3))
        fits = number_of(len(now.unsorted), "phrase fits", "phrases fit")
        said.append(f"{fits} no category, most often {most}.")
    if now.lost:
        said.append(
            f"{number_of(now.lost, 'crime lies', 'crimes lie')} in small areas that count towards no area yet."
        )
    return said


def _ages(session: Session, area_id: int | None, answered: Mapping[str, int]) -> tuple[str, ...]:
    query = select(AreaAge.band, AreaAge.people)
    area = "the areas"
    if area_id is not None:
        query = query.where(AreaAge.area_id == area_id)
        area = session.get_one(Area, area_id).name
    people: Counter[str] = Counter()
    for band, count in session.execute(query):
        people[band] += count
    return age_words(answered, people, area)


# ------------------------------------------------------------------------------------------ each source
def _survey(session: Session, area_id: int | None, quarter: Quarter, words: Wordings) -> _Tally:
    """Figures as the survey gives them; of all areas together the people of each are added up."""
    s, tally = SurveyResult, _Tally()
    query = select(s.area_id, s.issue_id, s.issue_text, s.base, s.count).where(s.period == quarter.start)
    if area_id is not None:
        query = query.where(s.area_id == area_id)
    asked: dict[int, int] = {}
    least: dict[int, int] = {}
    for area, issue_id, text, base, count in session.execute(query):
        key = str(issue_id) if issue_id is not None else _one(words, text)
        tally.labels.setdefault(key, text)
        tally.counts[key] += count
        tally.bases[key] += base
        tally.total += count
        asked[area] = max(asked.get(area, base), base)
        least[area] = min(least.get(area, base), base)
    if asked:
        tally.base, tally.least = sum(asked.values()), sum(least.values())
        tally.months = set(quarter.months)
    return tally


def _one(words: Wordings, text: str) -> str:
    """The one issue a survey's own words mean, else the words: a figure is never counted twice."""
    keys = words.read(text).keys
    return keys[0] if len(keys) == 1 else matching_form(text)


def _responses(session: Session, area_id: int | None, quarter: Quarter, words: Wordings) -> _Tally:
    """People who named an issue, each person once an issue, of those who answered."""
    r, tally = SurveyResponse, _Tally()
    query = select(r.issues, r.age_band).where(r.day.between(quarter.start, quarter.end))
    if area_id is not None:
        query = query.where(r.area_id == area_id)
    people = 0
    for issues, band in session.execute(query):
        people += 1
        keys, unsorted = words.of_answer(issues)
        tally.counts.update(keys)
        tally.total += len(keys)
        tally.ages[band] += 1
        tally.unsorted.update({phrase.casefold() for phrase in unsorted})
        if unsorted:
            tally.counts[NO_CATEGORY] += 1
    if people:
        tally.base, tally.months = people, set(quarter.months)
    return tally


def _crime(session: Session, area_id: int | None, quarter: Quarter, words: Wordings) -> _Tally:
    """Crimes of the small areas that count towards an area; of the force, all but those set aside."""
    c, tally = CrimeMonth, _Tally()
    tally.months.update(session.scalars(select(c.month).where(c.month.in_(quarter.months)).distinct()))
    ours: ColumnElement[bool] = Lsoa.set_aside.is_(False)
    if area_id is not None:
        ours = or_(Lsoa.area_id == area_id, and_(Lsoa.area_id.is_(None), ours))
    rows = session.execute(
        select(c.counts, Lsoa.area_id)
        .join(Lsoa, Lsoa.id == c.lsoa_id)
        .where(c.month.in_(quarter.months), ours)
    )
    kinds: Counter[str] = Counter()
    for counts, area in rows:
        if area is None:
            tally.lost += sum(counts.values())
        if area_id is None or area == area_id:
            kinds.update(counts)
    for kind, count in kinds.items():
        key = next(iter(words.read(kind).keys), NO_CATEGORY)
        tally.counts[key] += count
        tally.total += count
        if key == NO_CATEGORY:
            tally.unsorted[kind] += count
    return tally


def streets_of(session: Session, area_id: int, quarter: Quarter) -> dict[str, list[tuple[str, int]]]:
    """Where an area's crimes of a quarter were, by the key of the issue they count as: places as published, the most
    crimes first."""
    c, words = CrimeMonth, wordings(session)
    rows = session.scalars(
        select(c.streets).join(Lsoa, Lsoa.id == c.lsoa_id)
        .where(c.month.in_(quarter.months), Lsoa.area_id == area_id)
    )  # fmt: skip
    keys: dict[str, str] = {}
    found: dict[str, Counter[str]] = {}
    for text in rows:
        for (kind, street), count in unpacked_streets(text).items():
            if kind not in keys:
                keys[kind] = next(iter(words.read(kind).keys), NO_CATEGORY)
            found.setdefault(keys[kind], Counter())[street] += count
    return {key: most_often(counts) for key, counts in found.items()}


def _consultation(session: Session, area_id: int | None, quarter: Quarter, words: Wordings) -> _Tally:
    """Consultations that speak of an issue; where none was chosen, the issues their words name."""
    c, tally = Consultation, _Tally()
    query = select(c.issue_id, c.said).where(c.day.between(quarter.start, quarter.end))
    if area_id is not None:
        query = query.where(c.area_id == area_id)
    for issue_id, said in session.execute(query):
        tally.total += 1
        tally.counts.update((str(issue_id),) if issue_id is not None else words.named(said) or (NO_CATEGORY,))
    if tally.total:
        tally.months = set(quarter.months)
    return tally


def _log(session: Session, area_id: int | None, quarter: Quarter, words: Wordings) -> _Tally:
    """Engagements whose summary or outcome names an issue, of all engagements of the quarter."""
    e, tally = EngagementEntry, _Tally()
    query = select(e.summary, e.outcome, e.day).where(e.day.between(quarter.start, quarter.end))
    if area_id is not None:
        query = query.where(e.area_id == area_id)
    entries = 0
    for summary, outcome, day in session.execute(query):
        entries += 1
        named = words.named(f"{summary}; {outcome}")
        tally.counts.update(named)
        tally.total += len(named)
        tally.months.add(month_of(day))
    if entries:
        tally.base, tally.months = entries, set(months_from(quarter.start, quarter.end))
    return tally


_COUNTING: Mapping[Source, Counting] = {
    Source.SURVEY: _survey,
    Source.RESPONSES: _responses,
    Source.CRIME: _crime,
    Source.CONSULTATION: _consultation,
    Source.LOG: _log,
}
