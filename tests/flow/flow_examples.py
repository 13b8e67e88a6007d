"""Small whole flows made from the pieces that explain pages and tests are about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

BROKEN = Path(__file__).parent / "broken"

_BASE = {
    "flow": "flow: example\n",
    "version": "version: 1\n",
    "language": "language: da\n",
    "title": "title: Et eksempel\n",
    "facts": """\
facts:
  role: {choice: {teacher: Lærer, dentist: Tandlæge}, label: Din rolle}
""",
    "steps": """\
steps:
  - ask: role
    go: stop
  - end: stop
    outcome: none
""",
}
_SECTION = re.compile(r"^(?=[a-z]+:)", re.MULTILINE)
_FILE = re.compile(r"# ((?:parts|catalogue)/[a-z]+\.yaml)\n")
_YAML = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


def flow_text(pieces: str = "") -> str:
    """Return a small flow that is sound, with its sections replaced by those in `pieces`."""
    sections = dict(_BASE)
    for section in _SECTION.split(pieces):
        if section.strip():
            sections[section.partition(":")[0]] = section
    return "".join(sections.values())


def files_of(blocks: Iterable[str]) -> dict[str, str]:
    """Return the files that the blocks of an example make; a block for another file begins with its name."""
    files = {"example/flow.yaml": flow_text()}
    for block in blocks:
        named = _FILE.match(block)
        if named is None:
            files["example/flow.yaml"] = flow_text(block)
        else:
            files[named[1]] = block
    return files


def before_and_after(page: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the files of both examples of an explain page."""
    before, _, after = page.partition("\nAfter:\n")
    return files_of(_YAML.findall(before)), files_of(_YAML.findall(after))


def broken_files(example: Path) -> dict[str, str]:
    """Return the files of a broken example: one YAML file, or a folder laid out like `flows/`."""
    if example.is_file():
        return {"example/flow.yaml": example.read_text(encoding="utf-8")}
    return {
        str(file.relative_to(example)): file.read_text(encoding="utf-8")
        for file in sorted(example.rglob("*.yaml"))
    }
