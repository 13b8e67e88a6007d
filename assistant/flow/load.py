"""The loader: files → flow, or all findings at once.

Files are parsed (`strict_yaml`), read into a draft (`reading`), checked (`checks`), and frozen into
the model. Each stage reports what it finds and goes on, as far as that makes sense.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from assistant.errors import FlowError
from assistant.flow.checks import check_draft
from assistant.flow.files import FlowFiles, read_flow_files
from assistant.flow.findings import Finding, Report, render_findings
from assistant.flow.model import Flow
from assistant.flow.reading.draft import read_flow
from assistant.flow.reading.library import Library


@dataclass(frozen=True, slots=True)
class LoadedFlow:
    """A flow and the findings about it; the flow is None exactly when one of them is an error."""

    flow: Flow | None
    findings: tuple[Finding, ...]


def load(files: FlowFiles, flow_id: str) -> LoadedFlow:
    """Return the flow that stands in `files` (path relative to the flows root -> text)."""
    report = Report()
    library = Library(files, report)
    draft = read_flow(library, flow_id)
    if draft is not None:
        check_draft(draft, library.context)
    findings = report.in_order(library.file_order)
    if draft is None or any(found.severity == "error" for found in findings):
        return LoadedFlow(None, findings)
    return LoadedFlow(draft.to_flow(), findings)


def load_folder(folder: Path) -> LoadedFlow:
    """Return the flow in `folder`; the folder's parent is the flows root."""
    return load(read_flow_files(folder), folder.resolve().name)


def load_valid_flow(folder: Path) -> Flow:
    """Return the flow in `folder`.

    Raises:
        FlowError: there are errors; its text is all findings, as `assistant check` shows them.
    """
    files = read_flow_files(folder)
    loaded = load(files, folder.resolve().name)
    if loaded.flow is None:
        findings = [locate_below(finding, folder.parent) for finding in loaded.findings]
        here = {(folder.parent / file).as_posix(): text for file, text in files.items()}
        raise FlowError(render_findings(findings, here))
    return loaded.flow


def locate_below(finding: Finding, root: Path) -> Finding:
    """Return a finding with its file named as it is found from where `root`, the flows root, is."""
    place = replace(finding.place, file=(root / finding.place.file).as_posix())
    return replace(finding, place=place)
