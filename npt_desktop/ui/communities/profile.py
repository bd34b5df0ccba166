"""The community profile: its groups, what is known of each, and the version in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QWidget

from npt_desktop.models.kinds import RiskLevel, TermKind
from npt_desktop.rules.authority import Act
from npt_desktop.rules.periods import day_month, days_words, number_of
from npt_desktop.rules.words import listed
from npt_desktop.services.community import Document
from npt_desktop.services.community_profile import GroupDraft, GroupLine, ProfilePage, Profiles
from npt_desktop.services.vocabulary import Vocabulary
from npt_desktop.ui.communities.documents import VersionCard, VersionDialog, kept_groups
from npt_desktop.ui.communities.lists import Line, ListTable
from npt_desktop.ui.communities.rows import RowsPane
from npt_desktop.ui.record_form import RecordForm
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.checks import Checks
from npt_desktop.ui.widgets.form_dialog import Fields, FormDialog, day_in, number_in
from npt_desktop.ui.widgets.forms import Area, Combo, Edit, Field
from npt_desktop.ui.widgets.layout import Split, box, col, scroll
from npt_desktop.ui.widgets.messages import EmptyState
from npt_desktop.ui.widgets.tables import Cell, PillCell

if TYPE_CHECKING:
    from npt_desktop.ui.work_screen import WorkScreen

_RISK = {
    RiskLevel.HIGH: ("High", "bad"),
    RiskLevel.MEDIUM: ("Medium", "warn"),
    RiskLevel.LOW: ("Low", "none"),
}
_TRAITS = (("hidden", "Hidden or seldom heard"), ("emerging", "New and emerging"))


class ProfilePane(RowsPane[GroupLine]):
    """Groups at the left, the document at the right. Enter opens a group, Delete removes it."""

    title: ClassVar[str] = "Community profile"
    document: ClassVar[str] = "profile"

    def __init__(self, host: WorkScreen) -> None:
        super().__init__(host)
        self.page: ProfilePage | None = None
        table = ListTable(
            "Groups of the community profile",
            ("", "Group", "People", "Prefers contact", "Risk", "Last contact", "KIN", "Not known yet"),
            (34, 0, 62, 142, 92, 96, 66, 112), "⌦", spare=(3,), least=760,
        )  # fmt: skip
        self.card = VersionCard("Profile in force", "Summary")
        self.add_button = Button("Add group", "primary", "plus", keys="Ctrl+N")
        first = Button("Add the first group", icon="plus")
        nothing = EmptyState(
            "users-group", "No groups in this profile yet",
            "Who lives, works and worships here, and how does each prefer to be met?", first,
        )  # fmt: skip
        self.hold(table, "groups", nothing, first)
        self.setLayout(col(Split(self.list, scroll(box(col(self.card, None))), 292, break_at=820), gap=0))
        self.add_button.clicked.connect(self.new)
        table.pressed.connect(lambda _: self.remove_group())
        self.card.confirmed.connect(self.confirm)
        self.card.edited.connect(self.edit_document)
        self.card.renewed.connect(self.new_version)
        self.card.opened.connect(self._read_version)

    # -- shown --
    def reader(self) -> Callable[[], Any]:
        desk, area = self.work.desk, self.work.area_id
        return lambda: Profiles(desk).page(area)

    def show_page(self, page: ProfilePage) -> None:
        self.page = page
        self.list.show_lines([self._line(group) for group in page.groups])
        self.card.show_version(page.current, page.earlier, self.today, self.why_not(Act.EDIT_COMMUNITIES),
                               self.why_not(Act.CONFIRM_DOCUMENTS))  # fmt: skip
        for button in (self.add_button, self.first_button):
            button.lock(self.why_not(Act.EDIT_COMMUNITIES))

    def rows(self) -> Sequence[GroupLine]:
        return self.page.groups if self.page else ()

    def facts(self) -> str:
        if self.page is None or not self.page.groups:
            return ""
        gaps = sum(group.gap for group in self.page.groups)
        hidden = sum(group.draft.hidden for group in self.page.groups)
        without = sum(not group.known_by for group in self.page.groups)
        return (
            f"{number_of(len(self.page.groups), 'group')}, {hidden} hidden or seldom heard; "
            f"{number_of(gaps, 'gap')}, {without} without a key individual"
        )

    def buttons(self) -> list[QWidget]:
        return [self.add_button]

    def forms(self) -> Mapping[str, Callable[[], object]]:
        return {"group": self.edit, "profile": self.edit_document}

    def _line(self, group: GroupLine) -> Line:
        draft, today = group.draft, self.today
        traits = [words for there, words in ((draft.hidden, "Hidden or seldom heard"), (draft.emerging, "New and emerging"))
                  if there]  # fmt: skip
        words, tone = _RISK[draft.risk_level] if draft.risk_level else ("Not judged", "none")
        last = Cell(day_month(group.last_on, today), days_words((today - group.last_on).days),
                    tone="bad_text" if group.gap else "text", strong=group.gap) if group.last_on else Cell(
            "Never", "In the log", tone="bad_text", strong=True)  # fmt: skip
        known = str(len(group.known_by)) if group.known_by else "None"
        lacks = Cell("Nothing", tone="text2")
        if group.lacks:
            lacks = Cell(number_of(len(group.lacks), "thing"), listed(group.lacks), tone="warn_text")
        return Line(
            group.id,
            (
                Cell(mark="bad" if group.gap else "warn" if group.lacks else "good"),
                Cell(draft.name, ", ".join(traits) or group.audience, strong=True),
                Cell(f"{draft.size:,}" if draft.size is not None else "–", right=True),
                Cell(draft.prefers or "Not known", tone="text" if draft.prefers else "warn_text"),
                PillCell(words, tone),
                last,
                Cell(known, tone="text" if group.known_by else "bad_text", right=True),
                lacks,
            ),
            "A gap" if group.gap else "Something is not known" if group.lacks else "Known and in contact",
        )  # fmt: skip

    # -- done --
    def remove_group(self) -> None:
        """Delete: take the group out; Undo brings it back."""
        group = self.one()
        if group is not None:
            remove = partial(Profiles(self.work.desk).remove_group, group.id)
            self.work.attempt(remove, f"{group.draft.name} removed from the profile.")

    def confirm(self) -> None:
        """Confirm the profile as current, today."""
        self.confirm_document(Document.PROFILE)

    def new_version(self) -> FormDialog:
        """Begin the next version."""
        page = self.page
        name = f"Version {len(page.earlier) + 2}" if page and page.current else "Version 1"
        note = "The version in force is kept as it is now and stays readable. Dates start anew: confirm it when it is right."
        return self.version_form(name, note, Profiles(self.work.desk).new_version)

    def edit_document(self) -> FormDialog:
        """Summary and where the document is."""
        desk, area = self.work.desk, self.work.area_id
        current = self.page.current if self.page else None

        def fields() -> Fields:
            return [
                Field("Summary", Area(current.text if current else "", lines=8), name="summary"),
                Field("Where staff open it", Edit(current.address if current else "", "https://"), name="address",
                      optional=True, hint="Its place on the neighbourhood portal; evidence for QA question 1."),
            ]  # fmt: skip

        def save(form: FormDialog) -> None:
            text = form.control("summary").text()
            Profiles(desk).save(area, current.version if current else None, summary=text,
                                address=form.control("address").text())  # fmt: skip

        def again() -> bool:
            nonlocal current
            current = Profiles(desk).page(area).current
            return current is not None

        about = self.about(
            "the community profile", "profile", current.id if current else None, "community_profile"
        )
        form = RecordForm(
            self.host, self.work, about, "Community profile", "Save", fields, save, again=again, wide=560
        )
        return self.open_form(form, "Community profile saved.")

    def _read_version(self, one: Any) -> None:
        VersionDialog(self.host, "Community profile", one, kept_groups(one.kept)).open()

    def form(self, group: GroupLine | None) -> FormDialog:
        """Everything known of a group, new or old."""
        desk, area = self.work.desk, self.work.area_id
        levels = [(None, "Not judged"), *((level, level.label) for level in RiskLevel)]
        lists = Vocabulary(desk).entries(TermKind.PROTECTED)

        def fields() -> Fields:
            draft = group.draft if group else GroupDraft("", known_on=self.today)
            protected = [(t.key, t.label) for t in lists if not t.retired or t.key in draft.protected]
            audiences = self.choices(TermKind.AUDIENCE, draft.audience_id)
            themes = self.choices(TermKind.THEME, draft.theme_id)
            return [
                (Field("Group", Edit(draft.name), name="name"),
                 Field("Audience in the log", Combo(audiences, draft.audience_id), name="audience_id")),
                (Field("About how many people", Edit("" if draft.size is None else str(draft.size)), name="size", optional=True),
                 Field("Languages", Edit(draft.languages), name="languages", optional=True)),
                Field("What it is", Checks(_TRAITS, [key for key, _ in _TRAITS if getattr(draft, key)]), name="traits"),
                (Field("Where they are", Edit(draft.found_where), name="found_where", optional=True),
                 Field("How they prefer contact", Edit(draft.prefers), name="prefers", optional=True)),
                (Field("Threat, risk and harm", Combo(levels, draft.risk_level), name="risk_level"),
                 Field("Strategic theme", Combo(themes, draft.theme_id), name="theme_id")),
                Field("What the threat, risk or harm is", Area(draft.risk, lines=2), name="risk", optional=True),
                Field("Protected characteristics reached", Checks(protected, draft.protected, columns=3), name="protected"),
                Field("Sources", Area(draft.sources, "Census, 21/3/2021", lines=3), name="sources", optional=True,
                      hint="One a line, its date after the last comma."),
                Field("Notes", Area(draft.notes, lines=2), name="notes", optional=True),
                (Field("As known on", self.date_edit(draft.known_on), name="known_on", optional=True),
                 Field("No longer here since", self.date_edit(draft.ended_on), name="ended_on", optional=True)),
            ]  # fmt: skip

        def save(form: FormDialog) -> None:
            def text(name: str) -> str:
                return str(form.control(name).text())

            traits = form.control("traits").value()
            made = GroupDraft(
                text("name"), form.control("audience_id").value(), "hidden" in traits, "emerging" in traits,
                number_in(form, "size"), text("languages"), text("found_where"), text("prefers"),
                form.control("risk_level").value(), text("risk"), form.control("theme_id").value(),
                tuple(map(str, form.control("protected").value())), text("sources"), day_in(form, "known_on"),
                text("notes"), day_in(form, "ended_on"),
            )  # fmt: skip
            Profiles(desk).save_group(
                area, made, group.id if group else None, group.version if group else None
            )

        def again() -> bool:
            nonlocal group
            groups = Profiles(desk).page(area).groups
            group = next((one for one in groups if group is not None and one.id == group.id), None)
            return group is not None

        title = group.draft.name if group else "Add a group"
        about = self.about(f"the group {title}" if group else "a new group", "group", group.id if group else None,
                           "community_group", traits=("hidden", "emerging"))  # fmt: skip
        form = RecordForm(self.host, self.work, about, title, "Save", fields, save, again=again if group else None,
                          wide=720, tall=520)  # fmt: skip
        return self.open_form(form, "Group saved.")
