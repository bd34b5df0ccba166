"""Commands on the sources of a priority round: survey responses and street-level crime in."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import Any

from npt_desktop.cli.records import tell
from npt_desktop.cli.stores import desk
from npt_desktop.cli.terminal import Bar
from npt_desktop.cli.workbooks import as_any
from npt_desktop.services.imports import ImportReport, Imports


def import_responses(asked: Namespace) -> int:
    """Bring survey responses in; not at all while rows are bad, unless the good ones are asked for."""
    from npt_desktop.services.response_import import ResponseImport

    if (code := as_any(asked, "responses", [asked.file])) is not None:
        return code
    with desk(asked) as at, Bar() as bar:
        service = ResponseImport(at)
        area = Imports(at).area_named(asked.area) if asked.area else None
        preview = service.preview(asked.file, area, bar)
        dry = asked.dry_run or (bool(preview.report.rejected) and not asked.keep_good)
        if not dry:
            service.commit(preview, keep_good=asked.keep_good, progress=bar)
        told = {"unsorted": [{"phrase": phrase, "people": count} for phrase, count in preview.unsorted]}
        _tell(asked, preview.report, preview.in_words(), dry=dry, more=told)
        if not asked.json and preview.unsorted:
            print("  no category: " + ", ".join(f"“{phrase}” {count}" for phrase, count in preview.unsorted))
        if dry and not asked.dry_run:
            service.commit(preview)  # says why not
    return 1 if preview.report.rejected else 0


def import_crime(asked: Namespace) -> int:
    """Bring months of street-level crime in, all of the files or none."""
    from npt_desktop.services.crime_import import CrimeImport

    if (code := as_any(asked, "crime", asked.files)) is not None:
        return code
    with desk(asked) as at, Bar() as bar:
        service = CrimeImport(at)
        preview = service.preview(asked.files, bar)
        dry = asked.dry_run or (bool(preview.report.rejected) and not asked.keep_good)
        if not dry:
            service.commit(preview, keep_good=asked.keep_good, progress=bar)
        months = [month.isoformat()[:7] for month in preview.months]
        _tell(asked, preview.report, preview.in_words(), dry=dry,
              more={"months": months, "unmapped": preview.unmapped})  # fmt: skip
        if dry and not asked.dry_run:
            service.commit(preview)  # says why not
    return 1 if preview.report.rejected else 0


def _tell(asked: Namespace, report: ImportReport, said: str, *, dry: bool, more: dict[str, Any]) -> None:
    if asked.json:
        print(json.dumps({"written": not dry, **more, **report.as_json()}, ensure_ascii=False))
    else:
        tell(report, dry=dry, said=said)
