"""Putting priorities before the public: the page as it will be read, the checks before it goes out, its files.

Sources: booklet, Priority setting, step 4; design guide, workflow A, step 5. The program cannot publish on the
force's website itself: a person does, and the exact text, day and address are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import func, select

from npt_desktop.errors import CannotDo
from npt_desktop.files import file_name, write_atomically
from npt_desktop.models.kinds import NoteKind, State, TermKind
from npt_desktop.models.organisation import Setting
from npt_desktop.models.quality import EvidenceNote
from npt_desktop.reports.public import (
    PublicCorrection,
    PublicPage,
    PublicPriority,
    PublicUpdate,
    police_uk,
    public_html,
    public_text,
)
from npt_desktop.reports.web import traced
from npt_desktop.rules.periods import Quarter, day_month, public_date
from npt_desktop.rules.public_wording import UPDATE_PARTS, split_wording, update_text
from npt_desktop.rules.publishing import Finding, summary
from npt_desktop.rules.thresholds import standard_thresholds
from npt_desktop.rules.words import listed
from npt_desktop.services.desk import Choice, Desk
from npt_desktop.services.guard import open_in, public_names
from npt_desktop.services.priorities import Priorities
from npt_desktop.services.round_page import PriorityCard, RoundPage

FORCE = "Your neighbourhood policing team"
"""Stands at the head of the page until a store's setting ``force`` names one."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list before publishing; where it is not good, ``screen``, ``record`` and ``field`` say
    where to mend it."""

    state: State
    says: str
    screen: str = "priorities"
    record: int | None = None
    field: str = ""

    @property
    def good(self) -> bool:
        return self.state is State.GOOD


@dataclass(frozen=True, slots=True)
class PublicVersion:
    """The page of a quarter as the public will read it, in three forms."""

    page: PublicPage
    html: str
    text: str
    fields: str


class Publishing:
    """The public's side of a priority round, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def public_page(self, area_id: int, quarter: Quarter) -> PublicVersion:
        """The page as it will stand when published today (or as it was published). Raises CannotDo before
        the priorities are set."""
        page = Priorities(self._desk).page(area_id, quarter)
        found = page.round
        if found is None or found.decided_on is None:
            raise CannotDo("Set the priorities first: then the page can be previewed.")
        with self._desk.read() as session:
            force = session.get(Setting, "force")
        met = page.meeting.held_on if page.meeting else None
        with_whom = " with the council and other partners" if met else ""
        how = f"We chose these priorities on {public_date(found.decided_on)}{with_whom}, after asking what matters to people locally."
        public = PublicPage(
            area=page.area,
            force=str(force.value.get("text", FORCE)) if force else FORCE,
            first_month=quarter.start,
            priorities=tuple(
                _public(card, found.survey_on, found.decided_on, self._corrected(area_id, card))
                for card in page.cards
            ),
            published_on=found.published_on or self._desk.today,
            changed_on=self._changed_on(page),
            next_round=quarter.next().publish_by,
            how_set=how,
        )
        return PublicVersion(public, public_html(public), public_text(public), police_uk(public))

    def _corrected(self, area_id: int, card: PriorityCard) -> dict[int, tuple[PublicCorrection, ...]]:
        """The corrections of a priority's updates as the public reads them, by the id of the update. Parts corrected
        together are one; words before in which the guard finds something are not repeated."""
        texts = {str(c.id): c.was for c in card.corrections}
        with self._desk.read() as session:
            unfit = open_in(session, area_id, self._desk.today, texts)
        found: dict[tuple[int, datetime], list[str]] = {}
        for c in card.corrections:
            said = found.setdefault((c.update_id, c.made_at), [])
            if str(c.id) not in unfit:
                said.append(f"{UPDATE_PARTS.get(c.field, c.field)}: {c.was}")
        made: dict[int, tuple[PublicCorrection, ...]] = {}
        for (update_id, at), said in found.items():
            one = PublicCorrection(at.astimezone().date(), " ".join(said))
            made[update_id] = (*made.get(update_id, ()), one)
        return made

    def _changed_on(self, page: RoundPage) -> date | None:
        """When the words on the page were last changed after it was first published: today while they are not out."""
        if page.changed:
            return self._desk.today
        return page.publication.published_on if page.publication is not None and page.earlier else None

    def names(self) -> tuple[str, ...]:
        """Names the public should not read: every area's key individuals and everyone on the desk."""
        with self._desk.read() as session:
            return public_names(session)

    def checks(self, page: RoundPage, area_id: int) -> tuple[Check, ...]:
        """The seven checks of picture 02; a person decides, only empty wording and findings that are neither
        mended nor kept stop a publication."""
        with self._desk.read() as session:
            found = open_in(session, area_id, self._desk.today, public_texts(page))
            contacts = session.scalar(
                select(func.max(EvidenceNote.day)).where(
                    EvidenceNote.area_id == area_id, EvidenceNote.kind == NoteKind.CONTACTS_CHECK)
            )  # fmt: skip
        cards = page.cards
        return (
            _set(page), _worded(cards), _told(cards), _clean(cards, found), _planned(cards),
            self._contacts(contacts), _council(page),
        )  # fmt: skip

    def open_checks(self, page: RoundPage, area_id: int) -> int:
        """How many checks are left before publishing; none before the priorities are set or once they are out."""
        found = page.round
        if found is None or found.decided_on is None or found.published_on is not None:
            return 0
        return sum(not check.good for check in self.checks(page, area_id))

    def channels(self) -> list[Choice]:
        """Where a text may be put."""
        return self._desk.terms(TermKind.CHANNEL)

    def save(self, version: PublicVersion, folder: Path) -> list[Path]:
        """Write the page, the text and police.uk's fields into a folder; returns the files. Raises CannotDo
        when one cannot be written."""
        trace = self._desk.takes_out(folder)
        stem = f"Priorities {version.page.area} {version.page.first_month:%Y-%m}"
        parts = ((traced(version.html, trace), ".html"), (version.text, ".txt"), (version.fields, ".json"))
        made = []
        for body, suffix in parts:
            path = folder / file_name(stem, version.page.marking, suffix)
            with write_atomically(path) as out:
                out.write(body.encode("utf-8", "replace"))
            made.append(path)
        return made

    def _contacts(self, last: date | None) -> Check:
        today = self._desk.today
        if last is not None and (today - last).days <= standard_thresholds().contacts_days:
            return Check(State.GOOD, f"Team contacts checked {day_month(last, today)}")
        return Check(State.WARN, "Check the team’s contacts", "updates", None, "contacts")


