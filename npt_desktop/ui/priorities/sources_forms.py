"""What is typed in beside the files: what somebody said, a survey figure, the age bands of the area."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.kinds import ConsultationKind
from npt_desktop.rules.dates import parse_typed
from npt_desktop.rules.figures import parse_count
from npt_desktop.rules.sources import band_form, standard_source_limits
from npt_desktop.ui.priorities.panel import Panel
from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.forms import Area, Edit
from npt_desktop.ui.widgets.layout import clear, col, row
from npt_desktop.ui.widgets.text import Elided, Text
from npt_desktop.ui.widgets.typeahead import TypeAhead
from npt_desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from npt_desktop.models.sources import Consultation
    from npt_desktop.services.sources import SourcesPage


class ConsultationPanel(Panel):
    """What a partner or a community said: who, when, what, and the issue it speaks of."""

    def __init__(self, work: Workspace) -> None:
        super().__init__(work, "What somebody said", "Save")
        today = work.desk.today
        self.kind = Segmented([(kind, kind.label) for kind in ConsultationKind], ConsultationKind.COMMUNITY)
        self.day = DateEdit(lambda text: parse_typed(text, today), width=180)
        self.who = Edit("", "an organisation or a group, no names")
        self.issue = TypeAhead(placeholder="Type to find an issue")
        self.people = Edit("", "12", width=90)
        self.said = Area("", "in their own words as far as you can", lines=3)
        self.form.addLayout(row(
            self.field("kind", "Who spoke", self.kind), self.field("day", "Date", self.day),
            (self.field("who", "Who was asked", self.who), 1),
            self.field("people", "People", self.people, optional=True), gap=tk.M,
        ))  # fmt: skip
        self.form.addLayout(row(
            (self.field("said", "What they said", self.said), 2),
            (self.field("issue", "Issue", self.issue, optional=True,
                        hint="left empty, it is read from their words"), 1), gap=tk.M,
        ))  # fmt: skip
        self.drop = Button("Remove", "quiet", "trash", small=True)
        self.drop.clicked.connect(self.remove)
        self.foot.insertWidget(0, self.drop)
        self._page: SourcesPage | None = None
        self._record: Consultation | None = None

    def load(self, page: SourcesPage, record: Consultation | None) -> None:
        """Show a consultation to change, or an empty form."""
        self._page, self._record = page, record
        self.kind.set_value(record.kind if record else ConsultationKind.COMMUNITY)
        self.day.set_value(record.day if record else self.work.desk.today)
        self.who.setText(record.who if record else "")
        self.said.setText(record.said if record else "")
        self.people.setText(str(record.people) if record and record.people else "")
        self.issue.set_options([(c.id, c.label) for c in page.issues], record.issue_id if record else None)
        self.drop.setVisible(record is not None)

    def write(self) -> str:
        from npt_desktop.services.sources import Sources

        assert self._page is not None
        assert self._page.area_id is not None
        self.issue.settle()
        if self.issue.text().strip() and self.issue.value() is None:
            raise Incomplete({"issue": "Choose an issue of the list, or leave it empty."})
        chosen = self.issue.value()
        fields = {
            "day": self.day.value(), "kind": self.kind.value(), "who": self.who.text(), "said": self.said.text(),
            "issue_id": chosen if isinstance(chosen, int) else None, "people": _whole(self.people.text(), "people"),
        }  # fmt: skip
        service = Sources(self.work.desk)
        if self._record is None:
            service.add_consultation(self._page.area_id, fields)
        else:
            service.save_consultation(self._record.id, self._record.version, fields)
        return "Recorded what was said"

    def remove(self) -> None:
        """Take the consultation out; Undo brings it back."""
        from npt_desktop.services.sources import Sources

        record = self._record
        if record is not None and self.work.attempt(
            lambda: Sources(self.work.desk).drop_consultation(record.id), "Removed what was said"
        ):
            self.finished.emit()


class FigurePanel(Panel):
    """A survey figure where there is no file: of so many asked, so many named the issue."""

    def __init__(self, work: Workspace) -> None:
        super().__init__(work, "Survey figure", "Save figure")
        self.issue = TypeAhead(placeholder="Type to find an issue, or write it", free=True)
        self.base, self.count = Edit("", "150", width=110), Edit("", "35", width=110)
        self.form.addLayout(row(
            (self.field("issue", "Issue", self.issue), 1),
            self.field("base", "People asked", self.base), self.field("count", "Named it", self.count),
            None, gap=tk.M,
        ))  # fmt: skip
        self.typed = col(gap=2)
        self.form.addLayout(self.typed)
        self.drops: list[Button] = []
        self._page: SourcesPage | None = None

    def show_typed(self, page: SourcesPage) -> None:
        """What was typed in already, each with a way to take it out."""
        self._page = page
        clear(self.typed)
        self.drops = []
        if page.typed:
            self.typed.addWidget(Text("Typed in so far", "label", "text2"))
        for figure in page.typed:
            drop = Button("Remove", "quiet", "trash", small=True)
            drop.setAccessibleName(f"Remove the figure for {figure.issue_text}")
            drop.clicked.connect(partial(self._remove, figure.id))
            said = f"{figure.issue_text}: {figure.percent:.0f} % ({figure.count:,} of {figure.base:,})"
            self.typed.addLayout(row((Elided(said, "meta"), 1), drop))
            self.drops.append(drop)

    def _remove(self, figure_id: int) -> None:
        from npt_desktop.services.sources import Sources

        self.work.attempt(lambda: Sources(self.work.desk).drop_figure(figure_id), "Removed the figure")

    def load(self, page: SourcesPage) -> None:
        """An empty form; people asked stays, for the next figure of the same survey."""
        self.show_typed(page)
        self._page = page
        self.title_text.setText(f"Survey figure of {page.data.spoken}")
        self.issue.set_options([(c.id, c.label) for c in page.issues])
        self.issue.set_text("")
        self.count.setText("")
        if page.typed and not self.base.text():
            self.base.setText(str(page.typed[0].base))

    def write(self) -> str:
        from npt_desktop.services.sources import Sources

        page = self._page
        assert page is not None
        assert page.area_id is not None
        self.issue.settle()
        chosen = self.issue.value()
        issue_id = chosen if isinstance(chosen, int) else None
        base, count = _whole(self.base.text(), "base"), _whole(self.count.text(), "count")
        Sources(self.work.desk).put_figure(page.area_id, page.data, issue_id, self.issue.text(), base, count)
        return f"Figure saved for {page.data.label}"


class AgesPanel(Panel):
    """How many people of each age band live in the area, from its community profile."""

    def __init__(self, work: Workspace) -> None:
        super().__init__(work, "People who live here, by age", "Save age bands")
        self.boxes: dict[str, Edit] = {}
        line = row(gap=tk.M)
        for number, band in enumerate(standard_source_limits().age_bands):
            self.boxes[band] = Edit("", "", width=100)
            line.addWidget(self.field("ages" if not number else f"ages{number}", band, self.boxes[band]))
        line.addStretch(1)
        self.form.addLayout(line)
        self._page: SourcesPage | None = None

    def load(self, page: SourcesPage) -> None:
        """Show what is written down."""
        self._page = page
        self.title_text.setText(f"People who live in {page.area}, by age")
        known = {band_form(age.band): age.people for age in page.ages}
        for band, edit in self.boxes.items():
            count = known.get(band_form(band))
            edit.setText("" if count is None else str(count))

    def write(self) -> str:
        from npt_desktop.services.sources import Sources

        page = self._page
        assert page is not None
        assert page.area_id is not None
        people: dict[str, int] = {}
        for number, (band, edit) in enumerate(self.boxes.items()):
            people[band] = _whole(edit.text(), f"ages{number}" if number else "ages") or 0
        Sources(self.work.desk).save_ages(page.area_id, people)
        return "Age bands saved"


def _whole(text: str, field: str) -> int | None:
    """A count as typed; None when nothing is."""
    if not text.strip():
        return None
    try:
        return parse_count(text)
    except CannotDo as error:
        raise Incomplete({field: error.says}) from error
