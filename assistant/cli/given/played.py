"""The scripted conversations of a flow, played: what `assistant cover` and `assistant suggest` start from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.cli.given.cases import scripts
from assistant.dialog.conversation import Answering, Back, Changing, Turn
from assistant.dialog.dialog import Dialog
from assistant.dialog.trail import Trail
from assistant.flow.basics import Place
from assistant.scenario.model import Case, Change, GoBack, Move, Send
from assistant.scenario.player import Player
from assistant.scenario.run import run


@dataclass(frozen=True, slots=True)
class Played:
    """Where the cases that pass led, before and after what they change; `failed` are the places of the others."""

    trails: tuple[Trail, ...]
    failed: tuple[Place, ...]


def played(dialog: Dialog, folder: Path, today: date) -> Played:
    """Return the scripted conversations of the flow in `folder`; `today` is for cases that name no day."""
    trails: list[Trail] = []
    failed: list[Place] = []
    for script in scripts(dialog.flow, folder):
        failed += [script.place] if script.findings else []
        for case in script.cases:
            if run(dialog, case, today).passed:
                trails += _trails(dialog, case, today)
            else:
                failed.append(case.place)
    return Played(tuple(trails), tuple(failed))


def _trails(dialog: Dialog, case: Case, today: date) -> Iterator[Trail]:
    """Yield the trails that a case leaves: the last, and those ahead of a change or a step back."""
    player = Player(dialog, case.language or dialog.flow.language, case.today or today)
    unused = player.answer(case.answers)
    if case.change:
        yield player.trail
        player.answer({fact: case.answers[fact] for fact in unused}, case.change)
    for move in case.moves:
        turn = _turn(move)
        if not isinstance(turn, Answering | None):
            yield player.trail
        if turn is not None:
            player.take(turn)
    yield player.trail


def _turn(move: Move) -> Turn | None:
    match move:
        case Send(at=at, raw=raw):
            return Answering(at, raw)
        case Change(fact=fact, raw=raw):
            return Changing(fact, raw)
        case GoBack():
            return Back()
        case _:
            return None
