"""Printing a conversation: progress, messages, plan, record and reasons; colour on a terminal only."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable, Mapping
from datetime import datetime

import click

from assistant.conversation_context import ConversationContext
from assistant.dialog.renderer import TextRenderer, with_colon
from assistant.dialog.view_model import DialogView, MessageShown
from assistant.flow.markup import Message, plain_text
from assistant.record.export.review import review_sections
from assistant.text.formats import day_and_time as spoken_moment
from assistant.text.ui import Ui

LEVELS = {"danger": "red", "duty": "yellow", "advice": "cyan"}
MAX_WIDTH = 88


def print_heading(shown: DialogView) -> None:
    """Print the section, its number and the number of sections."""
    progress = shown["progress"]
    if progress["section"]:
        line = f"{progress['index']}/{progress['of']}  {progress['section']}"
        click.secho(f"\n{line}", fg="bright_black")
    else:
        click.echo()


def print_messages(messages: Iterable[MessageShown]) -> None:
    """Print the messages before a question or at an end."""
    for each in messages:
        print_message(each["text"], colour=LEVELS.get(each["level"]))


def print_message(blocks: Message | None, *, colour: str | None = None, bold: bool = False) -> None:
    """Print a message; None prints nothing."""
    for line in plain_text(blocks or []).splitlines():
        click.secho(_wrap(line), fg=colour, bold=bold)


def print_plan(shown: DialogView) -> None:
    """Print the plan."""
    for number, item in enumerate(shown["plan"] or (), 1):
        due = f", {_format_due(item['due'], shown['lang'])}" if item["due"] else ""
        click.echo(_wrap(f"{number}. {_one_line(item['text'])} ({item['who']}{due})"))


def print_review(context: ConversationContext) -> None:
    """Print the record as it would be sent; nothing if none is."""
    if not context.hands_over:
        return
    record = context.record(context.now)
    for section in review_sections(record, Ui(context.render_context.language)):
        click.secho(f"\n{section['heading']}", bold=True)
        for row in section["rows"]:
            click.echo(_wrap(f"  {with_colon(row['label'])} {_one_line(row['value'])}"))


def print_parked(context: ConversationContext) -> None:
    """Print the parked answers: kept, but off the path now."""
    voice = TextRenderer(context.dialog.logic, context.trail, context.render_context)
    for fact in context.trail.parked:
        given = context.conversation.answers[fact].value
        click.echo(f"  {with_colon(voice.label(fact))} {voice.answer_text(fact, given)}")


def print_reasons(explanation: Mapping[str, object]) -> None:
    """Print the reasons for a step or decision: conditions that held, and answers behind them."""
    lines = [*_condition_lines(explanation["conditions"]), *_answer_lines(explanation["answers"])]
    for line in lines or ["Every conversation comes here."]:
        click.secho(f"  {line}", fg="cyan")


def _condition_lines(conditions: object) -> list[str]:
    found = conditions if isinstance(conditions, list) else []
    return [
        f"{each['id']}: {_one_line(each['because'])}" if each["because"] else each["id"]
        for each in found
    ]


def _answer_lines(answers: object) -> list[str]:
    found = answers if isinstance(answers, list) else []
    return [f"{with_colon(_one_line(each['label']))} {_one_line(each['answer'])}" for each in found]


def _one_line(words: object) -> str:
    """Return a word, or a whole message, as one line."""
    if isinstance(words, list):
        return "; ".join(line.removeprefix("- ") for line in plain_text(words).splitlines())
    return "" if words is None else str(words)


def _format_due(instant: str, language: str) -> str:
    return spoken_moment(datetime.fromisoformat(instant), language)


def _wrap(line: str) -> str:
    if not sys.stdout.isatty():
        return line
    width = min(MAX_WIDTH, shutil.get_terminal_size().columns)
    return textwrap.fill(line, width, subsequent_indent="  " if line[:1] in "-0123456789" else "")
