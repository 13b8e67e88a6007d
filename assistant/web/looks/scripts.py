"""Our scripts as one file each: the parts that a script imports stand before it, comments and space left out.

What we write is served as we wrote it, name for name, but for that; so there is nothing to build, one request
instead of one for each part, and no version of it ever meets another's parts. It takes imports of names from our
own files, one line each, names that no two parts share, and no template inside a template.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

import rcssmin
import rjsmin

_IMPORT = re.compile(r'^import (?:\{[^}]*\} from )?"(\.{1,2}/[\w./-]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:class|const|function|let)\b)", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
_NAME = re.compile(r"^(?:async )?(?:class|const|function\*?|let) (\w+)", re.MULTILINE)
_NESTED = re.compile(r"`[^`]*\$\{[^`}]*`")  # space in the inner one would be taken for the script's


def joined(name: str, files: Mapping[str, str]) -> str:
    """Return the script of that name with all that it imports.

    Raises:
        ValueError: a part imports itself, imports or exports in a way that we don't join, shares a name
            with another, or has a template inside a template.
    """
    whole = "".join(_bare(part, files[part]) for part in _parts(name, files, ()))
    names = _NAME.findall(whole)
    if twice := sorted({one for one in names if names.count(one) > 1}):
        raise ValueError(f"{name}: two parts have {', '.join(twice)}")
    bare: str = rjsmin.jsmin(whole)
    return bare


def bare_sheet(sheet: str) -> str:
    """Return a stylesheet without its comments, and without the space around its marks."""
    bare: str = rcssmin.cssmin(sheet)
    return bare


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
    bare = _EXPORT.sub("", _IMPORT.sub("", script))
    if left := _LEFT.search(bare):
        raise ValueError(f"{name}: {left[0]} cannot be joined")
    if nested := _NESTED.search(bare):
        raise ValueError(f"{name}: {nested[0]} cannot be joined")
    return bare
