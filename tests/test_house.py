"""The rules of the house: names, size, layers, what no file may name, what the wheel carries."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import house

ROOT = Path(__file__).parent.parent
MAX_FILE, MAX_FUNCTION = 500, 40
PYTHON = sorted(
    file
    for folder in ("assistant", "tests", "bench", "tools")
    for file in (ROOT / folder).rglob("*.py")
)
HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org")
BINARY = {".png", ".ico", ".woff2", ".ttf", ".otf", ".mo", ".pdf", ".pyc", ".gz", ".sqlite"}


def repository_files() -> Iterator[Path]:
    """Yield the text files that belong to the repository: all but .git and what .gitignore names."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    ignored = {".git", *(line.strip().strip("/") for line in lines if line.strip())}
    for file in ROOT.rglob("*"):
        parts = file.relative_to(ROOT).parts
        names = {*parts, "/".join(parts), *(f"*{Path(part).suffix}" for part in parts)}
        if file.is_file() and not ignored & names and file.suffix not in BINARY:
            yield file


def long_functions(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MAX_FUNCTION:
                yield f"{file.relative_to(ROOT)}:{node.lineno} {node.name}: {lines} lines"


def module(text: str, path: str = "assistant/planted.py") -> house.Module:
    return house.Module(Path(path), text)


@pytest.mark.parametrize("figure", house.figures(), ids=lambda figure: figure.what)
def test_each_figure_of_the_house_meets_its_goal(figure: house.Figure) -> None:
    assert figure.is_met, f"{figure.what}: {figure.value:g}{figure.unit}, goal {figure.goal:g}"


def test_a_function_named_by_a_bare_participle_is_noticed() -> None:
    planted = module("def _told(): ...\ndef embed(): ...\ndef tell_story(): ...\n")

    assert house.participle_functions([planted]) == ["assistant/planted.py:1 _told"]


def test_a_class_name_used_twice_is_noticed() -> None:
    one = module("class Kept: ...\nclass _Own: ...\n", "assistant/one.py")
    two = module("class Kept: ...\nclass _Own: ...\n", "assistant/two.py")

    assert house.repeated_classes([one, two]) == {
        "Kept": ["assistant/one.py:1", "assistant/two.py:1"]
    }


def test_a_module_that_sees_two_of_one_name_is_noticed() -> None:
    names = ("assistant/one/why.py", "assistant/two/why.py")
    seeing = module("from assistant.one import why\nimport assistant.two.why\n")

    assert house.modules_in_sight([seeing, *(module("", name) for name in names)]) == [
        "assistant/planted.py: why"
    ]


def test_a_docstring_that_is_a_riddle_is_noticed() -> None:
    planted = module('"""What a flow is."""\ndef f():\n    """Return whether it is."""\n')

    assert house.riddle_modules([planted]) == ["assistant/planted.py:1"]
    assert house.riddle_returns([planted]) == ["assistant/planted.py:2"]


def test_comments_for_tools_do_not_count_as_comments() -> None:
    assert house.comments(module("x = 1  # noqa: E501\n# why\ny = '# no comment'\n")) == 1


def test_no_file_is_longer_than_a_sitting() -> None:
    lines = {
        file.relative_to(ROOT): file.read_text(encoding="utf-8").count("\n") for file in PYTHON
    }

    assert {str(file): count for file, count in lines.items() if count > MAX_FILE} == {}


def test_no_function_is_longer_than_a_page() -> None:
    assert [line for file in PYTHON for line in long_functions(file)] == []


def test_imports_go_one_way() -> None:
    tool = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert tool is not None
    run = subprocess.run(
        [tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert run.returncode == 0, run.stdout


def test_no_file_names_a_package_registry() -> None:
    named = [
        f"{file.relative_to(ROOT)}: {host}"
        for file in repository_files()
        for host in HOSTS
        if host in file.read_text(encoding="utf-8")
    ]

    assert named == []


@pytest.mark.parametrize("lock", ["package-lock.json", "tools/goals/package-lock.json"])
def test_every_package_of_npm_is_pinned_by_its_content_and_not_by_where_it_is(lock: str) -> None:
    packages = json.loads((ROOT / lock).read_text(encoding="utf-8"))["packages"]
    loose = [
        name
        for name, one in packages.items()
        if name and ("integrity" not in one or "resolved" in one)
    ]

    assert loose == []


def test_no_file_names_the_machine_it_was_written_on() -> None:
    home = re.compile(r"(?<![\w.])/(?:home/[a-z]|root/|work/[a-z]|Users/[A-Za-z])")
    named = [
        f"{file.relative_to(ROOT)}: {found.group()}"
        for file in repository_files()
        for found in home.finditer(file.read_text(encoding="utf-8"))
        if file != Path(__file__)
    ]

    assert named == []


@pytest.fixture
def wheel() -> dict[str, object]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    built: dict[str, object] = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    return built


def test_the_wheel_carries_the_flows_and_the_compiled_catalogues(wheel: dict[str, object]) -> None:
    hook = ROOT / "hatch_build.py"

    assert wheel["packages"] == ["assistant"]
    assert wheel["force-include"] == {"flows": "assistant/_data/flows"}
    assert wheel["hooks"] == {"custom": {"path": "hatch_build.py"}}
    assert "_data/locales" in hook.read_text(encoding="utf-8")


def test_nothing_that_the_package_reads_is_kept_out_of_it() -> None:
    """Hatch leaves out what git ignores, so no package data may match a line of .gitignore."""
    data = [
        str(file.relative_to(ROOT))
        for file in (ROOT / "assistant").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts and file.suffix != ".py"
    ]
    ignored = subprocess.run(
        ["git", "check-ignore", "--stdin"],
        cwd=ROOT,
        input="\n".join(data),
        capture_output=True,
        text=True,
        check=False,
    )

    assert ignored.stdout == ""
