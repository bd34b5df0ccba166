"""Whatever people type prints as they typed it: nothing is read, followed, raised or hung on."""

from __future__ import annotations

import builtins
import io
import socket
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from npt_desktop.models.kinds import AnswerValue, Side, Stage, State
from npt_desktop.reports.document import (
    Chart,
    Column,
    Document,
    Facts,
    Heading,
    Mark,
    Quote,
    Signatures,
    Table,
)
from npt_desktop.reports.engagement import LogReport, LogRow, log_document
from npt_desktop.reports.page import page_texts, render, write_pdf
from npt_desktop.reports.plan import partner_document, plan_document
from npt_desktop.reports.plan_brief import plan_brief, plan_handover
from npt_desktop.reports.plan_record import PlanAction, PlanField, PlanMeasure, PlanRecord, PlanSide
from npt_desktop.reports.priorities import (
    RoundCandidate,
    RoundPriority,
    RoundRecord,
    RoundStep,
    RoundUpdate,
    round_document,
)
from npt_desktop.reports.quality import (
    QualityAction,
    QualityCorrection,
    QualityQuestion,
    QualityRecord,
    QualitySection,
    quality_document,
)

DAY = date(2026, 6, 4)
PRINTED = datetime(2026, 6, 4, 10, 42)  # noqa: DTZ001 - local time, as printed
LONG = 200_000

