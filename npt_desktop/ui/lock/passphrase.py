"""A recovery passphrase shown once and typed back, and one asked for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QPainter
from PySide6.QtWidgets import QDialog, QWidget

from npt_desktop import APP_NAME
from npt_desktop.errors import Incomplete
from npt_desktop.rules.passphrases import meant
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Well
from npt_desktop.ui.widgets.forms import Edit, Field
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.text import Text

_KEEP_OUT = 'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"'
"""Windows then keeps what is copied out of the clipboard's history and off other machines."""


class Groups(Text):
    """The passphrase in a font of even width: it must be read letter by letter."""

    def restyle(self) -> None:
        super().restyle()
        font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family())
        font.setPixelSize(self.look.px(18))
        font.setWeight(QFont.Weight.DemiBold)
        self.setFont(font)


class PassphraseNote(QWidget):
    """Shows a passphrase to be noted down, and has it typed back before anything is done with it.

    ``print_out`` prints the passphrase.
    """

    def __init__(self, passphrase: str, store: str) -> None:
        super().__init__()
        self.passphrase, self._store = passphrase, store
        self.print_out: Callable[[], object] = self._print
        self.shown = Groups(passphrase, "section")
        self.shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard
                                           | Qt.TextInteractionFlag.TextSelectableByMouse)  # fmt: skip
        self.shown.setAccessibleName(f"Recovery passphrase: {' '.join(passphrase)}")
        self.copy_button = Button("Copy", small=True)
        self.print_button = Button("Print", small=True)
        self.copy_button.clicked.connect(self.copy)
        self.print_button.clicked.connect(lambda: self.print_out())
        self.again = Field("Type it here, to be sure you have it", Edit(), name="again",
                           hint="Capitals, dashes and blanks do not matter.")  # fmt: skip
        words = Text(
            "This is the recovery passphrase, shown only now. Keep it away from this computer. Without it, and "
            "without this computer's key store, nobody can read the store or its backups.", wrap=True,
        )  # fmt: skip
        well = Well(row(self.shown, None, self.copy_button, self.print_button))
        self.setLayout(col(words, well, self.again, gap=10))

    def check(self) -> str:
        """The passphrase, once it was typed back. Raises Incomplete."""
        if meant(self.again.control.text()) != self.passphrase:  # type: ignore[attr-defined]
            says = "Type the passphrase as it is shown above: six groups of four."
            self.again.set_error(says)
            raise Incomplete({"again": says})
        self.again.set_error("")
        return self.passphrase

    def copy(self) -> None:
        """Onto the clipboard, and no further."""
        data = QMimeData()
        data.setText(self.passphrase)
        data.setData(_KEEP_OUT, b"\x01")
        QGuiApplication.clipboard().setMimeData(data)

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter()
        dialog = QPrintDialog(printer, self)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        paint_sheet(QPainter(printer), QRectF(printer.pageRect(QPrinter.Unit.DevicePixel)), self._store,
                    self.passphrase)  # fmt: skip


def paint_sheet(painter: QPainter, page: QRectF, store: str, passphrase: str) -> None:
    """The sheet that is locked away: which store, and its passphrase."""
    step = page.height() / 20
    lines = [(f"{APP_NAME}: recovery passphrase", 0.42), (f"Store: {store}", 0.3), (passphrase, 0.5),
             ("Keep this sheet locked away, apart from the computer.", 0.3)]  # fmt: skip
    top = page.top() + step
    for words, size in lines:
        font = QFont(painter.font())
        font.setPixelSize(max(8, round(step * size)))
        painter.setFont(font)
        painter.drawText(QRectF(page.left() + step, top, page.width() - 2 * step, step), 0, words)
        top += step
    painter.end()


class PassphraseAsk(QWidget):
    """Asks for the passphrase; ``given`` carries it as typed."""

    given = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.edit = Edit()
        self.field = Field("Recovery passphrase", self.edit, name="passphrase",
                           hint="Six groups of four letters and digits.")  # fmt: skip
        self.edit.returnPressed.connect(self.give)
        self.setLayout(col(self.field))

    def give(self) -> None:
        """Hand over what was typed, if it can be a passphrase."""
        if not meant(self.edit.text()):
            self.refuse("Enter all six groups of four.")
            return
        self.field.set_error("")
        self.given.emit(self.edit.text())

    def refuse(self, says: str) -> None:
        """Say what was wrong and ask again."""
        self.field.set_error(says)
        self.edit.selectAll()
        self.edit.setFocus(Qt.FocusReason.TabFocusReason)
