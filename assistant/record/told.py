"""What the conversation asked, heard, concluded and planned, in the words that were shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import Literal, TypedDict

from pydantic import JsonValue

from assistant.dialog.question import question_text
from assistant.dialog.scene import Scene
from assistant.dialog.why import Explanation as Why
from assistant.dialog.why import Whys
from assistant.flow.atoms import selected
from assistant.flow.markup import plain
from assistant.flow.model import (
    NONE,
    Choice,
    Form,
    FromConclusion,
    Multi,
    Option,
    Tell,
    Text,
)
from assistant.flow.values import Value
from assistant.record.labels import MASKED
from assistant.record.model import Behind, Due, Explanation, Reply, Sign


class Told(TypedDict):
    """The record's fields that say how it came about."""

    answers: tuple[Reply, ...]
    signs: tuple[Sign, ...]
    plan: tuple[Due, ...]
    explanation: tuple[Explanation, ...]


class Teller:
    """Tells of one conversation; `mask` hides protected addresses in every word."""

    def __init__(self, scene: Scene, mask: Callable[[str], str]) -> None:
        self._scene, self._mask = scene, mask
        self._flow, self._trail = scene.dialog.flow, scene.trail
        self._voice = scene.voice
        self._whys = Whys(scene.dialog, scene.trail)
        self._behinds: dict[str, Behind] = {}

    def told(self, hidden: Collection[str]) -> Told:
        """Return it all; the answers to the facts in `hidden` are masked whole."""
        return {
            "answers": tuple(self._replies(hidden)),
            "signs": tuple(self._signs()),
            "plan": tuple(self._plan()),
            "explanation": tuple(self._explanation()),
        }

    def _replies(self, hidden: Collection[str]) -> Iterator[Reply]:
        for screen in self._trail.screens:
            for fact in self._scene.dialog.replay.fields[screen]:
                value = self._trail.answers[fact]
                words = self._mask(self._voice.words(fact, value))
                secret = fact in hidden and value is not None
                yield Reply(
                    step=screen,
                    fact=fact,
                    label=self._voice.label(fact),
                    question=self._mask(self._question(screen, fact)),
                    answer=self._scene.moment.ui(MASKED) if secret else words,
                    value=None if secret else self._json(fact, value),
                )

    def _question(self, screen: str, fact: str) -> str:
        step = self._flow.steps[screen]
        if isinstance(step, Form):
            return self._voice.label(fact)
        return plain(question_text(self._scene, step))

    def _json(self, fact: str, value: Value) -> JsonValue:
        """Return an answer in the form that it is given in, personal numbers whole."""
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, str):
            return self._mask(value)
        if not isinstance(value, tuple):
            return value
        if isinstance(self._flow.facts.get(fact), Multi) and not value:
            return NONE
        return [self._item(one) for one in value]

    def _item(self, item: str | Mapping[str, Value]) -> JsonValue:
        if isinstance(item, str):
            return item
        return {fact: self._json(fact, value) for fact, value in item.items()}

    def _signs(self) -> Iterator[Sign]:
        for fact, value in self._trail.answers.items():
            asked = self._flow.facts.get(fact)
            if isinstance(asked, Choice | Multi):
                chosen = selected(value)
                ticked = (option for option in asked.options if option.id in chosen)
                yield from (self._sign(fact, option) for option in ticked if option.catalogue)

    def _sign(self, fact: str, option: Option) -> Sign:
        return Sign.model_validate(
            {
                "id": option.id,
                "label": self._voice.line(option.label),
                "domain": option.attributes.get("domain"),
                "heading": self._voice.line(option.group) if option.group else None,
                "urgency": option.attributes.get("urgency"),
                "list": option.attributes.get("list"),
                "question": fact,
            }
        )

    def _plan(self) -> Iterator[Due]:
        moment = self._scene.moment
        for item in self._whys.planned:
            yield Due(
                id=item.id,
                words=self._plain(item.do),
                who=item.who,
                unit=item.by.unit,
                amount=item.by.amount,
                due=moment.due(item.by, moment.now),
                source=item.source,
            )

    def _explanation(self) -> Iterator[Explanation]:
        """Yield why: each decision, each duty and danger that was told, each plan item."""
        filled = {
            entry.origin.id: entry.path
            for entry in self._flow.record
            if isinstance(entry.origin, FromConclusion)
        }
        for name in self._flow.decisions:
            found = self._explained("decision", name)
            value = self._whys.row(name).value
            yield found.model_copy(update={"value": value, "path": filled.get(name)})
        for name in self._trail.path:
            step = self._flow.steps[name]
            if isinstance(step, Tell) and step.level in {"duty", "danger"} and step.say:
                yield self._explained("step", name, step.say)
        for item in self._whys.planned:
            yield self._explained("plan", item.id, item.do)

    def _explained(
        self, kind: Literal["decision", "step", "plan"], name: str, said: Text | None = None
    ) -> Explanation:
        found = self._whys.of(name)
        if found is None or found.kind != kind:  # the name is also that of a step on the path
            found = Why(name, kind)
        because = [words for _, words in found.conditions] + [
            words for *_, words in found.decisions
        ]
        return Explanation(
            kind=kind,
            id=name,
            words=self._plain(said) if said else None,
            because=tuple(dict.fromkeys(self._plain(one) for one in because if one)),
            answers=tuple(map(self._behind, found.facts)),
        )

    def _behind(self, fact: str) -> Behind:
        behind = self._behinds.get(fact)
        if behind is None:
            words = self._mask(self._voice.words(fact, self._trail.answers[fact]))
            behind = Behind(fact=fact, label=self._voice.label(fact), answer=words)
            self._behinds[fact] = behind
        return behind

    def _plain(self, text: Text) -> str:
        return self._mask(self._voice.plain(text))
