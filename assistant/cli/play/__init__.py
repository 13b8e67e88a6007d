"""`assistant play`: a conversation in the terminal.

A package for its size: `talk` runs the conversation, `prompts` asks for one answer at a time.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from assistant.cli.inputs import (
    answers_type,
    find_flow_folder,
    load_answers,
    locales_folder,
    now,
    today,
)
from assistant.cli.output import example_epilog
from assistant.cli.play.prompts import AnswerSource, PipedAnswers, Terminal
from assistant.cli.play.talk import Talk, TalkEnvironment
from assistant.cli.shortest_way import reach_step, require_step
from assistant.dialog.engine import Dialog
from assistant.directory.directory_file import demo_directory
from assistant.flow.load import load_valid_flow
from assistant.scenario.player import Player
from assistant.text.translations import FlowTexts, offered_languages


@click.command("play", epilog=example_epilog("assistant play concern --lang en"))
@click.argument("flow")
@click.option("--lang", "language", help="Language of the conversation (default: the flow's own).")
@click.option(
    "--answers", "file", type=answers_type, help="YAML or JSON file of answers to start with."
)
@click.option(
    "--at", "step", metavar="STEP", help="Start at this step, reached by the shortest way."
)
def command(flow: str, language: str | None, file: Path | None, step: str | None) -> None:
    """Hold the conversation of FLOW in the terminal.

    Answer with arrow keys, numbers or words; `:back`, `:why`, `:change FACT`, `:lang en` and `:quit` do what
    they say, and `:help` lists them. Piped input works too, a line for each answer. Nothing is stored or
    sent. Contacts and deadlines are those of a made-up municipality. --at plays the answers of --answers up
    to STEP; without --answers it takes the shortest conversation that leads there, and prints its answers.
    """
    folder = find_flow_folder(flow)
    loaded = load_valid_flow(folder)
    texts = offered_languages(loaded, locales_folder(folder))
    player = Player(Dialog(loaded), _choose_language(language, texts), today())
    Talk(
        _start_player(player, file, step),
        _choose_source(),
        TalkEnvironment(texts, demo_directory(), now),
    ).run()


def _choose_source() -> AnswerSource:
    return Terminal() if sys.stdin.isatty() and sys.stdout.isatty() else PipedAnswers(sys.stdin)


def _choose_language(language: str | None, texts: Mapping[str, FlowTexts]) -> str:
    """Return the language to use: the one asked for, else the flow's own, the first of `texts`."""
    if language is not None and language not in texts:
        raise click.UsageError(
            f'The flow is not available in "{language}"; it is available in {", ".join(texts)}.'
        )
    return language or next(iter(texts))


def _start_player(player: Player, file: Path | None, step: str | None) -> Player:
    """Play the answers of the file, else those of the shortest conversation, up to `step`."""
    if step is not None:
        require_step(player.dialog.flow, step)
    if file is not None:
        player.play_answers(load_answers(file), until=step)
        for refusal in player.refusals:
            click.echo(f'the answer to "{refusal.fact}" is refused: {refusal.code}', err=True)
        return player
    if step is not None:
        reach_step(player, step)
    return player
