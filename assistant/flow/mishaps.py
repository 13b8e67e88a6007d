"""What the YAML parser trips over, said in an author's words and shown where the author slipped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import yaml

from assistant.flow.basics import Place
from assistant.flow.diagnostics import Finding, finding

_CLOSING = "\"'}])"
_KEY = re.compile(r"\s*(?:- +)*[\w.]+\Z")  # what stands before the colon of an ordinary key
_TIGHT = re.compile(r"\s*(?:- +)*[\w.]+:(?=[^\s:])")  # a key without a space behind its colon
_DASH = re.compile(r"\s*-(?=[\w.]+:)")  # an item without a space behind its dash
_SAID = (  # words of the parser, the sentence, and whether it points at where something began
    ("unknown escape", "F05/escape", False),
    ("quoted scalar", "F05/quote", True),
    ("an alias", "F05/letter", True),
    ("an anchor", "F05/letter", True),
    ("a tag", "F05/letter", True),
    ("simple key", "F05/line", True),
    ("cannot start any token", "F05/letter", False),
    ("entries are not allowed", "F05/letter", False),
    ("keys are not allowed", "F05/letter", False),
)
_Told = tuple[
    str, tuple[int, int], int
]  # a key, a place, a length; 0 reaches to the end of the line
_WITHIN = ("flow mapping", "flow sequence")


class _Mark(Protocol):
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class _Slip:
    """What the parser said: about `line` and `column`, having begun something at `since`."""

    said: str
    context: str
    line: int
    column: int
    since: tuple[int, int]
    lines: Sequence[str]

    @property
    def before(self) -> str:
        """What stands before the mark in its line."""
        return self.lines[self.line][: self.column].rstrip()


def mishap(problem: yaml.YAMLError, lines: Sequence[str], file: str) -> Finding:
    """Return the finding for a text that the parser could not read."""
    slip = _slip(problem, lines)
    key, (line, column), length = _told(slip)
    rest = lines[line][column:]
    return finding(key, Place(file, line + 1, column + 1), length or len(rest), rest=rest)


def _slip(problem: yaml.YAMLError, lines: Sequence[str]) -> _Slip:
    mark: _Mark | None = getattr(problem, "problem_mark", None)
    since: _Mark | None = getattr(problem, "context_mark", None) or mark
    line, column = _inside(mark, lines)
    said = f"{getattr(problem, 'problem', '')}"
    context = f"{getattr(problem, 'context', '')}"
    return _Slip(said, context, line, column, _inside(since, lines), lines)


def _told(slip: _Slip) -> _Told:
    """Return the sentence's key, where it points, and how far."""
    at = (slip.line, slip.column)
    if any(within in slip.context for within in _WITHIN):
        ended = slip.line > slip.since[0] or slip.column >= len(slip.lines[slip.line])
        return ("F04/unclosed", slip.since, 1) if ended else ("F04/braces", at, 1)
    for words, key, begun in _SAID:
        if words in slip.context or words in slip.said:
            if key == "F05/line" and (tight := _TIGHT.match(slip.lines[slip.since[0]])):
                return "F05/space", (slip.since[0], tight.end() - 1), 1
            return key, slip.since if begun else at, 0 if key == "F05/line" else 1
    return _of_block(slip, at)


def _of_block(slip: _Slip, at: tuple[int, int]) -> _Told:
    """Return what is told about lines that do not fit those before them."""
    if "mapping values" in slip.said:
        return _second_colon(slip, at)
    if slip.before and slip.before[-1] in _CLOSING:
        return "F04/behind", at, 0
    if "block" in slip.context or "block" in slip.said or "indent" in slip.said:
        return "F05/indentation", at, 0
    return "F05/unreadable", at, 1


def _second_colon(slip: _Slip, at: tuple[int, int]) -> _Told:
    """Return what is told about a colon that cannot be the end of a key."""
    if slip.line == 0 or not _KEY.match(slip.before):
        return "F04/colon", at, 1
    above = slip.line - 1
    for pattern in (_TIGHT, _DASH):
        tight = pattern.match(slip.lines[above])
        if tight is not None:
            return "F05/space", (above, tight.end() - 1), 1
    begin = len(slip.before) - len(slip.before.lstrip())
    return "F05/indentation", (slip.line, begin), 0


def _inside(mark: _Mark | None, lines: Sequence[str]) -> tuple[int, int]:
    """Return the mark, moved back to the end of the last words where it stands behind them."""
    last = len(lines) - 1
    while last > 0 and not lines[last].strip():
        last -= 1
    if mark is None:
        return 0, 0
    return (mark.line, mark.column) if mark.line <= last else (last, len(lines[last]))
