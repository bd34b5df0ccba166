"""One plan on one page: four stages to write in, anchors on top, what is missing beside."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from npt_desktop.models.kinds import Stage
from npt_desktop.models.plans import Hypothesis, PlanSource
from npt_desktop.rules.authority import Act, may
from npt_desktop.rules.plan_closing import REOPENING, close_refusal
from npt_desktop.rules.plan_quality import QualityReading
from npt_desktop.rules.sara import STAGES
from npt_desktop.services.history import Event
from npt_desktop.services.plan_page import PlanPage
from npt_desktop.ui.kept import Kept
from npt_desktop.ui.plans.ahead import After
from npt_desktop.ui.plans.cards import PlanCards
from npt_desktop.ui.plans.clashes import Clashes
from npt_desktop.ui.plans.rows import FieldRow, Parse
from npt_desktop.ui.plans.saving import Saver
from npt_desktop.ui.plans.side import SidePane
from npt_desktop.ui.plans.writing import Writing
from npt_desktop.ui.widgets.layout import col, order_tabs, put_in, row, scroll
from npt_desktop.ui.widgets.messages import reveal
from npt_desktop.ui.widgets.progress import StageButton

if TYPE_CHECKING:
    from npt_desktop.ui.workspace import Workspace

SIDE_W, BREAK_AT = 292, 1040
POLISH = 60
"""Widgets styled between two looks at the window's own work."""
_SAME = {"objective_date": "objective_on", "baseline": "figures", "after": "figures"}


