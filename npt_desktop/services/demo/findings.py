"""What the checklist's evidence said on the day of a meeting, from the records as planned."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from random import Random

from npt_desktop.models.kinds import NoteKind, PublicationKind
from npt_desktop.rules import evidence_engagement as engagement
from npt_desktop.rules import evidence_plans as plans
from npt_desktop.rules import evidence_profile as profile
from npt_desktop.rules import evidence_public as public
from npt_desktop.rules.evidence import read_evidence
from npt_desktop.rules.evidence_parts import NoteLine
from npt_desktop.rules.periods import month_of, quarter_of
from npt_desktop.rules.quality import Evidence
from npt_desktop.services.demo.timeline import Row
from npt_desktop.services.demo.world import AreaCast, PlanLife, World, chance, label


class Findings:
    """Reads the evidence of one area on one day, as the desk would have shown it."""

    def __init__(self, world: World, area: AreaCast, day: date, random: Random) -> None:
        self.world, self.area, self.day, self.random = world, area, day, random
        self.month = month_of(day)
        self.entries = [row for row in area.entries if row["day"] <= day]
        self.this_month = [row for row in self.entries if row["day"] >= self.month]
        set_by = [row for row, first, last in area.in_force if first <= day <= last]
        self.in_force = [row for row in set_by if row["round_id"] is set_by[-1]["round_id"]]
        self.lives = [life for life in area.plans if life.opened <= day]

    def read(self, key: str) -> Evidence:
        """The evidence for a question's key."""
        facts: dict[str, Callable[[], object]] = {
            "profile_current": lambda: self._document(
                self.area.profile_days, 2 + len(self.area.profile_days)
            ),
            "plan_current": lambda: self._document(self.area.plan_days, 3),
            "log_updated": self._log,
            "hate_crime_contacts": self._hate,
            "gap_activity": self._gaps,
            "strategic_activity": self._themes,
            "effectiveness_reviewed": self._effect,
            "key_individuals": self._kin,
            "social_media": self._social,
            "staff_conversations": self._staff,
            "profile_refreshed": self._changes,
            "plan_refreshed": lambda: profile.PlanVersionFacts(
                tuple(self._past(self.area.plan_days["changed"]))
            ),
            "portal_sections": self._portal,
            "website_priorities": self._website,
            "blog_current": self._blog,
            "updates_current": self._updates,
            "team_contacts": self._team,
            "newsletter_circulated": self._newsletter,
            "priority_plans": self._priority_plans,
            "other_plans": self._other_plans,
            "open_plans": self._open_plans,
            "finished_plans": self._finished,
            "lessons_shared": self._lessons,
            "what_works": self._works,
        }
        return read_evidence(key, facts[key](), self.day)

    def _past(self, days: Iterable[date]) -> list[date]:
        return [day for day in days if day <= self.day]

    def _document(self, days: dict[str, list[date]], version: int) -> profile.DocumentFacts:
        confirmed = max(self._past(days["confirmed"]), default=None)
        return profile.DocumentFacts(f"Version {version}", confirmed, has_file=True)

    def _changes(self) -> profile.ProfileChangeFacts:
        changed = self._past(self.area.profile_days["changed"])
        return profile.ProfileChangeFacts(
            sum(day >= self.month for day in changed),
            max(changed, default=None),
            max(self._past(self.area.profile_days["confirmed"]), default=None),
        )

    def _log(self) -> engagement.LogFacts:
        open_ = [row for row in self.this_month if chance(self.random, 0.12 if self.area.weak else 0.012)]
        officers: dict[str, int] = {}
        for row in self.this_month:
            officers[row["lead_name"]] = officers.get(row["lead_name"], 0) + 1
        return engagement.LogFacts(
            max((row["day"] for row in self.entries), default=None),
            len(self.this_month),
            len(open_),
            len(open_),
            min((row["day"] for row in open_), default=None),
            tuple(officers.items()),
        )

    def _hate(self) -> engagement.HateCrimeFacts:
        made = [row for row in self.this_month if row["from_hate_crime"]]
        return engagement.HateCrimeFacts(
            len(made), (), max((row["day"] for row in made), default=None), None if made else self.random.choice((0, 0, 1))
        )  # fmt: skip

    def _gaps(self) -> engagement.GapFacts:
        last: dict[object, date] = {}
        for row in self.entries:
            last[row["audience_id"]] = max(row["day"], last.get(row["audience_id"], row["day"]))
        return engagement.GapFacts(
            tuple(
                engagement.GroupContact(group["name"], last.get(group["audience_id"]),
                                        int(chance(self.random, 0.4 if self.area.weak else 0.85)))
                for group in self.area.groups
            )
        )  # fmt: skip

    def _themes(self) -> engagement.ThemeFacts:
        start = quarter_of(self.day).start - timedelta(days=61)
        counts: dict[int, int] = {}
        for row in self.entries:
            if row["theme_id"] and row["day"] >= start:
                counts[row["theme_id"]] = counts.get(row["theme_id"], 0) + 1
        names = ("Vulnerability", "Engage to recruit", "NTU", "CEAC")
        found = sorted(counts.values(), reverse=True) + [0] * 4
        return engagement.ThemeFacts(tuple(zip(names, found, strict=False)))

    def _effect(self) -> engagement.EffectivenessFacts:
        since = [row for row in self.entries if row["day"] > self.day - timedelta(days=180)]
        low = sum((row["score"] or 9) <= 2 for row in since)
        missed = self.random.randint(1, 3) if self.area.weak else 0
        reviews = self._notes(NoteKind.EVALUATION_REVIEW)
        return engagement.EffectivenessFacts(
            len(since), sum(row["score"] is not None for row in since), len(since) // 12, low,
            max(0, low - missed), reviews[-1]["day"] if reviews else None,
        )  # fmt: skip

    def _kin(self) -> engagement.KinFacts:
        last: dict[int, date] = {}
        for row in self.area.contacts:
            if row["day"] <= self.day:
                key = id(row["key_individual_id"])
                last[key] = max(row["day"], last.get(key, row["day"]))
        people = tuple(
            engagement.KinContact(row["name"], (row["speaks_for"],), last.get(id(row), self.world.opening))
            for row in self.area.individuals
        )
        return engagement.KinFacts(people)

    def _notes(self, kind: NoteKind) -> list[Row]:
        return [row for row in self.area.notes if row["kind"] is kind and row["day"] <= self.day]

    def _published(self, kind: PublicationKind) -> list[Row]:
        return [
            row for row in self.area.publications if row["kind"] is kind and row["published_on"] <= self.day
        ]

    def _shared(self, row: Row) -> tuple[bool, bool]:
        """On social media, on Neighbourhood Alert."""
        return self.world.channels[2] in row["channels"], self.world.channels[1] in row["channels"]

    def _social(self) -> engagement.SocialFacts:
        posts = [
            row
            for kind in PublicationKind
            for row in self._published(kind)
            if row["published_on"] >= self.month
        ]
        counts = self._notes(NoteKind.ALERT_COUNT)
        now = counts[-1] if counts and counts[-1]["day"] >= self.month else None
        return engagement.SocialFacts(
            (("Social media", sum(self._shared(row)[0] for row in posts)),) if posts else (),
            now["figure"] if now else None,
            counts[-2]["figure"] if len(counts) > 1 else None,
            now["what"] if now else "",
        )

    def _staff(self) -> engagement.ConversationFacts:
        told = [row for row in self._notes(NoteKind.STAFF_CONVERSATION) if row["day"] >= self.month]
        return engagement.ConversationFacts(tuple(NoteLine(row["day"], row["what"]) for row in told))

    def _portal(self) -> profile.PortalFacts:
        seen: dict[bool, date] = {}
        for row in self._notes(NoteKind.PORTAL_CHECK):
            seen["resources" in row["what"]] = row["day"]
        return profile.PortalFacts(seen.get(False), seen.get(True))

    def _website(self) -> public.PublicationFacts:
        start = quarter_of(self.day).start
        found = [
            row
            for row in self._published(PublicationKind.PRIORITIES)
            if any(round_ is row["round_id"] and round_["quarter"] == start for round_ in self.area.rounds)
        ]
        if not found:
            return public.PublicationFacts(None, "", len(self.in_force))
        return public.PublicationFacts(found[-1]["published_on"], found[-1]["address"], 3, has_text=True)

    def _blog(self) -> public.BlogFacts:
        blogs = [row for row in self._published(PublicationKind.BLOG) if row["month"] == self.month]
        if not blogs:
            return public.BlogFacts(None, has_draft=chance(self.random, 0.5))
        social, alert = self._shared(blogs[-1])
        return public.BlogFacts(blogs[-1]["published_on"], shared_social=social, shared_alert=alert)

    def _updates(self) -> public.UpdateFacts:
        found = []
        for priority in self.in_force:
            made = [row for row in self.area.updates if row["priority_id"] is priority and row["month"] == self.month
                    and row["published_on"] <= self.day]  # fmt: skip
            if made:
                social, alert = self._shared(made[0])
                found.append(public.UpdateFact(priority["title"], made[0]["published_on"], social, alert))
            else:
                found.append(public.UpdateFact(priority["title"]))
        return public.UpdateFacts(tuple(found))

    def _team(self) -> public.TeamContactFacts:
        checks = self._notes(NoteKind.CONTACTS_CHECK)
        return (
            public.TeamContactFacts(checks[-1]["day"], checks[-1]["figure"])
            if checks
            else public.TeamContactFacts()
        )

    def _newsletter(self) -> public.NewsletterFacts:
        issues = self._published(PublicationKind.NEWSLETTER)
        return (
            public.NewsletterFacts(issues[-1]["published_on"], issues[-1]["recipients"])
            if issues
            else public.NewsletterFacts()
        )

    def _priority_plans(self) -> plans.PriorityPlanFacts:
        return plans.PriorityPlanFacts(
            tuple(
                plans.PriorityPlan(row["title"], row["plan_id"]["title"] if row["plan_id"] else "",
                                   row["plan_id"]["ecins_reference"] if row["plan_id"] else "", row["no_plan_reason"])
                for row in self.in_force
            )
        )  # fmt: skip

    def _open(self) -> list[PlanLife]:
        return [life for life in self.lives if life.open_on(self.day)]

    def _other_plans(self) -> plans.OtherPlansFacts:
        linked = {id(row["plan_id"]) for row in self.in_force}
        return plans.OtherPlansFacts(
            tuple(plans.OtherPlan(life.row["title"], life.row["ecins_reference"]) for life in self._open()
                  if id(life.row) not in linked)
        )  # fmt: skip

    def _open_plans(self) -> plans.OpenPlansFacts:
        return plans.OpenPlansFacts(
            tuple(
                plans.OpenPlan(life.row["title"], life.row["stage"], self.random.randint(9, 18), 23,
                               int(chance(self.random, 0.3 if self.area.weak else 0.08)),
                               max(self._past(life.changes)))
                for life in self._open()
            )
        )  # fmt: skip

    def _finished(self) -> plans.FinishedFacts:
        return plans.FinishedFacts(
            tuple(
                plans.FinishedPlan(life.row["title"], life.finished,
                                   life.assessed if life.assessed and life.assessed <= self.day else None, life.result,
                                   "Partners" if life.shared else "")
                for life in self.lives
                if life.finished and life.finished <= self.day
            ),
            "the start of the year",
        )  # fmt: skip

    def _assessed(self) -> list[PlanLife]:
        since = self.day - timedelta(days=120)
        return [life for life in self.lives if life.assessed and since <= life.assessed <= self.day]

    def _lessons(self) -> plans.LessonsFacts:
        return plans.LessonsFacts(
            tuple(plans.LessonFact(life.row["title"], life.shared, life.shared, life.assessed if life.shared else None)
                  for life in self._assessed())
        )  # fmt: skip

    def _works(self) -> plans.WhatWorksFacts:
        sent = [life for life in self.lives if life.sent and life.sent <= self.day]
        good = [life.row["title"] for life in self._assessed() if life.good and life not in sent]
        return plans.WhatWorksFacts(tuple(good[:1]), len(sent), (("Evaluating", len(sent)),) if sent else ())


__all__ = ["Findings", "label"]
