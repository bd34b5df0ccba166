"""Evidence files of one record: dropped or chosen, described, opened as a copy, saved elsewhere, removed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from npt_desktop.errors import CannotDo
from npt_desktop.models.kinds import OwnerKind
from npt_desktop.rules.evidence_files import standard_file_rules
from npt_desktop.rules.periods import day_month, number_of
from npt_desktop.services.evidence_files import EvidenceFiles, FileLine, Owner, save_name
from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.theme.look import smooth
from npt_desktop.ui.widgets.buttons import Button, IconButton
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.forms import Combo, Edit, Field
from npt_desktop.ui.widgets.layout import box, clear, col, order_tabs, row
from npt_desktop.ui.widgets.messages import ConfirmDialog, reveal
from npt_desktop.ui.widgets.text import Elided, Icon, Text

if TYPE_CHECKING:
    from npt_desktop.ui.workspace import Workspace

_ICONS = {"Photo": "eye", "Picture": "eye", "Workbook": "table"}


class DescribeForm(QWidget):
    """What a file shows and how it is marked. ``left`` says that it was put away."""

    left = Signal()

    def __init__(self, work: Workspace) -> None:
        super().__init__()
        self._work = work
        self._file: FileLine | None = None
        self.heading = Text("", "label", "text2")
        self.description = Edit("", "What it shows, such as: the north gate before the lock was fitted")
        self.marking = Combo([(marking, marking) for marking in standard_file_rules().markings], width=190)
        self.save_button = Button("Save", small=True)
        self.save_button.clicked.connect(self.save)
        cancel = Button("Cancel", "quiet", small=True)
        cancel.clicked.connect(self.close_form)
        self.description.returnPressed.connect(self.save)
        self.setLayout(
            col(
                self.heading,
                row((Field("What it shows", self.description, name="file_description"), 1),
                    Field("Marking", self.marking, name="file_marking"), gap=12),
                row(self.save_button, cancel, None), gap=4, margins=(0, 6, 0, 6),
            )
        )  # fmt: skip
        self.hide()

    def begin(self, file: FileLine) -> None:
        """Describe a file."""
        self._file = file
        self.heading.setText(file.name)
        self.description.setText(file.description)
        self.marking.set_value(file.marking)
        self.show()
        reveal(self.description)

    def close_form(self) -> None:
        self.hide()
        self.left.emit()

    def save(self) -> None:
        """Write it."""
        file = self._file
        if file is None:
            return
        work = partial(
            EvidenceFiles(self._work.desk).describe, file.id, file.version, self.description.text(),
            str(self.marking.value()),
        )  # fmt: skip
        if self._work.attempt(work, f"Described {file.name}"):
            self.close_form()


class FilesCard(Card):
    """The files of a record of one kind. Files dropped anywhere on it are attached.

    ``ask_files``, ``ask_path``, ``confirm`` and ``launch`` are where the choice of files, the place to save, the
    consent to open and the opening itself come from.
    """

    def __init__(self, work: Workspace, kind: OwnerKind) -> None:
        self.add_button = Button("Add file", "quiet", "plus", small=True)
        super().__init__("Evidence files", right=[self.add_button], pad=12, gap=4, role="section")
        self._work, self._kind = work, kind
        self._owner: Owner | None = None
        self._locked = False
        self._over = False
        self._fresh: int | None = None
        self._opened: TemporaryDirectory[str] | None = None
        self.files: Sequence[FileLine] = ()
        self._shown: object = None
        self.buttons: dict[int, dict[str, QWidget]] = {}
        self.ask_files: Callable[[], list[Path]] = self._ask_files
        self.ask_path: Callable[[str], Path | None] = self._ask_path
        self.confirm: Callable[[str, str, str], bool] = self._confirm
        self.launch: Callable[[Path], bool] = lambda path: QDesktopServices.openUrl(
            QUrl.fromLocalFile(str(path))
        )
        self.add_button.clicked.connect(self.choose)
        self.empty = Text("", "meta", "text3", wrap=True)
        self.form = DescribeForm(work)
        self.form.left.connect(self._form_left)
        self._rows = col(gap=0)
        self.add(self.empty, self._rows, self.form)
        self.setAcceptDrops(True)
        self._say_empty()

    # -- showing --
    def show_owner(self, owner_id: int, *, locked: bool) -> None:
        """Read the files of a record and show them; ``locked`` shows them only to be read."""
        owner = Owner(self._kind, owner_id)
        if owner != self._owner:
            self._owner, self.files = owner, ()
            self.form.hide()
            self._show_files(())
        self._locked = locked
        self.add_button.setVisible(not locked)
        self.setAcceptDrops(not locked)
        files = EvidenceFiles(self._work.desk)
        self._work.jobs.run(
            lambda _: files.of(owner), done=partial(self._took, owner), failed=self._failed,
            key=f"files.{self._kind.value}.{id(self)}",
        )  # fmt: skip

    def _took(self, owner: Owner, files: Sequence[FileLine]) -> None:
        if owner != self._owner:
            return
        self._show_files(files)
        fresh = next((file for file in files if file.id == self._fresh), None)
        self._fresh = None
        if fresh is not None:
            self.form.begin(fresh)

    def _show_files(self, files: Sequence[FileLine]) -> None:
        self._say_empty(not files)
        shown = tuple(files), self._locked
        if shown == self._shown:
            return
        self.files, self._shown = files, shown
        self.note_text.setText(number_of(len(files), "file") if files else "")
        clear(self._rows)
        self.buttons = {}
        for file in files:
            self._rows.addWidget(self._row(file))
        order_tabs(self)

    def _say_empty(self, empty: bool = True) -> None:
        drop = "" if self._locked else " Drop photos, PDFs or documents here, or choose Add file."
        self.empty.setText(f"No files are attached.{drop}")
        self.empty.setVisible(empty)

    def _row(self, file: FileLine) -> QWidget:
        today = self._work.desk.today
        added = f"added {day_month(file.added_at.astimezone().date(), today)}"
        who = f"{added} by {file.added_by}" if file.added_by else added
        name = Elided(file.name, "strong")
        said = Elided(
            " · ".join(part for part in (file.description, file.words, who) if part), "meta", "text2"
        )
        made: dict[str, QWidget] = {}
        if file.opens:
            made["open"] = self._button("Open", file, self.open_file)
        made["save"] = self._button("Save as", file, self.save_file)
        if not self._locked:
            made["describe"] = self._button("Describe", file, self.form.begin)
            remove = IconButton("trash", f"Remove {file.name}", size=26)
            remove.clicked.connect(lambda: self.remove_file(file))
            made["remove"] = remove
        self.buttons[file.id] = made
        icon = Icon(_ICONS.get(file.kind, "file-text"), 18, "text2")
        return box(row(icon, (box(col(name, said, gap=0)), 1), *made.values(), gap=6, margins=(0, 3, 0, 3)))

    def _button(self, words: str, file: FileLine, do: Callable[[FileLine], object]) -> Button:
        made = Button(words, "quiet", small=True)
        made.setAccessibleName(f"{words}: {file.name}")
        made.clicked.connect(lambda: do(file))
        return made

    # -- doing --
    def choose(self) -> None:
        """Ask for files and attach them."""
        if not self._locked and self._owner is not None:
            self.attach(self.ask_files())

    def attach(self, paths: Sequence[Path]) -> None:
        """Attach files, off the window's thread; each that cannot be is said, the others are attached."""
        owner = self._owner
        if owner is None or not paths or self._locked:
            return
        files = EvidenceFiles(self._work.desk)

        def work(_: object) -> tuple[list[int], list[str]]:
            made: list[int] = []
            refused: list[str] = []
            for path in paths:
                try:
                    made.append(files.attach(owner, path))
                except CannotDo as error:
                    refused.append(error.says)
            return made, refused

        def done(found: tuple[list[int], list[str]]) -> None:
            made, refused = found
            if made and owner == self._owner:
                self._fresh = made[-1]
                self.show_owner(owner.id, locked=self._locked)
            if made and not refused:
                self._work.say(f"Attached {number_of(len(made), 'file')}", undo=True)
            elif refused:
                more = (
                    f" {number_of(len(refused) - 1, 'other')} could not be attached either."
                    if refused[1:]
                    else ""
                )
                self._work.refused.emit(f"{refused[0]}{more}")

        self._work.jobs.run(work, done=done, failed=self._failed)

    def open_file(self, file: FileLine) -> None:
        """Ask, then open a copy in the program the computer uses for such files."""
        says = (
            f"A copy opens in the program this computer uses for files of this kind ({file.kind}). "
            "What is changed there is not kept here."
        )
        if not self.confirm(f"Open “{file.name}”?", says, "Open a copy"):
            return
        if self._opened is None:
            self._opened = TemporaryDirectory(prefix="npt-", ignore_cleanup_errors=True)
        folder = Path(self._opened.name)
        try:
            path = EvidenceFiles(self._work.desk).copy_to_open(file.id, folder)
        except CannotDo as error:
            self._work.refused.emit(error.says)
            return
        if not self.launch(path):
            self._work.refused.emit(
                f"No program on this computer opens “{file.name}”: save it elsewhere instead."
            )

    def save_file(self, file: FileLine) -> None:
        """Ask for a place and write a copy there."""
        path = self.ask_path(save_name(file))
        if path is not None:
            work = partial(EvidenceFiles(self._work.desk).save_as, file.id, path)
            self._work.attempt(work, f"Saved {path.name}", undo=False)

    def remove_file(self, file: FileLine) -> None:
        """Take a file off; Undo brings it back."""
        work = partial(EvidenceFiles(self._work.desk).remove, file.id)
        if self._work.attempt(work, f"Removed {file.name}"):
            self.add_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _form_left(self) -> None:
        self.add_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, CannotDo):
            raise error
        self._work.refused.emit(error.says)

    # -- asking --
    def _ask_files(self) -> list[Path]:
        names, _ = QFileDialog.getOpenFileNames(self, "Attach files", str(Path.home()), "All files (*)")
        return [Path(name) for name in names]

    def _ask_path(self, name: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Save a copy", str(Path.home() / name), "All files (*)")
        return Path(chosen) if chosen else None

    def _confirm(self, title: str, text: str, verb: str) -> bool:
        return ConfirmDialog(self, title, text, verb).exec() == QDialog.DialogCode.Accepted

    # -- Qt --
    def dragEnterEvent(self, event: QDragEnterEvent, /) -> None:
        if _local_files(event):
            self._over = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent, /) -> None:
        self._over = False
        self.update()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent, /) -> None:
        self._over = False
        self.update()
        paths = _local_files(event)
        if paths:
            event.acceptProposedAction()
            self.attach(paths)

    def paintEvent(self, event: QPaintEvent, /) -> None:
        super().paintEvent(event)
        if self._over:
            p = smooth(self)
            p.setPen(QPen(self.look.c("accent_text"), 2, Qt.PenStyle.DashLine))
            p.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), tk.RADIUS_CARD, tk.RADIUS_CARD)
            p.end()


def _local_files(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
