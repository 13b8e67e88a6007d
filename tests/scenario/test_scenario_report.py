"""Reports of scripted conversations, for people's tools."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from assistant.flow.model import Place
from assistant.scenario.report import as_json, as_junit
from assistant.scenario.run import CaseResult

RESULTS = (
    CaseResult("small", Place("small/tests/a.yaml", 1, 3), "Blå & gule", ()),
    CaseResult(
        "small", Place("small/tests/a.yaml", 9, 3), "Nej", ('it waits at "sure"', "and <more>")
    ),
    CaseResult("other", Place("other/tests/b.yaml", 1, 3), "Ja", ()),
)


def test_json_has_every_case_and_the_sums() -> None:
    assert as_json(RESULTS) == {
        "cases": [
            {
                "flow": "small",
                "file": "small/tests/a.yaml",
                "line": 1,
                "case": "Blå & gule",
                "passed": True,
                "why": [],
            },
            {
                "flow": "small",
                "file": "small/tests/a.yaml",
                "line": 9,
                "case": "Nej",
                "passed": False,
                "why": ['it waits at "sure"', "and <more>"],
            },
            {
                "flow": "other",
                "file": "other/tests/b.yaml",
                "line": 1,
                "case": "Ja",
                "passed": True,
                "why": [],
            },
        ],
        "passed": 2,
        "failed": 1,
    }


def test_junit_has_a_suite_for_each_file_and_says_why_a_case_failed() -> None:
    read = ET.fromstring(as_junit(RESULTS))  # noqa: S314 - our own words

    assert read.attrib == {"tests": "3", "failures": "1"}
    assert [(suite.get("name"), suite.get("tests"), suite.get("failures")) for suite in read] == [
        ("small/tests/a.yaml", "2", "1"),
        ("other/tests/b.yaml", "1", "0"),
    ]
    assert [(case.get("name"), case.get("line")) for case in read.iter("testcase")] == [
        ("Blå & gule", "1"),
        ("Nej", "9"),
        ("Ja", "1"),
    ]
    (failure,) = read.iter("failure")
    assert failure.attrib == {"message": 'it waits at "sure"'}
    assert failure.text == 'it waits at "sure"\nand <more>'
