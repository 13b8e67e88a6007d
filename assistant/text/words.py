"""Finds the interface's Danish words where they are said.

In Python that is a literal first argument of `say(…)` or `_say(…)`, and every text in the tables of
`TABLES`; in page templates a literal argument of `_(…)`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from jinja2.ext import babel_extract

# Modules whose module-level tables hold words that are said elsewhere, by name.
TABLES = frozenset({"dialog/phrases.py", "record/labels.py"})

_Found = tuple[str, str, int]


def interface_words(package: Path) -> Iterator[_Found]:
    """Return each text with the file and line where it is said, in order of file and line."""
    for file in sorted(package.rglob("*")):
        name = file.relative_to(package.parent).as_posix()
        if file.suffix == ".py":
            tree = ast.parse(file.read_text("utf-8"))
            table = file.relative_to(package).as_posix() in TABLES
            yield from ((words, name, line) for words, line in python_words(tree, table=table))
        elif file.suffix in {".html", ".txt", ".xml"}:
            yield from ((words, name, line) for words, line in page_words(file))


def python_words(tree: ast.Module, *, table: bool) -> Iterator[tuple[str, int]]:
    """Return what a module says; with `table` also the texts that its constants hold."""
    calls = (node.args[0] for node in ast.walk(tree) if isinstance(node, ast.Call) and _says(node))
    held = _held(tree) if table else ()
    for node in sorted((*calls, *held), key=lambda node: (node.lineno, node.col_offset)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, node.lineno


def page_words(file: Path) -> Iterator[tuple[str, int]]:
    """Return what a page template says."""
    with file.open("rb") as source:
        for line, _, words, _ in babel_extract(source, ("_",), (), {"silent": "false"}):
            said = words[0] if isinstance(words, tuple) else words  # a tuple with named values
            if said is not None:
                yield said, line


def _says(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in {"say", "_say"} and bool(call.args)


def _held(tree: ast.Module) -> Iterator[ast.expr]:
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            yield from _texts(statement.value)


def _texts(value: ast.expr) -> Iterator[ast.expr]:
    """Return the texts in a table: the values of mappings, the items of tuples; never a mapping's key."""
    if isinstance(value, ast.Constant):
        yield value
        return
    inner = value.values if isinstance(value, ast.Dict) else getattr(value, "elts", ())
    for item in inner:
        yield from _texts(item)
