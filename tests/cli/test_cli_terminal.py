"""The keys of the terminal: arrows, numbers, Space, Enter, and a letter for each command."""

from __future__ import annotations

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from assistant.cli.play.prompts import Picker, Prompt, PromptChoice, Terminal

DOWN, UP, ENTER, CTRL_C, CTRL_D = "\x1b[B", "\x1b[A", "\r", "\x03", "\x04"
CHOICES = (
    PromptChoice("a", "Første", "Krop"),
    PromptChoice("b", "Anden", "Krop"),
    PromptChoice("none", "Ingen"),
)
ONE = Prompt("Hvilken?", CHOICES)
MANY = Prompt("Hvilke?", CHOICES, multiple=True, exclusive=frozenset({"none"}))


def answer_prompt(asked: Prompt, keys: str) -> str:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        return Terminal().ask(asked)


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (ENTER, "a"),
        (DOWN + ENTER, "b"),
        (UP + ENTER, "none"),
        (DOWN * 3 + ENTER, "a"),
        ("2", "b"),
        ("b", ":back"),
        ("w", ":why"),
        ("c", ":change"),
        ("l", ":lang"),
        ("q", ":quit"),
        ("?", ":help"),
    ],
)
def test_one_is_picked_with_arrows_or_its_number(keys: str, answer: str) -> None:
    assert answer_prompt(ONE, keys) == answer


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (" " + ENTER, "a"),
        (" " + DOWN + " " + ENTER, "a,b"),
        ("12" + ENTER, "a,b"),
        ("121" + ENTER, "b"),
        ("123" + ENTER, "none"),
        ("31" + ENTER, "a"),
        (ENTER, ""),
    ],
)
def test_many_are_picked_and_none_goes_with_no_other(keys: str, answer: str) -> None:
    assert answer_prompt(MANY, keys) == answer


def test_what_was_answered_before_stands_picked() -> None:
    assert answer_prompt(Prompt("", CHOICES, multiple=True, previous="a,b"), ENTER) == "a,b"
    assert answer_prompt(Prompt("", CHOICES, previous="b"), ENTER) == "b"


def test_words_are_typed_over_what_was_answered_before() -> None:
    assert answer_prompt(Prompt("Navn"), "Eks" + ENTER) == "Eks"
    assert answer_prompt(Prompt("Navn", previous="Eks"), "e" + ENTER) == "Ekse"


@pytest.mark.parametrize("asked", [ONE, Prompt("Navn")])
@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_the_keys_that_stop_programs_leave(asked: Prompt, key: str) -> None:
    with pytest.raises(EOFError):
        answer_prompt(asked, key)


def test_the_screen_has_headings_marks_and_the_keys() -> None:
    picker = Picker(MANY)
    picker.pick(1)

    assert "".join(words for _, words, *_ in picker.lines()) == (
        "Hvilke?\n"
        "  Krop\n"
        "   1  [ ] Første\n"
        ">  2  [x] Anden\n"
        "   3  [ ] Ingen\n"
        "↑↓, Space to pick, Enter to continue · b back · w why · c change · l language · q quit"
    )
