"""The words of pages, commands and exports. Danish is their source: the Danish words are the msgid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from babel.dates import format_date

from assistant.text import files
from assistant.text.locale import locale_of
from assistant.text.places import locales_root

SOURCE = "da"


@dataclass(frozen=True, slots=True)
class Ui:
    """Says the interface's words in `language`, a language that `ui_languages` names."""

    language: str
    locales: Path = field(default_factory=locales_root)

    def say(self, words: str, /, **values: object) -> str:
        """Return the Danish `words` in this language, `{name}`s filled from `values`.

        Call it with a literal, so that the words can be found and translated. Words without a
        translation stay Danish: a test keeps that from being shipped.
        """
        said = _messages(self.locales, self.language).get(words, words)
        if not values:
            return said
        return said.format(**{name: self._spoken(value) for name, value in values.items()})

    def _spoken(self, value: object) -> object:
        """Return a day as it is written in this language: "3. december 2026"; anything else as it is."""
        if type(value) is not date:
            return value
        return format_date(value, "long", locale=locale_of(self.language))


def ui_languages(locales: Path | None = None) -> tuple[str, ...]:
    """Return every language that the interface speaks, Danish first."""
    found = files.languages(locales or locales_root(), "ui")
    return (SOURCE, *(language for language in found if language != SOURCE))


@lru_cache
def _messages(locales: Path, language: str) -> Mapping[str, str]:
    """Return msgid -> words; read once per process, as the shipped files don't change under it."""
    catalog = files.catalog(locales, language, "ui")
    if catalog is None:
        if language != SOURCE:
            raise LookupError(f"the interface does not speak {language!r}")
        return {}
    return {
        str(message.id): str(message.string)
        for message in catalog
        if message.id and message.string and not message.fuzzy
    }
