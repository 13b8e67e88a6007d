"""What all readers share: where findings go, which names there are, and how a condition is read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.flow.basics import Guard, Place, Text
from assistant.flow.diagnostics import Report, meant
from assistant.flow.grammar import RESERVED, parse
from assistant.flow.items import Catalogue
from assistant.flow.model import Source
from assistant.flow.names import Name, Names
from assistant.flow.nodes import Node, Scalar
from assistant.flow.syntax import Misread, Word
from assistant.flow.typing import understand

_TELLING = 12  # so many characters of a text tell where in its lines one is
ID = re.compile(r"[a-z][a-z0-9_]*\Z")
OPTION_ID = re.compile(r"[a-z0-9_]+\Z")


@dataclass(slots=True)
class Context:
    """The reader's desk.

    `lines` are the lines of each file, for columns within long conditions,
    `unread` the catalogues and parts whose files could not be read, `loose` says that a step or route is
    missing, so that what nothing leads to cannot be told.
    """

    report: Report
    lines: Mapping[str, Sequence[str]]
    names: Names = field(default_factory=Names)
    catalogues: dict[str, Catalogue] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    sources: Mapping[str, Source] = field(default_factory=dict)
    steps: dict[str, Place] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    asked: dict[str, Place] = field(default_factory=dict)
    loose: bool = False

    def guard(self, node: Node, owner: str) -> Guard | None:
        """Return the condition that a node holds; None, after reporting, where it holds none."""
        if not isinstance(node, Scalar) or not isinstance(node.value, str) or not node.text.strip():
            self.report.at(node, "F09/condition", owner=owner)
            return None
        text = node.text

        def complain(
            word: Word, key: str, /, *, fix: str | None = None, **fills: str | int
        ) -> None:
            self.report.spot(self.place(node, word), len(word.text), key, fix=fix, **fills)

        syntax = parse(text)
        if isinstance(syntax, Misread):
            word = Word(text[syntax.at : syntax.at + syntax.length] or " ", syntax.at)
            complain(word, syntax.key, **syntax.fills)
            return None
        expression = understand(syntax, self.names, complain)
        return None if expression is None else Guard(expression, " ".join(text.split()), node.place)

    def place(self, node: Scalar, word: Word) -> Place:
        """Return where a word of a text stands in its file."""
        if node.lines == 1:
            return Place(node.file, node.line, node.start + word.at)
        nth = len(list(_whole(word.text).finditer(node.text, 0, word.at)))
        lines = self.lines.get(node.file, ())[node.line - 1 : node.line + node.lines]
        for number, line in enumerate(lines):
            begin = node.start if number == 0 else 0
            for match in _whole(word.text).finditer(line, begin):
                if nth == 0:
                    return Place(node.file, node.line + number, match.start() + 1)
                nth -= 1
        return node.place

    def within(self, text: Text, offset: int) -> Place:
        """Return where the character at an offset of an author's text stands."""
        lines = self.lines.get(text.place.file, ())
        before = text.words[:offset]
        word = text.words[offset : offset + _TELLING].split("\n")[0]
        nth = before.count(word)
        for number in range(text.place.line, len(lines) + 1):
            line = lines[number - 1]
            at = line.find(word, text.place.column - 1 if number == text.place.line else 0)
            while at >= 0:
                if nth == 0:
                    return Place(text.place.file, number, at + 1)
                nth -= 1
                at = line.find(word, at + 1)
        return text.place

    def claim(self, node: Scalar, kind: str) -> bool:
        """Take a name for a fact, repeat, score, decision or condition; False where it is taken."""
        name = node.text
        other = self.names.taken.get(name)
        if other is not None:
            where = f"{other.place.file}:{other.place.line}"
            self.report.at(node, "F02/name", name=name, other=f"a {other.kind}", where=where)
            return False
        self.names.taken[name] = Name(kind, node.place)
        return True

    def sound_id(self, node: Scalar, *, option: bool = False) -> bool:
        """Report a name with letters that names may not have, or that conditions use themselves."""
        name = node.text
        if not (OPTION_ID if option else ID).match(name):
            self.report.at(node, "F06", name=name)
            return False
        if not option and name in RESERVED:
            self.report.at(node, "F06/reserved", name=name)
            return False
        return True

    def unknown(self, node: Node, owner: str, kind: str, known: Sequence[str]) -> None:
        """Report a name that nothing has."""
        name = node.text if isinstance(node, Scalar) else ""
        self.report.at(node, "R01", owner=owner, kind=kind, name=name, fix=meant(name, known))


def _whole(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
