"""The outcome coach: what an outcome reads like, and whether the score fits it. It advises, never refuses.

Source: booklet, "Engagement activity and evaluation documents": the outcome is what came of an engagement and
the score evaluates it. The booklet's own examples write activity under OUTCOME and give the score no criterion;
signs, remarks and rubrics are therefore assumed, and are data in ``resources/outcomes.json``.

A plain reading of signs, not of sense: where no sign tells otherwise an outcome counts as a result, for a coach
that nags is switched off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from npt_desktop.paths import resources
from npt_desktop.rules.resource_file import Entry, read_entry
from npt_desktop.rules.words import matching_form, present

READS = 4000
"""The most characters of a text the coach reads, so that it never delays a key."""
SCORES = (1, 2, 3, 4, 5)
_REMARKS = ("activity", "copy", "empty", "high_without_result", "high_with_setback", "low_with_result")
_SIGNS = ("results", "setbacks", "not_results", "vague", "back_references", "small_words",
          "others", "done_to", "acts")  # fmt: skip
_WORD = re.compile(r"[^\W_][\w'’/&-]*%?|[.,;:!?](?=\s|$)")
_NUMBER = (
    r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|"
    r"fifty|dozens?|several|both|half)"
)


_ENDS_ED = re.compile(r" [a-z]{2,}ed(?= )")
_CHANCE = 7  # letters; a shorter run of them in both texts is chance
_LEADS_TO = frozenset(("to", "with", "at", "by", "for"))
_BEFORE_SUBJECT = 3  # words that may stand before the person: "Two of the older residents"


class Written(StrEnum):
    """What stands in the outcome box."""

    RESULT = "result"
    ACTIVITY = "activity"
    COPY = "copy"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Reading:
    """``setback`` is a result that did not go well: nobody came, people refused."""

    kind: Written
    setback: bool = False


@dataclass(frozen=True, slots=True)
class Advice:
    """``remark`` is empty when there is nothing to say; ``rubric`` is the chosen purpose's line for the score."""

    kind: Written
    remark: str
    rubric: str


@dataclass(frozen=True, slots=True)
class CoachWords:
    """The data file, ready to read with. ``signs`` by the name of their list."""

    signs: Mapping[str, re.Pattern[str]]
    remarks: Mapping[str, str]
    rubrics: Mapping[str, Mapping[int, str]]
    copy_percent: int
    high_score: int
    low_score: int


def load_coach_words(path: Path) -> CoachWords:
    """The words of a file. Raises CannotDo with a sentence naming a hand-made mistake."""
    entry = read_entry(path)
    entry.only("about", "limits", "remarks", "rubrics", *_SIGNS)
    limits, remarks = entry.entry("limits"), entry.entry("remarks")
    limits.only("copy_percent", "high_score", "low_score")
    remarks.only(*_REMARKS)
    high, low = limits.whole("high_score", low=2, high=5), limits.whole("low_score", low=1, high=4)
    if low >= high:
        limits.refuse("needs a “low_score” below “high_score”")
    return CoachWords(
        signs={name: _signs(entry, name) for name in _SIGNS},
        remarks={name: remarks.text(name) for name in _REMARKS},
        rubrics=_rubrics(entry.entry("rubrics")),
        copy_percent=limits.whole("copy_percent", low=1, high=100),
        high_score=high,
        low_score=low,
    )


@cache
def standard_coach_words() -> CoachWords:
    """The words the program ships with."""
    return load_coach_words(resources() / "outcomes.json")


def read_outcome(summary: str, outcome: str, words: CoachWords | None = None) -> Reading:
    """What an outcome reads like beside its summary. Only the first ``READS`` characters are read."""
    words = words or standard_coach_words()
    signs = words.signs
    said, did = _plain(outcome), _plain(summary)
    rest = signs["back_references"].sub(" ", said)
    if not present(said):
        return Reading(Written.EMPTY)
    if not present(signs["small_words"].sub(" ", rest)):
        return Reading(Written.COPY)
    if not present(signs["small_words"].sub(" ", signs["vague"].sub(" ", said))):
        return Reading(Written.EMPTY)
    fresh = _without(said, did)
    setback = signs["setbacks"].search(fresh) is not None
    result = setback or signs["results"].search(signs["not_results"].sub(" . ", fresh)) is not None
    if not result and _copied(said, did, words):
        return Reading(Written.COPY)
    if result or signs["results"].search(signs["not_results"].sub(" . ", said)) is not None:
        return Reading(Written.RESULT, setback)
    return Reading(Written.RESULT if _others_act(said, words) else Written.ACTIVITY)


def rubric(purpose: str, score: int | None, words: CoachWords | None = None) -> str:
    """What a score stands for with a purpose, by the key of its list entry; empty where there is no rubric."""
    if score is None:
        return ""
    return (words or standard_coach_words()).rubrics.get(purpose, {}).get(score, "")


