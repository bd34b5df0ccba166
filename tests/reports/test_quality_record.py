"""The QA record prints what was answered, in the checklist's own layout and words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from npt_desktop.models.kinds import ActionState, AnswerValue
from npt_desktop.reports.document import Signatures, Table, texts
from npt_desktop.reports.page import page_texts, render
from npt_desktop.reports.quality import (
    QualityAction,
    QualityCorrection,
    QualityQuestion,
    QualityRecord,
    QualitySection,
    blank_checklist,
    quality_document,
)

PRINTED = datetime(2026, 6, 30, 16, 5)  # noqa: DTZ001 - local time, as printed
CHECKLIST = """
# Neighbourhood policing profile and engagement plans
Due April, July, October and January: Is the community profile current and accessible to all staff via the
  Engagement section of the neighbourhood portal?
Due April, July, October and January: Is the engagement plan current and accessible to all staff via the
  neighbourhood portal?
Due monthly: Has the engagement activity and evaluation spreadsheet been updated?
Due monthly: What action has been taken to contact hidden/seldom-heard communities via hate crime reports?
Due monthly: What activity has taken place to address engagement gaps?
Due April, July, October and January: Specifically, is there activity against the strategic areas
  identified within the profile or engagement plan? (i.e. NTU, CEAC, vulnerability and 'engage to recruit'
  areas)
Due April and October: Are you reviewing the effectiveness of engagements on the engagement activity and
  evaluation document?
Due April, July, October and January: KINS: Is the KIN database up-to-date, appropriate and
  representative? Does it reflect three-monthly contact?
Due monthly: How is social media being used in the area? In terms of Neighbourhood Alert, what is your
  local count for participation? What plans do you have to widen the reach over the next month?
Due monthly: Staff conversations: who have you spoken to in order to test their knowledge of the profile
  and engagement plan?
Due monthly: Have you refreshed your neighbourhood profile?
Due April: Have you refreshed your engagement plan?
No due words: Have you updated the 'my neighbourhood' and 'local area resources' sections of the
  neighbourhoods portal?
# Website
Due at the end of April, July, October and January: Does the website display the current three-monthly
  priorities?
Due monthly: Is the monthly NPI's blog up-to-date? Has it been shared on social media and Neighbourhood
  Alert?
Due monthly: Are the monthly priority updates current? Have the monthly updates been shared on social
  media and Neighbourhood Alert?
Due at the end of April, July, October and January: Are the team's names and contact numbers up-to-date?
# Stakeholder newsletter
Due monthly: Is the stakeholder newsletter appropriate and being circulated monthly?
# Problem solving
Due April, July, October and January: Do you have problem solving plans that are representative of your
  current priorities? Are they stored on E-CINS?
Due monthly: Are you managing any other problem solving plans? Check that they are on E-CINS.
Due monthly: Are your open plans sufficiently populated and in keeping with SARA?
Due monthly: Have the finalised problem solving plans been assessed/reviewed appropriately?
Due monthly: Have lessons learnt been shared internally and externally with partners?
Due monthly: Are good examples of problem solving plans being transferred onto the 'what works' template
  file to ensure review by the what works board?
"""
MONTHLY = "Due monthly"


def checklist() -> dict[str, list[tuple[str, str]]]:
    """The booklet's four sections: question and due words, word for word."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in CHECKLIST.strip().replace("\n  ", " ").split("\n"):
        if line.startswith("# "):
            questions = found.setdefault(line[2:], [])
        else:
            due, _, question = line.partition(": ")
            questions.append((question, "" if due == "No due words" else due))
    return found


ANSWERS = (
    (AnswerValue.MET, "Checked with two constables.", "62 entries in June; the last on 29/06/2026."),
    (AnswerValue.PARTLY, "Faith groups still without contact.", "2 of 9 groups not contacted for 60 days."),
    (AnswerValue.NOT_MET, "The blog was written but never shared.", "No blog recorded for June 2026."),
    (AnswerValue.NOT_APPLICABLE, "", "No plan was finished this month."),
)  # fmt: skip


def sections(*, answered: bool = True) -> tuple[QualitySection, ...]:
    found: list[QualitySection] = []
    turn = 0
    for title, rows in checklist().items():
        questions: list[QualityQuestion] = []
        for place, (text, due) in enumerate(rows, start=1):
            question = QualityQuestion(str(place), text, due, due_now=due == MONTHLY)
            if answered and question.due_now:
                value, note, evidence = ANSWERS[(0, 0, 1, 0, 2, 3)[turn % 6]]
                seen = datetime(2026, 6, 30, 14, 10 + turn)  # noqa: DTZ001
                question = replace(question, answer=value, note=note, evidence=evidence, evidence_at=seen)
                turn += 1
            questions.append(question)
        found.append(QualitySection(title, tuple(questions)))
    return tuple(found)


