"""Findings: what is wrong in an author's file, where, and how to mend it.

Every sentence comes from `sentences`; a finding is made by `finding` and by nothing else.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TypedDict

from assistant.flow.basics import Place
from assistant.flow.codes import CODES, Severity
from assistant.flow.nodes import Node
from assistant.flow.sentences import SENTENCES

_SHOWN = 60  # an offending value is quoted up to this many characters
_WIDEST = 240  # a longer line of a file is shown in part
_WHOLE = {"known", "way", "problem"}  # what is to choose from is shown in full
_SIGN = "�"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong; `length` is how many characters the caret underlines."""

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


def finding(
    key: str, place: Place, length: int, /, *, fix: str | None = None, **fills: str | int
) -> Finding:
    """Return the finding `key` (`CODE` or `CODE/variant`) at `place`, its sentence filled in."""
    code = key.partition("/")[0]
    sentence, default_fix = SENTENCES[key]
    shown = {name: _short(value, whole=name in _WHOLE) for name, value in fills.items()}
    mended = fix or (default_fix.format(**shown) if default_fix else None)
    return Finding(
        code, CODES[code].severity, place, max(1, length), sentence.format(**shown), mended
    )


class Report:
    """Collects findings while files are read; nothing stops at the first."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def at(self, node: Node, key: str, /, *, fix: str | None = None, **fills: str | int) -> None:
        """Add the finding `key` at `node`."""
        self.findings.append(finding(key, node.place, node.length, fix=fix, **fills))

    def spot(
        self, place: Place, length: int, key: str, /, *, fix: str | None = None, **fills: str | int
    ) -> None:
        """Add the finding `key` at `place`."""
        self.findings.append(finding(key, place, length, fix=fix, **fills))

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


def meant(wrong: str, known: Iterable[str]) -> str | None:
    """Return `did you mean "x"?` for the name in `known` nearest to `wrong`, or None."""
    near = difflib.get_close_matches(wrong, sorted(known), n=1, cutoff=0.6)
    return f'did you mean "{near[0]}"?' if near else None


def render(found: Finding, source_lines: Sequence[str]) -> str:
    """Return the finding for a terminal: place, code, sentence, the line with a caret, the fix."""
    said = f"{found.code} {found.text}"
    return pointed_at(found.place, found.length, said, found.fix, source_lines)


def pointed_at(
    place: Place, length: int, said: str, fix: str | None, source_lines: Sequence[str]
) -> str:
    """Return what is wrong for a terminal: place and sentence, the line with a caret, the fix."""
    out = [f"{place.file}:{place.line}:{place.column}: {said}"]
    if 0 < place.line <= len(source_lines):
        line, before = _window(_visible(source_lines[place.line - 1]), place.column - 1)
        number = f"{place.line:>4}"
        width = max(1, min(length, len(line) - before))
        out.append(f"{number} | {line}")
        out.append(f"{' ' * len(number)} | {' ' * before}{'^' * width}")
    if fix:
        out.append(f"  fix: {fix}")
    return "\n".join(out)


def _window(line: str, before: int) -> tuple[str, int]:
    """Return what of a line is shown, and how much of that stands before the caret: a file can be one long line."""
    if len(line) <= _WIDEST:
        return line, before
    start = max(0, before - _WIDEST // 2)
    more, end = "…" if start else "", start + _WIDEST
    return f"{more}{line[start:end]}{'…' if end < len(line) else ''}", before - start + len(more)


def rendered(findings: Iterable[Finding], files: Mapping[str, str]) -> str:
    """Return all findings for a terminal, with the lines of `files` (file -> text)."""
    lines: dict[str, list[str]] = {}
    out = []
    for found in findings:
        file = found.place.file
        if file not in lines:
            lines[file] = files.get(file, "").splitlines()
        out.append(render(found, lines[file]))
    return "\n".join(out)


def as_json(found: Finding) -> FindingJson:
    """Return the finding as interfaces §1 has it."""
    return {
        "code": found.code,
        "severity": found.severity,
        "file": found.place.file,
        "line": found.place.line,
        "column": found.place.column,
        "text": found.text,
        "fix": found.fix,
    }


def explanation(code: str) -> str:
    """Return the long story of a finding: why, before, after.

    Raises:
        KeyError: no finding has that code.
    """
    if code not in CODES:
        raise KeyError(code)
    page = resources.files("assistant.flow") / "explain" / f"{code}.md"
    return page.read_text(encoding="utf-8")


def _short(value: str | int, *, whole: bool) -> str:
    text = " ".join(str(value).split())
    return text if whole or len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _visible(line: str) -> str:
    """Return a line with everything that would not show, or would act on a terminal, as one sign each."""
    return "".join(letter if letter.isprintable() else _SIGN for letter in line)
