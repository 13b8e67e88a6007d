"""Findings: mistakes in an author's file, each with its place, a sentence, and a way to fix it.

Their codes and sentences are declared by the modules that find them (`codes`), those that the loader's
modules share in `loader_codes`; only `make_finding` makes findings.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from assistant.flow.findings.registry import Severity, Wording
from assistant.flow.model import Place
from assistant.flow.strict_yaml.nodes import Node

_LONGEST_QUOTE = 60  # an offending value is quoted up to this many characters
_LONGEST_LINE = 240  # a longer line of a file is shown in part
_NEVER_SHORTENED = {"known", "way", "problem"}  # fills that are shown in full: lists to choose from
_UNPRINTABLE = "�"


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake in a file; `length` is how many characters the caret underlines."""

    code: str
    severity: Severity
    place: Place
    length: int
    text: str
    fix: str | None


class FindingJson(TypedDict):
    """A finding as `assistant check --json` prints it."""

    code: str
    severity: str
    file: str
    line: int
    column: int
    text: str
    fix: str | None


def make_finding(
    wording: Wording, place: Place, length: int, /, *, fix: str | None = None, **fills: str | int
) -> Finding:
    """Return the finding that `wording` declares, at `place`, its sentence filled in."""
    shown = {name: _shorten(value, whole=name in _NEVER_SHORTENED) for name, value in fills.items()}
    mended = fix or (wording.fix.format(**shown) if wording.fix else None)
    code, text = wording.code, wording.sentence.format(**shown)
    return Finding(code.name, code.severity, place, max(1, length), text, mended)


class Report:
    """Collects findings while files are read; nothing stops at the first."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def at(
        self, node: Node, wording: Wording, /, *, fix: str | None = None, **fills: str | int
    ) -> None:
        """Add the finding `wording` at `node`."""
        self.findings.append(make_finding(wording, node.place, node.length, fix=fix, **fills))

    def at_place(
        self,
        place: Place,
        length: int,
        wording: Wording,
        /,
        *,
        fix: str | None = None,
        **fills: str | int,
    ) -> None:
        """Add the finding `wording` at `place`."""
        self.findings.append(make_finding(wording, place, length, fix=fix, **fills))

    def in_order(self, files: Sequence[str]) -> tuple[Finding, ...]:
        """Return each finding once, in the order of `files` and of the lines within."""
        return in_file_order(self.findings, files)


def in_file_order(findings: Iterable[Finding], files: Sequence[str]) -> tuple[Finding, ...]:
    """Return each finding once, in the order of `files` and of the lines within."""
    rank = {file: number for number, file in enumerate(files)}

    def where(found: Finding) -> tuple[int, str, int, int, str]:
        place = found.place
        return rank.get(place.file, len(rank)), place.file, place.line, place.column, found.code

    return tuple(sorted(dict.fromkeys(findings), key=where))


def did_you_mean(wrong: str, known: Iterable[str]) -> str | None:
    """Return `did you mean "x"?` for the name in `known` nearest to `wrong`, or None."""
    # sorted, so that sets give the same suggestion on every run
    near = difflib.get_close_matches(wrong, sorted(known), n=1, cutoff=0.6)
    return f'did you mean "{near[0]}"?' if near else None


def render_finding(found: Finding, source_lines: Sequence[str]) -> str:
    """Return the finding for a terminal: place, code, sentence, the line with a caret, the fix."""
    said = f"{found.code} {found.text}"
    return render_problem(found.place, found.length, said, found.fix, source_lines)


def render_problem(
    place: Place, length: int, said: str, fix: str | None, source_lines: Sequence[str]
) -> str:
    """Return a problem for a terminal: place and sentence, the line with a caret, the fix."""
    out = [f"{place.file}:{place.line}:{place.column}: {said}"]
    if 0 < place.line <= len(source_lines):
        line, before = _window(_printable(source_lines[place.line - 1]), place.column - 1)
        number = f"{place.line:>4}"
        width = max(1, min(length, len(line) - before))
        out.append(f"{number} | {line}")
        out.append(f"{' ' * len(number)} | {' ' * before}{'^' * width}")
    if fix:
        out.append(f"  fix: {fix}")
    return "\n".join(out)


def _window(line: str, before: int) -> tuple[str, int]:
    """Return the part of a (perhaps very long) line around the caret, and the caret's offset."""
    if len(line) <= _LONGEST_LINE:
        return line, before
    start = max(0, before - _LONGEST_LINE // 2)
    more, end = "…" if start else "", start + _LONGEST_LINE
    return f"{more}{line[start:end]}{'…' if end < len(line) else ''}", before - start + len(more)


def render_findings(findings: Iterable[Finding], files: Mapping[str, str]) -> str:
    """Return all findings for a terminal, with the lines of `files` (file -> text)."""
    lines: dict[str, list[str]] = {}
    out = []
    for found in findings:
        file = found.place.file
        if file not in lines:
            lines[file] = files.get(file, "").splitlines()
        out.append(render_finding(found, lines[file]))
    return "\n".join(out)


def finding_json(found: Finding) -> FindingJson:
    """Return the finding as `assistant check --json` prints it."""
    return {
        "code": found.code,
        "severity": found.severity,
        "file": found.place.file,
        "line": found.place.line,
        "column": found.place.column,
        "text": found.text,
        "fix": found.fix,
    }


def _shorten(value: str | int, *, whole: bool) -> str:
    text = " ".join(str(value).split())
    return text if whole or len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"


def _printable(line: str) -> str:
    """Return a line with a sign for each character that is invisible or controls a terminal."""
    return "".join(letter if letter.isprintable() else _UNPRINTABLE for letter in line)
