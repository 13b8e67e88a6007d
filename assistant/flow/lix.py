"""How hard Danish words are to read: LIX, the reading index that Scandinavian editors know.

Below 25 is easy, up to 35 is how newspapers for everybody write, above 45 is for specialists.
"""

from __future__ import annotations

import re

from assistant.flow.basics import Text
from assistant.flow.markup import MarkupError, Span, parse

LONG = 6  # letters; a word with more counts as long

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_SENTENCE = re.compile(r"[.!?:]+(?=\s|$)|\n+")
_FILLED = "x"  # stands for a placeholder: one short word


def lix(words: str) -> int:
    """Return the LIX of `words`: words per sentence plus the percentage of words with more than six letters."""
    count = len(words_in(words))
    if not count:
        return 0
    sentences = sum(bool(words_in(sentence)) for sentence in _SENTENCE.split(words))
    long = sum(len(re.sub(r"\W", "", word)) > LONG for word in words_in(words))
    return round(count / sentences + 100 * long / count)


def words_in(words: str) -> list[str]:
    """Return the words of a text; a number is one, a word with a hyphen too."""
    return _WORD.findall(words)


def said(text: Text | None) -> str:
    """Return an author's text as it is read: a line per paragraph, without marks and addresses of links."""
    if text is None:
        return ""
    try:
        blocks = parse(text.words)
    except MarkupError:
        return text.words
    return "\n".join(
        "".join(part.t if isinstance(part, Span) else _FILLED for part in block.parts)
        for block in blocks
    )
