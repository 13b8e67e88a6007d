"""The aspects of a conversation: everything observable about it that two versions are compared by.

They exist twice, on purpose. `aspect_sets` computes them for everybody at once, as diagrams;
`observe_aspects` reads them off one conversation that the engine has played. An example of a change
is shown only after the engine has confirmed it, so a fault in the symbolic half cannot reach a
reader unnoticed.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.dialog.conclusions import decisions, fill_record, plan
from assistant.dialog.engine import Dialog
from assistant.dialog.trail import Trail
from assistant.flow.model import (
    UNKNOWN,
    FromCodes,
    FromConclusion,
    FromFacts,
    FromRepeat,
    RecordEntry,
    Text,
    Value,
)
from assistant.flow.model.record_fields import FIELDS, Field
from assistant.prove.change.symbolic_run import FactoredSet, SymbolicRun
from assistant.prove.diagram import TRUE

AspectKind = Literal[
    "told", "asked", "offered", "answered", "ends", "decides", "plan", "record", "order"
]
Variant = object  # what distinguishes two results of one aspect
LocalSet = tuple[
    FactoredSet, int
]  # a point on the way as a factored set, and who of those who reach it
VariantSets = Mapping[
    Variant, tuple[LocalSet, ...]
]  # variant -> its people: the union of the parts


@dataclass(frozen=True, slots=True)
class Aspect:
    """One observable thing of a conversation: being told a step, asked a fact and so on."""

    kind: AspectKind
    name: str


AspectSets = Mapping[Aspect, VariantSets]  # aspect -> variant -> for whom


def aspect_sets(run: SymbolicRun) -> AspectSets:
    """Return every aspect of a version's conversations: how it can turn out, and for whom.

    Decisions, plan and record are taken as at an end, and so hold only for those who reach one.
    """
    found: dict[Aspect, dict[Variant, tuple[LocalSet, ...]]] = {}
    for aspect, sort, part in (
        *_path_aspects(run),
        *_conclusion_aspects(run),
        *_record_aspects(run),
    ):
        sorts = found.setdefault(aspect, {})
        sorts[sort] = (*sorts.get(sort, ()), part)
    return found


_FoundAspects = Iterator[tuple[Aspect, Variant, LocalSet]]


def _path_aspects(run: SymbolicRun) -> _FoundAspects:
    for step in run.flow.steps.values():
        here = run.arrivals[step.id]
        if step.level:
            yield Aspect("told", step.id), (step.level, step.pin), (here, TRUE)
        if step.is_end:
            yield Aspect("ends", ""), (step.id, step.outcome), (here, TRUE)
        for subject in run.layout.asks[step.id]:
            yield Aspect("asked", subject), step.row_facts, (here, TRUE)
            if subject in run.answer_sets:
                yield Aspect("answered", subject), "", (here, run.answer_sets[subject].can_answer)
            for option, who in run.shown_options.get(subject, {}).items():
                yield Aspect("offered", subject), option, (here, who)


def _conclusion_aspects(run: SymbolicRun) -> _FoundAspects:
    for decision in run.flow.decisions:
        for value, part in _decision_values(run, decision):
            yield Aspect("decides", decision), value, part
    for item in run.flow.plan:
        held = run.guards.guard_set(item.guard, run.final_stage)
        sort = (item.who, item.by.unit, item.by.amount)
        yield Aspect("plan", item.id), sort, (run.at_any_end, held)


def _decision_values(run: SymbolicRun, decision: str) -> Iterator[tuple[str, LocalSet]]:
    for row, held in run.guards.row_sets(decision, run.final_stage):
        yield row.value, (run.at_any_end, held)


def _record_aspects(run: SymbolicRun) -> _FoundAspects:
    for entry in run.flow.record:
        for sort, part in _field_variants(run, entry):
            yield Aspect("record", entry.path), sort, part


def _field_variants(run: SymbolicRun, entry: RecordEntry) -> Iterator[tuple[Variant, LocalSet]]:
    """Yield the possible contents of a record field, each with those for whom it is filled so."""
    field = FIELDS[entry.path]
    match entry.origin:
        case FromFacts(facts):
            for number, fact in enumerate(facts):
                yield from (
                    ((number, sort), part) for sort, part in _fact_variants(run, fact, field)
                )
        case FromCodes(fact, codes):
            known = {option: code for option, code in codes.items() if code in field.codes}
            yield from ((known[o], part) for o, part in _options_picked(run, fact) if o in known)
        case FromRepeat(repeat, fields):
            names = tuple(sorted(fields.items()))
            yield from (((rows, names), part) for rows, part in _answers_given(run, repeat) if rows)
        case FromConclusion(name):
            yield from _conclusion_variants(run, name, field)


def _conclusion_variants(
    run: SymbolicRun, name: str, field: Field
) -> Iterator[tuple[Variant, LocalSet]]:
    if name in run.flow.scores:
        totals = run.guards.total_sets(name, run.final_stage)
        yield from ((total, (run.at_any_end, who)) for total, who in totals.items())
        return
    for value, part in _decision_values(run, name):
        if not field.codes or value in field.codes:
            yield value, part


def _fact_variants(run: SymbolicRun, fact: str, field: Field) -> Iterator[tuple[Variant, LocalSet]]:
    """Yield the contents that the answer to a fact gives a record field."""
    words = field.kind == "text"
    if field.kind in ("code", "codes"):
        yield from ((o, part) for o, part in _options_picked(run, fact) if o in field.codes)
    elif (asked := run.flow.facts[fact]).options:
        said = ((o, part) for o, part in _options_picked(run, fact) if o != UNKNOWN or words)
        yield from (((fact, option), part) for option, part in said)
    else:
        for value, part in _answers_given(run, fact):
            if value is not None and (value != UNKNOWN or words):
                # "Yes", "no" and "don't know" read the same whichever fact they come from; numbers,
                # days and texts are compared only by being given.
                told = asked.is_single or value == UNKNOWN
                yield value if told else (fact, "given"), part


def _answers_given(run: SymbolicRun, subject: str) -> Iterator[tuple[Value, LocalSet]]:
    """Yield the answers to a question, selections left out, with those who give them."""
    given = run.answer_sets.get(subject)
    if given is not None:
        here = run.arrivals[run.layout.asked_by[subject]]
        yield from ((value, (here, who)) for value, who in given.values.items())


def _options_picked(run: SymbolicRun, fact: str) -> Iterator[tuple[str, LocalSet]]:
    """Yield the options of an answer ("don't know" is one of them), with those who choose them."""
    given = run.answer_sets.get(fact)
    if given is None:
        return
    here = run.arrivals[run.layout.asked_by[fact]]
    for option, who in given.ticked.items():
        ticked = who if option in given.values else run.diagrams.and_(who, given.selected)
        yield option, (here, ticked)
    if UNKNOWN in given.values:
        yield UNKNOWN, (here, given.values[UNKNOWN])


# The same aspects, read off one conversation that the engine played: a check on the diagrams.

ObservedAspects = Mapping[Aspect, object]
_END_ASPECT = Aspect("ends", "")


def observe_aspects(
    dialog: Dialog, trail: Trail, given: Container[str] | None = None
) -> ObservedAspects:
    """Return the aspects that a conversation shows; an aspect that it lacks is absent.

    `given` are the questions that were answered, or could have been; by default those on the trail.
    """
    answered = trail.answers if given is None else given
    return dict(_observed_aspects(dialog, trail, answered))


def differing_aspects(old: ObservedAspects, new: ObservedAspects) -> tuple[Aspect, ...]:
    """Return the aspects in which two conversations differ.

    Where one of them has no end, that is only the question at which it got stuck.
    """
    ends = [each.get(_END_ASPECT) for each in (old, new)]
    found = tuple(
        aspect
        for aspect in dict.fromkeys((*old, *new))
        if _is_comparable(aspect, old, new, ends) and old.get(aspect) != new.get(aspect)
    )
    return (*found, Aspect("order", "")) if all(ends) and _is_order_swapped(old, new) else found


def _is_comparable(
    aspect: Aspect, old: ObservedAspects, new: ObservedAspects, ends: list[object]
) -> bool:
    if aspect.kind == "answered":
        return not all(ends) and _is_asked(aspect, old) and _is_asked(aspect, new)
    if aspect.kind == "record":
        return all(isinstance(end, tuple) and end[1] == "notify" for end in ends)
    if aspect.kind == "offered":
        return all(ends) and _is_asked(aspect, old) and _is_asked(aspect, new)
    return all(ends)


def _is_asked(aspect: Aspect, seen: ObservedAspects) -> bool:
    return Aspect("asked", aspect.name) in seen


def _is_order_swapped(old: ObservedAspects, new: ObservedAspects) -> bool:
    """Return True if things that both conversations tell or ask come in another order."""
    ways = [[a for a in each if a.kind in {"told", "asked"}] for each in (old, new)]
    shared = [[a for a in way if a in other] for way, other in (ways, reversed(ways))]
    return shared[0] != shared[1]


def _observed_aspects(
    dialog: Dialog, trail: Trail, answered: Container[str]
) -> Iterator[tuple[Aspect, object]]:
    for name in trail.path:
        step = dialog.flow.steps[name]
        if step.level:
            yield Aspect("told", name), (step.level, step.pin)
        for subject in dialog.replay.fields[name]:
            yield Aspect("asked", subject), step.row_facts
            if subject in answered:
                yield Aspect("answered", subject), True
            yield from _offered_options(dialog, trail, name, subject)
    if trail.ended is not None:
        yield from _end_aspects(dialog, trail, trail.ended)


def _offered_options(
    dialog: Dialog, trail: Trail, step: str, subject: str
) -> Iterator[tuple[Aspect, object]]:
    fact = dialog.flow.facts.get(subject)
    if fact is not None and fact.options:
        reading = trail if step == trail.waiting else dialog.replay.answers_before(trail, step)
        yield Aspect("offered", subject), {o.id for o in dialog.logic.options(fact, reading)}


def _end_aspects(dialog: Dialog, trail: Trail, end: str) -> Iterator[tuple[Aspect, object]]:
    step = dialog.flow.steps[end]
    yield _END_ASPECT, (end, step.outcome)
    for decision, value in decisions(dialog, trail).items():
        yield Aspect("decides", decision), value
    for item in plan(dialog, trail):
        yield Aspect("plan", item.id), (item.who, item.by)
    for path, kept in fill_record(dialog, trail, _text_context).items():
        yield Aspect("record", path), kept


def _text_context(text: Text) -> str:
    """Return a stand-in for a text, so that a change of wording alone makes no difference."""
    return text.context
