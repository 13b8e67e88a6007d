"""The record as a PDF (PDF/UA-1 and PDF/A-3) with the exact record attached as JSON.

Text that a professional typed is never markup: it reaches the template as data. A character that no
font has makes the compiler fail, so it is shown by its code point. Which ones are missing is known
only from the compiler's error: compile, replace the characters it names, compile again. The
attached JSON keeps the exact words.
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

from assistant.record.contents import Record
from assistant.record.export.json import file_name, to_json
from assistant.record.sheet import Sheet, to_sheet
from assistant.text.ui import Ui

_STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-3a"]
_MISSING_GLYPH = re.compile(r"the text `\"(.+?)\"` could not be displayed")
_RUST_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_LINE_BREAKS = str.maketrans(dict.fromkeys("\x0b\x0c\x85\u2028\u2029", "\n") | {"\r": "\n"})
_INVISIBLE = frozenset({"Cc", "Co", "Cs", "Cn"})
_BIDI_CONTROLS = frozenset(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)  # they could make the text read otherwise than it was typed
_MAX_ROUNDS = 20
_CODE_POINT_MARK = "[U+"


class UnprintableError(RuntimeError):
    """The template is faulty: a bug. The compiler's message is dropped, as it quotes the record."""


def to_pdf(record: Record, ui: Ui) -> bytes:
    """Return `record` as a PDF; the same record gives the same bytes."""
    whole = to_sheet(record, ui)
    shown = whole.with_words(make_printable)
    inputs = {"exact": to_json(record).decode(), "name": file_name(record, "json")}
    # The record's own time, not the clock's: the file must be reproducible.
    timestamp = int((record.submitted_at or record.created_at).timestamp())
    # The compiler names some of the missing characters at a time, hence the rounds.
    for _ in range(_MAX_ROUNDS):
        result = _compile(_with_note(shown, whole, ui), inputs, timestamp)
        if isinstance(result, bytes):
            return result
        shown = shown.with_words(result)
    raise UnprintableError("too many characters without a font")


def _with_note(shown: Sheet, whole: Sheet, ui: Ui) -> Sheet:
    """Return `shown`, with a note in the footer if characters had to be replaced."""
    if not _has_replacements(shown, whole):
        return shown
    note = ui.say(
        "Tegn, som filen ikke kan vise, står som [U+…]. De nøjagtige ord ligger i den vedhæftede JSON-fil."
    )
    return replace(shown, footer=(*shown.footer, note))


def _has_replacements(shown: Sheet, whole: Sheet) -> bool:
    return str(shown).count(_CODE_POINT_MARK) > str(whole).count(_CODE_POINT_MARK)


def make_printable(words: str) -> str:
    """Return `words` with invisible characters replaced by their code points.

    These are control, private-use, surrogate and unassigned characters, and bidi controls.
    """
    lines = unicodedata.normalize("NFC", words.replace("\r\n", "\n")).translate(_LINE_BREAKS)
    return "".join(c if _is_visible(c) else _code_point(c) for c in lines)


def _is_visible(character: str) -> bool:
    if character in "\n\t":
        return True
    return unicodedata.category(character) not in _INVISIBLE and character not in _BIDI_CONTROLS


def _code_point(character: str) -> str:
    return f"{_CODE_POINT_MARK}{ord(character):04X}]"


def _compile(shown: Sheet, inputs: dict[str, str], timestamp: int) -> bytes | Callable[[str], str]:
    """Return the PDF; or, if a font lacks characters, the function that replaces them."""
    template, fonts = _template()
    sheet_words = json.dumps(asdict(shown), ensure_ascii=False)
    compiler = typst.Compiler(template, font_paths=fonts)
    try:
        pdf = compiler.compile(
            template,
            format="pdf",
            sys_inputs={**inputs, "sheet": sheet_words},
            pdf_standards=_STANDARDS,
            timestamp=timestamp,
        )
    except typst.TypstError as error:
        missing = {_unescape(one) for one in _MISSING_GLYPH.findall(error.diagnostic)}
    else:
        return bytes(pdf) if isinstance(pdf, bytes) else b"".join(pdf or ())
    if not missing:
        raise UnprintableError("the record's template can't be set")
    return _replace_missing(missing)


def _unescape(words: str) -> str:
    """Return a text without the Rust escapes with which typst quotes it."""
    return _RUST_ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else m[2], words)


def _replace_missing(missing: set[str]) -> Callable[[str], str]:
    """Return a function that replaces `missing`, and joiners and variation selectors around them."""
    either = "|".join(re.escape(one) for one in sorted(missing, key=len, reverse=True))
    found = re.compile(f"[\u200d\ufe0f]*(?:{either})[\u200d\ufe0f]*")
    return lambda words: found.sub(lambda m: "".join(map(_code_point, m[0])), words)


@cache
def _template() -> tuple[bytes, typst.Fonts]:
    """Return the template and the fonts that come with typst.

    System fonts are left out, so that every machine makes the same file.
    """
    template = files(__package__).joinpath("record.typ").read_bytes()
    return template, typst.Fonts(include_system_fonts=False)
