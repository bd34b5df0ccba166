"""The composition root of the window: frame, look, shell, store, desk, screens; closed in reverse.

The frame is painted before the widgets are loaded, the shell before the database code; the store is opened
on another thread. So nothing heavy may be imported at the top of this file.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from npt_desktop import APP_NAME
from npt_desktop.errors import CannotDo, Locked, OnlyReadable
from npt_desktop.paths import default_store
from npt_desktop.ui.preferences import Preferences
from npt_desktop.ui.start import Host

if TYPE_CHECKING:
    from npt_desktop.services.people import Member
    from npt_desktop.store.clock import Clock
    from npt_desktop.store.database import Store
    from npt_desktop.store.glance import Glance
    from npt_desktop.ui.desk_window import DeskWindow
    from npt_desktop.ui.jobs import Jobs
    from npt_desktop.ui.lock.lock import WindowLock
    from npt_desktop.ui.theme.theme import Theme
    from npt_desktop.ui.welcome.screen import NewStore, WelcomeScreen

log = logging.getLogger(__name__)
T = TypeVar("T")


class Application(QObject):
    """Everything the running window owns."""

    def __init__(
        self, app: QApplication, *, store: Path | None = None, person: str = "", preferences: Preferences | None = None,
        clock: Clock | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.preferences = preferences or Preferences.load()
        self._named = store is not None
        self._path = store or (Path(self.preferences.store) if self.preferences.store else default_store())
        self._person = person
        self._clock = clock
        self._then: tuple[str, str] | None = None
        self.store: Store | None = None
        self.welcome: WelcomeScreen | None = None
        self.theme: Theme
        self.window: DeskWindow
        self.jobs: Jobs
        self._app = app
        self.host = Host(dark=self._dark(), painted=self._build)

    def start(self) -> None:
        """Show the window; the rest is built once its frame is painted."""
        self.host.show()

    @property
    def built(self) -> bool:
        """Whether the shell stands in the window."""
        return hasattr(self, "window")

    def close(self) -> None:
        """Let go of everything, in reverse."""
        if self.built:
            self.lock.end()
            self.window.detach()
            self.jobs.stop()
            self._collecting.end()
        if self.store is not None:
            self.store.close()
            self.store = None

    def _busy(self) -> bool:
        work = self.window.work
        return self.jobs.busy or (work is not None and work.jobs.busy)

    def _dark(self) -> bool:
        mode = self.preferences.mode
        return mode == "dark" or (mode == "system" and self._app.styleHints().colorScheme().name == "Dark")

    def _build(self) -> None:
        """Put the shell into the window, then open the store."""
        from npt_desktop.ui.collecting import Collecting
        from npt_desktop.ui.desk_window import DeskWindow
        from npt_desktop.ui.jobs import Jobs
        from npt_desktop.ui.theme.theme import Theme

        self.theme = Theme(self._app, self.preferences.mode, self.preferences.percent)
        self.theme.apply()
        self.host.theme = self.theme
        self.window = DeskWindow(self.theme)
        self.host.may_close = lambda: self.window.may_close()
        self.host.setCentralWidget(self.window)
        self.jobs = Jobs(self)
        self._collecting = Collecting(self._busy, self)
        self.window.signOut.connect(self.sign_out)
        self.window.storeWanted.connect(self.choose_store)
        self.window.lookChosen.connect(self._remember_look)
        self.lock = self._make_lock()
        QTimer.singleShot(0, self._begin)

    def _make_lock(self) -> WindowLock:
        from npt_desktop.store.clock import SystemClock
        from npt_desktop.ui.lock.lock import WindowLock

        lock = WindowLock(
            self._clock or SystemClock(), lambda: self.preferences.lock_minutes, self.jobs, self.window
        )
        lock.other.connect(self.sign_out)
        self.window.lock_minutes = lock.minutes
        self.window.lockWanted.connect(lock.lock)
        self.window.lockChosen.connect(self._remember_lock)
        self.window.encryptionWanted.connect(self.convert)
        return lock

    # ---------------------------------------------------------------------- the store
    def _begin(self) -> None:
        if not self._named and not self._path.exists():
            self._show_welcome()
            return
        person = self._person or self.preferences.person
        kept = self._glance(person) if person else None
        if kept is None or person is None or not self.window.show_kept(kept, person, self._today()):
            self.open(self._path)
            return
        self._person = person
        # Let the kept Home be painted before the database code is loaded beside it.
        QTimer.singleShot(0, lambda: QTimer.singleShot(0, lambda: self.open(self._path)))

    def _today(self) -> date:
        return self._clock.today() if self._clock is not None else datetime.now().astimezone().date()

    def _glance(self, person: str) -> Glance | None:
        from npt_desktop.store.glance import glance

        return glance(self._path, person, self._today())

    def open(self, path: Path, *, look: bool = False) -> None:
        """Open a store, or with ``look`` a copy of one that cannot be written, and ask who is at the desk, unless
        that is known."""
        clock, held = self._clock, self.store

        def work(_: object) -> tuple[Store, list[Member]]:
            from npt_desktop.services.people import members
            from npt_desktop.store.opening import look_at_copy, open_store

            if look:
                copy = look_at_copy(path, clock=clock)
                return copy, members(copy)
            ours = held is not None and path.exists() and path.samefile(held.path)
            store = held if held is not None and ours else open_store(path, clock=clock)
            return store, members(store)

        self._run(work, self._opened)

    def _opened(self, result: tuple[Store, list[Member]]) -> None:
        store, everyone = result
        if store is self.store:
            self.lock.end()
            self.window.detach()
        else:
            self._let_go()
        self.store = store
        if store.copy_of is None:
            self.preferences.store = str(store.path)
        named = self._person
        self._person = ""
        member = (
            next((m for m in everyone if m.actor.name.casefold() == named.casefold()), None)
            if named
            else None
        )
        if member is None and len(everyone) == 1 and not named:
            member = everyone[0]
        if member is not None:
            self.sign_in(member)
        else:
            self._ask_who(everyone)

    def _let_go(self) -> None:
        self.lock.end()
        self.window.detach()
        if self.store is not None:
            self.store.close()
            self.store = None

    def choose_store(self) -> None:
        """Open another store from a file."""
        name, _ = QFileDialog.getOpenFileName(
            self.window, "Open a store", str(self._path.parent), "Stores (*.npt)"
        )
        if name:
            self.open(Path(name))

    def make_sample(self) -> None:
        """Make the sample store beside the default one and open it as its first area's inspector."""
        target = default_store().with_name("sample.npt")
        clock = self._clock

        def work(progress: object) -> Path:
            from npt_desktop.services.demo import make
            from npt_desktop.store.clock import SystemClock

            if not target.exists():
                make(
                    target, today=(clock or SystemClock()).today(), progress=getattr(progress, "report", None)
                )
            return target

        if self.welcome is not None:
            self.welcome.header.progress.start("Making the sample store")
        self._run(work, self.open)

    def make_new(self, wanted: NewStore) -> None:
        """Make a new store as the form asks, and sign in."""
        clock = self._clock

        def work(_: object) -> Path:
            from npt_desktop.services.new_store import make

            make(wanted.path, wanted.areas, wanted.surname, wanted.title, wanted.role, number=wanted.number,
                 passphrase=wanted.passphrase, clock=clock)  # fmt: skip
            return wanted.path

        self._run(work, self.open)

    def unlock(self, path: Path, typed: str) -> None:
        """Open an encrypted store with its passphrase, as typed."""

        def work(_: object) -> bool:
            from npt_desktop.services.encrypting import unlock

            return unlock(path, typed)

        def opened(kept: bool) -> None:
            if not kept:
                self._then = (
                    "Open",
                    "No key store answers on this computer: the passphrase is asked at each start.",
                )
            self.open(path)

        self._run(work, opened)

    def convert(self, passphrase: str) -> None:
        """Encrypt the store with a passphrase, or make it plain with none; it closes for that and opens again."""
        if self.store is None or self.window.work is None:
            return
        path, actor, clock = self.store.path, self.window.work.desk.actor, self.store.clock
        self._let_go()
        self._person = actor.name
        self._show_welcome().wait("Encrypting the store" if passphrase else "Decrypting the store", path.name)

        def work(progress: object) -> str:
            from npt_desktop.services.encrypting import decrypt, encrypt

            report = getattr(progress, "report", lambda *_: None)
            try:
                if passphrase:
                    return encrypt(path, passphrase, clock, actor, report).in_words()
                decrypt(path, clock, actor, report)
            except CannotDo as error:
                return error.says  # the store is as it was and opens again
            return "The store is plain now. Backups made before stay encrypted."

        def done(says: str) -> None:
            self._then = ("Encryption", says)
            self.open(path)

        self._run(work, done)

    # ------------------------------------------------------------------------ the desk
    def sign_in(self, member: Member) -> None:
        """Seat a person at the desk, in their first area and today's month."""
        assert self.store is not None
        from npt_desktop.services.desk import Desk
        from npt_desktop.ui.seals import tell_of_other_seals
        from npt_desktop.ui.workspace import Workspace

        desk = Desk(self.store, member.actor)
        areas = [area.id for area in desk.areas()]
        if not areas:
            self._refuse(CannotDo("This store has no area yet: make a new store and name its areas."))
            return
        area = next((a for a in member.area_ids if a in areas), areas[0])
        today: date = desk.today
        work = Workspace(desk, area, today.replace(day=1), self)
        self.preferences.person = member.actor.name
        self.preferences.save()
        self.window.attach(work, member)
        self.window.drop_page("welcome")
        self.welcome = None
        self.lock.begin(self.store.path, member.actor.name)
        tell_of_other_seals(work)
        if self._then is not None:
            (title, says), self._then = self._then, None

            def look() -> None:
                self.window.commands.run("desk.encryption")

            self.window.toast.say(title, says, look, action="Look", state="none")

    def sign_out(self) -> None:
        """Ask again who is at the desk."""
        if self.store is None:
            return
        from npt_desktop.services.people import members

        self.lock.end()
        self.window.detach()
        self._ask_who(members(self.store))

    # -------------------------------------------------------------------------- within
    def _show_welcome(self) -> WelcomeScreen:
        from npt_desktop.ui.welcome.screen import WelcomeScreen

        if self.welcome is None:
            self.welcome = WelcomeScreen(default_store())
            self.welcome.sampleWanted.connect(self.make_sample)
            self.welcome.storeChosen.connect(self.open)
            self.welcome.copyWanted.connect(partial(self.open, look=True))
            self.welcome.newWanted.connect(self.make_new)
            self.welcome.signedIn.connect(self.sign_in)
            self.welcome.unlockWanted.connect(self.unlock)
        words = "No store open" if self.store is None else "Nobody signed in"
        self.window.set_saved(words, "database-import")
        self.window.show_page("welcome", self.welcome, nav="home")
        self.window.focus_page()
        return self.welcome

    def _ask_who(self, everyone: list[Member]) -> None:
        self._show_welcome().ask_who(everyone, self.preferences.person)

    def _run(self, work: Callable[[object], T], done: Callable[[T], object]) -> None:
        def failed(error: Exception) -> None:
            if not isinstance(error, CannotDo):
                raise error
            self._refuse(error)

        def shown(result: T) -> None:
            if self.welcome is not None:
                self.welcome.header.progress.end()
            done(result)

        self.jobs.run(work, done=shown, failed=failed, progress=self._progress)

    def _progress(self, done: int, total: int, words: str) -> None:
        if self.welcome is not None:
            self.welcome.header.progress.set(done, total, words)

    def _refuse(self, error: CannotDo) -> None:
        if self.window.work is not None and not isinstance(error, (Locked, OnlyReadable)):
            self.window.toast.say(error.says, state="warn")
            return
        screen = self._show_welcome()
        screen.header.progress.end()
        if isinstance(error, Locked):
            screen.ask_passphrase(error)
        elif isinstance(error, OnlyReadable):
            screen.offer_copy(error)
        else:
            screen.refuse(error)

    def _remember_look(self, mode: str, percent: int) -> None:
        self.preferences.mode, self.preferences.percent = mode, percent
        self.preferences.save()

    def _remember_lock(self, minutes: int) -> None:
        self.preferences.lock_minutes = minutes
        self.preferences.save()


def tell_of_bugs(application: Application) -> None:
    """Send what no one caught to the log and to the user: never a traceback in the face, never personal text.

    The log holds types and places in the code only; a message may carry what somebody typed.
    """

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        places = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)]
        detail = f"{kind.__name__} at {' < '.join(reversed(places[-6:]))}"
        log.error("a fault of ours: %s", detail)
        if application.built:
            says = "Something went wrong and was not saved; the store is as it was."
            application.window.toast.say(says, detail, state="bad")

    sys.excepthook = hook


def run(store: Path | None = None, person: str = "") -> int:
    """Open the window; returns the exit code."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName(APP_NAME)
    app.setDesktopFileName("npt-desktop")
    application = Application(app, store=store, person=person)
    tell_of_bugs(application)
    application.start()
    code = app.exec()
    application.close()
    return code
