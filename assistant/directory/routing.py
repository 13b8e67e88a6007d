"""Which family team serves a school, a district or an institution."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.directory.model import Directory, Team


def family_team(directory: Directory, words: str | None) -> Team:
    """Return the team that serves the place named in `words`, else the municipality's default team.

    `words` is what a professional wrote, such as "Nordskolen, 3.b": the longest name that stands in it as
    whole words wins, whatever its case.
    """
    written = _plain(words or "")
    named = [
        (len(name), team) for name, team in _served(directory) if f" {name} " in f" {written} "
    ]
    longest = max(named, key=lambda found: found[0], default=None)
    return longest[1] if longest else directory.team(directory.default_team)


def _served(directory: Directory) -> Iterator[tuple[str, Team]]:
    for team in directory.family_teams:
        for name in (team.name, *team.serves):
            yield _plain(name), team


def _plain(words: str) -> str:
    """Return only the letters and digits of `words`, in lower case, with single spaces."""
    return " ".join(re.findall(r"\w+", words.casefold()))
