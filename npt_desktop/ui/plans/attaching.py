"""Counting a measure from the store: the engagement log, the survey or street-level crime."""

from __future__ import annotations

from typing import TYPE_CHECKING

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.services.plan_page import PlanPage
from npt_desktop.services.plan_series import LOG, Offer, PlanSeries
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Well
from npt_desktop.ui.widgets.forms import Combo, Edit, Field
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.messages import reveal

if TYPE_CHECKING:
    from npt_desktop.ui.workspace import Workspace


class AttachForm(Well):
    """Asks what to count. What there is to count is read off the window's thread when the form opens."""

    def __init__(self, work: Workspace) -> None:
        self._work = work
        self._page: PlanPage | None = None
        self._offers: list[Offer] = []
        self.choice = Combo((), name="What to count")
        self.words = Edit("", "Such as: motorbike")
        self.choice_field = Field("Figures of the store", self.choice, name="series")
        self.words_field = Field("With these words", self.words, name="series_words")
        self.attach_button = Button("Attach", small=True, keys="Ctrl+Return")
        self.cancel_button = Button("Cancel", "quiet", small=True, keys="Esc")
        self.attach_button.clicked.connect(self.save)
        self.words.returnPressed.connect(self.save)
        self.cancel_button.clicked.connect(self.hide)
        self.choice.changed.connect(lambda _: self._chosen())
        super().__init__(
            col(
                row((self.choice_field, 2), (self.words_field, 1), None, gap=12),
                row(self.attach_button, self.cancel_button, None), gap=8,
            )
        )  # fmt: skip
        self.hide()

    def begin(self, page: PlanPage) -> None:
        """Open the form for a plan."""
        self._page = page
        self.choice_field.set_error("")
        self.words.clear()
        series, area = PlanSeries(self._work.desk), page.plan.area_id
        self._work.jobs.run(lambda _: series.offers(area), done=self._show, key="plans.offers")

    def _show(self, offers: list[Offer]) -> None:
        self._offers = offers
        self.choice.set_options([(place, offer.label) for place, offer in enumerate(offers)], 0)
        self._chosen()
        self.show()
        reveal(self.choice, self)

    def _offer(self) -> Offer | None:
        place = self.choice.value()
        return self._offers[place] if isinstance(place, int) else None

    def _chosen(self) -> None:
        offer = self._offer()
        self.words_field.setVisible(offer is not None and offer.source == LOG)

    def save(self) -> None:
        """Attach what was chosen."""
        page, offer = self._page, self._offer()
        if page is None or offer is None:
            return
        try:
            PlanSeries(self._work.desk).attach(
                page.plan.id, offer.source, offer.about, words=self.words.text()
            )
        except Incomplete as error:
            self.choice_field.set_error(error.says)
            reveal(self.choice)
            return
        except CannotDo as error:
            self._work.refused.emit(error.says)
            return
        self.hide()
        self._work.say("Attached the figures", undo=True)
