"""The engagement plan: what is planned for whom and when, proposals from the gaps, and the version in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from npt_desktop.models.kinds import ActionState, TermKind
from npt_desktop.rules.authority import Act
from npt_desktop.rules.periods import add_months, day_month, month_label, month_of, month_short, number_of
from npt_desktop.rules.words import listed
from npt_desktop.services.community import Document
from npt_desktop.services.engagement_plans import (
    ActivityDraft,
    ActivityLine,
    EngagementPlanPage,
    EngagementPlans,
)
from npt_desktop.ui.communities.documents import VersionCard, VersionDialog, kept_plan
from npt_desktop.ui.communities.lists import Line, ListTable
from npt_desktop.ui.communities.rows import RowsPane
from npt_desktop.ui.record_form import RecordForm
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.checks import Checks
from npt_desktop.ui.widgets.form_dialog import Fields, FormDialog
from npt_desktop.ui.widgets.forms import Area, Combo, Edit, Field
from npt_desktop.ui.widgets.layout import Split, box, col, scroll
from npt_desktop.ui.widgets.messages import EmptyState
from npt_desktop.ui.widgets.tables import Cell, PillCell
from npt_desktop.ui.widgets.text import KeyCap, Text
from npt_desktop.ui.widgets.typeahead import TypeAhead

if TYPE_CHECKING:
    from npt_desktop.ui.work_screen import WorkScreen

_MONTHS_AHEAD = 12


class PlanPane(RowsPane[ActivityLine]):
    """Enter opens an activity, C closes it with what the log has, D drops it, Delete takes it out; on a proposal
    Enter or P plans it."""

    title: ClassVar[str] = "Engagement plan"
    document: ClassVar[str] = "plan"

    def __init__(self, host: WorkScreen) -> None:
        super().__init__(host)
        self.page: EngagementPlanPage | None = None
        table = ListTable(
            "Planned activities",
            ("", "Month", "Group, owner", "What", "State"),
            (34, 56, 190, 0, 176),
            "CDO⌦",
        )
        self.proposals = ListTable(
            "Proposals for next month", ("Group", "Why", "Who knows them"), (190, 0, 250), "P"
        )
        self.proposed = Card(
            "Proposals from the gaps", right=(KeyCap("P"), Text("plans it", "meta", "text3")), pad=10, gap=4
        )
        self.proposed.add((self.proposals, 1))
        self.no_proposals = Text("", "meta", "text2", wrap=True)
        self.proposed.add(self.no_proposals)
        self.card = VersionCard("Plan in force", "Aims")
        self.add_button = Button("Plan an activity", "primary", "plus", keys="Ctrl+N")
        self.close_button = Button("Close", icon="check", keys="C")
        self.lists_button = Button("Lists", "quiet", "adjustments")
        first = Button("Plan the first activity", icon="plus")
        nothing = EmptyState(
            "calendar-event", "Nothing is planned yet",
            "Take a proposal below, or plan an activity for a group of the profile.", first,
        )  # fmt: skip
        self.hold(table, "planned activities", nothing, first)
        main = box(col((self.list, 3), (self.proposed, 2), gap=12))
        self.setLayout(col(Split(main, scroll(box(col(self.card, None))), 292, break_at=820), gap=0))
        self.add_button.clicked.connect(self.new)
        self.close_button.clicked.connect(self.close_activity)
        self.lists_button.clicked.connect(self.show_lists)
        self.table.pressed.connect(self._letter)
        self.proposals.opened.connect(lambda _: self.take())
        self.proposals.pressed.connect(lambda _: self.take())
        self.card.confirmed.connect(self.confirm)
        self.card.edited.connect(self.edit_document)
        self.card.renewed.connect(self.new_version)
        self.card.opened.connect(self._read_version)

    # -- shown --
    def reader(self) -> Callable[[], Any]:
        desk, area, month = self.work.desk, self.work.area_id, self.work.month
        return lambda: EngagementPlans(desk).page(area, month)

    def show_page(self, page: EngagementPlanPage) -> None:
        fresh = self.page is None or (self.page.area, self.page.month) != (page.area, page.month)
        self.page = page
        lines = [self._line(activity) for activity in page.activities]
        self.list.show_lines(lines)
        if fresh:
            self._to_what_is_open(page)
        self.proposals.show_lines(
            [Line(p.group_id, (Cell(p.group, strong=True), Cell(p.why, p.what), Cell(listed(p.known_by[:2]) or "Nobody yet",
                  _more(len(p.known_by)), tone="text" if p.known_by else "warn_text"))) for p in page.proposals]
        )  # fmt: skip
        self.proposed.set_title(f"Proposals for {month_label(page.proposed_for)}, from the gaps")
        self.proposals.setVisible(bool(page.proposals))
        self.no_proposals.setVisible(not page.proposals)
        self.no_proposals.setText(
            "No gap is left without something planned." if page.groups
            else "Proposals come from the groups of the community profile: add them first."
        )  # fmt: skip
        why = self.why_not(Act.EDIT_COMMUNITIES)
        self.card.show_version(
            page.current, page.earlier, self.today, why, self.why_not(Act.CONFIRM_DOCUMENTS)
        )
        parts = (("Tactics", page.chosen.tactics), ("Levels of engagement", page.chosen.levels),
                 ("Strategic themes", page.chosen.themes))  # fmt: skip
        self.card.show_more(
            [(label, ", ".join(w for _, w in words) or "None chosen.") for label, words in parts]
        )
        for button in (self.add_button, self.first_button):
            button.lock(why or ("" if page.groups else "Add groups to the community profile first."))
        self.close_button.lock(why or ("" if lines else "Nothing is planned."))

    def _to_what_is_open(self, page: EngagementPlanPage) -> None:
        """The first that the log could close, else the first that is open."""
        waiting = [a for a in page.activities if a.state is ActionState.OPEN]
        waiting.sort(key=lambda activity: not activity.offers)
        if waiting:
            self.table.choose(waiting[0].id)

    def rows(self) -> Sequence[ActivityLine]:
        return self.page.activities if self.page else ()

    def facts(self) -> str:
        if self.page is None or not self.page.activities:
            return ""
        this = month_of(self.work.month)
        now = [
            a for a in self.page.activities if a.draft.month == this and a.state is not ActionState.DROPPED
        ]
        done = sum(a.state is ActionState.DONE for a in now)
        offers = sum(bool(a.offers) for a in self.page.activities)
        said = [f"{done} of {len(now)} done in {month_label(this)}"]
        if self.page.late:
            said.append(f"{self.page.late} left over from earlier months")
        if offers:
            said.append(f"the log could close {offers}")
        return "; ".join(said)

    def buttons(self) -> list[QWidget]:
        return [self.lists_button, self.close_button, self.add_button]

    def begin(self) -> None:
        page = self.page
        target: QWidget = self.first_button
        if page and page.activities:
            target = self.table
        elif page and page.proposals:
            target = self.proposals
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def forms(self) -> Mapping[str, Callable[[], object]]:
        return {"activity": self.edit, "plan": self.edit_document}

    def _line(self, a: ActivityLine) -> Line:
        month = a.draft.month
        assert month is not None
        late = a.state is ActionState.OPEN and month < month_of(self.today)
        detail = " · ".join(part for part in (a.tactic, a.level, a.theme) if part)
        return Line(
            a.id,
            (
                Cell(mark=_MARKS[a.state] if not late else "bad"),
                Cell(month_short(month), str(month.year), tone="bad_text" if late else "text"),
                Cell(a.group, a.owner or "Nobody", strong=True, sub_tone="text2" if a.owner else "warn_text"),
                Cell(a.draft.what, detail),
                self._state(a),
            ),
            "Left over" if late else a.state.value.capitalize(),
        )  # fmt: skip

    def _state(self, a: ActivityLine) -> Cell | PillCell:
        if a.state is ActionState.DONE:
            day = day_month(a.done_on, self.today) if a.done_on else ""
            return Cell(f"Done {day}".strip(), a.closed_with, tone="good_text")
        if a.state is ActionState.DROPPED:
            return Cell("Dropped", a.reason, tone="text2")
        if a.offers:
            best = a.offers[0]
            return Cell("C closes it", f"Logged {day_month(best.day, self.today)}: {best.who}", tone="accent_text",
                        strong=True)  # fmt: skip
        return Cell("Open", tone="text2")

    # -- done --
    def _letter(self, letter: str) -> None:
        {"C": self.close_activity, "D": self.drop, "O": self.reopen, "⌦": self.remove}[letter]()

    def take(self) -> None:
        """One key: the proposal the row is on becomes a planned activity of next month."""
        chosen = self.proposals.chosen()
        found = next((p for p in self.page.proposals if p.group_id == chosen), None) if self.page else None
        if found is not None:
            take = partial(EngagementPlans(self.work.desk).take, self.work.area_id, found)
            self.work.attempt(take, f"Planned for {month_label(self.page.proposed_for)}: {found.group}.")  # type: ignore[union-attr]

    def close_activity(self) -> FormDialog | None:
        """C: close with the entry the log offers, or say that it was done without one."""
        activity = self.one()
        if activity is None or not self.may(Act.EDIT_COMMUNITIES):
            return None
        if activity.state is not ActionState.OPEN:
            self.work.refused.emit("This activity is closed: O opens it again.")
            return None
        choices: list[tuple[int | None, str]] = [
            (entry.id, f"{day_month(entry.day, self.today)}: {entry.who}") for entry in activity.offers
        ]
        choices.append((None, "Done, without an entry in the log"))

        def save(form: FormDialog) -> None:
            EngagementPlans(self.work.desk).close(activity.id, form.control("entry_id").value())

        note = activity.draft.what
        if not activity.offers and activity.draft.month is not None:
            note += f"\nThe log has no entry with this group in {month_label(activity.draft.month)}."
        fields = [Field("Done with", Combo(choices, choices[0][0]), name="entry_id")]
        form = FormDialog(self.host, f"Close: {activity.group}", "Close activity", fields, save, note=note)
        return self.open_form(form, "Activity closed.")

    def drop(self) -> FormDialog | None:
        """D: give the activity up, because."""
        activity = self.one()
        if activity is None or activity.state is not ActionState.OPEN or not self.may(Act.EDIT_COMMUNITIES):
            return None

        def save(form: FormDialog) -> None:
            EngagementPlans(self.work.desk).drop(activity.id, form.control("reason").text())

        fields = [Field("Why it is not done", Edit(), name="reason")]
        form = FormDialog(
            self.host, f"Drop: {activity.group}", "Drop activity", fields, save, note=activity.draft.what
        )
        return self.open_form(form, "Activity dropped.")

    def reopen(self) -> None:
        """O: open a closed activity again."""
        activity = self.one()
        if activity is not None and activity.state is not ActionState.OPEN:
            self.work.attempt(
                partial(EngagementPlans(self.work.desk).reopen, activity.id), "Activity open again."
            )

    def remove(self) -> None:
        """Delete: take the activity out of the plan."""
        activity = self.one()
        if activity is not None:
            self.work.attempt(
                partial(EngagementPlans(self.work.desk).remove, activity.id), "Activity taken out."
            )

    def confirm(self) -> None:
        """Confirm the plan as current, today."""
        self.confirm_document(Document.PLAN)

    def new_version(self) -> FormDialog:
        """Begin the next version."""
        page = self.page
        name = f"Version {len(page.earlier) + 2}" if page and page.current else "Version 1"
        note = "The version in force is kept with its lists and activities and stays readable."
        return self.version_form(name, note, EngagementPlans(self.work.desk).new_version)

    def show_lists(self) -> None:
        """The editable lists behind the plan and the profile."""
        from npt_desktop.ui.communities.terms import TermsDialog

        TermsDialog(self.host, self.work).open()

    def _read_version(self, one: Any) -> None:
        VersionDialog(self.host, "Engagement plan", one, kept_plan(one.kept)).open()

    def edit_document(self) -> FormDialog:
        """Aims, menu of tactics, levels, themes, and where the document is."""
        desk, area = self.work.desk, self.work.area_id
        assert self.page is not None
        page: EngagementPlanPage = self.page

        def fields() -> Fields:
            current, chosen, lists = page.current, page.chosen, page.lists

            def ticked(name: str, columns: int) -> Checks:
                return Checks(
                    getattr(lists, name), [key for key, _ in getattr(chosen, name)], columns=columns
                )

            return [
                Field("Aims", Area(current.text if current else "", lines=5), name="aims"),
                Field("Menu of tactics", ticked("tactics", 2), name="tactics"),
                Field("Levels of engagement", ticked("levels", 3), name="levels"),
                Field("Strategic themes", ticked("themes", 4), name="themes",
                      hint="QA question 6 asks for activity against these."),
                Field("Where staff open it", Edit(current.address if current else "", "https://"), name="address",
                      optional=True, hint="Its place on the neighbourhood portal; evidence for QA question 2."),
            ]  # fmt: skip

        def save(form: FormDialog) -> None:
            EngagementPlans(desk).save(
                area, page.current.version if page.current else None, aims=form.control("aims").text(),
                address=form.control("address").text(), tactics=form.control("tactics").value(),
                levels=form.control("levels").value(), themes=form.control("themes").value(),
            )  # fmt: skip

        def again() -> bool:
            nonlocal page
            page = EngagementPlans(desk).page(area, self.work.month)
            return page.current is not None

        about = self.about(
            "the engagement plan", "plan", page.current.id if page.current else None, "engagement_plan"
        )
        form = RecordForm(
            self.host,
            self.work,
            about,
            "Engagement plan",
            "Save",
            fields,
            save,
            again=again,
            wide=640,
            tall=480,
        )
        return self.open_form(form, "Engagement plan saved.")

    def form(self, activity: ActivityLine | None) -> FormDialog:
        """A planned activity, new or old."""
        page, desk, area = self.page, self.work.desk, self.work.area_id
        assert page is not None
        fresh = ActivityDraft(None, page.proposed_for, "", owner_id=desk.actor.person_id)

        def fields() -> Fields:
            draft = activity.draft if activity else fresh
            first = min(month_of(self.today), draft.month or month_of(self.today))
            months = [add_months(first, n) for n in range(_MONTHS_AHEAD + 1)]
            groups = [(g.id, g.label) for g in page.groups]
            if activity is not None and draft.group_id not in {key for key, _ in groups}:
                groups.append((draft.group_id or 0, activity.group))
            people = [(person.id, person.label) for person in desk.people()]

            def choice(kind: TermKind, value: int | None) -> Combo:
                return Combo(self.choices(kind, value), value)

            return [
                (Field("Group", TypeAhead(groups, draft.group_id), name="group_id"),
                 Field("Month", Combo([(m, month_label(m)) for m in months], draft.month), name="month")),
                Field("What is to be done", Area(draft.what, lines=3), name="what"),
                (Field("Tactic", choice(TermKind.TACTIC, draft.tactic_id), name="tactic_id"),
                 Field("Level", choice(TermKind.LEVEL, draft.level_id), name="level_id")),
                (Field("Strategic theme", choice(TermKind.THEME, draft.theme_id), name="theme_id"),
                 Field("Owner", TypeAhead(people, draft.owner_id, placeholder="Name"), name="owner_id", optional=True)),
            ]  # fmt: skip

        def save(form: FormDialog) -> None:
            made = ActivityDraft(
                form.control("group_id").value(), form.control("month").value(), form.control("what").text(),
                form.control("tactic_id").value(), form.control("level_id").value(), form.control("theme_id").value(),
                form.control("owner_id").value(),
            )  # fmt: skip
            EngagementPlans(desk).put(
                area, made, activity.id if activity else None, activity.version if activity else None
            )

        def again() -> bool:
            nonlocal activity
            there = EngagementPlans(desk).page(area, self.work.month).activities
            activity = next((one for one in there if activity is not None and one.id == activity.id), None)
            return activity is not None

        words = f"the planned activity with {activity.group}" if activity else "a new planned activity"
        about = self.about(words, "activity", activity.id if activity else None, "planned_activity")
        form = RecordForm(self.host, self.work, about, "Planned activity", "Save", fields, save,
                          again=again if activity else None, wide=640)  # fmt: skip
        return self.open_form(form, "Activity saved.")


_MARKS = {ActionState.OPEN: "part", ActionState.DONE: "good", ActionState.DROPPED: "none"}


def _more(count: int) -> str:
    return number_of(count - 2, "other") if count > 2 else ""