class PlanView(QWidget):
    """``asked`` carries what the side asks for: close, reopen, priority or assess."""

    asked = Signal(str)

    def __init__(self, work: Workspace, parse: Parse, parse_past: Parse, parent: QWidget) -> None:
        super().__init__(parent)
        self._work, self._parse = work, parse
        self.page: PlanPage | None = None
        self.saver = Saver(work, self)
        self.cards = PlanCards(work, parse, parse_past)
        self.rows: dict[str, FieldRow] = {}
        self._kept, self._unread = Kept(work, "plan"), dict[str, Any]()
        self._stacked = self._joined = False
        self.area, self.beside = scroll(), scroll()
        self.anchors = {stage: StageButton(stage.label, 0, 1) for stage in STAGES}
        for stage, anchor in self.anchors.items():
            anchor.clicked.connect(lambda _=False, stage=stage: self.go_to_stage(stage))
        self.clashes = Clashes()
        self._last_missing, self._after = -1, After(self)
        anchors = row(*((anchor, 1) for anchor in self.anchors.values()), gap=8, margins=(0, 0, 8, 0))
        left = col(anchors, self.clashes, (self.area, 1), gap=6)
        self.setLayout(row((left, 1), self.beside, gap=8))
        self.inner, self._under = QWidget(self.area.viewport()), col()
        self.inner.setLayout(col(self.cards, self._under, None, gap=8, margins=(0, 2, 8, 4)))
        self.hide()  # until it is whole: else it would be shown with its parent

    def build(self) -> Iterator[None]:
        """Make the page, a piece at a time; nothing may be shown on it before :meth:`join`.

        Each part is made below what will hold it: Qt styles all that is inside a widget again whenever the widget
        gets another parent, and the whole of this page takes longer than a window may stand still.
        """
        yield from self.cards.build()
        yield
        self.side = SidePane(self._parse, self.beside.viewport())
        yield from self.side.build()
        yield
        self.rows = {r.name: r for r in (*self.cards.rows, *self.side.rows)}
        for one in self.rows.values():
            one.left.connect(self._left)
            one.refused.connect(self._keep_unread)
        writing = Writing(self._work, self.saver, self.clashes)
        self.saver.clashed.connect(writing.clashed)
        for fold in self.cards.folds:
            fold.answered.connect(lambda values, seen, f=fold: writing.answer(f, values, seen))
        for changed in (self.cards.figures.model.refused, self.cards.figures.model.edited):
            changed.connect(lambda _: self._keep_unread())
        self.cards.verdict_block.decided.connect(writing.write)
        self.side.quality.aside.connect(writing.set_aside)
        for parts, kind in ((self.cards.sources, PlanSource), (self.cards.hypotheses, Hypothesis)):
            parts.put.connect(lambda line, values, p=parts, k=kind: writing.put(p, k, line, values))
            parts.removed.connect(lambda line, k=kind: writing.drop(k, line))
        self.cards.assess_button.clicked.connect(lambda: self.asked.emit("assess"))
        self.side.wanted.connect(self.focus_field)
        self.side.asked.connect(self.asked)
        self.area.verticalScrollBar().valueChanged.connect(lambda _: self._follow())

    def join(self) -> Iterator[None]:
        """Have what was made laid out, a side at a time."""
        self._joined = True
        put_in(self.area, self.inner)
        yield
        put_in(self.beside, self.side)
        yield

    def polish(self) -> Iterator[None]:
        """Style what is on the page ahead of its first showing, a piece at a time."""
        for place, widget in enumerate(self.findChildren(QWidget)):
            widget.ensurePolished()
            if place % POLISH == POLISH - 1:
                yield

    # -- what is shown --
    @property
    def plan_id(self) -> int:
        return self.saver.plan_id

    @property
    def locked(self) -> bool:
        """Only to read: closed and assessed, or not this role's to write."""
        page = self.page
        over = page is not None and page.plan.closed_on is not None and page.plan.assessed_on is not None
        return over or not may(self._work.desk.actor.role, Act.MANAGE_PLAN)

    def _refused(self, page: PlanPage) -> str:
        actor = self._work.desk.actor
        if page.plan.closed_on is not None:
            return "" if may(actor.role, Act.CLOSE_PLAN) else REOPENING
        leads = actor.person_id is not None and page.plan.lead_id == actor.person_id
        return close_refusal(actor.role, leads=leads, closed=False, reading=page.reading)

    def show_page(
        self, page: PlanPage, people: Sequence[tuple[Hashable, str]], areas: Sequence[tuple[Hashable, str]] = (),
        *, unread: Mapping[str, Any] = MappingProxyType({}),
    ) -> bool:  # fmt: skip
        """Show a plan, or a newer look at the one shown: fields being written keep their text. ``unread`` is what
        was typed into it and could not be read, as :meth:`kept` gives it.

        False when the look is older than what was saved since."""
        fresh = page.plan.id != self.saver.plan_id
        self._after.finish()
        if fresh:
            if (
                self.page is not None
            ):  # what was typed since another was asked for belongs to the one still shown
                self.flush()
                self._keep_unread()
            self.cards.start_afresh()  # leaves fields, and so writes, while that one is still open
            self.saver.begin(page)
            self._last_missing = -1
            self.clashes.forget()
            self.area.verticalScrollBar().setValue(0)
        elif not self.saver.read(page):
            return False
        self.page = page
        self.side.set_people([*people, *_still(page, people)], areas)
        for name, line in self.rows.items():
            self._show_row(line, getattr(page.plan, name), page, fresh)
        locked = self.locked
        self.cards.show_page(page, people, locked=locked, fresh=fresh)
        self.side.show_page(page, self._work.desk.today, locked=locked, refused=self._refused(page))
        for stage, anchor in self.anchors.items():
            reading = page.reading.stage(stage)
            anchor.set(reading.done, reading.total)
        if fresh:
            self._show_unread(unread)
            self._show_after()
        else:
            order_tabs(self)
        return True

    def _show_after(self) -> None:
        """Leave what nobody sees at first for after the first sight: the window may not stand still for it."""
        below = self.cards.below if not self.isVisible() else ()
        for card in below:
            card.hide()
        shows = [card.show for card in below]
        QTimer.singleShot(0, self._follow)
        self._after.start([*shows, lambda: order_tabs(self), self._follow])

    def show_rest(self, page: PlanPage, quality: QualityReading, events: Sequence[Event]) -> None:
        """Show what is read after the plan itself, unless another look at it was shown meanwhile."""
        if page is self.page:
            self.side.show_rest(page, quality, events, self._work.desk.today, locked=self.locked)

    def finish(self) -> None:
        """Have all of the page there, also what is out of sight."""
        self._after.finish()

    def _show_row(self, line: FieldRow, value: Any, page: PlanPage, fresh: bool) -> None:
        if fresh and line.unread:
            line.put(value)
        if fresh or not line.dirty:
            line.show_value(value)
            if fresh:
                line.set_error("")
        elif value not in (line.base, line.value()) and line.name not in self.saver.held:
            self.saver.hold(line, value, page)

    # -- what was typed and cannot be read: kept until it is mended, also over a restart --
    def _left(self, line: FieldRow) -> None:
        self.saver.save(line)
        self._keep_unread()

    def _keep_unread(self) -> None:
        now: dict[str, Any] = {name: line.unread for name, line in self.rows.items() if line.unread}
        cells = self.cards.figures.unread
        if cells:
            now["figures"] = cells
        if self.plan_id and now != self._unread:
            self._unread = now
            self._kept.keep(str(self.plan_id), now)

    def kept(self, plan_id: int) -> dict[str, Any]:
        """What was typed into a plan and could not be read; off the window's thread."""
        return self._kept.kept(str(plan_id))

    def _show_unread(self, kept: Mapping[str, Any]) -> None:
        self._unread = {} if self.locked else dict(kept)
        for name, text in self._unread.items():
            if name == "figures":
                self.cards.figures.show_unread(text)
            elif name in self.rows:
                self.rows[name].show_unread(str(text))

    def flush(self) -> None:
        """Save what is being written."""
        focus = QApplication.focusWidget()
        for line in self.rows.values():
            if focus is not None and line.isAncestorOf(focus):
                self.saver.save(line)
        self.cards.action_block.form.keep()
        self.cards.reviews.keep()
        self.cards.sources.flush()
        self.cards.hypotheses.flush()

    # -- going about --
    def focus_field(self, name: str) -> bool:
        """Go to a field by the name a missing thing goes by; False when it is not here."""
        self.finish()
        cards = self.cards
        fold = next((one for one in cards.folds if one.name == name.removesuffix("_complete")), None)
        if fold is not None:
            fold.begin()
        elif name == "owners":
            cards.action_block.edit_loose()
        elif name in ("action_side", "action_works_by", "action_cause"):
            cards.action_block.edit_lacking(name)
        elif name in ("actions", "tactics"):
            cards.action_block.add("action_tactic" if name == "tactics" else "action_title")
        elif _SAME.get(name, name) == "figures":
            cards.figures.begin()
        elif name == "review":
            cards.reviews.begin()
        elif name == "authorise":
            cards.reviews.begin_authorising()
        else:
            wanted = _SAME.get(name, name)
            control = self.findChild(QWidget, wanted)
            if control is None or control.isHidden():
                return False
            reveal(control)
        return True

    def go_to_stage(self, stage: Stage) -> None:
        """Scroll to a stage and put the focus in the first field it lacks, else in its first."""
        page = self.page
        lacks = page.reading.stage(stage).missing if page is not None else ()
        self.focus_field(lacks[0].field if lacks and lacks[0].field in self.rows else stage_focus(stage))
        self._to(self.cards.stage_cards[stage])
        self.anchors[stage].setChecked(True)

    def next_missing(self) -> None:
        """Go to the next thing the plan lacks, after the field that has the focus."""
        page = self.page
        if page is None or not page.reading.missing:
            return
        names = [item.field for item in page.reading.missing]
        self._last_missing = (self._last_missing + 1) % len(names) if self._last_missing < len(names) else 0
        focus = QApplication.focusWidget()
        here = next((n for n, name in enumerate(names) if focus and self._control(name) is focus), None)
        if here is not None:
            self._last_missing = (here + 1) % len(names)
        self.focus_field(names[self._last_missing])

    def _control(self, name: str) -> QWidget | None:
        return self.findChild(QWidget, _SAME.get(name, name))

    def _to(self, card: QWidget) -> None:
        top = card.mapTo(self.inner, QPoint(0, 0)).y()
        self.area.verticalScrollBar().setValue(max(0, top - 4))

    def _follow(self) -> None:
        line = self.area.verticalScrollBar().value() + self.area.viewport().height() // 3
        here = Stage.SCANNING
        for stage, card in self.cards.stage_cards.items():
            if not card.isHidden() and card.mapTo(self.inner, QPoint(0, 0)).y() <= line:
                here = stage
        self.anchors[here].setChecked(True)

    # -- Qt --
    def hideEvent(self, event: QHideEvent, /) -> None:
        if self.page is not None:
            self.flush()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent, /) -> None:
        self._arrange(self.width())
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        # Qt sizes hidden pages too, while this one is still being made: an error here brings PySide down.
        if self._joined:
            self._arrange(event.size().width())
        super().resizeEvent(event)

    def _arrange(self, width: int) -> None:
        stacked = width < BREAK_AT
        self.beside.setFixedWidth(self.cards.look.px(SIDE_W))
        if stacked != self._stacked:
            self._stacked = stacked
            if stacked:
                self.beside.takeWidget()
                self._under.addWidget(self.side)
                self.side.show()
            else:
                self._under.removeWidget(self.side)
                self.beside.setWidget(self.side)
            self.beside.setVisible(not stacked)


def _still(page: PlanPage, people: Sequence[tuple[Hashable, str]]) -> list[tuple[Hashable, str]]:
    """Those who work on the plan and have left: to be shown, though not to be chosen anew."""
    listed = {key for key, _ in people}
    wanted = (page.plan.lead_id, page.plan.supervisor_id)
    return [
        (key, f"{page.name(key)} (left)")
        for key in dict.fromkeys(wanted)
        if key is not None and key not in listed
    ]


def stage_focus(stage: Stage) -> str:
    """The first field of a stage."""
    return {
        Stage.SCANNING: "perceived_problem", Stage.ANALYSIS: "victim", Stage.RESPONSE: "objective",
    }.get(stage, "verdict")  # fmt: skip
