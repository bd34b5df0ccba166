"""The local ranking at a desk: the weights of this store, and the issues of a round in their order."""

from __future__ import annotations

from npt_desktop.models.organisation import Setting
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.ranking import (
    Judged,
    LocalRanking,
    Weights,
    checked_weights,
    rank_locally,
    standard_ranking,
)
from npt_desktop.services.desk import Desk
from npt_desktop.services.round_page import RoundPage

SETTING = "ranking"


class Rankings:
    """Rankings, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def weights(self) -> dict[str, int]:
        """What each criterion counts in this store; as the program ships it until somebody changes it."""
        scheme = standard_ranking()
        with self._desk.read() as session:
            kept = session.get(Setting, SETTING)
        given = kept.value.get("weights", {}) if kept is not None else {}
        return {each.key: int(given.get(each.key, each.weight)) for each in scheme.criteria}

    def set_weights(self, weights: Weights) -> None:
        """Change what each criterion counts, for every area. Raises NotAllowed, CannotDo for impossible weights."""
        require(self._desk.actor.role, Act.CHANGE_LISTS)
        value = {"weights": checked_weights(weights, standard_ranking())}
        with self._desk.write("Changed the weights of the local ranking") as unit:
            unit.session.merge(Setting(name=SETTING, value=value))

    def of(self, page: RoundPage, weights: Weights | None = None) -> LocalRanking:
        """The issues of a round as they rank with this store's weights, or with others being tried."""
        issues = [Judged(c.id, c.title, c.scores) for c in page.candidates]
        return rank_locally(issues, self.weights() if weights is None else weights)
