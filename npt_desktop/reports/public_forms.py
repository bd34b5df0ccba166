"""The same public words in their other forms: Alert message, short post, newsletter, blog, police.uk as CSV.

All are made from the one page, so that none can say what another does not. A person may edit the Alert, the post,
the newsletter and the blog before they go out; what went out is kept word for word.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from npt_desktop.reports.public import PublicPage, police_uk_fields
from npt_desktop.reports.wording import month_words, public_date, quarter_words
from npt_desktop.rules.public_phrases import PublicPhrases, standard_phrases

_LEAST_TITLE = 12


@dataclass(frozen=True, slots=True)
class Ended:
    """A priority of the quarter before: its title and how it ended, in words the public reads."""

    title: str
    result: str


@dataclass(frozen=True, slots=True)
class MonthUpdate:
    """What one priority has to tell of a month; ``parts`` is None while nothing is published."""

    title: str
    parts: tuple[str, str, str] | None


def police_uk_csv(page: PublicPage) -> str:
    """The four fields of data.police.uk's neighbourhood priorities as CSV; an unknown date is empty."""
    out = io.StringIO()
    rows = police_uk_fields(page)
    made = csv.DictWriter(out, ("issue", "action", "issue-date", "action-date"), quoting=csv.QUOTE_ALL)
    made.writeheader()
    made.writerows(rows)
    return out.getvalue().encode("utf-8", "replace").decode("utf-8")


def alert_message(
    page: PublicPage, before: Sequence[Ended] = (), phrases: PublicPhrases | None = None
) -> str:
    """A message for Neighbourhood Alert: what came of the last priorities, what was now agreed, and the rest goes
    on as usual."""
    said = phrases or standard_phrases()
    months = quarter_words(page.first_month)
    parts = [f"Your local policing priorities, {months}", _filled(said.alert_opening, page.area, months)]
    if before:
        lines = [f"- {each.title}: {each.result}" for each in before]
        parts.append("\n".join((said.alert_before, *lines)))
    for place, priority in enumerate(page.priorities, 1):
        lines = [f"{place}. {priority.title}".rstrip(". "), priority.issue, priority.action]
        parts.append("\n".join(line.strip() for line in lines if line.strip()))
    parts.append(said.alert_rider)
    if page.next_round is not None:
        parts.append(f"New priorities will be set by {public_date(page.next_round)}.")
    return "\n\n".join(parts)


def short_post(page: PublicPage, address: str = "", phrases: PublicPhrases | None = None) -> str:
    """One post with the titles and, where there is one, the address. Titles are cut, all alike, until it fits."""
    said = phrases or standard_phrases()
    opening = _filled(said.post_opening, page.area, quarter_words(page.first_month))
    titles = [" ".join(priority.title.split()) for priority in page.priorities]
    longest = max((len(title) for title in titles), default=0)
    link = f"\n{address.strip()}" if address.strip() else ""
    for room in range(longest, _LEAST_TITLE - 1, -1):
        lines = [f"{place}. {_cut(title, room)}" for place, title in enumerate(titles, 1)]
        post = "\n".join((opening, *lines)) + link
        if len(post) <= said.post_characters:
            return post
    return "\n".join((opening, *[f"{n}. {_cut(t, _LEAST_TITLE)}" for n, t in enumerate(titles, 1)])) + link


def newsletter(
    page: PublicPage, month: date, updates: Sequence[MonthUpdate], phrases: PublicPhrases | None = None
) -> str:
    """The stakeholder newsletter of a month: You said, We did and What happens next of each priority."""
    said = phrases or standard_phrases()
    name = month_words(month)
    parts = [
        f"{page.area}: neighbourhood policing in {name}",
        _filled(said.newsletter_opening, page.area, name),
    ]
    for place, update in enumerate(updates, 1):
        lines = [f"{place}. {update.title}"]
        if update.parts is None:
            lines.append(_filled(said.newsletter_none, page.area, name))
        else:
            heads = ("You said", "We did", "What happens next")
            lines += [f"{head}: {part.strip()}" for head, part in zip(heads, update.parts, strict=True)]
        parts.append("\n".join(lines))
    return "\n\n".join((*parts, said.newsletter_close))


def blog(
    page: PublicPage, month: date, updates: Sequence[MonthUpdate], phrases: PublicPhrases | None = None
) -> str:
    """The inspector's monthly blog: the month's updates as running text, one paragraph a priority."""
    said = phrases or standard_phrases()
    name = month_words(month)
    parts = [
        f"{page.area} in {name}: from your neighbourhood inspector",
        _filled(said.blog_opening, page.area, name),
    ]
    told = [(update.title, update.parts) for update in updates if update.parts is not None]
    parts += ["\n".join((title, " ".join(map(_sentence, words)))) for title, words in told]
    if not told:
        parts.append(_filled(said.blog_none, page.area, name))
    return "\n\n".join((*parts, said.blog_close))


def _filled(phrase: str, area: str, when: str) -> str:
    """A phrase with its braces filled; replaced one by one, since an area's name may hold anything."""
    for name in ("months", "month"):
        phrase = phrase.replace(f"{{{name}}}", when)
    return phrase.replace("{area}", area)


def _sentence(text: str) -> str:
    plain = " ".join(text.split())
    return plain if not plain or plain.endswith((".", "!", "?")) else f"{plain}."


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 1].rstrip()}…"
