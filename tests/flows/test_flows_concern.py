from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.dialog.engine import Dialog
from assistant.dialog.trail import Trail
from assistant.flow.load import load_folder
from assistant.flow.model import Ask, Do, End, Form, Repeat, Step, Tell
from assistant.scenario.player import Player
from assistant.scenario.run import run_case
from assistant.scenario.script_model import Case
from assistant.scenario.script_reader import read_script
from assistant.text.roots import flows_root
from tests.flows.strolls import TODAY, Stroll, broken_guarantees, concern

FOLDER = flows_root() / "concern"
FILES = sorted((FOLDER / "tests").glob("*.yaml"))
MOST_WORDS = 60  # between two questions; a contact counts as name and number
SEEDS = st.integers(min_value=0, max_value=2**32)


def cases() -> Iterator[Case]:
    for file in FILES:
        script = read_script(file.read_text(encoding="utf-8"), file.name, concern().flow)
        assert script.finding_lines == ()
        yield from script.cases


def play_trail(case: Case) -> Trail:
    player = Player(concern(), "da", case.today or TODAY)
    player.play_answers(case.answers, case.change or None)
    return player.trail


def test_the_flow_has_nothing_to_mend() -> None:
    assert load_folder(FOLDER).findings == ()


@pytest.mark.parametrize("case", tuple(cases()), ids=lambda case: case.name)
def test_a_scripted_conversation_comes_out_as_written(case: Case) -> None:
    assert run_case(concern(), case, TODAY).why == ()


def test_the_scripted_conversations_pass_every_step_and_every_route() -> None:
    trails = [play_trail(case) for case in cases()]
    routes = {
        (step.id, index)
        for step in concern().flow.steps.values()
        for index in range(len(step.routes))
    }
    taken = {(step, index) for trail in trails for step, index in trail.routes_taken.items()}

    assert sorted(routes - taken) == []
    assert sorted(set(concern().flow.steps) - {s for trail in trails for s in _all(trail)}) == []


def _all(trail: Trail) -> set[str]:
    return {*trail.path, *trail.routes_taken}


def test_every_guarantee_is_put_to_the_test_by_a_scripted_conversation() -> None:
    dialog = concern()
    trails = [play_trail(case) for case in cases()]
    untried = [
        guarantee.name
        for guarantee in dialog.flow.guarantees
        if not any(dialog.logic.holds(guarantee.when, trail) for trail in trails)
    ]

    assert untried == []


@settings(deadline=None)
@given(SEEDS)
def test_no_random_conversation_breaks_a_guarantee(seed: int) -> None:
    stroll = Stroll(concern(), Random(seed))

    assert broken_guarantees(concern(), stroll.to_the_end()) == []


@settings(deadline=None)
@given(SEEDS)
def test_no_change_of_an_answer_breaks_a_guarantee(seed: int) -> None:
    stroll = Stroll(concern(), Random(seed))
    stroll.to_the_end()
    stroll.change_something()

    assert broken_guarantees(concern(), stroll.to_the_end()) == []


def test_a_notification_can_be_sent_with_nothing_filled_in() -> None:
    dialog = concern()
    demanded = {
        fact
        for step in dialog.flow.steps.values()
        if step.part in {"observations", "child_words", "child", "picture", "notifier"}
        for fact in _asked_once(step)
        if not dialog.flow.facts[fact].optional and not dialog.flow.facts[fact].unknown
    }

    assert demanded == set()


def _asked_once(step: Step) -> tuple[str, ...]:
    if isinstance(step, Ask):
        return (step.fact,)
    return step.facts if isinstance(step, Form) else ()


def test_a_list_of_the_record_may_stay_empty() -> None:
    repeats = [step for step in concern().flow.steps.values() if isinstance(step, Repeat)]

    assert {step.at_least for step in repeats} == {0}


def test_every_end_but_sending_reminds_that_one_can_always_notify() -> None:
    ends = [step for step in concern().flow.steps.values() if isinstance(step, End)]
    reminding = {
        step.id for step in ends if step.say and "Du kan altid underrette" in step.say.words
    }

    assert reminding == {step.id for step in ends if step.outcome != "notify"}


def test_the_texts_between_two_questions_are_short() -> None:
    too_long = {
        (words, screens)
        for case in cases()
        for words, screens in _stretches(concern(), play_trail(case))
        if words > MOST_WORDS
    }

    assert too_long == set()


def _stretches(dialog: Dialog, trail: Trail) -> Iterator[tuple[int, str]]:
    """Yield the number of words that are read ahead of each question, its own included."""
    words = 0
    for step_id in trail.path:
        step = dialog.flow.steps[step_id]
        if not isinstance(step, Do):
            words += _words(step)
        if not isinstance(step, Tell) and dialog.replay.fields[step_id]:
            yield words, step_id
            words = 0


def _words(step: Step) -> int:
    if step.say is None:
        return 0
    said = re.sub(r"\{contact\.[a-z_]+\}", "navn nummer", step.say.words)
    return len(re.findall(r"\w+", re.sub(r"\{[^}]*\}", "loven paragraf", said)))


def test_the_flow_names_no_phone_number() -> None:
    files = [*FOLDER.glob("*.yaml"), *(FOLDER.parent / "parts").glob("*.yaml")]
    numbers = {
        (file.name, number)
        for file in files
        for number in re.findall(r"\b(?:112|114|\d{2}(?: ?\d{2}){3})\b", _prose(file))
    }

    assert numbers == set()


def _prose(file: Path) -> str:
    return re.sub(r"#.*", "", file.read_text(encoding="utf-8"))
