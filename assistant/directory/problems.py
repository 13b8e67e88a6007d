"""What is wrong in a directory file, said to the operator who wrote it: place, sentence, fix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from assistant.directory.model import KEYS
from assistant.directory.times import DAY_NAMES, quoted
from assistant.flow.basics import Place
from assistant.flow.diagnostics import Finding, meant, pointed_at
from assistant.flow.nodes import Node, Series, Table

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "missing": ('"{key}" is missing', "add {key}: …"),
    "string_type": ('"{key}" must be a text', "write words; put a number in quotation marks"),
    "string_too_short": ('"{key}" is empty', "write something, or take it out"),
    "int_type": ('"{key}" must be a whole number', "write a number, such as 6"),
    "greater_than_equal": ('"{key}" is {input}, but at least {ge}', "write {ge} or more"),
    "less_than_equal": ('"{key}" is {input}, but at most {le}', "write {le} or less"),
    "literal_error": ('{input} does not fit "{key}"', "write {expected}"),
    "too_short": ('"{key}" is empty', "add at least one"),
    "model_type": ('"{key}" must have keys of its own', "indent them below it"),
    "dict_type": ('"{key}" must have keys of its own', "indent them below it"),
    "tuple_type": ('"{key}" must be a list', "write [one, two], or a line with - for each"),
}


class Problem(NamedTuple):
    """One thing that is wrong; `length` is how much of the line a caret underlines."""

    place: Place
    length: int
    text: str
    fix: str | None

    @classmethod
    def of_form(cls, found: Finding) -> Problem:
        """Return what the YAML reader found wrong with the form of the file."""
        return cls(found.place, found.length, found.text, found.fix)


def problems(error: ValidationError, top: Node) -> Iterator[Problem]:
    """Return everything that does not fit the directory's model, where it stands in the file."""
    for detail in error.errors(include_url=False):
        node = _at(top, detail["loc"], key=detail["type"] == "extra_forbidden")
        text, fix = _said(detail)
        yield Problem(node.place, node.length, text, fix)


def shown(problem: Problem, lines: Sequence[str]) -> str:
    """Return the problem for a terminal: place and sentence, the line with a caret, the fix."""
    return pointed_at(problem.place, problem.length, problem.text, problem.fix, lines)


def _said(detail: ErrorDetails) -> tuple[str, str | None]:
    kind, loc = detail["type"], detail["loc"]
    if kind == "value_error":
        text, _, fix = str(detail["ctx"]["error"]).partition("; ")
        return text, fix or None
    if kind == "extra_forbidden":
        return f'"{loc[-1]}" is not known here', meant(str(loc[-1]), KEYS) or "take it out"
    if loc[-1:] == ("[key]",):
        return f'"{loc[-2]}" is no day of the week', f"write {', '.join(DAY_NAMES[:-1])} or holiday"
    text, fix = _SENTENCES[kind]
    key = next((part for part in reversed(loc) if isinstance(part, str)), "the file")
    fills = {**detail.get("ctx", {}), "key": key, "input": quoted(detail["input"])}
    return text.format_map(fills), fix.format_map(fills)


def _at(top: Node, loc: tuple[int | str, ...], *, key: bool) -> Node:
    """Return the node that `loc` leads to (or its `key`), else the last one on the way there."""
    node = name = top
    for part in loc:
        inner = _inner(node, part)
        if inner is None:  # what is missing, or Pydantic's own mark for a wrong key
            key = key or part == "[key]"
            break
        name, node = inner
    return name if key or (isinstance(node, Table) and node is not top) else node


def _inner(node: Node, part: int | str) -> tuple[Node, Node] | None:
    """Return what names the `part` of a node (its key; in a list, itself), and the part."""
    if isinstance(node, Table):
        return next(((key, value) for key, value in node.entries if key.text == part), None)
    if isinstance(node, Series) and isinstance(part, int):
        return node.items[part], node.items[part]
    return None
