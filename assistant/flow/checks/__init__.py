"""The static checks of a draft, one after the other; here those of its shape and its explanations.

Later checks presuppose earlier ones: without circles in steps and conditions a draft can be walked,
and only then is it worth asking what holds along the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.flow.checks.conditions import check_conditions
from assistant.flow.checks.dataflow import AnsweredBefore, answered_before
from assistant.flow.checks.privacy import check_handed_over, check_privacy
from assistant.flow.checks.texts import (
    check_lengths,
    check_placeholders,
    check_texts,
    names_mentioned,
)
from assistant.flow.checks.visibility import check_visibility
from assistant.flow.findings import Finding, make_finding
from assistant.flow.findings.loader_codes import G01_END, G01_STEPS, R07_NEEDS, R08_NEVER
from assistant.flow.findings.registry import error, warning
from assistant.flow.model import AnyStep, Flow, Law, Route, Source
from assistant.flow.model.expression import And, Expression, Named, Or
from assistant.flow.reading.context import Context
from assistant.flow.reading.draft import Document, Draft
from assistant.flow.strict_yaml.nodes import Series

# What is found here.

G04 = error("G04", "Steps that go round in a circle").says(
    "the way goes round in a circle: {way}.", fix='use "repeat" for a list'
)
G05 = error("G05", "A step that nothing leads to").says(
    'no step leads to "{name}".', fix='lead to it with "go", or delete it'
)
L06 = warning("L06", "A grave step that cannot be explained").says(
    '"{name}" leads to "{step}" and has no "because", so nobody can be told why.',
    fix='add "because": one sentence that the professional reads',
)
C03 = warning("C03", "A source that was read too long ago").says(
    'the source "{name}" was read on {day}, more than 12 months ago.',
    fix="read it again and set read_on",
)

# The order of all checks.


def check_draft(draft: Draft, context: Context) -> None:
    """Report the mistakes of a flow that show only once all its files are read."""
    # a draft with broken steps or circles in its conditions gets the checks that need no walk
    walkable = check_graph(draft, context) and bool(draft.steps)
    _check_facts_asked(draft, context)
    marks = check_texts(draft, context)
    sound = check_conditions(draft, context, names_mentioned(marks))
    check_privacy(draft, context)
    if walkable and sound:
        before = answered_before(draft)
        check_placeholders(draft, marks, before, context)
        _check_needs(draft, before, context)
        check_visibility(draft, before, context)
        check_handed_over(draft, context)
        check_reasons(draft, context)
        if all(finding.severity != "error" for finding in context.report.findings):
            check_lengths(draft, context)  # it follows the ways, which an error may have cut


def _check_facts_asked(draft: Draft, context: Context) -> None:
    """Report facts that no step asks."""
    if context.has_broken_steps:
        return
    for fact in draft.facts.values():
        if fact.id not in context.facts_asked:
            context.report.at_place(fact.place, len(fact.id), R08_NEVER, name=fact.id)


def _check_needs(draft: Draft, before: AnsweredBefore, context: Context) -> None:
    """Report parts that are run before what they need is answered."""
    runs = {step.runs: step for step in draft.steps.values() if step.runs}
    for document in draft.documents:
        for need in document.needs:
            part = document.part or ""
            do = runs.get(part)
            if need.text not in context.names.symbols:
                owner = f'"needs" of the part "{part}"'
                context.report_unknown(need, owner, "the fact", context.names.of_kinds(["fact"]))
            elif do is not None and need.text not in before.get(do.id, frozenset({need.text})):
                fills = {"part": part, "name": need.text}
                context.report.at_place(do.place, len(do.id), R07_NEEDS, **fills)


# The shape of the conversation: a beginning, an end, no circles, no step that nothing leads to.


def check_graph(draft: Draft, context: Context) -> bool:
    """Report mistakes of the shape; return True where it is sound enough to be walked."""
    for document in draft.documents:
        _check_ends(document, context)
    circles = list(_find_cycles(draft.steps))
    for route, way in circles:
        shown = " → ".join(_author_name(step, draft) for step in way)
        context.report.at_place(route.place, len(_author_name(route.to, draft)), G04, way=shown)
    if not context.has_broken_steps:
        _report_unreferenced(draft, context)
    return not circles and not context.has_broken_steps


def _check_ends(document: Document, context: Context) -> None:
    """Report a file without steps, or without an end."""
    owner = "the flow" if document.part is None else f'the part "{document.part}"'
    node = document.keys.node_at("steps")
    key = document.keys.key_at("steps")
    if not isinstance(node, Series) or key is None:
        return
    if not document.steps:
        if not context.has_broken_steps:
            context.report.at(key, G01_STEPS, owner=owner)
            context.has_broken_steps = True
    elif (
        not any(step.is_end or not step.is_listed for step in document.steps)
        and not context.has_broken_steps
    ):
        fix = "add a step: end" if document.part is None else "add a step: end: done"
        context.report.at(key, G01_END, owner=owner, fix=fix)


def _author_name(step: str, draft: Draft) -> str:
    """Return a step's name as its author wrote it."""
    return "done" if step in draft.steps and not draft.steps[step].is_listed else step


