"""A peer review as a PDF."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import select

from npt_desktop.errors import CannotDo
from npt_desktop.files import file_name
from npt_desktop.models.kinds import PeerRating
from npt_desktop.models.peer import PeerReview
from npt_desktop.reports.page import write_pdf
from npt_desktop.reports.peer import PeerBefore, PeerReport, PeerRow, PeerSection, peer_document
from npt_desktop.rules.peer import rating_state
from npt_desktop.services.desk import Desk
from npt_desktop.services.peer import PeerLine, PeerPage, PeerReviews
from npt_desktop.services.reporting_quality import marking_of


def peer_pdf(desk: Desk, path: Path, review_id: int | None = None) -> str:
    """Write a review, the latest by default; returns its title. Call off the window's thread.

    Raises CannotDo when there is none, or the file cannot be written.
    """
    trace = desk.takes_out(path)
    page = PeerReviews(desk).page(review_id)
    if page.review is None:
        raise CannotDo("No peer review has been begun: begin one on the QA screen.")
    write_pdf(
        peer_document(peer_report(page, marking_of(desk)), desk.store.clock.now().astimezone()), path, trace
    )
    return page.review.title


def review_of_year(desk: Desk, year: int) -> int:
    """The latest review held in a year. Raises CannotDo when there is none."""
    with desk.read() as session:
        found = session.scalar(
            select(PeerReview.id)
            .where(PeerReview.held_on >= date(year, 1, 1), PeerReview.held_on <= date(year, 12, 31))
            .order_by(PeerReview.held_on.desc(), PeerReview.id.desc()).limit(1)
        )  # fmt: skip
    if found is None:
        raise CannotDo(f"No peer review was held in {year}: choose another year.")
    return found


def peer_name(desk: Desk, title: str) -> str:
    """A file name that says what it is and carries the marking."""
    return file_name(title, marking_of(desk), ".pdf")


def peer_report(page: PeerPage, marking: str) -> PeerReport:
    """What a review is printed from."""
    review = page.review
    assert review is not None
    names = {area.key: area.name for area in page.areas}
    points = page.points
    return PeerReport(
        review.title,
        review.held_on,
        page.score.words,
        page.score.counts,
        f"Green {points[PeerRating.GREEN]}, amber {points[PeerRating.AMBER]}, red {points[PeerRating.RED]}",
        tuple(
            PeerSection(
                area.name, page.by_area[area.key].words, page.by_area[area.key].percent,
                page.by_area[area.key].counts, tuple(_row(line) for line in page.lines if line.area == area.key),
            )
            for area in page.areas
        ),
        tuple(
            PeerBefore(y.title, y.score.words, y.score.percent,
                       tuple((names.get(key, key), score.percent) for key, score in y.areas.items()))
            for y in page.years
        ),
        review.finished_at.astimezone() if review.finished_at else None,
        review.signed_by,
        marking,
    )  # fmt: skip


def _row(line: PeerLine) -> PeerRow:
    action = line.action
    return PeerRow(
        line.number, line.text, rating_state(line.rating), line.rating.label if line.rating else "Not rated",
        line.note, line.seen.replace("\n", "; ") if line.rating else "",
        action.title if action else "", action.owner if action else "", action.due_on if action else None,
        action.state if action else None,
    )  # fmt: skip
