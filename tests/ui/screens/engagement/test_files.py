"""Workbooks in and out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from npt_desktop.errors import Cancelled
from npt_desktop.services.engagement import Engagement, LogFilter
from npt_desktop.services.history import History
from npt_desktop.services.imports import Imports, Preview
from npt_desktop.ui.engagement.screen import EngagementScreen
from tests.ui.screens.engagement.conftest import Typist
from tests.world import World

Show = Callable[..., EngagementScreen]
Wait = Callable[[EngagementScreen], None]

HEADS = "Date,Target Audience,Purpose,Who Engaged,Lead Officer,Summary,Outcome,Score"
ROWS = (
    "01/10/2026,Schools,Reassurance,Junior school,PS 512 Cedar,Speed watch,Agreed,4 - Good",
    "02/10/2026,Residents,Problem solving,Patch walk,PCSO 4332 Larch,Walk with housing,,",
    "31/02/2026,Residents,Problem solving,Patch walk,PCSO 4332 Larch,No such day,,",
    "02/10/2026,Residents,Problem solving,Patch walk,PCSO 4332 Larch,Walk with housing,,",
)


def workbook(folder: Path) -> Path:
    path = folder / "log.csv"
    path.write_text("\n".join((HEADS, *ROWS)), encoding="utf-8")
    return path


def test_a_workbook_is_previewed_imported_and_taken_back(
    show: Show, settled: Wait, typist: Typist, qtbot: QtBot, world: World, tmp_path: Path,
    said: Callable[..., list[str]],
) -> None:  # fmt: skip
    screen = show(world.sergeant)
    heard = said(screen)
    assert screen.import_button.isVisible()
    screen.files.read(workbook(tmp_path))
    settled(screen)
    preview = screen.files.preview
    assert preview is not None
    assert preview.isVisible()
    assert preview.go.text() == "Import 2 rows"
    bad = preview.to_mend.model()
    cells = [str(bad.index(0, column).data()) for column in range(5)]
    assert cells[1:4] == ["4", "Date", "31/02/2026"]
    assert cells[4]
    assert "Typed twice" in str(preview.left_out.model().index(0, 2).data())
    assert not Engagement(world.desk()).ids(LogFilter())
    assert QApplication.focusWidget() is preview.go
    typist.press(Qt.Key.Key_Return)
    settled(screen)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["Imported: 2 rows added, 1 typed twice, 1 row to mend."]
    settled(screen)
    assert screen.list.model.rowCount() == 2
    History(screen.work.desk).undo_last()
    settled(screen)
    assert screen.list.model.rowCount() == 0


def test_esc_leaves_the_log_as_it_was(
    show: Show, settled: Wait, typist: Typist, world: World, tmp_path: Path
) -> None:
    screen = show(world.sergeant)
    screen.files.read(workbook(tmp_path))
    settled(screen)
    typist.press(Qt.Key.Key_Escape)
    settled(screen)
    assert screen.files.preview is None
    assert not Engagement(world.desk()).ids(LogFilter())


def test_a_file_that_holds_no_log_is_refused_in_words(
    show: Show, settled: Wait, world: World, tmp_path: Path, said: Callable[..., list[str]]
) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    screen = show(world.sergeant)
    heard = said(screen)
    screen.files.read(path)
    settled(screen)
    assert len(heard) == 1
    assert heard[0].startswith("other.csv holds no engagement log")


def test_stopping_changes_nothing(
    show: Show, settled: Wait, world: World, said: Callable[..., list[str]]
) -> None:
    screen = show(world.sergeant)
    heard = said(screen)

    def work(report: Callable[[int, int, str], None]) -> None:
        jobs = list(screen.work.jobs._running)
        jobs[0].cancel()
        report(1, 2, "Reading")
        raise AssertionError("not stopped")

    screen.files._run("Reading", work, lambda _: heard.append("done"))
    settled(screen)
    assert heard == ["Stopped: nothing was changed"]
    assert issubclass(Cancelled, Exception)


def test_what_is_shown_is_exported_and_comes_back_the_same(
    show: Show, settled: Wait, world: World, tmp_path: Path, entry: Callable[..., int],
    said: Callable[..., list[str]],
) -> None:  # fmt: skip
    entry(summary="Speed watch", outcome="Agreed", score=4)
    entry(summary="Market walk")
    screen = show()
    settled(screen)
    assert screen.import_button.isHidden()  # a PCSO does not import
    heard = said(screen)
    screen.list.filters.words.setText("speed")
    settled(screen)
    path = tmp_path / "out.xlsx"
    screen.files.write(path, screen.wanted(), "Gedling")
    settled(screen)
    assert heard == ["Exported 1 entry to out.xlsx"]
    imports = Imports(world.desk())
    back: Preview = imports.preview_engagement(path, world.gedling)
    assert (back.report.added, back.report.unchanged, back.report.rejected_rows) == (0, 1, 0)
    assert imports.preview_engagement(path, world.ashfield).report.added == 1
