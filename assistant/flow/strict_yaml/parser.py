"""The strict YAML parser: the text of an author's file → nodes with places.

Only `true`, `false`, `null` and plain integers are special; everything else is text. Refused:
duplicate keys, anchors, aliases, merges, tags, tabs, several documents, and a comment that would
swallow the end of a text. Built on the events of PyYAML's C parser, so nothing is ever constructed
from a tag.

Theory of operation: `_NodeBuilder` is a recursive-descent reader of libyaml's event stream. Each
event carries the mark where it begins, which becomes the node's place. What strict YAML refuses is
reported and replaced by a stand-in, so that one mistake does not hide the next. Only a syntax error
of YAML itself stops the reading; `explain_yaml_error` turns it into a finding in an author's words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

import yaml

from assistant.flow.findings import Finding, Report, loader_codes, make_finding
from assistant.flow.findings.registry import Wording
from assistant.flow.model import Place
from assistant.flow.strict_yaml.nodes import Entry, Node, Scalar, Series, Table

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 16

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\Z")
_SPECIAL_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "": None}
_ODD_CHARACTER = re.compile(
    "[^\n -~\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_COMMENT = re.compile(r"(\s+)#(.?)")
_DIGITS = "-0123456789"
_SCALAR: type = yaml.ScalarEvent
_HARMLESS = re.compile(r"[a-z0-9_.:-]+\Z")
_SENTENCE_END = (".", "?", "!", ":")
_NO_KEY = (
    "\n"  # prefix of the stand-in for a key that is a list or mapping; no real key has a line break
)
_COMMENT_GAP = 2  # a comment behind a plain word stands at least two spaces away


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """A file's top node (None where it could not be read) and the findings about its form."""

    node: Node | None
    findings: tuple[Finding, ...]


def parse_yaml(text: str, file: str) -> ParsedFile:
    """Return the nodes of a strict YAML text; `file` is the name that findings bear."""
    report = Report()
    text = normalise(text)
    if len(text) > MAX_CHARACTERS:
        report.at_place(
            Place(file, 1, 1), 1, loader_codes.F07_SIZE, size=len(text), most=MAX_CHARACTERS
        )
        return ParsedFile(None, report.in_order([file]))
    if _report_odd_characters(text, file, report):
        return ParsedFile(None, report.in_order([file]))
    builder = _NodeBuilder(text, file, report)
    try:
        node = builder.read_document()
    except yaml.YAMLError as problem:
        _add_parser_finding(explain_yaml_error(problem, builder.lines, file), report)
        node = None
    except _TooDeepError:
        node = None
    finally:
        builder.close()
    return ParsedFile(node, report.in_order([file]))


def _add_parser_finding(stopped: Finding, report: Report) -> None:
    """Add the finding of a syntax error, and drop those in its line that it explains.

    Where a comment has swallowed the end of a text (F03), that is the cause and the error is left
    out.
    """
    line = stopped.place.line
    if any(
        found.code == "F03" and line - 1 <= found.place.line <= line for found in report.findings
    ):
        return
    if stopped.code == "F04":  # the parser knows better than a guess about the same line
        kept = [f for f in report.findings if f.place.line != line or f.code != "F04"]
        report.findings[:] = kept
    report.findings.append(stopped)


