"""A file of answers, as `--answers F` takes it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import click

from assistant.errors import FlowError
from assistant.flow.diagnostics import render
from assistant.scenario.model import Raw
from assistant.scenario.read import read_answers

STDIN = Path("-")

answers_type = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)

_Command = TypeVar("_Command", bound=Callable[..., object])


day_option = click.option(
    "--today",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of the conversation; else this one.",
)


def played_options(command: _Command) -> _Command:
    """Return `command` with what plays one conversation: `--answers`, given as `file`, and `--today` as `day`."""
    file = click.option(
        "--answers",
        "file",
        type=answers_type,
        required=True,
        help="YAML or JSON: fact to answer; - reads stdin.",
    )
    return file(day_option(command))


def answers(file: Path) -> Mapping[str, Raw]:
    """Return the answers in `file` (or on stdin, for `-`): strict YAML or JSON, fact to answer.

    Raises:
        FlowError: the file cannot be read as that; the message has the places.
    """
    name = "stdin" if file == STDIN else file.as_posix()
    try:
        text = sys.stdin.read() if file == STDIN else file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise FlowError(f"{name} is not UTF-8; save it as UTF-8.") from error
    given, findings = read_answers(text, name)
    if findings:
        raise FlowError("\n".join(render(finding, text.splitlines()) for finding in findings))
    return given
