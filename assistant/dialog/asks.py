"""What a step asks: apart from the replay, so that whoever only reads flows need not load the machine."""

from __future__ import annotations

from assistant.flow.model import AnyStep, Ask, Form, Repeat


def fields(step: AnyStep) -> tuple[str, ...]:
    """Return what a step asks: the ids that its answers are kept under."""
    match step:
        case Ask(fact=fact):
            return (fact,)
        case Form(facts=facts):
            return facts
        case Repeat(id=repeat):
            return (repeat,)
        case _:
            return ()
