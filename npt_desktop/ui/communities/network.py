"""Key individuals by days since contact; a contact is logged with two keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.rules.authority import Act
from npt_desktop.rules.periods import ago, day_month, days_words, number_of, quarter_of
from npt_desktop.rules.words import listed
from npt_desktop.services.community import Community
from npt_desktop.services.network import KinDraft, KinHistory, KinMember, Network, NetworkPage
from npt_desktop.ui.communities.contact_strip import ContactStrip
from npt_desktop.ui.communities.lists import Line, ListTable
from npt_desktop.ui.communities.rows import RowsPane
from npt_desktop.ui.record_form import RecordForm
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.checks import Checks
from npt_desktop.ui.widgets.form_dialog import Fields, FormDialog, day_in
from npt_desktop.ui.widgets.forms import Area, Edit, Field
from npt_desktop.ui.widgets.layout import Split, box, clear, col, line, scroll
from npt_desktop.ui.widgets.messages import EmptyState, reveal
from npt_desktop.ui.widgets.tables import Cell
from npt_desktop.ui.widgets.text import Elided, Text
from npt_desktop.ui.widgets.typeahead import TypeAhead

if TYPE_CHECKING:
    from npt_desktop.ui.work_screen import WorkScreen

_MOST_CONTACTS = 12


class NetworkPane(RowsPane[KinMember]):
    """Longest without contact first. L logs a contact, Q asks the quarter's questions, Enter opens, Delete forgets."""

    title: ClassVar[str] = "Key individuals"

    def __init__(self, host: WorkScreen) -> None:
        super().__init__(host)
        self.page: NetworkPage | None = None
        self.only_overdue = False
        table = ListTable(
            "Key individuals", ("", "Person or role", "Speaks for, owner", "Last contact", "Consent", "Questions"),
            (34, 0, 200, 86, 96, 84), "LQ⌦",
        )  # fmt: skip
        self.strip = ContactStrip(self)
        self.logged_for: int | None = None
        self.add_button = Button("Add key individual", icon="plus", keys="Ctrl+N")
        self.log_button = Button("Log contact", "primary", "check", keys="L")
        self.ask_button = Button("Ask questions", icon="messages", keys="Q")
        self.overdue_button = Button("Overdue only", "quiet", "filter")
        first = Button("Add the first", icon="plus")
        self.side = Card("Contacts")
        self.told = col(gap=6)
        self.side.add(self.told, None)
        self.missing = Card("Groups nobody speaks for")
        self.missing_words = Text("", wrap=True)
        self.missing.add(self.missing_words)
        nothing = EmptyState(
            "user", "No key individuals yet",
            "About twenty people who see beyond their own concerns, each with their consent.", first,
        )  # fmt: skip
        self.all_well = EmptyState(
            "circle-check", "Nobody is overdue", "Everybody was contacted within three months."
        )
        self.hold(table, "key individuals", nothing, first)
        self.list.add_empty(self.all_well)
        self.nobody = nothing
        main = box(col(self.strip, (self.list, 1), gap=8))
        side = scroll(box(col(self.missing, self.side, None, gap=12)))
        self.setLayout(col(Split(main, side, 292, break_at=820), gap=0))
        self.add_button.clicked.connect(self.new)
        self.log_button.clicked.connect(self.log_contact)
        self.ask_button.clicked.connect(self.ask_questions)
        self.overdue_button.clicked.connect(self.toggle_overdue)
        self.table.pressed.connect(self._letter)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show_person())

    # -- shown --
    def reader(self) -> Callable[[], Any]:
        desk, area = self.work.desk, self.work.area_id
        return lambda: Network(desk).page(area)

    def show_page(self, page: NetworkPage) -> None:
        self.page = page
        members = [m for m in page.members if m.overdue or not self.only_overdue]
        self.list.show_lines([self._line(member) for member in members],
                             self.all_well if page.members else self.nobody)  # fmt: skip
        self.overdue_button.set_text(
            "Show everybody" if self.only_overdue else f"Overdue only ({page.overdue})"
        )
        self.missing_words.setText(
            listed(page.without) + "." if page.without
            else "Every group has somebody." if page.groups else "The community profile has no groups yet."
        )  # fmt: skip
        self.missing_words.set_tone("warn_text" if page.without else "text2")
        why = self.why_not(Act.EDIT_COMMUNITIES)
        for button in (self.add_button, self.first_button):
            button.lock(why)
        for button in (self.log_button, self.ask_button):
            button.lock(
                self.why_not(Act.LOG_ENGAGEMENT) or ("" if members else "There is nobody in the list.")
            )
        self._show_person()

    def rows(self) -> Sequence[KinMember]:
        return self.page.members if self.page else ()

    def escape(self) -> bool:
        if not self.strip.isHidden():
            self.close_contact()
            return True
        if super().escape():
            return True
        if self.only_overdue:
            self.toggle_overdue()
            return True
        return False

    def facts(self) -> str:
        page = self.page
        if page is None or not page.members:
            return ""
        quarter = quarter_of(self.today).short
        replied = sum(member.replied for member in page.members)
        without = sum(member.draft.consent_on is None for member in page.members)
        return (
            f"{number_of(len(page.members), 'person', 'people')}, {page.overdue} overdue; "
            f"{replied} answered for {quarter}, {without} without consent"
        )

    def buttons(self) -> list[QWidget]:
        return [self.overdue_button, self.ask_button, self.add_button, self.log_button]

    def open_record(self, record: int) -> bool:
        if self.only_overdue and not self.list.choose(record):
            self.toggle_overdue()
        self.table.setFocus(Qt.FocusReason.TabFocusReason)
        return self.list.choose(record)

    def forms(self) -> Mapping[str, Callable[[], object]]:
        return {"person": self.edit, "questions": self.ask_questions, "contact": self.log_contact}

    def toggle_overdue(self) -> None:
        """Only those without contact for three months, or everybody."""
        self.only_overdue = not self.only_overdue
        if self.page is not None:
            self.show_page(self.page)

    def show_overdue(self) -> None:
        """The list Home points at."""
        if self.page is not None and self.page.overdue and not self.only_overdue:
            self.toggle_overdue()
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _line(self, m: KinMember) -> Line:
        draft, today = m.draft, self.today
        last = Cell("Never", "", tone="bad_text", strong=True)
        if m.last_on is not None:
            last = Cell(days_words((today - m.last_on).days), day_month(m.last_on, today),
                        tone="bad_text" if m.overdue else "text", strong=m.overdue)  # fmt: skip
        consent = Cell("None", "Ask for it", tone="warn_text")
        if draft.consent_on is not None:
            consent = Cell("Given", day_month(draft.consent_on, today))
        return Line(
            m.id,
            (
                Cell(mark="bad" if m.overdue else "good"), Cell(draft.name, draft.organisation, strong=True),
                Cell(listed(draft.groups) or "Nobody in the profile", m.owner or "No owner",
                     tone="text" if draft.groups else "warn_text", sub_tone="text2" if m.owner else "warn_text"), last, consent,
                Cell("Answered" if m.replied else "To ask", tone="text" if m.replied else "text2"),
            ),
            "Overdue" if m.overdue else "In time",
        )  # fmt: skip

    def _show_person(self) -> None:
        member = self.one()
        clear(self.told)
        self.side.set_title(member.draft.name if member else "Contacts")
        if member is None:
            self.told.addWidget(Text("Choose somebody in the list.", "meta", "text3", wrap=True))
            return
        if member.draft.reach_by:
            self.told.addWidget(Text("Reached by", "label", "text2"))
            self.told.addWidget(Text(member.draft.reach_by, wrap=True))
        self._show_history(Network(self.work.desk).history(member.id))

    def _show_history(self, history: KinHistory) -> None:
        for reply in history.replies[:2]:
            self.told.addWidget(Text(f"Answers, {quarter_of(reply.quarter).label}", "label", "text2"))
            for question, answer in reply.answers:
                self.told.addWidget(Text(question, "meta", "text3", wrap=True))
                self.told.addWidget(Text(answer, wrap=True))
            self.told.addWidget(line())
        self.told.addWidget(Text("Contacts", "label", "text2"))
        for contact in history.contacts[:_MOST_CONTACTS]:
            when = f"{day_month(contact.day, self.today)}, {ago(contact.day, self.today)}"
            self.told.addWidget(Elided(f"{when}  {contact.by}", "meta", "text2"))
            if contact.note:
                self.told.addWidget(Text(contact.note, wrap=True))
        if not history.contacts:
            self.told.addWidget(Text("None yet: L logs the first.", "meta", "text3", wrap=True))

    # -- done --
    def _letter(self, letter: str) -> None:
        {"L": self.log_contact, "Q": self.ask_questions, "⌦": self.remove}[letter]()

    def log_contact(self) -> None:
        """L: open the line that logs a contact with the person the row is on."""
        member = self.one()
        if member is None or not self.may(Act.LOG_ENGAGEMENT):
            return
        self.logged_for = member.id
        about = self.about(f"a contact with {member.draft.name}", "contact", member.id)
        self.strip.begin(about, member.draft.name)
        self.strip.show()
        reveal(self.strip.note)

    def save_contact(self) -> None:
        """Enter: log it."""
        day = self.strip.day.value()
        if self.logged_for is None or self.strip.fields[1].error:
            return
        if day is None:
            self.strip.fields[1].set_error("Enter the day of the contact.")
            return
        try:
            Community(self.work.desk).log_contact(self.logged_for, day, self.strip.note.text())
        except Incomplete as error:
            self.strip.fields[1].set_error(error.fields.get("day", error.says))
        except CannotDo as error:
            self.work.refused.emit(error.says)
        else:
            self.work.say("Contact logged.", undo=True)
            self.close_contact()

    def close_contact(self) -> None:
        """Leave the line and go back to the list."""
        self.strip.end()
        self.strip.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def remove(self) -> None:
        """Delete: forget the person with everything kept of them; Undo brings it back."""
        member = self.one()
        if member is not None:
            self.work.attempt(
                partial(Network(self.work.desk).remove, member.id), f"{member.draft.name} removed."
            )

    def ask_questions(self) -> FormDialog | None:
        """Q: the quarter's standard questions."""
        member, page = self.one(), self.page
        if member is None or page is None or not self.may(Act.LOG_ENGAGEMENT):
            return None
        network, questions = Network(self.work.desk), page.questions
        known = network.answers(member.id)

        def fields() -> Fields:
            return [
                Field(label, Area(known.said.get(key, ""), lines=2), name=key, optional=True)
                for key, label in questions
            ]

        def save(form: FormDialog) -> None:
            said = {key: form.control(key).text() for key, _ in questions}
            network.reply(member.id, said, known.version)

        def again() -> bool:
            nonlocal known
            known = network.answers(member.id)
            return True

        title = f"{quarter_of(self.today).label} questions: {member.draft.name}"
        note = "Answers are kept for the quarter and count as a contact today."
        about = self.about(f"the questions to {member.draft.name}", "questions", member.id)
        form = RecordForm(self.host, self.work, about, title, "Save answers", fields, save, again=again, wide=560,
                          note=note, tall=400)  # fmt: skip
        return self.open_form(form, "Answers saved.")

    def form(self, member: KinMember | None) -> FormDialog:
        """A key individual, new or old."""
        desk, area = self.work.desk, self.work.area_id
        there = self.page.groups if self.page else ()
        people = [(person.id, person.label) for person in desk.people()]
        add_first = "Add groups to the community profile first."

        def fields() -> Fields:
            draft = member.draft if member else KinDraft("", owner_id=desk.actor.person_id)
            groups = [(name, name) for name in dict.fromkeys((*there, *draft.groups))]
            return [
                (Field("Person or role", Edit(draft.name), name="name", hint="A role will do, such as Chair, Faith Forum."),
                 Field("Organisation", Edit(draft.organisation), name="organisation", optional=True)),
                Field("Speaks for", Checks(groups, draft.groups, columns=2) if groups else
                      Text(add_first, "meta", "text2", wrap=True), name="groups"),
                (Field("Owner", TypeAhead(people, draft.owner_id, placeholder="Name"), name="owner_id", optional=True),
                 Field("Consent given on", self.date_edit(draft.consent_on), name="consent_on",
                       hint="They agreed to be kept here.")),
                (Field("How to reach them", Edit(draft.reach_by), name="reach_by", optional=True,
                       hint="Kept in this store alone; never published or exported unasked."),
                 Field("No longer in the network since", self.date_edit(draft.ended_on), name="ended_on", optional=True)),
            ]  # fmt: skip

        def save(form: FormDialog) -> None:
            control = form.control("groups")
            ticked = control.value() if isinstance(control, Checks) else ()
            made = KinDraft(
                form.control("name").text(), form.control("organisation").text(), form.control("reach_by").text(),
                tuple(map(str, ticked)), form.control("owner_id").value(), day_in(form, "consent_on"),
                day_in(form, "ended_on"),
            )  # fmt: skip
            Network(desk).save(area, made, member.id if member else None, member.version if member else None)

        def again() -> bool:
            nonlocal member
            members = Network(desk).page(area).members
            member = next((one for one in members if member is not None and one.id == member.id), None)
            return member is not None

        title = member.draft.name if member else "Add a key individual"
        about = self.about(f"the key individual {title}" if member else "a new key individual", "person",
                           member.id if member else None, "key_individual", groups=("speaks_for",))  # fmt: skip
        form = RecordForm(self.host, self.work, about, title, "Save", fields, save, again=again if member else None,
                          wide=640)  # fmt: skip
        return self.open_form(form, "Key individual saved.")
