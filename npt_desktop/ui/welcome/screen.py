"""First start and signing in: two short pages in the window itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from npt_desktop import APP_NAME
from npt_desktop.errors import CannotDo, Incomplete, Locked, OnlyReadable
from npt_desktop.models.kinds import Role
from npt_desktop.store.cipher import missing
from npt_desktop.ui.lock.passphrase import PassphraseAsk, PassphraseNote
from npt_desktop.ui.shell.screen import Screen
from npt_desktop.ui.widgets.buttons import Button, Check
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.forms import Area, Edit, Field
from npt_desktop.ui.widgets.layout import box, clear, col, row
from npt_desktop.ui.widgets.messages import ErrorSummary
from npt_desktop.ui.widgets.text import Text
from npt_desktop.ui.widgets.typeahead import TypeAhead

if TYPE_CHECKING:
    from npt_desktop.services.people import Member

TITLES = {
    Role.CONSTABLE: "PC",
    Role.SERGEANT: "PS",
    Role.INSPECTOR: "Insp",
    Role.CHIEF_INSPECTOR: "Ch Insp",
    Role.HUB: "Hub",
}


@dataclass(frozen=True)
class NewStore:
    """What a new store begins with: the file, its areas, who is at the desk; its passphrase if it is encrypted."""

    path: Path
    areas: tuple[str, ...]
    surname: str
    title: str
    number: str
    role: Role
    passphrase: str = ""


class WelcomeScreen(Screen):
    """Sample data, a new store, or one that exists; then who you are.

    ``sampleWanted``, ``storeChosen`` and ``copyWanted`` (a path) and ``newWanted`` (a :class:`NewStore`) say what
    was chosen; ``signedIn`` carries the :class:`Member`; ``unlockWanted`` a store and its passphrase as typed.
    """

    sampleWanted = Signal()
    storeChosen = Signal(object)
    copyWanted = Signal(object)
    newWanted = Signal(object)
    signedIn = Signal(object)
    unlockWanted = Signal(object, str)

    def __init__(self, suggested: Path) -> None:
        super().__init__(f"Welcome to {APP_NAME}", "", scrolls=True)
        self._suggested = suggested
        self.summary = ErrorSummary()
        self.card = Card(pad=20, gap=12)
        self.card.setMaximumWidth(560)
        self.page_body = col(gap=12)
        self.card.add(self.summary, box(self.page_body))
        self.body.addLayout(row(None, (self.card, 1), None))
        self.body.addStretch(1)
        self._fields: dict[str, Field] = {}
        self._do: Callable[[], object] = lambda: None
        self.begin()

    def primary(self) -> None:
        """Ctrl+Enter: go on."""
        self._do()

    # ------------------------------------------------------------------ first page
    def begin(self) -> None:
        """The choice of a store."""
        self._turn(f"Welcome to {APP_NAME}", "Where do you want to start?")
        sample = self._choice("Try it with sample data", "A year of invented work in twelve areas. Nothing to lose.",
                              self.sampleWanted.emit, primary=True)  # fmt: skip
        new = self._choice(
            "Start a new store",
            "For your own areas: the lists and the QA checklist are laid out.",
            self.ask_new,
        )
        old = self._choice("Open a store", "A *.npt file on this computer.", self._browse)
        for part in (sample, new, old):
            self.page_body.addWidget(part)

    def _choice(self, words: str, why: str, do: Callable[[], object], *, primary: bool = False) -> QWidget:
        button = Button(words, "primary" if primary else "secondary")
        button.setAccessibleDescription(why)
        button.clicked.connect(lambda: do())
        return box(col(row(button, None), Text(why, "meta", "text2", wrap=True), gap=4))

    def _browse(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "Open a store", str(self._suggested.parent), "Stores (*.npt)"
        )
        if name:
            self.storeChosen.emit(Path(name))

    def offer_copy(self, error: OnlyReadable) -> None:
        """A store that cannot be written: look at a copy of it, or choose another."""
        self._turn("This store can only be read", error.path.name)
        look = self._choice(
            "Look at a copy",
            "It opens as it is, in your own folder. Nothing can be changed in it, and it goes when you close it.",
            lambda: self.copyWanted.emit(error.path),
            primary=True,
        )
        again = self._choice(
            "Open it again",
            "After it was copied to a folder you may write to, choose it there.",
            self._browse,
        )
        self._do = lambda: self.copyWanted.emit(error.path)
        back = Button("Back", "quiet")
        back.clicked.connect(self.begin)
        for part in (look, again):
            self.page_body.addWidget(part)
        self.page_body.addLayout(row(back, None))

    # -------------------------------------------------------------------- new store
    def ask_new(self) -> None:
        """The form of a new store."""
        self._turn("A new store", "The file, the areas, and who you are.")
        role = Segmented([(r, r.label) for r in Role], Role.INSPECTOR, label="Role")
        self._add(
            Field(
                "File",
                Edit(str(self._suggested)),
                name="path",
                hint="On this computer, not on a shared drive.",
            )
        )
        self._add(Field("Areas", Area(lines=4), name="areas", hint="One a line, such as Gedling."))
        self._add(Field("Your surname", Edit(width=220), name="surname"))
        self._add(Field("Your role", role, name="role"))
        self._add(Field("Collar number", Edit(width=120), name="number", optional=True))
        why = missing()
        self.encrypt = Check("Encrypt this store")
        self.encrypt.setEnabled(not why)
        hint = f"{why[0].upper()}{why[1:]}." if why else (
            "For a computer without disk encryption. A recovery passphrase is shown once; you can also do it later."
        )  # fmt: skip
        self._add(Field("Encryption", self.encrypt, name="encryption", hint=hint))
        create = Button("Create the store", "primary")
        create.clicked.connect(self._create)
        self._do = self._create
        back = Button("Back", "quiet")
        back.clicked.connect(self.begin)
        self.page_body.addLayout(row(create, back, None))
        self._fields["areas"].control.setFocus()

    def _create(self) -> None:
        def text(name: str) -> str:
            control = self._fields[name].control
            return str(control.text()).strip()  # type: ignore[attr-defined]

        found: dict[str, str] = {}
        areas = tuple(dict.fromkeys(" ".join(a.split()) for a in text("areas").splitlines() if a.strip()))
        if not areas:
            found["areas"] = "Enter at least one area."
        if not text("surname"):
            found["surname"] = "Enter your surname."
        if not text("path"):
            found["path"] = "Enter a file name."
        if found:
            self.show_errors(found)
            return
        choice = self._fields["role"].control
        assert isinstance(choice, Segmented)
        role = Role(str(choice.value()))
        path = Path(text("path"))
        if path.suffix.lower() != ".npt":
            path = path.with_name(path.name + ".npt")
        wanted = NewStore(path, areas, text("surname"), TITLES[role], text("number"), role)
        if self.encrypt.isChecked():
            self.show_passphrase(wanted)
        else:
            self.newWanted.emit(wanted)

    def show_passphrase(self, wanted: NewStore) -> None:
        """The recovery passphrase of the new store, shown once and typed back."""
        from npt_desktop.store.vault import new_passphrase

        self._turn("Keep the recovery passphrase", wanted.path.name)
        note = PassphraseNote(new_passphrase(), wanted.path.stem)
        self.page_body.addWidget(note)
        self._fields[note.again.name] = note.again

        def create() -> None:
            try:
                passphrase = note.check()
            except Incomplete as error:
                self.show_errors(error.fields)
                return
            self.newWanted.emit(replace(wanted, passphrase=passphrase))

        button = Button("Create the store", "primary")
        button.clicked.connect(create)
        self._do = create
        back = Button("Back", "quiet")
        back.clicked.connect(self.ask_new)
        self.page_body.addLayout(row(button, back, None))
        note.again.control.setFocus()

    def ask_passphrase(self, locked: Locked) -> None:
        """A store that is encrypted and whose key this computer does not know."""
        self._turn("This store is encrypted", locked.path.name)
        says = locked.says.removeprefix(f"{locked.path.name}: ")
        self.page_body.addWidget(Text(f"{says[0].upper()}{says[1:]}", "body", "text2", wrap=True))
        ask = PassphraseAsk()
        ask.given.connect(lambda typed: self.unlockWanted.emit(locked.path, typed))
        self.page_body.addWidget(ask)
        self._fields["passphrase"] = ask.field
        self._do = ask.give
        enter = Button("Open the store", "primary")
        enter.clicked.connect(ask.give)
        back = Button("Choose another store", "quiet")
        back.clicked.connect(self.begin)
        self.page_body.addLayout(row(enter, back, None))
        ask.edit.setFocus()

    # --------------------------------------------------------------------- signing in
    def ask_who(self, members: Sequence[Member], last: str = "") -> None:
        """Who is at the desk; ``last`` is who it was before."""
        self._turn("Who is at the desk?", "Everything you do is kept under your name.")
        by_name = {m.actor.name: m for m in members}
        options = [(m.actor.name, f"{m.actor.name}, {m.areas or m.actor.role.label}") for m in members]
        who = TypeAhead(
            options,
            last if last in by_name else None,
            placeholder="Type your name or number",
            name="Your name",
        )
        self._add(Field("Your name", who, name="who"))
        enter = Button("Sign in", "primary")

        def sign_in() -> None:
            member = by_name.get(str(who.value()))
            if member is None:
                self.show_errors({"who": "Choose your name from the list."})
            else:
                self.signedIn.emit(member)

        enter.clicked.connect(sign_in)
        self._do = sign_in
        self.page_body.addLayout(row(enter, None))
        # The palette that led here still has to give the focus back.
        QTimer.singleShot(0, lambda: who.setFocus(Qt.FocusReason.TabFocusReason))

    def wait(self, title: str, facts: str) -> None:
        """The store is being worked on."""
        self._turn(title, facts)
        self.page_body.addWidget(Text("The store opens again when it is done.", "body", "text2"))
        self.header.progress.start(title)

    # -------------------------------------------------------------------------- within
    def show_errors(self, errors: dict[str, str]) -> None:
        """Show what is to be mended, on top and at the fields."""
        for name, field in self._fields.items():
            field.set_error(errors.get(name, ""))
        self.summary.show_errors([(self._fields.get(name), says) for name, says in errors.items()])

    def refuse(self, error: CannotDo) -> None:
        """Show a refusal of the store or the form."""
        fields = error.fields if isinstance(error, Incomplete) else {error.field or "path": error.says}
        self.show_errors(fields)

    def _add(self, field: Field) -> None:
        self._fields[field.name] = field
        self.page_body.addWidget(field)

    def _turn(self, title: str, facts: str) -> None:
        self.set_title(title, facts)
        self.summary.show_errors([])
        self._fields = {}
        self._do = lambda: None
        clear(self.page_body)