def _find_cycles(steps: dict[str, AnyStep]) -> Iterator[tuple[Route, list[str]]]:
    """Yield each route that closes a cycle, with the cycle.

    A depth-first search without recursion: `way` is the stack, so a route into it is a back edge.
    """
    done: set[str] = set()
    for start, first in steps.items():
        way = {start: iter(first.routes)} if start not in done else {}
        while (
            way
        ):  # the last key of `way` is the step in hand, its value the routes still to follow
            step, routes = next(reversed(way.items()))
            route = next(routes, None)
            if route is None:
                done.add(step)
                del way[step]
            elif route.to in way:
                names = list(way)
                yield route, [*names[names.index(route.to) :], route.to]
            elif route.to in steps and route.to not in done:
                way[route.to] = iter(steps[route.to].routes)


def _report_unreferenced(draft: Draft, context: Context) -> None:
    """Report the steps that no step leads to."""
    steps = draft.steps
    targets = {route.to for step in steps.values() for route in step.routes if route.to != step.id}
    for number, step in enumerate(steps.values()):
        if number and step.id not in targets:
            name = _author_name(step.id, draft)
            context.report.at_place(step.place, len(name), G05, name=name)


# The explanations: a `because` for every condition that leads to a duty, a danger or an end.

_GRAVE = frozenset({"duty", "danger"})


def check_reasons(draft: Draft, context: Context) -> None:
    """Report conditions without `because` that lead to a duty, a danger or an end."""
    lacking: dict[str, str] = {}
    for step in draft.steps.values():
        for route in step.routes:
            target = None if route.guard is None else _grave_target(route.to, draft)
            for name in (
                _positive_conditions(route.guard.expression) if route.guard and target else ()
            ):
                condition = draft.conditions.get(name)
                if condition is not None and condition.because is None:
                    lacking.setdefault(name, target or "")
    for name, target in lacking.items():
        place = draft.conditions[name].place
        context.report.at_place(place, len(name), L06, name=name, step=target)


def _positive_conditions(expression: Expression) -> Iterator[str]:
    """Yield the conditions that a guard names, but for those under a `not`."""
    match expression:
        case Named(name):
            yield name
        case And(items) | Or(items):
            for item in items:
                yield from _positive_conditions(item)
        case _:
            pass


def _grave_target(id_: str, draft: Draft) -> str | None:
    """Return the duty, danger or end that a route to `id_` leads to, past steps without words."""
    step: AnyStep | None = draft.steps.get(id_)
    while step is not None and step.is_silent:
        certain = [route.to for route in step.routes if route.guard is None]
        step = draft.steps.get(certain[0]) if certain and len(step.routes) == 1 else None
    return step.id if step is not None and (step.is_end or step.level in _GRAVE) else None


# The age of sources: those that were read too long ago are to be read again.


def check_source_age(flow: Flow, today: date) -> tuple[Finding, ...]:
    """Return a warning for each source and law text read more than 12 months before `today`."""
    read: tuple[Law | Source, ...] = (*flow.law.values(), *flow.sources.values())
    return tuple(
        make_finding(C03, entry.place, len(entry.id), name=entry.id, day=entry.read_on)
        for entry in read
        if entry.read_on and _is_old(date.fromisoformat(entry.read_on), today)
    )


def _is_old(read_on: date, today: date) -> bool:
    """Return True where a day lies more than 12 months back."""
    return (today.year, today.month, today.day) > (read_on.year + 1, read_on.month, read_on.day)
