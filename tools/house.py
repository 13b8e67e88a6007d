"""The figures of the house: how the code is named, cut and explained, from the syntax trees.

`python -m tools.house` prints them; `tests/test_house.py` holds them to their goals. With a folder
as argument it measures that checkout, so that two commits can be compared.
"""

from __future__ import annotations

import ast
import re
import sys
import tokenize
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parent.parent

# Past participles that do not end in "-ed", as far as a function was ever named by one.
IRREGULAR = frozenset(
    {
        *("begun", "bound", "bought", "broken", "brought", "built", "caught", "chosen", "come"),
        *("dealt", "done", "drawn", "driven", "felt", "found", "given", "gone", "grown", "heard"),
        *("held", "hidden", "kept", "known", "laid", "led", "left", "lost", "made", "meant", "met"),
        *("paid", "said", "seen", "sent", "shown", "sold", "spent", "spoken", "stood", "sung"),
        *("sworn", "taken", "taught", "thought", "thrown", "told", "torn", "understood", "woken"),
        *("won", "worn", "written"),
    }
)
# What ends in "-ed" and is a verb, or a noun: a name that says what is done.
NOT_PARTICIPLES = frozenset(
    {"bleed", "breed", "embed", "exceed", "feed", "heed", "need", "proceed", "seed", "speed"}
)


def is_bare_participle(name: str) -> bool:
    """Return True where `name` is one past participle and nothing else, as `told` or `_asked`."""
    word = name.strip("_").lower()
    if "_" in word or not word or word in NOT_PARTICIPLES:
        return False
    return word.endswith("ed") or word in IRREGULAR


@dataclass(frozen=True)
class Module:
    """One Python file: its path below the root, its text and its syntax tree."""

    path: Path
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text)

    @property
    def name(self) -> str:
        """The dotted name, `assistant.flow.load`; a package goes by its folder."""
        parts = self.path.with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def code_lines(self) -> int:
        """Lines that are neither blank nor a comment alone."""
        lines = (line.strip() for line in self.text.splitlines())
        return sum(1 for line in lines if line and not line.startswith("#"))


def modules(root: Path) -> tuple[Module, ...]:
    """Return the Python files of the package, by path."""
    files = sorted((root / "assistant").rglob("*.py"))
    return tuple(Module(file.relative_to(root), file.read_text(encoding="utf-8")) for file in files)


FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def _is_property(node: FunctionNode) -> bool:
    names = {ast.unparse(one) for one in node.decorator_list}
    return any(name.endswith(("property", ".setter")) for name in names)


def _is_dunder(node: FunctionNode) -> bool:
    return node.name.startswith("__") and node.name.endswith("__")


def functions(module: Module) -> Iterator[FunctionNode]:
    """Yield the functions and methods but for properties and the language's own `__names__`."""
    for node in ast.walk(module.tree):
        if isinstance(node, FunctionNode) and not (_is_property(node) or _is_dunder(node)):
            yield node


def participle_functions(package: Iterable[Module]) -> list[str]:
    """Return `path:line name` of each function that is named by a bare past participle."""
    return [
        f"{module.path}:{node.lineno} {node.name}"
        for module in package
        for node in functions(module)
        if is_bare_participle(node.name)
    ]


def repeated_classes(package: Iterable[Module]) -> dict[str, list[str]]:
    """Return the public class names that two modules define, each with where."""
    places: dict[str, list[str]] = defaultdict(list)
    for module in package:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(f"{module.path}:{node.lineno}")
    return {name: found for name, found in sorted(places.items()) if len(found) > 1}


def _imported_modules(module: Module, known: frozenset[str]) -> set[str]:
    named: set[str] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            named |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            named |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return named & known


def modules_in_sight(package: Iterable[Module]) -> list[str]:
    """Return the modules that see two of one name: both imported, or one imported that has its own."""
    package = tuple(package)
    known = frozenset(module.name for module in package)
    mixed = []
    for module in package:
        seen = _imported_modules(module, known) | {module.name}
        names = Counter(one.rpartition(".")[2] for one in seen)
        twice = sorted(name for name, count in names.items() if count > 1)
        mixed += [f"{module.path}: {name}" for name in twice]
    return mixed


def _docstrings(package: Iterable[Module], kind: type[ast.AST]) -> Iterator[tuple[str, str]]:
    for module in package:
        for node in ast.walk(module.tree):
            if isinstance(node, kind) and (text := ast.get_docstring(node)):  # type: ignore[arg-type]
                yield f"{module.path}:{getattr(node, 'lineno', 1)}", text


