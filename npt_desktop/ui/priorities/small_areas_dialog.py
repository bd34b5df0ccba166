"""The map of small census areas: which counts towards which neighbourhood area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QWidget

from npt_desktop.rules.periods import number_of
from npt_desktop.ui.theme.look import Restyled, smooth
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cells import CellModel
from npt_desktop.ui.widgets.forms import Edit, Field
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.tables import Cell, Table
from npt_desktop.ui.widgets.text import Text
from npt_desktop.ui.widgets.typeahead import TypeAhead

if TYPE_CHECKING:
    from npt_desktop.services.small_areas import SmallArea, SmallAreaPage
    from npt_desktop.ui.workspace import Workspace

_NONE_OF_OURS = -1


class SmallAreasDialog(Restyled, QDialog):
    """Choose some small areas (Shift and Ctrl choose several), choose their area, Remember. Saved at once.

    ``why_not`` is the reason this person may not change the map, or nothing.
    """

    def __init__(self, parent: QWidget, work: Workspace, why_not: str = "") -> None:
        super().__init__(parent)
        self.work, self._why_not = work, why_not
        self.page: SmallAreaPage | None = None
        self.shown: list[SmallArea] = []
        self.setWindowTitle("Small areas")
        self.setModal(True)
        self.setAccessibleName("Which small areas count towards which area")
        self.facts = Text("", "meta", "text2", wrap=True)
        self.wanted = Edit("", "Ashfield 001", name="Show only names with")
        self.wanted.textChanged.connect(lambda _: self._fill())
        self.area = TypeAhead(placeholder="Type to find an area")
        self.model = CellModel(("Small area (LSOA)", "Counts towards", "Crimes held"), self)
        self.table = Table("Small areas", two_line=False)
        self.table.setModel(self.model)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.set_widths([0, 240, 110])
        self.table.opened.connect(lambda _: self.area.setFocus())
        self.field = Field("Counts towards", self.area, name="area")
        self.save = Button("Remember", "primary", keys="Ctrl+Enter")
        self.save.setShortcut("Ctrl+Return")
        self.save.clicked.connect(self.assign)
        self.save.lock(why_not)
        self.shut = Button("Close")
        self.shut.clicked.connect(self.accept)
        self.reason = Text(why_not, "meta", "text2", wrap=True)
        self.reason.setVisible(bool(why_not))
        heading = Text("Which small areas count towards which area", "section", wrap=True)
        foot = row((self.field, 1), col(None, row(self.save, self.shut)))
        only = Field("Show only names with", self.wanted)
        self.setLayout(col(heading, self.facts, only, (self.table, 1), self.reason, foot,
                           gap=10, margins=(20, 16, 20, 16)))  # fmt: skip
        self.resize(760, 560)
        self.read()

    def read(self) -> None:
        """Read the map anew."""
        from npt_desktop.services.small_areas import SmallAreas

        desk = self.work.desk
        self.work.jobs.run(lambda _: SmallAreas(desk).page(), done=self._show, key="small areas")

    def _show(self, page: SmallAreaPage) -> None:
        self.page = page
        self.area.offer(
            [*((choice.id, choice.label) for choice in page.areas), (_NONE_OF_OURS, "None of ours")]
        )
        lost = sum(place.crimes for place in page.unmapped)
        if not page.places:
            words = "No small areas yet: bring street-level crime in, and they are listed here."
        elif page.unmapped:
            are = number_of(len(page.unmapped), "small area counts", "small areas count")
            words = f"{are} towards no area yet, with {number_of(lost, 'crime')}. They stand first."
        else:
            words = f"All {len(page.places)} small areas are mapped."
        self.facts.setText(words)
        self._fill()

    def _fill(self) -> None:
        at = max(0, self.table.currentIndex().row())
        wanted = self.wanted.text().strip().casefold()
        places = self.page.places if self.page else ()
        self.shown = [place for place in places if wanted in place.name.casefold()]
        self.model.fill([
            (Cell(place.name, mark="warn" if place.unmapped else ""), Cell(place.towards),
             Cell(f"{place.crimes:,}", right=True))
            for place in self.shown
        ])  # fmt: skip
        if self.shown:
            self.table.selectRow(min(at, len(self.shown) - 1))
            if not self.wanted.hasFocus():
                self.table.setFocus()

    def assign(self) -> None:
        """Remember the area of the chosen small areas."""
        from npt_desktop.errors import CannotDo
        from npt_desktop.services.small_areas import SmallAreas

        self.area.settle()
        chosen = self.area.value()
        if self._why_not:
            return
        if not isinstance(chosen, int):
            self.field.set_error("Choose the area they count towards.")
            self.area.setFocus()
            return
        places = [self.shown[place].id for place in self.table.rows()]
        aside = chosen == _NONE_OF_OURS
        try:
            SmallAreas(self.work.desk).assign(places, None if aside else chosen, set_aside=aside)
        except CannotDo as error:
            self.field.set_error(error.says)
            return
        self.field.set_error("")
        self.read()

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        p.fillRect(self.rect(), self.look.c("surface"))
        p.end()
