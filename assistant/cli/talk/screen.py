"""What a talk looks like: messages, progress, the end, the reasons; coloured on a terminal only."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable, Mapping
from datetime import datetime

import click

from assistant.cli.talk.standing import Standing
from assistant.dialog.shape import MessageShown, View
from assistant.dialog.voice import Voice, leading
from assistant.flow.markup import Message, plain
from assistant.record.export.review import review
from assistant.text.formats import moment as spoken_moment
from assistant.text.ui import Ui

LEVELS = {"danger": "red", "duty": "yellow", "advice": "cyan"}
WIDEST = 88


def headed(shown: View) -> None:
    """Print the section and how far the conversation has come."""
    progress = shown["progress"]
    if progress["section"]:
        line = f"{progress['index']}/{progress['of']}  {progress['section']}"
        click.secho(f"\n{line}", fg="bright_black")
    else:
        click.echo()


def told(messages: Iterable[MessageShown]) -> None:
    """Print what is told before a question or at an end."""
    for each in messages:
        message(each["text"], colour=LEVELS.get(each["level"]))


def message(blocks: Message | None, *, colour: str | None = None, bold: bool = False) -> None:
    """Print a message; None prints nothing."""
    for line in plain(blocks or []).splitlines():
        click.secho(_wrapped(line), fg=colour, bold=bold)


def ended(shown: View) -> None:
    """Print the plan."""
    for number, item in enumerate(shown["plan"] or (), 1):
        due = f", {_due(item['due'], shown['lang'])}" if item["due"] else ""
        click.echo(_wrapped(f"{number}. {_line(item['text'])} ({item['who']}{due})"))


def reviewed(standing: Standing) -> None:
    """Print the record as it would be sent, where one is."""
    record = standing.record()
    if record is None:
        return
    for section in review(record, Ui(standing.moment.language)):
        click.secho(f"\n{section['heading']}", bold=True)
        for row in section["rows"]:
            click.echo(_wrapped(f"  {leading(row['label'])} {_line(row['value'])}"))


def parked(standing: Standing) -> None:
    """Print the answers that are kept and off the way."""
    voice = Voice(standing.dialog.logic, standing.trail, standing.moment)
    for fact in standing.trail.parked:
        given = standing.conversation.answers[fact].value
        click.echo(f"  {leading(voice.label(fact))} {voice.words(fact, given)}")


def because(explanation: Mapping[str, object]) -> None:
    """Print why something came: the conditions that held, and the answers behind them."""
    lines = [*_conditions(explanation["conditions"]), *_answers(explanation["answers"])]
    for line in lines or ["It always comes here."]:
        click.secho(f"  {line}", fg="cyan")


def _conditions(conditions: object) -> list[str]:
    found = conditions if isinstance(conditions, list) else []
    return [
        f"{each['id']}: {_line(each['because'])}" if each["because"] else each["id"]
        for each in found
    ]


def _answers(answers: object) -> list[str]:
    found = answers if isinstance(answers, list) else []
    return [f"{leading(_line(each['label']))} {_line(each['answer'])}" for each in found]


def _line(words: object) -> str:
    """Return words, or a message, as one line."""
    if isinstance(words, list):
        return "; ".join(line.removeprefix("- ") for line in plain(words).splitlines())
    return "" if words is None else str(words)


def _due(instant: str, language: str) -> str:
    return spoken_moment(datetime.fromisoformat(instant), language)


def _wrapped(line: str) -> str:
    if not sys.stdout.isatty():
        return line
    width = min(WIDEST, shutil.get_terminal_size().columns)
    return textwrap.fill(line, width, subsequent_indent="  " if line[:1] in "-0123456789" else "")