HOSTILE = {
    "image": '<img src="/etc/passwd" width="100" height="100"/>',
    "remote image": "<img src='http://127.0.0.1:9/x.png'/>",
    "share": '<img src="\\\\server\\share\\x.png"/>',
    "unclosed": "<b>bold <i>and <font color='red'>never closed",
    "unknown tag": "<blink>x</blink><para><br/>&nbsp;&bogus;&#0;",
    "script link": '<a href="javascript:alert(1)">press</a>',
    "paragraph code": '<font color="[[].append(1) for x in [1]]">x</font>',
    "one word": "x" * LONG,
    "breaks": "<br/>" * 20_000,
    "new lines": "\n" * 20_000 + "end",
    "sentences": "Some words here. " * (LONG // 17),
    "right to left": "محمد خان met רחל (בית 12) \u202egnp.exe\u202c",
    "long right to left": "سلام " * 5_000,
    "emoji": "👍🏽 👩‍👩‍👧‍👦 ✔️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "controls": "".join(map(chr, range(32))) + "\x7f\x85\u2028\u2029\ufeff",
    "halves": "\ud800 \udfff \ufffe \uffff \U0001ffff \U0010ffff",
    "other scripts": "中文 देवनागरी ਪੰਜਾਬੀ தமிழ் ไทย ქართული",
    "marks": "e" + "\u0301" * 5_000,
    "pdf": "(unbalanced \\( ) >> endobj stream",
    "blank": "",
    "spaces": " \t\u00a0\u3000 ",
}


def quality(text: str) -> Document:
    question = QualityQuestion(text, text, text, answer=AnswerValue.PARTLY, note=text, evidence=text)
    action = QualityAction(text, text, DAY, outcome=text)
    record = QualityRecord(
        text,
        DAY,
        (QualitySection(text, (question,)),),
        DAY,
        text,
        text,
        (text,),
        (action,),
        (action,),
        (QualityCorrection(PRINTED, text, text, text, text, text),),
        PRINTED,
        text,
        text,
    )
    return quality_document(record, PRINTED)


def plan_record(text: str) -> PlanRecord:
    return PlanRecord(
        text,
        text,
        text,
        Stage.RESPONSE,
        text,
        DAY,
        DAY,
        text,
        text,
        text,
        fields=((Stage.SCANNING, (PlanField(text, text),)),),
        sides=(PlanSide(Side.VICTIM, text, text),),
        actions=(PlanAction(text, text, text, DAY, works_by=text, outcome=text),),
        measures=(
            PlanMeasure(text, text, 1, float("inf"), float("nan"), ((DAY, float("nan")), (DAY, -3.0))),
        ),
        missing=(text,),
        marking=text,
    )


def plan(text: str) -> Document:
    return plan_document(plan_record(text), PRINTED)


def brief(text: str) -> Document:
    return plan_brief(plan_record(text), PRINTED)


def handover(text: str) -> Document:
    return plan_handover(plan_record(text), PRINTED)


def partners(text: str) -> Document:
    return partner_document(plan_record(text), PRINTED)


def quarter(text: str) -> Document:
    update = RoundUpdate(DAY, text, (text,))
    priority = RoundPriority(text, text, text, text, text, text, text, (update,), None, text)
    record = RoundRecord(
        text,
        DAY,
        text,
        (RoundStep(text, DAY, DAY, text),),
        ((text, text),),
        DAY,
        (text,),
        (RoundCandidate(text, text, reason=text),),
        (priority,),
        DAY,
        text,
        text,
        text,
    )
    return round_document(record, PRINTED)


def log(text: str) -> Document:
    row = LogRow(DAY, text, text, text, text, text, text, 3, text)
    return log_document(LogReport(text, DAY, DAY, (row,), text, text), PRINTED)


def odd(text: str) -> Document:
    blocks = (
        Heading(text),
        Heading(text, 2),
        Quote(text),
        Facts(((text, Mark(State.BAD, text)),)),
        Chart(text, text, ((text, 1.0),)),
        Signatures((text,)),
        Table(tuple(Column(text, 1) for _ in range(30)), (tuple(text[:200] for _ in range(30)),), again=text),
    )
    return Document(text, text, PRINTED, blocks, text, foot=text)


@pytest.mark.parametrize("make", [quality, plan, brief, handover, partners, quarter, log, odd])
def test_every_hostile_text_prints_and_reads_nothing(
    make: Callable[[str], Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    render(make("warm: the packaged letters are read once"))

    def refuse(*what: object, **_: object) -> None:
        raise AssertionError(f"a report reached outside: {what[:1]}")

    monkeypatch.setattr(builtins, "open", refuse)
    monkeypatch.setattr(io, "open", refuse)
    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(Path, "open", refuse)
    for name, text in HOSTILE.items():
        if len(text) <= 1000:
            pdf = render(make(text))
            assert pdf.startswith(b"%PDF-"), name
            for key in (b"/URI", b"/JavaScript", b"/Subtype /Image", b"/Launch"):
                assert key not in pdf, (name, key)


@pytest.mark.parametrize("name", [name for name, text in HOSTILE.items() if len(text) > 1000])
def test_a_huge_text_prints_whole_without_hanging(name: str) -> None:
    text = HOSTILE[name]
    start = time.perf_counter()
    columns = (Column("Narrow", 1), Column("Wide", 6))
    document = Document("Long", "", PRINTED, (Quote(text), Table(columns, ((text, text),))))
    pdf = render(document)

    assert pdf.startswith(b"%PDF-")
    assert time.perf_counter() - start < 20
    if name == "one word":
        printed = sum(line.count("x") for page in page_texts(document) for line in page)
        assert printed == 3 * LONG


def test_markup_is_printed_as_the_characters_it_is() -> None:
    text = HOSTILE["image"]
    lines = [line for page in page_texts(quarter(text)) for line in page]

    assert "<img" in " ".join(lines)


@pytest.mark.parametrize("make", [quality, plan, brief, quarter, log])
def test_the_same_record_gives_the_same_bytes(make: Callable[[str], Document]) -> None:
    text = "Łukasz Świątek, “Beech”, £5, محمد خان"

    assert render(make(text)) == render(make(text))


def test_a_pdf_lands_whole_in_its_folder(tmp_path: Path) -> None:
    document = plan("Ash")
    write_pdf(document, tmp_path / "plan.pdf")

    assert (tmp_path / "plan.pdf").read_bytes() == render(document)
    assert [path.name for path in tmp_path.iterdir()] == ["plan.pdf"]
