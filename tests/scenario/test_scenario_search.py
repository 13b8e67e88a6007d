"""The shortest conversation to a step."""

from __future__ import annotations

import pytest

from assistant.scenario.player import Player
from assistant.scenario.search import shortest
from tests.scenario.small_flow import TODAY, small


def player() -> Player:
    return Player(small(), "da", TODAY)


@pytest.mark.parametrize(
    ("step", "answered"),
    [
        ("signs", ()),
        ("duty", (("signs", ["bruises"]),)),
        ("call", (("signs", ["bruises"]), ("age", 0))),
        ("sure", (("signs", ["hungry"]),)),
        ("talk", (("signs", ["hungry"]), ("sure", "no"))),
        (
            "sent",
            (
                ("signs", ["bruises"]),
                ("age", "unknown"),
                ("seen", [{"what": "Eksempel", "when": "2025-03-02"}]),
                ("who", {"child": "Eksempel Eksempelsen", "phone": None}),
            ),
        ),
    ],
)
def test_the_shortest_way_to_a_step_is_found(
    step: str, answered: tuple[tuple[str, object], ...]
) -> None:
    found = shortest(player(), step)

    assert found is not None
    there, by = found
    assert by == answered
    assert step in there.trail.path


def test_the_player_that_was_given_stays_where_it_is() -> None:
    here = player()
    shortest(here, "talk")

    assert here.trail.waiting == "signs"


def test_what_was_found_can_be_left_and_come_back_to() -> None:
    found = shortest(player(), "talk")

    assert found is not None
    assert found[0].resume()


def test_nothing_is_found_when_the_turns_are_spent() -> None:
    assert shortest(player(), "sent", turns=3) is None
