"""The forms of the review: keep until, ask for disposal, confirm one, and a class's period."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from npt_desktop.errors import Incomplete
from npt_desktop.rules.dates import parse_typed
from npt_desktop.rules.periods import form_date, number_of
from npt_desktop.rules.retention import Clock, RetentionClass, standard_retention, years_after
from npt_desktop.services.disposing import ALONE, Disposing, Waiting
from npt_desktop.services.retention import Look, Retention
from npt_desktop.services.retention_queue import Asked, Subject
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.form_dialog import Fields, FormDialog, day_in, number_in
from npt_desktop.ui.widgets.forms import Area, Combo, Edit, Field

if TYPE_CHECKING:
    from npt_desktop.ui.work_screen import WorkScreen


def keep_form(screen: WorkScreen, chosen: Sequence[Subject]) -> FormDialog:
    """Keep the chosen records until a later review."""
    desk = screen.work.desk
    later = years_after(desk.today, 1)
    until = DateEdit(partial(parse_typed, today=desk.today, future=True), later)
    fields: Fields = [
        Field("Keep until", until, name="until", hint="It is reviewed again on that day."),
        Field("Why it is kept", Area(lines=3), name="reason", hint="Every decision to retain is recorded."),
    ]  # fmt: skip

    def save(form: FormDialog) -> None:
        keys = [each.key for each in chosen]
        Retention(desk).keep(keys, day_in(form, "until"), form.control("reason").text())

    title = "Keep longer" if len(chosen) == 1 else f"Keep {len(chosen)} records longer"
    return FormDialog(screen, title, "Keep", fields, save, note=_told(chosen), wide=520)


def ask_form(
    screen: WorkScreen, chosen: Sequence[Subject], look: Look | None, others: Sequence[str],
    asked: Callable[[Waiting], object],
) -> FormDialog:  # fmt: skip
    """Ask why the chosen records should be erased; another person confirms it. ``asked`` is given what waits."""
    desk = screen.work.desk
    early = any(not each.back and (each.review is None or each.review.on > desk.today) for each in chosen)
    grounds = [(g.key, g.label) for g in standard_retention().grounds if g.early or not early]
    fields: Fields = [
        Field("Why", Combo(grounds, None), name="ground",
              hint="Before its review date only these reasons will do." if early else ""),
        Field("In your own words", Area(lines=2), name="reason",
              hint="This line stays in the disposal log: name nobody and repeat nothing of the record."),
    ]  # fmt: skip

    def save(form: FormDialog) -> None:
        ground, reason = form.control("ground").value(), form.control("reason").text()
        asked(Disposing(desk).ask([each.key for each in chosen], str(ground or ""), reason))

    title = "Ask for disposal" if len(chosen) == 1 else f"Ask for disposal of {len(chosen)} records"
    who = f"Nothing is erased yet: {_one_of(others)} confirms it." if others else ALONE
    note = "\n".join([_told(chosen), *(what_goes(look) if look is not None else ()), who])
    return FormDialog(screen, title, "Ask", fields, save, note=note, wide=560)


def confirm_form(
    screen: WorkScreen, chosen: Sequence[Subject], look: Look | None, erase: Callable[[], object]
) -> FormDialog:
    """Confirm what somebody else asked for, after what that means was said; ``erase`` does it."""
    fields: Fields = [Field("To erase for good, type ERASE", Edit(width=160), name="sure")]

    def save(form: FormDialog) -> None:
        if form.control("sure").text().strip().upper() != "ERASE":
            raise Incomplete({"sure": "Type ERASE: Undo does not bring it back."})
        erase()

    title = "Confirm a disposal" if len(chosen) == 1 else f"Confirm {len(chosen)} disposals"
    asked = dict.fromkeys(asked_words(each.asked) for each in chosen if each.asked is not None)
    note = "\n".join([_told(chosen), *asked, *(what_goes(look) if look is not None else ())])
    return FormDialog(screen, title, "Erase", fields, save, note=note, wide=560)


def asked_words(asked: Asked) -> str:
    """Who asked for a disposal, when and why."""
    ground = standard_retention().ground(asked.ground)
    label = ground.label if ground is not None else asked.ground
    return f"Disposal asked for by {asked.by} on {form_date(asked.on)}: {label}. {asked.reason}"


def _one_of(names: Sequence[str]) -> str:
    few = ", ".join(names[:3])
    return few.replace(", ", " or ") if len(names) <= 3 else f"{few} or another who may review"


def what_goes(look: Look) -> list[str]:
    """What a disposal would erase and what it cannot reach, a sentence each."""
    lines = []
    if look.goes:
        lines.append(f"Goes with it: {', '.join(look.goes)}.")
    if look.files:
        lines.append(f"{number_of(look.files, 'evidence file')} too, unless another record has the same.")
    if look.named:
        lines.append(f"The name also stands in {', '.join(look.named)}: those stay, change them first.")
    if look.copies and look.copies_until:
        lines.append(
            f"{number_of(look.copies, 'dated copy', 'dated copies')} beside the store still hold it, the last at most "
            f"until {form_date(look.copies_until)}; copies made elsewhere are not known here."
        )
    return lines


def period_form(screen: WorkScreen, kind: RetentionClass, clock: Clock) -> FormDialog:
    """After how many years a class is reviewed."""
    desk = screen.work.desk
    fields: Fields = [
        Field(f"Years after it was {clock.words}", Edit(str(clock.years), width=80), name="years"),
        Field("Source", Edit(placeholder="Force retention schedule, 2026"), name="reason"),
    ]

    def save(form: FormDialog) -> None:
        years = number_in(form, "years")
        Retention(desk).set_period(kind.key, clock.start, years, form.control("reason").text())

    return FormDialog(
        screen, f"Review of {kind.plural.casefold()}", "Save", fields, save, note=kind.source, wide=480
    )


def _told(chosen: Sequence[Subject]) -> str:
    first = chosen[0]
    words = f"{first.kind.label}: {first.called}"
    return words if len(chosen) == 1 else f"{words}, and {len(chosen) - 1} more"
