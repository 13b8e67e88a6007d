"""The scripted conversations of a flow, read from its `tests` folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant.flow.diagnostics import Finding
from assistant.flow.model import Flow
from assistant.scenario.read import Script, read

TESTS = "tests"


def scripts(flow: Flow, folder: Path) -> Iterator[Script]:
    """Yield what each file in the `tests` of `folder` holds, in the order of the files' names.

    Places in them are relative to the flows root, as those of the flow's own files are.
    """
    for file in sorted((folder / TESTS).glob("*.yaml")):
        # What is no UTF-8 stays visible as lone surrogates, which the strict loader reports.
        text = file.read_text(encoding="utf-8", errors="surrogateescape")
        yield read(text, file.relative_to(folder.parent).as_posix(), flow)


def script_findings(flow: Flow, folder: Path) -> tuple[Finding, ...]:
    """Return what is wrong in the scripted conversations of `flow`."""
    return tuple(finding for script in scripts(flow, folder) for finding in script.findings)
