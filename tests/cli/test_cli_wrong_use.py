"""Wrong use of the commands of flow authors: one clear sentence and exit status 2, never a traceback."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.command_line import Said, assistant

pytestmark = pytest.mark.usefixtures("here")

OF_FLOWS = [
    ["check", "{}"],
    ["prove", "{}"],
    ["test", "{}"],
    ["cover", "{}"],
    ["suggest", "{}"],
    ["play", "{}"],
    ["graph", "{}"],
    ["signoff", "{}"],
    ["why", "{}", "duty"],
    ["run", "{}", "--answers", "answers.yaml"],
    ["diff", "my_flow", "{}"],
    ["diff", "{}", "my_flow"],
    ["i18n", "status", "{}"],
    ["i18n", "extract", "{}"],
    ["i18n", "update", "{}", "--lang", "en"],
]


@pytest.fixture(autouse=True)
def made(here: Path) -> None:
    """Make a flow, and a file of answers to it."""
    assert assistant("new", "my_flow").status == 0
    (here / "answers.yaml").write_text("signs: none\n", encoding="utf-8")


def run_words(words: list[str], flow: str) -> Said:
    found = assistant(*(word.format(flow) for word in words))
    assert "Traceback" not in found.out + found.err
    return found


def commands() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("words", OF_FLOWS, ids=" ".join)


@commands()
@pytest.mark.parametrize("flow", ["nothing", "gone.yaml", "empty", "empty/flow.yaml"])
def test_what_is_no_flow_is_said_to_be_none(words: list[str], flow: str) -> None:
    Path("empty").mkdir()

    found = run_words(words, flow)

    assert found.status == 2
    assert f'Error: "{flow}" is not a flow: ' in found.err
    assert "Known flows: my_flow." in found.err


@commands()
def test_a_file_that_is_no_yaml_is_shown_where_it_breaks(words: list[str]) -> None:
    shutil.copytree("flows/my_flow", "flows/broken")
    Path("flows/broken/flow.yaml").write_text("flow: broken\n  bad: [\n", encoding="utf-8")

    found = run_words(words, "broken")

    assert found.status == 1
    assert "flows/broken/flow.yaml:2:3: F05 " in found.out + found.err


@pytest.mark.parametrize(
    "words", [words for words in OF_FLOWS if words[0] not in {"check", "play"}], ids=" ".join
)
def test_a_failure_is_one_json_document_where_json_is_asked_for(words: list[str]) -> None:
    shutil.copytree("flows/my_flow", "flows/broken")
    Path("flows/broken/flow.yaml").write_text("flow: broken\n  bad: [\n", encoding="utf-8")

    plain, machine = run_words(words, "broken"), run_words([*words, "--json"], "broken")

    assert (machine.status, machine.err) == (1, plain.err)
    assert list(machine.json) == ["error"]
    assert machine.err == f"Error: {machine.json['error']}\n"
    assert plain.out == (machine.out if words[0] == "run" else "")


def test_a_conversation_that_does_not_come_to_the_step_fails_in_json_too() -> None:
    words = ["why", "my_flow", "duty", "--answers", "answers.yaml", "--json"]

    found = run_words(words, "")

    assert (found.status, list(found.json)) == (1, ["error"])
    assert found.json["error"].startswith('The conversation does not reach "duty"')


def test_wrong_use_prints_no_document(here: Path) -> None:
    assert [run_words(["check", flow, "--json"], "").out for flow in ("nothing", str(here))] == [
        "",
        "",
    ]


@commands()
def test_a_sound_flow_is_no_wrong_use(words: list[str]) -> None:
    assert run_words(words, "my_flow").status == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["diff", "gone:my_flow", "my_flow"], '"gone" is neither a folder nor a git revision'),
        (["check", "my_flow", "--since", "gone"], '"gone" is neither a folder nor a git revision'),
        (["run", "my_flow"], "Missing option '--answers'"),
        (["run", "my_flow", "--answers", "gone.yaml"], "File 'gone.yaml' does not exist"),
        (["play", "my_flow", "--at", "dutty"], 'my_flow has no step "dutty". Did you mean "duty"?'),
        (
            ["why", "my_flow", "dutty"],
            'my_flow has no step, plan item or decision "dutty". Did you mean',
        ),
        (["why", "my_flow", "tell_leader"], "use --answers to say which conversation you mean"),
        (["graph", "my_flow", "--svg", "gone/f.svg"], "gone/f.svg: No such file or directory."),
        (["graph", "my_flow", "--mermaid", "gone/f"], "gone/f: No such file or directory."),
        (
            ["signoff", "my_flow", "--html", "gone/f.html"],
            "gone/f.html: No such file or directory.",
        ),
        (["test", "my_flow", "--junit", "gone/f.xml"], "gone/f.xml: No such file or directory."),
        (["new", "answers.yaml/my_flow"], "answers.yaml/my_flow: Not a directory."),
        (["new", "my_flow"], "flows/my_flow already exists."),
        (["new", ""], '"" is not a valid id: an id starts with a-z'),
        (["explain", "Z99"], 'No finding has the code "Z99".'),
        (["nothing"], "No such command 'nothing'."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_is_told_in_one_sentence(words: list[str], told: str) -> None:
    found = run_words(words, "")

    assert found.status == 2
    assert told in found.err


def test_a_revision_without_the_flow_and_one_with_an_error_are_told_apart(here: Path) -> None:
    git = ["git", "-c", "user.name=Kim", "-c", "user.email=kim@example.dk"]
    file = here / "flows" / "my_flow" / "flow.yaml"
    sound = file.read_text(encoding="utf-8")
    file.write_text(sound.replace("version: 1", "version: en"), encoding="utf-8")
    for words in (["init", "-q"], ["add", "flows/my_flow"], ["commit", "-qm", "Den første"]):
        subprocess.run([*git, *words], cwd=here, check=True, capture_output=True)
    file.write_text(sound, encoding="utf-8")
    assert assistant("new", "other").status == 0

    broken, absent = (run_words(["diff", f"HEAD:{f}", "my_flow"], "") for f in ("my_flow", "other"))

    assert (broken.status, absent.status) == (1, 2)
    assert "At HEAD:\nmy_flow/flow.yaml:" in broken.err
    assert 'There is no flow "other" at HEAD.' in absent.err


@pytest.mark.parametrize(
    "words", [["run", "my_flow"], ["play", "my_flow"], ["why", "my_flow", "duty"]]
)
def test_answers_that_are_not_utf_8_are_said_to_be(words: list[str]) -> None:
    Path("answers.yaml").write_bytes("signs: [blå]\n".encode("latin-1"))

    found = run_words([*words, "--answers", "answers.yaml"], "")

    assert found.status == 1
    assert "answers.yaml is not UTF-8; save it as UTF-8." in found.err


def test_a_flow_that_is_not_utf_8_is_shown_where_it_stops_being() -> None:
    file = Path("flows/my_flow/flow.yaml")
    file.write_bytes(file.read_text(encoding="utf-8").encode("latin-1"))

    found = run_words(["check", "my_flow"], "")

    assert found.status == 1
    assert ": F05 the file is not UTF-8 from here on." in found.out


@pytest.mark.parametrize("words", [["check", "my_flow"], ["test", "my_flow"], ["cover", "my_flow"]])
def test_scripted_conversations_that_are_not_utf_8_are_shown_where_they_stop_being(
    words: list[str],
) -> None:
    Path("flows/my_flow/tests/second.yaml").write_bytes(b"- case: Kim\n- case: \xe6\n")

    found = run_words(words, "")

    assert found.status == 1
    assert "flows/my_flow/tests/second.yaml:" in found.out + found.err
    assert words[0] == "cover" or "2:9: F05 the file is not UTF-8 from here on." in found.out


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            b'msgid ""\nmsgstr ""\n\nmsgid "a"\nmsgstring "b"\n',
            ":5: not a valid translation file: ",
        ),
        (b'msgid "\xe6"\nmsgstr "b"\n', " is not UTF-8; save it as UTF-8."),
        (
            b'msgid ""\nmsgstr "Content-Type: text/plain; charset=none\\n"\n\nmsgid "a"\nmsgstr "b"\n',
            " is not UTF-8; save it as UTF-8.",
        ),
    ],
    ids=["no keyword", "other bytes", "other name"],
)
@pytest.mark.parametrize(
    "words",
    [
        ["check", "my_flow"],
        ["i18n", "status"],
        ["i18n", "update"],
        ["play", "my_flow", "--lang", "en"],
        ["serve", "--demo", "--port", "0"],
    ],
    ids=" ".join,
)
def test_a_translation_that_cannot_be_read_is_told_with_its_place(
    here: Path, words: list[str], written: bytes, told: str
) -> None:
    file = here / "locales" / "en" / "LC_MESSAGES" / "my_flow.po"
    file.parent.mkdir(parents=True)
    file.write_bytes(written)

    found = run_words(words, "")

    assert found.status == 1
    assert found.err.startswith(f"Error: {file}{told}")
