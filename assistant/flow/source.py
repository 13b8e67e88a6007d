"""Strict YAML: the text of a flow, catalogue, scenario or directory file becomes nodes with places.

Only `true`, `false`, `null` and plain integers are special; everything else is text. Refused: duplicate
keys, anchors, aliases, merges, tags, tabs, several documents, and a comment that would swallow the end
of a text. Built on the events of PyYAML's C parser, so nothing is ever constructed from a tag.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, cast

import yaml

from assistant.flow.basics import Place
from assistant.flow.diagnostics import Finding, Report
from assistant.flow.mishaps import mishap
from assistant.flow.nodes import Entry, Node, Scalar, Series, Table

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 16

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\Z")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "": None}
_ODD = re.compile(
    "[^\n -~\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_COMMENT = re.compile(r"(\s+)#(.?)")
_DIGITS = "-0123456789"
_SCALAR: type = yaml.ScalarEvent
_HARMLESS = re.compile(r"[a-z0-9_.:-]+\Z")
_SENTENCE_END = (".", "?", "!", ":")
_NO_KEY = "\n"  # begins what stands in for a key that is a list or a mapping; no key can
_ROOM = 2  # a comment behind a plain word stands at least two spaces away


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's top node (None where it could not be read) and what is wrong with its form."""

    node: Node | None
    findings: tuple[Finding, ...]


def parse(text: str, file: str) -> Parsed:
    """Return the nodes of a strict YAML text; `file` is the name that findings bear."""
    report = Report()
    text = normal(text)
    if len(text) > MAX_CHARACTERS:
        report.spot(Place(file, 1, 1), 1, "F07/size", size=len(text), most=MAX_CHARACTERS)
        return Parsed(None, report.in_order([file]))
    if _odd(text, file, report):
        return Parsed(None, report.in_order([file]))
    builder = _Builder(text, file, report)
    try:
        node = builder.document()
    except yaml.YAMLError as problem:
        _add(mishap(problem, builder.lines, file), report)
        node = None
    except _TooDeepError:
        node = None
    finally:
        builder.close()
    return Parsed(node, report.in_order([file]))


def _add(stopped: Finding, report: Report) -> None:
    """Add why the parser stopped, unless a swallowed text explains it; it explains others in its line."""
    line = stopped.place.line
    if any(
        found.code == "F03" and line - 1 <= found.place.line <= line for found in report.findings
    ):
        return
    if stopped.code == "F04":
        kept = [f for f in report.findings if f.place.line != line or f.code != "F04"]
        report.findings[:] = kept
    report.findings.append(stopped)


