"""`assistant check`: every static finding of the flows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from assistant.cli.given.cases import script_findings
from assistant.cli.given.clock import today
from assistant.cli.given.places import flow_folders, locales
from assistant.cli.given.revisions import earlier
from assistant.cli.told.examples import example
from assistant.cli.told.output import json_option, print_json
from assistant.flow.changes import changes
from assistant.flow.checks.catalogues import check_catalogues
from assistant.flow.diagnostics import Finding, as_json, in_file_order, render
from assistant.flow.files import read
from assistant.flow.load import found_below, load
from assistant.flow.model import Flow
from assistant.prove.exact import exact_findings
from assistant.scenario.schema import schema as flow_schema
from assistant.text.checking import check_languages

STYLES = {"error": "red", "warning": "yellow", "note": "cyan"}


@click.command("check", epilog=example("assistant check concern"))
@click.argument("flows", nargs=-1, metavar="[FLOW]...")
@click.option(
    "--since",
    metavar="FOLDER|REVISION",
    help="Compare with an older folder of the flows, or with a revision of git.",
)
@click.option("--schema", is_flag=True, help="Print the JSON Schema of flow files, for editors.")
@json_option
def command(flows: tuple[str, ...], since: str | None, *, schema: bool, machine: bool) -> None:
    """Find what is wrong in FLOW, or in every flow.

    All findings at once, in file order. The exit status is 1 when there is an error; warnings and notes
    leave it 0. `assistant explain CODE` tells the long story of a finding.
    """
    if schema:
        print_json(flow_schema())
        return
    folders = flow_folders(flows)
    found = tuple(
        dict.fromkeys(finding for folder in folders for finding in findings(folder, since))
    )
    if machine:
        print_json(document(found))
    else:
        for finding in found:
            _print(finding)
        click.echo(_summary(len(folders), found), err=True)
    if any(finding.severity == "error" for finding in found):
        raise SystemExit(1)


def findings(folder: Path, since: str | None = None) -> tuple[Finding, ...]:
    """Return what is wrong in the flow in `folder`, its scripted conversations and its translations.

    The files are named as they are found from the working directory.
    """
    files = read(folder)
    loaded = load(files, folder.resolve().name)
    more = _beyond(loaded.flow, folder, since) if loaded.flow else ()
    found = in_file_order((*loaded.findings, *more), tuple(files))
    return tuple(found_below(finding, folder.parent) for finding in found)


def _beyond(flow: Flow, folder: Path, since: str | None) -> Iterator[Finding]:
    """Yield what is wrong with a sound flow that does not stand in its own files."""
    yield from script_findings(flow, folder)
    yield from check_catalogues(flow, today())
    yield from check_languages(flow, locales(folder))
    yield from exact_findings(flow, today(), proving=False)
    files = None if since is None else earlier(folder, since)
    if files is not None:
        older = load(files, flow.id).flow
        if older is None:
            raise click.UsageError(
                f'"{flow.id}" had errors then ({since}); nothing to compare with.'
            )
        yield from changes(older, flow)


def document(found: tuple[Finding, ...]) -> dict[str, object]:
    """Return the document that `assistant check --json` prints."""
    return {"findings": [as_json(finding) for finding in found]}


def _print(finding: Finding) -> None:
    file = Path(finding.place.file)
    lines = (
        file.read_text(encoding="utf-8", errors="replace").splitlines() if file.is_file() else []
    )
    head, *rest = render(finding, lines).splitlines()
    click.secho(head, fg=STYLES[finding.severity])
    for line in rest:
        click.echo(line)


def _summary(flows: int, found: tuple[Finding, ...]) -> str:
    counts = [
        f"{number} {kind}{'' if number == 1 else 's'}"
        for kind in STYLES
        if (number := sum(finding.severity == kind for finding in found))
    ]
    checked = f"{flows} flow{'' if flows == 1 else 's'} checked"
    return f"{checked}: {', '.join(counts) or 'nothing to mend'}."
