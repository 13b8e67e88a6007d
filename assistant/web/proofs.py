"""Flows that were proved at an earlier start: proving takes half of one, and what is proved stays proved."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import assistant
from assistant.flow.model import Flow

if TYPE_CHECKING:
    from assistant.prove.prove import Verdict

_PROVING = ("flow", "dialog", "prove")  # the packages that a proof is the work of


class Proofs:
    """Proves flows, and keeps in `file` which logic was proved, by which prover, from which day on.

    A proof holds for conversations begun on any day from its own on, so it is taken again only for an earlier one. The
    file is as safe as the database beside it; without it, or where it can't be read or kept, flows are proved anew.
    """

    def __init__(self, file: Path) -> None:
        self._file, self._prover, self._fresh = file, prover(), False
        self._since = dict(_read(file))

    def unproved(self, flow: Flow, today: date) -> tuple[Verdict, ...]:
        """Return the guarantees of `flow` that are not proved for conversations begun from `today` on."""
        name = f"{flow.logic} {self._prover}"
        if self._since.get(name, "9") <= today.isoformat():
            return ()
        from assistant.prove.prove import unproved  # noqa: PLC0415  # only here: most starts need none of it

        broken = unproved(flow, today)
        if not broken:
            self._since[name] = today.isoformat()
            self._fresh = True
        return broken

    def keep(self) -> None:
        """Keep what was proved since this was made, once the folder of `file` is there."""
        if not self._fresh:
            return
        mine = {name: day for name, day in self._since.items() if name.endswith(self._prover)}
        fresh = self._file.with_suffix(".new")
        with suppress(OSError):
            fresh.write_text(json.dumps(mine, indent=2) + "\n", encoding="utf-8")
            fresh.replace(self._file)


def prover() -> str:
    """Return the hash of all that a proof rests on beside the flow: our own code."""
    found = sha256()
    here = Path(assistant.__file__).parent
    for package in _PROVING:
        for file in sorted((here / package).rglob("*.py")):
            found.update(file.read_bytes())
    return found.hexdigest()


def _read(file: Path) -> Mapping[str, str]:
    try:
        kept = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) and all(isinstance(d, str) for d in kept.values()) else {}
