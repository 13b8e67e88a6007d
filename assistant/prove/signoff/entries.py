"""The lines of the sign-off page: some texts, what they are, and what helps to judge them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.flow import model
from assistant.flow.checks.dataflow import own_atoms
from assistant.flow.model.expression import HasTag
from assistant.prove.picture.reader import TextReader

NoteKind = Literal["words", "guard", "sources", "change"]


@dataclass(frozen=True, slots=True)
class EntryNote:
    """Something to know about a text; ids in a guard or among sources become links.

    A note of a change marks its whole line.
    """

    word: str
    value: str
    kind: NoteKind = "words"


@dataclass(frozen=True, slots=True)
class SignoffEntry:
    """A line of the page; `id` is its anchor for links, `code` its name in the flow's files."""

    what: str
    code: str | None = None
    texts: tuple[model.Text, ...] = ()
    notes: tuple[EntryNote, ...] = ()
    id: str | None = None


def existing_texts(*texts: model.Text | None) -> tuple[model.Text, ...]:
    """Return those of the texts that exist."""
    return tuple(text for text in texts if text is not None)


def guard_note(
    guard: model.Guard | None, reader: TextReader, word: str = ""
) -> tuple[EntryNote, ...]:
    """Return a note of the guard, introduced by `word`; none if there is no guard."""
    return () if guard is None else (EntryNote(word or reader.say("Når"), guard.text, "guard"),)


def source_note(ids: tuple[str, ...], reader: TextReader) -> tuple[EntryNote, ...]:
    """Return a note of the sources that something rests on; none if there are no sources."""
    return (EntryNote(reader.say("Kilder"), " ".join(ids), "sources"),) if ids else ()


def condition_entry(of: model.Condition, reader: TextReader) -> SignoffEntry:
    """Return the line of a condition: its test, and in words why it matters."""
    say = reader.say
    return SignoffEntry(
        say("Betingelse"),
        of.id,
        existing_texts(of.because),
        guard_note(of.guard, reader),
        f"condition-{of.id}",
    )


def decision_entries(of: model.Decision, reader: TextReader) -> Iterator[SignoffEntry]:
    """Yield a line for each row of a decision."""
    for number, row in enumerate(of.rows, 1):
        notes = guard_note(row.guard, reader) or (
            EntryNote(reader.say("Når"), reader.say("ingen af de øvrige gælder")),
        )
        first = f"decision-{of.id}" if number == 1 else None
        yield SignoffEntry(of.id, row.value, existing_texts(row.because), notes, first)


def plan_entry(of: model.PlanItem, reader: TextReader) -> SignoffEntry:
    """Return the line of a plan item: who does it, by when, and on whose plan it is."""
    say = reader.say
    who = {
        "you": say("Dig"),
        "leader": say("Din leder"),
        "family_team": say("Familieteamet"),
    }[of.who]
    notes = (
        EntryNote(say("Hvem"), who),
        EntryNote(say("Senest"), _format_deadline(of.by, reader)),
        *guard_note(of.guard, reader),
        *source_note(of.source, reader),
    )
    return SignoffEntry(say("Plan"), of.id, (of.do,), notes, f"plan-{of.id}")


def _format_deadline(by: model.By, reader: TextReader) -> str:
    say = reader.say
    return {
        "now": say("nu"),
        "today": say("i dag"),
        "hours": say("inden {number} timer", number=by.amount),
        "days": say("inden {number} dage", number=by.amount),
        "working_days": say("inden 1 hverdag")
        if by.amount == 1
        else say("inden {number} hverdage", number=by.amount),
    }[by.unit]


def law_entry(of: model.Law, reader: TextReader) -> SignoffEntry:
    """Return the line of a law: its text and paragraph, whether verified, and when it was read."""
    say = reader.say
    checked = (
        say("bekræftet i kilden: paragraffen vises")
        if of.verified
        else say("ikke bekræftet: paragraffen vises ikke")
    )
    notes = (
        EntryNote(say("Paragraf"), checked),
        EntryNote(say("Læst den"), of.read_on),
        *source_note(of.source, reader),
    )
    return SignoffEntry(
        say("Lov"), of.id, existing_texts(of.text, of.paragraph), notes, f"law-{of.id}"
    )


