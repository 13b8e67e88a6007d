"""A question as it is shown: its fields with the possible answers and the answer so far.

Most questions are the same for everybody, so they are built once and cached in the context: the
whole question, or else each of its fields without its value. A part may be cached only if no text
in it has an answer of this conversation filled in; the day and the options shown are in a field's
key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import cast

from assistant.dialog.dates import current_day
from assistant.dialog.renderer import RenderInputs, TextRenderer
from assistant.dialog.view_model import (
    CachedPart,
    CachedParts,
    FieldShown,
    FieldType,
    HeadingShown,
    OptionShown,
    QuestionKind,
    QuestionShown,
)
from assistant.flow.markup import Item, Message, Paragraph, Span, paragraph_message, plain_text
from assistant.flow.model import (
    AnswerState,
    AnyFact,
    AnyStep,
    Flow,
    Option,
    Repeat,
    Text,
    Value,
)

ValueLimits = tuple[int | str | None, int | str | None]


def build_question(
    inputs: RenderInputs, step: str, section: str, typed: Mapping[str, object]
) -> QuestionShown:
    """Return a question step on the path with its current values, or with what was `typed`.

    `section` is its heading if neither its text nor a label gives one.
    """
    kept, asks = inputs.context.cache.questions, inputs.dialog.replay.fields[step]
    # Only a question that nobody has answered yet has no values in it, and may be shared.
    fresh = not typed and inputs.conversation.answers.keys().isdisjoint(asks)
    if fresh and (known := kept.get((step, section))) is not None:
        return known
    whole, is_same_for_all = _QuestionBuilder(inputs, step, typed).build(section)
    if fresh and is_same_for_all:
        whole = kept[step, section] = cast("QuestionShown", CachedPart(whole))
    return whole


def question_text(flow: Flow, step: AnyStep, renderer: TextRenderer) -> Message:
    """Return the text of a question step: its own, else the label of what it asks for."""
    if step.say is not None:
        return renderer.message(step.say)
    field = step.leading_field
    if field is None:
        return []
    label = flow.label(field)
    return renderer.message(label) if label else paragraph_message(Span(field))


def value_to_json(fact: AnyFact | None, value: Value) -> object:
    """Return a value in the form of a raw answer; a personal number is masked."""
    return value if fact is None else fact.to_json(value)


class _QuestionBuilder:
    """Builds one question and its fields, each with whether everybody may be shown the same."""

    def __init__(self, inputs: RenderInputs, step: str, typed: Mapping[str, object]) -> None:
        self._inputs, self._typed = inputs, typed
        self._flow, self._logic = inputs.dialog.flow, inputs.dialog.logic
        self._step = self._flow.steps[step]
        self._facts = inputs.dialog.replay.fields[step]
        trail = inputs.trail
        waiting = step == trail.waiting
        self._reading: AnswerState = (
            trail if waiting else inputs.dialog.replay.answers_before(trail, step)
        )

    def build(self, section: str) -> tuple[QuestionShown, bool]:
        """Build the question; the flag is true if it is the same for all who have not answered it."""
        step, tracing = self._step, self._inputs.renderer.start_trace()
        text = question_text(self._flow, step, tracing)
        helps = _or_none(tracing.message(step.help))
        fields, are_same_for_all = self._build_fields()
        question: QuestionShown = {
            "step": step.id,
            "kind": cast("QuestionKind", step.kind),
            "text": text,
            "help": helps,
            "fields": fields,
            "heading": build_heading(text, fields, section),
        }
        return question, are_same_for_all and not tracing.uses_answers

    def _build_fields(self) -> tuple[list[FieldShown], bool]:
        if isinstance(self._step, Repeat):
            return [self._build_repeat(self._step)], False
        built = [self._build_field(fact, self._current_value(fact)) for fact in self._facts]
        return [field for field, _ in built], all(is_same for _, is_same in built)

    def _build_field(self, name: str, value: object) -> tuple[FieldShown, bool]:
        """Build the field of a fact; all of it but `value` comes from the cache if it may."""
        fact = self._flow.facts[name]
        shown = self._shown_options(fact)
        today = self._answer_day() if fact.counts_from_today else None
        offered = tuple(option.id for option in shown) if self._logic.may_hide_options(name) else ()
        is_same_for_all = today is None and not offered
        fields, key = self._inputs.context.cache.fields, (name, today, offered)
        known = fields.get(key)
        if known is None:
            tracing = self._inputs.renderer.start_trace()
            known = self._field_without_value(fact, shown, tracing)
            if tracing.uses_answers:
                is_same_for_all = False
            else:
                known = fields[key] = cast("FieldShown", CachedPart(known))
        return (known if value is None else {**known, "value": value}), is_same_for_all

    def _field_without_value(
        self, fact: AnyFact, shown: tuple[Option, ...], renderer: TextRenderer
    ) -> FieldShown:
        lowest, highest = self._value_limits(fact)
        return {
            "fact": fact.id,
            "type": cast("FieldType", fact.type),
            "label": renderer.label(fact.id),
            "help": _or_none(renderer.message(fact.help)),
            "options": _options_shown(shown, renderer),
            "none": _optional_line(fact.none, renderer),
            "unknown": fact.unknown,
            "optional": fact.optional,
            "min": lowest,
            "max": highest,
            "unit": _optional_line(fact.unit, renderer),
            "value": None,
        }

    def _build_repeat(self, step: Repeat) -> FieldShown:
        return {
            "fact": step.id,
            "type": "repeat",
            "label": self._inputs.renderer.label(step.id),
            "help": None,
            "options": [],
            "none": None,
            "unknown": False,
            "optional": step.at_least == 0,
            "min": step.at_least,
            "max": step.at_most,
            "unit": None,
            "value": self._current_rows(step.id),
            "each": [self._build_field(fact, None)[0] for fact in step.each],
        }

    def _shown_options(self, fact: AnyFact) -> tuple[Option, ...]:
        return self._logic.options(fact, self._reading)

    def _answer_day(self) -> date:
        """Return the day that an answer would be given on, from which limits of dates count."""
        return current_day(self._reading.today, self._inputs.context.now)

    def _value_limits(self, fact: AnyFact) -> ValueLimits:
        lowest, highest = fact.limits(self._answer_day())
        return _limit_shown(lowest), _limit_shown(highest)

    def _current_value(self, fact: str) -> object:
        if fact in self._typed:
            return self._typed[fact]
        given = self._inputs.conversation.answers.get(fact)
        if given is None:
            return None
        fits, kept = self._inputs.dialog.replay.visible_part(fact, given.value, self._reading)
        return value_to_json(self._flow.facts[fact], kept) if fits or kept else None

    def _current_rows(self, repeat: str) -> object:
        if repeat in self._typed:
            return self._typed[repeat]
        given = self._inputs.conversation.answers.get(repeat)
        rows = given.value if given and isinstance(given.value, tuple) else ()
        facts = self._flow.facts
        return [
            {fact: value_to_json(facts[fact], value) for fact, value in row.items()}
            for row in rows
            if isinstance(row, Mapping)
        ]


def _options_shown(options: tuple[Option, ...], renderer: TextRenderer) -> list[OptionShown]:
    shown = CachedParts(
        CachedPart(_option_shown(option, renderer)) for option in _group_options(options)
    )
    return cast("list[OptionShown]", shown)


def _option_shown(option: Option, renderer: TextRenderer) -> OptionShown:
    return {
        "id": option.id,
        "label": renderer.line(option.label),
        "hint": _optional_line(option.hint, renderer),
        "group": _optional_line(option.group, renderer),
    }


def _optional_line(text: Text | None, renderer: TextRenderer) -> str | None:
    return renderer.line(text) if text else None


def _group_options(options: tuple[Option, ...]) -> list[Option]:
    """Return the options with each group together, at the place of its first option."""
    first: dict[str, int] = {}
    places = [
        first.setdefault(option.group.words, place) if option.group else place
        for place, option in enumerate(options)
    ]
    return [options[n] for n in sorted(range(len(options)), key=places.__getitem__)]


def _limit_shown(limit: int | date | None) -> int | str | None:
    return limit.isoformat() if isinstance(limit, date) else limit


def _or_none(message: Message) -> Message | None:
    return message or None


# The heading of a question: its most fitting sentence, with the rest before and under it.

_LONGEST_HEADING = 60  # characters of a text that may be its own heading
# From the start of the paragraph to its first question mark, 100 characters on at most.
_QUESTION_SENTENCE = re.compile(r"(.{1,100}?\?)(?:\s+(.+))?", re.DOTALL)


def build_heading(text: Message, fields: list[FieldShown], section: str) -> HeadingShown:
    """Return the heading: the sentence that asks, else a short text, else the label or section."""
    for n, block in enumerate(text):
        found = _leading_question(block)
        if found is not None:
            words, rest = found
            return _heading_shown(words, text[:n], [*rest, *text[n + 1 :]])
    if text and len(plain_text(text[:1])) <= _LONGEST_HEADING and "p" in text[0]:
        return _heading_shown(plain_text(text[:1]), [], text[1:])
    return _heading_shown(fields[0]["label"] if len(fields) == 1 else section, [], text)


def _heading_shown(words: str, before: Message, under: Message) -> HeadingShown:
    return {"words": words, "before": before, "under": under}


def _leading_question(block: Paragraph | Item) -> tuple[str, Message] | None:
    """Return the first question of a paragraph of plain words and its rest; None if none."""
    if "li" in block:
        return None
    spans = block["p"]
    if len(spans) != 1 or "href" in spans[0]:
        return None
    found = _QUESTION_SENTENCE.fullmatch(spans[0]["t"])
    if found is None:
        return None
    return found[1], paragraph_message(Span(found[2])) if found[2] else []
