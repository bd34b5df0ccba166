"""Commands on priority rounds: the survey in, the clocks out."""

from __future__ import annotations

import json
from argparse import Namespace

from npt_desktop.cli.records import tell
from npt_desktop.cli.stores import desk
from npt_desktop.cli.terminal import Bar
from npt_desktop.rules.periods import Quarter


def import_survey(asked: Namespace) -> int:
    """Bring the commissioner's survey in; not at all while rows are bad, unless the good ones are asked for."""
    from npt_desktop.services.survey_import import SurveyImport

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

    with desk(asked) as at:
        board = Clocks(at).board()
    if asked.json:
        print(json.dumps([line.as_json() for line in board.lines], ensure_ascii=False))
        return 0
    for line in board.lines:
        print(f"{line.area}: {line.website.words}; {line.national.words}; {line.updates_words}")
    return 0
