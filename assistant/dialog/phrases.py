"""The engine's own phrases, in Danish: the msgids that `RenderContext.ui` translates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, get_args

from assistant.flow.model.kinds import RefusalCode

YES, NO = "Ja", "Nej"
UNKNOWN_WORDS = "Ved ikke"
SKIPPED = "Sprunget over"
NONE_WORDS = "Ingen af disse"
EMPTY_LIST = "Intet tilføjet"
UNANSWERED = "ikke besvaret"
DAY = "{day}"  # a language may put something around a date; the date itself comes formatted

REFUSALS: Mapping[RefusalCode, str] = {
    "choice": "Vælg et af svarene på listen.",
    "missing": "Svar her, før du går videre.",
    "too_long": "Teksten er for lang. Skriv højst {limit} tegn.",
    "not_a_text": "Skriv svaret som tekst.",
    "not_a_date": "Skriv en dato, der findes, med dag, måned og år.",
    "too_early": "Datoen er for tidlig. Den skal være {earliest} eller senere.",
    "too_late": "Datoen er for sen. Den skal være {latest} eller tidligere.",
    "not_a_number": "Skriv et helt tal.",
    "too_low": "Tallet er for lavt. Det skal være mindst {low}.",
    "too_high": "Tallet er for højt. Det må højst være {high}.",
    "not_a_list": "Svaret skal være en liste.",
    "too_few": "Tilføj mindst {number}.",
    "too_many": "Der er kun plads til {number}.",
    "exclusive": "Det svar kan ikke vælges sammen med andre.",
    "cpr": "Skriv cpr-nummeret som ddmmåå-xxxx med en dato, der findes.",
    "email": "Skriv en mailadresse, for eksempel navn@eksempel.dk.",
    "phone": "Skriv et telefonnummer med mindst {number} cifre.",
    "not_open": "Det spørgsmål kan ikke besvares lige nu.",
}

PHRASES: tuple[str, ...] = (
    YES,
    NO,
    UNKNOWN_WORDS,
    SKIPPED,
    NONE_WORDS,
    EMPTY_LIST,
    UNANSWERED,
    DAY,
    *(REFUSALS[code] for code in get_args(RefusalCode)),
)


def answer_phrase(word: str) -> str:
    """Return the phrase for `yes` or `no`, the answers that have no text in the flow."""
    return YES if word == "yes" else NO


class PhraseTranslator(Protocol):
    """A function that translates a phrase and fills in its named values."""

    def __call__(self, msgid: str, /, **values: object) -> str:
        """Return the phrase in the language of the context."""
        ...


def format_danish(msgid: str, /, **values: object) -> str:
    """Return the Danish phrase as it stands, its named values filled in."""
    return msgid.format(**values)
