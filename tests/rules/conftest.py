"""Properties are tried on fewer examples than by default and without a deadline: machines differ in speed."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("rules", max_examples=50, deadline=None)
settings.load_profile("rules")
