"""Each broken example carries, as a comment at its top, all that an author is shown about it."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from assistant.flow.findings import render_findings
from assistant.flow.findings.registry import WORDINGS
from assistant.flow.load import load
from tests.flow.flow_examples import BROKEN, all_findings, broken_files, flow_text

EXAMPLES = sorted(BROKEN.iterdir())


def read_expected(files: dict[str, str]) -> str:
    """Return the comment that the flow of an example begins with."""
    lines = files["example/flow.yaml"].splitlines()
    end = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    return "\n".join(line.removeprefix("#").removeprefix(" ") for line in lines[:end])


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_a_broken_example_gives_what_its_first_lines_say(example: Path) -> None:
    files = broken_files(example)

    findings = all_findings(files, example.name[:3])

    assert render_findings(findings, files) == read_expected(files)
    assert {finding.code for finding in findings} == {example.name[:3]}


def test_a_flow_too_big_to_read_is_refused_unread() -> None:
    files = {"example/flow.yaml": flow_text() + "#" * 1_000_000}

    assert render_findings(load(files, "example").findings, {}) == (
        "example/flow.yaml:1:1: F07 the file has 1000202 characters; at most 1000000 are read.\n"
        "  fix: split it into parts"
    )


def test_a_file_that_is_not_utf_8_is_shown_where_it_stops_being() -> None:
    files = {"example/flow.yaml": flow_text("title: Et b\udcf8rn\n")}

    assert render_findings(load(files, "example").findings, files) == (
        "example/flow.yaml:4:12: F05 the file is not UTF-8 from here on.\n"
        "   4 | title: Et b�rn\n"
        "     |            ^\n"
        "  fix: save it as UTF-8"
    )


def test_a_flow_without_its_file_is_missing() -> None:
    assert render_findings(load({}, "example").findings, {}) == (
        'example/flow.yaml:1:1: F11 there is no file "example/flow.yaml".'
    )


def shape(sentence: str) -> re.Pattern[str]:
    """Return what a sentence looks like once its gaps are filled."""
    pieces = Formatter().parse(sentence)
    return re.compile(
        "".join(re.escape(words) + ("" if gap is None else ".*") for words, gap, *_ in pieces)
    )


def test_every_sentence_has_an_example() -> None:
    seen = [f.text for path in EXAMPLES for f in all_findings(broken_files(path), path.name[:3])]
    shapes = {
        key: shape(wording.sentence)
        for key, wording in WORDINGS.items()
        if not key.startswith("A")  # of scripted conversations
    }

    unseen = {key for key, form in shapes.items() if not any(map(form.fullmatch, seen))}

    assert unseen == {"F05/encoding", "F07/size", "F11/missing"}  # tested above
