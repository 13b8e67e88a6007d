"""`assistant test`: the scripted conversations of flows, played and compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from assistant.cli.inputs import find_flow_folders, path_from_here, today
from assistant.cli.output import example_epilog, json_option, print_json
from assistant.cli.scenarios import read_scripts
from assistant.dialog.engine import Dialog
from assistant.flow.load import load_valid_flow
from assistant.scenario.report import as_json, as_junit
from assistant.scenario.run import CaseResult, run_case


@click.command("test", epilog=example_epilog("assistant test concern"))
@click.argument("flows", nargs=-1, metavar="[FLOW]...")
@click.option(
    "--junit",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the results to this file as JUnit XML.",
)
@json_option
def command(flows: tuple[str, ...], junit: Path | None, *, machine: bool) -> None:
    """Play the scripted conversations of FLOW, or of every flow.

    The exit status is 1 if one fails, if a file of them cannot be read, or if a flow has an error.
    """
    folders = find_flow_folders(flows)
    results = [
        _with_path_from_here(each, folder) for folder in folders for each in _run_scripts(folder)
    ]
    if junit is not None:
        junit.write_text(as_junit(results), encoding="utf-8")
    if machine:
        print_json(as_json(results))
    else:
        _print_results(results)
    if not all(result.passed for result in results):
        raise SystemExit(1)


def _run_scripts(folder: Path) -> Iterator[CaseResult]:
    """Yield a result for each case, and a failed one for each file that cannot be read."""
    flow = load_valid_flow(folder)
    dialog = Dialog(flow)
    for script in read_scripts(flow, folder):
        if script.findings:
            yield CaseResult(flow.id, script.place, "(the file)", script.finding_lines)
        for case in script.cases:
            yield run_case(dialog, case, today())


def _with_path_from_here(result: CaseResult, folder: Path) -> CaseResult:
    """Return `result` with its file relative to the working directory."""
    place = replace(result.place, file=path_from_here(folder, result.place))
    return replace(result, place=place)


def _print_results(results: list[CaseResult]) -> None:
    for result in results:
        if not result.passed:
            place = result.place
            click.secho(f"{place.file}:{place.line}: {result.case}", fg="red")
            for sentence in result.why:
                click.echo(f"    {sentence}")
    failed = sum(not result.passed for result in results)
    click.secho(
        f"{len(results) - failed} passed, {failed} failed",
        fg="red" if failed else "green",
        err=True,
    )
