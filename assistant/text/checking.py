"""What keeps a language from being offered, as findings of `assistant check`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.flow.diagnostics import Finding, finding
from assistant.flow.model import Flow
from assistant.flow.texts import texts
from assistant.text import files
from assistant.text.catalogue import Hole, holes, marks

_SHOWN = 3  # so many of the lacking texts are named
_LONGEST = 40  # characters of each


def check_languages(flow: Flow, locales: Path) -> tuple[Finding, ...]:
    """Return why translations of `flow` in `locales` are not offered; nothing for those that are.

    A language that nobody began to translate is no finding.
    """
    found: list[Finding] = []
    for language in files.languages(locales, flow.id):
        if language != flow.language:
            lacking = holes(flow, locales, language)
            found.extend(_language(flow, language, lacking, _file(flow, locales, language)))
    return tuple(found)


def _language(flow: Flow, language: str, lacking: Sequence[Hole], file: str) -> Iterator[Finding]:
    absent = [hole for hole in lacking if hole.kind != "places"]
    if absent:
        place, length = absent[0].place, _first_line(absent[0].words)
        counts = {"count": len(absent), "all": len(texts(flow))}
        told = {"language": language, "file": file, "way": _named(absent)}
        yield finding("L01", place, length, fix=None, **counts, **told)
    for hole in lacking:
        if hole.kind == "places":
            wanted, found = _marked(hole.words), _marked(hole.translation)
            length = _first_line(hole.words)
            fills = {"language": language, "wanted": wanted, "found": found, "file": file}
            yield finding("L02", hole.place, length, fix=None, **fills)


def _file(flow: Flow, locales: Path, language: str) -> str:
    return files.path(Path(locales.name), language, flow.id).as_posix()


def _first_line(words: str) -> int:
    return len(words.split("\n", maxsplit=1)[0])


def _named(lacking: Sequence[Hole]) -> str:
    shown = [f'"{_short(hole.words)}" is {hole.kind}' for hole in lacking[:_SHOWN]]
    return ", ".join(shown) + (", …" if len(lacking) > _SHOWN else "")


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _marked(words: str) -> str:
    """Return the placeholders and addresses of a text in words."""
    found = marks(words)
    if found is None:
        return "marks that cannot be read"
    places, addresses = found
    return (
        ", ".join(
            [*sorted("{" + place.removeprefix("fact.") + "}" for place in places), *addresses]
        )
        or "nothing"
    )
