"""The translations of a flow: its texts in every complete language, and the gaps of the others.

A language with a missing, stale or faulty text is not offered: half a translation is worse than
none when somebody needs to know what to do now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from babel.messages.catalog import Catalog, Message

from assistant.flow.findings import Finding, make_finding
from assistant.flow.findings.registry import error, warning
from assistant.flow.markup import MarkupError, Span, parse_markup, placeholders
from assistant.flow.model import NOWHERE, Flow, Place, Text, texts
from assistant.text import files

# What is found here.

L01 = warning("L01", "A language with holes").says(
    'the language "{language}" is not offered: {count} of {all} texts are missing or stale ({way}).',
    fix="assistant i18n update --lang {language}, then translate what it marks in {file}",
)
L02 = error("L02", "A translation with other placeholders").says(
    'the "{language}" translation has {found} where this text has {wanted}, so the language is not offered.',
    fix="take placeholders and addresses over unchanged, in {file}",
)


@dataclass(frozen=True, slots=True)
class FlowTexts:
    """The texts of one flow in one language; `messages` is (context, author's words) -> words.

    `is_source` marks the language that the flow is written in, whose texts need no translation.
    """

    language: str
    messages: Mapping[tuple[str, str], str]
    is_source: bool = False

    def words_of(self, text: Text) -> str:
        """Return the words of `text` in this language.

        Raises:
            KeyError: the text is not translated; `offered_languages` should have left the language out.
        """
        return text.words if self.is_source else self.messages[text.context, text.words]


@dataclass(frozen=True, slots=True)
class TranslationGap:
    """A text that keeps a language from being offered.

    `stale`: the author has changed the words since they were translated; `places`: the
    translation's placeholders or links differ from the author's.
    """

    context: str
    kind: Literal["missing", "stale", "places"]
    words: str
    place: Place = field(default=NOWHERE, compare=False)
    translation: str = field(default="", compare=False)


def offered_languages(flow: Flow, locales: Path) -> Mapping[str, FlowTexts]:
    """Return the texts of `flow` by language: its own first, then every complete translation."""
    offered = {flow.language: FlowTexts(flow.language, {}, is_source=True)}
    for language in files.languages_on_disk(locales, flow.id):
        if language != flow.language and not find_gaps(flow, locales, language):
            offered[language] = _read_texts(flow, locales, language)
    return offered


def find_gaps(flow: Flow, locales: Path, language: str) -> tuple[TranslationGap, ...]:
    """Return the gaps that keep `language` from being offered, in the order of the flow's texts."""
    catalog = files.read_catalog(locales, language, flow.id) or Catalog(language)
    contexts = {message.context for message in catalog if message.string}
    found = ((text, catalog.get(text.words, text.context)) for text in texts(flow))
    kinds = ((text, message, _gap_kind(text, message, contexts)) for text, message in found)
    return tuple(
        TranslationGap(
            text.context, kind, text.words, text.place, str(message.string) if message else ""
        )
        for text, message, kind in kinds
        if kind
    )


def _gap_kind(
    text: Text, message: Message | None, contexts: set[str | None]
) -> Literal["missing", "stale", "places"] | None:
    # An entry with the same context but other words translates what the author wrote before.
    if message is None or not message.string:
        return "stale" if text.context in contexts else "missing"
    if message.fuzzy:
        return "stale"
    return None if fixed_parts(text.words) == fixed_parts(str(message.string)) else "places"


def fixed_parts(words: str) -> tuple[set[str], list[str]] | None:
    """Return the parts that a translation must repeat: placeholders, and the targets of links.

    None if the markup of the words can't be read.
    """
    try:
        blocks = parse_markup(words)
    except MarkupError:
        return None
    spans = (part for block in blocks for part in block.parts if isinstance(part, Span))
    places = {f"{place.kind}.{place.id}" for place in placeholders(blocks)}
    return places, sorted(span.href for span in spans if span.href)


def _read_texts(flow: Flow, locales: Path, language: str) -> FlowTexts:
    catalog = files.read_catalog(locales, language, flow.id) or Catalog(language)
    messages = {
        (message.context, str(message.id)): str(message.string)
        for message in catalog
        if message.context is not None
    }
    return FlowTexts(language, messages)


# The gaps of translations as findings of `assistant check`: L01 and L02.

_QUOTED_GAPS = 3  # gaps that a finding quotes
_LONGEST_QUOTE = 40  # characters of each quotation


def check_languages(flow: Flow, locales: Path) -> tuple[Finding, ...]:
    """Return the findings on the translations of `flow` in `locales` that are not offered.

    A language that nobody has begun to translate is no finding.
    """
    found: list[Finding] = []
    for language in files.languages_on_disk(locales, flow.id):
        if language != flow.language:
            lacking = find_gaps(flow, locales, language)
            found.extend(
                _language_findings(flow, language, lacking, _shown_path(flow, locales, language))
            )
    return tuple(found)


def _language_findings(
    flow: Flow, language: str, lacking: Sequence[TranslationGap], file: str
) -> Iterator[Finding]:
    absent = [hole for hole in lacking if hole.kind != "places"]
    if absent:  # one finding for them all, at the first: a new language lacks hundreds
        place, length = absent[0].place, _first_line_length(absent[0].words)
        counts = {"count": len(absent), "all": len(texts(flow))}
        told = {"language": language, "file": file, "way": _quote_gaps(absent)}
        yield make_finding(L01, place, length, fix=None, **counts, **told)
    for hole in lacking:
        if hole.kind == "places":
            wanted, found = (
                _describe_fixed_parts(hole.words),
                _describe_fixed_parts(hole.translation),
            )
            length = _first_line_length(hole.words)
            fills = {"language": language, "wanted": wanted, "found": found, "file": file}
            yield make_finding(L02, hole.place, length, fix=None, **fills)


def _shown_path(flow: Flow, locales: Path, language: str) -> str:
    return files.po_path(Path(locales.name), language, flow.id).as_posix()


def _first_line_length(words: str) -> int:
    return len(words.split("\n", maxsplit=1)[0])


def _quote_gaps(lacking: Sequence[TranslationGap]) -> str:
    shown = [f'"{_shorten(hole.words)}" is {hole.kind}' for hole in lacking[:_QUOTED_GAPS]]
    return ", ".join(shown) + (", …" if len(lacking) > _QUOTED_GAPS else "")


def _shorten(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1] + "…"


def _describe_fixed_parts(words: str) -> str:
    """Describe the placeholders and link targets of a text."""
    found = fixed_parts(words)
    if found is None:
        return "invalid markup"
    places, addresses = found
    return (
        ", ".join(
            [*sorted("{" + place.removeprefix("fact.") + "}" for place in places), *addresses]
        )
        or "nothing"
    )
