"""The state that all section readers share: the report, the symbol table, the files' lines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.flow.expressions.grammar import RESERVED, ParseProblem, Word, parse_condition
from assistant.flow.expressions.resolver import resolve_condition
from assistant.flow.expressions.subjects import Symbol, SymbolTable
from assistant.flow.findings import Report, did_you_mean
from assistant.flow.findings.loader_codes import F02_NAME, F06, F06_RESERVED, F09_CONDITION, R01
from assistant.flow.findings.registry import Wording
from assistant.flow.model import Guard, Place, Source, Text
from assistant.flow.strict_yaml.nodes import Node, Scalar

# Catalogues as they are read: items that questions take as options.


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """One item; `words` are its single words and lists of words by key, as in the file."""

    id: str
    label: Text
    hint: Text | None
    tags: frozenset[str]
    weight: int
    source: tuple[str, ...]
    words: Mapping[str, tuple[Scalar, ...]]

    def has_word(self, key: str, word: str) -> bool:
        """Return True where the item's `key` is, or contains, `word`."""
        return any(scalar.text == word for scalar in self.words.get(key, ()))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A catalogue; `domains` are the headings that its items stand under."""

    id: str
    domains: Mapping[str, Text]
    items: Mapping[str, CatalogueItem]


_TELLING_LENGTH = 12  # so many characters of a text are enough to find its place in the lines
ID_PATTERN = re.compile(r"[a-z][a-z0-9_]*\Z")
OPTION_ID_PATTERN = re.compile(r"[a-z0-9_]+\Z")


@dataclass(slots=True)
class Context:
    """State shared by the section readers.

    `lines` are the lines of each file, for columns within long conditions, `unread_uses` the
    catalogues and
    parts whose files could not be read. `has_broken_steps` is set where a step or route could not be read:
    then nothing is reported about steps that are missing or that nothing leads to.
    """

    report: Report
    lines: Mapping[str, Sequence[str]]
    names: SymbolTable = field(default_factory=SymbolTable)
    catalogues: dict[str, Catalogue] = field(default_factory=dict)
    unread_uses: set[str] = field(default_factory=set)
    sources: Mapping[str, Source] = field(default_factory=dict)
    steps: dict[str, Place] = field(default_factory=dict)
    used_catalogues: set[str] = field(default_factory=set)
    facts_asked: dict[str, Place] = field(default_factory=dict)
    has_broken_steps: bool = False

    def read_guard(self, node: Node, owner: str) -> Guard | None:
        """Return the condition that a node holds; None, after reporting, where it holds none."""
        if not isinstance(node, Scalar) or not isinstance(node.value, str) or not node.text.strip():
            self.report.at(node, F09_CONDITION, owner=owner)
            return None
        text = node.text

        def complain(
            word: Word, wording: Wording, /, *, fix: str | None = None, **fills: str | int
        ) -> None:
            self.report.at_place(
                self.place_of_word(node, word), len(word.text), wording, fix=fix, **fills
            )

        syntax = parse_condition(text)
        if isinstance(syntax, ParseProblem):
            word = Word(text[syntax.at : syntax.at + syntax.length] or " ", syntax.at)
            complain(word, syntax.wording, **syntax.fills)
            return None
        expression = resolve_condition(syntax, self.names, complain)
        return None if expression is None else Guard(expression, " ".join(text.split()), node.place)

    def place_of_word(self, node: Scalar, word: Word) -> Place:
        """Return the place of a word of a text in its file.

        Folding has changed the offsets of a text over several lines, so the word is found again:
        the nth time it occurs in the text is the nth time in the lines.
        """
        if node.lines == 1:
            return Place(node.file, node.line, node.start + word.at)
        nth = len(list(_whole_word(word.text).finditer(node.text, 0, word.at)))
        lines = self.lines.get(node.file, ())[node.line - 1 : node.line + node.lines]
        for number, line in enumerate(lines):
            begin = node.start if number == 0 else 0
            for match in _whole_word(word.text).finditer(line, begin):
                if nth == 0:
                    return Place(node.file, node.line + number, match.start() + 1)
                nth -= 1
        return node.place

    def place_in_text(self, text: Text, offset: int) -> Place:
        """Return the place of the character at an offset of an author's text."""
        lines = self.lines.get(text.place.file, ())
        before = text.words[:offset]
        word = text.words[offset : offset + _TELLING_LENGTH].split("\n")[0]
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

    def claim_name(self, node: Scalar, kind: str) -> bool:
        """Enter a name into the symbol table; report, and return False, where it is taken."""
        name = node.text
        other = self.names.symbols.get(name)
        if other is not None:
            where = f"{other.place.file}:{other.place.line}"
            self.report.at(node, F02_NAME, name=name, other=f"a {other.kind}", where=where)
            return False
        self.names.symbols[name] = Symbol(kind, node.place)
        return True

    def is_sound_id(self, node: Scalar, *, option: bool = False) -> bool:
        """Report a name with odd letters, or that is a word of conditions; True where sound."""
        name = node.text
        if not (OPTION_ID_PATTERN if option else ID_PATTERN).match(name):
            self.report.at(node, F06, name=name)
            return False
        if not option and name in RESERVED:
            self.report.at(node, F06_RESERVED, name=name)
            return False
        return True

    def report_unknown(self, node: Node, owner: str, kind: str, known: Sequence[str]) -> None:
        """Report a name that nothing has."""
        name = node.text if isinstance(node, Scalar) else ""
        self.report.at(node, R01, owner=owner, kind=kind, name=name, fix=did_you_mean(name, known))


def _whole_word(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
