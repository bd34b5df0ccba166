"""What Works on paper: the digest of a quarter as PDF or HTML, and one entry as PDF."""

from __future__ import annotations

from pathlib import Path

from npt_desktop.files import file_name, write_atomically
from npt_desktop.models.kinds import OwnerKind
from npt_desktop.reports.document import OFFICIAL_SENSITIVE
from npt_desktop.reports.page import write_pdf
from npt_desktop.reports.web import traced
from npt_desktop.reports.what_works import (
    DigestRecord,
    WorksRecord,
    digest_document,
    digest_html,
    entry_document,
)
from npt_desktop.rules.periods import Quarter
from npt_desktop.rules.what_works import standard_sheet
from npt_desktop.services.desk import Desk
from npt_desktop.services.evidence_files import EvidenceFiles, Owner
from npt_desktop.services.what_works import EntryPage, WhatWorks
from npt_desktop.services.what_works_board import digest


def entry_pdf(desk: Desk, entry_id: int, path: Path) -> None:
    """Print one entry. Raises CannotDo when it is gone or the file cannot be written."""
    trace = desk.takes_out(path)
    files = EvidenceFiles(desk).of(Owner(OwnerKind.WHAT_WORKS, entry_id))
    record = entry_record(WhatWorks(desk).page(entry_id), tuple(file.printed for file in files))
    write_pdf(entry_document(record, desk.store.clock.now().astimezone()), path, trace)


def entry_record(page: EntryPage, files: tuple[str, ...] = ()) -> WorksRecord:
    """The entry as the report prints it; a heading that was explained says so."""
    entry, sheet = page.entry, standard_sheet()
    headings = []
    for heading in sheet.headings:
        text = getattr(entry, heading.field)
        why = getattr(entry, heading.why_not) if heading.explain else ""
        headings.append((heading.name, text or (f"Not known: {why}" if why else "")))
    return WorksRecord(
        title=entry.title, area=page.area, kind=entry.kind.label, reference=page.plan.reference if page.plan else "",
        state=page.state.label, result=entry.result.label if entry.result else "",
        label=sheet.labels.get(entry.label, ""), problem=entry.problem, headings=tuple(headings),
        feedback=entry.feedback, submitted_on=entry.submitted_on, submitted_by=page.name(entry.submitted_by_id),
        decided_on=entry.decided_on, shared_on=entry.shared_on, shared_where=entry.shared_where, files=files,
    )  # fmt: skip


def write_digest(desk: Desk, quarter: Quarter, path: Path) -> int:
    """Write a quarter's digest, as HTML for a name that ends so, else as PDF; returns how many entries.

    Long: call off the window's thread. Raises CannotDo when the file cannot be written.
    """
    trace = desk.takes_out(path)
    found = digest(desk, quarter)
    works = WhatWorks(desk)
    record = DigestRecord(
        quarter.start, tuple(entry_record(works.page(one)) for one in found.shared), found.kept, found.returned,
        found.waiting,
    )  # fmt: skip
    if path.suffix.lower() in (".html", ".htm"):
        with write_atomically(path) as out:
            out.write(traced(digest_html(record), trace).encode("utf-8", "replace"))
    else:
        write_pdf(digest_document(record, desk.store.clock.now().astimezone()), path, trace)
    return len(found.shared)


def digest_name(quarter: Quarter, suffix: str = ".pdf") -> str:
    """A file name that says what it is and carries the marking."""
    return file_name(f"What Works digest {quarter.label}", OFFICIAL_SENSITIVE, suffix)


def entry_name(page: EntryPage) -> str:
    """The name suggested for an entry's file, with its marking."""
    return file_name(f"What Works {page.entry.title}", OFFICIAL_SENSITIVE, ".pdf")
