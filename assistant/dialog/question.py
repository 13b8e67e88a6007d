"""A question as it is shown: its fields with what can be answered and what is answered so far."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from assistant.dialog.cpr import masked
from assistant.dialog.days import day, reached_day
from assistant.dialog.headings import heading
from assistant.dialog.scene import Scene
from assistant.dialog.shape import FieldShown, Kept, KeptList, OptionShown, QuestionShown
from assistant.flow.markup import Message, Span, spoken
from assistant.flow.model import (
    NONE,
    AnyFact,
    AnyStep,
    Ask,
    Choice,
    Date,
    Integer,
    Multi,
    Opaque,
    Option,
    Repeat,
    Text,
)
from assistant.flow.values import Reading, Value

Limits = tuple[int | str | None, int | str | None]


def asked(scene: Scene, step: str, section: str, typed: Mapping[str, object]) -> QuestionShown:
    """Return a question step on the path with its current values, or with what was `typed`.

    `section` heads it where nothing that it asks does.
    """
    kept, asks = scene.moment.said.questions, scene.dialog.replay.fields[step]
    fresh = not typed and scene.conversation.answers.keys().isdisjoint(asks)
    if fresh and (known := kept.get((step, section))) is not None:
        return known
    asking = _Asking(scene, step, typed)
    whole = asking.whole(section)
    if fresh and asking.same:
        whole = kept[step, section] = cast("QuestionShown", Kept(whole))
    return whole


def question_text(scene: Scene, step: AnyStep) -> Message:
    """Return what a question step asks: its own words, else the label of what it asks for."""
    if step.say is not None:
        return scene.voice.message(step.say)
    match step:
        case Ask(fact=fact):
            label = scene.dialog.flow.facts[fact].label
            return scene.voice.message(label) if label else spoken(Span(fact))
        case Repeat(label=label):
            return scene.voice.message(label)
        case _:
            return []


def json_value(fact: AnyFact | None, value: Value) -> object:
    """Return a value in the form that it is answered in; a personal number is masked."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(fact, Multi) and isinstance(value, tuple):
        return list(value) or NONE
    if isinstance(fact, Opaque) and fact.kind == "cpr" and isinstance(value, str):
        return masked(value)
    return value


_OFFERING = (Choice, Multi)


class _Asking:
    """Builds one question; afterwards `same` says whether it asks everybody at this moment the same."""

    def __init__(self, scene: Scene, step: str, typed: Mapping[str, object]) -> None:
        self._scene, self._typed = scene, typed
        self._flow, self._logic, self._voice = scene.dialog.flow, scene.dialog.logic, scene.voice
        self._step = self._flow.steps[step]
        self._asks = scene.dialog.replay.fields[step]
        trail = scene.trail
        waiting = step == trail.waiting
        self.same = True
        self._reading: Reading = trail if waiting else scene.dialog.replay.before(trail, step)

    def whole(self, section: str) -> QuestionShown:
        """Return the question."""
        step = self._step
        self._voice.personal = False
        text = question_text(self._scene, step)
        helps = _or_none(self._voice.message(step.help))
        self.same = not self._voice.personal
        fields = self._fields()
        return {
            "step": step.id,
            "kind": step.kind,
            "text": text,
            "help": helps,
            "fields": fields,
            "heading": heading(text, fields, section),
        }

    def _fields(self) -> list[FieldShown]:
        if isinstance(self._step, Repeat):
            self.same = False
            return [self._repeat(self._step)]
        return [self._field(fact, self._value(fact)) for fact in self._asks]

    def _field(self, name: str, value: object) -> FieldShown:
        """Return a fact as it is asked for; all but the value is the same whoever is asked."""
        fact = self._flow.facts[name]
        shown = self._shown(fact)
        today = self._today() if isinstance(fact, Date) else None
        offered = tuple(option.id for option in shown) if self._logic.hides(name) else ()
        self.same = self.same and today is None and not offered
        fields, key = self._scene.moment.said.fields, (name, today, offered)
        known = fields.get(key)
        if known is None:
            self._voice.personal = False
            known = self._asked_for(fact, shown)
            self.same = self.same and not self._voice.personal
            if not self._voice.personal:
                known = fields[key] = cast("FieldShown", Kept(known))
        return known if value is None else {**known, "value": value}

    def _asked_for(self, fact: AnyFact, shown: tuple[Option, ...]) -> FieldShown:
        lowest, highest = self._limits(fact)
        return {
            "fact": fact.id,
            "type": fact.type,
            "label": self._voice.label(fact.id),
            "help": _or_none(self._voice.message(fact.help)),
            "options": self._options(shown),
            "none": self._line(fact.none) if isinstance(fact, Multi) else None,
            "unknown": fact.unknown,
            "optional": fact.optional,
            "min": lowest,
            "max": highest,
            "unit": self._line(fact.unit) if isinstance(fact, Integer) else None,
            "value": None,
        }

    def _repeat(self, step: Repeat) -> FieldShown:
        return {
            "fact": step.id,
            "type": "repeat",
            "label": self._voice.label(step.id),
            "help": None,
            "options": [],
            "none": None,
            "unknown": False,
            "optional": step.at_least == 0,
            "min": step.at_least,
            "max": step.at_most,
            "unit": None,
            "value": self._rows(step.id),
            "each": [self._field(fact, None) for fact in step.each],
        }

    def _shown(self, fact: AnyFact) -> tuple[Option, ...]:
        return self._logic.options(fact, self._reading) if isinstance(fact, _OFFERING) else ()

    def _options(self, shown: tuple[Option, ...]) -> list[OptionShown]:
        options = KeptList(Kept(self._option(option)) for option in _together(shown))
        return cast("list[OptionShown]", options)

    def _option(self, option: Option) -> OptionShown:
        return {
            "id": option.id,
            "label": self._voice.line(option.label),
            "hint": self._line(option.hint),
            "group": self._line(option.group),
        }

    def _today(self) -> date:
        """Return the day that an answer would be given on."""
        return reached_day(self._reading.today, self._scene.moment.now)

    def _limits(self, fact: AnyFact) -> Limits:
        match fact:
            case Integer(low=low, high=high):
                return low, high
            case Date(earliest=earliest, latest=latest):
                today = self._today()
                return day(earliest, today).isoformat(), day(latest, today).isoformat()
            case Opaque(limit=limit):
                return None, limit
            case _:
                return None, None

    def _value(self, fact: str) -> object:
        if fact in self._typed:
            return self._typed[fact]
        given = self._scene.conversation.answers.get(fact)
        if given is None:
            return None
        fits, kept = self._scene.dialog.replay.fitting(fact, given.value, self._reading)
        return json_value(self._flow.facts[fact], kept) if fits or kept else None

    def _rows(self, repeat: str) -> object:
        if repeat in self._typed:
            return self._typed[repeat]
        given = self._scene.conversation.answers.get(repeat)
        rows = given.value if given and isinstance(given.value, tuple) else ()
        facts = self._flow.facts
        return [
            {fact: json_value(facts[fact], value) for fact, value in row.items()}
            for row in rows
            if isinstance(row, Mapping)
        ]

    def _line(self, text: Text | None) -> str | None:
        return self._voice.line(text) if text else None


def _together(options: tuple[Option, ...]) -> list[Option]:
    """Return the options with those of a group together, where the first of them stands."""
    first: dict[str, int] = {}
    places = [
        first.setdefault(option.group.words, place) if option.group else place
        for place, option in enumerate(options)
    ]
    return [options[n] for n in sorted(range(len(options)), key=places.__getitem__)]


def _or_none(message: Message) -> Message | None:
    return message or None
