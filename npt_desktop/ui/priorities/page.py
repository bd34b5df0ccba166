"""What the pages of the Priorities screen have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from npt_desktop.errors import CannotDo, NotAllowed
from npt_desktop.rules.authority import Act, require
from npt_desktop.ui.shell.screen import Crumb

if TYPE_CHECKING:
    from npt_desktop.services.priority_view import QuarterView
    from npt_desktop.services.publication import Check
    from npt_desktop.ui.workspace import Workspace

Fetch = Callable[[Callable[[], Any], Callable[[Any], object]], None]


@dataclass(frozen=True)
class Head:
    """What a page puts into the screen's header."""

    title: str
    facts: str = ""
    crumbs: Sequence[Crumb] = ()
    pills: Sequence[QWidget] = ()
    actions: Sequence[QWidget] = ()


class Page(QWidget):
    """One page of the screen: it shows a :class:`QuarterView` and asks to go elsewhere.

    ``asked`` carries where to (a page, a panel or another screen), a record id or None, and a field;
    ``headed`` says that the header changed.
    """

    asked = Signal(str, object, str)
    headed = Signal()

    def __init__(self, work: Workspace, fetch: Fetch) -> None:
        super().__init__()
        self.work, self.fetch = work, fetch
        self.view: QuarterView | None = None

    def asker(self, where: str, record: int | None = None, field: str = "") -> Callable[[], None]:
        """A function that asks to go somewhere."""
        return lambda: self.asked.emit(where, record, field)

    def mender(self, check: Check) -> Callable[[], None] | None:
        """What mends a check before publishing; nothing when it is good."""
        if check.good:
            return None
        where = check.field if check.screen == "priorities" else check.screen
        return self.asker(where, check.record, check.field)

    def show_view(self, view: QuarterView) -> None:
        """Show the quarter as it now stands; what a person is typing stays."""
        self.view = view

    def head(self) -> Head:
        """What stands on top of the page; each page says."""
        raise NotImplementedError

    def primary(self) -> None:
        """Ctrl+Enter."""

    def new(self) -> None:
        """Ctrl+N."""

    def escape(self) -> bool:
        """Esc: close what is open; False when there is nothing."""
        return False

    def leave(self) -> None:
        """The page is about to be hidden: keep what was typed."""

    def panes(self) -> list[QWidget]:
        return [self]

    def start(self) -> None:
        """Give the focus to where work begins."""

    def why_not(self, act: Act) -> str:
        """The reason this person may not do something, or nothing."""
        try:
            require(self.work.desk.actor.role, act)
        except NotAllowed as error:
            return error.says
        return ""

    def attempt(self, do: Callable[[], object], done: str = "", *, undo: bool = True) -> bool:
        """Do a short write; what a person can mend is told in a toast."""
        try:
            do()
        except CannotDo as error:
            self.work.refused.emit(error.says)
            return False
        if done:
            self.work.say(done, undo=undo)
        return True
