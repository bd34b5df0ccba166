"""One text in all its forms: made, checked, saved, put on record, and counted afterwards.

Sources: booklet, Priority setting, steps 4 and 6; data.police.uk, neighbourhood priorities. Who releases a text
answers for it: every form passes the guard first, and what went out is kept word for word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import or_, select

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.files import file_name, write_atomically
from npt_desktop.models.kinds import PublicationKind
from npt_desktop.models.priorities import Publication
from npt_desktop.reports.poster import poster_pdf
from npt_desktop.reports.public_forms import (
    Ended,
    MonthUpdate,
    alert_message,
    blog,
    newsletter,
    police_uk_csv,
    short_post,
)
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import Quarter, month_label, month_of
from npt_desktop.rules.public_phrases import standard_phrases
from npt_desktop.rules.publishing import Finding, FindingKind
from npt_desktop.services.desk import Desk, current
from npt_desktop.services.guard import kept_for, open_in, refuse_open
from npt_desktop.services.marking import refuse_public
from npt_desktop.services.priorities import Priorities
from npt_desktop.services.publication import Publishing, public_texts
from npt_desktop.services.round_page import RoundPage, cards_of, round_of

COUNTS = {
    "reach": "Reached",
    "likes": "Likes",
    "comments": "Comments",
    "shares": "Shares",
    "registrations": "New registrations",
    "recipients": "Sent to",
}
"""Figures that may be added to a publication, and what they are called."""


@dataclass(frozen=True, slots=True)
class PublicForm:
    """One form. ``kind`` is what its record is called; ``limit`` is the most characters it may hold, 0 for no
    limit; ``body`` is the file where it is no text; an ``editable`` text may be changed before it goes out."""

    key: str
    label: str
    kind: PublicationKind
    text: str
    suffix: str
    editable: bool = False
    limit: int = 0
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class PublicForms:
    """Every form of a quarter and month, and what the guard finds in the words they are made from."""

    area_id: int
    area: str
    marking: str
    quarter: Quarter
    month: date
    forms: tuple[PublicForm, ...]
    findings: dict[str, tuple[Finding, ...]]
    out: tuple[Publication, ...]

    def form(self, key: str) -> PublicForm:
        """The form of a key."""
        return next(form for form in self.forms if form.key == key)

    def stem(self, form: PublicForm) -> str:
        """What its file is called."""
        if form.key == "text":
            return f"Priorities {self.area} {self.quarter.start:%Y-%m}"
        if form.kind in (PublicationKind.NEWSLETTER, PublicationKind.BLOG):
            return f"{form.label} {self.area} {self.month:%Y-%m}"
        return f"{form.label} {self.area} {self.quarter.start:%Y-%m}"


class Forms:
    """The forms of the public words, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def of(self, area_id: int, quarter: Quarter, month: date | None = None) -> PublicForms:
        """Every form of a quarter; newsletter and blog are of ``month``, the latest of the quarter begun by today
        where none is given. Raises CannotDo before the priorities are set."""
        version = Publishing(self._desk).public_page(area_id, quarter)
        page = Priorities(self._desk).page(area_id, quarter)
        month = (
            month_of(month)
            if month
            else max(quarter.start, min(month_of(self._desk.today), quarter.months[2]))
        )
        address = page.publication.address if page.publication else ""
        updates = _updates(page, month)
        said = standard_phrases()
        kinds = PublicationKind
        forms = (
            PublicForm("page", "Priorities", kinds.PRIORITIES, version.html, ".html"),
            PublicForm("text", "Plain text", kinds.PRIORITIES, version.text, ".txt"),
            PublicForm("police_uk", "police.uk fields", kinds.PRIORITIES, version.fields, ".json"),
            PublicForm("police_uk_csv", "police.uk fields", kinds.PRIORITIES, police_uk_csv(version.page), ".csv"),
            PublicForm("alert", "Alert message", kinds.ALERT,
                       alert_message(version.page, self._before(area_id, quarter)), ".txt", True,
                       said.alert_characters),
            PublicForm("post", "Short post", kinds.POST, short_post(version.page, address), ".txt", True,
                       said.post_characters),
            PublicForm("newsletter", "Newsletter", kinds.NEWSLETTER, newsletter(version.page, month, updates), ".txt",
                       True),
            PublicForm("blog", "Blog", kinds.BLOG, blog(version.page, month, updates), ".txt", True),
            PublicForm("poster", "Poster", kinds.POSTER, version.text, ".pdf",
                       body=poster_pdf(version.page, address, self._desk.trace())),
        )  # fmt: skip
        return PublicForms(
            area_id, page.area, version.page.marking, quarter, month, forms, self._findings(area_id, page, forms),
            self.out(area_id, quarter),
        )  # fmt: skip

    def out(self, area_id: int, quarter: Quarter) -> tuple[Publication, ...]:
        """What was put out of a quarter, latest first: its round's, and the area's of its months."""
        with self._desk.read() as session:
            found = round_of(session, area_id, quarter)
            p = Publication
            own = p.round_id == (found.id if found else None)
            rows = select(p).where(
                p.area_id == area_id,
                or_(own, p.round_id.is_(None) & p.month.between(quarter.start, quarter.end)),
            )
            return tuple(session.scalars(rows.order_by(p.published_on.desc(), p.id.desc())))

    def check(self, area_id: int, text: str) -> tuple[Finding, ...]:
        """What the guard finds in a text as it stands, without what is kept."""
        with self._desk.read() as session:
            return open_in(session, area_id, self._desk.today, {"text": text}).get("text", ())

    def save(self, found: PublicForms, folder: Path) -> list[Path]:
        """Write every form into a folder; returns the files. Raises Incomplete while a finding is open, CannotDo
        when a file cannot be written."""
        refuse_open(found.findings, {name: f"{name}: " for name in found.findings})
        edited = self._composed(found.area_id, found.forms)
        refuse_open(edited, {name: f"{name}: " for name in edited})
        self._publishable(found.area_id, found.quarter)
        made = []
        for form in found.forms:
            path = folder / file_name(found.stem(form), found.marking, form.suffix)
            self._desk.takes_out(path)
            with write_atomically(path) as out:
                text = form.text if form.text.endswith("\n") else f"{form.text}\n"
                out.write(text.encode("utf-8", "replace") if form.body is None else form.body)
            made.append(path)
        return made

    def _publishable(self, area_id: int, quarter: Quarter) -> None:
        page = Priorities(self._desk).page(area_id, quarter)
        with self._desk.read() as session:
            refuse_public(session, [card.priority for card in page.cards])

    def record(
        self,
        area_id: int,
        quarter: Quarter,
        kind: PublicationKind,
        day: date,
        *,
        text: str,
        channels: Sequence[str],
        address: str = "",
        month: date | None = None,
    ) -> int:
        """Put on record that a text went out in one of its other forms; returns the id of the publication.

        Raises NotAllowed, Incomplete for what is lacking, a text that is too long or a finding of the guard.
        """
        require(self._desk.actor.role, Act.PUBLISH_UPDATE)
        if kind in (PublicationKind.PRIORITIES, PublicationKind.UPDATE):
            raise ValueError("the page and the updates are published by their own steps")
        found = {}
        said = standard_phrases()
        limits = {PublicationKind.POST: ("post", said.post_characters),
                  PublicationKind.ALERT: ("Alert message", said.alert_characters)}  # fmt: skip
        called, limit = limits.get(kind, ("", 0))
        if not text.strip():
            found["text"] = "Write the text."
        elif limit and len(text) > limit:
            found["text"] = f"Shorten the {called} by {len(text) - limit:,} to {limit:,} characters."
        if day > self._desk.today:
            found["day"] = "Enter a date that is not in the future."
        if not channels:
            found["channels"] = "Choose where it was put."
        if found:
            raise Incomplete(found)
        page = Priorities(self._desk).page(area_id, quarter)
        if page.round is None or page.round.decided_on is None:
            raise CannotDo("Set the priorities before publishing them.")
        self._publishable(area_id, quarter)
        self._refuse_words(area_id, page, kind)
        title = f"{kind.label}, {month_label(month) if month else quarter.spoken}"
        with self._desk.write(f"Recorded the {kind.label.lower()} of {page.area}") as unit:
            if kind is not PublicationKind.POSTER:
                refuse_open(open_in(unit.session, area_id, self._desk.today, {"text": text}))
            return unit.add(Publication(
                area_id=area_id, month=month_of(month or day), kind=kind, round_id=page.round.id, title=title,
                text=text, channels=list(channels), address=address.strip(), published_on=day,
                by_id=self._desk.actor.person_id,
                kept=kept_for(unit.session, area_id, self._desk.today, [text]),
            )).id  # fmt: skip

    def count(self, publication_id: int, version: int, figures: Mapping[str, int | None]) -> None:
        """Add engagement figures to a publication; nothing else of it ever changes. Raises Incomplete, Clash."""
        require(self._desk.actor.role, Act.WRITE_UPDATE)
        if set(figures) - set(COUNTS):
            raise ValueError(f"not figures of a publication: {sorted(set(figures) - set(COUNTS))}")
        below = {
            name: "Enter a figure of nought or more."
            for name, n in figures.items()
            if n is not None and n < 0
        }
        if below:
            raise Incomplete(below)
        with self._desk.write("Counted what a publication reached") as unit:
            publication = current(unit, Publication, publication_id, version)
            for name, figure in figures.items():
                setattr(publication, name, figure)
            publication.counted_on = self._desk.today

    def _before(self, area_id: int, quarter: Quarter) -> tuple[Ended, ...]:
        """The priorities of the quarter before that were closed with a result, carried over or not."""
        earlier = quarter.previous()
        with self._desk.read() as session:
            found = round_of(session, area_id, earlier)
            cards = cards_of(session, found, earlier) if found else ()
        return tuple(
            Ended(c.priority.title, c.priority.result.label.lower())
            for c in cards
            if c.priority.result is not None
        )

    def _findings(
        self, area_id: int, page: RoundPage, forms: Sequence[PublicForm]
    ) -> dict[str, tuple[Finding, ...]]:
        """Open findings by the name of the text. Reading age is judged on the words themselves, once."""
        found = self._in_words(area_id, page)
        known = {(f.kind, f.text) for findings in found.values() for f in findings}
        for name, findings in self._composed(area_id, forms).items():
            fresh = tuple(f for f in findings if (f.kind, f.text) not in known)
            if fresh:
                found[name] = fresh
        return found

    def _refuse_words(self, area_id: int, page: RoundPage, kind: PublicationKind) -> None:
        """Raise Incomplete for what is open in the words a form is made from: all of it for the poster, which nobody
        edits; an empty part for the Alert, whose other words are checked as they stand."""
        if kind not in (PublicationKind.POSTER, PublicationKind.ALERT):
            return
        whole = kind is PublicationKind.POSTER
        found = {
            name: tuple(f for f in findings if whole or f.kind is FindingKind.EMPTY)
            for name, findings in self._in_words(area_id, page).items()
        }
        refuse_open(found, {name: f"{name}: " for name in found})

    def _in_words(self, area_id: int, page: RoundPage) -> dict[str, tuple[Finding, ...]]:
        """Open findings in the wordings and the published updates, an empty wording among them."""
        texts = {f"Priority {number}": text for number, text in public_texts(page).items()}
        for card in page.cards:
            for update in card.updates:
                if update is not None and update.published_on is not None:
                    name = f"Priority {card.priority.number}, {month_label(update.month)} update"
                    texts[name] = "\n".join((update.you_said, update.we_did, update.next_steps))
        empty = [c.priority.number for c in page.cards if not c.priority.public_wording.strip()]
        texts |= {f"Priority {number}": "" for number in empty}
        with self._desk.read() as session:
            return open_in(session, area_id, self._desk.today, texts)

    def _composed(self, area_id: int, forms: Sequence[PublicForm]) -> dict[str, tuple[Finding, ...]]:
        """Open findings of the texts composed of the words, by form, without the reading age."""
        texts = {form.label: form.text for form in forms if form.editable}
        with self._desk.read() as session:
            found = open_in(session, area_id, self._desk.today, texts)
        judged = {n: tuple(f for f in fs if f.kind is not FindingKind.READING) for n, fs in found.items()}
        return {name: findings for name, findings in judged.items() if findings}


def _updates(page: RoundPage, month: date) -> tuple[MonthUpdate, ...]:
    place = page.quarter.months.index(month) if month in page.quarter.months else 0
    found = []
    for card in page.cards:
        update = card.updates[place]
        told = update is not None and update.published_on is not None
        parts = (update.you_said, update.we_did, update.next_steps) if update is not None and told else None
        found.append(MonthUpdate(card.priority.title, parts))
    return tuple(found)
