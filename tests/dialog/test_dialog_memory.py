"""What a path remembers of its own telling changes nothing of what is told."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from msgspec import structs

from assistant.dialog.conversation import AnswerTurn, LanguageTurn
from assistant.dialog.engine import Dialog
from assistant.dialog.renderer import TextRenderer
from assistant.dialog.view import build_view
from assistant.flow.model import Choice, Flow
from tests.dialog.plays import SEEDS, Play
from tests.dialog.random_flows import flows
from tests.dialog.talk import Talk
from tests.examples.builders import NOON, TODAY, moment, text
from tests.examples.worry import VIOLENCE, worry


@given(flows(), SEEDS)
def test_a_view_that_remembers_is_the_view_that_is_worked_out_anew(flow: Flow, seed: int) -> None:
    play, spoken = Play(Dialog(flow), Random(seed)), moment()
    for _ in range(12):
        taken = play.take(play.turn())
        remembered = build_view(play.dialog, taken.conversation, spoken, taken, taken.trail)

        assert remembered == build_view(play.dialog, taken.conversation, moment(), taken)
        assert (
            remembered["transcript"]
            == build_view(play.dialog, taken.conversation, moment())["transcript"]
        )


@given(flows(), SEEDS, SEEDS)
def test_conversations_at_one_moment_are_told_what_each_would_be_told_alone(
    flow: Flow, one: int, other: int
) -> None:
    dialog, spoken = Dialog(flow), moment()
    for seed in (one, other):
        play = Play(dialog, Random(seed))
        for _ in range(8):
            taken = play.take(play.turn())

            assert build_view(dialog, taken.conversation, spoken, taken, taken.trail) == build_view(
                dialog, taken.conversation, moment(), taken
            )


def test_what_somebody_wrote_is_kept_for_nobody_else() -> None:
    spoken = moment()
    told = build_view(worry(), Talk(worry(), VIOLENCE).conversation, spoken)
    shared = {step for step, _ in spoken.cache.entries}

    assert [(entry["step"], entry["step"] in shared) for entry in told["transcript"]] == [
        ("role", True),
        ("age", True),
        ("signs", False),
        ("danger", True),
        ("call", False),
        ("who", True),
        ("name", False),
        ("seen", False),
    ]


def test_of_two_turns_that_race_the_loser_leaves_nothing_behind() -> None:
    dialog, spoken = worry(), moment()
    begun = dialog.begin("da", TODAY)
    before = dialog.trail(begun)
    asked = dialog.flow.facts["role"]
    assert isinstance(asked, Choice)
    loser, winner = (
        dialog.take_turn(begun, AnswerTurn("role", option.id), NOON, before)
        for option in asked.options[:2]
    )
    build_view(dialog, loser.conversation, spoken, None, loser.trail)

    told = build_view(dialog, winner.conversation, spoken, None, winner.trail)
    assert told == build_view(dialog, winner.conversation, moment())


def test_another_language_is_told_from_the_start() -> None:
    dialog = worry()
    begun = dialog.begin("da", TODAY)
    taken = dialog.take_turn(begun, AnswerTurn(*next(iter(VIOLENCE.items()))), NOON)
    build_view(dialog, taken.conversation, moment(), None, taken.trail)
    spoken = dialog.take_turn(taken.conversation, LanguageTurn("en"), NOON, taken.trail)

    loud = structs.replace(moment(), words=lambda text: text.words.upper())
    assert spoken.trail is taken.trail
    assert build_view(dialog, spoken.conversation, loud, None, spoken.trail) == build_view(
        dialog, spoken.conversation, loud
    )


@pytest.mark.parametrize(
    ("words", "uses"),
    [
        ("Ring nu.", (False, False)),
        ("Ring til {contact.team}.", (True, False)),
        ("Du er {role}.", (True, True)),
    ],
)
def test_a_trace_speaks_of_its_own_part_alone_also_of_what_was_kept(
    words: str, uses: tuple[bool, bool]
) -> None:
    dialog, spoken = worry(), moment()
    trail = dialog.trail(Talk(dialog, VIOLENCE).conversation)
    plain = TextRenderer(dialog.logic, trail, spoken)
    plain.start_trace().message(text("{contact.team} og {role}"))
    first, again = plain.start_trace(), plain.start_trace()

    assert first.message(text(words)) == again.message(text(words)) == plain.message(text(words))
    assert (first.uses_context, first.uses_answers) == uses
    assert (again.uses_context, again.uses_answers) == uses
