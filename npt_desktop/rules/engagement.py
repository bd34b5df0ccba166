"""What an engagement entry must say, and when two rows are the same engagement.

Source: booklet, "Engagement activity and evaluation documents": eight columns. Outcome and score may follow
later; everything else is known on the day.
"""

from __future__ import annotations

import hashlib
from datetime import date

from npt_desktop.rules.words import matching_form

LONGEST = 32_000
"""The most characters one field takes; a workbook cell holds 32,767."""


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
        found["score"] = "Score from 1 to 5, or leave it to follow."
    return found


def natural_key(day: date, lead: str, summary: str) -> str:
    """The same engagement typed twice has the same key within an area: date, lead officer, summary.

    Spelling is compared in matching form, so white space and capitals do not count. 40 hexadecimal digits.
    """
    body = f"{day.isoformat()}\x1f{matching_form(lead)}\x1f{matching_form(summary)}"
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:40]