def record() -> QualityRecord:
    return QualityRecord(
        area="Gedling",
        month=date(2026, 6, 1),
        sections=sections(),
        held_on=date(2026, 6, 30),
        chief_inspector="Ch Insp Linden",
        inspector="Insp Rowan",
        attendance=("Ch Insp Linden", "Insp Rowan", "PS 512 Cedar"),
        earlier_actions=(
            QualityAction("Share the May blog on Neighbourhood Alert", "PS 512 Cedar", date(2026, 6, 12),
                          ActionState.DONE, "Shared 04/06/2026."),
            QualityAction("Ask the college to join the key individuals", "PC 2210 Alder", date(2026, 6, 19)),
        ),
        new_actions=(
            QualityAction("Meet the two faith groups not contacted", "PS 512 Cedar", date(2026, 7, 17)),
            QualityAction("Publish and share the June blog", "Insp Rowan", date(2026, 7, 3)),
        ),
        corrections=(
            QualityCorrection(datetime(2026, 7, 1, 9, 12), "Ch Insp Linden", "Website 2", "Not met",  # noqa: DTZ001
                              "Partly met", "The blog was shared on one channel."),
        ),
        finished_at=datetime(2026, 6, 30, 15, 40),  # noqa: DTZ001
        finished_by="Ch Insp Linden",
    )  # fmt: skip


def tables(document_blocks: tuple[object, ...]) -> list[Table]:
    return [block for block in document_blocks if isinstance(block, Table)]


def test_every_question_stands_word_for_word_with_its_due_words() -> None:
    printed = texts(quality_document(record(), PRINTED))

    for rows in checklist().values():
        for place, (question, due) in enumerate(rows, start=1):
            assert f"{place}. {question}" in printed
            assert not due or due in printed


def test_four_tables_carry_the_chief_inspectors_column() -> None:
    found = [table for table in tables(quality_document(record(), PRINTED).blocks) if table.boxed]

    assert [table.columns[0].title for table in found] == [
        "Neighbourhood policing profile and engagement plans",
        "Website",
        "Stakeholder newsletter",
        "Problem solving",
    ]
    assert {table.columns[1].title for table in found} == {"Ch Insp QA"}
    assert [len(table.rows) for table in found] == [13, 4, 1, 6]


def test_an_answer_prints_with_its_note_and_the_evidence_of_that_time() -> None:
    printed = texts(quality_document(record(), PRINTED))

    assert "Not met" in printed
    assert "The blog was written but never shared." in printed
    assert any(
        text.startswith("Evidence (as at 30/06/2026 14:1") and "No blog recorded" in text for text in printed
    )


def test_what_is_not_due_and_what_is_not_answered_are_told_apart() -> None:
    draft = replace(record(), sections=sections(answered=False), finished_at=None)
    printed = texts(quality_document(draft, PRINTED))

    assert printed.count("Not due this month") == 10
    assert printed.count("Not answered") == 14
    assert "Draft: meeting not finished" in printed
    assert "0 of 14 questions answered" in printed


def test_actions_attendance_corrections_and_signatures_are_there() -> None:
    document = quality_document(record(), PRINTED)
    printed = texts(document)

    for text in (
        "Share the May blog on Neighbourhood Alert",
        "Shared 04/06/2026.",
        "Meet the two faith groups not contacted",
        "17/07/2026",
        "Ch Insp Linden\nInsp Rowan\nPS 512 Cedar",
        "01/07/2026 09:12",
        "The blog was shared on one channel.",
    ):
        assert text in printed
    assert any(isinstance(block, Signatures) for block in document.blocks)


def test_a_table_that_goes_over_the_page_is_headed_continued() -> None:
    pages = page_texts(quality_document(record(), PRINTED))

    assert len(pages) > 1
    assert "Neighbourhood policing profile and engagement" in " ".join(pages[1][:3])
    assert "...continued" in " ".join(pages[1][:3])


def test_the_blank_checklist_has_room_and_no_answers() -> None:
    blank = blank_checklist(sections(), area="Gedling", month=date(2026, 7, 1), printed_at=PRINTED)

    assert "Met" not in texts(blank)
    assert all(row[1] == () for table in tables(blank.blocks)[:4] for row in table.rows)
    assert render(blank).startswith(b"%PDF-")
