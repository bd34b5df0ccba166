"""Importing 200,000 rows of logs along the path a person takes, in a process of its own: peak memory, in MB, of this
process and of those that read the workbooks for it, as often as the program itself looks at them.

Prints "name value" lines; :mod:`benchmarks.importing` runs it.
"""

from __future__ import annotations

import sys
import zipfile
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import psutil

from benchmarks.importing import rows
from benchmarks.memory import peak
from npt_desktop.exchange import safe
from npt_desktop.exchange.layouts import ENGAGEMENT_LOG, column_letter
from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import Role
from npt_desktop.services import setup
from npt_desktop.services.desk import Desk
from npt_desktop.services.importing import Decisions, Importing
from npt_desktop.store import opening

_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
    'sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_SPACE}" xmlns:r="{_LINKS}"><sheets>'
    '<sheet name="Log" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}  # fmt: skip


def write_plainly(path: Path, number: int, count: int) -> None:
    """A log of so many rows as a bare workbook, in a tenth of the time a library takes."""
    day = date(2016, 1, 4) + timedelta(days=number)
    body = [tuple(spec.title for spec in ENGAGEMENT_LOG.fields)]
    body += [
        (f"{day + timedelta(days=n % 3_000):%d/%m/%Y}", e.audience_text, e.purpose_text, e.who, e.lead_text,
         f"{e.summary} of {number}", e.outcome, str(e.score))
        for n, e in enumerate(rows(count, seed=number))
    ]  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as box:
        for name, text in _PARTS.items():
            box.writestr(name, text)
        with box.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<worksheet xmlns="{_SPACE}"><sheetData>'.encode())
            for at, cells in enumerate(body, 1):
                told = "".join(
                    f'<c r="{column_letter(n)}{at}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
                    for n, cell in enumerate(cells)
                )
                sheet.write(f'<row r="{at}">{told}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")


def main(logs: Path) -> int:
    """Import a workbook, or those of a folder, and tell the highest memory so far after each step."""
    readers = _watched()
    store = opening.create(logs.with_suffix(".npt"))
    setup.lay_out(store)
    area = setup.add_area(store, "Gedling")
    importing = Importing(Desk(store, Actor("Bench", Role.HUB)))
    print(f"before {peak():.1f}", flush=True)
    gathered = importing.gather([logs])
    print(f"read {peak():.1f}", flush=True)
    print(f"reading process {max(readers, default=0) / 1024**2:.1f}", flush=True)
    plans = importing.planner.plan(gathered, "log", area)
    checked = importing.check(gathered, plans, Decisions())
    print(f"checked {peak():.1f}", flush=True)
    report = importing.commit(checked)
    print(f"written {peak():.1f}", flush=True)
    print(f"rows {report.added}", flush=True)
    store.close()
    return 0


def _watched() -> list[int]:
    """What the reading processes are seen to hold from now on, in bytes."""
    seen: list[int] = []
    look = safe.memory_of

    def noted(process: psutil.Process) -> int:
        seen.append(look(process))
        return seen[-1]

    safe.memory_of = noted
    return seen


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
