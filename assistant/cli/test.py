"""`assistant test`: the scripted conversations of the flows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from assistant.cli.given.cases import scripts
from assistant.cli.given.clock import today
from assistant.cli.given.places import flow_folders, found_at
from assistant.cli.told.examples import example
from assistant.cli.told.output import json_option, print_json
from assistant.dialog.dialog import Dialog
from assistant.flow.load import loaded_flow
from assistant.scenario.report import as_json, as_junit
from assistant.scenario.run import Result, run


@click.command("test", epilog=example("assistant test concern"))
@click.argument("flows", nargs=-1, metavar="[FLOW]...")
@click.option(
    "--junit", type=click.Path(dir_okay=False, path_type=Path), help="Write JUnit XML there."
)
@json_option
def command(flows: tuple[str, ...], junit: Path | None, *, machine: bool) -> None:
    """Play the scripted conversations of FLOW, or of every flow.

    The exit status is 1 when one fails, when a file of them cannot be read, or when a flow has an error.
    """
    folders = flow_folders(flows)
    results = [_found_from_here(each, folder) for folder in folders for each in _played(folder)]
    if junit is not None:
        junit.write_text(as_junit(results), encoding="utf-8")
    if machine:
        print_json(as_json(results))
    else:
        _print_words(results)
    if not all(result.passed for result in results):
        raise SystemExit(1)


def _played(folder: Path) -> Iterator[Result]:
    """Yield a result for each case, and a failed one for each file that cannot be read."""
    flow = loaded_flow(folder)
    dialog = Dialog(flow)
    for script in scripts(flow, folder):
        if script.findings:
            yield Result(flow.id, script.place, "(the file)", script.complaints)
        for case in script.cases:
            yield run(dialog, case, today())


def _found_from_here(result: Result, folder: Path) -> Result:
    """Return `result` with its file named as it is found from the working directory."""
    place = replace(result.place, file=found_at(folder, result.place))
    return replace(result, place=place)


def _print_words(results: list[Result]) -> None:
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
