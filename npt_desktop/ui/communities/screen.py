"""Communities: one part at a time, chosen above, read off the window's thread."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from npt_desktop.ui.commands import Command
from npt_desktop.ui.communities.advice import AdvicePane
from npt_desktop.ui.communities.areas import AreasPane
from npt_desktop.ui.communities.network import NetworkPane
from npt_desktop.ui.communities.pane import Pane
from npt_desktop.ui.communities.plan import PlanPane
from npt_desktop.ui.communities.printing import Printing
from npt_desktop.ui.communities.profile import ProfilePane
from npt_desktop.ui.communities.reach import ReachPane
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.layout import row
from npt_desktop.ui.work_screen import WorkScreen

if TYPE_CHECKING:
    from npt_desktop.ui.workspace import Workspace

PARTS: dict[str, type[Pane]] = {
    "profile": ProfilePane, "plan": PlanPane, "kin": NetworkPane, "advice": AdvicePane, "reach": ReachPane,
    "areas": AreasPane,
}  # fmt: skip
_OF_FIELD = {"group": "profile", "overdue": "kin"}
_OF_FORM = {"group": "profile", "profile": "profile", "activity": "plan", "plan": "plan", "person": "kin",
            "questions": "kin", "contact": "kin", "asked": "advice", "given": "advice", "answered": "advice"}  # fmt: skip
UNSAVED = "unsaved."


class CommunitiesScreen(WorkScreen):
    """The parts of an area's communities. ``open_record`` takes a part's name as the field: profile, plan, kin,
    overdue, advice, reach, areas; with a record it goes to a key individual, or to a group where the field says so;
    ``unsaved.`` and a form's name opens that form as it was left."""

    key: ClassVar[str] = "communities"
    follow: ClassVar[frozenset[str]] = frozenset(
        {"community_profile", "community_group", "engagement_plan", "planned_activity", "key_individual", "contact",
         "kin_reply", "advice", "reach_month", "engagement_entry", "term", "person"}
    )  # fmt: skip

    def __init__(self, work: Workspace) -> None:
        super().__init__(work, "Communities")
        self.panes_by_key: dict[str, Pane] = {}
        self._wanted: tuple[int | None, bool, str] | None = None
        self.parts = Segmented([(key, kind.title) for key, kind in PARTS.items()], "profile", label="Part")
        self.stack = QStackedWidget()
        self.printing = Printing(self)
        self.body.addLayout(row(self.parts, None))
        self.body.addWidget(self.stack, 1)
        self.parts.changed.connect(lambda key: self.show_part(str(key)))
        self._show(self.pane)

    # -- parts --
    @property
    def part(self) -> str:
        """The key of the part that is shown."""
        return str(self.parts.value())

    @property
    def pane(self) -> Pane:
        """The part that is shown; made when it is first wanted."""
        if self.part not in self.panes_by_key:
            made = PARTS[self.part](self)
            self.panes_by_key[self.part] = made
            self.stack.addWidget(made)
        return self.panes_by_key[self.part]

    @cached_property
    def print_button(self) -> Button:
        """Prints the profile or the plan."""
        made = Button("Print", "quiet", "printer", keys="Ctrl+P")
        made.clicked.connect(self.print_part)
        return made

    def show_part(self, key: str) -> None:
        """Go to a part and read it."""
        self.parts.set_value(key)
        self._show(self.pane)
        self.refresh_now()

    def _show(self, pane: Pane) -> None:
        self.stack.setCurrentWidget(pane)
        prints = [self.print_button] if self.part in ("profile", "plan") else []
        self.header.swap_actions(*prints, *pane.buttons())
        self.set_facts(pane.facts())

    # -- reading --
    def refresh(self) -> None:
        pane, area, month = self.pane, self.work.area_id, self.work.month

        def shown(page: Any) -> None:
            if pane is not self.pane or (area, month) != (self.work.area_id, self.work.month):
                return
            pane.show_page(page)
            self.set_facts(pane.facts())
            self._arrive(pane)

        self.fetch(pane.reader(), shown)

    def _arrive(self, pane: Pane) -> None:
        if self._wanted is None:
            return
        record, focus, field = self._wanted
        self._wanted = None
        if field.startswith(UNSAVED):
            pane.resume(field.removeprefix(UNSAVED), record)
            return
        if record is not None:
            pane.open_record(record)
        if field == "overdue" and isinstance(pane, NetworkPane):
            pane.show_overdue()
        elif focus:
            pane.begin()

    # -- asked --
    def open_record(self, record: int | None, field: str) -> None:
        part = (
            _OF_FORM.get(field.removeprefix(UNSAVED), "")
            if field.startswith(UNSAVED)
            else _OF_FIELD.get(field, field)
        )
        if part not in PARTS:
            part = "kin" if record is not None else self.part
        self._wanted = (record, True, field)
        self.show_part(part)

    def new(self) -> None:
        self.pane.new()

    def primary(self) -> None:
        """Ctrl+Enter: what the filled button of the part does."""
        for button in self.pane.buttons():
            if isinstance(button, Button) and button.kind == "primary" and button.isEnabled():
                button.click()

    def panes(self) -> list[QWidget]:
        return [self.parts, self.pane]

    def escape(self) -> bool:
        return self.pane.escape()

    def search(self) -> None:
        self.pane.search()

    def print_part(self) -> None:
        """Ctrl+P: the profile or the plan as a PDF."""
        if self.part in ("profile", "plan"):
            self.printing.ask(self.print_button, self.part)

    def focus_parts(self) -> None:
        """To the choice of parts."""
        self.parts.radios[list(PARTS).index(self.part)].setFocus(Qt.FocusReason.TabFocusReason)

    def commands(self) -> list[Command]:
        """What can be done here, with its keys."""

        def to(part: str) -> Any:
            return lambda: self.open_record(None, part)

        def on(part: str) -> Any:
            return lambda: "" if self.part == part else f"Go to {PARTS[part].title} first"

        def kin(method: str) -> Any:
            return lambda: getattr(self.panes_by_key["kin"], method)()

        prints = lambda: "" if self.part in ("profile", "plan") else "Go to the profile or the plan first"  # noqa: E731
        parts = [
            Command(f"communities.{part}", f"Go to {kind.title}", to(part), f"Alt+{n}", "users-group", scope=self.key)
            for n, (part, kind) in enumerate(PARTS.items(), 1)
        ]  # fmt: skip
        return [
            *parts,
            Command("communities.print", "Print profile or plan", self.print_part, "Ctrl+P", "printer", why_not=prints,
                    scope=self.key),
            Command("communities.contact", "Log contact", kin("log_contact"), icon="check", why_not=on("kin"),
                    scope=self.key, local_keys="L"),
            Command("communities.questions", "Ask the quarter's questions", kin("ask_questions"), icon="messages",
                    why_not=on("kin"), scope=self.key, local_keys="Q"),
            Command("communities.close", "Close a planned activity",
                    lambda: self.panes_by_key["plan"].close_activity(),  # type: ignore[attr-defined]
                    icon="check", why_not=on("plan"), scope=self.key, local_keys="C"),
            Command("communities.take", "Plan a proposal",
                    lambda: self.panes_by_key["plan"].take(),  # type: ignore[attr-defined]
                    icon="plus", why_not=on("plan"), scope=self.key, local_keys="P"),
        ]  # fmt: skip
