"""The program's window: the shell with its screens, counts, palette, undo and toasts.

Painted before the database code is loaded; :meth:`DeskWindow.attach` brings it to life once a store is open.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog

from npt_desktop.errors import CannotDo
from npt_desktop.ui.commands import Command
from npt_desktop.ui.desk_keeping import keeping_commands
from npt_desktop.ui.shell.sidebar import Count, Nav
from npt_desktop.ui.shell.window import MainShell
from npt_desktop.ui.unsaved import Unsaved
from npt_desktop.ui.widgets.messages import EmptyState
from npt_desktop.ui.workspace import Place

if TYPE_CHECKING:
    from npt_desktop.rules.home_page import HomePage
    from npt_desktop.services.people import Member
    from npt_desktop.store.glance import Glance
    from npt_desktop.store.journal import Written
    from npt_desktop.ui.home.reader import HomeReader
    from npt_desktop.ui.home.screen import HomeScreen
    from npt_desktop.ui.palette import Found, Palette
    from npt_desktop.ui.theme.theme import Theme
    from npt_desktop.ui.work_screen import WorkScreen
    from npt_desktop.ui.workspace import Workspace

SCREENS = (
    Nav("home", "Home", "home"),
    Nav("priorities", "Priorities", "flag-3"),
    Nav("plans", "Problem plans", "target-arrow"),
    Nav("engagement", "Engagement", "messages"),
    Nav("communities", "Communities", "users-group"),
    Nav("quality", "QA meetings", "clipboard-check"),
    Nav("works", "What works", "bulb"),
)
_ICONS = {"plan": "target-arrow", "priority": "flag-3", "contact": "user", "entry": "messages",
          "works": "bulb", "group": "users-group", "activity": "calendar-event"}  # fmt: skip
_MOST_BACK = 50


class DeskWindow(MainShell):
    """The window of one signed-in person.

    ``signOut`` asks the composition root to sign in as somebody else, ``storeWanted`` for another store;
    ``lookChosen`` carries theme mode and text size to be remembered, ``lockChosen`` the minutes after which it locks
    (``lock_minutes`` says what holds), ``lockWanted`` asks to lock it now. ``encryptionWanted`` asks to encrypt the
    store with a passphrase, or with none to make it plain.
    """

    signOut = Signal()
    storeWanted = Signal()
    lookChosen = Signal(str, int)
    lockWanted = Signal()
    lockChosen = Signal(int)
    encryptionWanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.lock_minutes: Callable[[], int] = lambda: 0
        self.work: Workspace | None = None
        self.reader: HomeReader | None = None
        self._back: list[Place] = []
        self._here = Place("home")
        self._opening = EmptyState("clock", "Opening the store", "A moment.")
        self.set_nav(SCREENS)
        self.set_saved("Opening", "clock")
        self._palette: Palette | None = None
        self.unsaved = Unsaved(self)
        self.search = self._open_palette
        self.commands.add(
            Command("desk.log", "Log engagement", self.log_engagement, "Ctrl+L", "plus", why_not=self.closed),
            Command("desk.undo", "Undo", self.undo, "Ctrl+Z", "arrow-back-up", why_not=self.closed),
            Command("desk.redo", "Redo", self.redo, "Ctrl+Shift+Z", "history", why_not=self.closed),
            Command(
                "desk.import",
                "Import files or a folder",
                self.import_files,
                "Ctrl+I",
                "database-import",
                why_not=self.closed,
            ),
            Command(
                "desk.person", "Sign in as somebody else", self.signOut.emit, "", "user", why_not=self.closed
            ),
            Command(
                "desk.thread",
                "Follow the golden thread",
                self.follow_thread,
                "Ctrl+G",
                "route",
                why_not=self._no_thread,
            ),
            Command("desk.store", "Open another store", self.storeWanted.emit, "", "database-import"),
            Command("desk.unsaved", "Open what was left unsaved", self.unsaved.open_next, "", "history",
                    why_not=self.unsaved.why_not),
            *keeping_commands(self),
        )  # fmt: skip
        self.set_new("desk.log", "shell.new")
        self.navChosen.connect(lambda key: self.go(Place(key)))
        self.backChosen.connect(self.go_back)
        self.areaChosen.connect(self._area_chosen)
        self.monthChosen.connect(self._month_chosen)
        self.settingsChosen.connect(self.show_settings)
        self.show_page("opening", self._opening, nav="home")

    # ------------------------------------------------------------------ the store
    def attach(self, work: Workspace, member: Member) -> None:
        """Bring the window to life at a desk and show Home (the log for PCs and PCSOs)."""
        from npt_desktop.models.kinds import Role
        from npt_desktop.services.access import AccessLog
        from npt_desktop.ui.home.reader import HomeReader
        from npt_desktop.ui.home.screen import HomeScreen

        home = self.page("home")
        self.detach()
        self.work = work
        if self._palette is not None:
            self._palette.deleteLater()
            self._palette = None
        role = member.actor.role
        self.set_areas([(area.id, area.label) for area in work.desk.areas()])
        self.set_context(work.area_id, work.month)
        self.set_person(member.actor.name, role.label, member.areas)
        copied = work.desk.store.copy_of is not None
        self.banner.set_note("A copy, only to look at: nothing can be changed" if copied else "")
        self.set_saved(*(("A copy, only to look at", "eye", "warn") if copied else ("All changes saved",)))
        self.reader = HomeReader(work, mine=role is Role.CONSTABLE)
        self.reader.read.connect(self._show_counts)
        work.wanted.connect(self.go)
        work.said.connect(self._say)
        work.refused.connect(self._refuse)
        work.changed.connect(self._saved)
        work.moved.connect(lambda: self.set_context(work.area_id, work.month))
        self._back.clear()
        self._here = Place("")
        if isinstance(home, HomeScreen):
            home.seat(work, self.reader)
        self.reader.ask()
        self.read_marking()
        work.jobs.run(lambda _: AccessLog(work.desk).opened("window"))
        self.go(Place({Role.CONSTABLE: "engagement", Role.HUB: "works"}.get(role, "home")))
        self.unsaved.look(work)

    def read_marking(self) -> None:
        """The banner of the store: what everything in it has at least."""
        if self.work is not None:
            from npt_desktop.services.marking import marking_of

            desk = self.work.desk
            self.work.jobs.run(
                lambda _: marking_of(desk), done=self.set_default_marking, key="window.marking"
            )

    def show_kept(self, kept: Glance, person: str, today: date) -> bool:
        """Show a Home that was kept and is still true, before the store is open; false for one that another
        build of the program kept in another shape."""
        from npt_desktop.models.kinds import Role
        from npt_desktop.rules.home_page import HomePage
        from npt_desktop.ui.home.screen import HomeScreen

        try:
            page = HomePage.from_json(kept.page)
        except (KeyError, TypeError, ValueError):
            return False
        self.set_areas(kept.areas)
        self.set_context(kept.area_id, today.replace(day=1))
        self.set_person(person, Role(kept.role).label, kept.posted)
        self._show_counts(page)
        home = HomeScreen(mine=kept.mine)
        home.show_page(page)
        self.show_page("home", home)
        return True

    def detach(self) -> None:
        """Let go of the desk: Home is kept for next time, its screens go, running work is waited for."""
        if self.work is None:
            return
        if self.reader is not None:
            self.reader.keep()
        self.show_page("opening", self._opening, nav="home")
        for nav in SCREENS:
            self.commands.remove(*[c.id for c in self.commands.all() if c.scope == nav.key])
            self.drop_page(nav.key)
        for key in ("import", "retention"):
            self.commands.remove(*[c.id for c in self.commands.all() if c.scope == key])
            self.drop_page(key)
        self.work.jobs.stop()
        self.work.deleteLater()
        self.work = None
        self.reader = None

    # ---------------------------------------------------------------------- going
    def go(self, place: Place) -> None:
        """Show a screen, at a record and field where named."""
        if self.work is None:
            return
        if place.screen != self._here.screen or place.record is not None:
            if self._here.screen:
                self._back = [*self._back[-_MOST_BACK:], self._here]
            self._here = place
        self._show(place)

    def go_back(self) -> None:
        """The screen before this one."""
        if self._back and self.work is not None:
            self._here = self._back.pop()
            self._show(self._here)

    def _show(self, place: Place) -> None:
        screen = self._screen(place.screen)
        self.show_page(place.screen, screen)
        if place.record is not None or place.field:
            screen.open_record(place.record, place.field)
        elif not self.toast.isAncestorOf(self.focusWidget() or self):
            self.focus_page()

    def _screen(self, key: str) -> WorkScreen | HomeScreen:
        from npt_desktop.ui.desk_pages import make_screen
        from npt_desktop.ui.home.screen import HomeScreen
        from npt_desktop.ui.work_screen import WorkScreen

        found = self.page(key)
        if isinstance(found, WorkScreen | HomeScreen):
            return found
        assert self.work is not None
        assert self.reader is not None
        made = make_screen(key, self.work, self.reader)
        commands = getattr(made, "commands", None)
        if callable(commands):
            self.commands.add(*commands())
        return made

    def log_engagement(self) -> None:
        """Ctrl+L from anywhere."""
        self.go(Place("engagement", None, "quick_entry"))

    def import_files(self) -> None:
        """Ctrl+I from anywhere."""
        self.go(Place("import"))

    def _area_chosen(self, area_id: object) -> None:
        if self.work is not None and isinstance(area_id, int):
            self.work.move(area_id=area_id)

    def _month_chosen(self, month: object) -> None:
        if self.work is not None and isinstance(month, date):
            self.work.move(month=month)

    # -------------------------------------------------------------------- undo
    def undo(self) -> None:
        """Ctrl+Z: take back this person's latest change."""
        self._reverse("undo_last", "Undone")

    def redo(self) -> None:
        """Ctrl+Shift+Z: put back what was taken back last."""
        self._reverse("redo_last", "Put back")

    def _reverse(self, method: str, word: str) -> None:
        if self.work is None:
            return
        from npt_desktop.services.history import History

        history = History(self.work.desk)
        try:
            step = getattr(history, method)()
        except CannotDo as error:
            self._refuse(error.says)
            return
        self.toast.say(word, step.did.removeprefix("Took back: "), state="none")

    def follow_thread(self) -> None:
        """Ctrl+G: every record that belongs to the one that is looked at."""
        from npt_desktop.ui.thread_dialog import open_thread

        start = self._thread_start()
        if self.work is not None and start is not None:
            open_thread(self.work, start, self)

    def _thread_start(self) -> tuple[str, int] | None:
        from npt_desktop.ui.work_screen import WorkScreen

        page = self.page(self._here.screen)
        return page.thread_from() if isinstance(page, WorkScreen) else None

    def _no_thread(self) -> str:
        if self.work is None:
            return "Open a store first"
        return "" if self._thread_start() is not None else "Choose a priority, plan or engagement first"

    # -------------------------------------------------------------------- telling
    def _say(self, text: str, undo: bool) -> None:
        do: Callable[[], None] | None = self.undo if undo else None
        self.toast.say(text, do=do)

    def _refuse(self, says: str) -> None:
        self.toast.say(says, state="warn")

    def _saved(self, written: Written) -> None:
        del written
        self.set_saved(f"All changes saved {datetime.now().astimezone():%H:%M}")

    def _show_counts(self, page: HomePage) -> None:
        counts: dict[str, list[str]] = {nav.key: [] for nav in SCREENS}
        for item in page.due.items:
            if item.state.value in ("bad", "warn"):
                counts["home"].append(item.state.value)
            where = {"updates": "priorities"}.get(item.screen, item.screen)
            if where in counts and item.state.value in ("bad", "warn"):
                counts[where].append(item.state.value)
        self.set_counts({
            key: Count(len(states), "bad" if "bad" in states else "warn" if states else "")
            for key, states in counts.items() if states
        })  # fmt: skip

    def _open_palette(self, text: str) -> None:
        """Made when it is first asked for: its part of Qt must not stand before Home."""
        from npt_desktop.ui.palette import Palette

        if self._palette is None:
            jobs = None if self.work is None else self.work.jobs
            self._palette = Palette(self, self.commands, self._find_records, jobs)
        self._palette.open(text)

    def _find_records(self, text: str) -> list[Found]:
        if self.work is None:
            return []
        from npt_desktop.services.access import AccessLog
        from npt_desktop.services.finding import Hit, find
        from npt_desktop.ui.palette import Found

        work = self.work

        def opener(hit: Hit) -> Callable[[], object]:
            def run() -> None:
                work.jobs.run(lambda _: AccessLog(work.desk).found(text, hit.title))
                work.move(area_id=hit.area_id)
                work.go(hit.screen, hit.record, hit.field)

            return run

        return [
            Found(hit.title, hit.detail, opener(hit), _ICONS[hit.kind],
                  hit.kind if hit.kind in ("plan", "contact") else "other")
            for hit in find(work.desk, text)
        ]  # fmt: skip

    def show_settings(self) -> None:
        """Look, text size, who is signed in, which store."""
        from npt_desktop.ui.settings_dialog import SettingsDialog

        dialog = SettingsDialog(self.theme, self, lock_minutes=self.lock_minutes())
        dialog.lookChosen.connect(self.lookChosen)
        dialog.lockChosen.connect(self.lockChosen)
        dialog.finished.connect(
            lambda code: self._after_settings(dialog.wanted) if code == QDialog.DialogCode.Accepted else None
        )
        dialog.open()

    def _after_settings(self, wanted: str) -> None:
        if wanted:
            self.commands.run(wanted)

    def closed(self) -> str:
        return "" if self.work is not None else "Open a store first"
