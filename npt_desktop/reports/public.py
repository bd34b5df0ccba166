"""The priorities as the public reads them: an accessible page, plain text, and police.uk's fields.

The page stands alone: no script, no address of ours, no picture, so that it may be saved, printed
and pasted. It follows WCAG 2.2 AA (PSBAR 2018); dates and month ranges follow GOV.UK style.
"""

from __future__ import annotations

import json
import textwrap
from dataclasses import dataclass
from datetime import date

from npt_desktop.reports.document import OFFICIAL
from npt_desktop.reports.web import STYLE, allowed, one_line, paragraphs, safe, tidy_lines
from npt_desktop.reports.wording import public_date, quarter_words

_PLAIN_WIDTH = 78


@dataclass(frozen=True, slots=True)
class PublicCorrection:
    """A dated change to an update; ``was`` are the words before, empty where the public should not read them."""

    on: date
    was: str = ""


@dataclass(frozen=True, slots=True)
class PublicUpdate:
    """What was done, as told in one month, and what was put right in it since."""

    on: date
    text: str
    corrections: tuple[PublicCorrection, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicPriority:
    """A priority in public words. The four police.uk fields are the first four."""

    issue: str
    action: str
    issue_date: date | None = None
    action_date: date | None = None
    title: str = ""
    updates: tuple[PublicUpdate, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicPage:
    """An area's priorities for one quarter; ``first_month`` is any day of its first month.

    ``changed_on`` is the day its words were last corrected, after ``published_on``.

    ``contact`` holds lines for reaching the team; a line that is an https address becomes a link.
    """

    area: str
    force: str
    first_month: date
    priorities: tuple[PublicPriority, ...]
    published_on: date | None = None
    next_round: date | None = None
    how_set: str = ""
    contact: tuple[str, ...] = ()
    marking: str = OFFICIAL
    changed_on: date | None = None


def public_html(page: PublicPage) -> str:
    """The whole page as HTML 5, everything from people escaped."""
    title = _title(page)
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en-GB">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{safe(f'{title}, {page.area} - {page.force}')}</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        '<a class="skip" href="#main">Skip to the priorities</a>',
        "<header>",
        f"<p>{safe(page.force)}</p>",
        f"<h1>{safe(title)}</h1>",
        f"<p>{safe(page.area)}</p>",
        "</header>",
        '<main id="main" tabindex="-1">',
        *paragraphs(page.how_set),
    ]
    if not page.priorities:
        parts.append("<p>No priorities have been published for these months.</p>")
    for place, priority in enumerate(page.priorities, start=1):
        parts.extend(_priority_html(place, priority))
    parts.append("</main>")
    parts.append('<footer aria-label="About this page">')
    if page.contact:
        parts.append("<h2>Contact your neighbourhood policing team</h2>")
        parts.append("<ul>")
        parts.extend(f"<li>{_linked(line)}</li>" for line in page.contact)
        parts.append("</ul>")
    parts.extend(f"<p>{safe(line)}</p>" for line in _dates(page))
    parts.append(f"<p>{safe(page.marking.upper())}</p>")
    parts += ["</footer>", "</body>", "</html>", ""]
    return "\n".join(parts)


def public_text(page: PublicPage) -> str:
    """The same as plain text, wrapped at 78 columns."""
    title = _title(page)
    marking = one_line(page.marking.upper())
    lines = [marking, "", title, "=" * len(title), *_wrapped(f"{page.area}, {page.force}"), ""]
    if page.how_set:
        lines += [*_wrapped(page.how_set), ""]
    if not page.priorities:
        lines += ["No priorities have been published for these months.", ""]
    for place, priority in enumerate(page.priorities, start=1):
        head = _wrapped(_heading(place, priority))
        lines += [*head, "-" * max(map(len, head)), "", f"The issue{_dated(priority.issue_date, 'raised')}"]
        lines += [*_wrapped(priority.issue), "", f"What we are doing{_dated(priority.action_date, 'agreed')}"]
        lines += [*_wrapped(priority.action), ""]
        for update in priority.updates:
            lines += [f"Update, {public_date(update.on)}", *_wrapped(update.text), ""]
            for made in update.corrections:
                lines += [*_wrapped(corrected_words(made)), ""]
    if page.contact:
        lines += ["Contact your neighbourhood policing team", *map(one_line, page.contact), ""]
    return "\n".join([*lines, *_dates(page), "", marking, ""])


def police_uk(page: PublicPage) -> str:
    """The four fields of data.police.uk's neighbourhood priorities, as a JSON array.

    Dates are ``YYYY-MM-DDTHH:MM:SS`` at midnight, or null, as its documentation shows.
    """
    whole = json.dumps(police_uk_fields(page), ensure_ascii=False, indent=2)
    return whole.encode("utf-8", "replace").decode("utf-8") + "\n"


def police_uk_fields(page: PublicPage) -> list[dict[str, str | None]]:
    """The four fields of each priority, by the names data.police.uk gives them."""
    return [
        {
            "issue": priority.issue,
            "action": priority.action,
            "issue-date": _stamp(priority.issue_date),
            "action-date": _stamp(priority.action_date),
        }
        for priority in page.priorities
    ]


def _title(page: PublicPage) -> str:
    return f"Your local policing priorities, {quarter_words(page.first_month)}"


def _heading(place: int, priority: PublicPriority) -> str:
    title = one_line(priority.title)
    return f"Priority {place}: {title}" if title else f"Priority {place}"


def _dates(page: PublicPage) -> list[str]:
    found = []
    if page.published_on is not None:
        found.append(f"Published {public_date(page.published_on)}.")
    if page.changed_on is not None:
        found.append(f"Changed {public_date(page.changed_on)}.")
    if page.next_round is not None:
        found.append(f"New priorities will be set by {public_date(page.next_round)}.")
    return found


def _dated(day: date | None, verb: str) -> str:
    return f" ({verb} {public_date(day)})" if day is not None else ""


def _stamp(day: date | None) -> str | None:
    return f"{day.isoformat()}T00:00:00" if day is not None else None


def _priority_html(place: int, priority: PublicPriority) -> list[str]:
    key = f"priority-{place}"
    parts = [f'<section aria-labelledby="{key}">', f'<h2 id="{key}">{safe(_heading(place, priority))}</h2>']
    for title, text, day, verb in (
        ("The issue", priority.issue, priority.issue_date, "Raised"),
        ("What we are doing", priority.action, priority.action_date, "Agreed"),
    ):
        parts.append(f"<h3>{title}</h3>")
        parts.extend(paragraphs(text))
        if day is not None:
            parts.append(f'<p class="dates">{verb} {public_date(day)}</p>')
    for update in priority.updates:
        parts.append(f"<h3>Update, {public_date(update.on)}</h3>")
        parts.extend(paragraphs(update.text))
        parts.extend(
            f'<p class="dates">{safe(one_line(corrected_words(made)))}</p>' for made in update.corrections
        )
    parts.append("</section>")
    return parts


def corrected_words(made: PublicCorrection) -> str:
    """A correction as the public reads it: when, and the words before."""
    before = f" Before, it said: “{one_line(made.was)}”" if made.was.strip() else ""
    return f"Corrected {public_date(made.on)}.{before}"


def _linked(line: str) -> str:
    shown = safe(one_line(line))
    plain = line.startswith("https://") and line.isascii() and line.isprintable() and " " not in line
    return f'<a href="{shown}">{shown}</a>' if plain else shown


def _wrapped(text: str) -> list[str]:
    found: list[str] = []
    for line in tidy_lines(text) or [""]:
        cleaned = "".join(map(allowed, line))
        found += textwrap.wrap(cleaned, _PLAIN_WIDTH, break_on_hyphens=False) or [""]
    return found
