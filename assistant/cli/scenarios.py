"""The scripted conversations of a flow: read from its `tests` folder, checked and played."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from assistant.cli.inputs import path_from_here
from assistant.dialog.conversation import AnswerTurn, BackTurn, ChangeTurn, Turn
from assistant.dialog.engine import Dialog
from assistant.dialog.trail import Trail
from assistant.flow.findings import Finding
from assistant.flow.model import Flow, Place
from assistant.scenario.player import Player
from assistant.scenario.run import run_case
from assistant.scenario.script_model import Case, Change, GoBack, Move, Send
from assistant.scenario.script_reader import Script, read_script

TESTS = "tests"


def read_scripts(flow: Flow, folder: Path) -> Iterator[Script]:
    """Read each script in the `tests` of `folder`, in the order of file names.

    Their places are relative to the flows root, as those of the flow's own files are.
    """
    for file in sorted((folder / TESTS).glob("*.yaml")):
        # Bytes that are not UTF-8 become lone surrogates, which the strict loader reports.
        text = file.read_text(encoding="utf-8", errors="surrogateescape")
        yield read_script(text, file.relative_to(folder.parent).as_posix(), flow)


def script_findings(flow: Flow, folder: Path) -> tuple[Finding, ...]:
    """Return the findings about the scripted conversations of `flow`."""
    return tuple(finding for script in read_scripts(flow, folder) for finding in script.findings)


# The trails of played scripts, from which `cover`, `suggest` and `graph --coverage` start.


@dataclass(frozen=True, slots=True)
class PlayedScripts:
    """The trails of the cases that pass; `failed` has the places of the others."""

    trails: tuple[Trail, ...]
    failed: tuple[Place, ...]


def play_scripts(dialog: Dialog, folder: Path, today: date) -> PlayedScripts:
    """Play the scripts of the flow in `folder`; `today` is the day of cases that name none."""
    trails: list[Trail] = []
    failed: list[Place] = []
    for script in read_scripts(dialog.flow, folder):
        failed += [script.place] if script.findings else []
        for case in script.cases:
            # Run for the verdict, then played again for the trails: a failing case covers nothing.
            if run_case(dialog, case, today).passed:
                trails += _case_trails(dialog, case, today)
            else:
                failed.append(case.place)
    return PlayedScripts(tuple(trails), tuple(failed))


def _case_trails(dialog: Dialog, case: Case, today: date) -> Iterator[Trail]:
    """Yield the last trail of a case, and each one that a change or a step back then cut short."""
    player = Player(dialog, case.language or dialog.flow.language, case.today or today)
    unused = player.play_answers(case.answers)
    if case.change:
        yield player.trail
        player.play_answers({fact: case.answers[fact] for fact in unused}, case.change)
    for move in case.moves:
        turn = _as_turn(move)
        if not isinstance(turn, AnswerTurn | None):
            yield player.trail
        if turn is not None:
            player.take_turn(turn)
    yield player.trail


def _as_turn(move: Move) -> Turn | None:
    match move:
        case Send(at=at, raw=raw):
            return AnswerTurn(at, raw)
        case Change(fact=fact, raw=raw):
            return ChangeTurn(fact, raw)
        case GoBack():
            return BackTurn()
        case _:
            return None


# The warning about failing scripted conversations, which no measure counts.


def warn_failing_scripts(folder: Path, failed: Iterable[Place]) -> None:
    """Print on stderr the scripted conversations that fail, and so are not counted."""
    for place in failed:
        at = f"{path_from_here(folder, place)}:{place.line}:{place.column}"
        click.secho(f"{at}: fails, so it covers nothing", fg="red", err=True)
