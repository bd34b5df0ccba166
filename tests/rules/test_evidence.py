"""Live evidence for each question, and what it suggests."""

from __future__ import annotations

from dataclasses import is_dataclass
from datetime import date, timedelta
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from npt_desktop.models.kinds import AnswerValue, Stage
from npt_desktop.rules import evidence_engagement as engagement
from npt_desktop.rules import evidence_plans as plans
from npt_desktop.rules import evidence_profile as profile
from npt_desktop.rules import evidence_public as public
from npt_desktop.rules.evidence import READERS, read_evidence
from npt_desktop.rules.evidence_parts import NoteLine
from npt_desktop.rules.quality import booklet_checklist

TODAY = date(2026, 7, 28)
MET, PARTLY, NOT_MET, ASIDE = AnswerValue


def back(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_every_question_has_its_reader() -> None:
    assert [q.evidence for q in booklet_checklist().questions] == list(READERS)


CASES: list[tuple[str, object, AnswerValue | None, str]] = [
    ("profile_current", profile.DocumentFacts("3.1", back(14), True), MET, "confirmed 14 days ago"),
    ("profile_current", profile.DocumentFacts("3.1", back(92), True), MET, ""),
    ("profile_current", profile.DocumentFacts("3.1", back(93), True), NOT_MET, "93 days ago"),
    ("profile_current", profile.DocumentFacts("3.1", back(14)), PARTLY, "no document"),
    ("plan_current", profile.DocumentFacts(), NOT_MET, "engagement plan has never"),
    ("log_updated", engagement.LogFacts(), NOT_MET, "No engagement"),
    ("log_updated", engagement.LogFacts(back(1), 14), MET, "14 entries"),
    ("log_updated", engagement.LogFacts(back(1), 14, 2, 1, back(3)), PARTLY, "2 entries lack"),
    ("log_updated", engagement.LogFacts(back(1), 14, 1, 0, back(2)), MET, "14 entries this month"),
    ("hate_crime_contacts", engagement.HateCrimeFacts(2, ("Faith groups",), back(4)), MET, "Faith groups"),
    ("hate_crime_contacts", engagement.HateCrimeFacts(), None, "does not know"),
    ("hate_crime_contacts", engagement.HateCrimeFacts(reports=0), ASIDE, "no hate crime report"),
    ("hate_crime_contacts", engagement.HateCrimeFacts(reports=3), NOT_MET, "3 reports"),
    ("hate_crime_contacts", engagement.HateCrimeFacts(1, reports=3), PARTLY, "1 contact for 3"),
    ("gap_activity", engagement.GapFacts(), None, "No groups"),
    ("gap_activity", engagement.GapFacts((engagement.GroupContact("Rural", back(59)),)), MET, "60 days"),
    ("gap_activity", engagement.GapFacts((engagement.GroupContact("Rural", back(60)),)), NOT_MET, "Rural"),
    (
        "gap_activity",
        engagement.GapFacts((engagement.GroupContact("Rural", None, 1),)),
        PARTLY,
        "activity begun",
    ),
    ("strategic_activity", engagement.ThemeFacts(), None, ""),
    ("strategic_activity", engagement.ThemeFacts((("NTU", 1), ("CEAC", 0))), PARTLY, "CEAC"),
    ("strategic_activity", engagement.ThemeFacts((("NTU", 0),)), NOT_MET, "NTU"),
    ("strategic_activity", engagement.ThemeFacts((("NTU", 3),)), MET, "Every"),
    ("effectiveness_reviewed", engagement.EffectivenessFacts(), None, ""),
    ("effectiveness_reviewed", engagement.EffectivenessFacts(10, 9, 3, 2, 2, back(30)), MET, "reviewed"),
    (
        "effectiveness_reviewed",
        engagement.EffectivenessFacts(10, 9, 3, 2, 1, back(30)),
        PARTLY,
        "1 low score",
    ),
    ("effectiveness_reviewed", engagement.EffectivenessFacts(10), NOT_MET, "0% of entries"),
    ("key_individuals", engagement.KinFacts(), NOT_MET, "No key individuals"),
    (
        "key_individuals",
        engagement.KinFacts((engagement.KinContact("Cllr Ash", ("Residents",), back(92)),), ("Residents",)),
        MET,
        "",
    ),
    (
        "key_individuals",
        engagement.KinFacts((engagement.KinContact("Cllr Ash", (), back(93)),)),
        NOT_MET,
        "1 of 1",
    ),
    (
        "key_individuals",
        engagement.KinFacts((engagement.KinContact("Cllr Ash", ("Rural",), back(1)),), ("Rural", "Schools")),
        PARTLY,
        "No key individual for Schools",
    ),
    ("social_media", engagement.SocialFacts(), None, "ask"),
    ("social_media", engagement.SocialFacts((("Facebook", 3),), 1284, 1270, "Stall"), MET, ""),
    ("social_media", engagement.SocialFacts((("Facebook", 3),)), PARTLY, "the Alert count and a plan"),
    ("staff_conversations", engagement.ConversationFacts(), None, "ask"),
    (
        "staff_conversations",
        engagement.ConversationFacts((NoteLine(back(3), "PCSO"),)),
        MET,
        "1 conversation",
    ),
    ("profile_refreshed", profile.ProfileChangeFacts(2, back(3)), MET, "2 times"),
    ("profile_refreshed", profile.ProfileChangeFacts(0, back(60), back(3)), PARTLY, "confirmed"),
    ("profile_refreshed", profile.ProfileChangeFacts(0, back(60), back(40)), NOT_MET, "neither"),
    ("plan_refreshed", profile.PlanVersionFacts((back(400), back(100))), MET, ""),
    ("plan_refreshed", profile.PlanVersionFacts((back(367),)), NOT_MET, "367 days ago"),
    ("plan_refreshed", profile.PlanVersionFacts(), NOT_MET, "No version"),
    ("portal_sections", profile.PortalFacts(), None, ""),
    ("portal_sections", profile.PortalFacts(back(3), back(3)), MET, "Both"),
    ("portal_sections", profile.PortalFacts(back(3)), PARTLY, "local area resources"),
    ("website_priorities", public.PublicationFacts(), PARTLY, "publish by Fri 31 Jul"),
    ("website_priorities", public.PublicationFacts(back(5), "https://x", 3, True), MET, "July to September"),
    ("website_priorities", public.PublicationFacts(back(5), "", 3, True), PARTLY, "No page address"),
    (
        "website_priorities",
        public.PublicationFacts(back(5), "https://x", 3, True, back(2), False),
        NOT_MET,
        "did not show",
    ),
    ("blog_current", public.BlogFacts(), NOT_MET, "July 2026"),
    ("blog_current", public.BlogFacts(back(40), True), PARTLY, "drafted"),
    ("blog_current", public.BlogFacts(back(4), False, True, False), PARTLY, "Neighbourhood Alert"),
    ("blog_current", public.BlogFacts(back(4), False, True, True), MET, ""),
    ("updates_current", public.UpdateFacts(), None, ""),
    ("updates_current", public.UpdateFacts((public.UpdateFact("Bikes"),)), NOT_MET, "‘Bikes’"),
    (
        "updates_current",
        public.UpdateFacts((public.UpdateFact("Bikes"), public.UpdateFact("Speed", back(2), True, True))),
        PARTLY,
        "‘Bikes’",
    ),
    (
        "updates_current",
        public.UpdateFacts((public.UpdateFact("Speed", back(2), True),)),
        PARTLY,
        "not shared",
    ),
    ("updates_current", public.UpdateFacts((public.UpdateFact("Speed", back(2), True, True),)), MET, ""),
    ("team_contacts", public.TeamContactFacts(), None, ""),
    ("team_contacts", public.TeamContactFacts(back(20)), MET, "20 days ago"),
    ("team_contacts", public.TeamContactFacts(back(97)), NOT_MET, ""),
    ("newsletter_circulated", public.NewsletterFacts(), None, ""),
    ("newsletter_circulated", public.NewsletterFacts(back(32), 64), NOT_MET, "none this month"),
    ("newsletter_circulated", public.NewsletterFacts(back(2)), PARTLY, "without its recipients"),
    ("newsletter_circulated", public.NewsletterFacts(back(2), 64), MET, "64 stakeholders"),
    ("priority_plans", plans.PriorityPlanFacts(), None, ""),
    ("priority_plans", plans.PriorityPlanFacts((plans.PriorityPlan("Bikes", "PSP 1", "EC 1"),)), MET, ""),
    ("priority_plans", plans.PriorityPlanFacts((plans.PriorityPlan("Bikes", reason="Short"),)), MET, ""),
    ("priority_plans", plans.PriorityPlanFacts((plans.PriorityPlan("Bikes", "PSP 1"),)), NOT_MET, "‘Bikes’"),
    ("other_plans", plans.OtherPlansFacts(), MET, "No other"),
    ("other_plans", plans.OtherPlansFacts((plans.OtherPlan("Parking"),)), NOT_MET, "‘Parking’"),
    ("open_plans", plans.OpenPlansFacts(), ASIDE, ""),
    ("open_plans", plans.OpenPlansFacts((plans.OpenPlan("B", Stage.ANALYSIS, 9, 23, 0, back(30)),)), MET, ""),
    (
        "open_plans",
        plans.OpenPlansFacts((plans.OpenPlan("B", Stage.ANALYSIS, 9, 23, 0, back(31)),)),
        NOT_MET,
        "",
    ),
    (
        "open_plans",
        plans.OpenPlansFacts((plans.OpenPlan("B", Stage.RESPONSE, 9, 23, 2, back(1)),)),
        NOT_MET,
        "‘B’",
    ),
    ("finished_plans", plans.FinishedFacts(), ASIDE, ""),
    (
        "finished_plans",
        plans.FinishedFacts((plans.FinishedPlan("Moped nuisance", back(34)),)),
        NOT_MET,
        "34 days",
    ),
    ("finished_plans", plans.FinishedFacts((plans.FinishedPlan("Mopeds", back(30)),)), PARTLY, "30 days"),
    ("finished_plans", plans.FinishedFacts((plans.FinishedPlan("Mopeds", back(34), back(9)),)), MET, ""),
    ("lessons_shared", plans.LessonsFacts(), ASIDE, ""),
    ("lessons_shared", plans.LessonsFacts((plans.LessonFact("A", True, True, back(3)),)), MET, ""),
    ("lessons_shared", plans.LessonsFacts((plans.LessonFact("A", True),)), PARTLY, "‘A’"),
    ("lessons_shared", plans.LessonsFacts((plans.LessonFact("A"),)), NOT_MET, "‘A’"),
    ("what_works", plans.WhatWorksFacts(), ASIDE, ""),
    ("what_works", plans.WhatWorksFacts(("Shop theft",)), NOT_MET, "‘Shop theft’"),
    ("what_works", plans.WhatWorksFacts(("Shop theft",), 1), PARTLY, ""),
    ("what_works", plans.WhatWorksFacts((), 1, (("Understanding", 1),)), MET, ""),
]


@pytest.mark.parametrize(("key", "facts", "suggestion", "says"), CASES)
def test_what_the_evidence_suggests(
    key: str, facts: object, suggestion: AnswerValue | None, says: str
) -> None:
    evidence = read_evidence(key, facts, TODAY)
    assert evidence.suggestion == suggestion
    assert says in evidence.why


def test_every_key_is_tried() -> None:
    assert {key for key, *_ in CASES} == set(READERS)


def test_publication_turns_red_after_the_month_and_amber_when_late() -> None:
    august = date(2026, 8, 1)
    facts = public.PublicationFacts()
    assert public.read_website_priorities(facts, august).suggestion is NOT_MET
    late = public.PublicationFacts(august, "https://x", 3, True)
    assert public.read_website_priorities(late, date(2026, 8, 9)).suggestion is PARTLY


def test_the_picture_of_question_22() -> None:
    """Design picture 06: five finished, four assessed, one waiting 34 days."""
    finished = [plans.FinishedPlan(f"Plan {n}", back(60), back(30)) for n in range(4)]
    facts = plans.FinishedFacts((*finished, plans.FinishedPlan("Moped nuisance, leisure centre", back(34))))
    evidence = plans.read_finished_plans(facts, TODAY)
    assert [(f.value, f.label) for f in evidence.figures] == [
        ("5", "finished since January"),
        ("4", "assessed"),
        ("1", "without assessment"),
        ("34 days", "longest wait"),
    ]
    assert evidence.suggestion is NOT_MET
    assert evidence.rows[0].cells[2] == "Missing"


def test_a_key_of_a_forces_own_suggests_nothing() -> None:
    assert read_evidence("own_question", object(), TODAY).suggestion is None
    with pytest.raises(TypeError, match="LogFacts"):
        read_evidence("log_updated", public.BlogFacts(), TODAY)


def any_of(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a facts type, with dates near today and counts of a sane size."""
    plain = {date: st.dates(back(900), TODAY), int: st.integers(0, 500), str: st.text(max_size=9)}
    if kind in plain:
        return plain[kind]
    if isinstance(kind, type) and is_dataclass(kind):
        return st.builds(kind, **{name: any_of(hint) for name, hint in get_type_hints(kind).items()})
    parts = get_args(kind)
    if get_origin(kind) is tuple and parts[-1:] == (...,):
        return st.lists(any_of(parts[0]), max_size=4).map(tuple)
    if get_origin(kind) is tuple:
        return st.tuples(*map(any_of, parts))
    if parts:
        return st.one_of(*map(any_of, parts))
    return st.from_type(kind)


@pytest.mark.parametrize("key", list(READERS))
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_facts_give_three_or_four_figures_and_a_sentence(key: str, data: st.DataObject) -> None:
    facts = data.draw(any_of(READERS[key].facts))
    evidence = read_evidence(key, facts, TODAY)
    assert 3 <= len(evidence.figures) <= 4
    assert evidence.why.endswith(".")
    assert all(len(row.cells) == len(evidence.heads) for row in evidence.rows)
    empty = read_evidence(key, READERS[key].facts(), TODAY)
    assert empty.suggestion is not MET or key == "other_plans"
