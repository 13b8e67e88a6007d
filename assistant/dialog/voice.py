"""Says texts and answers in the words of a moment; placeholders are filled from the path's answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from assistant.dialog import phrases
from assistant.dialog.cpr import masked
from assistant.dialog.moment import Moment
from assistant.flow.logic import Logic
from assistant.flow.markup import (
    Message,
    Placeholder,
    Span,
    line,
    parse,
    plain,
    render,
    spoken,
    still,
    still_line,
    still_plain,
)
from assistant.flow.model import (
    UNKNOWN,
    AnyFact,
    Choice,
    Integer,
    Multi,
    Opaque,
    Repeat,
    Text,
    YesNo,
)
from assistant.flow.values import Reading, Value

_OFFERING = (Choice, Multi)
_STOPS = (".", "?", "!", ":")


def leading(label: str) -> str:
    """Return a label as it stands before what it heads: with a colon, unless it ends with a stop of its own."""
    return label if label.endswith(_STOPS) else f"{label}:"


class Voice:
    """Speaks of a conversation's answers at a moment.

    `timely` and `personal` say whether anything said since they were last set to False came from the moment, or
    from an answer: what is neither may be kept and said again.
    """

    def __init__(self, logic: Logic, reading: Reading, moment: Moment) -> None:
        self._logic, self._reading, self._moment = logic, reading, moment
        self._flow = logic.flow
        self._words, self._said = moment.words, moment.said.messages
        self.timely = self.personal = False

    def message(self, text: Text | None) -> Message:
        """Return an author's text, placeholders filled; no text says nothing."""
        if text is None:
            return []
        words = self._words(text)
        said = still(words)
        return self._filled(words) if said is None else said

    def _filled(self, words: str) -> Message:
        """Return a text with placeholders; one that says nothing of an answer is filled once a moment."""
        self.timely = True
        said = self._said.get(words)
        if said is None:
            before, self.personal = self.personal, False
            said = render(parse(words), self._fill)
            if not self.personal:
                self._said[words] = said
            self.personal |= before
        return said

    def line(self, text: Text) -> str:
        """Return an author's text as one line of plain words."""
        said = still_line(self._words(text))
        return line(self.message(text)) if said is None else said

    def plain(self, text: Text) -> str:
        """Return an author's text as plain words, a line per block."""
        said = still_plain(self._words(text))
        return plain(self.message(text)) if said is None else said

    def phrase(self, msgid: str, **values: object) -> str:
        """Return one of the engine's own phrases."""
        return self._moment.ui(msgid, **values)

    def label(self, fact: str) -> str:
        """Return the heading of a fact or repeat: its label, or its id when it has none."""
        asked = self._flow.facts.get(fact)
        step = self._flow.steps.get(fact)
        text = asked.label if asked else step.label if isinstance(step, Repeat) else None
        return self.line(text) if text else fact

    def answer(self, fact: str, value: Value) -> Message:
        """Return an answer as a message of its own: a list where several things are selected."""
        asked = self._flow.facts.get(fact)
        if asked is None:
            return self._rows(value)
        if isinstance(asked, Multi) and isinstance(value, tuple) and value:
            return [{"li": [{"t": label}]} for label in self._labels(asked, value)]
        words = self.words(fact, value)
        return [{"p": [{"t": line}]} for line in words.split("\n") if line.strip()]

    def answers(self, facts: tuple[str, ...]) -> Message:
        """Return what the path's answers to a screen's facts say; of several, those not skipped."""
        given = self._reading.answers
        if len(facts) == 1:
            return self.answer(facts[0], given[facts[0]])
        said = [fact for fact in facts if given[fact] is not None]
        if not said:
            return spoken(Span(self.phrase(phrases.SKIPPED)))
        return [{"p": [{"t": self._labelled(fact, given[fact])}]} for fact in said]

    def _labelled(self, fact: str, value: Value) -> str:
        return f"{leading(self.label(fact))} {self.words(fact, value)}"

    def words(self, fact: str, value: Value) -> str:
        """Return an answer as running words; a personal number is masked."""
        asked = self._flow.facts.get(fact)
        if value is None:
            return self.phrase(phrases.SKIPPED)
        if asked is None or value == UNKNOWN:
            return plain(self._rows(value)) if asked is None else self.phrase(phrases.UNKNOWN_WORDS)
        if isinstance(asked, _OFFERING):
            return ", ".join(self._labels(asked, value)) or self._none(asked)
        return self._plain_value(asked, value)

    def _plain_value(self, fact: AnyFact, value: Value) -> str:
        if isinstance(fact, YesNo):
            return self.phrase(phrases.YES if value == "yes" else phrases.NO)
        if isinstance(value, date):
            return self.phrase(phrases.DAY, day=value)
        if isinstance(fact, Integer) and fact.unit:
            return f"{value} {self.line(fact.unit)}"
        if isinstance(fact, Opaque) and fact.kind == "cpr":
            return masked(str(value))
        return str(value)

    def _labels(self, fact: Choice | Multi, value: Value) -> list[str]:
        chosen = value if isinstance(value, tuple) else (value,)
        return [self.line(option.label) for option in fact.options if option.id in chosen]

    def _none(self, fact: Choice | Multi) -> str:
        if isinstance(fact, Multi) and fact.none:
            return self.line(fact.none)
        return self.phrase(phrases.NONE_WORDS)

    def _rows(self, value: Value) -> Message:
        rows = (
            [row for row in value if isinstance(row, Mapping)] if isinstance(value, tuple) else []
        )
        if not rows:
            return spoken(Span(self.phrase(phrases.EMPTY_LIST)))
        return [{"li": [{"t": self._row(row)}]} for row in rows]

    def _row(self, row: Mapping[str, Value]) -> str:
        given = ((fact, value) for fact, value in row.items() if value is not None)
        return " · ".join(self.words(fact, value).replace("\n", " ") for fact, value in given)

    def _fill(self, placeholder: Placeholder) -> tuple[Span, ...]:
        name = placeholder.id
        if placeholder.kind not in ("fact", "decision"):
            return self._moment.says[f"{placeholder.kind}.{name}"]
        self.personal = True
        if name in self._flow.decisions:
            return (Span(self.conclusion(name)),)
        if name not in self._reading.answers:
            return (Span(self.phrase(phrases.UNANSWERED)),)
        return (Span(self.words(name, self._reading.answers[name])),)

    def conclusion(self, decision: str) -> str:
        """Return what a decision concludes: the reason that its row gives, or its value."""
        row = self._logic.row(decision, self._reading)
        return self.line(row.because) if row.because else row.value
