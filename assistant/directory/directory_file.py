"""Parses a municipality's directory file, and reports everything that is wrong with it at once.

The text is parsed by the flow language's strict YAML reader and validated by pydantic; each error
of either becomes a `DirectoryProblem` with its place in the file, a sentence and a fix.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from assistant.directory.municipality import DAY_NAMES, KNOWN_KEYS, Directory, quote
from assistant.errors import DirectoryError
from assistant.flow.findings import Finding, did_you_mean, render_problem
from assistant.flow.model import Place
from assistant.flow.strict_yaml.nodes import Node, Series, Table, plain_data
from assistant.flow.strict_yaml.parser import normalise, parse_yaml


def parse_directory(text: str, file: str) -> Directory:
    """Return the directory written in `text`; `file` is the file name shown in problems.

    Raises:
        DirectoryError: the text is not strict YAML or not a directory; the message has every
            problem with `file:line:column`, the line and a fix.
    """
    parsed = parse_yaml(text, file)
    if parsed.node is None or parsed.findings:
        raise _to_error((DirectoryProblem.from_finding(found) for found in parsed.findings), text)
    try:
        return Directory.model_validate(plain_data(parsed.node))
    except ValidationError as error:
        raise _to_error(explain_errors(error, parsed.node), text) from None


@lru_cache
def demo_directory() -> Directory:
    """Return the made-up municipality that comes with the assistant, for trials and tests."""
    name = "demo.yaml"
    return parse_directory((resources.files("assistant.directory") / name).read_text("utf-8"), name)


def _to_error(found: Iterable[DirectoryProblem], text: str) -> DirectoryError:
    lines = normalise(text).splitlines()
    ordered = sorted(found, key=lambda problem: (problem.place.line, problem.place.column))
    return DirectoryError(
        "\n".join(render_directory_problem(problem, lines) for problem in ordered)
    )


# Problems in a directory file, explained to the operator who wrote it: place, sentence, fix.

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

# pydantic's error type -> sentence and fix; the fields are filled from the error's context.
_SENTENCES: Mapping[str, tuple[str, str]] = {
    "missing": ('"{key}" is missing', "add {key}: …"),
    "string_type": ('"{key}" must be text', "write words; put quotation marks around a number"),
    "string_too_short": ('"{key}" is empty', "write something, or remove it"),
    "int_type": ('"{key}" must be a whole number', "write a number, such as 6"),
    "greater_than_equal": ('"{key}" is {input}, but must be at least {ge}', "write {ge} or more"),
    "less_than_equal": ('"{key}" is {input}, but must be at most {le}', "write {le} or less"),
    "literal_error": ('{input} is not a valid value for "{key}"', "write {expected}"),
    "too_short": ('"{key}" is empty', "add at least one"),
    "model_type": ('"{key}" must have keys of its own', "indent them below it"),
    "dict_type": ('"{key}" must have keys of its own', "indent them below it"),
    "tuple_type": (
        '"{key}" must be a list',
        "write [one, two], or one line starting with - for each item",
    ),
}


class DirectoryProblem(NamedTuple):
    """One problem; `length` is the number of characters that carets underline."""

    place: Place
    length: int
    text: str
    fix: str | None

    @classmethod
    def from_finding(cls, found: Finding) -> DirectoryProblem:
        """Return the problem for a finding of the YAML reader."""
        return cls(found.place, found.length, found.text, found.fix)


def explain_errors(error: ValidationError, top: Node) -> Iterator[DirectoryProblem]:
    """Yield a problem for each error of pydantic, with its place in the file."""
    for detail in error.errors(include_url=False):
        node = _find_node(top, detail["loc"], key=detail["type"] == "extra_forbidden")
        text, fix = _explain(detail)
        yield DirectoryProblem(node.place, node.length, text, fix)


def render_directory_problem(problem: DirectoryProblem, lines: Sequence[str]) -> str:
    """Return the problem as text for a terminal: place, sentence, marked line, fix."""
    return render_problem(problem.place, problem.length, problem.text, problem.fix, lines)


def _explain(detail: ErrorDetails) -> tuple[str, str | None]:
    kind, loc = detail["type"], detail["loc"]
    if kind == "value_error":
        text, _, fix = str(detail["ctx"]["error"]).partition("; ")
        return text, fix or None
    if kind == "extra_forbidden":
        return f'unknown key "{loc[-1]}"', did_you_mean(str(loc[-1]), KNOWN_KEYS) or "remove it"
    if loc[-1:] == ("[key]",):
        return (
            f'"{loc[-2]}" is not a day of the week',
            f"write {', '.join(DAY_NAMES[:-1])} or holiday",
        )
    text, fix = _SENTENCES[kind]
    key = next((part for part in reversed(loc) if isinstance(part, str)), "the file")
    fills = {**detail.get("ctx", {}), "key": key, "input": quote(detail["input"])}
    return text.format_map(fills), fix.format_map(fills)


def _find_node(top: Node, loc: tuple[int | str, ...], *, key: bool) -> Node:
    """Return the node at `loc` (or the node of its key), or else the last one on the way to it."""
    node = name = top
    for part in loc:
        inner = _find_part(node, part)
        if inner is None:  # a missing key, or pydantic's own mark for a wrong one
            key = key or part == "[key]"
            break
        name, node = inner
    return name if key or (isinstance(node, Table) and node is not top) else node


def _find_part(node: Node, part: int | str) -> tuple[Node, Node] | None:
    """Return the `part` of a node, after the node of its key (in a list, the part itself)."""
    if isinstance(node, Table):
        return next(((key, value) for key, value in node.entries if key.text == part), None)
    if isinstance(node, Series) and isinstance(part, int):
        return node.items[part], node.items[part]
    return None
