"""The runner of scripted conversations: plays a case and compares what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from assistant.dialog.conclusions import decisions, explain, fill_record, plan
from assistant.dialog.conversation import (
    AnswerTurn,
    BackTurn,
    ChangeTurn,
    LanguageTurn,
    Turn,
)
from assistant.dialog.engine import Dialog
from assistant.dialog.trail import Trail
from assistant.flow.model import Place, Text
from assistant.scenario import script_model
from assistant.scenario.player import Player


@dataclass(frozen=True, slots=True)
class CaseResult:
    """The result of one case; `why` has a sentence for each failure, none if it passed."""

    flow: str
    place: Place
    case: str
    why: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """True if nothing went wrong."""
        return not self.why


def run_case(dialog: Dialog, case: script_model.Case, today: date) -> CaseResult:
    """Play `case` and return its result; `today` is its day if it names none.

    The result has none of the answers in it, so it may be shown anywhere.
    """
    player = Player(dialog, case.language or dialog.flow.language, case.today or today)
    why = _play_script(player, case) if case.moves else _play_answers(player, case)
    return CaseResult(dialog.flow.id, case.place, case.name, tuple(why))


def _play_answers(player: Player, case: script_model.Case) -> Iterator[str]:
    unused = player.play_answers(case.answers)
    before = player.trail.answers
    if case.change and not player.refusals:
        unused = player.play_answers({fact: case.answers[fact] for fact in unused}, case.change)
    if player.refusals:
        yield from _describe_refusals(player)
        return
    for fact in unused:
        yield f'the answer to "{fact}" was never asked for'
    if player.trail.ended is None and case.expected.waits != player.trail.waiting:
        yield _describe_waiting(player)
        return
    yield from differences(player.dialog, player.trail, case.expected)
    yield from change_differences(player.trail, before, case.expected)


def _describe_waiting(player: Player) -> str:
    waiting = player.trail.waiting or ""
    asked = player.dialog.flow.steps[waiting].fields
    return f'it waits at "{waiting}", and there is no answer for {" or ".join(asked)}'


def _describe_refusals(player: Player) -> Iterator[str]:
    for refusal in player.refusals:
        yield f'the answer to "{refusal.fact}" is refused: {refusal.code}'


def _play_script(player: Player, case: script_model.Case) -> Iterator[str]:
    for number, move in enumerate(case.moves, 1):
        for sentence in _make_move(player, move):
            yield f"move {number}: {sentence}"
            return  # after the first failure nothing is as the script expects
    yield from differences(player.dialog, player.trail, case.expected)


def _make_move(player: Player, move: script_model.Move) -> Iterator[str]:
    match move:
        case script_model.Send(at=at, raw=raw, refused=refused):
            yield from _check_waiting(player, at)
            yield from _take_turn(player, AnswerTurn(at, raw), refused)
        case script_model.Change(fact=fact, raw=raw, refused=refused):
            yield from _take_turn(player, ChangeTurn(fact, raw), refused)
        case script_model.GoBack():
            yield from _take_turn(player, BackTurn(), None)
        case script_model.Speak(language=language):
            yield from _take_turn(player, LanguageTurn(language), None)
        case script_model.WaitAt(at=at):
            yield from _check_waiting(player, at)
        case script_model.Resume():
            if not player.resume():
                yield "coming back leads to another conversation"


def _check_waiting(player: Player, at: str) -> Iterator[str]:
    trail = player.trail
    if trail.waiting != at:
        stands = f'waits at "{trail.waiting}"' if trail.waiting else f'has ended in "{trail.ended}"'
        yield f'it should wait at "{at}", but it {stands}'


def _take_turn(player: Player, turn: Turn, refused: str | None) -> Iterator[str]:
    accepted = player.take_turn(turn)
    codes = [refusal.code for refusal in player.refusals]
    if refused is None:
        yield from _describe_refusals(player)
    elif accepted:
        yield f'the answer should be refused with "{refused}", but it is accepted'
    elif refused not in codes:
        yield f'the answer should be refused with "{refused}", but it is refused with {", ".join(codes)}'


# Comparison of a played conversation with its expectations, in sentences for a flow author.


def differences(dialog: Dialog, trail: Trail, expected: script_model.Expectations) -> Iterator[str]:
    """Yield a sentence for each expectation that `trail` does not meet."""
    yield from _path_differences(trail, expected)
    yield from _end_differences(dialog, trail, expected)
    yield from _conclusion_differences(dialog, trail, expected)
    yield from _record_differences(dialog, trail, expected)
    yield from _reason_differences(dialog, trail, expected)


def _path_differences(trail: Trail, expected: script_model.Expectations) -> Iterator[str]:
    for step in expected.passes:
        if step not in trail.path:
            yield f'it should pass "{step}", but the path is {path_in_words(trail)}'
    for step in expected.never:
        if step in trail.path:
            yield f'it should never reach "{step}", but the path is {path_in_words(trail)}'


def _end_differences(
    dialog: Dialog, trail: Trail, expected: script_model.Expectations
) -> Iterator[str]:
    if trail.ended is None:
        if expected.ends is not None:
            yield f'it should end in "{expected.ends}", but it waits at "{trail.waiting}"'
        if expected.waits not in {None, trail.waiting}:
            yield f'it should wait at "{expected.waits}", but it waits at "{trail.waiting}"'
        return
    if expected.waits is not None:
        yield f'it should wait at "{expected.waits}", but it ends in "{trail.ended}"'
    step = dialog.flow.steps[trail.ended]
    if expected.ends is not None and expected.ends not in {trail.ended, step.outcome}:
        yield f'it should end in "{expected.ends}", but it ends in "{trail.ended}" ({step.outcome}); the path is {path_in_words(trail)}'


def _conclusion_differences(
    dialog: Dialog, trail: Trail, expected: script_model.Expectations
) -> Iterator[str]:
    concluded = decisions(dialog, trail)
    for decision, value in expected.decides.items():
        if concluded.get(decision) != value:
            yield f"it should decide {decision}: {value}, but decides {concluded.get(decision, 'nothing')}"
    planned = [item.id for item in plan(dialog, trail)] if expected.plans else []
    for item in expected.plans:
        if item not in planned:
            yield f'it should plan "{item}", but plans {_join_ids(planned)}'


def _record_differences(
    dialog: Dialog, trail: Trail, expected: script_model.Expectations
) -> Iterator[str]:
    if not expected.record:
        return
    kept = fill_record(dialog, trail, _source_words)
    for path, value in expected.record.items():
        if not is_same_value(kept.get(path), value):
            yield f"the record should have {path}: {_quote_value(value)}, but has {_quote_value(kept.get(path))}"


def _reason_differences(
    dialog: Dialog, trail: Trail, expected: script_model.Expectations
) -> Iterator[str]:
    for step, conditions in expected.why.items():
        explanation = explain(dialog, trail, step)
        held = [condition for condition, _ in explanation.conditions] if explanation else []
        for condition in conditions:
            if condition not in held:
                yield f'"{step}" should be because of "{condition}", but is because of {_join_ids(held)}'


def change_differences(
    trail: Trail, before: Mapping[str, object], expected: script_model.Expectations
) -> Iterator[str]:
    """Yield a sentence for each answer that a change should have kept or parked, but did not."""
    for fact in expected.keeps:
        if fact not in trail.answers or trail.answers[fact] != before.get(fact):
            yield f'the answer to "{fact}" should be kept, but it is {_describe_fate(trail, fact)}'
    for fact in expected.parks:
        if fact not in trail.parked:
            yield f'the answer to "{fact}" should be parked, but it is {_describe_fate(trail, fact)}'


def is_same_value(kept: object, wanted: object) -> bool:
    """Return True if a record's value is the expected one; lists of codes may be in any order."""
    if _is_code_list(kept) and _is_code_list(wanted):
        return sorted(kept) == sorted(wanted)  # type: ignore[call-overload, no-any-return]  # both are lists of str
    return kept == wanted


def _is_code_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def path_in_words(trail: Trail) -> str:
    """Return the path of `trail` in words."""
    return " > ".join(trail.path) or "empty"


def _describe_fate(trail: Trail, fact: str) -> str:
    if fact in trail.parked:
        return "parked"
    return "still on the way" if fact in trail.answers else "not answered"


def _join_ids(ids: Iterable[str]) -> str:
    return ", ".join(ids) or "nothing"


def _quote_value(value: object) -> str:
    return "nothing" if value is None else repr(value)


def _source_words(text: Text) -> str:
    return text.words
