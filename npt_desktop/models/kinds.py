"""The closed lists: values the program itself decides upon.

Lists a force may edit are vocabulary terms in the store, not enumerations. This module imports no
database code, so that rules, exchange, reports and the window may use it freely.
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person is on the desk; decides what Home opens to and what may be signed."""

    CONSTABLE = "constable"
    SERGEANT = "sergeant"
    INSPECTOR = "inspector"
    CHIEF_INSPECTOR = "chief_inspector"
    HUB = "hub"

    @property
    def label(self) -> str:
        return {
            Role.CONSTABLE: "PC or PCSO",
            Role.SERGEANT: "Sergeant",
            Role.INSPECTOR: "Inspector",
            Role.CHIEF_INSPECTOR: "Chief Inspector",
            Role.HUB: "Hub",
        }[self]


class TermKind(StrEnum):
    """Which editable list a vocabulary term belongs to."""

    AUDIENCE = "audience"
    PURPOSE = "purpose"
    SCORE = "score"
    ISSUE = "issue"
    CHANNEL = "channel"
    THEME = "theme"
    TACTIC = "tactic"
    LEVEL = "level"
    PROTECTED = "protected"
    KIN_QUESTION = "kin_question"


class Decision(StrEnum):
    """How a candidate issue ended at the priority meeting (guide, workflow A)."""

    UNDECIDED = "undecided"
    PRIORITY = "priority"
    PLAN_ONLY = "plan_only"
    PARTNER = "partner"
    NOT_NOW = "not_now"

    @property
    def label(self) -> str:
        return {
            Decision.UNDECIDED: "Undecided",
            Decision.PRIORITY: "Priority",
            Decision.PLAN_ONLY: "Plan only",
            Decision.PARTNER: "Partner leads",
            Decision.NOT_NOW: "Not now",
        }[self]


class PriorityResult(StrEnum):
    """How a priority ended, against its first figure."""

    RESOLVED = "resolved"
    REDUCED = "reduced"
    NO_CHANGE = "no_change"
    CANNOT_TELL = "cannot_tell"

    @property
    def label(self) -> str:
        return {
            PriorityResult.RESOLVED: "Resolved",
            PriorityResult.REDUCED: "Reduced",
            PriorityResult.NO_CHANGE: "No change",
            PriorityResult.CANNOT_TELL: "Cannot tell",
        }[self]


class PublicationKind(StrEnum):
    """What was put before the public or the stakeholders."""

    PRIORITIES = "priorities"
    UPDATE = "update"
    BLOG = "blog"
    NEWSLETTER = "newsletter"
    ALERT = "alert"
    POST = "post"
    POSTER = "poster"

    @property
    def label(self) -> str:
        return {
            PublicationKind.PRIORITIES: "Priorities page",
            PublicationKind.UPDATE: "Monthly update",
            PublicationKind.BLOG: "Monthly blog",
            PublicationKind.NEWSLETTER: "Stakeholder newsletter",
            PublicationKind.ALERT: "Alert message",
            PublicationKind.POST: "Short post",
            PublicationKind.POSTER: "Poster",
        }[self]


class FigureSource(StrEnum):
    """Where a figure comes from that may be marked “about this priority”."""

    SURVEY = "survey"
    CONSULTATION = "consultation"
    CRIME = "crime"
    REACH = "reach"

    @property
    def label(self) -> str:
        return {
            "survey": "Survey figures",
            "consultation": "Consultation",
            "crime": "Street-level crime",
        }.get(self.value, "Reach")


class ConsultationKind(StrEnum):
    """Who was consulted for the priorities (booklet, Priority setting: partners and communities)."""

    PARTNER = "partner"
    COMMUNITY = "community"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Stage(StrEnum):
    """The four stages of SARA (booklet, Problem solving), and closed."""

    SCANNING = "scanning"
    ANALYSIS = "analysis"
    RESPONSE = "response"
    ASSESSMENT = "assessment"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Verdict(StrEnum):
    """What the figures say after the response."""

    FELL = "fell"
    ROSE = "rose"
    CANNOT_TELL = "cannot_tell"

    @property
    def label(self) -> str:
        return {Verdict.FELL: "Fell", Verdict.ROSE: "Rose", Verdict.CANNOT_TELL: "Cannot tell"}[self]