def riddle_modules(package: Iterable[Module]) -> list[str]:
    """Return the modules whose docstring asks ("What a flow …") instead of saying what it is."""
    opening = re.compile(r"(What|Where|How|Whether|Who|Which|Why|When)\b")
    return [place for place, text in _docstrings(package, ast.Module) if opening.match(text)]


def riddle_returns(package: Iterable[Module]) -> list[str]:
    """Return the functions whose docstring begins "Return what", "Return whether" or "Return where"."""
    opening = re.compile(r"(Return|Yield)s? (what|whether|where)\b")
    kinds: tuple[type[ast.AST], ...] = (ast.FunctionDef, ast.AsyncFunctionDef)
    texts = [found for kind in kinds for found in _docstrings(package, kind)]
    return [place for place, text in texts if opening.match(text)]


def function_docstrings(package: Iterable[Module]) -> int:
    """Return how many functions have a docstring."""
    package = tuple(package)
    kinds: tuple[type[ast.AST], ...] = (ast.FunctionDef, ast.AsyncFunctionDef)
    return sum(1 for kind in kinds for _ in _docstrings(package, kind))


def import_lines(module: Module) -> int:
    """Return how many code lines the imports of a module take."""
    lines: set[int] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            lines |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(lines)


def comments(module: Module) -> int:
    """Return how many comments a module has that speak to a reader: none for a tool."""
    readline = iter(module.text.splitlines(keepends=True)).__next__
    told = (
        token.string
        for token in tokenize.generate_tokens(readline)
        if token.type == tokenize.COMMENT
    )
    return sum(1 for text in told if not re.match(r"#\s*(noqa|type:|pragma)", text))


@dataclass(frozen=True)
class Figure:
    """One figure of the house: what it is, how it is written, and its goal (None where none is set)."""

    what: str
    value: float
    goal: float | None
    unit: str = ""
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        """True where the goal is met, or none is set."""
        if self.goal is None:
            return True
        return self.value >= self.goal if self.at_least else self.value <= self.goal


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 1)


def figures(root: Path = ROOT) -> tuple[Figure, ...]:
    """Return every figure of the checkout at `root`."""
    package = modules(root)
    code = sum(module.code_lines for module in package)
    lines = sum(module.text.count("\n") for module in package)
    named = [node for module in package for node in functions(module)]
    words = sum(1 for node in named if "_" not in node.name.strip("_"))
    longest = max((node.end_lineno or 0) - node.lineno + 1 for node in named)
    return (
        Figure("Python files", len(package), 260),
        Figure("code lines", code, None),
        Figure("import lines", _share(sum(map(import_lines, package)), lines), 7.5, "%"),
        Figure("longest file", max(m.text.count("\n") for m in package), 500, " lines"),
        Figure("longest function", longest, 40, " lines"),
        Figure(
            "functions named by a bare past participle",
            _share(len(participle_functions(package)), len(named)),
            3,
            "%",
        ),
        Figure("functions named by one word", _share(words, len(named)), None, "%"),
        Figure("public class names used twice", len(repeated_classes(package)), 0),
        Figure("modules that see two of one name", len(modules_in_sight(package)), 0),
        Figure('modules that begin "What …"', len(riddle_modules(package)), 0),
        Figure(
            'docstrings that begin "Return what …"',
            _share(len(riddle_returns(package)), function_docstrings(package)),
            2,
            "%",
        ),
        Figure(
            "comments per 1,000 code lines",
            round(1000 * sum(map(comments, package)) / code, 1),
            12,
            at_least=True,
        ),
    )


LISTS: dict[str, Callable[[Iterable[Module]], Iterable[str]]] = {
    "participles": participle_functions,
    "classes": lambda package: [
        f"{name}: {', '.join(at)}" for name, at in repeated_classes(package).items()
    ],
    "sight": modules_in_sight,
    "riddles": riddle_modules,
    "returns": riddle_returns,
}


def table(*roots: Path) -> str:
    """Return the figures of one or more checkouts as a table, with the goals."""
    lines = []
    for row in zip(*map(figures, roots), strict=True):
        sign = "≥" if row[0].at_least else "≤"
        goal = "" if row[0].goal is None else f"{sign} {row[0].goal:g}{row[0].unit}"
        values = "".join(f"{f'{one.value:,.10g}{one.unit}':>14}" for one in row)
        lines.append(f"{row[0].what:<45}{values}    {goal}".rstrip())
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    """Print the figures of a checkout or several; with the name of a list, what stands in it."""
    names = [one for one in arguments if one in LISTS]
    roots = [Path(one) for one in arguments if one not in LISTS] or [ROOT]
    for name in names:
        print("\n".join(LISTS[name](modules(roots[0]))))
    if not names:
        print(table(*roots))


if __name__ == "__main__":
    main(sys.argv[1:])
