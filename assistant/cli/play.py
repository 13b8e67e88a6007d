"""`assistant play`: a conversation in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from assistant.cli.given.answers import answers, answers_type
from assistant.cli.given.clock import now, today
from assistant.cli.given.places import flow_folder, locales
from assistant.cli.given.reaching import known_step, reach
from assistant.cli.talk.talk import Surroundings, Talk
from assistant.cli.talk.terminal import Terminal
from assistant.cli.talk.voice import Lines, Voice
from assistant.cli.told.examples import example
from assistant.dialog.dialog import Dialog
from assistant.directory.load import demo
from assistant.flow.load import loaded_flow
from assistant.scenario.player import Player
from assistant.text.catalogue import Texts, languages


@click.command("play", epilog=example("assistant play concern --lang en"))
@click.argument("flow")
@click.option("--lang", "language", help="Talk in this language; else the flow's own.")
@click.option(
    "--answers", "file", type=answers_type, help="YAML or JSON: begin with these answers."
)
@click.option("--at", "step", metavar="STEP", help="Begin at this step, by the shortest way there.")
def command(flow: str, language: str | None, file: Path | None, step: str | None) -> None:
    """Talk FLOW through in the terminal.

    Arrow keys, numbers or words answer; `:back`, `:why`, `:change FACT`, `:lang en` and `:quit` do what
    they say. Lines from a pipe answer just the same. Nothing is kept or sent. Contacts and deadlines are
    those of a made-up municipality. --at plays the answers of --answers up to STEP or, without any, the
    shortest conversation that leads there, and says what it answered.
    """
    folder = flow_folder(flow)
    loaded = loaded_flow(folder)
    texts = languages(loaded, locales(folder))
    player = Player(Dialog(loaded), _spoken(language, texts), today())
    Talk(_begun(player, file, step), _voice(), Surroundings(texts, demo(), now)).run()


def _voice() -> Voice:
    return Terminal() if sys.stdin.isatty() and sys.stdout.isatty() else Lines(sys.stdin)


def _spoken(language: str | None, texts: Mapping[str, Texts]) -> str:
    """Return the language to talk in; the flow's own is the first of `texts`."""
    if language is not None and language not in texts:
        raise click.UsageError(
            f'The flow does not speak "{language}"; it speaks {", ".join(texts)}.'
        )
    return language or next(iter(texts))


def _begun(player: Player, file: Path | None, step: str | None) -> Player:
    """Return the player with the answers that were given, or found, up to `step`."""
    if step is not None:
        known_step(player.dialog.flow, step)
    if file is not None:
        player.answer(answers(file), until=step)
        for refusal in player.refusals:
            click.echo(f'the answer to "{refusal.fact}" is refused: {refusal.code}', err=True)
        return player
    if step is not None:
        reach(player, step)
    return player
