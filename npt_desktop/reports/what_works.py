"""What Works on paper and as a page: the digest of a quarter's board, and one entry with what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from npt_desktop.reports.document import (
    OFFICIAL_SENSITIVE,
    Block,
    Bullets,
    Cell,
    Document,
    Facts,
    Heading,
    Quote,
    Words,
    quiet,
)
from npt_desktop.reports.web import STYLE, paragraphs, safe
from npt_desktop.reports.wording import count, form_date, public_date, quarter_words


@dataclass(frozen=True, slots=True)
class WorksRecord:
    """An entry as it is printed. ``headings`` are the five, each with what was written or why it was not."""

    title: str
    area: str
    kind: str
    reference: str
    state: str
    result: str
    label: str
    problem: str
    headings: tuple[tuple[str, str], ...]
    feedback: str
    submitted_on: date | None
    submitted_by: str
    decided_on: date | None
    shared_on: date | None
    shared_where: str
    files: tuple[str, ...] = ()
    marking: str = OFFICIAL_SENSITIVE


@dataclass(frozen=True, slots=True)
class DigestRecord:
    """The digest of the board of the quarter that begins with ``first_month``."""

    first_month: date
    shared: tuple[WorksRecord, ...]
    kept: int
    returned: int
    waiting: int
    marking: str = OFFICIAL_SENSITIVE


def entry_document(entry: WorksRecord, printed_at: datetime) -> Document:
    """One entry on paper."""
    facts: list[tuple[str, Cell]] = [
        ("Area", entry.area), ("State", entry.state), ("Kind", entry.kind), ("Plan", entry.reference or "None"),
        ("Result", entry.result or "Not judged"), ("Board’s label", entry.label or "None yet"),
        ("Submitted", _when(entry.submitted_on, entry.submitted_by)), ("Board decided", form_date(entry.decided_on, "Not yet")),
        ("On the portal", form_date(entry.shared_on, "Not yet")), ("Where", entry.shared_where or "–"),
    ]  # fmt: skip
    blocks: list[Block] = [Facts(tuple(facts)), *_told(entry, level=1)]
    if entry.files:
        blocks += [Heading("Evidence files"), Bullets(entry.files)]
    return Document(
        title=entry.title, subtitle=f"What Works entry, {entry.area}", printed_at=printed_at, blocks=tuple(blocks),
        marking=entry.marking,
    )  # fmt: skip


def digest_document(digest: DigestRecord, printed_at: datetime) -> Document:
    """The digest on paper: what the board shares, one entry after another."""
    blocks: list[Block] = [Words(_summary(digest))]
    for entry in digest.shared:
        blocks += [Heading(entry.title), quiet(_line(entry)), *_told(entry, level=2)]
    return Document(
        title="What Works digest", subtitle=f"Board of {quarter_words(digest.first_month)}", printed_at=printed_at,
        blocks=tuple(blocks), marking=digest.marking,
    )  # fmt: skip


def digest_html(digest: DigestRecord) -> str:
    """The digest as a page of HTML 5 that stands alone; everything from people escaped."""
    title = f"What Works digest, {quarter_words(digest.first_month)}"
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en-GB">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{safe(title)}</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        '<a class="skip" href="#main">Skip to the entries</a>',
        "<header>",
        f"<p>{safe(digest.marking.upper())}</p>",
        f"<h1>{safe(title)}</h1>",
        f"<p>{safe(_summary(digest))}</p>",
        "</header>",
        '<main id="main" tabindex="-1">',
    ]
    for place, entry in enumerate(digest.shared, start=1):
        key = f"entry-{place}"
        parts += [f'<section aria-labelledby="{key}">', f'<h2 id="{key}">{safe(entry.title)}</h2>']
        parts.append(f'<p class="dates">{safe(_line(entry))}</p>')
        for name, text in _said(entry):
            parts += [f"<h3>{safe(name)}</h3>", *paragraphs(text)]
        parts.append("</section>")
    parts += [
        "</main>",
        '<footer aria-label="About this page">',
        f"<p>{safe(digest.marking.upper())}</p>",
        "</footer>",
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(parts)


def _said(entry: WorksRecord) -> list[tuple[str, str]]:
    told = [("Problem", entry.problem), *entry.headings, ("What the board thought", entry.feedback)]
    return [(name, text) for name, text in told if text.strip()]


def _told(entry: WorksRecord, *, level: int) -> list[Block]:
    blocks: list[Block] = []
    for name, text in [("Problem", entry.problem), *entry.headings]:
        blocks += [Heading(name, level), Words(text) if text.strip() else quiet("Not written.")]
    if entry.feedback.strip():
        blocks += [Heading("What the board thought", level), Quote(entry.feedback)]
    return blocks


def _line(entry: WorksRecord) -> str:
    day = public_date(entry.decided_on) if entry.decided_on else ""
    parts = (
        entry.label,
        entry.kind,
        entry.area,
        entry.reference,
        f"board of {day}" if day else "",
        entry.shared_where,
    )
    return " · ".join(part for part in parts if part)


def _summary(digest: DigestRecord) -> str:
    shared = count(len(digest.shared), "entry", "entries") if digest.shared else "No entry"
    return (
        f"{shared} shared, {digest.kept} kept on file, {digest.returned} returned for more work; "
        f"{digest.waiting} waiting for the board."
    )


def _when(day: date | None, by: str) -> str:
    return " by ".join(part for part in (form_date(day), by) if part) or "Not yet"
