"""The forms of steps 1 and 2: when the survey data came, and the meeting."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from npt_desktop.rules.dates import parse_typed
from npt_desktop.rules.periods import number_of
from npt_desktop.ui.priorities.panel import Panel
from npt_desktop.ui.priorities.survey_file import SurveyFile
from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.forms import Area, Edit
from npt_desktop.ui.widgets.layout import clear, col, row
from npt_desktop.ui.widgets.text import Text
from npt_desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from npt_desktop.services.priority_view import QuarterView

_SHOWN = 6


class SurveyPanel(Panel):
    """Step 1: the day the commissioner's data came, and the survey's figures where there are any. ``followed``
    carries the id of a figure whose golden thread is asked for."""

    followed = Signal(int)

    def __init__(self, work: Workspace) -> None:
        super().__init__(work, "OPCC data received", "Save")
        today = work.desk.today
        self.day = DateEdit(lambda text: parse_typed(text, today), width=180)
        self.note = Edit("", "what came, and from whom")
        self.figures = col(gap=2)
        left = col(
            self.field("survey_on", "Received on", self.day, hint="today, tue and 2/10 are understood"),
            self.field("survey_note", "Note", self.note, optional=True),
        )
        self.file = SurveyFile(work, self)
        self.bring_button = Button("Bring the survey workbook in", icon="database-import", small=True)
        self.bring_button.clicked.connect(self.bring)
        left.addLayout(row(self.bring_button, None))
        self.form.addLayout(row((left, 1), (self.figures, 1), gap=tk.XL))
        self._view: QuarterView | None = None

    def load(self, view: QuarterView) -> None:
        self._view = view
        found = view.page.round
        today = view.today
        self.day.set_value(found.survey_on if found and found.survey_on else today)
        self.note.setText(found.survey_note if found else "")
        self.show_figures(view)

    def lock(self, reason: str) -> None:
        super().lock(reason)
        self.bring_button.lock(reason)

    def bring(self) -> None:
        """Ask for the workbook of the quarter before, which this round is set from."""
        if self._view is not None:
            self.file.choose(None)

    def show_figures(self, view: QuarterView) -> None:
        """The survey's figures, largest first."""
        clear(self.figures)
        survey = view.page.survey
        self.figures.addWidget(Text("Survey figures", "label", "text2"))
        if not survey:
            words = f"None imported for {view.quarter.previous().label}. The round can begin without."
            self.figures.addWidget(Text(words, "meta", "text3", wrap=True))
        for place, result in enumerate(survey[:_SHOWN], 1):
            share = Text(f"{result.percent:.0f} %", "meta_strong")
            name = Button(result.issue_text, "link", small=True)
            name.setToolTip("Follow what came of this figure")
            name.clicked.connect(lambda _=False, found=result.id: self.followed.emit(found))
            self.figures.addLayout(row(Text(f"{place}", "meta", "text3", width=18), name, None, share))
        if len(survey) > _SHOWN:
            more = number_of(len(survey) - _SHOWN, "more issue")
            self.figures.addWidget(Text(f"and {more}", "meta", "text3"))
        self.figures.addStretch(1)

    def write(self) -> str:
        from npt_desktop.errors import Incomplete
        from npt_desktop.services.priorities import Priorities

        view = self._view
        assert view is not None
        day = self.day.value()
        if day is None:
            raise Incomplete({"survey_on": "Enter the day the data came, such as today or 2/10."})
        service = Priorities(self.work.desk)
        service.receive_survey(self.work.area_id, view.quarter, day, self.note.text().strip())
        return f"Step 1 done: data received for {view.quarter.label}"


class MeetingPanel(Panel):
    """Step 2: the meeting with council managers, planned or held."""

    def __init__(self, work: Workspace) -> None:
        super().__init__(work, "Priority meeting", "Save meeting")
        self.day = DateEdit(lambda text: nearest(text, work.desk.today), width=180)
        self.place = Edit("", "where, or the call")
        one = "one name or organisation a line"
        self.invited, self.attended = Area("", one, lines=4), Area("", one, lines=4)
        self.apologies, self.notes = Area("", one, lines=4), Area("", "what was said", lines=3)
        self.agenda = Area("", "beside the standing items, one a line", lines=3)
        self.form.addLayout(row(
            self.field("meeting", "Date", self.day, hint="Planned, or the day it was held"),
            (self.field("place", "Place", self.place, optional=True), 1), gap=tk.M,
        ))  # fmt: skip
        self.form.addLayout(row(
            (self.field("invited", "Invited", self.invited), 1),
            (self.field("attended", "Attended", self.attended), 1),
            (self.field("apologies", "Apologies", self.apologies, optional=True), 1), gap=tk.M,
        ))  # fmt: skip
        self.form.addLayout(row(
            (self.field("agenda", "On the agenda too", self.agenda, optional=True), 1),
            (self.field("notes", "Notes for the minutes", self.notes, optional=True), 2), gap=tk.M,
        ))  # fmt: skip
        self.print_agenda = Button("Print agenda", "quiet", "printer", small=True)
        self.print_minutes = Button("Print minutes", "quiet", "printer", small=True)
        self.foot.insertWidget(0, self.print_agenda)
        self.foot.insertWidget(1, self.print_minutes)
        self._view: QuarterView | None = None

    def load(self, view: QuarterView) -> None:
        self._view = view
        met = view.page.meeting
        self.day.set_value(met.held_on if met else None)
        self.place.setText(met.place if met else "")
        self.invited.setText(met.invited if met else "")
        self.attended.setText(met.attended if met else "")
        self.apologies.setText(met.apologies if met else "")
        self.notes.setText(met.notes if met else "")
        self.agenda.setText(met.agenda if met else "")
        held = met is not None and met.held_on is not None and met.held_on <= view.today
        self.print_agenda.lock("" if view.page.round else "Save the meeting first.")
        self.print_minutes.lock("" if held else "The meeting has not been held.")

    def write(self) -> str:
        from npt_desktop.errors import Incomplete
        from npt_desktop.services.priorities import Priorities

        view = self._view
        assert view is not None
        day = self.day.value()
        if day is None:
            raise Incomplete({"meeting": "Enter the date of the meeting, planned or held."})
        texts = {
            "place": self.place.text().strip(), "invited": _lines(self.invited.text()),
            "attended": _lines(self.attended.text()), "apologies": _lines(self.apologies.text()),
            "notes": self.notes.text().strip(), "agenda": _lines(self.agenda.text()),
        }  # fmt: skip
        service = Priorities(self.work.desk)
        service.save_meeting(self.work.area_id, view.quarter, {"held_on": day, **texts})
        held = day <= view.today
        return "Step 2 done: meeting recorded" if held else "Meeting planned"


def nearest(text: str, today: date) -> date:
    """The date meant, past or to come: a meeting is planned as well as recorded. The nearer one wins."""
    past, coming = parse_typed(text, today), parse_typed(text, today, future=True)
    return min(past, coming, key=lambda day: abs((day - today).days))


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
