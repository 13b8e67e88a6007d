"""Reads a municipality's directory file; everything wrong with it is reported at once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib import resources

from pydantic import ValidationError

from assistant.directory.model import Directory
from assistant.directory.problems import Problem, problems, shown
from assistant.errors import DirectoryError
from assistant.flow.nodes import plain
from assistant.flow.source import normal, parse


def load(text: str, file: str) -> Directory:
    """Return the directory written in `text`; `file` is the name that problems bear.

    Raises:
        DirectoryError: the text is not strict YAML or not a directory; says every problem with
            `file:line:column`, the line and how to mend it.
    """
    parsed = parse(text, file)
    if parsed.node is None or parsed.findings:
        raise _error((Problem.of_form(found) for found in parsed.findings), text)
    try:
        return Directory.model_validate(plain(parsed.node))
    except ValidationError as error:
        raise _error(problems(error, parsed.node), text) from None


@lru_cache
def demo() -> Directory:
    """Return the made-up municipality that the assistant ships for trying things out."""
    name = "demo.yaml"
    return load((resources.files("assistant.directory") / name).read_text("utf-8"), name)


def _error(found: Iterable[Problem], text: str) -> DirectoryError:
    lines = normal(text).splitlines()
    ordered = sorted(found, key=lambda problem: (problem.place.line, problem.place.column))
    return DirectoryError("\n".join(shown(problem, lines) for problem in ordered))