def _public(
    card: PriorityCard,
    raised: date | None,
    agreed: date,
    corrected: Mapping[int, tuple[PublicCorrection, ...]],
) -> PublicPriority:
    priority = card.priority
    issue, action = split_wording(priority.public_wording)
    updates = tuple(
        PublicUpdate(u.published_on, update_text(u.you_said, u.we_did, u.next_steps).replace("\n\n", "\n"),
                     corrected.get(u.id, ()))
        for u in card.updates if u is not None and u.published_on is not None
    )  # fmt: skip
    return PublicPriority(issue, action, raised, agreed, priority.title, updates)


def public_texts(page: RoundPage) -> dict[str, str]:
    """The wordings of a round that say something, as the public reads them, by the number of the priority."""
    return {
        str(card.priority.number): f"{card.priority.title}. {card.priority.public_wording}"
        for card in page.cards if card.priority.public_wording.strip()
    }  # fmt: skip


def _numbers(cards: list[PriorityCard]) -> str:
    return listed(str(card.priority.number) for card in cards)


def _set(page: RoundPage) -> Check:
    if page.round is None or page.round.decided_on is None:
        return Check(State.WARN, "Set the priorities", field="decision")
    words = {1: "One priority", 2: "Two priorities", 3: "Three priorities"}
    return Check(State.GOOD, f"{words.get(len(page.cards), len(page.cards))} set")


def _worded(cards: tuple[PriorityCard, ...]) -> Check:
    empty = [c for c in cards if not c.priority.public_wording.strip()]
    if empty:
        verb = "is" if len(empty) == 1 else "are"
        return Check(State.WARN, f"Public wording for {_numbers(empty)} {verb} empty", record=empty[0].priority.id,
                     field="public_wording")  # fmt: skip
    return Check(State.GOOD, f"Public wording for {_numbers(list(cards))}")


def _told(cards: tuple[PriorityCard, ...]) -> Check:
    written = [c for c in cards if c.priority.public_wording.strip()]
    bare = [c for c in written if not split_wording(c.priority.public_wording)[1]]
    if bare:
        return Check(State.WARN, f"Say what you will do about {_numbers(bare)}", record=bare[0].priority.id,
                     field="public_wording")  # fmt: skip
    if not written:
        return Check(State.WARN, "Say what you will do", field="public_wording",
                     record=cards[0].priority.id if cards else None)  # fmt: skip
    return Check(State.GOOD, "Each says what you will do")


def _clean(cards: tuple[PriorityCard, ...], found: dict[str, tuple[Finding, ...]]) -> Check:
    for card in cards:
        findings = found.get(str(card.priority.number), ())
        if findings:
            says = f"{summary(findings)} in {card.priority.number}"
            return Check(State.WARN, says, record=card.priority.id, field="public_wording")
    return Check(State.GOOD, summary(()))


def _planned(cards: tuple[PriorityCard, ...]) -> Check:
    open_cards = [
        c for c in cards
        if not (c.plan is not None and c.plan.ecins_reference.strip()) and not c.priority.no_plan_reason.strip()
    ]  # fmt: skip
    if not open_cards:
        return Check(State.GOOD, f"Plan or reason for {_numbers(list(cards))}")
    says, first = f"Plan or reason for {_numbers(open_cards)} on E-CINS", open_cards[0]
    if first.plan is not None:
        return Check(State.WARN, says, "plans", first.plan.id, "ecins_reference")
    return Check(State.WARN, says, record=first.priority.id, field="plan")


def _council(page: RoundPage) -> Check:
    if page.meeting is not None and page.meeting.attended.strip():
        return Check(State.GOOD, "Council informed at the meeting")
    return Check(State.WARN, "Record who attended the meeting", field="attended")
