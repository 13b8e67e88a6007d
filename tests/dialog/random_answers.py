"""Random answers to the questions of a flow, for property tests."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from assistant.flow.model import (
    UNKNOWN,
    AnyFact,
    Ask,
    Choice,
    Date,
    Flow,
    Form,
    Integer,
    Multi,
    Opaque,
    Repeat,
    Value,
    YesNo,
)
from tests.examples.builders import TODAY


def random_value(rng: Random, fact: AnyFact) -> Value:
    """Return a value that the fact's question may have had, options that are hidden now included."""
    special: list[Value] = [None, UNKNOWN]
    allowed = [
        value for value, may in zip(special, (fact.optional, fact.unknown), strict=True) if may
    ]
    if allowed and rng.random() < 0.3:
        return rng.choice(allowed)
    if isinstance(fact, Choice | Multi):
        return _select_options(rng, fact)
    match fact:
        case YesNo():
            return rng.choice(("yes", "no"))
        case Integer(low=low, high=high):
            return rng.randint(low, high)
        case Date():
            return TODAY + timedelta(days=rng.randint(-4, 2))
        case Opaque(kind=kind):
            return {"cpr": "010118-4321", "phone": "12 34 56 78"}.get(kind, "Noget om barnet")


def _select_options(rng: Random, fact: Choice | Multi) -> Value:
    ids = tuple(option.id for option in fact.options)
    if isinstance(fact, Choice):
        return rng.choice(ids)
    chosen = rng.sample(ids, rng.randint(0 if fact.none else 1, len(ids)))
    return tuple(option for option in ids if option in chosen)


def random_rows(rng: Random, of: Flow, step: Repeat) -> Value:
    """Return rows for a repeat."""
    count = rng.randint(step.at_least, step.at_most)
    return tuple(
        {fact: random_value(rng, of.facts[fact]) for fact in step.each} for _ in range(count)
    )


def random_answers(rng: Random, of: Flow, share: float = 1.0) -> dict[str, Value]:
    """Return values for a share of everything that a flow asks."""
    answers: dict[str, Value] = {}
    for step in of.steps.values():
        match step:
            case Ask(fact=fact):
                answers[fact] = random_value(rng, of.facts[fact])
            case Form(facts=facts):
                answers.update((fact, random_value(rng, of.facts[fact])) for fact in facts)
            case Repeat():
                answers[step.id] = random_rows(rng, of, step)
    return {fact: value for fact, value in answers.items() if rng.random() < share}
