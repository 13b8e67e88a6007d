"""Translation files: `.po` in a working tree, `.mo` in an installed wheel.

A translation file is `<locales>/<language>/LC_MESSAGES/<domain>.po`; the domain is a flow's id, or
`ui`.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import PoFileError, read_po, unescape, write_po

from assistant.errors import FlowError

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')

# Without dates and line numbers, so that a change of a file is a change of its words.
_HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def po_path(locales: Path, language: str, domain: str) -> Path:
    """Return the path of the `.po` file of `domain` in `language`."""
    return locales / language / "LC_MESSAGES" / f"{domain}.po"


def read_catalog(locales: Path, language: str, domain: str) -> Catalog | None:
    """Return the translations of `domain` into `language`, or None if there are none.

    Raises:
        FlowError: the file cannot be read; the message says where it is faulty.
    """
    text = po_path(locales, language, domain)
    if text.is_file():
        return _restore_previous_words(_read_po(text, language, domain))
    compiled = text.with_suffix(".mo")
    if compiled.is_file():
        with compiled.open("rb") as file:
            return _decode_contexts(read_mo(file), language)
    return None


def _read_po(file: Path, language: str, domain: str) -> Catalog:
    try:
        with file.open("rb") as opened:
            return read_po(opened, locale=language, domain=domain, abort_invalid=True)
    except PoFileError as error:
        what = str(error).removesuffix(f" on {error.lineno}")
        raise FlowError(
            f"{file}:{error.lineno + 1}: not a valid translation file: {what}"
        ) from error
    except (UnicodeDecodeError, LookupError) as error:  # LookupError: an unknown character set
        raise FlowError(f"{file} is not UTF-8; save it as UTF-8.") from error


def languages_on_disk(locales: Path, domain: str) -> tuple[str, ...]:
    """Return all languages with translations of `domain`, complete or not, in order of code."""
    files = (
        *locales.glob(f"*/LC_MESSAGES/{domain}.po"),
        *locales.glob(f"*/LC_MESSAGES/{domain}.mo"),
    )
    return tuple(sorted({file.parents[1].name for file in files}))


def _restore_previous_words(catalog: Catalog) -> Catalog:
    """Restore `previous_id` of drafts: Babel writes `#|` lines, but reads them as comments."""
    for message in catalog:
        previous = " ".join(
            line[1:].strip() for line in message.user_comments if _is_previous_msgid(line)
        )
        if previous:
            message.previous_id = ["".join(map(unescape, _QUOTED.findall(previous)))]
            message.user_comments = [
                line for line in message.user_comments if not _is_previous_msgid(line)
            ]
    return catalog


def _is_previous_msgid(comment: str) -> bool:
    return comment.startswith("|")


def _decode_contexts(compiled: Catalog, language: str) -> Catalog:
    """Return the catalogue of a `.mo` file, its contexts as text: Babel before 2.19 leaves them as bytes."""
    catalog = Catalog(language)
    for message in compiled:
        context: object = message.context
        decoded = context.decode() if isinstance(context, bytes) else message.context
        catalog.add(message.id, message.string, context=decoded)
    return catalog


def write_catalog(catalog: Catalog, to: Path) -> None:
    """Write `catalog` as a `.po` or `.pot` file: the same words always give the same bytes."""
    body = BytesIO()
    write_po(
        body, catalog, width=100, omit_header=True, include_lineno=False, include_previous=True
    )
    language = catalog.locale_identifier or ""
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(_HEADER.format(language=language).encode() + body.getvalue())
