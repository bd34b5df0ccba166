"""The evidence for each of the 24 questions, by the evidence key the checklist names.

Source: design guide, section 6. Each reader takes small frozen facts (counts and dates a service gathers),
today and, optionally, other limits. “This month” and “this quarter” are those of ``today``: a meeting held
after its month has ended reads the evidence as at the last day of that month. The program shows evidence; a
person decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from npt_desktop.rules import evidence_engagement as engagement
from npt_desktop.rules import evidence_plans as plans
from npt_desktop.rules import evidence_profile as profile
from npt_desktop.rules import evidence_public as public
from npt_desktop.rules.quality import Evidence
from npt_desktop.rules.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Reader:
    """How a key is read: the facts it wants (empty facts are the type called with no argument)."""

    facts: type
    read: Callable[[Any, date, Thresholds | None], Evidence]


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "profile_current": Reader(profile.DocumentFacts, profile.read_profile_current),
        "plan_current": Reader(profile.DocumentFacts, profile.read_plan_current),
        "log_updated": Reader(engagement.LogFacts, engagement.read_log_updated),
        "hate_crime_contacts": Reader(engagement.HateCrimeFacts, engagement.read_hate_crime_contacts),
        "gap_activity": Reader(engagement.GapFacts, engagement.read_gap_activity),
        "strategic_activity": Reader(engagement.ThemeFacts, engagement.read_strategic_activity),
        "effectiveness_reviewed": Reader(
            engagement.EffectivenessFacts, engagement.read_effectiveness_reviewed
        ),
        "key_individuals": Reader(engagement.KinFacts, engagement.read_key_individuals),
        "social_media": Reader(engagement.SocialFacts, engagement.read_social_media),
        "staff_conversations": Reader(engagement.ConversationFacts, engagement.read_staff_conversations),
        "profile_refreshed": Reader(profile.ProfileChangeFacts, profile.read_profile_refreshed),
        "plan_refreshed": Reader(profile.PlanVersionFacts, profile.read_plan_refreshed),
        "portal_sections": Reader(profile.PortalFacts, profile.read_portal_sections),
        "website_priorities": Reader(public.PublicationFacts, public.read_website_priorities),
        "blog_current": Reader(public.BlogFacts, public.read_blog_current),
        "updates_current": Reader(public.UpdateFacts, public.read_updates_current),
        "team_contacts": Reader(public.TeamContactFacts, public.read_team_contacts),
        "newsletter_circulated": Reader(public.NewsletterFacts, public.read_newsletter_circulated),
        "priority_plans": Reader(plans.PriorityPlanFacts, plans.read_priority_plans),
        "other_plans": Reader(plans.OtherPlansFacts, plans.read_other_plans),
        "open_plans": Reader(plans.OpenPlansFacts, plans.read_open_plans),
        "finished_plans": Reader(plans.FinishedFacts, plans.read_finished_plans),
        "lessons_shared": Reader(plans.LessonsFacts, plans.read_lessons_shared),
        "what_works": Reader(plans.WhatWorksFacts, plans.read_what_works),
    }
)


def read_evidence(key: str, facts: object, today: date, limits: Thresholds | None = None) -> Evidence:
    """The evidence for a key. TypeError for facts of another kind.

    A key nobody reads (a force's own checklist) shows no figures and suggests nothing.
    """
    reader = READERS.get(key)
    if reader is None:
        return Evidence((), None, "The store keeps nothing on this question.")
    if not isinstance(facts, reader.facts):
        raise TypeError(f"{key} wants {reader.facts.__name__}, not {type(facts).__name__}")
    return reader.read(facts, today, limits)
