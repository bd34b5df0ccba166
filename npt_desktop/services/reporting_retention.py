"""The disposal log as a PDF."""

from __future__ import annotations

from pathlib import Path

from npt_desktop.files import file_name
from npt_desktop.reports.page import write_pdf
from npt_desktop.reports.retention import DisposalRow, disposal_document
from npt_desktop.services.desk import Desk
from npt_desktop.services.marking import marking_of
from npt_desktop.services.retention import Retention


def disposal_pdf(desk: Desk, path: Path) -> int:
    """Write the disposal log; returns how many lines. Raises CannotDo when the file cannot be written."""
    trace = desk.takes_out(path)
    rows = tuple(
        DisposalRow(stub.disposed_on, stub.kind, stub.reference, stub.record_id, stub.record_uid, stub.ground,
                    stub.reason, stub.review_on, stub.by, stub.asked_by, stub.asked_on, stub.parts)
        for stub in Retention(desk).log()
    )  # fmt: skip
    write_pdf(disposal_document(rows, desk.store.clock.now().astimezone(), marking_of(desk)), path, trace)
    return len(rows)


def disposal_name(desk: Desk) -> str:
    """A file name that says what it is and carries the marking."""
    return file_name(f"Disposal log {desk.today.isoformat()}", marking_of(desk), ".pdf")
