from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from assistant.flow.load import load_valid_flow
from assistant.flow.model import texts
from assistant.prove.picture.svg import render_svg
from assistant.prove.picture.textual import render_mermaid, render_outline
from assistant.text.roots import flows_root
from tests.cli.command_line import assistant
from tests.prove.picture.reading import elements, words

FOLDER = Path("flows/my_flow")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the working directory, with a new flow in it."""
    monkeypatch.chdir(tmp_path)
    assert assistant("new", "my_flow").status == 0
    return tmp_path


def test_graph_prints_mermaid() -> None:
    said = assistant("graph", "my_flow")

    assert (said.status, said.out) == (0, render_mermaid(load_valid_flow(FOLDER)))


def test_graph_writes_the_picture_where_it_is_asked_for() -> None:
    said = assistant("graph", "my_flow", "--svg", "my.svg", "--mermaid", "my.mmd")
    flow = load_valid_flow(FOLDER)

    assert (said.status, said.out) == (0, "")
    assert Path("my.svg").read_text(encoding="utf-8") == render_svg(flow)
    assert Path("my.mmd").read_text(encoding="utf-8") == render_mermaid(flow)


def test_graph_tells_the_same_in_words() -> None:
    assert assistant("graph", "my_flow", "--text").out == render_outline(load_valid_flow(FOLDER))


def test_graph_gives_steps_and_routes_as_json() -> None:
    said = assistant("graph", "my_flow", "--json").json

    assert [step["id"] for step in said["steps"]] == [
        "signs", "duty", "who", "words", "handed_over", "talk_it_over", "keep_watching"
    ]  # fmt: skip
    assert said["routes"][0] == {
        "from": "signs",
        "index": 0,
        "to": "duty",
        "if": "violence",
        "taken": None,
    }


def test_coverage_is_what_the_scripted_conversations_take() -> None:
    (FOLDER / "tests" / "first.yaml").write_text(
        "- case: Et sultent barn\n  answers: {signs: [hungry]}\n  ends: consult\n", encoding="utf-8"
    )
    said = assistant("graph", "my_flow", "--json", "--coverage", "--svg", "my.svg")
    taken = {(each["from"], each["to"]): each["taken"] for each in said.json["routes"]}
    drawn = ET.parse("my.svg").getroot()  # noqa: S314 - our own
    dashed = [e for e in drawn.iter() if "not-taken" in e.get("class", "") and e.get("data-route")]

    assert {way for way, is_taken in taken.items() if is_taken} == {("signs", "talk_it_over")}
    assert len(dashed) == len(taken) - 1


def test_a_language_that_the_flow_does_not_speak_is_wrong_use() -> None:
    said = assistant("graph", "my_flow", "--lang", "en")

    assert said.status == 2
    assert 'The flow is not available in "en"; it is available in da.' in said.err
    assert assistant("signoff", "my_flow", "--lang", "en").status == 2


def test_signoff_prints_or_writes_a_page_of_the_day() -> None:
    printed = assistant("signoff", "my_flow", "--date", "2026-11-21")
    written = assistant("signoff", "my_flow", "--date", "2026-11-21", "--html", "my.html")
    root = elements(printed.out)

    assert (printed.status, written.status, written.out) == (0, 0, "")
    assert Path("my.html").read_text(encoding="utf-8") == printed.out
    assert words(next(iter(root.iter("h1")))) == "Korrektur: Bekymret for et barn"
    assert "2026-11-21" in [words(each) for each in root.iter("dd")]


def test_signoff_tells_what_it_is_of_and_what_its_languages_lack() -> None:
    flow = load_valid_flow(FOLDER)
    said = assistant("signoff", "my_flow", "--json", "--html", "my.html")

    assert said.json == {
        "flow": "my_flow",
        "version": 1,
        "logic": flow.logic,
        "languages": [{"language": "da", "texts": len(texts(flow)), "lacking": 0}],
    }
    assert Path("my.html").is_file()


def test_every_language_that_the_flow_is_translated_into_stands_beside_its_own() -> None:
    folder = str(flows_root() / "concern")
    both = assistant("signoff", folder, "--json", "--html", "concern.html").json["languages"]
    one = assistant("signoff", folder, "--json", "--html", "concern.html", "--lang", "da").json

    assert [each["language"] for each in both] == ["da", "en"]
    assert [each["language"] for each in one["languages"]] == ["da"]


def test_a_flow_that_is_not_there_is_wrong_use() -> None:
    assert assistant("graph", "my_flo").status == 2
    assert assistant("signoff", "my_flo").status == 2
