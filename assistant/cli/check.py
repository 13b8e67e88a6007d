"""`assistant check`: all findings about flows, their scripted conversations and translations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from assistant.cli.inputs import find_flow_folders, load_earlier, locales_folder, today
from assistant.cli.output import example_epilog, json_option, print_json
from assistant.cli.scenarios import script_findings
from assistant.flow.changes import find_changes
from assistant.flow.checks import check_source_age
from assistant.flow.files import read_flow_files
from assistant.flow.findings import Finding, finding_json, in_file_order, render_finding
from assistant.flow.load import load, locate_below
from assistant.flow.model import Flow
from assistant.prove.exact import exact_findings
from assistant.scenario.editor_schema import build_schema as flow_schema
from assistant.text.translations import check_languages

STYLES = {"error": "red", "warning": "yellow", "note": "cyan"}


@click.command("check", epilog=example_epilog("assistant check concern"))
@click.argument("flows", nargs=-1, metavar="[FLOW]...")
@click.option(
    "--since",
    metavar="FOLDER|REVISION",
    help="Compare with an older copy of the flows folder, or with a git revision.",
)
@click.option("--schema", is_flag=True, help="Print the JSON Schema of flow files, for editors.")
@json_option
def command(flows: tuple[str, ...], since: str | None, *, schema: bool, machine: bool) -> None:
    """Find what is wrong in FLOW, or in every flow.

    Lists all findings at once, in file order. The exit status is 1 if any of them is an error; warnings and
    notes leave it 0. `assistant explain CODE` explains a finding at length.
    """
    if schema:
        print_json(flow_schema())
        return
    folders = find_flow_folders(flows)
    # Flows share parts and catalogues: a finding in one of those is listed once.
    found = tuple(
        dict.fromkeys(finding for folder in folders for finding in findings(folder, since))
    )
    if machine:
        print_json(document(found))
    else:
        for finding in found:
            _print_finding(finding)
        click.echo(_summarise(len(folders), found), err=True)
    if any(finding.severity == "error" for finding in found):
        raise SystemExit(1)


def findings(folder: Path, since: str | None = None) -> tuple[Finding, ...]:
    """Return the findings about the flow in `folder`, its scripted conversations and its translations.

    File names are relative to the working directory.
    """
    files = read_flow_files(folder)
    loaded = load(files, folder.resolve().name)
    more = _further_findings(loaded.flow, folder, since) if loaded.flow else ()
    found = in_file_order((*loaded.findings, *more), tuple(files))
    return tuple(locate_below(finding, folder.parent) for finding in found)


def _further_findings(flow: Flow, folder: Path, since: str | None) -> Iterator[Finding]:
    """Yield findings that need a loaded flow: scripts, catalogues, languages, exact checks, changes."""
    yield from script_findings(flow, folder)
    yield from check_source_age(flow, today())
    yield from check_languages(flow, locales_folder(folder))
    # The guarantees are left to `assistant prove`; they would double the work.
    yield from exact_findings(flow, today(), proving=False)
    older = None if since is None else load_earlier(folder, since)
    if older is not None:
        yield from find_changes(older, flow)


def document(found: tuple[Finding, ...]) -> dict[str, object]:
    """Return the JSON document that `assistant check --json` prints."""
    return {"findings": [finding_json(finding) for finding in found]}


def _print_finding(finding: Finding) -> None:
    file = Path(finding.place.file)
    lines = (
        file.read_text(encoding="utf-8", errors="replace").splitlines() if file.is_file() else []
    )
    head, *rest = render_finding(finding, lines).splitlines()
    click.secho(head, fg=STYLES[finding.severity])
    for line in rest:
        click.echo(line)


def _summarise(flows: int, found: tuple[Finding, ...]) -> str:
    counts = [
        f"{number} {kind}{'' if number == 1 else 's'}"
        for kind in STYLES
        if (number := sum(finding.severity == kind for finding in found))
    ]
    checked = f"{flows} flow{'' if flows == 1 else 's'} checked"
    return f"{checked}: {', '.join(counts) or 'no problems'}."
