"""flows/README.md, followed to the letter: its files are written and its commands run, top to bottom."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.cli import COMMANDS, main
from assistant.flow.json_schema import definitions
from assistant.flow.model.kinds import FACT_TYPES
from assistant.flow.reading.step_reader import STEP_KINDS
from assistant.scenario.script_reader import CASE_KEYS
from assistant.scenario.script_reader import MOVE_KEYS as MOVES

GUIDE = (Path(__file__).parents[1] / "flows" / "README.md").read_text(encoding="utf-8")
BLOCKS = [
    (language, text)
    for language, text in re.findall(r"^```(\w+)\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
]
IN_SENTENCES = [
    line
    for line in re.findall(r"`(assistant [^`]+)`", re.sub(r"(?ms)^```.*?^```", "", GUIDE))
    if len(line.split()) > 2
]
_AT = re.compile(
    r'# (?P<file>[\w/.]+)(?:, (?P<how>below|instead of|at the end)(?: "(?P<line>.*)")?)?\n'
)


def write(block: str) -> None:
    """Write a file of the guide, or change one as the block's first line says."""
    at = _AT.match(block)
    assert at is not None, block
    file, text = Path(at["file"]), block[at.end() :]
    if at["how"] is None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    if at["how"] == "at the end":
        lines.append(text)
    else:
        (number,) = (n for n, line in enumerate(lines) if at["line"] in line)
        lines[number] = text if at["how"] == "instead of" else lines[number] + text
    file.write_text("".join(lines), encoding="utf-8")


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Yield each command line of a console block with what it must say."""
    for one in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        line, _, said = one.partition("\n")
        yield line, said


def follow(line: str) -> str:
    """Run a command line and return what it says; `> file` writes its output there instead."""
    words, _, to = line.partition(" > ")
    result = CliRunner().invoke(main, shlex.split(words)[1:], input=":quit\n")
    assert result.exception is None or isinstance(result.exception, SystemExit), line
    if to:
        Path(to).parent.mkdir(parents=True, exist_ok=True)
        Path(to).write_text(result.stdout, encoding="utf-8")
        return ""
    return result.output


def shape_of(said: str) -> re.Pattern[str]:
    """Return what the guide shows: a line that is only … stands for any lines, another … for any words."""
    lines = [
        r"(?:.*\n)*?" if line.strip() == "…" else ".*".join(map(re.escape, line.split("…"))) + r"\n"
        for line in said.splitlines()
    ]
    return re.compile("".join(lines))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("here")
def test_the_guide_says_what_happens() -> None:
    for language, block in BLOCKS:
        if language == "yaml":
            if "enough:" in block and "instead of" in block:
                shutil.copytree("flows", "published")  # what the guide calls published
            write(block)
        for line, said in commands(block) if language == "console" else ():
            found = follow(line)
            assert shape_of(said).fullmatch(found), f"$ {line}\n{found}"
    for line in IN_SENTENCES:
        assert "Error" not in follow(line), line


def test_the_settings_of_the_editor_are_json() -> None:
    (settings,) = (block for language, block in BLOCKS if language == "json")

    assert list(json.loads(settings)) == ["yaml.schemas"]


def test_every_command_that_the_guide_names_is_one() -> None:
    assert set(re.findall(r"(?:`|^\$ )assistant ([a-z0-9]+)", GUIDE, re.MULTILINE)) <= set(COMMANDS)


def test_every_key_of_the_language_is_in_the_guide() -> None:
    keys = {*CASE_KEYS, *MOVES, *FACT_TYPES, *STEP_KINDS}
    for name in ("flow_file", "part_file", "fact", "step", "plan_item", "guarantee", "score"):
        properties = definitions()[name]["properties"]
        assert isinstance(properties, dict)
        keys |= set(properties)

    assert sorted(key for key in keys if not re.search(rf"[`{{ \n]{key}[`:,]", GUIDE)) == []
