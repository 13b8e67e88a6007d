"""What can be answered in one version and not in the other, question by question, as the files have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.flow.model import (
    AnyFact,
    Ask,
    Choice,
    Date,
    Flow,
    Form,
    Integer,
    Multi,
    Offset,
    Opaque,
    Repeat,
)


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """What a question takes no longer, and what it takes now; `what` says both in words."""

    fact: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    what: tuple[str, ...] = ()


def questions(old: Flow, new: Flow) -> tuple[QuestionChange, ...]:
    """Return what changed in the questions that both versions ask."""
    before, after = _takes(old), _takes(new)
    return tuple(
        QuestionChange(
            fact,
            tuple(each for each in after[fact][0] if each not in before[fact][0]),
            tuple(each for each in before[fact][0] if each not in after[fact][0]),
            tuple(_changed(before[fact][1], after[fact][1])),
        )
        for fact in before
        if fact in after and before[fact] != after[fact]
    )


_Taken = tuple[tuple[str, ...], Mapping[str, str]]  # options, and everything else by what it is


def _takes(flow: Flow) -> Mapping[str, _Taken]:
    found: dict[str, _Taken] = {}
    for step in flow.steps.values():
        match step:
            case Ask(fact=fact):
                found[fact] = _taken(flow.facts[fact])
            case Form(facts=facts):
                found |= {fact: _taken(flow.facts[fact]) for fact in facts}
            case Repeat(id=repeat, each=facts):
                rows = {"rows": f"{step.at_least} to {step.at_most}", "each row": ", ".join(facts)}
                found[repeat] = ((), rows)
                found |= {fact: _taken(flow.facts[fact]) for fact in facts}
            case _:
                pass
    return found


def _taken(fact: AnyFact) -> _Taken:
    options = fact.options if isinstance(fact, Choice | Multi) else ()
    rest = {"type": fact.type, "skipped": _may(fact.optional), '"don\'t know"': _may(fact.unknown)}
    match fact:
        case Multi(none=none):
            rest['"none of these"'] = _may(none is not None)
        case Integer(low=low, high=high):
            rest["limits"] = f"{low} to {high}"
        case Date(earliest=earliest, latest=latest):
            rest["limits"] = f"{_offset(earliest)} to {_offset(latest)}"
        case Opaque(limit=limit):
            rest["characters"] = str(limit)
        case _:
            pass
    return tuple(option.id for option in options), rest


def _may(allowed: bool) -> str:  # noqa: FBT001 - it is the one thing that is said
    return "allowed" if allowed else "not allowed"


def _offset(offset: Offset) -> str:
    return f"{offset.amount:+d}{offset.unit}"


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield f"{name}: {before.get(name, 'none')}, now {after.get(name, 'none')}"
