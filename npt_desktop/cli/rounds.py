"""Commands on priority rounds: the survey in; the clocks, the papers and the public forms out."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import date

from npt_desktop.cli.records import tell
from npt_desktop.cli.stores import desk
from npt_desktop.cli.terminal import Bar
from npt_desktop.cli.workbooks import as_any
from npt_desktop.errors import CannotDo
from npt_desktop.rules.periods import Quarter, number_of, quarter_of


def import_survey(asked: Namespace) -> int:
    """Bring the commissioner's survey in; not at all while rows are bad, unless the good ones are asked for."""
    from npt_desktop.services.survey_import import SurveyImport

    if (code := as_any(asked, "survey", [asked.file])) is not None:
        return code
    with desk(asked) as at, Bar() as bar:
        service = SurveyImport(at)
        quarter = Quarter(asked.quarter) if asked.quarter else None
        preview = service.preview(asked.file, quarter, bar)
        stopped = bool(preview.report.rejected) and not asked.keep_good
        if not asked.dry_run and not stopped:
            service.commit(preview, keep_good=asked.keep_good, progress=bar)
    dry = asked.dry_run or stopped
    if asked.json:
        report = {
            "quarter": preview.quarter.start.isoformat(),
            "written": not dry,
            **preview.report.as_json(),
        }
        print(json.dumps(report, ensure_ascii=False))
    else:
        tell(preview.report, dry=dry, said=preview.in_words())
    if stopped and not asked.dry_run:
        service.commit(preview)  # says why not
    return 1 if preview.report.rejected else 0


def clocks(asked: Namespace) -> int:
    """Each area's two clocks and the updates it owes."""
    from npt_desktop.services.clocks import Clocks

    with desk(asked, reading=True) as at:
        board = Clocks(at).board()
    if asked.json:
        print(json.dumps([line.as_json() for line in board.lines], ensure_ascii=False))
        return 0
    for line in board.lines:
        print(f"{line.area}: {line.website.words}; {line.national.words}; {line.updates_words}")
    return 0


def report_agenda(asked: Namespace) -> int:
    """Print the agenda of a priority meeting with its evidence."""
    from npt_desktop.services.imports import Imports
    from npt_desktop.services.reporting_priorities import agenda_pdf

    with desk(asked) as at:
        quarter = _quarter(asked, at.today)
        agenda_pdf(at, Imports(at).area_named(asked.area), quarter, asked.file)
    print(f"{asked.file}: the agenda of {asked.area}, {quarter.spoken}.")
    return 0


def report_minutes(asked: Namespace) -> int:
    """Print the minutes of a priority meeting."""
    from npt_desktop.services.imports import Imports
    from npt_desktop.services.reporting_priorities import minutes_pdf

    with desk(asked) as at:
        quarter = _quarter(asked, at.today)
        minutes_pdf(at, Imports(at).area_named(asked.area), quarter, asked.file)
    print(f"{asked.file}: the minutes of {asked.area}, {quarter.spoken}.")
    return 0


def report_priority(asked: Namespace) -> int:
    """Print the story of one priority."""
    from npt_desktop.services.imports import Imports
    from npt_desktop.services.priorities import Priorities
    from npt_desktop.services.reporting_priorities import story_pdf

    with desk(asked) as at:
        quarter = _quarter(asked, at.today)
        page = Priorities(at).page(Imports(at).area_named(asked.area), quarter)
        found = [card.priority for card in page.cards if card.priority.number == asked.number]
        if not found:
            raise CannotDo(
                f"{page.area} has no priority {asked.number} for {quarter.spoken}: give another number."
            )
        story_pdf(at, found[0].id, asked.file)
    print(f"{asked.file}: ‘{found[0].title}’, {page.area}, {quarter.spoken}.")
    return 0


def publish(asked: Namespace) -> int:
    """Write every public form; nothing at all while the guard finds something, which is then told, exit 1."""
    from npt_desktop.services.imports import Imports
    from npt_desktop.services.public_forms import Forms

    with desk(asked) as at:
        service = Forms(at)
        found = service.of(Imports(at).area_named(asked.area), Quarter(asked.quarter))
        files = []
        if not found.findings:
            try:
                asked.folder.mkdir(parents=True, exist_ok=True)
            except OSError:
                raise CannotDo(f"The folder “{asked.folder}” cannot be made; choose another one.") from None
            files = service.save(found, asked.folder)
    if asked.json:
        findings = [
            {"where": where, "kind": f.kind.value, "text": f.text, "start": f.start, "end": f.end, "says": f.says}
            for where, listed in found.findings.items() for f in listed
        ]  # fmt: skip
        print(json.dumps({"area": found.area, "quarter": found.quarter.start.isoformat(),
                          "files": [str(path) for path in files], "findings": findings}, ensure_ascii=False))  # fmt: skip
        return 1 if findings else 0
    for where, listed in found.findings.items():
        for finding in listed:
            print(f"{where}: {finding.says}")
    if found.findings:
        count = sum(map(len, found.findings.values()))
        print(
            f"Nothing is written: mend {number_of(count, 'finding')}, or keep it in the window and say why."
        )
        return 1
    for path in files:
        print(path)
    return 0


def _quarter(asked: Namespace, today: date) -> Quarter:
    return Quarter(asked.quarter) if asked.quarter else quarter_of(today)
