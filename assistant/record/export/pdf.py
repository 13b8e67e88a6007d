"""The record as one file that is PDF/UA-1 and PDF/A-3, with the exact record attached as JSON.

Nothing that a professional typed is ever markup: it reaches the template as data. A character that no
font has would stop the file, so it is shown by its code point; the attached JSON keeps the exact words.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import cache
from importlib.resources import files

import typst

from assistant.record.export.json import to_json
from assistant.record.export.names import file_name
from assistant.record.model import Record
from assistant.record.sheet import Sheet, sheet
from assistant.text.ui import Ui

_STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-3a"]
_MISSING = re.compile(r"the text `\"(.+?)\"` could not be displayed")
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_BREAKS = str.maketrans(dict.fromkeys("\x0b\x0c\x85\u2028\u2029", "\n") | {"\r": "\n"})
_UNSEEN = frozenset({"Cc", "Co", "Cs", "Cn"})
_TURNS = frozenset(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)  # would reorder what is read
_ROUNDS = 20
_MARK = "[U+"


class UnprintableError(RuntimeError):
    """The template has a mistake: a bug. Says nothing of the record, whose words the compiler would quote."""


def to_pdf(record: Record, ui: Ui) -> bytes:
    """Return `record` as a PDF; the same record gives the same bytes."""
    whole = sheet(record, ui)
    shown = whole.changed(printable)
    inputs = {"exact": to_json(record).decode(), "name": file_name(record, "json")}
    timestamp = int((record.submitted_at or record.created_at).timestamp())
    for _ in range(_ROUNDS):
        made = _compiled(_noted(shown, whole, ui), inputs, timestamp)
        if isinstance(made, bytes):
            return made
        shown = shown.changed(made)
    raise UnprintableError("too many characters without a font")


def _noted(shown: Sheet, whole: Sheet, ui: Ui) -> Sheet:
    """Return `shown`, saying so where it does not have the exact words."""
    if not _replaced(shown, whole):
        return shown
    note = ui.say(
        "Tegn, som filen ikke kan vise, står som [U+…]. De nøjagtige ord ligger i den vedhæftede JSON-fil."
    )
    return replace(shown, footer=(*shown.footer, note))


def _replaced(shown: Sheet, whole: Sheet) -> bool:
    return str(shown).count(_MARK) > str(whole).count(_MARK)


def printable(words: str) -> str:
    """Return `words` with code points in place of what can't be seen: control, private, unassigned."""
    lines = unicodedata.normalize("NFC", words.replace("\r\n", "\n")).translate(_BREAKS)
    return "".join(c if _seen(c) else _code_point(c) for c in lines)


def _seen(character: str) -> bool:
    if character in "\n\t":
        return True
    return unicodedata.category(character) not in _UNSEEN and character not in _TURNS


def _code_point(character: str) -> str:
    return f"{_MARK}{ord(character):04X}]"


def _compiled(shown: Sheet, inputs: dict[str, str], timestamp: int) -> bytes | Callable[[str], str]:
    """Return the file, or the change of words without which no font has all of them."""
    template, fonts = _template()
    sheet_words = json.dumps(asdict(shown), ensure_ascii=False)
    compiler = typst.Compiler(template, font_paths=fonts)
    try:
        made = compiler.compile(
            template,
            format="pdf",
            sys_inputs={**inputs, "sheet": sheet_words},
            pdf_standards=_STANDARDS,
            timestamp=timestamp,
        )
    except typst.TypstError as error:
        missing = {_unescaped(one) for one in _MISSING.findall(error.diagnostic)}
    else:
        return bytes(made) if isinstance(made, bytes) else b"".join(made or ())
    if not missing:
        raise UnprintableError("the record's template can't be set")
    return _without(missing)


def _unescaped(words: str) -> str:
    """Return a text that typst quoted as Rust does."""
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)) if m[1] else m[2], words)


def _without(missing: set[str]) -> Callable[[str], str]:
    """Return a function that shows `missing` by their code points, joiners and variants with them."""
    either = "|".join(re.escape(one) for one in sorted(missing, key=len, reverse=True))
    found = re.compile(f"[\u200d\ufe0f]*(?:{either})[\u200d\ufe0f]*")
    return lambda words: found.sub(lambda m: "".join(map(_code_point, m[0])), words)


@cache
def _template() -> tuple[bytes, typst.Fonts]:
    """Return the template and the fonts that come with typst, so that every machine makes the same file."""
    template = files(__package__).joinpath("record.typ").read_bytes()
    return template, typst.Fonts(include_system_fonts=False)
