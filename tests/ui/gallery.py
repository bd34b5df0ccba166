"""A page with every widget in its states, and a shell around an invented screen."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from npt_desktop.ui.shell.screen import Screen
from npt_desktop.ui.shell.sidebar import Count, Nav
from npt_desktop.ui.shell.window import MainShell
from npt_desktop.ui.theme.theme import Theme
from npt_desktop.ui.widgets.buttons import Button, Check, IconButton
from npt_desktop.ui.widgets.cards import Card, Figure, Notice
from npt_desktop.ui.widgets.charts import HBars, Lines, Sparkline
from npt_desktop.ui.widgets.choices import Scale, ScorePicker, Segmented
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.focus import FocusRing
from npt_desktop.ui.widgets.forms import Area, Combo, Edit, Field
from npt_desktop.ui.widgets.grids import CountDelegate, Grid, GridModel, RagDelegate
from npt_desktop.ui.widgets.layout import Split, box, col, line, row, scroll
from npt_desktop.ui.widgets.marks import STATE_WORDS, Badge, Dots, Mark, Pill
from npt_desktop.ui.widgets.messages import EmptyState, ErrorSummary
from npt_desktop.ui.widgets.progress import Meter, MiniSteps, StageBar, StageButton, Step, Stepper
from npt_desktop.ui.widgets.tables import CELL, AnyCell, Cell, PillCell, ScoreCell, StageCell, Table
from npt_desktop.ui.widgets.text import Elided, Icon, KeyCap, Text
from npt_desktop.ui.widgets.typeahead import TypeAhead

WORDS = {1: "Very poor", 2: "Poor", 3: "Average", 4: "Good", 5: "Excellent"}
AUDIENCES = [("young", "Young people"), ("faith", "Faith groups"), ("rural", "Rural communities")]
MONTHS = ["Feb", "Mar", "Apr", "May", "Jun", "Jul"]
NAV = [
    Nav("home", "Home", "home"),
    Nav("priorities", "Priorities", "flag-3"),
    Nav("plans", "Problem plans", "target-arrow"),
    Nav("engagement", "Engagement", "messages"),
    Nav("communities", "Communities", "users-group"),
    Nav("updates", "Updates", "speakerphone"),
    Nav("qa", "QA meetings", "clipboard-check"),
    Nav("works", "What works", "bulb"),
    Nav("insights", "Insights", "chart-histogram"),
]
Index = QModelIndex | QPersistentModelIndex


def read_date(text: str) -> date:
    """A parser as strict as a test needs: ``16/7`` in 2026."""
    day, month = text.split("/")
    return date(2026, int(month), int(day))


class Plans(QAbstractTableModel):
    """Invented plans, in every kind of cell."""

    heads = ("", "Plan", "Stages", "State", "Score", "Reports")

    def __init__(self, count: int = 3) -> None:
        super().__init__()
        self.count = count

    def rowCount(self, parent: Index = QModelIndex(), /) -> int:  # noqa: B008
        return 0 if parent.isValid() else self.count

    def columnCount(self, parent: Index = QModelIndex(), /) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.heads)

    def cells(self, row: int) -> list[AnyCell]:
        return [
            Cell(mark=("bad", "warn", "good")[row % 3]),
            Cell(f"Off-road bikes, trail {row + 1}", "No change for 34 days", sub_mark="warn", strong=True),
            StageCell((1, 0.8, 0.5, 0)),
            PillCell(("Response", "Draft", "Closed")[row % 3], ("accent", "warn", "good")[row % 3]),
            ScoreCell((4, None, 2)[row % 3], "Good" if row % 3 == 0 else "Poor"),
            Cell(str(38 - row % 30), "up 9", right=True),
        ]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> object:
        if not index.isValid():
            return None
        if role == CELL:
            return self.cells(index.row())[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            cell = self.cells(index.row())[index.column()]
            return cell.main if isinstance(cell, Cell) else str(cell)
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = 0, /) -> object:
        if role == Qt.ItemDataRole.DisplayRole and way == Qt.Orientation.Horizontal:
            return self.heads[section]
        return None


def table(count: int = 3) -> Table:
    view = Table("Plans")
    model = Plans(count)
    model.setParent(view)
    view.setModel(model)
    view.set_widths([40, 0, 130, 100, 126, 70])
    view.selectRow(0)
    return view


def buttons() -> Card:
    off = Button("Disabled")
    off.lock("Needs two more answers")
    card = Card("Buttons", gap=10)
    card.add(
        row(
            Button("Publish", "primary", "send"),
            Button("Secondary"),
            Button("Quiet", "quiet"),
            Button("Delete", "danger", "trash"),
            None,
        ),
        row(off, Button("Small", small=True), IconButton("dots", "More"), KeyCap("Ctrl+K"), None),
        Segmented(
            [("m", "Met"), ("p", "Partly met"), ("n", "Not met")],
            "p",
            label="Answer",
            numbered=True,
            tones={"p": "warn"},
        ),
        row(Segmented(["Mine", "Whole team"], "Mine", label="Whose", small=True), None),
        row(ScorePicker(WORDS, 4), ScorePicker(WORDS), None),
        row(Check("Shared with partners", checked=True), Check("Shared internally"), None),
    )
    return card


def status() -> Card:
    card = Card("Status", note="shape, glyph and word")
    for state, words in STATE_WORDS.items():
        tone = "accent" if state == "part" else state
        card.add(row(Mark(state), Elided(words, "strong"), Pill(words.split(",")[0], tone, mark=state)))
    return card


def forms() -> Card:
    card = Card("Fields and errors", gap=9)
    wrong = Field("Meeting date", DateEdit(read_date), name="date", error="Enter a meeting date that exists")
    summary = ErrorSummary()
    summary.show_errors([(wrong, "Enter a meeting date that exists")])
    card.add(
        summary,
        row(
            (wrong, 1),
            (Field("Audience", TypeAhead(AUDIENCES, "young"), name="audience"), 1),
            (Field("Purpose", Combo([(1, "Reassurance")], 1), name="purpose"), 1),
        ),
        Field("Summary", Edit("", "What did you do?"), name="summary", hint="One sentence is enough"),
        Field("Note & lessons", Area("Four of five.", lines=2), name="note", key="C", optional=True),
        Field("Date", DateEdit(read_date, date(2026, 7, 16)), name="when"),
        Scale("How long", "Short spike of days or weeks", "Months or years", 1),
        Scale("Victims and offenders", "Small group, one repeat", "Multiple, replaced if removed", None),
    )
    return card


def progress() -> Card:
    card = Card("Progress", gap=9)
    steps = [
        Step("OPCC data received", "Thu 2 Jul", "Survey", "done"),
        Step("Published", "Due Fri 31 Jul", "2 checks left", "current"),
        Step("Updates", "Next Fri 17 Jul", "1 of 9", "todo"),
    ]
    stage = StageButton("Response", 6, 7)
    stage.setChecked(True)
    card.add(
        row((Meter(17, 23), 1), Text("17 of 23", "meta_strong")),
        row(
            StageBar((1, 0.8, 0.5, 0)),
            None,
            Dots([("Jul", "good"), ("Aug", "warn"), ("Sep", "none")]),
        ),
        row((StageButton("Scanning", 5, 5), 1), (stage, 1)),
        row(Badge("1", "accent", solid=True), Badge(2, "accent"), Badge(12), Pill("Carried forward"), None),
        Stepper(steps, acts=True),
        MiniSteps(["done", "done", "current", "todo"]),
        row(
            Sparkline([6, 9, 7, 8, 5, 9, 12], width=90),
            Sparkline([4, 5, 7, 9, 8, 11], width=80, bars=True, low=0),
            None,
            Text("3.9", "figure"),
        ),
        row((Figure("34 days", "longest wait"), 1), (Figure("1", "without assessment", tone="bad_text"), 1)),
    )
    return card


def charts() -> Card:
    counts = GridModel(
        ["Young people", "Faith groups", "Rural"],
        MONTHS,
        [[3, 4, 2, 5, 7, 3], [1, 2, 1, 1, 0, 0], [2, 1, 3, 0, 2, None]],
        said="entries",
    )
    rag = GridModel(["Ashfield", "Gedling"], MONTHS[:4], [[90, 72, 60, 88], [85, None, 91, 50]])
    card = Card("Counts and charts", gap=6)
    card.add(
        Grid(counts, CountDelegate(), name="Engagement gaps", label_width=96),
        Grid(rag, RagDelegate(suffix="%"), name="QA met", label_width=96),
        Lines([10, 11, 8, 12, 14, None], MONTHS, height=96, marker=3.4, marker_text="Response"),
        HBars([("5 Excellent", 3), ("4 Good", 6), ("1 Very poor", 0)], row_height=18),
    )
    return card


def page() -> QWidget:
    one = col(buttons(), status(), None, gap=12)
    two = col(forms(), Notice("This plan was changed at 10:31.", Button("Compare", small=True)), None, gap=12)
    records = Card(pad=1, gap=0).add(table())
    empty = Card().add(
        EmptyState("inbox", "No engagement in August yet", "Entries appear here.", Button("Log engagement")),
        line(),
        row(Icon("info-circle", 15, "accent_text"), Text("Closes a gap", "meta", "text2"), None),
    )
    three = col(progress(), charts(), empty, None, gap=12)
    top = row((box(one), 4), (box(two), 5), (box(three), 4), gap=12)
    return box(col(top, records, gap=12, margins=(20, 16, 20, 16)))


class GalleryWindow(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setObjectName("Canvas")
        self.setLayout(col(scroll(page()), gap=0))
        self.ring = FocusRing(self)


def gallery(theme: Theme) -> QWidget:
    window = GalleryWindow(theme)
    window.resize(1366, 1400)
    return window


class Sample(Screen):
    """An invented screen."""

    def __init__(self) -> None:
        super().__init__("Off-road bikes on the colliery trail", "14 entries in July, average score 3.9")
        self.set_crumbs(("Problem plans", self.refresh), ("PSP 2026-014", None))
        self.set_pills(Pill("Response", "accent"))
        self.set_actions(KeyCap("Ctrl+L"), Button("Log engagement", "primary", "plus"))
        self.asked: list[str] = []
        self.note = Edit()
        left = box(col(Card(pad=1).add((table(9), 1)), gap=12))
        right = scroll(
            box(col(Card("Note").add(Field("Note", self.note, name="note")), progress(), None, gap=12))
        )
        self.body.addWidget(Split(left, right, 372, break_at=900), 1)
        self.left, self.right = left, right

    def new(self) -> None:
        self.asked.append("new")

    def search(self) -> None:
        self.asked.append("search")

    def primary(self) -> None:
        self.asked.append("primary")

    def panes(self) -> list[QWidget]:
        return [self.left, self.right]


def shell(theme: Theme) -> MainShell:
    window = MainShell(theme)
    window.set_nav(NAV)
    window.set_counts({"home": Count(11, "bad"), "plans": Count(1, "warn"), "updates": Count(2)})
    window.set_areas([(1, "Ashfield"), (2, "Bassetlaw"), (3, "Mansfield")])
    window.set_context(1, date(2026, 7, 1))
    window.set_person("Insp Rowan", "Inspector", "Ashfield")
    window.set_saved("All changes saved 10:42")
    window.show_page("plans", Sample())
    window.resize(1366, 768)
    return window
