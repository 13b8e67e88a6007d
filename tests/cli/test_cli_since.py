"""`assistant check`: compared with an older state, on the day of today, and its schema for editors."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.cli import inputs
from assistant.scenario.editor_schema import build_schema
from tests.cli.command_line import Said, assistant

FLOW = Path("flows/my_flow/flow.yaml")


@pytest.fixture(autouse=True)
def new(here: Path) -> Said:  # noqa: ARG001 - it runs there
    return assistant("new", "my_flow")


def git(*words: str) -> None:
    author = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *author, *words], check=True, capture_output=True)


def weaken() -> None:
    """Take a guarantee away without a new version."""
    text = FLOW.read_text(encoding="utf-8")
    line = "- {name: violence_is_handed_over, when: violence, ends: [notify]}\n"
    assert text.count(line) == 1
    FLOW.write_text(text.replace(line, ""), encoding="utf-8")


EXPECTED = (
    f"{FLOW}:5:10: V01 the logic has changed since version 1, and the version is still 1.\n"
    "   5 | version: 1\n"
    "     |          ^\n"
    "  fix: write version: 2\n"
    f'{FLOW}:5:10: V03 the guarantee "violence_is_handed_over" is gone.\n'
    "   5 | version: 1\n"
    "     |          ^\n"
    "  fix: put it back, or say why in the change\n"
    f'{FLOW}:67:8: P04 no guarantee speaks of "handed_over", where a record is handed over.\n'
    "  67 | - end: handed_over\n"
    "     |        ^^^^^^^^^^^\n"
    "  fix: say who must come there: when: …, ends: [handed_over]\n"
)


@pytest.mark.parametrize("since", ["HEAD", "before"])
def test_check_compares_with_a_revision_of_git(since: str) -> None:
    git("init", "-q", ".")
    git("add", ".")
    git("commit", "-qm", "as it was")
    git("tag", "before")
    weaken()

    assert assistant("check", "--since", since) == Said(
        1, EXPECTED, "1 flow checked: 1 error, 2 warnings.\n"
    )


@pytest.mark.parametrize("since", ["old", "old/my_flow"])
def test_check_compares_with_an_older_folder(since: str) -> None:
    shutil.copytree("flows", "old")
    weaken()

    assert assistant("check", "--since", since).out == EXPECTED


def test_a_flow_that_was_not_there_takes_nothing_away() -> None:
    Path("old").mkdir()

    assert assistant("check", "--since", "old") == Said(0, "", "1 flow checked: no problems.\n")


def test_what_is_neither_folder_nor_revision_is_wrong_use() -> None:
    said = assistant("check", "--since", "--output=x")

    assert said.status == 2
    assert "is neither a folder nor a git revision in" in said.err


def test_an_older_flow_with_errors_cannot_be_compared_with() -> None:
    shutil.copytree("flows", "old")
    old = Path("old/my_flow/flow.yaml")
    old.write_text(old.read_text(encoding="utf-8").replace("to: duty", "to: dutty"), "utf-8")
    said = assistant("check", "--since", "old")

    assert said.status == 2
    assert '"my_flow" had errors in old, so there is nothing to compare with.' in said.err


def test_check_knows_what_day_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = Path("flows/catalogue/sources.yaml")
    sources.parent.mkdir()
    sources.write_text(
        "sources: sources\nitems:\n- {id: BL, title: Barnets lov, publisher: Retsinformation, "
        'url: "https://example.org", read_on: 2026-03-02}\n',
        encoding="utf-8",
    )
    codes = []
    for day in ("2027-03-02", "2027-03-03"):
        at = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC)
        monkeypatch.setattr(inputs, "now", lambda at=at: at)
        codes.append([found["code"] for found in assistant("check", "--json").json["findings"]])

    assert codes == [[], ["C03"]]


def test_check_prints_the_schema_for_editors() -> None:
    assert assistant("check", "--schema").json == build_schema()
