"""A file of answers, as `--answers F` takes it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from assistant.errors import FlowError
from assistant.flow.diagnostics import render
from assistant.scenario.model import Raw
from assistant.scenario.read import read_answers

STDIN = Path("-")

answers_type = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)


def answers(file: Path) -> Mapping[str, Raw]:
    """Return the answers in `file` (or on stdin, for `-`): strict YAML or JSON, fact to answer.

    Raises:
        FlowError: the file cannot be read as that; the message has the places.
    """
    text = sys.stdin.read() if file == STDIN else file.read_text(encoding="utf-8")
    given, findings = read_answers(text, "stdin" if file == STDIN else file.as_posix())
    if findings:
        raise FlowError("\n".join(render(finding, text.splitlines()) for finding in findings))
    return given
