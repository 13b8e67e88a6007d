"""The promises of help and docs: examples that run, pages for codes, the README's tables, links that lead somewhere."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from assistant.cli import COMMANDS, main
from assistant.cli.explain import explanation_page
from assistant.cli.output import parse_examples
from assistant.flow.findings.registry import CODES

ROOT = Path(__file__).parent.parent
MOST_README_WORDS = 800
SERVERS = {"serve"}  # its example runs until it is stopped: tests/cli/test_cli_serve.py starts it


def commands() -> dict[str, click.Command]:
    """Return every command and command of a command, by what is typed."""
    context = click.Context(main)
    found: dict[str, click.Command] = {}
    for name in COMMANDS:
        command = main.get_command(context, name)
        assert command is not None
        found[name] = command
        if isinstance(command, click.Group):
            found |= {f"{name} {sub}": inner for sub, inner in command.commands.items()}
    return found


@pytest.mark.parametrize("name", commands())
def test_every_command_has_help_with_an_example(name: str) -> None:
    command = commands()[name]
    shown = CliRunner().invoke(main, [*name.split(), "--help"])

    assert shown.exit_code == 0
    assert [example for example in parse_examples(command.epilog) if "assistant " in example]
    assert all(example in shown.output for example in parse_examples(command.epilog))


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the flows, kept in git, for a shell that finds `assistant`."""
    shutil.copytree(ROOT / "flows", tmp_path / "flows")
    _kept_in_git(tmp_path)
    found = tmp_path / "bin" / "assistant"
    found.parent.mkdir()
    found.write_text(f'#!/bin/sh\nexec {sys.executable} -m assistant "$@"\n', encoding="utf-8")
    found.chmod(0o700)
    monkeypatch.setenv("PATH", f"{found.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return tmp_path


def _kept_in_git(folder: Path) -> None:
    who = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    for words in (["init", "-q"], ["add", "flows"], [*who, "commit", "-q", "-m", "flows"]):
        subprocess.run(["git", *words], cwd=folder, check=True)


@pytest.mark.disk
@pytest.mark.parametrize("name", [name for name in commands() if name not in SERVERS])
def test_every_example_runs(name: str, shell: Path) -> None:
    for line in parse_examples(commands()[name].epilog):
        run = subprocess.run(
            ["sh", "-c", line],
            cwd=shell,
            input=":quit\n",
            capture_output=True,
            text=True,
            check=False,
        )

        assert run.returncode == 0, f"{line}\n{run.stdout}\n{run.stderr}"


def test_the_list_of_commands_says_what_each_says_of_itself() -> None:
    firsts = {name: (commands()[name].help or "").partition("\n")[0] for name in COMMANDS}

    assert firsts == COMMANDS


def test_every_command_stands_once_in_the_tables_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `assistant ([a-z0-9]+)", readme, re.MULTILINE)

    assert sorted(rows) == sorted(COMMANDS)


def test_the_readme_is_read_in_three_minutes() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").split()) <= MOST_README_WORDS


def _anchor(heading: str) -> str:
    """Return the anchor that the usual renderers give a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def _dead_links(page: Path) -> Iterator[str]:
    text = re.sub(r"(?ms)^```.*?^```", "", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        file, _, anchor = target.partition("#")
        to = page.parent / file if file else page
        if "://" in target or target.startswith("mailto:"):
            continue
        if not to.exists():
            yield f"{page.relative_to(ROOT)}: {target}"
        elif anchor:
            headings = re.findall(r"^#+ (.+)$", to.read_text(encoding="utf-8"), re.MULTILINE)
            if anchor not in map(_anchor, headings):
                yield f"{page.relative_to(ROOT)}: {target}"


def test_every_link_between_the_docs_leads_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "flows" / "README.md"]

    assert [link for page in pages for link in _dead_links(page)] == []


def test_every_file_that_the_docs_name_is_there() -> None:
    named = {
        (page.name, name)
        for page in [ROOT / "CONTRIBUTING.md", ROOT / "docs" / "architecture.md"]
        for name in re.findall(
            r"`((?:assistant|tests|tools|bench|docs)/[\w./]+)`", page.read_text(encoding="utf-8")
        )
    }

    assert {(page, name) for page, name in named if not (ROOT / name).exists()} == set()


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_page_with_a_before_and_an_after(code: str) -> None:
    text = explanation_page(code)

    assert text.startswith(f"# {code}")
    assert "Before" in text
    assert "After" in text


HOP = re.compile(r"`([\w/]+\.py):([\w.]+)`")


def missing_hops(text: str) -> list[str]:
    """Return the `file:function` of a text that name nothing in the code."""
    return [f"{file}:{name}" for file, name in HOP.findall(text) if name not in definitions(file)]


def definitions(file: str) -> set[str]:
    """Return the functions, classes and methods of a file, a method with its class."""
    path = ROOT / "assistant" / file
    top = ast.parse(path.read_text(encoding="utf-8")).body if path.exists() else []
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    outer = [node for node in top if isinstance(node, kinds)]
    inner = {
        f"{node.name}.{method.name}"
        for node in outer
        for method in node.body
        if isinstance(method, kinds)
    }
    return {node.name for node in outer} | inner


def test_the_way_of_an_answer_names_what_is_there() -> None:
    text = (ROOT / "docs/one-answer.md").read_text(encoding="utf-8")
    renamed = text.replace("parse_screen`", "parsed_screen`")

    assert len(HOP.findall(text)) > 20
    assert missing_hops(text) == []
    assert missing_hops(renamed) == ["dialog/answer_parser.py:parsed_screen"]
