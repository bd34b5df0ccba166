"""The four stages of a plan, each a card of fields written in place, and the reviews."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from npt_desktop.models.kinds import OwnerKind, Stage
from npt_desktop.rules.periods import day_month
from npt_desktop.rules.plan_fields import FIELD_OF
from npt_desktop.rules.sara import STAGES
from npt_desktop.services.plan_facts import baseline_and_after
from npt_desktop.services.plan_page import PlanPage
from npt_desktop.ui.files.card import FilesCard
from npt_desktop.ui.plans.actions import ActionsBlock
from npt_desktop.ui.plans.asked import Cheers, Moved
from npt_desktop.ui.plans.assessing import AssessForm
from npt_desktop.ui.plans.figures import FiguresBlock
from npt_desktop.ui.plans.folds import Fold
from npt_desktop.ui.plans.judging import Judging
from npt_desktop.ui.plans.parts import Hypotheses, Sources, headed
from npt_desktop.ui.plans.reviews import ReviewsCard
from npt_desktop.ui.plans.rows import INSET, FieldRow, LabelBox, LineRow, Parse, make_row
from npt_desktop.ui.plans.techniques import ResponseGrid, ask_technique
from npt_desktop.ui.plans.times import Times
from npt_desktop.ui.plans.triangle import Triangle
from npt_desktop.ui.plans.verdicts import VerdictBlock
from npt_desktop.ui.theme.look import Painted
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.layout import Item, box, col, put, row
from npt_desktop.ui.widgets.marks import Badge, Mark
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.ui.workspace import Workspace


PARTS = 3
"""Lines of a list made before a plan is opened."""


class StageCard(Card):
    """A stage: its letter, its name, a note, and its fields."""

    def __init__(self, stage: Stage, *right: QWidget) -> None:
        super().__init__(pad=12, gap=1)
        self.setAccessibleName(stage.label)
        self.stage = stage
        self.note = Text("", "meta", "text3")
        self.badge = Badge(stage.label[0], "accent")
        head = row(self.badge, Text(stage.label, "section"), self.note, None, *right, gap=8)
        self.add(box(head))


class PlanCards(Painted):
    """Everything written on a plan. ``rows`` are the single fields; lists and tables have their own blocks."""

    def __init__(self, work: Workspace, parse: Parse, parse_past: Parse) -> None:
        super().__init__()
        self._work, self._parse, self._parse_past = work, parse, parse_past
        self.rows: list[FieldRow] = []
        self.stage_cards: dict[Stage, StageCard] = {}
        self._lay = col(gap=8)
        self.setLayout(self._lay)

    def build(self) -> Iterator[None]:
        """Make everything, a piece at a time: the whole takes longer than a window may stand still."""
        self.sources, self.hypotheses = Sources(self._parse_past), Hypotheses()
        self.judging, self.cheers, self.times, self.moved = Judging(), Cheers(), Times(), Moved()
        self.folds: tuple[Fold, ...] = (self.judging, self.cheers, self.times, self.moved)
        self.grid = ResponseGrid()
        for parts in (self.sources, self.hypotheses):
            yield
            parts.make_ahead(PARTS)
        yield
        self.action_block = ActionsBlock(self._work, self._parse)
        yield
        self.figures = FiguresBlock(self._work)
        yield
        self.reviews = ReviewsCard(self._work, self._parse)
        yield
        self.files = FilesCard(self._work, OwnerKind.PLAN)
        yield
        self.triangle = Triangle()
        self.baseline = Text("", wrap=True)
        self.sources_mark = Mark("warn", 13, "Sources are missing")
        self.causes_mark = Mark("warn", 13, "A likely cause and its evidence are missing")
        self.baseline_mark = Mark("warn", 13, "The baseline is missing")
        self.baseline_button = Button("Enter figures", "quiet", small=True)
        self.baseline_button.clicked.connect(lambda: self.figures.begin())
        self.add_action = Button("Add action", "quiet", "plus", small=True, keys="Ctrl+Shift+N")
        self.add_action.clicked.connect(lambda: self.action_block.add())
        self.prompts = Button("25 techniques", "quiet", "bulb", small=True)
        self.prompts.clicked.connect(lambda: ask_technique(self.prompts, self.action_block.add_technique))
        self.assess_button = Button("Start assessment", small=True)
        self.assess_button.setObjectName("assess")
        self.assessing = AssessForm(self._work, self._parse_past)
        self.verdict_block = VerdictBlock()
        yield
        for fill in (self._scanning, self._analysis, self._response, self._assessment):
            yield from fill()
            yield
        put(self._lay, self.reviews)
        yield
        put(self._lay, self.files)

    @property
    def below(self) -> tuple[QWidget, ...]:
        """The cards that are out of sight when a plan is opened at its top."""
        return (
            self.stage_cards[Stage.RESPONSE],
            self.stage_cards[Stage.ASSESSMENT],
            self.reviews,
            self.files,
        )

    # -- building: a card goes into its place first, then its fields into the card --
    def _card(self, stage: Stage, *right: QWidget) -> StageCard:
        made = self.stage_cards[stage] = StageCard(stage, *right)
        self._lay.addWidget(made)
        return made

    def _row(self, name: str) -> FieldRow:
        made = make_row(FIELD_OF[name], self._parse_past if name == "shared_on" else self._parse)
        self.rows.append(made)
        return made

    def _pair(self, left: str, right: str) -> Item:
        return box(row((self._row(left), 1), (self._row(right), 1), gap=16))

    def _held(self, side: str, controller: str) -> Item:
        """A side of the triangle, below it who has a hold on it and how far they are there."""
        rows = (self._row(name) for name in (side, controller, f"{controller}_level"))
        return box(col(*rows, gap=0, margins=(0, 0, 0, 6)))

    def _scanning(self) -> Iterator[None]:
        card = self._card(Stage.SCANNING)
        title = LineRow("title", "Title", "What the plan is about")
        self.rows.append(title)
        label = LabelBox(Text("Found by", "label", "text2"), self.sources_mark)
        found = row(label, (self.sources, 1), gap=2)
        found.setAlignment(label, Qt.AlignmentFlag.AlignTop)
        card.add(
            title, self._row("perceived_problem"), box(found), self._pair("who_harmed", "places"),
            self._pair("how_long", "asked_by"),
        )  # fmt: skip
        yield
        figures = row(
            LabelBox(Text("Baseline", "label", "text2"), self.baseline_mark), (self.baseline, 1),
            self.baseline_button, gap=2 + INSET,
        )  # fmt: skip
        card.add(
            self.judging, self.cheers, self.times, self._row("times_of"), box(figures),
            box(row((self._row("smallest_reduction"), 2), (self._row("success_percent"), 1), gap=16)),
        )  # fmt: skip

    def _analysis(self) -> Iterator[None]:
        card = self._card(Stage.ANALYSIS)
        sides = col(
            self._held("victim", "guardian"), self._held("offender", "handler"), self._held("location", "manager"),
            None, gap=1,
        )  # fmt: skip
        card.add(row(col(self.triangle, None), (sides, 1), gap=12))
        yield
        card.add(
            self._row("causes"), self._row("not_happening"), self._row("not_when"), self._row("not_who"),
            self._row("current_response"),
        )  # fmt: skip
        yield
        card.add(
            headed(self.hypotheses, self.causes_mark, ("Likely cause", 4), ("Evidence for", 3), ("Evidence against", 3)),
            self._pair("data_months", "data_reason"), self._row("defined_problem"),
        )  # fmt: skip

    def _response(self) -> Iterator[None]:
        card = self._card(Stage.RESPONSE, self.prompts, self.add_action)
        aim = box(row((self._row("objective"), 2), (self._row("objective_on"), 1), gap=16))
        self.started = Text("", "meta", "text2", wrap=True)
        self.started.setContentsMargins(INSET, 2, 0, 2)
        card.add(aim, self.started, self._pair("options_considered", "options_refused"))
        yield
        card.add(self.grid)
        yield
        card.add(self.action_block)

    def _assessment(self) -> Iterator[None]:
        card = self._card(Stage.ASSESSMENT, self.assess_button)
        card.add(self.assessing)
        yield
        card.add(self.figures)
        yield
        card.add(
            self.verdict_block,
            self._pair("verdict", "verdict_reason"),
            self._pair("carried_out", "objective_met"),
            self._row("process"),
            self.moved,
        )
        yield
        card.add(
            self._row("displacement"), self._row("diffusion"), self._row("rival_explanations"),
            box(row((self._row("cost_hours"), 1), (self._row("cost_money"), 1), (self._row("cost"), 3), gap=16)),
            self._row("lessons"),
            self._pair("shared_with", "shared_on"), self._row("shared_outside"),
        )  # fmt: skip

    # -- forms --
    def open_form(self) -> tuple[Callable[[], object], Callable[[], object]] | None:
        """How to leave and how to save the form that is open; None while none is."""
        action, assess, attach = self.action_block.form, self.assessing, self.figures.attaching
        if not action.isHidden():
            return action.close_form, action.save
        if self.reviews.open_form is not None:
            return self.reviews.close_form, self.reviews.primary
        if not assess.isHidden():
            return assess.hide, assess.save
        return (attach.hide, attach.save) if not attach.isHidden() else None

    # -- showing --
    def start_afresh(self) -> None:
        """Another plan is open: forget what belonged to the last."""
        self.sources.start_afresh()
        self.hypotheses.start_afresh()
        self.action_block.form.hide()
        self.figures.forget()
        self.reviews.forget()
        self.assessing.hide()
        for fold in self.folds:
            fold.set_open(False)

    def show_page(
        self, page: PlanPage, people: Sequence[tuple[Hashable, str]], *, locked: bool, fresh: bool
    ) -> None:
        """Show everything but the single fields, which the page shows one by one."""
        del fresh
        plan, reading = page.plan, page.reading
        for one in self.rows:
            one.set_locked(locked)
        for fold in self.folds:
            fold.set_locked(locked)
        for parts in (self.sources, self.hypotheses):
            parts.set_locked(locked)
        for block in (self.action_block, self.figures):
            block.set_locked(locked)
        self.reviews.set_locked(locked)
        self.sources.show_parts(page.sources)
        self.hypotheses.show_parts(page.hypotheses)
        for fold in self.folds:
            fold.show_values(getattr(plan, fold.name))
        self.grid.show_actions(page.actions)
        self.started.setText(plan.started_from)
        self.started.setVisible(bool(plan.started_from))
        self.action_block.show_page(page, people)
        self.figures.show_page(page)
        self.reviews.show_page(page, people)
        self.files.show_owner(plan.id, locked=locked)
        self.assessing.show_page(page)
        self.verdict_block.show_page(page, locked=locked)
        self.triangle.set(bool(plan.victim), bool(plan.offender), bool(plan.location))
        series = next((s.points for s in page.measures if s.measure.main), ())
        before, _ = baseline_and_after(series, plan.finished_on)
        known = before.figure is not None
        self.baseline.setText(f"{before.figure:g}, {before.period}" if known else "A figure and its period.")
        self.baseline.set_tone("text" if known else "text3")
        self.baseline_button.set_text("Change figures" if known else "Enter figures")
        self.baseline_button.setVisible(not locked)
        for button in (self.add_action, self.prompts):
            button.setVisible(not locked)
        self.assess_button.setVisible(not locked and plan.finished_on is None)
        now = STAGES.index(plan.stage) if plan.stage in STAGES else len(STAGES) - 1
        missing = {item.field: STAGES.index(item.stage) for item in reading.missing}
        for line in self.rows:
            name = "objective_date" if line.name == "objective_on" else line.name
            line.set_missing(name in missing, missing.get(name, 0) <= now)
        for mark, name in (
            (self.sources_mark, "sources"), (self.causes_mark, "hypotheses"), (self.baseline_mark, "baseline"),
            (self.judging.mark, "test_complete"),
        ):  # fmt: skip
            mark.setVisible(name in missing)
            if name in missing:
                mark.set_state("warn" if missing[name] <= now else "none", mark.toolTip())
        for fold in self.folds[1:]:
            fold.mark.hide()  # worth adding, and not one of the fields that are counted
        for stage, card in self.stage_cards.items():
            card.note.setText(self._note(page, stage))

    def _note(self, page: PlanPage, stage: Stage) -> str:
        plan, reading, today = page.plan, page.reading.stage(stage), self._work.desk.today
        if stage is Stage.ASSESSMENT:
            if plan.assessed_on is not None:
                return f"assessed {day_month(plan.assessed_on, today)}"
            if plan.finished_on is not None:
                return f"response finished {day_month(plan.finished_on, today)}"
        if reading.complete:
            return "complete"
        return f"{reading.done} of {reading.total}"
