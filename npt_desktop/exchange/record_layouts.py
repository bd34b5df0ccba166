"""The columns of the records that come and go as workbooks beside the log and the survey."""

from __future__ import annotations

from npt_desktop.exchange.layouts import ENGAGEMENT_LOG, FieldSpec, Layout

_AREA = FieldSpec(
    "area",
    "Area",
    ("Neighbourhood area", "Local area", "Neighbourhood", "Policing area", "LPA", "Team"),
    kind="list",
    width=18,
)

LOG = Layout("engagement log", (_AREA, *ENGAGEMENT_LOG.fields))

PRIORITIES = Layout("priorities", (
    _AREA,
    FieldSpec("quarter", "Quarter", ("Period", "Priority period", "Quarter beginning"), True, "quarter", 18),
    FieldSpec("number", "No.", ("Number", "Priority number", "Rank"), kind="number", width=6),
    FieldSpec("title", "Priority", ("Title", "Priority title", "Issue", "Priority issue"), True, width=40),
    FieldSpec("reason", "Why it was chosen", ("Reason", "Rationale", "Why chosen"), width=50),
    FieldSpec("public_wording", "Public wording", ("Published wording", "Wording", "Public text"), width=50),
    FieldSpec("owner", "Owner", ("Lead officer", "Lead", "Officer"), kind="list", width=20, choices="person"),
    FieldSpec("plan", "Problem-solving plan", ("Plan", "Plan reference", "PSP"), kind="list", width=16, choices="plan"),
    FieldSpec("no_plan_reason", "Reason without a plan", ("No plan because",), width=30),
    FieldSpec("figure_name", "Figure", ("Measure", "Indicator"), width=24),
    FieldSpec("first_figure", "First figure", ("Baseline", "Before"), kind="number", width=10),
    FieldSpec("last_figure", "Last figure", ("After", "Latest figure"), kind="number", width=10),
    FieldSpec("closed_on", "Closed on", ("Closed", "Date closed"), kind="date", width=12),
    FieldSpec("result", "Result", ("Outcome",), kind="list", width=14, choices="priority_result"),
    FieldSpec("result_note", "Result note", ("Outcome note", "What was achieved"), width=50),
))  # fmt: skip

PLANS = Layout("problem-solving plans", (
    FieldSpec("reference", "Reference", ("Plan reference", "PSP", "Ref", "PSP reference", "PSP ref", "Plan ref", "PSP number"), width=14),
    _AREA,
    FieldSpec("title", "Title", ("Problem", "Plan", "Plan title", "Problem title"), True, width=40),
    FieldSpec("stage", "Stage", ("SARA stage", "Status"), kind="list", width=14, choices="stage"),
    FieldSpec("lead", "Lead", ("Plan owner", "Owner", "Lead officer"), kind="list", width=20, choices="person"),
    FieldSpec("supervisor", "Supervisor", ("Reviewing supervisor",), kind="list", width=20, choices="person"),
    FieldSpec("beat", "Beat", ("Ward", "Beat or ward"), width=16),
    FieldSpec("partners", "Partners", ("Agencies", "Partner agencies"), width=30),
    FieldSpec("ecins_reference", "E-CINS reference", ("ECINS", "E-CINS", "ECINS reference", "ECINS ref"), width=16),
    FieldSpec("opened_on", "Opened on", ("Opened", "Date opened", "Start date", "Created"), kind="date", width=12),
    FieldSpec("next_review_on", "Next review", ("Review date", "Review due"), kind="date", width=12),
    FieldSpec("perceived_problem", "Perceived problem", ("Scanning", "Problem as reported"), width=50),
    FieldSpec("who_harmed", "Who is harmed", ("Harm", "Victims"), width=40),
    FieldSpec("defined_problem", "Defined problem", ("Analysis", "Problem definition", "Problem statement"), width=50),
    FieldSpec("causes", "Causes", ("Root causes", "Why it happens"), width=40),
    FieldSpec("objective", "Objective", ("Aim", "Objectives", "SMART objective"), width=40),
    FieldSpec("objective_on", "Objective by", ("Target date", "By when"), kind="date", width=12),
    FieldSpec("lessons", "Lessons", ("Lessons learned", "Learning"), width=40),
    FieldSpec("finished_on", "Response finished on", ("Response finished",), kind="date", width=12),
    FieldSpec("closed_on", "Closed on", ("Closed", "Date closed"), kind="date", width=12),
    FieldSpec("close_reason", "Reason for closing", ("Closing reason", "Why closed"), width=40),
))  # fmt: skip

ACTIONS = Layout("actions", (
    _AREA,
    FieldSpec("plan", "Plan", ("Plan reference", "PSP", "Problem-solving plan", "PSP ref", "Plan ref"), kind="list", width=14, choices="plan"),
    FieldSpec("title", "Action", ("Task", "What", "Action to be taken"), True, width=50),
    FieldSpec("owner", "Owner", ("Who", "Action owner", "Officer"), kind="list", width=20, choices="person"),
    FieldSpec("agency", "Agency", ("Partner", "Partner agency", "Organisation"), width=20),
    FieldSpec("start_on", "Start", ("Start date", "From"), kind="date", width=12),
    FieldSpec("due_on", "Due", ("Due date", "By when", "Deadline", "Target date"), kind="date", width=12),
    FieldSpec("state", "State", ("Status", "Progress"), kind="list", width=10, choices="action_state"),
    FieldSpec("done_on", "Done on", ("Date done", "Completed", "Date completed"), kind="date", width=12),
    FieldSpec("works_by", "How it works", ("Mechanism",), width=40),
))  # fmt: skip

KEY_INDIVIDUALS = Layout("key individuals", (
    _AREA,
    FieldSpec("name", "Name", ("Contact name", "Key individual", "Full name", "Person"), True, width=24),
    FieldSpec("organisation", "Organisation", ("Group", "Organization", "Community group"), width=28),
    FieldSpec("reach_by", "How to reach them", ("Contact details", "Telephone", "Phone", "Email", "Reach by"), width=24),
    FieldSpec("speaks_for", "Speaks for", ("Represents", "Community", "Community represented"), width=28),
    FieldSpec("owner", "Owner", ("Officer", "Lead officer", "Point of contact"), kind="list", width=20, choices="person"),
    FieldSpec("consent_on", "Consent on", ("Consent", "Consent date", "Date of consent"), kind="date", width=12),
    FieldSpec("ended_on", "Ended on", ("Ended", "Left on", "No longer a contact"), kind="date", width=12),
))  # fmt: skip

ANSWERS = Layout("QA answers", (
    _AREA,
    FieldSpec("month", "Month", ("Meeting", "Month of meeting", "Period"), True, "month", 12),
    FieldSpec("question", "Question", ("Question number", "No.", "Q", "Number"), True, "list", 9, "question"),
    FieldSpec("value", "Answer", ("Met", "Result", "Answered", "Score"), True, "list", 16, "answer"),
    FieldSpec("note", "Note", ("Comment", "Comments", "Notes"), width=40),
    FieldSpec("answered_by", "Answered by", ("By", "Chief inspector"), width=20),
))  # fmt: skip