class Side(StrEnum):
    """The sides of the problem analysis triangle."""

    VICTIM = "victim"
    OFFENDER = "offender"
    LOCATION = "location"


class Tactic(StrEnum):
    """The columns of the response grid (crime prevention strategy, burglary plan)."""

    ENFORCEMENT = "enforcement"
    INTERVENTION = "intervention"
    PREVENTION = "prevention"
    COMMUNICATION = "communication"


class ActionState(StrEnum):
    """The one status an action has, wherever it came from."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class AnswerValue(StrEnum):
    """The chief inspector's answer to a QA question."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        return {
            AnswerValue.MET: "Met",
            AnswerValue.PARTLY: "Partly met",
            AnswerValue.NOT_MET: "Not met",
            AnswerValue.NOT_APPLICABLE: "Not applicable",
        }[self]


class DueRule(StrEnum):
    """How often a QA question falls due (booklet, Quality assurance)."""

    MONTHLY = "monthly"
    MONTHS = "months"
    NONE = "none"


class NoteKind(StrEnum):
    """Small dated records that answer a QA question no other record answers."""

    STAFF_CONVERSATION = "staff_conversation"
    PORTAL_CHECK = "portal_check"
    CONTACTS_CHECK = "contacts_check"
    ALERT_COUNT = "alert_count"
    LESSONS_SHARED = "lessons_shared"
    EVALUATION_REVIEW = "evaluation_review"
    WEBSITE_CHECK = "website_check"
    SEEN = "seen"
    TO_CHIEF = "to_chief"
    KEPT_FINDING = "kept_finding"


class PeerRating(StrEnum):
    """How a question of the peer review's self-assessment is rated."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        return "Not applicable" if self is PeerRating.NOT_APPLICABLE else self.value.capitalize()


class EntryKind(StrEnum):
    """What a What Works entry tells of (booklet, What works, stage one)."""

    PLAN = "plan"
    ORDER = "order"
    ENGAGEMENT = "engagement"
    VULNERABLE = "vulnerable"

    @property
    def label(self) -> str:
        return {
            EntryKind.PLAN: "Problem-solving plan",
            EntryKind.ORDER: "Operational order",
            EntryKind.ENGAGEMENT: "Community engagement",
            EntryKind.VULNERABLE: "Protecting vulnerable people",
        }[self]


class OwnerKind(StrEnum):
    """What an evidence file may belong to."""

    PLAN = "plan"
    ENGAGEMENT = "engagement"
    WHAT_WORKS = "what_works"


class BoardDecision(StrEnum):
    """What the What Works board made of an entry (booklet, What works, stage two)."""

    SHARE = "share"
    KEEP = "keep"
    RETURN = "return"

    @property
    def label(self) -> str:
        return {
            BoardDecision.SHARE: "Share",
            BoardDecision.KEEP: "Keep on file",
            BoardDecision.RETURN: "Return",
        }[self]


class RiskLevel(StrEnum):
    """How much threat, risk and harm a community lives with, as the area judges it."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class ChangeKind(StrEnum):
    """What kind of change set it is; decides whether Ctrl+Z offers to take it back."""

    EDIT = "edit"
    IMPORT = "import"
    UNDO = "undo"
    REDO = "redo"
    SETUP = "setup"
    SEAL = "seal"
    DISPOSAL = "disposal"


class AccessKind(StrEnum):
    """What somebody did that changed no record."""

    OPENED = "opened"
    FOUND = "found"
    EXPORTED = "exported"
    PRINTED = "printed"
    ENCRYPTED = "encrypted"
    DECRYPTED = "decrypted"
    NEW_PASSPHRASE = "changed the passphrase of"


class State(StrEnum):
    """A status mark: shape, glyph and word (design guide, section 7)."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    PART = "part"
    NONE = "none"
