"""Two accessibility engines, axe-core and IBM's, run in the page itself, in its frames and shadow roots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page

from tests.web.visiting import Json

ROOT = Path(__file__).parents[3]
AXE = Path("node_modules/axe-core/axe.min.js")
IBM = Path("node_modules/accessibility-checker-engine/ace.js")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

# What an engine cannot decide, and what we found when we looked.
LOOKED_AT: Mapping[str, str] = {
    "style_color_misuse": "it asks of every stylesheet; colour always stands beside a word, and forced colours are tried",
    "style_highcontrast_visible": "it asks of every stylesheet; forced colours are tried",
    "style_focus_visible": "the ring is measured on every control",
    "element_tabbable_visible": "the skip link comes into view when it has the focus, which is measured",
    "form_submit_button_exists": "a <button> without type is a submit button",
    "input_label_visible": "the engine does not see that a <textarea> has a label; axe-core does",
    "list_structure_proper": "the engine does not know that a <dl> may group its rows in <div>",
    "input_fields_grouped": "the fields of a form stand under the page's one heading, which names them",
    "input_checkboxes_grouped": "each box on the page for signing stands alone, in the article of its step",
    "a_target_warning": "privacy and accessibility open beside the conversation, so that it is not lost",
    "download_keyboard_controllable": "a file is an ordinary link; the walk by keyboard passes it",
}

_RUN_AXE = """([tags, without]) => axe.run(document, {
  runOnly: {type: "tag", values: tags}, rules: Object.fromEntries(without.map((id) => [id, {enabled: false}])),
  resultTypes: ["violations", "incomplete"], iframes: false})"""
_RUN_RULES = """(rules) => axe.run(document, {
  runOnly: {type: "rule", values: rules}, resultTypes: ["violations", "incomplete"], iframes: false})"""
_RUN_IBM = """async () => {
  const {results} = await new ace.Checker().check(document, ["WCAG_2_2"]);
  return results.filter(({value}) => value[1] !== "PASS").map(({ruleId, value, path, message}) =>
    ({rule: ruleId, verdict: value[1], place: path.dom, message}));
}"""


def tool(path: Path) -> str:
    """Return the source of a tool that npm installs; its absence fails the test."""
    file = ROOT / path
    if not file.exists():
        pytest.fail(f"{path} is missing: `make test` installs it, and so does `.venv/bin/npm ci`.")
    return file.read_text("utf-8")


def axe(place: Page | Frame, *without: str) -> list[str]:
    """Return what axe-core finds with all but some rules, and what it cannot decide and nobody has looked at."""
    found: Json = _with(place, AXE).evaluate(_RUN_AXE, [list(TAGS), list(without)])
    return sorted([*_list_findings(found["violations"]), *_unclear(found["incomplete"])])


def axe_rules(place: Page | Frame, *rules: str) -> list[str]:
    """Return what these rules of axe-core find, and what they cannot decide."""
    found: Json = _with(place, AXE).evaluate(_RUN_RULES, list(rules))
    return sorted([*_list_findings(found["violations"]), *_unclear(found["incomplete"])])


def ibm(place: Page | Frame) -> list[str]:
    """Return what IBM's engine finds, and what it cannot decide and nobody has looked at."""
    found: Json = _with(place, IBM).evaluate(_RUN_IBM)
    return sorted(
        f"{one['rule']}: {one['place']}: {one['message']}"
        for one in found
        if one["verdict"] == "FAIL" or one["rule"] not in LOOKED_AT
    )


def _with(place: Page | Frame, file: Path) -> Page | Frame:
    """Load an engine into the page, once. DevTools evaluates it, so the page's own policy stays as it is."""
    name = "axe" if file == AXE else "ace"
    if not place.evaluate(f"() => typeof globalThis.{name} !== 'undefined'"):
        place.evaluate(f"{tool(file)};globalThis.{name} = {name};void 0")
    return place


def _list_findings(rules: Iterable[Json]) -> list[str]:
    return [f"{rule['id']}: {node['target']}" for rule in rules for node in rule["nodes"]]


def _unclear(rules: Iterable[Json]) -> list[str]:
    return [
        f"? {line}"
        for line in _list_findings(rule for rule in rules if rule["id"] not in LOOKED_AT)
    ]
