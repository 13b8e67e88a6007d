"""Commands as a shell gives them, and a folder to give them in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from click.testing import CliRunner

from assistant.cli import main


@dataclass(frozen=True)
class Said:
    """What a command said and how it ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever document it printed
        """The one JSON document on stdout."""
        return json.loads(self.out)


def assistant(*words: str, typed: str = "") -> Said:
    """Return what `assistant` with these words says."""
    result = CliRunner().invoke(main, list(words), input=typed)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Said(result.exit_code, result.stdout, result.stderr)
