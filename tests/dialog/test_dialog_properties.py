"""What holds of every flow and every conversation, on random ones."""

from __future__ import annotations

import json
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from assistant.dialog.conversation import (
    AnswerTurn,
    BackTurn,
    ChangeTurn,
    LanguageTurn,
    Turn,
    parse_turn,
    turn_to_json,
)
from assistant.dialog.engine import Dialog
from assistant.dialog.view import build_open_question, build_view
from assistant.flow.model import Flow
from tests.dialog.plays import SEEDS, Play, conversation, raw, words
from tests.dialog.random_answers import random_answers
from tests.dialog.random_flows import flows
from tests.examples.builders import NOON, moment


@given(flows(), SEEDS)
def test_a_replay_leads_where_the_turns_led_step_by_step(flow: Flow, seed: int) -> None:
    play = Play(Dialog(flow), Random(seed))
    for _ in range(12):
        taken = play.take(play.turn())

        assert taken.trail == play.dialog.trail(taken.conversation)


@given(flows(), SEEDS)
def test_a_refused_turn_leaves_everything_unchanged(flow: Flow, seed: int) -> None:
    play = Play(Dialog(flow), Random(seed))
    for _ in range(12):
        before = play.taken
        taken = play.take(play.turn())
        if taken.refusals:
            assert taken.conversation is before.conversation
            assert taken.trail is before.trail
        else:
            assert taken.conversation.rev == before.conversation.rev + 1


@given(flows(), SEEDS)
def test_a_changed_conversation_equals_a_fresh_one_with_the_same_answers(
    flow: Flow, seed: int
) -> None:
    dialog = Dialog(flow)
    changed = Play(dialog, Random(seed)).run(12).taken.trail

    fresh = Play(dialog, Random(seed))
    for step in changed.screens:
        facts = dialog.replay.fields[step]
        given = {f: raw(flow, f, changed.answers[f]) for f in facts}
        assert fresh.take(AnswerTurn(step, given)).refusals == ()
    trail = fresh.taken.trail
    assert (trail.path, trail.routes_taken, trail.answers) == (
        changed.path,
        changed.routes_taken,
        changed.answers,
    )
    assert (trail.waiting, trail.ended, trail.screens) == (
        changed.waiting,
        changed.ended,
        changed.screens,
    )
    assert words(trail, dialog) == words(changed, dialog)


@given(flows(), SEEDS)
def test_nothing_off_the_path_reaches_anything_that_comes_out(flow: Flow, seed: int) -> None:
    dialog = Dialog(flow)
    everything = random_answers(Random(seed), flow)
    trail = dialog.trail(conversation(flow, everything))

    on_path = {fact: everything[fact] for fact in trail.answers}
    assert set(trail.parked).isdisjoint(trail.answers)
    assert words(trail, dialog) == words(dialog.trail(conversation(flow, on_path)), dialog)


@given(flows(), SEEDS)
def test_back_and_the_same_answer_lead_to_the_same_place(flow: Flow, seed: int) -> None:
    play = Play(Dialog(flow), Random(seed)).run(9)
    before = play.taken.trail
    if not before.screens:
        return
    last = before.screens[-1]
    given = {f: raw(flow, f, before.answers[f]) for f in play.dialog.replay.fields[last]}

    assert play.take(BackTurn()).trail.waiting == last
    assert play.take(AnswerTurn(last, given)).trail == before


@given(flows(), SEEDS)
def test_progress_never_goes_backwards_along_a_growing_path(flow: Flow, seed: int) -> None:
    dialog = Dialog(flow)
    path = dialog.trail(conversation(flow, random_answers(Random(seed), flow))).path
    along = [dialog.sections.progress_at(path[: n + 1]) for n in range(len(path))]

    for earlier, later in pairwise(along):
        assert later.index >= earlier.index
        assert later.of <= earlier.of
    assert all(1 <= progress.index <= progress.of for progress in along)


@given(flows(), SEEDS)
def test_a_view_is_json_and_what_it_shows_can_be_sent_back(flow: Flow, seed: int) -> None:
    play = Play(Dialog(flow), Random(seed)).run(9)
    taken = play.taken
    shown = build_view(play.dialog, taken.conversation, moment(), taken)
    assert json.loads(json.dumps(shown)) == shown

    for step in taken.trail.screens:
        asked = build_open_question(play.dialog, taken.conversation, step, moment())
        for field in asked["fields"]:
            again = play.take(ChangeTurn(field["fact"], field["value"]))
            assert (again.refusals, again.trail) == ((), taken.trail)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
TURNS: st.SearchStrategy[Turn] = st.one_of(
    st.builds(AnswerTurn, st.text(), JSON),
    st.builds(ChangeTurn, st.text(), JSON),
    st.just(BackTurn()),
    st.builds(LanguageTurn, st.text()),
)


@given(TURNS)
def test_turns_survive_json(turn: Turn) -> None:
    assert parse_turn(json.loads(json.dumps(turn_to_json(turn)))) == turn


@given(flows(), SEEDS, JSON)
def test_any_json_is_accepted_or_refused(flow: Flow, seed: int, anything: object) -> None:
    play = Play(Dialog(flow), Random(seed)).run(4)
    step = play.taken.trail.waiting or flow.start
    fields = play.dialog.replay.fields[step] or ("none",)
    for typed in (anything, dict.fromkeys(fields, anything), [anything]):
        taken = play.dialog.take_turn(play.taken.conversation, AnswerTurn(step, typed), NOON)

        shown = build_view(play.dialog, taken.conversation, moment(), taken)
        assert json.loads(json.dumps(shown)) == shown


@given(flows(), SEEDS)
def test_every_answer_is_kept_until_another_takes_its_place(flow: Flow, seed: int) -> None:
    play = Play(Dialog(flow), Random(seed))
    for _ in range(9):
        before = play.taken.conversation.answers
        after = play.take(play.turn()).conversation.answers

        assert set(before) <= set(after)