def normalise(text: str) -> str:
    """Return the text as it is read: NFC, one kind of line break, no byte order mark."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _report_odd_characters(text: str, file: str, report: Report) -> bool:
    """Report characters that a text may not contain, the first of each line; True where any."""
    for number, line in enumerate(text.split("\n"), 1) if _ODD_CHARACTER.search(text) else ():
        for match in _ODD_CHARACTER.finditer(line):
            place, letter = Place(file, number, match.start() + 1), match.group()
            if letter == "\t":
                report.at_place(place, 1, loader_codes.F05_TAB)
            elif "\ud800" <= letter <= "\udfff":
                report.at_place(place, 1, loader_codes.F05_ENCODING)
            else:
                report.at_place(place, 1, loader_codes.F05_CHARACTER, code=f"U+{ord(letter):04X}")
            break
    return bool(report.findings)


class _Mark(Protocol):
    """A position of the parser; line and column count from 0."""

    line: int
    column: int


class _Event(Protocol):
    """An event of the parser, as far as it is read here; not every event has every attribute."""

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


class _NodeBuilder:
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
        """Free the memory of the C parser."""
        self._loader.dispose()

    def read_document(self) -> Node | None:
        """Return the one document's top node."""
        self._event()  # the start of the stream
        start = self._event()
        if isinstance(start, yaml.StreamEndEvent):
            self._report.at_place(Place(self._file, 1, 1), 1, loader_codes.F08_EMPTY)
            return None
        if start.version or start.tags:
            self._report.at_place(self._place(start), 1, loader_codes.F05_DIRECTIVE)
        node = self._node(self._event())
        self._event()  # the end of the document
        following = self._event()
        if not isinstance(following, yaml.StreamEndEvent):
            self._report.at_place(self._place(following), 3, loader_codes.F05_DOCUMENTS)
        return node

    def _node(self, event: _Event) -> Node:
        # The common case first, without isinstance: most events of a file are plain scalars.
        if event.__class__ is _SCALAR and event.anchor is None and event.tag is None:
            return self._scalar(event)
        # refused, but read on as if the mark were not there
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, loader_codes.F05_ALIAS, f"*{event.anchor}")
            return self._stand_in(event, event.anchor or "")
        if event.anchor is not None:
            self._refuse(event, loader_codes.F05_ANCHOR, f"&{event.anchor}")
        if event.tag is not None:
            self._refuse(event, loader_codes.F05_TAG, str(event.tag))
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        return self._collection(event)

    def _collection(self, event: _Event) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._report.at_place(self._place(event), 1, loader_codes.F07_DEPTH, most=MAX_DEPTH)
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
        length = _caret_length(mark, event.end_mark)
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
                self._report.at(key, loader_codes.F02_KEY, key=key.text)
            elif self._check_entry(entry, braces=braces):
                entries.append(entry)
            else:
                whole = False
            seen.add(key.text)
            event = self._event()
        mark = start.start_mark
        length = _caret_length(mark, event.end_mark)
        return Table(tuple(entries), self._file, mark.line + 1, mark.column + 1, length, whole)

    def _key(self, event: _Event) -> Scalar:
        node = self._node(event)
        if isinstance(node, Scalar):
            return node
        mark = event.start_mark
        self._report.at(node, loader_codes.F05_KEY)
        return self._stand_in(event, f"{_NO_KEY}{mark.line}:{mark.column}")

    def _check_entry(self, entry: Entry, *, braces: bool) -> bool:
        """Report a missing key, and words in braces cut off by a comma; True where sound."""
        key, value = entry
        if key.quoted:
            return True
        if key.text in ("", "<<"):
            self._report.at(key, loader_codes.F05_MERGE if key.text else loader_codes.F05_KEY)
            return False
        if not braces or not isinstance(value, Scalar) or value.quoted or value.text:
            return not key.text.startswith(_NO_KEY)
        self._report.at(
            key,
            loader_codes.F04_COMMA if " " in key.text else loader_codes.F04_LONE,
            words=key.text,
        )
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
        if text in _SPECIAL_WORDS:
            value = _SPECIAL_WORDS[text]
        elif text[0] in _DIGITS and _INTEGER.match(text):
            value = int(text)
        scalar = Scalar(
            value, text, self._file, line + 1, column, length, column, lines, quoted=False
        )
        if self._braces and text.endswith(_SENTENCE_END) and " " in text:
            self._report.at(scalar, loader_codes.F04_SENTENCE, words=text)
        if last in self._commented and value is not None:
            self._report_swallowed_text(scalar, end)
        return scalar

    def _report_swallowed_text(self, scalar: Scalar, end: _Mark) -> None:
        """Report a comment that swallows the end of a text."""
        text = scalar.text
        comment = _COMMENT.match(self.lines[end.line], end.column)
        if comment is None:
            return
        spaces, following = comment.groups()
        # A comment that is meant stands clear of a plain word: two spaces before "#", one behind.
        roomy = len(spaces) >= _COMMENT_GAP and following in ("", " ")
        if not (roomy and _HARMLESS.match(text)):
            place = Place(self._file, end.line + 1, comment.end(1) + 1)
            lost = self.lines[end.line][comment.end(1) :]
            self._report.at_place(place, len(lost), loader_codes.F03, words=text, lost=lost)

    def _stand_in(self, event: _Event, text: str) -> Scalar:
        """Return a stand-in for something refused, so that reading goes on."""
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        return Scalar(text, text, self._file, line, column, 1, column, 1, quoted=False)

    def _refuse(self, event: _Event, wording: Wording, mark: str) -> None:
        self._report.at_place(self._place(event), len(mark), wording, mark=mark)

    def _place(self, event: _Event) -> Place:
        mark = event.start_mark
        return Place(self._file, mark.line + 1, mark.column + 1)


def _caret_length(start: _Mark, end: _Mark) -> int:
    """Return how many characters of the first line a caret underlines."""
    return end.column - start.column if start.line == end.line else 1


def _opens_table(event: object) -> bool:
    return isinstance(event, yaml.MappingStartEvent)


# YAML syntax errors in an author's words, shown where the author slipped.
#
# libyaml reports where it gave up, in terms of its own grammar ("mapping values are not allowed in
# this context"). An author needs the place of the mistake, which often stands a line above.
# `_classify_slip` matches the parser's phrases and the lines around the mark against the usual
# slips.

