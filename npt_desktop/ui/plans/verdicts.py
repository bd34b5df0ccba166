"""What the figures say, and whether the person agrees."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from npt_desktop.models.kinds import Verdict
from npt_desktop.rules.verdict import Basis, against_success
from npt_desktop.services.plan_page import PlanPage
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Well
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.forms import Area, Field
from npt_desktop.ui.widgets.layout import box, col, row
from npt_desktop.ui.widgets.messages import reveal
from npt_desktop.ui.widgets.text import Icon, Text

_NOTHING = frozenset({Basis.NO_FIGURES, Basis.UNFINISHED})


class VerdictBlock(Well):
    """The computed verdict of the main measure. ``decided`` carries the verdict and reason to be written."""

    decided = Signal(object)

    def __init__(self) -> None:
        self._page: PlanPage | None = None
        self._plan_id = 0
        self.says = Text("", wrap=True)
        self.says.setObjectName("figures_say")
        self.stand = Text("", "meta", "text2", wrap=True)
        self.agree_button = Button("Agree", small=True)
        self.agree_button.setToolTip("Take this verdict and its reason into the plan")
        self.differ_button = Button("Disagree", "quiet", small=True)
        self.differ_button.setToolTip("Give another verdict, with your reason")
        self.choice = Segmented([(verdict, verdict.label) for verdict in Verdict], numbered=True, small=True)
        self.reason = Area("", "What the figures do not show", lines=2)
        self.reason_field = Field(
            "Why the figures are not the whole story", self.reason, name="differ_reason"
        )
        self.save_button = Button("Save my verdict", small=True)
        self.cancel_button = Button("Cancel", "quiet", small=True)
        self.form = box(
            col(
                row(self.choice, None),
                self.reason_field,
                row(self.save_button, self.cancel_button, None),
                gap=6,
            )
        )
        self.form.hide()
        self.agree_button.clicked.connect(self.agree)
        self.differ_button.clicked.connect(self.begin)
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.form.hide)
        icon = Icon("chart-histogram", 16, "accent_text")
        words = row(icon, (self.says, 1), self.agree_button, self.differ_button, gap=8)
        words.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
        super().__init__(col(words, self.stand, self.form, gap=4))

    def show_page(self, page: PlanPage, *, locked: bool) -> None:
        """Show the verdict as the figures stand, and where the plan stands to it."""
        if page.plan.id != self._plan_id:
            self._plan_id = page.plan.id
            self.form.hide()
        self._page = page
        found, plan = page.verdict, page.plan
        self.says.setText(found.says)
        agrees = plan.verdict is found.verdict
        if plan.verdict is None:
            stand = "" if found.basis in _NOTHING else "Agree, or give your own verdict with a reason."
        elif agrees:
            stand = "The plan’s verdict agrees with the figures."
        elif plan.verdict_reason.strip():
            stand = f"The plan says otherwise ({plan.verdict.label.casefold()}), with its reason below."
        else:
            stand = f"The plan says otherwise ({plan.verdict.label.casefold()}): give the reason below."
        stand = " ".join(part for part in (against_success(found, plan.success_percent), stand) if part)
        self.stand.setText(stand)
        self.stand.set_tone(
            "warn_text" if plan.verdict and not agrees and not plan.verdict_reason.strip() else "text2"
        )
        self.stand.setVisible(bool(stand))
        told = found.basis not in _NOTHING and not locked
        self.agree_button.setVisible(told and not (agrees and plan.verdict_reason.strip()))
        self.differ_button.setVisible(told)
        if locked:
            self.form.hide()

    def agree(self) -> None:
        """Take the verdict of the figures and its reason into the plan."""
        if self._page is not None:
            found = self._page.verdict
            reason = found.says.removeprefix(f"{found.verdict.label}: ")
            self.form.hide()
            self.decided.emit(
                {"verdict": found.verdict, "verdict_reason": f"{reason[:1].upper()}{reason[1:]}"}
            )

    def begin(self) -> None:
        """Open the form for a verdict of one's own."""
        page = self._page
        own = page is not None and page.plan.verdict is not page.verdict.verdict
        self.choice.set_value(page.plan.verdict if page is not None and own else None)
        self.reason_field.set_error("")
        self.form.show()
        reveal(self.reason, self)

    def save(self) -> None:
        """Write the person's own verdict; it needs a choice and a reason."""
        page, chosen, reason = self._page, self.choice.value(), self.reason.toPlainText().strip()
        if page is None:
            return
        if not isinstance(chosen, Verdict) or chosen is page.verdict.verdict:
            self.reason_field.set_error("Choose a verdict other than that of the figures.")
        elif not reason:
            self.reason_field.set_error("Say what the figures do not show.")
            self.reason.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.form.hide()
            self.reason.setPlainText("")
            self.decided.emit({"verdict": chosen, "verdict_reason": reason})
