"""Which family team serves a school, a district or an institution."""

from __future__ import annotations

import re

from assistant.directory.model import Directory, Team

_WORD = re.compile(r"\w+")


class Teams:
    """The family teams of a directory by the places that they serve."""

    def __init__(self, directory: Directory) -> None:
        self.default = directory.team(directory.default_team)
        served = [
            (_plain(name), team)
            for team in directory.family_teams
            for name in (team.name, *team.serves)
        ]
        # Of two names as long as each other, the earlier counts.
        self._served = sorted(served, key=lambda one: -len(one[0]))

    def serving(self, words: str | None) -> Team:
        """Return the team that serves the place named in `words`, else the municipality's default team.

        `words` is what a professional wrote, such as "Nordskolen, 3.b": the longest name that stands in it
        as whole words wins, whatever its case.
        """
        if not words:
            return self.default
        written = f" {_plain(words)} "
        return next((team for name, team in self._served if f" {name} " in written), self.default)


def family_team(directory: Directory, words: str | None) -> Team:
    """Return the team that serves the place named in `words`, else the municipality's default team."""
    return Teams(directory).serving(words)


def _plain(words: str) -> str:
    """Return only the letters and digits of `words`, in lower case, with single spaces."""
    return " ".join(_WORD.findall(words.casefold()))
