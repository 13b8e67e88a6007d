"""Our scripts as one file each: the parts that a script imports stand before it, comments and space left out.

What we write is served as we wrote it, name for name, but for that; so there is nothing to build, one request
instead of one for each part, and no version of it ever meets another's parts. It takes imports of names from our
own files, one line each, names that no two parts share, comments on lines of their own, no template inside
a template, and a semicolon after each statement.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

_IMPORT = re.compile(r'^import (?:\{[^}]*\} from )?"(\.{1,2}/[\w./-]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:class|const|function|let)\b)", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
_COMMENT = re.compile(r"^\s*//[^\n]*\n|/\*\*.*?\*/", re.MULTILINE | re.DOTALL)
_NOTE = re.compile(r"/\*.*?\*/", re.DOTALL)
_AROUND = re.compile(r";?\s*([{};,>])\s*|(?<=:)\s+")
# What is kept to the letter, and the marks that need no space around them; a sum's and a difference's may.
_KEPT = r'"(?:[^"\\\n]|\\.)*"|`(?:[^`$]|\$(?!\{)|\$\{[^{}`]*(?:\{[^{}`]*\}[^{}`]*)*\})*`|/(?![ /*])(?:[^/\\\n[]|\\.|\[[^\]\n]*\])+/'
_SPACED = re.compile(rf"({_KEPT})|\s*([=<>!&|?:,*%(){{}}\[\];]+)\s*|(`|//)")
_INDENT = re.compile(
    r"(?<=[,;({\[])\n\s*|(?<=\n)\s+"
)  # and the ends of lines that cannot be missed
_NAME = re.compile(r"^(?:async )?(?:class|const|function\*?|let) (\w+)", re.MULTILINE)


def joined(name: str, files: Mapping[str, str]) -> str:
    """Return the script of that name with all that it imports.

    Raises:
        ValueError: a part imports itself, imports or exports in a way that we don't join, shares a name
            with another, or has a template inside a template, or a comment behind code.
    """
    whole = "".join(_bare(part, files[part]) for part in _parts(name, files, ()))
    names = _NAME.findall(whole)
    if twice := sorted({one for one in names if names.count(one) > 1}):
        raise ValueError(f"{name}: two parts have {', '.join(twice)}")
    return _INDENT.sub("", _SPACED.sub(lambda found: found[1] or found[2], whole))


def bare_sheet(sheet: str) -> str:
    """Return a stylesheet without its comments, and without the space around its marks."""
    return _AROUND.sub(r"\1", _NOTE.sub("", sheet)).strip()


def _parts(name: str, files: Mapping[str, str], importers: tuple[str, ...]) -> dict[str, None]:
    """Return what is to be joined, in the order that it must stand."""
    if name in importers:
        raise ValueError(f"{name} imports itself, by way of {importers[-1]}")
    parts: dict[str, None] = {}
    for used in _used(name, files[name]):
        parts |= _parts(used, files, (*importers, name))
    return parts | {name: None}


def _used(name: str, script: str) -> Iterator[str]:
    for at in _IMPORT.findall(script):
        yield posixpath.normpath(posixpath.join(posixpath.dirname(name), at))


def _bare(name: str, script: str) -> str:
    bare = _EXPORT.sub("", _IMPORT.sub("", _COMMENT.sub("", script)))
    if left := _LEFT.search(bare):
        raise ValueError(f"{name}: {left[0]} cannot be joined")
    if any(found[3] for found in _SPACED.finditer(bare)):
        raise ValueError(f"{name}: a template or a comment inside a line cannot be joined")
    return bare
