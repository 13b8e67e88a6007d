"""Every finding has its page, and both examples of the page are what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.flow.findings.registry import CODES, WORDINGS, read_explanation
from tests.flow.flow_examples import BROKEN, all_findings, before_and_after

# scripted conversations have codes of their own (A…), tested beside their reader
FLOW_CODES = [code for code in CODES if not code.startswith("A")]
PAGES = Path(__file__).parents[2] / "assistant" / "flow" / "explain"


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert {page.stem for page in PAGES.glob("*")} == set(CODES)


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    assert {wording.code.name for wording in WORDINGS.values()} == set(CODES)


def test_every_code_has_a_broken_example_and_every_example_a_code() -> None:
    assert {example.name[:3] for example in BROKEN.iterdir()} == set(FLOW_CODES)


@pytest.mark.parametrize("code", FLOW_CODES)
def test_a_page_begins_with_code_and_title(code: str) -> None:
    assert read_explanation(code).splitlines()[0] == f"# {code} · {CODES[code].title}"


@pytest.mark.parametrize("code", FLOW_CODES)
def test_the_first_example_of_a_page_has_the_finding_and_no_other(code: str) -> None:
    before, _ = before_and_after(read_explanation(code))

    assert {finding.code for finding in all_findings(before, code)} == {code}


@pytest.mark.parametrize("code", FLOW_CODES)
def test_the_second_example_of_a_page_is_mended(code: str) -> None:
    _, after = before_and_after(read_explanation(code))

    assert all_findings(after, code) == ()


def test_no_page_explains_a_code_that_does_not_exist() -> None:
    with pytest.raises(KeyError):
        read_explanation("../codes")
