"""What stands beside the list: the rule a record is reviewed by, decisions so far, and what a disposal would erase."""

from __future__ import annotations

from npt_desktop.rules.periods import form_date, number_of
from npt_desktop.services.retention import Look
from npt_desktop.services.retention_queue import Subject
from npt_desktop.ui.retention.forms import asked_words, what_goes
from npt_desktop.ui.widgets.text import Text


def look_texts(look: Look) -> list[Text]:
    """The texts, from top to bottom."""
    each = look.subject
    found = [Text(each.called, "strong", wrap=True)]
    if each.back:
        says = "It was disposed of before and came back with a restored or merged store: dispose of it again."
        found.append(Text(says, "meta", "bad_text", wrap=True))
    if each.removed:
        found.append(Text("Removed: only the journal still says what it said.", "meta", "text2", wrap=True))
    if each.asked is not None:
        found += [
            Text("Waits for a second person", "label", "warn_text"),
            Text(asked_words(each.asked), "meta", wrap=True),
        ]
    found += [Text("Rule", "label", "text2"), Text(_rule(each), wrap=True)]
    found.append(Text(each.kind.source, "meta", "text2", wrap=True))
    for kept in look.kept:
        found.append(Text(f"Kept until {form_date(kept.until)}", "label", "text2"))
        found.append(Text(f"{kept.reason} ({kept.by}, {form_date(kept.made_on)})", "meta", wrap=True))
    goes = what_goes(look)
    if goes:
        found.append(Text("If it is disposed of", "label", "text2"))
    return [*found, *(Text(line, "meta", "text2", wrap=True) for line in goes)]


def _rule(each: Subject) -> str:
    if each.removed:
        return f"Reviewed {number_of(each.kind.removed_years, 'year')} after it was removed."
    review = each.review
    if review is None:
        first = each.kind.clocks[0]
        return f"Its period begins when it is {first.words}: it is then reviewed after {number_of(first.years, 'year')}."
    clock = next(clock for clock in each.kind.clocks if clock.words == review.words)
    when = f"{number_of(clock.years, 'year')} after {form_date(review.started)} ({clock.words})"
    return f"Reviewed {when}."
