"""How the process is set up once everything that stays is loaded."""

from __future__ import annotations

import gc

_NEW_OBJECTS = (
    20_000  # between looks for unreachable cycles; a turn makes some hundreds, and no cycles
)


def settle() -> None:
    """Keep flows, texts and modules out of every later look for garbage, and look more rarely."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 20, 20)
