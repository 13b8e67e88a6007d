"""Running scripted conversations against a flow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.dialog.asks import fields
from assistant.dialog.conversation import Answering, Back, Changing, Speaking, Turn
from assistant.dialog.dialog import Dialog
from assistant.flow.basics import Place
from assistant.scenario.compare import differences, edits
from assistant.scenario.model import Case, Change, GoBack, Move, Resume, Send, Speak, WaitAt
from assistant.scenario.player import Player


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one case; `why` has a sentence for each thing that went wrong, none when it passed."""

    flow: str
    place: Place
    case: str
    why: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing went wrong."""
        return not self.why


def run(dialog: Dialog, case: Case, today: date) -> Result:
    """Return what comes of `case`; `today` counts where the case names none.

    Nothing that was answered is in the result, so it may be shown anywhere.
    """
    player = Player(dialog, case.language or dialog.flow.language, case.today or today)
    why = _scripted(player, case) if case.moves else _order_free(player, case)
    return Result(dialog.flow.id, case.place, case.name, tuple(why))


def _order_free(player: Player, case: Case) -> Iterator[str]:
    unused = player.answer(case.answers)
    before = player.trail.answers
    if case.change and not player.refusals:
        unused = player.answer({fact: case.answers[fact] for fact in unused}, case.change)
    if player.refusals:
        yield from _refused(player)
        return
    for fact in unused:
        yield f'the answer to "{fact}" was never asked for'
    if player.trail.ended is None and case.expected.waits != player.trail.waiting:
        yield _stuck(player)
        return
    yield from differences(player.dialog, player.trail, case.expected)
    yield from edits(player.trail, before, case.expected)


def _stuck(player: Player) -> str:
    waiting = player.trail.waiting or ""
    asked = fields(player.dialog.flow.steps[waiting])
    return f'it waits at "{waiting}", and there is no answer for {" or ".join(asked)}'


def _refused(player: Player) -> Iterator[str]:
    for refusal in player.refusals:
        yield f'the answer to "{refusal.fact}" is refused: {refusal.code}'


def _scripted(player: Player, case: Case) -> Iterator[str]:
    for number, move in enumerate(case.moves, 1):
        for sentence in _move(player, move):
            yield f"move {number}: {sentence}"
            return
    yield from differences(player.dialog, player.trail, case.expected)


def _move(player: Player, move: Move) -> Iterator[str]:
    match move:
        case Send(at=at, raw=raw, refused=refused):
            yield from _waiting(player, at)
            yield from _turn(player, Answering(at, raw), refused)
        case Change(fact=fact, raw=raw, refused=refused):
            yield from _turn(player, Changing(fact, raw), refused)
        case GoBack():
            yield from _turn(player, Back(), None)
        case Speak(language=language):
            yield from _turn(player, Speaking(language), None)
        case WaitAt(at=at):
            yield from _waiting(player, at)
        case Resume():
            if not player.resume():
                yield "coming back leads to another conversation"


def _waiting(player: Player, at: str) -> Iterator[str]:
    trail = player.trail
    if trail.waiting != at:
        stands = f'waits at "{trail.waiting}"' if trail.waiting else f'has ended in "{trail.ended}"'
        yield f'it should wait at "{at}", but it {stands}'


def _turn(player: Player, turn: Turn, refused: str | None) -> Iterator[str]:
    accepted = player.take(turn)
    codes = [refusal.code for refusal in player.refusals]
    if refused is None:
        yield from _refused(player)
    elif accepted:
        yield f'the answer should be refused with "{refused}", but it is accepted'
    elif refused not in codes:
        yield f'the answer should be refused with "{refused}", but it is refused with {", ".join(codes)}'
