"""The closed lists of a problem-solving plan: values the program itself decides upon."""

from __future__ import annotations

from enum import StrEnum


class Presence(StrEnum):
    """How far a guardian, handler or place manager is there (problem analysis triangle)."""

    ABSENT = "absent"
    WEAK = "weak"
    PRESENT = "present"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Extent(StrEnum):
    """How far something was done or reached."""

    FULLY = "fully"
    PARTLY = "partly"
    NOT = "not"

    @property
    def label(self) -> str:
        return {Extent.FULLY: "Yes", Extent.PARTLY: "Partly", Extent.NOT: "No"}[self]


class Movement(StrEnum):
    """The ways a problem may move instead of ending, in the order they are asked after."""

    PLACE = "place"
    TIME = "time"
    TARGET = "target"
    TACTIC = "tactic"
    OFFENCE = "offence"
    OFFENDER = "offender"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Looked(StrEnum):
    """What looking for one kind of displacement found."""

    NOT_LOOKED = "not_looked"
    NONE_SEEN = "none_seen"
    SEEN = "seen"

    @property
    def label(self) -> str:
        return {Looked.NOT_LOOKED: "Not looked", Looked.NONE_SEEN: "None seen", Looked.SEEN: "Seen"}[self]


class ReviewKind(StrEnum):
    """What a supervisor's dated entry on a plan is."""

    REVIEW = "review"
    AUTHORISED = "authorised"
    NOT_AUTHORISED = "not_authorised"
    HANDED_OVER = "handed_over"
    CLOSED = "closed"
    REOPENED = "reopened"

    @property
    def label(self) -> str:
        return {
            ReviewKind.REVIEW: "Review",
            ReviewKind.AUTHORISED: "Authorised",
            ReviewKind.NOT_AUTHORISED: "Not authorised",
            ReviewKind.HANDED_OVER: "Handed over",
            ReviewKind.CLOSED: "Closed",
            ReviewKind.REOPENED: "Reopened",
        }[self]


class Opinion(StrEnum):
    """A supervisor's own judgement of a plan, beside what the quality reading says (booklet, Quality
    assurance, Problem solving 3)."""

    SUFFICIENT = "sufficient"
    PARTLY = "partly"
    NOT_YET = "not_yet"

    @property
    def label(self) -> str:
        return {Opinion.SUFFICIENT: "Sufficient", Opinion.PARTLY: "In part", Opinion.NOT_YET: "Not yet"}[self]
