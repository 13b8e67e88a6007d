"""Runs the fast tests of a room against mutmut's mutants of it, one process forked for each: `make mutants`.

mutmut makes the mutants; its own runner puts a detour into every function, and the diagrams make millions of calls. So
here a mutant is the whole module with one change, imported in place of the module in a fork that has all else loaded.
Only what the tests read of a mutant counts: a test fails (killed), none does (survived), or it never ends (killed).

A sample is drawn with a fixed seed, so that the same code gives the same mutants, and a survivor can be looked at again.
"""

from __future__ import annotations

import argparse
import difflib
import importlib
import os
import random
import signal
import sys
import time
from collections import Counter
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
SEED = 20261122
PATIENCE_S, WORKERS, FAILED = 60, 2, 1
OPTIONS = (
    *("-c", os.devnull, "--rootdir", str(ROOT), "--import-mode=importlib"),
    *("-o", "asyncio_mode=auto", "-p", "no:cacheprovider", "-p", "_hypothesis_pytestplugin"),
    *("-p", "pytest_asyncio.plugin", "-p", "pytest_aiohttp.plugin"),
    *("--hypothesis-profile=mutants", "-x", "-q", "--tb=no", "-m", "not browser and not disk"),
    *("-k", "not planted and not process"),
)


@dataclass(frozen=True, slots=True)
class Room:
    """A room of the package: its folders or files, and its tests, the quickest to fail first."""

    sources: tuple[str, ...]
    tests: tuple[str, ...]

    def files(self) -> list[Path]:
        """Return the room's modules, without those of rooms inside it."""
        places = [ROOT / "assistant" / source for source in self.sources]
        return [
            file
            for place in places
            for file in ([place] if place.is_file() else sorted(place.glob("*.py")))
        ]


ROOMS = {
    "prove": Room(
        ("prove",),
        (
            "tests/prove/test_prove_diagram.py",
            "tests/prove/test_prove_small.py",
            "tests/prove/test_prove_written.py",
            "tests/prove/test_prove_exact.py",
            "tests/prove/test_prove_selections.py",
            "tests/prove/test_prove_brute.py",
            "tests/prove/test_prove_smt.py",
            "tests/flow/test_flow_broken.py",
            "tests/cli/test_cli_prove.py",
        ),
    ),
    "prove/exact": Room(
        ("prove/exact",),
        (
            "tests/prove/test_prove_exact.py",
            "tests/prove/test_prove_exact_answers.py",
            "tests/flow/test_flow_broken.py",
            "tests/prove/test_prove_flows.py",
        ),
    ),
    "prove/change": Room(("prove/change",), ("tests/prove/change",)),
    "prove/coverage": Room(("prove/coverage",), ("tests/prove/coverage",)),
    "record": Room(("record", "record/export"), ("tests/record",)),
    "directory": Room(("directory",), ("tests/directory",)),
    "dialog": Room(
        ("dialog",), ("tests/dialog", "tests/flow/test_flow_logic.py", "tests/cli/test_cli_run.py")
    ),
    "web/guide": Room(
        ("web/guide",),
        (
            "tests/web/guide/test_guide_handover.py",
            "tests/web/guide/test_guide_times.py",
            "tests/web/test_web_turns.py",
            "tests/web/test_web_case.py",
            "tests/web/test_web_sent.py",
            "tests/web/test_web_calls.py",
            "tests/web/test_web_flows.py",
            "tests/web/test_web_pages.py",
            "tests/web/test_web_refusals.py",
            "tests/web/test_web_languages.py",
            "tests/web/test_web_secrecy.py",
        ),
    ),
}
LOADED = ("hypothesis", "z3", "yaml", "assistant.web.app", "tests.dialog.random_flows")
"""What is loaded before a fork; of our own modules those stay that cannot have imported a mutant."""
BELOW = {
    "prove": ("assistant.flow", "assistant.dialog", "tests.dialog", "tests.examples"),
    "record": ("assistant.flow", "assistant.dialog", "assistant.text"),
    "directory": ("assistant.flow", "assistant.dialog", "assistant.text", "assistant.record"),
    "dialog": ("assistant.flow",),
    "web": ("assistant.flow", "assistant.dialog", "assistant.prove", "assistant.record"),
}


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


def choose_mutants(files: Sequence[Path], every: int, sample: int) -> list[Mutant]:
    """Return one mutant in `every`, or a sample of them all, in the order of the files."""
    some = [mutant for file in files for mutant in list(make_mutants(file))[::every]]
    if not 0 < sample < len(some):
        return some
    numbers = random.Random(SEED).sample(range(len(some)), sample)  # noqa: S311 - to be repeatable
    return [some[number] for number in sorted(numbers)]


def forget_modules(room: str) -> None:
    """Forget our own modules but those below the room: they are imported anew, one of them as a mutant."""
    kept = BELOW[room.partition("/")[0]]
    for name in list(sys.modules):
        ours = name.partition(".")[0] in {"assistant", "tests"} and "." in name
        if ours and not any(f"{name}.".startswith(f"{one}.") for one in kept):
            del sys.modules[name]


def survives(mutant: Mutant | None, tests: Sequence[str]) -> bool:
    """Return whether the tests pass; in this process, so it must be one of its own."""
    if mutant is not None:
        sys.meta_path.insert(0, MutantImporter(mutant))
    return pytest.main([*OPTIONS, *tests]) == 0


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


def run_room(name: str, files: Sequence[Path], every: int, sample: int) -> None:
    """Run the mutants of some files of a room; print what survives, and the score of each file and of all."""
    tests = ROOMS[name].tests
    forget_modules(name)
    _, status = os.waitpid(start_tests(None, tests), 0)
    if status:
        raise SystemExit(f"{name}: the tests fail without a mutant")
    some = choose_mutants(files, every, sample)
    made, alive = Counter(mutant.file for mutant in some), Counter[Path]()
    for mutant in surviving_mutants(some, tests):
        alive[mutant.file] += 1
        print(f"{mutant.file.relative_to(ROOT)}\n{mutant.change()}", flush=True)
    for file, count in made.items():
        print(score(str(file.relative_to(ROOT)), count - alive[file], count), flush=True)
    print(score(name, len(some) - alive.total(), len(some)), flush=True)


def score(what: str, killed: int, made: int) -> str:
    """Return a line that says how many mutants were killed."""
    return f"{what}: {killed} of {made} killed, {100 * killed / max(made, 1):.0f} %"


def main() -> None:
    """Run the mutants of the rooms that are named, or of files in one of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "files", nargs="*", type=Path, help="files of one room; all of it by default"
    )
    parser.add_argument("--room", choices=ROOMS, action="append", help="by default all of prove")
    parser.add_argument("--every", type=int, default=1, help="take only one mutant in so many")
    parser.add_argument(
        "--sample", type=int, default=0, help="take so many of a room, by a fixed seed"
    )
    chosen = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # what they load would take most of the time
    for name in LOADED:
        importlib.import_module(name)
    named = {file.resolve() for file in chosen.files}
    for name in chosen.room or [name for name in ROOMS if name.startswith("prove")]:
        files = [file for file in ROOMS[name].files() if not named or file in named]
        run_room(name, files, chosen.every, chosen.sample)


if __name__ == "__main__":
    main()
