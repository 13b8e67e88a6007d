"""Flows made for measuring: as long as wanted, with a catalogue of signs, in the flow language itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

SIGNS = 145
DOMAINS = 7
KINDS = ("multi", "choice", "yesno", "choice")  # of the questions, in turn


def flow_files(flow: str, questions: int) -> dict[str, str]:
    """Return the files of a flow with `questions` questions, path below the flows root -> text."""
    return {
        f"{flow}/flow.yaml": "\n".join(
            [*_head_lines(flow), *_fact_lines(questions), *_rest_lines(questions)]
        ),
        "catalogue/signs.yaml": "\n".join(_sign_lines()),
        "catalogue/sources.yaml": _SOURCES,
    }


def write_flow(root: Path, flow: str, questions: int) -> Path:
    """Write the flow below `root` and return its folder."""
    for name, text in flow_files(flow, questions).items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root / flow


def conversation_answers(questions: int) -> list[tuple[str, object]]:
    """Return a whole conversation: step and answer, in order."""
    return [(f"q{number}", _answer(number)) for number in range(questions)]


def _answer(number: int) -> object:
    domain = number % DOMAINS
    given: dict[str, object] = {
        "multi": [f"sign_{domain}", f"sign_{domain + DOMAINS}"],
        "choice": "b",
        "yesno": "yes",
    }
    return given[KINDS[number % len(KINDS)]]


_SOURCES = """\
sources: sources
items:
- id: MADE_UP
  title: Made for measuring
  publisher: Nobody
  url: https://example.dk/
  read_on: 2026-11-01
"""


def _sign_lines() -> Iterator[str]:
    yield "catalogue: signs"
    yield "language: da"
    yield "domains:"
    yield from (f"  domain_{number}: Emne nummer {number}" for number in range(DOMAINS))
    yield "items:"
    for number in range(SIGNS):
        yield f"- id: sign_{number}"
        yield f"  label: Et tegn med nummer {number} og nogle ord om, hvordan det kan se ud"
        yield f"  domain: domain_{number % DOMAINS}"
        yield "  list: general"
        yield "  ages: [small, middle, big]"
        yield f"  urgency: {('today', 'soon', 'watch')[number % 3]}"
        yield f"  tags: [{'violence' if number % 5 == 0 else 'neglect'}]"
        yield "  source: [MADE_UP]"
        yield "  checked: true"


def _head_lines(flow: str) -> Iterator[str]:
    yield f"flow: {flow}"
    yield "version: 1"
    yield "language: da"
    yield "title: En samtale til måling"
    yield "about: Lavet til måling."
    yield "use: [signs]"


def _fact_lines(questions: int) -> Iterator[str]:
    yield "facts:"
    for number in range(questions):
        yield f"  q{number}:"
        yield f"    label: Spørgsmål {number}"
        yield from _kind_lines(KINDS[number % len(KINDS)], number)


def _kind_lines(kind: str, number: int) -> Iterator[str]:
    if kind == "multi":
        yield f"    multi: {{from: signs, where: {{domain: domain_{number % DOMAINS}}}}}"
    elif kind == "choice":
        yield "    choice:"
        yield from (f"      {letter}: Svaret {letter}, som passer her" for letter in "abcd")
    else:
        yield "    yesno: true"
        yield "    unknown: true"


def _rest_lines(questions: int) -> Iterator[str]:
    multis = [number for number in range(questions) if KINDS[number % len(KINDS)] == "multi"]
    yield "conditions:"
    for number in multis:
        yield f"  violence_{number}:"
        yield f"    if: q{number} has tag violence"
        yield f"    because: Du har markeret tegn på vold ved spørgsmål {number}."
    yield "steps:"
    for number in range(questions):
        yield from _step_lines(number, questions)
    yield "- end: over"
    yield "  outcome: none"
    yield "  say: Slut."
    yield "guarantees:"
    yield "- {name: it_ends, ends: [none]}"


def _step_lines(number: int, questions: int) -> Iterator[str]:
    following = f"q{number + 1}" if number + 1 < questions else "over"
    yield f"- ask: q{number}"
    yield f"  section: Afsnit {number // 6}"
    yield f"  say: Hvad svarer du på spørgsmål {number}, når du tænker dig om?"
    if KINDS[number % len(KINDS)] == "multi":
        yield f"  go: [{{if: violence_{number}, to: {following}}}, {{to: {following}}}]"
    else:
        yield f"  go: {following}"
