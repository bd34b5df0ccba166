"""What is added beside the answers: small records, dip-samples, corrections after the signature."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from npt_desktop.errors import CannotDo, Clash, Incomplete
from npt_desktop.models.kinds import PublicationKind
from npt_desktop.rules.authority import Act
from npt_desktop.rules.quality import Evidence, Source
from npt_desktop.rules.words import listed
from npt_desktop.services.community import Community, published
from npt_desktop.services.corrections import Corrections
from npt_desktop.services.dip_samples import DipSamples
from npt_desktop.services.quality import Quality
from npt_desktop.ui.quality.published import PublishedDialog
from npt_desktop.ui.quality.record import Filled
from npt_desktop.ui.quality.view import MeetingView
from npt_desktop.ui.quality.words import SEEN_FORM, TO_CHIEF_FORM, form_of
from npt_desktop.ui.two_sides import Settled, Sides, settle

if TYPE_CHECKING:
    from npt_desktop.models.kinds import AnswerValue
    from npt_desktop.ui.workspace import Workspace


class AddingView(MeetingView):
    """The meeting with what is added to it."""

    def __init__(self, work: Workspace) -> None:
        super().__init__(work)
        pane = self.pane
        pane.sample.drawn.connect(self._draw)
        pane.sample.judged.connect(self._judge)
        pane.sample.opened.connect(lambda screen, record: work.go(screen, record))
        pane.corrections.saved.connect(self._correct)
        pane.corrections.closed.connect(self.left.list.setFocus)

    def _write(
        self, work: Callable[[], object], refuse: Callable[[Mapping[str, str]], object],
        clashed: Callable[[], object] | None = None,
    ) -> bool:  # fmt: skip
        """Write now; whether it was done. What is to be mended in a form goes to ``refuse``; ``clashed`` is called
        when somebody else wrote the same meanwhile."""
        self._writes += 1
        try:
            work()
        except Incomplete as error:
            refuse(error.fields)
            return False
        except Clash as error:
            if clashed is not None:
                clashed()
            else:
                self.work.refused.emit(error.says)
            return False
        except CannotDo as error:
            self.work.refused.emit(error.says)
            return False
        return True

    def _clash(self, number: int, live: Evidence | None, typed: tuple[AnswerValue | None, str]) -> None:
        """Somebody answered first: an answer or a note only one wrote is kept, for two the person chooses."""
        place, quality = self._place, Quality(self.work.desk)
        old = self._page.answers.get(number) if self._page else None
        now = quality.page(*place).answers[number]
        base, mine, theirs = (
            {"value": one[0], "note": one[1]}
            for one in ((old.value, old.note) if old else (None, ""), typed, (now.value, now.note))
        )

        def give(fields: Mapping[str, Any], version: int) -> int:
            return quality.answer(*place, number, fields["value"], fields["note"], live, version=version)

        def save(settled: Settled) -> None:
            def write() -> None:
                version = give(settled.fields, now.version)
                if settled.over:
                    give({**settled.fields, **settled.over}, version)

            if self.work.attempt(write, f"Question {number} answered{settled.told}"):
                self._drafts.pop((*place, number), None)
                self.refresh_now()

        def says(_: str, value: object) -> str:
            return str(getattr(value, "label", value or ""))

        labels = {"value": "Answer", "note": "Note"}
        settle(self, self.work.desk, Sides("answer", now.id, base, mine, theirs, labels, says), save)

    # ---------------------------------------------------------------- dip-samples
    def _draw(self) -> None:
        samples, place, number = DipSamples(self.work.desk), self._place, self._number
        if number and self._write(lambda: samples.draw(*place, number), self._say):
            self.work.say("Dip-sample drawn", undo=True)

    def _judge(self, record_id: int, verdict: AnswerValue | None) -> None:
        samples, place, number = DipSamples(self.work.desk), self._place, self._number
        if number:
            self._write(lambda: samples.judge(*place, number, record_id, verdict), self._say)

    def _say(self, fields: Mapping[str, str]) -> None:
        self.work.refused.emit(listed(fields.values()))

    # -------------------------------------------------------------- small records
    def _record(self, filled: Filled) -> None:
        """Write a small record, a blog or a newsletter, or put one right."""
        shown, form, area_id = self.pane.evidence.form, filled.form, self._place[0]
        community, about = Community(self.work.desk), self.pane.evidence.key

        def write() -> object:
            if isinstance(form.kind, PublicationKind):
                return community.record_publication(
                    area_id, form.kind, filled.day, title=filled.what, text="", channels=filled.channels,
                    address=filled.detail, recipients=filled.figure,
                )  # fmt: skip
            if filled.note_id:
                community.change_note(
                    filled.note_id,
                    filled.version,
                    filled.day,
                    filled.what,
                    filled.figure,
                    detail=filled.detail,
                )
                return filled.note_id
            remark = about if form in (SEEN_FORM, TO_CHIEF_FORM) else ""
            return community.note(area_id, form.kind, filled.day, filled.what, filled.figure,
                                  detail=filled.detail, about=remark)  # fmt: skip

        if self._write(write, shown.refuse):
            shown.close_form()
            self.left.list.setFocus(Qt.FocusReason.TabFocusReason)
            said = form.button.replace("Record", "Recorded", 1)
            self.work.say("Record put right" if filled.note_id else said, undo=True)

    def _remove_record(self, note_id: int, version: int) -> None:
        community = Community(self.work.desk)
        if self._write(lambda: community.remove_note(note_id, version), self.pane.evidence.form.refuse):
            self.pane.evidence.close_form()
            self.left.list.setFocus(Qt.FocusReason.TabFocusReason)
            self.work.say("Record removed", undo=True)

    def _open_source(self, source: Source) -> None:
        """Go to a record behind the figures; a small record opens here, to be put right."""
        if source.screen == "note":
            self._open_note(source.id or 0)
        elif source.screen == "publication":
            dialog = PublishedDialog(published(self.work.desk, source.id or 0), self)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()
        else:
            self.work.go(source.screen, source.id, source.field)

    def _open_note(self, note_id: int) -> None:
        page = self._page
        if page is None or page.finished or not self._may(Act.PREPARE_QA):
            return
        note = Community(self.work.desk).note_of(note_id)
        form = form_of(note.kind) if note is not None else None
        if note is not None and form is not None:
            self.pane.evidence.mend(
                Filled(form, note.day, note.what, note.detail, note.figure, (), note.id, note.version)
            )

    # ---------------------------------------------------------------- corrections
    def _correct(self, value: AnswerValue | None, reason: str, signed_by: str) -> None:
        corrections, place, number = Corrections(self.work.desk), self._place, self._number
        shown = self.pane.corrections
        if number and self._write(
            lambda: corrections.correct(*place, number, value, reason, signed_by), shown.refuse
        ):
            shown.close_form()
            self.work.say(f"Correction to question {number} added", undo=True)
