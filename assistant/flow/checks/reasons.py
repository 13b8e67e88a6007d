"""Whether everything that weighs on a professional can be explained: a `because` for what leads there."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.flow.expression import And, Expression, Named, Or
from assistant.flow.reading.context import Context
from assistant.flow.reading.draft import Draft
from assistant.flow.steps import AnyStep, Decide, Do, End, Return, Tell

_GRAVE = frozenset({"duty", "danger"})


def check_reasons(draft: Draft, context: Context) -> None:
    """Report conditions without `because` that lead to a duty, a danger or an end. Needs a graph without circles."""
    lacking: dict[str, str] = {}
    for step in draft.steps.values():
        for route in step.routes:
            target = None if route.guard is None else _grave(route.to, draft)
            for name in _naming(route.guard.expression) if route.guard and target else ():
                condition = draft.conditions.get(name)
                if condition is not None and condition.because is None:
                    lacking.setdefault(name, target or "")
    for name, target in lacking.items():
        place = draft.conditions[name].place
        context.report.spot(place, len(name), "L06", name=name, step=target)


def _naming(expression: Expression) -> Iterator[str]:
    """Yield the conditions whose holding makes a guard hold: those that it names, but not under a `not`."""
    match expression:
        case Named(name):
            yield name
        case And(items) | Or(items):
            for item in items:
                yield from _naming(item)
        case _:
            pass


def _grave(id_: str, draft: Draft) -> str | None:
    """Return the duty, danger or end that a route to `id_` comes to, past steps without words."""
    step: AnyStep | None = draft.steps.get(id_)
    while isinstance(step, Decide | Do | Return):
        certain = [route.to for route in step.routes if route.guard is None]
        step = draft.steps.get(certain[0]) if certain and len(step.routes) == 1 else None
    if isinstance(step, End) or (isinstance(step, Tell) and step.level in _GRAVE):
        return step.id
    return None
