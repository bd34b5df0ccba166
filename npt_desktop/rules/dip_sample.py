"""Drawing a dip-sample: a few records at random, so that anyone can draw the same ones again.

Source: booklet, Quality assurance (questions about quality, not number). The draw is by digest of seed and id
and of nothing else, so it is the same on every machine and version, whatever order the records came in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from npt_desktop.models.kinds import AnswerValue

VERDICTS = (AnswerValue.MET, AnswerValue.PARTLY, AnswerValue.NOT_MET)


def draw(ids: Iterable[int], count: int, seed: int) -> tuple[int, ...]:
    """``count`` of the different ids in the order drawn; all of them when there are no more."""
    return tuple(sorted(set(ids), key=lambda one: sha256(f"{seed}:{one}".encode()).digest())[: max(0, count)])


@dataclass(frozen=True, slots=True)
class Drawn:
    """One record of a sample: its id, what it was called when drawn, and the verdict given it."""

    id: int
    label: str
    verdict: AnswerValue | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample as an answer keeps it: drawn with ``seed`` from ``out_of`` records of ``screen``."""

    seed: int
    screen: str
    out_of: int
    items: tuple[Drawn, ...]

    @property
    def words(self) -> str:
        """``3 of 12 drawn, seed 4711: 2 met, 1 to judge``."""
        counts = [(sum(item.verdict is verdict for item in self.items), verdict) for verdict in VERDICTS]
        said = [f"{number} {verdict.label.lower()}" for number, verdict in counts if number]
        if still := sum(item.verdict is None for item in self.items):
            said.append(f"{still} to judge")
        return f"{len(self.items)} of {self.out_of} drawn, seed {self.seed}: {', '.join(said)}"

    def judged(self, record_id: int, verdict: AnswerValue | None) -> Sample:
        """The sample with one verdict given or taken back. KeyError for a record that was not drawn."""
        if record_id not in {item.id for item in self.items}:
            raise KeyError(record_id)
        items = tuple(Drawn(i.id, i.label, verdict) if i.id == record_id else i for i in self.items)
        return Sample(self.seed, self.screen, self.out_of, items)

    def as_json(self) -> dict[str, object]:
        """The sample as JSON values."""
        return {
            "seed": self.seed, "screen": self.screen, "out_of": self.out_of,
            "items": [[i.id, i.label, i.verdict.value if i.verdict else ""] for i in self.items],
        }  # fmt: skip


def sample_of(kept: object) -> Sample | None:
    """The sample that :meth:`Sample.as_json` made; None for anything else."""
    if not isinstance(kept, dict):
        return None
    items = tuple(Drawn(int(i), str(words), AnswerValue(v) if v else None) for i, words, v in kept["items"])
    return Sample(int(kept["seed"]), str(kept["screen"]), int(kept["out_of"]), items)