def normal(text: str) -> str:
    """Return the text as it is read: NFC, one kind of line break, no byte order mark."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _odd(text: str, file: str, report: Report) -> bool:
    """Report every tab and every character that has no place in a text."""
    for number, line in enumerate(text.split("\n"), 1) if _ODD.search(text) else ():
        for match in _ODD.finditer(line):
            place, letter = Place(file, number, match.start() + 1), match.group()
            if letter == "\t":
                report.spot(place, 1, "F05/tab")
            elif "\ud800" <= letter <= "\udfff":
                report.spot(place, 1, "F05/encoding")
            else:
                report.spot(place, 1, "F05/character", code=f"U+{ord(letter):04X}")
            break
    return bool(report.findings)


class _Mark(Protocol):
    """Where the parser stands; both count from 0."""

    line: int
    column: int


class _Event(Protocol):
    """What the parser tells; not every event has everything."""

    start_mark: _Mark
    end_mark: _Mark
    anchor: str | None
    tag: str | None
    value: str
    style: str | None
    flow_style: bool
    version: tuple[int, int] | None
    tags: Mapping[str, str] | None


class _TooDeepError(Exception):
    """The nesting passed the limit; reported where it happened."""


class _Builder:
    """Turns parser events into nodes, reporting what strict YAML refuses."""

    def __init__(self, text: str, file: str, report: Report) -> None:
        self.lines = text.split("\n")
        self._file = file
        self._report = report
        self._commented = {n for n, line in enumerate(self.lines) if "#" in line}
        self._loader = yaml.CSafeLoader(text)
        self._event = cast("Callable[[], _Event]", self._loader.get_event)
        self._depth = 0
        self._braces = 0

    def close(self) -> None:
        """Free what the parser holds."""
        self._loader.dispose()

    def document(self) -> Node | None:
        """Return the one document's top node."""
        self._event()
        start = self._event()
        if isinstance(start, yaml.StreamEndEvent):
            self._report.spot(Place(self._file, 1, 1), 1, "F08/empty")
            return None
        if start.version or start.tags:
            self._report.spot(self._place(start), 1, "F05/directive")
        node = self._node(self._event())
        self._event()
        following = self._event()
        if not isinstance(following, yaml.StreamEndEvent):
            self._report.spot(self._place(following), 3, "F05/documents")
        return node

    def _node(self, event: _Event) -> Node:
        if event.__class__ is _SCALAR and event.anchor is None and event.tag is None:
            return self._scalar(event)
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, "F05/alias", f"*{event.anchor}")
            return self._scalar_at(event, event.anchor or "")
        if event.anchor is not None:
            self._refuse(event, "F05/anchor", f"&{event.anchor}")
        if event.tag is not None:
            self._refuse(event, "F05/tag", str(event.tag))
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        return self._collection(event)

    def _collection(self, event: _Event) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._report.spot(self._place(event), 1, "F07/depth", most=MAX_DEPTH)
            raise _TooDeepError
        self._braces += bool(event.flow_style)
        node = self._table(event) if _opens_table(event) else self._series(event)
        self._braces -= bool(event.flow_style)
        self._depth -= 1
        return node

    def _series(self, start: _Event) -> Series:
        items: list[Node] = []
        event = self._event()
        while not isinstance(event, yaml.SequenceEndEvent):
            items.append(self._node(event))
            event = self._event()
        mark = start.start_mark
        length = _length(mark, event.end_mark)
        return Series(tuple(items), self._file, mark.line + 1, mark.column + 1, length)

    def _table(self, start: _Event) -> Table:
        entries: list[Entry] = []
        seen: set[str] = set()
        whole, braces = True, bool(start.flow_style)
        event = self._event()
        while not isinstance(event, yaml.MappingEndEvent):
            entry = Entry(self._key(event), self._node(self._event()))
            key = entry.key
            if key.text in seen:
                self._report.at(key, "F02/key", key=key.text)
            elif self._sound(entry, braces=braces):
                entries.append(entry)
            else:
                whole = False
            seen.add(key.text)
            event = self._event()
        mark = start.start_mark
        length = _length(mark, event.end_mark)
        return Table(tuple(entries), self._file, mark.line + 1, mark.column + 1, length, whole)

    def _key(self, event: _Event) -> Scalar:
        node = self._node(event)
        if isinstance(node, Scalar):
            return node
        mark = event.start_mark
        self._report.at(node, "F05/key")
        return self._scalar_at(event, f"{_NO_KEY}{mark.line}:{mark.column}")

    def _sound(self, entry: Entry, *, braces: bool) -> bool:
        """Report a key that is none, and words in braces that a comma cut off from their text."""
        key, value = entry
        if key.quoted:
            return True
        if key.text in ("", "<<"):
            self._report.at(key, "F05/merge" if key.text else "F05/key")
            return False
        if not braces or not isinstance(value, Scalar) or value.quoted or value.text:
            return not key.text.startswith(_NO_KEY)
        self._report.at(key, "F04/comma" if " " in key.text else "F04/lone", words=key.text)
        return False

    def _scalar(self, event: _Event) -> Scalar:
        text, start, end = event.value, event.start_mark, event.end_mark
        line, column, last = start.line, start.column + 1, end.line
        length = end.column + 1 - column if line == last else 1
        lines = last - line + 1
        if event.style:  # quotes, or a text in lines of its own
            at = column + 1
            return Scalar(text, text, self._file, line + 1, column, length, at, lines, quoted=True)
        value: str | int | bool | None = text
        if text in _WORDS:
            value = _WORDS[text]
        elif text[0] in _DIGITS and _INTEGER.match(text):
            value = int(text)
        scalar = Scalar(
            value, text, self._file, line + 1, column, length, column, lines, quoted=False
        )
        if self._braces and text.endswith(_SENTENCE_END) and " " in text:
            self._report.at(scalar, "F04/sentence", words=text)
        if last in self._commented and value is not None:
            self._swallowed(scalar, end)
        return scalar

    def _swallowed(self, scalar: Scalar, end: _Mark) -> None:
        """Report a comment that swallows the end of a text."""
        text = scalar.text
        comment = _COMMENT.match(self.lines[end.line], end.column)
        if comment is None:
            return
        spaces, following = comment.groups()
        roomy = len(spaces) >= _ROOM and following in ("", " ")
        if not (roomy and _HARMLESS.match(text)):
            place = Place(self._file, end.line + 1, comment.end(1) + 1)
            lost = self.lines[end.line][comment.end(1) :]
            self._report.spot(place, len(lost), "F03", words=text, lost=lost)

    def _scalar_at(self, event: _Event, text: str) -> Scalar:
        """Return a stand-in for something refused, so that reading goes on."""
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        return Scalar(text, text, self._file, line, column, 1, column, 1, quoted=False)

    def _refuse(self, event: _Event, key: str, mark: str) -> None:
        self._report.spot(self._place(event), len(mark), key, mark=mark)

    def _place(self, event: _Event) -> Place:
        mark = event.start_mark
        return Place(self._file, mark.line + 1, mark.column + 1)


def _length(start: _Mark, end: _Mark) -> int:
    """Return how much of the first line a caret underlines."""
    return end.column - start.column if start.line == end.line else 1


def _opens_table(event: object) -> bool:
    return isinstance(event, yaml.MappingStartEvent)
