"""Saved views of a screen's table: choosing one, saving what is shown, sharing it. Any screen may have one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.ui.theme.look import Restyled, smooth
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.forms import Edit, Field
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.services.views import View
    from npt_desktop.ui.workspace import Workspace

Content = dict[str, Any]


class NameDialog(Restyled, QDialog):
    """Asks for a name. ``save`` is called with it and may raise Incomplete, which is said at the field."""

    def __init__(
        self, parent: QWidget, title: str, verb: str, name: str, save: Callable[[str], object]
    ) -> None:
        super().__init__(parent)
        self._save = save
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setMinimumWidth(380)
        self.name = Edit(name, "Such as Low scores this year")
        self.field = Field("Name of the view", self.name, name="name")
        self.go = Button(verb, "primary")
        self.no = Button("Cancel")
        self.go.clicked.connect(self.try_it)
        self.name.returnPressed.connect(self.try_it)
        self.no.clicked.connect(self.reject)
        self.setLayout(col(Text(title, "section"), self.field, row(None, self.no, self.go), gap=10,
                           margins=(20, 16, 20, 16)))  # fmt: skip
        self.name.selectAll()
        self.name.setFocus(Qt.FocusReason.TabFocusReason)

    def try_it(self) -> None:
        """Save under the name that stands there."""
        try:
            self._save(self.name.text())
        except Incomplete as found:
            self.field.set_error(next(iter(found.fields.values())))
        except CannotDo as refusal:
            self.field.set_error(refusal.says)
        else:
            self.accept()

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        p.fillRect(self.rect(), self.look.c("surface"))
        p.end()


class SavedViews(Button):
    """The button with the views of one screen.

    ``capture`` gives what the table shows now as JSON, ``apply`` shows such a content again; a view that was
    made by an older program may lack parts. The button says which view is shown, until :meth:`strayed`.
    """

    def __init__(
        self, work: Workspace, screen: str, capture: Callable[[], Content], apply: Callable[[Content], object]
    ) -> None:
        super().__init__("Views", "quiet", "layout-grid", small=True)
        from npt_desktop.services.drafts import Drafts
        from npt_desktop.services.views import Views

        self.work, self._screen = work, screen
        self._views, self._drafts, self._left = Views(work.desk), Drafts(work.desk), f"table:{screen}"
        self._capture, self._apply = capture, apply
        self.shown: View | None = None
        self.asking: NameDialog | None = None
        self.menu_shown: QMenu | None = None
        self.clicked.connect(self.open)

    def left(self) -> Content:
        """How this person left the table last; empty the first time."""
        return self._drafts.kept(self._left)

    def leave(self, content: Content) -> None:
        """Keep how the table is arranged, off the window's thread; a store that cannot be written is no matter."""
        number = self._drafts.begin(self._left)
        self.work.jobs.run(lambda _: self._drafts.keep(self._left, number, content), failed=_unkept)

    def open(self) -> None:
        """The views to choose from and what may be done with the one shown, below the button."""
        self.menu_shown = menu = self.make_menu()
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def make_menu(self) -> QMenu:
        """The menu as it would open now."""
        menu = QMenu(self.window())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        views = self._views.of(self._screen)
        for view in views:
            words = view.name if view.mine else f"{view.name} ({view.owner})"
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(self.shown is not None and self.shown.id == view.id)
            action.triggered.connect(lambda _=False, view=view: self.show_view(view))
        if views:
            menu.addSeparator()
        self._verb(menu, "Save this view…", self.ask_name)
        shown = next((view for view in views if self.shown is not None and view.id == self.shown.id), None)
        if shown is not None and shown.mine:
            self._verb(menu, f"Rename “{shown.name}”…", lambda: self._ask_rename(shown))
            self._verb(
                menu,
                "Stop sharing it" if shown.shared else "Share it with everybody",
                lambda: self._share(shown),
            )
            self._verb(menu, f"Delete “{shown.name}”", lambda: self._remove(shown))
        return menu

    def show_view(self, view: View) -> None:
        """Show a view."""
        self._apply(view.content)
        self._now(view)

    def strayed(self) -> None:
        """Filter, columns or order were changed by hand: what is shown is no saved view any more."""
        if self.shown is not None and self._capture() != self.shown.content:
            self._now(None)

    def ask_name(self) -> None:
        """Ask for a name and save what is shown; an own view of that name is replaced."""
        name = self.shown.name if self.shown is not None and self.shown.mine else ""
        self.asking = NameDialog(self.window(), "Save this view", "Save view", name, self._save)
        self.asking.open()

    def _save(self, name: str) -> None:
        key = self._views.save(self._screen, name, self._capture())
        self._now(next(view for view in self._views.of(self._screen) if view.id == key))
        self.work.say(f"Saved the view “{' '.join(name.split())}”", undo=True)

    def _ask_rename(self, view: View) -> None:
        def save(name: str) -> None:
            self._views.rename(view.id, name)
            self._now(next(one for one in self._views.of(self._screen) if one.id == view.id))

        self.asking = NameDialog(self.window(), "Rename the view", "Rename", view.name, save)
        self.asking.open()

    def _share(self, view: View) -> None:
        words = "Stopped sharing" if view.shared else "Shared"
        self.work.attempt(lambda: self._views.share(view.id, not view.shared), f"{words} “{view.name}”")

    def _remove(self, view: View) -> None:
        if self.work.attempt(lambda: self._views.remove(view.id), f"Deleted the view “{view.name}”"):
            self._now(None)

    def _now(self, view: View | None) -> None:
        self.shown = view
        self.set_text("Views" if view is None else view.name)

    def _verb(self, menu: QMenu, words: str, do: Callable[[], object]) -> None:
        menu.addAction(words.replace("&", "&&")).triggered.connect(lambda: do())


def _unkept(error: Exception) -> None:
    """How a table was arranged could not be kept: it is as it was the next time."""
    if not isinstance(error, CannotDo):
        raise error
