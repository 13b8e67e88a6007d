"""The schema that editors use marks what `check` marks in the shape of a file, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from assistant.flow.findings.registry import CODES
from assistant.flow.load import load, load_folder
from assistant.flow.reading.keys import Keys
from assistant.flow.strict_yaml.nodes import plain_data
from assistant.flow.strict_yaml.parser import parse_yaml
from assistant.scenario.editor_schema import build_schema
from tests.flow.flow_examples import BROKEN, broken_files

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(
    file
    for folder in ("flows", "tests/flow/sound", "assistant/cli/template")
    for file in (ROOT / folder).rglob("*.yaml")
)
EXAMPLES = sorted(BROKEN.iterdir())
OF_SHAPE = {"F01", "F06", "F08", "F09", "C01", "C02", "G03", "L03", "S01"}
SEEN_ONLY_BY_CHECK = {  # what hangs on another place, or on the calendar
    "F08-fact-of-a-form-without-label",
    "F08-question-without-words",
    "F09-match-with-a-number",
    "F09-source-without-a-real-date",
}
SCHEMA: Any = build_schema()
VALIDATOR = Draft7Validator(SCHEMA)


def wrong(text: str, file: str) -> list[str]:
    """Return what the schema says against a file."""
    return [
        error.message for error in VALIDATOR.iter_errors(plain_data(parse_yaml(text, file).node))
    ]


def wrong_in(files: Mapping[str, str]) -> list[str]:
    return [
        said
        for file, text in files.items()
        if file.endswith(".yaml") and not file.startswith("earlier")
        for said in wrong(text, file)
    ]


def test_the_schema_is_one() -> None:
    Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_shipped_file_fits_the_schema(file: Path) -> None:
    assert wrong(file.read_text(encoding="utf-8"), str(file)) == []


@pytest.mark.parametrize(
    "example",
    [example for example in EXAMPLES if example.name[:3] in OF_SHAPE],
    ids=lambda example: example.stem,
)
def test_a_file_of_the_wrong_shape_does_not_fit(example: Path) -> None:
    assert bool(wrong_in(broken_files(example))) is (example.stem not in SEEN_ONLY_BY_CHECK)


@pytest.mark.parametrize(
    "example",
    [example for example in EXAMPLES if CODES[example.name[:3]].severity == "warning"],
    ids=lambda example: example.stem,
)
def test_a_file_without_an_error_fits(example: Path) -> None:
    assert wrong_in(broken_files(example)) == []


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("- {case: En, answers: {role: teacher}, ends: stop}", True),
        ("- {case: En, script: [{at: role, send: teacher, refused: choice}, {back: yes}]}", True),
        ("- {answers: {role: teacher}}", False),
        ("- {case: En, answers: {}, script: []}", False),
        ("- {case: En, answers: {}, parks: [role]}", False),
        ("- {case: En, script: [{at: role, send: teacher, back: yes}]}", False),
        ("- {case: En, script: [{send: teacher}]}", False),
        ("- {case: En, answers: {}, ending: stop}", False),
    ],
)
def test_scripted_conversations_have_a_shape_too(text: str, fits: bool) -> None:  # noqa: FBT001
    assert (wrong(text, "tests/cases.yaml") == []) is fits


OWNERS = {
    r"the flow": "flow_file",
    r'the part ".*"': "part_file",
    r'the fact ".*"': "fact",
    r'the score ".*"': "score",
    r'the condition ".*"': "condition_entry",
    r'the step ".*"': "step",
    r'the plan item ".*"': "plan_item",
    r'the guarantee ".*"': "guarantee",
    r'the catalogue ".*"': "catalogue_file",
    r"the file of law": "law_file",
    r"the file of sources": "sources_file",
}


def keys_of(name: str) -> set[str]:
    properties: dict[str, object] = SCHEMA["definitions"][name]["properties"]
    return set(properties)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Mapping[str, set[str]]:
    """Return which keys the loader asks for, by definition, over all that is shipped and all examples."""
    found: dict[str, set[str]] = {name: set() for name in OWNERS.values()}
    close = Keys.close

    def noting(keys: Keys, **also: Any) -> None:  # noqa: ANN401 - passed on as it is
        for owner, name in OWNERS.items():
            if re.fullmatch(owner, keys.owner):
                found[name].update(keys._asked, also.get("also", ()))  # noqa: SLF001
        close(keys, **also)

    monkeypatch.setattr(Keys, "close", noting)
    for file in SHIPPED:
        if file.name == "flow.yaml" and file.parent.name != "template":
            load_folder(file.parent)
    for example in EXAMPLES:
        load(broken_files(example), "example")
    return found


def test_the_schema_has_the_keys_that_the_loader_asks_for(
    asked: Mapping[str, set[str]],
) -> None:
    assert asked == {name: keys_of(name) for name in OWNERS.values()}


def test_the_items_of_catalogues_have_the_keys_that_the_loader_asks_for() -> None:
    files = {
        "example/flow.yaml": "flow: example\nuse: [odd]\n",
        "catalogue/odd.yaml": "catalogue: odd\nitems: [{id: a, label: A, zz: 1}]\n",
        "catalogue/law.yaml": "law: law\nitems: [{id: a, text: A, zz: 1}]\n",
        "catalogue/sources.yaml": "sources: sources\nitems: [{id: a, zz: 1}]\n",
    }
    fixes = [
        found.fix or ""
        for found in load(files, "example").findings
        if found.text.startswith('unknown key "zz"')
    ]
    kept = ("sources_file", "law_file", "catalogue_file")
    items = [SCHEMA["definitions"][name]["properties"]["items"]["items"] for name in kept]

    assert {frozenset(offered_keys(fix)) for fix in fixes} == {
        frozenset(i["properties"]) for i in items
    }


def offered_keys(fix: str) -> Iterator[str]:
    """Yield the keys that a finding about an unknown key offers."""
    yield from fix.partition("can have: ")[2].split(", ")
