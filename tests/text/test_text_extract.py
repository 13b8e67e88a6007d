from __future__ import annotations

import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

from babel.messages.extract import extract

from assistant.text.extract import extract_flow
from tests.text.small import FLOW

_CONTEXTS = {"pgettext": ((1, "c"), 2)}


def write_flow(root: Path, text: str) -> Path:
    folder = root / "small"
    folder.mkdir()
    (folder / "flow.yaml").write_text(text, "utf-8")
    return folder / "flow.yaml"


def test_babel_finds_a_flows_texts_with_their_contexts(tmp_path: Path) -> None:
    with write_flow(tmp_path, FLOW).open("rb") as file:
        found = list(extract(extract_flow, file, keywords=_CONTEXTS))  # type: ignore[arg-type]  # Babel

    assert sorted((line, words, context) for line, words, _, context in found) == [
        (4, "Lille", "flow.title"),
        (5, "Et lille flow.", "flow.about"),
        (7, "Er der fare lige nu?", "facts.danger.label"),
        (13, "Ring {contact.emergency}.", "steps.stop.say"),
    ]


def test_a_flow_with_errors_has_nothing_to_translate(tmp_path: Path) -> None:
    with write_flow(tmp_path, FLOW.replace("go: stop", "go: nowhere")).open("rb") as file:
        assert list(extract_flow(file, (), (), {})) == []


def test_babel_knows_the_extractor_by_name() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    named = project["project"]["entry-points"]["babel.extractors"]

    points = {name: EntryPoint(name, to, "babel.extractors").load() for name, to in named.items()}

    assert points == {"flow": extract_flow}
