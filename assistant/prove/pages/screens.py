"""The lines of a step on the proof: what it says, what it asks, and every answer that can be given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.flow.checks.reads import own_atoms
from assistant.flow.expression import HasTag
from assistant.flow.model import (
    AnyFact,
    AnyStep,
    Ask,
    Choice,
    Flow,
    Form,
    Guard,
    Integer,
    Multi,
    Option,
    Repeat,
    Text,
)
from assistant.prove.pages.entries import Entry, Note, present, sources, when
from assistant.prove.picture.reader import Reader

Tags = Mapping[str, frozenset[str]]  # by fact


def entries(flow: Flow, step: AnyStep, reader: Reader, matter: Tags) -> Iterator[Entry]:
    """Yield the lines of a step, in the order in which a reader of its screen meets them."""
    say = reader.say
    section = step.section
    if section is not None and section.context.startswith(f"steps.{step.id}."):
        yield Entry(say("Afsnit"), texts=(section,))
    said = ((say("Tekst"), step.say), (say("Hjælp"), step.help))
    label = step.label if isinstance(step, Repeat) else None
    for what, text in (*said, (say("Overskrift"), label)):
        if text is not None:
            yield Entry(what, texts=(text,))
    for fact in _asked(step):
        yield from _fact(flow.facts[fact], matter.get(fact, frozenset()), reader)


def tags_that_matter(flow: Flow) -> Tags:
    """Return the tags of each fact's options that something in the flow depends on."""
    found: dict[str, set[str]] = {}
    for guard in _guards(flow):
        for atom in own_atoms(guard.expression):
            if isinstance(atom.test, HasTag):
                found.setdefault(atom.subject, set()).update(atom.test.tags)
    return {fact: frozenset(tags) for fact, tags in found.items()}


def _asked(step: AnyStep) -> tuple[str, ...]:
    match step:
        case Ask(fact=fact):
            return (fact,)
        case Form(facts=facts) | Repeat(each=facts):
            return facts
        case _:
            return ()


def _fact(fact: AnyFact, matter: frozenset[str], reader: Reader) -> Iterator[Entry]:
    say = reader.say
    yield Entry(say("Spørgsmålet"), fact.id, present(fact.label), tuple(_about(fact, reader)))
    if fact.help is not None:
        yield Entry(say("Hjælp"), fact.id, (fact.help,))
    if isinstance(fact, Integer) and fact.unit is not None:
        yield Entry(say("Enhed"), fact.id, (fact.unit,))
    if isinstance(fact, Choice | Multi):
        yield from _options(fact.options, matter, reader)
    if isinstance(fact, Multi) and fact.none is not None:
        yield Entry(say("Svar"), "none", (fact.none,))


def _about(fact: AnyFact, reader: Reader) -> Iterator[Note]:
    say = reader.say
    if fact.purpose:
        yield Note(say("Formål"), fact.purpose)
    protected = {
        "person": say("om en person"),
        "special": say("følsomt"),
        "protected": say("beskyttet"),
    }
    if fact.sensitivity in protected:
        yield Note(say("Oplysning"), protected[fact.sensitivity])
    if fact.optional:
        yield Note(say("Svar"), say("kan springes over"))
    if fact.unknown:
        yield Note(say("Svar"), say("kan være »Ved ikke«"))


def _options(
    options: tuple[Option, ...], matter: frozenset[str], reader: Reader
) -> Iterator[Entry]:
    say = reader.say
    heading: Text | None = None
    for option in options:
        if option.group is not None and option.group != heading:
            yield Entry(say("Gruppe"), texts=(option.group,))
        heading = option.group
        tags = sorted(option.tags & matter)
        notes = (
            *when(option.visible, reader, say("Vises når")),
            *((Note(say("Vægt"), str(option.weight)),) if option.weight else ()),
            *((Note(say("Betyder"), ", ".join(tags)),) if tags else ()),
            *sources(option.source, reader),
        )
        yield Entry(say("Svar"), option.id, present(option.label, option.hint), notes)


def _guards(flow: Flow) -> Iterator[Guard]:
    """Yield everything in the flow that asks something of the answers."""
    guards: list[Guard | None] = [each.guard for each in flow.conditions.values()]
    guards += [row.guard for each in flow.decisions.values() for row in each.rows]
    guards += [route.guard for step in flow.steps.values() for route in step.routes]
    guards += [item.guard for item in flow.plan]
    for fact in flow.facts.values():
        if isinstance(fact, Choice | Multi):
            guards += [option.visible for option in fact.options]
    yield from (guard for guard in guards if guard is not None)
