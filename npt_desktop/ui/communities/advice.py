"""Independent advisory advice: what was asked, what was given, what was done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QWidget

from npt_desktop.models.kinds import State
from npt_desktop.rules.authority import Act
from npt_desktop.rules.periods import day_month, number_of
from npt_desktop.services.advice import AdviceBook, AdviceDraft, AdviceLine
from npt_desktop.ui.communities.lists import Line, ListTable
from npt_desktop.ui.communities.rows import RowsPane
from npt_desktop.ui.record_form import About, RecordForm
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.form_dialog import Fields, FormDialog, day_in
from npt_desktop.ui.widgets.forms import Area, Combo, Edit, Field
from npt_desktop.ui.widgets.layout import Split, box, clear, col, row, scroll
from npt_desktop.ui.widgets.messages import EmptyState
from npt_desktop.ui.widgets.tables import Cell, PillCell
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.ui.work_screen import WorkScreen

_TONES = {State.GOOD: "good", State.WARN: "warn", State.PART: "accent"}


class AdvicePane(RowsPane[AdviceLine]):
    """What is still open first. Enter opens what was asked, G records advice, A answers it, Delete removes."""

    title: ClassVar[str] = "Advisory advice"

    def __init__(self, host: WorkScreen) -> None:
        super().__init__(host)
        self.page: list[AdviceLine] | None = None
        table = ListTable(
            "Independent advisory advice", ("State", "Asked", "About", "Given", "Answered"),
            (124, 0, 190, 82, 86), "GA⌦",
        )  # fmt: skip
        self.ask_button = Button("Ask for advice", "primary", "plus", keys="Ctrl+N")
        self.give_button = Button("Record advice", icon="message-2", keys="G")
        self.answer_button = Button("Answer", icon="check", keys="A")
        first = Button("Record what was asked", icon="plus")
        self.about_button = Button("Open the record", "quiet", "arrow-right", small=True)
        self.side = Card("Advice")
        self.told = col(gap=4)
        self.side.add(self.told, row(self.about_button, None), None)
        nothing = EmptyState(
            "messages", "No advice asked for yet",
            "Keep what the independent advisory group was asked, what they said, and what was done with it.",
            first,
        )  # fmt: skip
        self.hold(table, "advice", nothing, first)
        self.setLayout(col(Split(self.list, scroll(box(col(self.side, None))), 292, break_at=820), gap=0))
        self.ask_button.clicked.connect(self.new)
        self.give_button.clicked.connect(self.give)
        self.answer_button.clicked.connect(self.answer)
        self.about_button.clicked.connect(self._open_about)
        self.table.pressed.connect(
            lambda letter: {"G": self.give, "A": self.answer, "⌦": self.remove}[letter]()
        )
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show_one())

    # -- shown --
    def reader(self) -> Callable[[], Any]:
        desk, area = self.work.desk, self.work.area_id
        return lambda: AdviceBook(desk).page(area)

    def show_page(self, page: list[AdviceLine]) -> None:
        self.page = page
        self.list.show_lines([self._line(one) for one in page])
        why = self.why_not(Act.EDIT_COMMUNITIES)
        for button in (self.ask_button, self.first_button):
            button.lock(why)
        for button in (self.give_button, self.answer_button):
            button.lock(why or ("" if page else "Nothing was asked yet."))
        self._show_one()

    def rows(self) -> Sequence[AdviceLine]:
        return self.page or ()

    def facts(self) -> str:
        if not self.page:
            return ""
        wait = sum(one.given_on is None for one in self.page)
        left = sum(one.answered_on is None for one in self.page) - wait
        return f"{number_of(len(self.page), 'question')} asked; {wait} without advice yet, {left} to answer"

    def buttons(self) -> list[QWidget]:
        return [self.answer_button, self.give_button, self.ask_button]

    def forms(self) -> Mapping[str, Callable[[], object]]:
        return {"asked": self.edit, "given": self.give, "answered": self.answer}

    def _line(self, one: AdviceLine) -> Line:
        def day(on: Any) -> Cell:
            return Cell(day_month(on, self.today)) if on else Cell("Not yet", tone="text3")

        return Line(one.id, (
            PillCell(one.state_words, _TONES[one.state], one.state.value),
            Cell(one.question, f"{one.asked_of}, {day_month(one.asked_on, self.today)}", strong=True),
            Cell(one.about_words or "The area", tone="text" if one.about else "text2"),
            day(one.given_on), day(one.answered_on),
        ))  # fmt: skip

    def _show_one(self) -> None:
        one = self.one()
        clear(self.told)
        self.about_button.setVisible(bool(one and one.about and one.about[0] != "priority"))
        if one is None:
            self.told.addWidget(Text("Choose a question in the list.", "meta", "text3", wrap=True))
            return
        given = (
            f"Given {day_month(one.given_on, self.today)} by {one.given_by}"
            if one.given_on
            else "No advice yet"
        )
        answered = "To be answered" if one.given_on else ""
        if one.answered_on:
            how = "followed" if one.followed else "not followed"
            answered = f"Answered {day_month(one.answered_on, self.today)} by {one.answered_by or 'nobody named'}: {how}"
        for label, words in (
            (f"Asked by {one.asked_by}" if one.asked_by else "Asked", one.question),
            (given, one.given),
            (answered, one.answer),
        ):
            if label:
                self.told.addWidget(Text(label, "label", "text2", wrap=True))
            if words:
                self.told.addWidget(Text(words, wrap=True))

    def _open_about(self) -> None:
        one = self.one()
        if one is None or one.about is None:
            return
        kind, record = one.about
        if kind == "plan":
            self.work.go("plans", record)
        else:
            self.work.go("communities", record, "group")

    # -- done --
    def remove(self) -> None:
        """Delete: remove the record; Undo brings it back."""
        one = self.one()
        if one is not None:
            self.work.attempt(partial(AdviceBook(self.work.desk).remove, one.id), "Advice removed.")

    def form(self, one: AdviceLine | None) -> FormDialog:
        """What was asked, of whom, when and about what."""
        book, area = AdviceBook(self.work.desk), self.work.area_id
        there: list[tuple[Any, str]] = [(None, "The area as a whole"), *book.records(area)]

        def fields() -> Fields:
            records = list(there)
            if one and one.about and one.about not in [key for key, _ in records]:
                records.append((one.about, one.about_words))
            return [
                Field("What was asked", Area(one.question if one else "", lines=3), name="question"),
                (Field("Asked of", Edit(one.asked_of if one else "Independent Advisory Group"), name="asked_of"),
                 Field("On", self.date_edit(one.asked_on if one else self.today), name="asked_on")),
                Field("About", Combo(records, one.about if one else None), name="about"),
            ]  # fmt: skip

        def save(form: FormDialog) -> None:
            draft = AdviceDraft(form.control("question").text(), form.control("asked_of").text(),
                                day_in(form, "asked_on"), form.control("about").value())  # fmt: skip
            book.ask(area, draft, one.id if one else None, one.version if one else None)

        def again() -> bool:
            nonlocal one
            one = self._again(one)
            return one is not None

        about = self._about(
            one, "asked", "what was asked of advisers", about=("group_id", "plan_id", "priority_id")
        )
        form = RecordForm(self.host, self.work, about, "Advice asked for", "Save", fields, save,
                          again=again if one else None, wide=560)  # fmt: skip
        return self.open_form(form, "Saved what was asked.")

    def give(self) -> FormDialog | None:
        """G: the advice that was given."""
        one = self.one()
        if one is None or not self.may(Act.EDIT_COMMUNITIES):
            return None

        def fields() -> Fields:
            assert one is not None
            return [
                Field("Advice", Area(one.given, lines=4), name="given"),
                (Field("Given by", Edit(one.given_by or one.asked_of), name="given_by"),
                 Field("On", self.date_edit(one.given_on or self.today), name="given_on")),
            ]  # fmt: skip

        def save(form: FormDialog) -> None:
            assert one is not None
            AdviceBook(self.work.desk).give(one.id, one.version, by=form.control("given_by").text(),
                                            on=day_in(form, "given_on"), text=form.control("given").text())  # fmt: skip

        def again() -> bool:
            nonlocal one
            one = self._again(one)
            return one is not None

        about = self._about(one, "given", "the advice given")
        form = RecordForm(self.host, self.work, about, "Advice given", "Save", fields, save, again=again, wide=560,
                          note=one.question)  # fmt: skip
        return self.open_form(form, "Advice recorded.")

    def answer(self) -> FormDialog | None:
        """A: whether it is followed, and what is told to those who gave it."""
        one = self.one()
        if one is None or not self.may(Act.EDIT_COMMUNITIES):
            return None
        if one.given_on is None:
            self.work.refused.emit("Record the advice given first, then answer it.")
            return None

        def fields() -> Fields:
            assert one is not None
            options = [(True, "Followed"), (False, "Not followed")]
            choice = Segmented(options, one.followed, numbered=True, optional=True)
            return [
                Field("Is it followed?", choice, name="followed"),
                Field("What was done, or why not", Area(one.answer, lines=4), name="answer",
                      hint="Tell this to those who gave the advice."),
            ]  # fmt: skip

        def save(form: FormDialog) -> None:
            assert one is not None
            AdviceBook(self.work.desk).answer(
                one.id,
                one.version,
                followed=form.control("followed").value(),
                text=form.control("answer").text(),
            )

        def again() -> bool:
            nonlocal one
            one = self._again(one)
            return one is not None

        about = self._about(one, "answered", "the answer to advice")
        form = RecordForm(self.host, self.work, about, "Answer the advice", "Save", fields, save, again=again, wide=560,
                          note=one.given)  # fmt: skip
        return self.open_form(form, "Advice answered.")

    def _again(self, one: AdviceLine | None) -> AdviceLine | None:
        there = AdviceBook(self.work.desk).page(self.work.area_id)
        return next((found for found in there if one is not None and found.id == one.id), None)

    def _about(self, one: AdviceLine | None, form: str, words: str, **parts: tuple[str, ...]) -> About:
        return self.about(words, form, one.id if one else None, "advice", **parts)
