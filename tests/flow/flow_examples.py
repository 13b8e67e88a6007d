"""Small whole flows made from the pieces that explain pages and tests are about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.cli import check as _registers_codes  # noqa: F401  # fills the registry of codes
from assistant.flow.changes import find_changes
from assistant.flow.checks import check_source_age
from assistant.flow.findings import Finding
from assistant.flow.findings.registry import CODES
from assistant.flow.load import load
from assistant.flow.model import Flow
from assistant.prove.exact import exact_findings
from assistant.text.translations import check_languages

BROKEN = Path(__file__).parent / "broken"
EARLIER = "earlier/flow.yaml"  # the flow as it was, in examples about what a new version takes away
TODAY = date(2026, 11, 21)
PROVED = frozenset(
    ["T04", *(code for code in CODES if code[0] in "XP")]
)  # codes that every conversation is looked at for
FEW_FORKS = 5000  # so that little is enough for "not decided"

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
_FILE = re.compile(r"# ((?:parts|catalogue|earlier|locales)/[\w/]+\.(?:yaml|po))\n")
_BLOCK = re.compile(r"```(?:yaml|po)\n(.*?)```", re.DOTALL)


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
            earlier = named[1] == EARLIER
            files[named[1]] = flow_text(block[named.end() :]) if earlier else block
    return files


def before_and_after(page: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the files of both examples of an explain page."""
    before, _, after = page.partition("\nAfter:\n")
    return files_of(_BLOCK.findall(before)), files_of(_BLOCK.findall(after))


def broken_files(example: Path) -> dict[str, str]:
    """Return the files of a broken example: one YAML file, or a folder laid out like `flows/`."""
    if example.is_file():
        return {"example/flow.yaml": example.read_text(encoding="utf-8")}
    return {
        str(file.relative_to(example)): file.read_text(encoding="utf-8")
        for file in sorted(example.rglob("*"))
        if file.is_file()
    }


def all_findings(files: Mapping[str, str], code: str = "") -> tuple[Finding, ...]:
    """Return all that can be found in the flow `example`, with its languages and what it was before.

    What only proving finds is looked for in examples of such a code: others may well ask what changes nothing.
    """
    loaded = load(files, "example")
    if loaded.flow is None:
        return loaded.findings
    old = check_source_age(loaded.flow, TODAY)
    exact = _exact(loaded.flow) if code in PROVED else ()
    known = (*loaded.findings, *old, *exact)
    return (*known, *_find_in_languages(loaded.flow, files), *_since(loaded.flow, files))


def _exact(flow: Flow) -> tuple[Finding, ...]:
    return exact_findings(flow, TODAY, max_nodes=FEW_FORKS)


def _find_in_languages(flow: Flow, files: Mapping[str, str]) -> tuple[Finding, ...]:
    with TemporaryDirectory() as folder:
        for name, text in files.items():
            if name.startswith("locales/"):
                file = Path(folder) / name
                file.parent.mkdir(parents=True)
                file.write_text(text, encoding="utf-8")
        return check_languages(flow, Path(folder) / "locales")


def _since(flow: Flow, files: Mapping[str, str]) -> tuple[Finding, ...]:
    if EARLIER not in files:
        return ()
    earlier = load({**files, "example/flow.yaml": files[EARLIER]}, "example").flow
    assert earlier is not None
    return find_changes(earlier, flow)
