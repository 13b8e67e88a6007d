"""Runs the fast tests of the proving against mutmut's mutants of it, one process forked for each: `make mutants`.

mutmut makes the mutants; its own runner puts a detour into every function, and the diagrams make millions of calls. So
here a mutant is the whole module with one change, imported in place of the module in a fork that has all else loaded.
Only what the tests read of a mutant counts: a test fails (killed), none does (survived), or it never ends (killed).
"""

from __future__ import annotations

import argparse
import difflib
import importlib
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from types import ModuleType

import libcst
import pytest
from mutmut.mutation.file_mutation import create_mutations, deep_replace

ROOT = Path(__file__).parents[1]
PROVE = ROOT / "assistant" / "prove"
LOADED = (
    "hypothesis",
    "_hypothesis_pytestplugin",
    "z3",
    "yaml",
    "assistant.flow.load",
    "assistant.dialog.engine",
    "tests.dialog.random_flows",
)
PATIENCE_S, WORKERS, FAILED = 40, 2, 1
OPTIONS = (
    *(
        "-c",
        os.devnull,
        "--rootdir",
        str(ROOT),
        "--import-mode=importlib",
        "-p",
        "no:cacheprovider",
    ),
    *("-p", "_hypothesis_pytestplugin", "--hypothesis-profile=mutants", "-x", "-q", "--tb=no"),
)
FAST = (
    "tests/prove/test_prove_diagram.py",
    "tests/prove/test_prove_small.py",
    "tests/prove/test_prove_written.py",
    "tests/prove/test_prove_exact.py",
    "tests/prove/test_prove_selections.py",
    "tests/prove/test_prove_brute.py",
    "tests/prove/test_prove_smt.py",
    "tests/flow/test_flow_broken.py",
    "tests/cli/test_cli_prove.py",
)
EXACT = (
    "tests/prove/test_prove_exact.py",
    "tests/prove/test_prove_exact_answers.py",
    "tests/flow/test_flow_broken.py",
    "tests/prove/test_prove_flows.py",
)
COMPARED = (
    "tests/prove/change/test_change_difference.py",
    "tests/prove/change/test_change_wide.py",
    "tests/prove/change/test_change_random.py",
    "tests/prove/change/test_change_command.py",
)
COVERED = (
    "tests/prove/coverage/test_coverage_report.py",
    "tests/prove/coverage/test_coverage_suggestions.py",
    "tests/prove/coverage/test_coverage_limits.py",
    "tests/prove/coverage/test_coverage_random.py",
    "tests/prove/coverage/test_coverage_commands.py",
)
TESTS = {"prove": FAST, "exact": EXACT, "change": COMPARED, "coverage": COVERED}
"""The tests of each folder, the quickest to fail first."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change to one file."""

    file: Path
    code: str

    @property
    def module(self) -> str:
        """The name of the module that is changed."""
        parts = self.file.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def change(self) -> str:
        """Return what is changed, as a diff without context."""
        before = self.file.read_text(encoding="utf-8").splitlines()
        lines = difflib.unified_diff(before, self.code.splitlines(), n=0, lineterm="")
        return "\n".join(line for line in lines if not line.startswith(("---", "+++")))


class MutantImporter(MetaPathFinder, Loader):
    """Gives a mutant for its module when that is imported."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        """Return how the mutant is loaded; nothing for other modules."""
        if name != self._mutant.module:
            return None
        file = self._mutant.file
        package = file.name == "__init__.py"
        spec = spec_from_loader(name, self, origin=str(file), is_package=package)
        if spec is not None and package:
            spec.submodule_search_locations = [str(file.parent)]
        return spec

    def exec_module(self, module: ModuleType) -> None:
        """Run the mutant's code as the module."""
        exec(compile(self._mutant.code, self._mutant.file, "exec"), module.__dict__)  # noqa: S102


def make_mutants(file: Path) -> Iterator[Mutant]:
    """Yield mutmut's mutants of a file that the interpreter can read."""
    module, found, _, _ = create_mutations(str(file), file.read_text(encoding="utf-8"))
    for mutation in found:
        if mutation.contained_by_top_level_function is not None:
            changed = deep_replace(module, mutation.original_node, mutation.mutated_node)
            if isinstance(changed, libcst.Module):
                yield Mutant(file, changed.code)


def survives(mutant: Mutant | None, tests: Sequence[str]) -> bool:
    """Return whether the tests pass; in this process, so it must be one of its own."""
    if mutant is not None:
        sys.meta_path.insert(0, MutantImporter(mutant))
    return pytest.main([*OPTIONS, "-k", "not planted and not process", *tests]) == 0


def start_tests(mutant: Mutant | None, tests: Sequence[str]) -> int:
    """Return the process that runs the tests against a mutant."""
    child = os.fork()
    if child == 0:
        with Path(os.devnull).open("w", encoding="utf-8") as nothing:
            for stream in (1, 2):
                os.dup2(nothing.fileno(), stream)
            try:
                os._exit(0 if survives(mutant, tests) else FAILED)
            finally:
                os._exit(FAILED)
    return child


def surviving_mutants(some: Sequence[Mutant], tests: Sequence[str]) -> Iterator[Mutant]:
    """Yield the mutants that survive, some at a time."""
    running: dict[int, tuple[Mutant, float]] = {}
    waiting = list(reversed(some))
    while waiting or running:
        while waiting and len(running) < WORKERS:
            mutant = waiting.pop()
            running[start_tests(mutant, tests)] = mutant, time.monotonic()
        for child, (mutant, since) in list(running.items()):
            done, status = os.waitpid(child, os.WNOHANG)
            if not done and time.monotonic() - since > PATIENCE_S:
                os.kill(child, signal.SIGKILL)  # its status is met in the next round
            if done:
                del running[child]
                if status == 0:
                    yield mutant
        time.sleep(0.02)


def main() -> None:
    """Run the mutants of the files that are named, or of all; print the score of each file and what survives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="below assistant/prove; all by default")
    parser.add_argument("--every", type=int, default=1, help="take only one mutant in so many")
    chosen = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # what they load would take most of the time
    for name in LOADED:
        importlib.import_module(name)
    files = [file.resolve() for file in chosen.files] or [
        file for folder in TESTS for file in sorted(PROVE.parent.glob(f"**/{folder}/*.py"))
    ]
    for tests in TESTS.values():
        _, status = os.waitpid(start_tests(None, tests), 0)
        if status:
            raise SystemExit("the tests fail without a mutant")
    for file in files:
        some = list(make_mutants(file))[:: chosen.every]
        alive = []
        for mutant in surviving_mutants(some, TESTS[file.parent.name]):
            alive.append(mutant)
            print(mutant.change(), flush=True)
        if some:
            score = 100 * (1 - len(alive) / len(some))
            killed = f"{len(some) - len(alive)} of {len(some)} killed"
            print(f"{file.relative_to(ROOT)}: {killed}, {score:.0f} %", flush=True)


if __name__ == "__main__":
    main()