_CLOSING = "\"'}])"
_ORDINARY_KEY = re.compile(
    r"\s*(?:- +)*[\w.]+\Z"
)  # what stands before the colon of an ordinary key
_KEY_WITHOUT_SPACE = re.compile(
    r"\s*(?:- +)*[\w.]+:(?=[^\s:])"
)  # a key without a space behind its colon
_DASH_WITHOUT_SPACE = re.compile(r"\s*-(?=[\w.]+:)")  # an item without a space behind its dash
# a phrase of the parser, the finding's wording, and whether that points at where something began
_PARSER_PHRASES = (
    ("unknown escape", loader_codes.F05_ESCAPE, False),
    ("quoted scalar", loader_codes.F05_QUOTE, True),
    ("an alias", loader_codes.F05_LETTER, True),
    ("an anchor", loader_codes.F05_LETTER, True),
    ("a tag", loader_codes.F05_LETTER, True),
    ("simple key", loader_codes.F05_LINE, True),
    ("cannot start any token", loader_codes.F05_LETTER, False),
    ("entries are not allowed", loader_codes.F05_LETTER, False),
    ("keys are not allowed", loader_codes.F05_LETTER, False),
)
_SlipFinding = tuple[
    Wording, tuple[int, int], int
]  # a wording, a place, a length; 0 reaches to the end of the line
_FLOW_COLLECTIONS = ("flow mapping", "flow sequence")


class _ErrorMark(Protocol):
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class _SyntaxSlip:
    """The parser's complaint about `line` and `column`, having begun something at `since`."""

    problem: str
    context: str
    line: int
    column: int
    since: tuple[int, int]
    lines: Sequence[str]

    @property
    def before(self) -> str:
        """The text before the mark in its line."""
        return self.lines[self.line][: self.column].rstrip()


def explain_yaml_error(problem: yaml.YAMLError, lines: Sequence[str], file: str) -> Finding:
    """Return the finding for a text that the parser could not read."""
    slip = _read_slip(problem, lines)
    wording, (line, column), length = _classify_slip(slip)
    rest = lines[line][column:]
    return make_finding(wording, Place(file, line + 1, column + 1), length or len(rest), rest=rest)


def _read_slip(problem: yaml.YAMLError, lines: Sequence[str]) -> _SyntaxSlip:
    mark: _ErrorMark | None = getattr(problem, "problem_mark", None)
    since: _ErrorMark | None = getattr(problem, "context_mark", None) or mark
    line, column = _clamp_mark(mark, lines)
    said = f"{getattr(problem, 'problem', '')}"
    context = f"{getattr(problem, 'context', '')}"
    return _SyntaxSlip(said, context, line, column, _clamp_mark(since, lines), lines)


def _classify_slip(slip: _SyntaxSlip) -> _SlipFinding:
    """Return the finding's wording, the position it points at, and its length."""
    at = (slip.line, slip.column)
    if any(within in slip.context for within in _FLOW_COLLECTIONS):
        ended = slip.line > slip.since[0] or slip.column >= len(slip.lines[slip.line])
        return (
            (loader_codes.F04_UNCLOSED, slip.since, 1)
            if ended
            else (loader_codes.F04_BRACES, at, 1)
        )
    for words, wording, begun in _PARSER_PHRASES:
        if words in slip.context or words in slip.problem:
            if wording is loader_codes.F05_LINE and (
                tight := _KEY_WITHOUT_SPACE.match(slip.lines[slip.since[0]])
            ):
                return loader_codes.F05_SPACE, (slip.since[0], tight.end() - 1), 1
            return (
                wording,
                slip.since if begun else at,
                0 if wording is loader_codes.F05_LINE else 1,
            )
    return _classify_block_slip(slip, at)


def _classify_block_slip(slip: _SyntaxSlip, at: tuple[int, int]) -> _SlipFinding:
    """Return the wording, position and length for a line that does not fit those before it."""
    if "mapping values" in slip.problem:
        return _classify_second_colon(slip, at)
    if slip.before and slip.before[-1] in _CLOSING:
        return loader_codes.F04_BEHIND, at, 0
    if "block" in slip.context or "block" in slip.problem or "indent" in slip.problem:
        return loader_codes.F05_INDENTATION, at, 0
    return loader_codes.F05_UNREADABLE, at, 1


def _classify_second_colon(slip: _SyntaxSlip, at: tuple[int, int]) -> _SlipFinding:
    """Return the wording, position and length for a colon that cannot end a key."""
    if slip.line == 0 or not _ORDINARY_KEY.match(slip.before):
        return loader_codes.F04_COLON, at, 1
    above = slip.line - 1
    for pattern in (_KEY_WITHOUT_SPACE, _DASH_WITHOUT_SPACE):
        tight = pattern.match(slip.lines[above])
        if tight is not None:
            return loader_codes.F05_SPACE, (above, tight.end() - 1), 1
    begin = len(slip.before) - len(slip.before.lstrip())
    return loader_codes.F05_INDENTATION, (slip.line, begin), 0


def _clamp_mark(mark: _ErrorMark | None, lines: Sequence[str]) -> tuple[int, int]:
    """Return the mark, moved back to the end of the last words where it stands behind them."""
    last = len(lines) - 1
    while last > 0 and not lines[last].strip():
        last -= 1
    if mark is None:
        return 0, 0
    return (mark.line, mark.column) if mark.line <= last else (last, len(lines[last]))
