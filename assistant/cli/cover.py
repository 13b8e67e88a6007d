"""`assistant cover`: the coverage of flows by their scripted conversations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from assistant.cli.inputs import find_flow_folders, path_from_here, today
from assistant.cli.output import example_epilog, json_option, print_json
from assistant.cli.scenarios import PlayedScripts, play_scripts, warn_failing_scripts
from assistant.dialog.engine import Dialog
from assistant.flow.load import load_valid_flow
from assistant.flow.model import Flow
from assistant.prove.coverage.items import KINDS, CoverageItem, Kind
from assistant.prove.coverage.report import Coverage, ItemDescriber, coverage_json, measure_coverage
from assistant.prove.coverage.search import Search

MinimumShares = Mapping[Kind, float]


@dataclass(frozen=True, slots=True)
class FlowCoverage:
    """A flow, its scripted conversations played, and how much of it they cover."""

    folder: Path
    flow: Flow
    scripts: PlayedScripts
    coverage: Coverage


def _parse_minimums(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> MinimumShares:
    """Return the minimum share of each kind: parses `branches=100` and the like."""
    minimums: dict[Kind, float] = {}
    for each in given:
        kind, _sign, share = each.partition("=")
        if kind not in KINDS or not share.replace(".", "", 1).isdigit():
            raise click.BadParameter(
                f'"{each}" is not a kind and a share; write them like branches=100. '
                f"The kinds are {', '.join(KINDS)}."
            )
        minimums[kind] = float(share)
    return minimums


@click.command("cover", epilog=example_epilog("assistant cover concern --at-least branches=100"))
@click.argument("flows", nargs=-1, metavar="[FLOW]...")
@click.option(
    "--at-least",
    "least",
    multiple=True,
    metavar="KIND=SHARE",
    callback=_parse_minimums,
    help="Fail if coverage is below this percentage. May be given once for each kind.",
)
@json_option
def command(flows: tuple[str, ...], least: MinimumShares, *, machine: bool) -> None:
    """Report how much of FLOW, or of every flow, its scripted conversations cover.

    Counts steps, branches, options, each atom seen true and seen false, guarantees whose `when` held, plan
    items and ends. What no conversation can reach is left out of the count and listed, so that 100 percent
    is possible. The exit status is 1 if a share is below --at-least, or if a scripted conversation fails; a
    failing one covers nothing. `assistant suggest FLOW` writes a conversation for each hole.
    """
    found = [_measure_coverage(folder) for folder in find_flow_folders(flows)]
    if machine:
        print_json({"flows": [coverage_json(each.flow, each.coverage) for each in found]})
    else:
        for each in found:
            _print_coverage(each, least)
    for each in found:
        warn_failing_scripts(each.folder, each.scripts.failed)
    if any(each.scripts.failed or _kinds_below(each.coverage, least) for each in found):
        raise SystemExit(1)


def _measure_coverage(folder: Path) -> FlowCoverage:
    dialog = Dialog(load_valid_flow(folder))
    cases = play_scripts(dialog, folder, today())
    search = Search(dialog, today())
    return FlowCoverage(folder, dialog.flow, cases, measure_coverage(search, cases.trails))


def _kinds_below(covered: Coverage, least: MinimumShares) -> tuple[Kind, ...]:
    """Return the kinds whose share is below the minimum."""
    return tuple(kind for kind, share in least.items() if covered.tallies[kind].percent < share)


def _print_coverage(covered: FlowCoverage, least: MinimumShares) -> None:
    click.secho(covered.flow.id, bold=True)
    short = _kinds_below(covered.coverage, least)
    for kind, tally in covered.coverage.tallies.items():
        colour = "red" if kind in short else "green" if not tally.holes else None
        wanted = f"  (at least {least[kind]:g} % is required)" if kind in short else ""
        share = f"{tally.covered:>5} of {tally.total:<5}{_format_percent(tally.percent):>7} %"
        click.secho(f"  {kind:<11}{share}{wanted}", fg=colour)
    _print_items(covered, "No scripted conversation", covered.coverage.holes)
    _print_items(covered, "Left out: no conversation at all", covered.coverage.unreachable)


def _format_percent(share: float) -> str:
    """Return a share with one decimal, which reads 100 only when nothing is missing."""
    return f"{min(share, 99.9) if share < 100 else 100:.1f}"  # noqa: PLR2004 - percent


def _print_items(covered: FlowCoverage, head: str, items: Iterable[CoverageItem]) -> None:
    words = ItemDescriber(covered.flow)
    said = [words.describe(item) for item in items]
    if said:
        click.echo(f"\n{head}")
    for each in said:
        at = f"{path_from_here(covered.folder, each.place)}:{each.place.line}:{each.place.column}"
        click.echo(f"  {at}: {each.words}")
