"""The interface says it in plain Danish; of the flow's own questions `assistant check` says what is hard."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from assistant.flow.checks.texts import lix, words_in
from assistant.flow.files import read_flow_files
from assistant.flow.load import load
from assistant.text.extract import ui_template
from assistant.text.roots import flows_root

PACKAGE = Path(__file__).parents[2] / "assistant"
HARDEST = 40
FEWEST_WORDS = 10  # fewer are read at a glance, and the index says nothing about them


def hard(texts: Iterable[str]) -> list[str]:
    """Return the texts whose words are hard to read."""
    said = (re.sub(r"\{\w+\}", "x", text) for text in texts)
    return [text for text in said if len(words_in(text)) >= FEWEST_WORDS and lix(text) > HARDEST]


def test_the_interface_says_nothing_that_is_hard_to_read() -> None:
    assert hard(str(message.id) for message in ui_template(PACKAGE) if message.id) == []


def test_a_sentence_of_officials_is_found() -> None:
    wordy = (
        "Underretningspligtige fagpersoner skal foranledige indberetning af samtlige"
        " bekymringsgivende forhold vedrørende barnets udviklingsbetingelser."
    )

    assert hard([wordy]) == [wordy]


def test_no_question_of_the_shipped_flow_is_hard_or_behind_too_many_words() -> None:
    found = load(read_flow_files(flows_root() / "concern"), "concern").findings

    assert [finding for finding in found if finding.code == "L04"] == []
