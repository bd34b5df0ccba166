"""Writing single fields of the open plan: versions, other people's edits, refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from npt_desktop.errors import CannotDo, Clash, Incomplete
from npt_desktop.services.history import History
from npt_desktop.services.plan_page import PlanPage
from npt_desktop.services.plans import Plans

if TYPE_CHECKING:
    from npt_desktop.ui.plans.rows import FieldRow
    from npt_desktop.ui.workspace import Workspace


class Saver(QObject):
    """Saves a row when it is left.

    When the plan was changed in the meantime but this field was not, the save goes through. When this very
    field was changed by somebody else, nothing is written: ``clashed`` carries (row, their value, who and
    when) and the text stays in its box until :meth:`settle`.
    """

    clashed = Signal(object, object, str)
    saved = Signal(str)

    def __init__(self, work: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self.plan_id = 0
        self.version = 0
        self.held: dict[str, Any] = {}

    def begin(self, page: PlanPage) -> None:
        """Another plan is open now."""
        self.plan_id, self.version = page.plan.id, page.plan.version
        self.held = {}

    def read(self, page: PlanPage) -> bool:
        """A newer look at the plan was taken; False when the look is older than what was saved since."""
        if page.plan.version < self.version:
            return False
        self.version = page.plan.version
        return True

    def save(self, line: FieldRow) -> None:
        """Write a row that differs from the store."""
        if not self.plan_id or not line.dirty or line.name in self.held:
            return
        self._write(line, line.value())

    def _write(self, line: FieldRow, value: Any, again: bool = True) -> None:
        plans = Plans(self._work.desk)
        try:
            self.version = plans.save(self.plan_id, self.version, {line.name: value})
        except Clash:
            page = plans.page(self.plan_id)
            theirs = getattr(page.plan, line.name)
            self.version = page.plan.version
            if again and theirs in (line.base, value):
                self._write(line, value, again=False)
            else:
                self.hold(line, theirs, page)
        except Incomplete as error:
            line.set_error(error.fields.get(line.name, error.says))
        except CannotDo as error:
            self._work.refused.emit(error.says)
        else:
            line.set_error("")
            line.base = value
            self.saved.emit(line.name)

    def hold(self, line: FieldRow, theirs: Any, page: PlanPage) -> None:
        """Keep what was typed and show what the other wrote."""
        self.held[line.name] = theirs
        self.clashed.emit(line, theirs, self._who(page, line.name))

    def settle(self, line: FieldRow, mine: bool) -> None:
        """The person chose: write their text over the other's, or take the other's."""
        theirs = self.held.pop(line.name, line.base)
        line.base = theirs
        self.save(line)
        if not mine and line.name not in self.held:
            self._write(line, theirs)  # what was typed stays in the history
            line.show_value(theirs)

    def attempt(self, work: Callable[[Plans], object], done: str = "") -> bool:
        """Do another write on the plan; say what was done or why not."""
        return self._work.attempt(lambda: work(Plans(self._work.desk)), done)

    def _who(self, page: PlanPage, name: str) -> str:
        return History(self._work.desk).who_wrote(page.plan.__tablename__, page.plan.id, name)
