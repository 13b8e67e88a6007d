"""A line of the proof: some texts, what they are, and what has to be known to judge them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.flow.model import By, Condition, Decision, Guard, Law, PlanItem, Text
from assistant.prove.picture.reader import Reader

NoteKind = Literal["words", "guard", "sources"]


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know about a text; a guard's or source's ids are links."""

    word: str
    value: str
    kind: NoteKind = "words"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the proof; `id` is what others refer to it by, `code` what the flow's files call it."""

    what: str
    code: str | None = None
    texts: tuple[Text, ...] = ()
    notes: tuple[Note, ...] = ()
    id: str | None = None


def present(*texts: Text | None) -> tuple[Text, ...]:
    """Return the texts that are there."""
    return tuple(text for text in texts if text is not None)


def when(guard: Guard | None, reader: Reader, word: str = "") -> tuple[Note, ...]:
    """Return the note of when something holds, begun with `word`; none where it always does."""
    return () if guard is None else (Note(word or reader.say("Når"), guard.text, "guard"),)


def sources(ids: tuple[str, ...], reader: Reader) -> tuple[Note, ...]:
    """Return the note of the sources that something rests on."""
    return (Note(reader.say("Kilder"), " ".join(ids), "sources"),) if ids else ()


def condition(of: Condition, reader: Reader) -> Entry:
    """Return the line of a condition: what it asks, and why it matters in words."""
    say = reader.say
    return Entry(
        say("Betingelse"),
        of.id,
        present(of.because),
        when(of.guard, reader),
        f"condition-{of.id}",
    )


def decision(of: Decision, reader: Reader) -> Iterator[Entry]:
    """Yield a line for each row of a decision."""
    for number, row in enumerate(of.rows, 1):
        notes = when(row.guard, reader) or (
            Note(reader.say("Når"), reader.say("ingen af de øvrige gælder")),
        )
        first = f"decision-{of.id}" if number == 1 else None
        yield Entry(of.id, row.value, present(row.because), notes, first)


def plan_item(of: PlanItem, reader: Reader) -> Entry:
    """Return the line of a plan item: who does it, until when, and when it is on the plan."""
    say = reader.say
    who = {
        "you": say("Dig"),
        "leader": say("Din leder"),
        "family_team": say("Familieteamet"),
    }[of.who]
    notes = (
        Note(say("Hvem"), who),
        Note(say("Senest"), _due(of.by, reader)),
        *when(of.guard, reader),
        *sources(of.source, reader),
    )
    return Entry(say("Plan"), of.id, (of.do,), notes, f"plan-{of.id}")


def _due(by: By, reader: Reader) -> str:
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


def law(of: Law, reader: Reader) -> Entry:
    """Return the line of what the law says: its paragraph, whether that is verified, and when it was read."""
    say = reader.say
    checked = (
        say("bekræftet i kilden: paragraffen vises")
        if of.verified
        else say("ikke bekræftet: paragraffen vises ikke")
    )
    notes = (
        Note(say("Paragraf"), checked),
        Note(say("Læst den"), of.read_on),
        *sources(of.source, reader),
    )
    return Entry(say("Lov"), of.id, present(of.text, of.paragraph), notes, f"law-{of.id}")
