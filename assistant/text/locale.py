"""Which rules for dates, times and lists a language follows."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

# English as it is written in Europe: "3 December", "14:32".
_REGIONAL = {"en": "en_GB"}


@lru_cache
def locale_of(language: str) -> Locale:
    """Return the rules for `language`, a code such as `da` or `pt-BR`."""
    return Locale.parse(_REGIONAL.get(language, language).replace("-", "_"))
