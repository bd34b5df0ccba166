"""The main window. It shows what it is given and says what was chosen; it knows no record."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from npt_desktop import APP_NAME
from npt_desktop.ui.commands import Command, Commands
from npt_desktop.ui.shell.context import AREA_KEYS, NEXT_KEYS, PREVIOUS_KEYS, ContextBar
from npt_desktop.ui.shell.panes import Panes, first_stop
from npt_desktop.ui.shell.screen import Screen
from npt_desktop.ui.shell.sidebar import Banner, Count, Nav, Sidebar
from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.theme.theme import Theme
from npt_desktop.ui.widgets.focus import FocusRing
from npt_desktop.ui.widgets.layout import box, col, row
from npt_desktop.ui.widgets.toast import Toast


class MainShell(QWidget):
    """Marking banner, sidebar, context bar and one page at a time.

    A window by itself, or the content of one that was painted before it.

    The owner sets ``search`` to what opens the palette (a text to begin with), listens to the
    signals, and answers with :meth:`set_context`, :meth:`set_counts` and :meth:`show_page`.
    ``may_close`` is asked before the window closes.
    """

    areaChosen = Signal(object)
    monthChosen = Signal(object)
    navChosen = Signal(str)
    settingsChosen = Signal()
    backChosen = Signal()
    pageShown = Signal(str)

    def __init__(self, theme: Theme, *, marking: str = "OFFICIAL-SENSITIVE") -> None:
        super().__init__()
        self.theme = theme
        self.commands = Commands(self)
        self.search: Callable[[str], object] = lambda _text: None
        self.may_close: Callable[[], bool] = lambda: True
        self._marking, self._key = marking, ""
        self._pages: dict[str, QWidget] = {}
        self._panes = Panes()
        self._new_ids: list[str] = []
        self.setWindowTitle(APP_NAME)
        self.setMinimumSize(*tk.MIN_WINDOW)

        self.banner = Banner(marking)
        self.sidebar = Sidebar()
        self.context = ContextBar()
        self.pages = QStackedWidget()
        right = box(col(self.context, (self.pages, 1), gap=0), "Canvas")
        body = row(self.sidebar, (right, 1), gap=0)
        whole = box(col(self.banner, (box(body), 1), gap=0), "Canvas")
        self.setLayout(col((whole, 1), gap=0))
        self.toast = Toast(self.pages)
        self.ring = FocusRing(self)

        self.sidebar.chosen.connect(self.navChosen)
        self.sidebar.settings.connect(self.settingsChosen)
        self.context.areaChosen.connect(self.areaChosen)
        self.context.month.chosen.connect(self.monthChosen)
        self.context.search.asked.connect(lambda text: self.search(text))
        self.context.new.clicked.connect(self._new_clicked)
        self.commands.add(*self._own_commands())
        self.commands.install(self)

    # -- what is shown --
    def set_nav(self, items: Sequence[Nav]) -> None:
        """The screens there are, in order. The first nine get Ctrl+1 to Ctrl+9."""
        self.commands.remove(*[c.id for c in self.commands.all() if c.id.startswith("go.")])
        keys = {nav.key: f"Ctrl+{i}" if i < 10 else "" for i, nav in enumerate(items, 1)}
        self.sidebar.set_items(items, keys)
        for nav in items:
            go = self._goer(nav.key)
            self.commands.add(Command(f"go.{nav.key}", nav.label, go, keys[nav.key], nav.icon, "Go to"))
        self.sidebar.set_current(self._key)

    def _goer(self, key: str) -> Callable[[], object]:
        return lambda: self.navChosen.emit(key)

    def set_counts(self, counts: Mapping[str, Count]) -> None:
        """What is due on each screen, by its key; a screen left out has nothing due."""
        self.sidebar.set_counts(counts)

    def set_areas(self, areas: Sequence[tuple[Hashable, str]]) -> None:
        """The areas to switch between: (id, name)."""
        self.context.set_areas(areas)

    def set_context(self, area_id: Hashable, month: date) -> None:
        """Show area and month; emits nothing."""
        self.context.set_area(area_id)
        self.context.month.set_month(month)

    def set_person(self, person: str, role: str, area: str = "") -> None:
        self.sidebar.set_person(person, role, area)

    def set_saved(self, words: str, icon: str = "cloud-check", tone: str = "text2") -> None:
        """The line about saving: "All changes saved 10:42"."""
        self.sidebar.set_saved(words, icon, tone)

    def set_default_marking(self, marking: str) -> None:
        self._marking = marking
        self._show_marking()

    def set_new(self, *ids: str) -> None:
        """Commands offered by the New button; without any it does what Ctrl+N does."""
        self._new_ids = list(ids)

    def show_page(self, key: str, widget: QWidget, *, nav: str = "") -> None:
        """Show a page and mark its screen in the sidebar; ``nav`` when the page belongs to another."""
        old = self._pages.get(key)
        if old is not widget:
            if old is not None:
                self.pages.removeWidget(old)
                old.deleteLater()
            self._pages[key] = widget
            self.pages.addWidget(widget)
            if isinstance(widget, Screen):
                widget.markingChanged.connect(self._show_marking)
                widget.titleChanged.connect(self._show_title)
        self._key = nav or key
        self.pages.setCurrentWidget(widget)
        self.sidebar.set_current(self._key)
        self.commands.set_scope(self._key)
        self._show_marking()
        self._show_title()
        self.pageShown.emit(key)

    def drop_page(self, key: str) -> None:
        """Forget a page and delete it."""
        widget = self._pages.pop(key, None)
        if widget is not None:
            self.pages.removeWidget(widget)
            widget.deleteLater()

    def page(self, key: str) -> QWidget | None:
        return self._pages.get(key)

    @property
    def screen_key(self) -> str:
        """The sidebar key of the page shown."""
        return self._key

    @property
    def current(self) -> Screen | None:
        """The screen shown."""
        widget = self.pages.currentWidget()
        return widget if isinstance(widget, Screen) else None

    def _show_marking(self) -> None:
        screen = self.current
        self.banner.set_marking((screen.marking if screen is not None else "") or self._marking)

    def _show_title(self) -> None:
        screen = self.current
        title = screen.title if screen is not None else ""
        self.window().setWindowTitle(f"{title} - {APP_NAME}" if title else APP_NAME)

    # -- keys --
    def _own_commands(self) -> list[Command]:
        def step_pane(step: int) -> Callable[[], object]:
            return lambda: self._step_pane(step)

        def step_month(step: int) -> Callable[[], object]:
            return lambda: self.context.month.step(step)

        nav = "Go to"
        return [
            Command("shell.search", "Search", lambda: self.search(""), "Ctrl+K", "search", hidden=True),
            Command("shell.new", "New", self._new, "Ctrl+N", "plus", why_not=self._why("new")),
            Command(
                "shell.find",
                "Filter this screen",
                self._find,
                "Ctrl+F",
                "filter",
                why_not=self._why("search"),
            ),
            Command(
                "shell.primary",
                "Primary action",
                self._primary,
                "Ctrl+Return Ctrl+Enter",
                "check",
                why_not=self._why("primary"),
                hidden=True,
            ),
            Command("shell.previous", "Previous month", step_month(-1), PREVIOUS_KEYS, "chevron-left", nav),
            Command("shell.next", "Next month", step_month(1), NEXT_KEYS, "chevron-right", nav),
            Command("shell.area", "Switch area", self._choose_area, AREA_KEYS, "map-pin", nav),
            Command("shell.back", "Back", self.backChosen.emit, "Alt+Left", "arrow-back-up", nav),
            Command("shell.pane", "Next pane", step_pane(1), "F6", hidden=True),
            Command("shell.pane-back", "Previous pane", step_pane(-1), "Shift+F6", hidden=True),
            Command("shell.escape", "Close, then back", self._escape, "Esc", hidden=True),
            Command("shell.keys", "Keys of this screen", self._keys, "F1", "keyboard"),
            Command("shell.settings", "Settings", self.settingsChosen.emit, "", "settings", nav),
        ]

    def _keys(self) -> None:
        from npt_desktop.ui.keys import KeysSheet  # seldom wanted: not for the first paint

        sheet = KeysSheet(self, self.commands)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def _why(self, what: str) -> Callable[[], str]:
        def reason() -> str:
            screen = self.current
            return "" if screen is not None and screen.answers(what) else "Not on this screen"

        return reason

    def _new(self) -> None:
        if self.current is not None:
            self.current.new()

    def _find(self) -> None:
        if self.current is not None:
            self.current.search()

    def _primary(self) -> None:
        if self.current is not None:
            self.current.primary()

    def _new_clicked(self) -> None:
        if not self._new_ids:
            self.commands.run("shell.new")
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in self._new_ids:
            command = self.commands.get(name)
            action = menu.addAction(command.tip.replace("&", "&&"))
            action.setEnabled(not command.why_not())
            action.triggered.connect(lambda _=False, name=name: self.commands.run(name))
        menu.popup(self.context.new.mapToGlobal(self.context.new.rect().bottomLeft()))

    def _choose_area(self) -> None:
        self.context.area.setFocus(Qt.FocusReason.TabFocusReason)
        self.context.area.showPopup()

    def _step_pane(self, step: int) -> None:
        pages = self.current.panes() if self.current is not None else [self.pages]
        self._panes.step([self.sidebar, self.context, *pages], step)

    def _escape(self) -> None:
        if self.toast.isVisible() and self.toast.action.hasFocus():
            self.toast.hide()
            self.focus_page()
        elif self.current is None or not self.current.escape():
            self.backChosen.emit()

    def focus_page(self) -> None:
        """Give the focus to the first control of the page shown."""
        page = self.pages.currentWidget()
        stop = first_stop(page.content) if isinstance(page, Screen) else None
        if stop is None and page is not None:
            stop = first_stop(page)
        if stop is not None:
            stop.setFocus(Qt.FocusReason.TabFocusReason)

    # -- Qt --
    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent, /) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        """Rail and short words where the window is narrow for its text size."""
        look = self.theme.look
        wider = look.px(tk.SIDEBAR_W) - tk.SIDEBAR_W
        rail = self.width() < tk.RAIL_BELOW + wider
        compact = self.width() < look.px(tk.COMPACT_BELOW)
        if self.sidebar.rail != rail:
            self.sidebar.set_rail(rail)
        if self.context.compact != compact:
            self.context.set_compact(compact)

    def closeEvent(self, event: QCloseEvent, /) -> None:
        if self.may_close():
            event.accept()
        else:
            event.ignore()
