"""The quarterly report to the commissioner's meeting, in the source's form.

Purpose, recommendations, reasons, summary of key points, then the implications; what the store cannot tell is
left to the author and says so (booklet, report to the Police and Crime Commissioner).
"""

from __future__ import annotations

from datetime import datetime

from npt_desktop.models.kinds import State
from npt_desktop.reports.document import (
    OFFICIAL_SENSITIVE,
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    Document,
    Facts,
    Heading,
    Mark,
    Table,
    Words,
    quiet,
)
from npt_desktop.reports.wording import form_date, public_date, short_month
from npt_desktop.rules.compliance import Cell as Standing
from npt_desktop.rules.compliance import cell_state
from npt_desktop.rules.quarterly import AreaQuarter, ForceQuarter, key_points, recommendations, weakest
from npt_desktop.rules.words import listed

AUTHOR = "To be completed by the author."


def quarterly_document(
    found: ForceQuarter, printed_at: datetime, marking: str = OFFICIAL_SENSITIVE
) -> Document:
    """The whole report, ready to print or to show as HTML."""
    so_far = f" so far, up to {public_date(found.as_at)}" if found.running else ""
    blocks: list[Block] = [
        Facts(
            (
                ("For", "Information"),
                ("To", "The Police and Crime Commissioner’s meeting"),
                ("Period", f"{found.quarter.spoken}{so_far}"),
                ("Date of meeting", ""),
                ("Report of", "The Chief Constable"),
                ("Report author", ""),
            )
        ),
        Heading("1. Purpose of the report"),
        Words(
            "To tell the Commissioner how neighbourhood policing fared over the quarter: priorities set with "
            "communities, problems solved, communities engaged, and the quality assurance of all three."
        ),
        Heading("2. Recommendations"),
        Bullets(recommendations(found)),
        Heading("3. Reasons for recommendations"),
        Words(_reasons(found)),
        Heading("4. Summary of key points"),
        Bullets(key_points(found)),
        *_charts(found),
        Heading("Areas", 2),
        _areas(found),
        Heading("Engagement by community", 2),
        _communities(found),
        Heading("Problem-solving plans assessed", 2),
        Table(
            (Column("Verdict", 4), Column("Plans", 1, right=True)),
            (
                ("The problem fell", str(found.fell)),
                ("The problem rose", str(found.rose)),
                ("Cannot be told", str(found.cannot_tell)),
                ("All assessed", str(found.assessed)),
                ("Finished and waiting for assessment", str(found.waiting)),
            ),
        ),
        *_implications(found),
    ]
    return Document(
        title="Neighbourhood policing: quarterly report",
        subtitle=f"{found.quarter.spoken}{so_far}",
        printed_at=printed_at,
        blocks=tuple(blocks),
        marking=marking,
    )


def _reasons(found: ForceQuarter) -> str:
    low = weakest(found.areas)
    said = "The figures below are counted from the records of every area; none is estimated."
    if low:
        named = listed([f"{area.area} ({area.qa_percent} %)" for area in low])
        said += f" Fewest QA questions were met in {named}."
    return said


def _charts(found: ForceQuarter) -> list[Block]:
    return [
        Chart("Engagements logged", "by month",
              tuple((short_month(month), count) for month, count in found.entries_by_month)),
        Chart("QA questions met of those due", "per cent by month",
              tuple((short_month(month), share) for month, share in found.met_by_month)),
        Chart("Problem-solving plans open", "at the end of each month",
              tuple((short_month(month), count) for month, count in found.open_by_month)),
    ]  # fmt: skip


def _areas(found: ForceQuarter) -> Table:
    columns = (
        Column("Area", 2.4), Column("Priorities", 2), Column("Updates", 1.5, right=True),
        Column("Plans open", 1.1, right=True), Column("Assessed", 1.6, right=True),
        Column("Engaged", 1.6, right=True), Column("Score", 1.2, right=True), Column("QA met", 1.7),
        Column("Actions late", 1.3, right=True),
    )  # fmt: skip
    rows = tuple(
        (
            area.area,
            _published(area),
            f"{area.updates} of {area.updates_due}",
            str(area.plans_open),
            str(area.plans_assessed),
            f"{area.entries:,}",
            "–" if area.average is None else f"{area.average:.1f}",
            _qa(area),
            str(area.actions_late),
        )
        for area in found.areas
    )
    return Table(columns, rows, dense=True, empty="No areas are recorded.")


def _published(area: AreaQuarter) -> Cell:
    if area.published_on is None:
        return Mark(State.BAD, "Not published")
    word = "On time" if area.on_time else "Late"
    return (Mark(State.GOOD if area.on_time else State.WARN, word), quiet(form_date(area.published_on)))


def _qa(area: AreaQuarter) -> Cell:
    share = area.qa_percent
    if share is None:
        return quiet("Nothing due")
    return Mark(cell_state(Standing(due=area.due, met=area.met)), f"{share} %")


def _communities(found: ForceQuarter) -> Table:
    return Table(
        (Column("Community", 4), Column("Entries", 1, right=True), Column("Average score", 1.2, right=True),
         Column("Areas", 1, right=True)),
        tuple(
            (c.name, f"{c.entries:,}", "–" if c.average is None else f"{c.average:.1f}", str(c.areas))
            for c in found.communities
        ),
        empty="No engagement was logged.",
        dense=True,
    )  # fmt: skip


def _implications(found: ForceQuarter) -> list[Block]:
    silent = [c.name for c in found.communities if not c.entries]
    equality = (
        f"No engagement is logged in the quarter with {listed(silent)}."
        if silent
        else "Every community of the list was engaged in the quarter."
    )
    risk = (
        f"{found.actions_late} actions of QA meetings are late and {found.waiting} finished plans wait for "
        "assessment: what did not work may be repeated until they are."
    )
    links = (
        "Priorities are set in each neighbourhood every quarter and followed by plans (Police Reform and Social "
        "Responsibility Act 2011, section 34)."
    )
    blocks: list[Block] = []
    for place, (title, words) in enumerate((
        ("Financial implications and budget provision", AUTHOR),
        ("Human resources implications", AUTHOR),
        ("Equality implications", f"{equality} {AUTHOR}"),
        ("Risk management", risk),
        ("Policy implications and links to the police and crime plan priorities", f"{links} {AUTHOR}"),
        ("Changes in legislation or other legal considerations", AUTHOR),
        ("Details of outcome of consultation", AUTHOR),
        ("Appendices", "None."),
    ), 5):  # fmt: skip
        blocks += [Heading(f"{place}. {title}"), Words(words)]
    return blocks
