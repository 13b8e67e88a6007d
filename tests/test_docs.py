"""What is promised in words is there: help, examples that run, pages for codes, the README's table."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from assistant.cli import COMMANDS, main
from assistant.cli.explain import explanation_page
from assistant.cli.output import parse_examples
from assistant.flow.findings.codes import CODES

ROOT = Path(__file__).parent.parent
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


def test_every_command_stands_in_the_table_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `assistant ([a-z0-9]+)", readme, re.MULTILINE))

    assert set(COMMANDS) - rows == set()


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_page_with_a_before_and_an_after(code: str) -> None:
    text = explanation_page(code)

    assert text.startswith(f"# {code}")
    assert "Before" in text
    assert "After" in text
