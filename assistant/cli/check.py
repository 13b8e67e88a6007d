"""`assistant check`: every static finding of the flows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from assistant.cli.cases import script_findings
from assistant.cli.examples import example
from assistant.cli.output import json_option, print_json
from assistant.cli.places import flow_folders
from assistant.flow.diagnostics import Finding, as_json, render
from assistant.flow.load import load_folder

STYLES = {"error": "red", "warning": "yellow", "note": "cyan"}


@click.command("check", epilog=example("assistant check concern"))
@click.argument("flows", nargs=-1, metavar="[FLOW]...")
@json_option
def command(flows: tuple[str, ...], *, machine: bool) -> None:
    """Find what is wrong in FLOW, or in every flow.

    All findings at once, in file order. The exit status is 1 when there is an error; warnings and notes
    leave it 0. `assistant explain CODE` tells the long story of a finding.
    """
    folders = flow_folders(flows)
    found = tuple(dict.fromkeys(finding for folder in folders for finding in findings(folder)))
    if machine:
        print_json(document(found))
    else:
        for finding in found:
            _print(finding)
        click.echo(_summary(len(folders), found), err=True)
    if any(finding.severity == "error" for finding in found):
        raise SystemExit(1)


def findings(folder: Path) -> tuple[Finding, ...]:
    """Return what is wrong in the flow in `folder` and in its scripted conversations.

    The files are named as they are found from the working directory.
    """
    loaded = load_folder(folder)
    scripted = script_findings(loaded.flow, folder) if loaded.flow else ()
    return tuple(
        _found_from_here(finding, folder.parent) for finding in (*loaded.findings, *scripted)
    )


def _found_from_here(finding: Finding, root: Path) -> Finding:
    place = replace(finding.place, file=(root / finding.place.file).as_posix())
    return replace(finding, place=place)


def document(found: tuple[Finding, ...]) -> dict[str, object]:
    """Return the document that `assistant check --json` prints."""
    return {"findings": [as_json(finding) for finding in found]}


def _print(finding: Finding) -> None:
    file = Path(finding.place.file)
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
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
