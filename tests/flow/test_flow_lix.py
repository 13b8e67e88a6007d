"""LIX is counted as Danish editors count it."""

from __future__ import annotations

import pytest

from assistant.flow.checks.texts import lix, words_shown
from assistant.flow.model import Text


@pytest.mark.parametrize(
    ("words", "index"),
    [
        ("", 0),
        ("Er barnet i fare?", 4),  # 4 words, 1 sentence, none long
        ("Ring nu. Bliv hos barnet.", 2),  # 5 words in 2 sentences: 2.5, rounded to even
        ("Familieteamet ringer i dag.", 29),  # 4 words, 1 of them long
        ("Seks og syv: bogstav, bogst.", 22),  # 5 words in 2 sentences, and 1 of 7 letters
        (
            "Et 10-årigt barn\nHvad så du",
            20,
        ),  # a line is a sentence, 10-årigt one word of 7 letters
    ],
)
def test_lix_is_words_per_sentence_plus_the_share_of_long_words(words: str, index: int) -> None:
    assert lix(words) == index


def test_marks_and_addresses_are_not_read_but_labels_of_links_are() -> None:
    text = Text("t", "**Ring** til {contact.emergency}.\n\n- Læs [mere](https://example.org/da)")

    assert words_shown(text) == "Ring til x.\nLæs mere"


def test_what_is_not_there_has_no_words_and_broken_marks_are_read_as_they_stand() -> None:
    assert (words_shown(None), words_shown(Text("t", "Ring **nu"))) == ("", "Ring **nu")
