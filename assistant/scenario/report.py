"""Reports of scripted conversations for other tools: JSON and JUnit XML."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from assistant.scenario.run import CaseResult


def as_json(results: Sequence[CaseResult]) -> dict[str, object]:
    """Return the document of `assistant test --json`; `why` is empty for a case that passed."""
    passed = sum(result.passed for result in results)
    return {
        "cases": [
            {
                "flow": result.flow,
                "file": result.place.file,
                "line": result.place.line,
                "case": result.case,
                "passed": result.passed,
                "why": list(result.why),
            }
            for result in results
        ],
        "passed": passed,
        "failed": len(results) - passed,
    }


def as_junit(results: Sequence[CaseResult]) -> str:
    """Return JUnit XML: a suite for each file, a test case for each case."""
    failed = sum(not result.passed for result in results)
    suites = [
        _suite(file, list(cases))
        for file, cases in groupby(results, lambda result: result.place.file)
    ]
    head = f'<testsuites tests="{len(results)}" failures="{failed}">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *suites, "</testsuites>", ""])


def _suite(file: str, results: Sequence[CaseResult]) -> str:
    failed = sum(not result.passed for result in results)
    head = f'  <testsuite name={quoteattr(file)} tests="{len(results)}" failures="{failed}">'
    return "\n".join([head, *map(_case, results), "  </testsuite>"])


def _case(result: CaseResult) -> str:
    place = result.place
    head = (
        f"    <testcase classname={quoteattr(result.flow)} name={quoteattr(result.case)}"
        f' file={quoteattr(place.file)} line="{place.line}"'
    )
    if result.passed:
        return f"{head}/>"
    first, text = quoteattr(result.why[0]), escape("\n".join(result.why))
    return f"{head}>\n      <failure message={first}>{text}</failure>\n    </testcase>"
