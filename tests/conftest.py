"""How random tests are run: none fails for being slow, which says more of the machine than of us.

`make mutants` has a profile of its own: few examples, the same each time, none made smaller.
"""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings

settings.register_profile("house", deadline=None)
settings.register_profile(
    "mutants",
    max_examples=12,
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("house")
