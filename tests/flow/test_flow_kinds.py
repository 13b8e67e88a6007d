"""Every kind of fact is complete: it answers all that is asked of a kind, and is known everywhere."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, get_args

import pytest

from assistant.dialog.view_model import FieldType
from assistant.flow.json_schema import definitions
from assistant.flow.load import load_valid_flow
from assistant.flow.model import kinds
from assistant.flow.model.expression import Verb
from assistant.flow.model.kinds import FACT_TYPES, KINDS, AnyFact, Fact

ROOT = Path(__file__).parents[2]
NEEDED = ("parse", "samples", "full_answer")  # the base has no answer of its own to these
NO_KIND = {"base", "cpr"}  # modules of the package that define no kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Half(Fact):
    """A kind that somebody began to write."""

    types: ClassVar[Mapping[str, str]] = {"half": ""}
    verbs = frozenset[Verb](["compare", "is answered"])

    def samples(self, sampling: kinds.Sampling) -> Iterable[int]:  # noqa: ARG002 - an example
        return [1]


def gaps(kind: type[Fact]) -> list[str]:
    """Return what a kind leaves open."""
    found = [name for name in NEEDED if getattr(kind, name) is getattr(Fact, name)]
    found += [f"words for {name}" for name, words in kind.types.items() if not words]
    if not kind.types:
        found.append("types")
    if kind.verbs != Fact.verbs and kind.hint == Fact.hint:
        found.append("hint")
    return found


def types_missing(known: Iterable[str], types: Iterable[str] = FACT_TYPES) -> list[str]:
    known = {*known}
    return [name for name in types if name not in known]


def types_in_schema() -> set[str]:
    properties, one_of = definitions()["fact"]["properties"], definitions()["fact"]["oneOf"]
    assert isinstance(properties, dict)
    assert isinstance(one_of, list)
    return {name for branch in one_of for name in branch["required"] if name in properties}


def types_in_api() -> set[str]:
    return {*get_args(FieldType)}


def types_in_guide() -> set[str]:
    words = (ROOT / "flows" / "README.md").read_text(encoding="utf-8")
    return {name for name in FACT_TYPES if f"`{name}:" in words or f"`{name}`" in words}


def types_in_examples() -> set[str]:
    folders = [ROOT / "flows" / "concern", ROOT / "tests" / "flow" / "sound" / "worry"]
    return {fact.type for folder in folders for fact in load_valid_flow(folder).facts.values()}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_answers_all_that_is_asked_of_a_kind(kind: type[Fact]) -> None:
    assert gaps(kind) == []


def test_a_kind_that_is_half_written_is_noticed() -> None:
    assert gaps(Half) == ["parse", "full_answer", "words for half", "hint"]


def test_every_module_of_a_kind_is_in_the_list_and_no_type_twice() -> None:
    modules = {each.name for each in pkgutil.iter_modules(kinds.__path__)} - NO_KIND

    assert modules == {kind.__module__.rpartition(".")[2] for kind in KINDS}
    assert get_args(AnyFact) == KINDS
    assert len(FACT_TYPES) == len({*FACT_TYPES})


def test_every_type_is_in_the_schema_the_api_the_guide_and_a_sound_flow() -> None:
    places = (types_in_schema(), types_in_api(), types_in_guide(), types_in_examples())

    assert [types_missing(known) for known in places] == [[], [], [], []]
    assert types_in_api() - {*FACT_TYPES} == {"repeat"}


def test_a_type_that_is_missing_somewhere_is_noticed() -> None:
    types = (*FACT_TYPES, *Half.types)
    places = (types_in_schema(), types_in_api(), types_in_guide(), types_in_examples())

    assert [types_missing(known, types) for known in places] == [["half"]] * 4
