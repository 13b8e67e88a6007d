"""The words of pages, commands and exports. Danish is the source: its words are the msgids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date

from assistant.text import files
from assistant.text.roots import locales_root

SOURCE_LANGUAGE = "da"


@dataclass(frozen=True, slots=True)
class Ui:
    """The interface in `language`, one of `ui_languages`."""

    language: str
    locales: Path = field(default_factory=locales_root)

    def say(self, words: str, /, **values: object) -> str:
        """Return the Danish `words` translated, their `{name}`s filled from `values`.

        Call it with a literal, so that extraction finds the words. Words without a translation stay
        Danish; a test keeps that from being shipped.
        """
        said = _read_messages(self.locales, self.language).get(words, words)
        if not values:
            return said
        return said.format(**{name: self._format_value(value) for name, value in values.items()})

    def _format_value(self, value: object) -> object:
        """Return a date as this language writes it ("3. december 2026"), else the value itself."""
        if type(value) is not date:  # `isinstance` would take a datetime too
            return value
        return format_date(value, "long", locale=locale_of(self.language))


def say(words: str) -> str:
    """Return `words` unchanged: marks them for extraction; they are translated when shown."""
    return words


def ui_languages(locales: Path | None = None) -> tuple[str, ...]:
    """Return the languages of the interface, Danish first."""
    found = files.languages_on_disk(locales or locales_root(), "ui")
    return (SOURCE_LANGUAGE, *(language for language in found if language != SOURCE_LANGUAGE))


@lru_cache
def _read_messages(locales: Path, language: str) -> Mapping[str, str]:
    """Return msgid -> words; read once per process, as shipped files don't change while it runs."""
    catalog = files.read_catalog(locales, language, "ui")
    if catalog is None:
        if language != SOURCE_LANGUAGE:
            raise LookupError(f"the interface does not speak {language!r}")
        return {}
    return {
        str(message.id): str(message.string)
        for message in catalog
        if message.id and message.string and not message.fuzzy
    }


# The locale of a language: its rules for dates, times and lists.

# English as it is written in Europe: "3 December", "14:32".
_REGIONAL = {"en": "en_GB"}


@lru_cache
def locale_of(language: str) -> Locale:
    """Return the locale of `language`, a code such as `da` or `pt-BR`."""
    return Locale.parse(_REGIONAL.get(language, language).replace("-", "_"))
