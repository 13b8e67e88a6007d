"""What holds for every test: no random test fails for being slow, which says more of the machine than of us."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("house", deadline=None)
settings.load_profile("house")