def advise(
    *, summary: str, outcome: str, score: int | None, purpose: str = "", words: CoachWords | None = None
) -> Advice:
    """The one remark worth making, and the rubric line of the score.

    The score is looked at first, for it is what counts later. An empty outcome without a score is left in
    peace: both may follow (booklet).
    """
    words = words or standard_coach_words()
    reading = read_outcome(summary, outcome, words)
    return Advice(reading.kind, _remark(reading, outcome, score, words), rubric(purpose, score, words))


def _remark(reading: Reading, outcome: str, score: int | None, words: CoachWords) -> str:
    good = reading.kind is Written.RESULT
    name = ""
    if score is not None and score >= words.high_score and (not good or reading.setback):
        name = "high_with_setback" if good else "high_without_result"
    elif score is not None and score <= words.low_score and good and not reading.setback:
        name = "low_with_result"
    elif not good and (present(outcome) or score is not None):
        name = reading.kind.value
    return words.remarks[name].replace("{score}", str(score)) if name else ""


# --------------------------------------------------------------------------- reading
def _plain(text: str) -> str:
    """Its words in matching form between single blanks, sentences parted by a lone full stop."""
    found: list[str] = _WORD.findall(matching_form(text[:READS]).replace("’", "'"))
    return f" {' '.join('.' if word in '.,;:!?' else word for word in found)} "


def _stems(text: str, words: CoachWords) -> list[str]:
    """The telling words of a plain text, cut so that ``patrols`` and ``patrolled`` meet."""
    telling = words.signs["small_words"].sub(" ", text)
    return [_stem(word) for word in re.split(r"[ /-]+", telling) if present(word)]


def _stem(word: str) -> str:
    for ending in ("ations", "ation", "ings", "ing", "ied", "ies", "ed", "es", "'s", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= (3 if ending in ("s", "e") else 4):
            cut = word[: -len(ending)]
            return cut[:-1] if len(cut) > 3 and cut[-1] == cut[-2] else cut
    return word


def _copied(said: str, did: str, words: CoachWords) -> bool:
    """Whether most telling words of the outcome stand in the summary; one shared word is chance."""
    mine, theirs = _stems(said, words), set(_stems(did, words))
    if len("".join(mine)) > _CHANCE and "".join(mine) in "".join(_stems(did, words)):
        return True
    shared = sum(word in theirs for word in mine)
    return shared >= 2 and shared * 100 >= words.copy_percent * len(mine)


def _without(said: str, did: str) -> str:
    """The outcome with the words of the summary blotted out: a copied word is no sign of a result."""
    known = {_stem(word) for word in did.split() if len(word) > 3}
    return f" {' '.join('~' if _stem(word) in known else word for word in said.split())} "


def _others_act(said: str, words: CoachWords) -> bool:
    """Whether a clause is about what somebody else did ("Drivers handed over footage"), not about what was
    done to them ("Drivers reminded") or that they were there."""
    signs = words.signs
    for clause in said.split(" . "):
        who = signs["others"].search(f" {clause.strip(' .')} ")
        if who is None or not _opens(who.string[: who.start()]):
            continue
        rest = who.string[who.end() :]
        found = [m for m in (signs["acts"].search(rest), _ENDS_ED.search(rest)) if m is not None]
        first = min(((m.start(), -m.end()) for m in found), default=None)
        passive = signs["done_to"].search(rest)
        if first is not None and (passive is None or first < (passive.start(), -passive.end())):
            return True
    return False


def _opens(before: str) -> bool:
    """Whether a person named after these words is who the clause is about: "two of the older ..."."""
    leading = before.split()
    return len(leading) <= _BEFORE_SUBJECT and not any(
        word in _LEADS_TO or word.endswith("ed") for word in leading
    )


# ------------------------------------------------------------------------------ data
def _signs(entry: Entry, name: str) -> re.Pattern[str]:
    listed = entry.texts(name)
    if not listed:
        entry.refuse(f"needs at least one entry under “{name}”")
    return _compiled(listed)


def _compiled(signs: Iterable[str]) -> re.Pattern[str]:
    """One pattern for a list; longer signs first, so that the whole of a phrase is taken."""
    ordered = sorted(signs, key=lambda sign: (-len(sign.split()), sign))
    return re.compile(f"(?:{'|'.join(map(_pattern, ordered))})(?= )")


def _pattern(sign: str) -> str:
    parts = []
    for word in matching_form(sign).split():
        if word == "..":
            parts.append(r"(?: [^ .]+){0,3}")
        else:
            parts.append(f" (?:{'|'.join(map(_one, word.split('|')))})")
    return "".join(parts)


def _one(word: str) -> str:
    return "[^ .]*".join(_NUMBER.join(map(re.escape, part.split("#"))) for part in word.split("*"))


def _rubrics(entry: Entry) -> dict[str, dict[int, str]]:
    found: dict[str, dict[int, str]] = {}
    for key in entry.names():
        lines = entry.entry(key)
        lines.only(*map(str, SCORES))
        found[key] = {score: lines.text(str(score)) for score in SCORES}
    return found
