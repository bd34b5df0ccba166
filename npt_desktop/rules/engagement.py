"""What an engagement entry must say, and when two rows are the same engagement.

Source: booklet, "Engagement activity and evaluation documents": eight columns. Outcome and score may follow
later; everything else is known on the day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

from npt_desktop.rules.words import matching_form, matching_forms

LONGEST = 32_000
"""The most characters one field takes; a workbook cell holds 32,767."""

SCORE_SAYS = "Score from 1 to 5, or leave it to follow."


def mistakes(
    *,
    day: date | None,
    today: date,
    audience: bool,
    purpose: bool,
    who_engaged: str,
    lead: bool,
    summary: str,
    outcome: str,
    score: int | None,
) -> dict[str, str]:
    """Each field that must be mended before the entry can be saved, with its sentence, in form order."""
    found: dict[str, str] = {}
    if day is None:
        found["day"] = "Enter the date of the engagement, such as today, -1 or 16/7."
    elif day > today:
        found["day"] = "Enter a date that is not in the future."
    if not audience:
        found["audience"] = "Choose the target audience."
    if not purpose:
        found["purpose"] = "Choose the purpose."
    if not who_engaged.strip():
        found["who_engaged"] = "Enter who was engaged: a group, a place or people."
    if not lead:
        found["lead"] = "Choose the lead officer present."
    if not summary.strip():
        found["summary"] = "Enter what the engagement was and what you did."
    for name, text in (("who_engaged", who_engaged), ("summary", summary), ("outcome", outcome)):
        if len(text) > LONGEST:
            found[name] = f"Shorten this to {LONGEST:,} characters."
    if score is not None and not 1 <= score <= 5:
        found["score"] = SCORE_SAYS
    return found


MOST_MINUTES = 100 * 60
"""A hundred hours: more than that is a slip of the finger."""


def mistakes_of_more(
    *,
    reached: int | None,
    minutes: int | None,
    commitments: Iterable[tuple[str, bool, date | None]],
    day: date | None,
) -> dict[str, str]:
    """The same for the optional fields. Each commitment is what, whether it has an owner, and by when."""
    found: dict[str, str] = {}
    if reached is not None and not 0 <= reached <= 1_000_000:
        found["reached"] = "Enter how many people were reached, from 0 to 1,000,000."
    if minutes is not None and not 0 < minutes <= MOST_MINUTES:
        found["hours"] = "Enter the hours it took, such as 1.5, up to 100."
    for what, owned, due in commitments:
        if not what.strip():
            found["commitments"] = "Say what was promised, or take the line out."
        elif not owned:
            found["commitments"] = f"Choose who sees to “{what.strip()}”."
        elif due is None:
            found["commitments"] = f"Enter when “{what.strip()}” is due."
        elif day is not None and due < day:
            found["commitments"] = f"“{what.strip()}” is due before the engagement: enter a later date."
        if "commitments" in found:
            break
    return found


def public_sentence(sentence: str, summary: str) -> str:
    """What an entry offers to the month's public update: its own sentence, or else its summary; one line that
    ends as a sentence does. Empty when there is neither."""
    plain = " ".join((sentence if sentence.strip() else summary).split())
    return plain if not plain or plain.endswith((".", "!", "?")) else f"{plain}."


def natural_key(day: date, lead: str, summary: str) -> str:
    """The same engagement typed twice has the same key within an area: date, lead officer, summary.

    Spelling is compared in matching form, so white space and capitals do not count. 40 hexadecimal digits.
    """
    return _hashed(day.isoformat(), matching_form(lead), matching_form(summary))


def natural_keys(days: Sequence[date], leads: Sequence[str], summaries: Sequence[str]) -> list[str]:
    """:func:`natural_key` of many entries, of which a log has few different days and officers."""
    iso = {day: day.isoformat() for day in set(days)}
    officers = {lead: matching_form(lead) for lead in set(leads)}
    return list(
        map(
            _hashed,
            map(iso.__getitem__, days),
            map(officers.__getitem__, leads),
            matching_forms(summaries),
        )
    )


def _hashed(day: str, lead: str, summary: str) -> str:
    body = f"{day}\x1f{lead}\x1f{summary}"
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:40]
