"""Files become a flow, or all findings at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from assistant.errors import FlowError
from assistant.flow.checks.whole import check
from assistant.flow.diagnostics import Finding, Report, rendered
from assistant.flow.files import FlowFiles, read
from assistant.flow.model import Flow
from assistant.flow.reading.documents import read_flow
from assistant.flow.reading.library import Library


@dataclass(frozen=True, slots=True)
class Loaded:
    """A flow and what was found on the way; the flow is None when, and only when, there is an error."""

    flow: Flow | None
    findings: tuple[Finding, ...]


def load(files: FlowFiles, flow_id: str) -> Loaded:
    """Return the flow that stands in `files` (path relative to the flows root -> text)."""
    report = Report()
    library = Library(files, report)
    draft = read_flow(library, flow_id)
    if draft is not None:
        check(draft, library.context)
    findings = report.in_order(library.order)
    if draft is None or any(found.severity == "error" for found in findings):
        return Loaded(None, findings)
    return Loaded(draft.flow(), findings)


def load_folder(folder: Path) -> Loaded:
    """Return the flow in `folder`; the folder's parent is the flows root."""
    return load(read(folder), folder.resolve().name)


def loaded_flow(folder: Path) -> Flow:
    """Return the flow in `folder`.

    Raises:
        FlowError: there are errors; its text is all findings, as `assistant check` shows them.
    """
    files = read(folder)
    loaded = load(files, folder.resolve().name)
    if loaded.flow is None:
        findings = [found_below(finding, folder.parent) for finding in loaded.findings]
        here = {(folder.parent / file).as_posix(): text for file, text in files.items()}
        raise FlowError(rendered(findings, here))
    return loaded.flow


def found_below(finding: Finding, root: Path) -> Finding:
    """Return a finding with its file named as it is found from where `root`, the flows root, is."""
    place = replace(finding.place, file=(root / finding.place.file).as_posix())
    return replace(finding, place=place)