# The lines of one step: its message, its questions, and every answer that can be given.

Tags = Mapping[str, frozenset[str]]  # fact -> tags of its options


def step_entries(
    flow: model.Flow, step: model.AnyStep, reader: TextReader, significant: Tags
) -> Iterator[SignoffEntry]:
    """Yield the lines of a step, in the order in which they meet a reader of its screen.

    `significant` has the tags, by fact, that are worth showing.
    """
    say = reader.say
    section = step.section
    if section is not None and section.context.startswith(f"steps.{step.id}."):
        yield SignoffEntry(say("Afsnit"), texts=(section,))
    said = ((say("Tekst"), step.say), (say("Hjælp"), step.help))
    for what, text in (*said, (say("Overskrift"), step.label)):
        if text is not None:
            yield SignoffEntry(what, texts=(text,))
    for fact in step.asked_facts:
        yield from _fact_entries(flow.facts[fact], significant.get(fact, frozenset()), reader)


def significant_tags(flow: model.Flow) -> Tags:
    """Return, for each fact, the tags of its options that something in the flow depends on."""
    found: dict[str, set[str]] = {}
    for guard in _flow_guards(flow):
        for atom in own_atoms(guard.expression):
            if isinstance(atom.test, HasTag):
                found.setdefault(atom.subject, set()).update(atom.test.tags)
    return {fact: frozenset(tags) for fact, tags in found.items()}


def _fact_entries(
    fact: model.AnyFact, significant: frozenset[str], reader: TextReader
) -> Iterator[SignoffEntry]:
    say = reader.say
    yield SignoffEntry(
        say("Spørgsmålet"), fact.id, existing_texts(fact.label), tuple(_fact_notes(fact, reader))
    )
    if fact.help is not None:
        yield SignoffEntry(say("Hjælp"), fact.id, (fact.help,))
    if fact.unit is not None:
        yield SignoffEntry(say("Enhed"), fact.id, (fact.unit,))
    yield from _option_entries(fact.options, significant, reader)
    if fact.none is not None:
        yield SignoffEntry(say("Svar"), "none", (fact.none,))


def _fact_notes(fact: model.AnyFact, reader: TextReader) -> Iterator[EntryNote]:
    say = reader.say
    if fact.purpose:
        yield EntryNote(say("Formål"), fact.purpose)
    protected = {
        "person": say("om en person"),
        "special": say("følsomt"),
        "protected": say("beskyttet"),
    }
    if fact.sensitivity in protected:
        yield EntryNote(say("Oplysning"), protected[fact.sensitivity])
    if fact.optional:
        yield EntryNote(say("Svar"), say("kan springes over"))
    if fact.unknown:
        yield EntryNote(say("Svar"), say("kan være »Ved ikke«"))


def _option_entries(
    options: tuple[model.Option, ...], significant: frozenset[str], reader: TextReader
) -> Iterator[SignoffEntry]:
    say = reader.say
    heading: model.Text | None = None
    for option in options:
        if option.group is not None and option.group != heading:
            yield SignoffEntry(say("Gruppe"), texts=(option.group,))
        heading = option.group
        tags = sorted(option.tags & significant)
        notes = (
            *guard_note(option.visible, reader, say("Vises når")),
            *((EntryNote(say("Vægt"), str(option.weight)),) if option.weight else ()),
            *((EntryNote(say("Betyder"), ", ".join(tags)),) if tags else ()),
            *source_note(option.source, reader),
        )
        yield SignoffEntry(say("Svar"), option.id, existing_texts(option.label, option.hint), notes)


def _flow_guards(flow: model.Flow) -> Iterator[model.Guard]:
    """Yield every guard in the flow."""
    guards: list[model.Guard | None] = [each.guard for each in flow.conditions.values()]
    guards += [row.guard for each in flow.decisions.values() for row in each.rows]
    guards += [route.guard for step in flow.steps.values() for route in step.routes]
    guards += [item.guard for item in flow.plan]
    for fact in flow.facts.values():
        guards += fact.visibility_guards
    yield from (guard for guard in guards if guard is not None)
