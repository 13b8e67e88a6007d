"""Every kind of step is whole: wherever a kind has to be written down, it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pytest
from pydantic import TypeAdapter

from assistant.flow.load import load_valid_flow
from assistant.flow.model import Step
from assistant.flow.model.steps import STEP_CLASSES
from assistant.flow.reading.step_reader import STEP_KEYS
from assistant.prove.picture.chart import look_words
from assistant.prove.picture.drawing import symbol_definitions
from assistant.prove.picture.reader import TextReader
from assistant.scenario.editor_schema import build_schema
from assistant.web.api.openapi import OPERATIONS

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "flows" / "README.md").read_text(encoding="utf-8")
SOUND = load_valid_flow(ROOT / "tests" / "flow" / "sound" / "worry")
SCHEMA: Any = build_schema()
SYMBOLS = {symbol.get("id", "").removeprefix("flow-symbol-") for symbol in symbol_definitions()}
WORDS = look_words(TextReader())


def enumerated_kinds(schema: object) -> Iterator[frozenset[str]]:
    """Yield the values that each property `kind` of a schema may have."""
    if isinstance(schema, dict):
        kind = schema.get("properties", {}).get("kind", {})
        yield frozenset(kind.get("enum", ()))
        for inner in schema.values():
            yield from enumerated_kinds(inner)


def kinds_of_the_api() -> tuple[frozenset[str], ...]:
    """Return the kinds of questions, of messages, and of entries of a transcript."""
    models = {m for o in OPERATIONS for m in o.responses.values() if isinstance(m, type)}
    schemas = [TypeAdapter(model).json_schema(mode="serialization") for model in models]
    found = {kinds for schema in schemas for kinds in enumerated_kinds(schema)}
    return tuple(kinds for kinds in found if kinds & {"ask", "tell"})


API = kinds_of_the_api()


def gaps(kind: type[Step]) -> Iterator[str]:
    """Yield the places that lack a kind of step."""
    yield from _member_gaps(kind)
    if kind.is_listed:
        yield from _language_gaps(kind)
    examples = [step for step in SOUND.steps.values() if type(step) is kind]
    if not examples:
        yield "no sound example"
    looks = {step.look for step in examples} or {kind.kind}
    if not looks <= SYMBOLS:
        yield "no symbol in pictures"
    if kind.kind not in ("do", "return") and not looks <= set(WORDS):
        yield "no word in pictures"  # the two are called after their part
    if kind.is_question or kind.is_message:
        shown_in = [kinds for kinds in API if kind.kind in kinds]
        if len(shown_in) < 2:  # as what it is, and as an entry of the transcript
            yield "not in the API's description"


def _member_gaps(kind: type[Step]) -> Iterator[str]:
    if "kind" not in vars(kind):
        yield "no name of its own"
    if kind.is_question + kind.is_message + kind.is_silent != 1:
        yield "not one of question, message and silent step"
    if kind.is_question and kind.fields is Step.fields:
        yield "a question without fields"
    if kind.is_question and kind.asked_facts is Step.asked_facts:
        yield "a question that asks no facts"


def _language_gaps(kind: type[Step]) -> Iterator[str]:
    if kind.kind not in STEP_KEYS:
        yield "not in the reader"
    if any(kind.kind not in SCHEMA["definitions"][s]["properties"] for s in ("step", "part_step")):
        yield "not in the schema of editors"
    if not re.search(rf"[`{{ \n]{kind.kind}[`:,]", GUIDE):
        yield "not in the authors' guide"


@pytest.mark.parametrize("kind", STEP_CLASSES, ids=lambda kind: kind.kind)
def test_a_kind_of_step_is_whole(kind: type[Step]) -> None:
    assert list(gaps(kind)) == []


def test_the_reader_reads_no_kind_that_the_model_lacks() -> None:
    assert list(STEP_KEYS) == [kind.kind for kind in STEP_CLASSES if kind.is_listed]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished(Step):
    """A kind of which nothing is written but its class."""

    kind: ClassVar[str] = "unfinished"
    is_question: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided(Step):
    """A kind that says nothing of itself but its name."""

    kind: ClassVar[str] = "undecided"


def test_a_kind_that_is_not_whole_is_noticed() -> None:
    assert list(gaps(Unfinished)) == [
        "a question without fields",
        "a question that asks no facts",
        "not in the reader",
        "not in the schema of editors",
        "not in the authors' guide",
        "no sound example",
        "no symbol in pictures",
        "no word in pictures",
        "not in the API's description",
    ]
    assert next(gaps(Undecided)) == "not one of question, message and silent step"
