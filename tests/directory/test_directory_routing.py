from __future__ import annotations

import pytest

from assistant.directory.directory_file import demo_directory
from assistant.directory.municipality import TeamIndex


@pytest.mark.parametrize(
    ("words", "team"),
    [
        ("Nordskolen", "nord"),
        ("nordSKOLEN, 3.b", "nord"),
        ("  Børnehuset \n Brombærhaven ", "nord"),
        ("SFO'en ved Fjordskolen", "syd"),
        ("ÅSKOLEN", "midt"),
        ("Familieteam Syd", "syd"),
        ("Børnehuset Syrenen, distrikt Nord", "syd"),  # the longest name says most
        ("Nordskole", "midt"),  # no whole name: the default team
        ("Skolen i Sydhavnen", "midt"),
        ("en privat klinik", "midt"),
        ("", "midt"),
        (None, "midt"),
    ],
)
def test_a_place_belongs_to_the_team_that_serves_it_else_to_the_default_team(
    words: str | None, team: str
) -> None:
    assert TeamIndex(demo_directory()).find_team(words).id == team
