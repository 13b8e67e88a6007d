"""`assistant cover`: what the scripted conversations have seen of the flows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from assistant.cli.given.clock import today
from assistant.cli.given.places import flow_folders, found_at
from assistant.cli.given.played import Played, played
from assistant.cli.told.examples import example
from assistant.cli.told.output import json_option, print_json
from assistant.cli.told.uncounted import tell_uncounted
from assistant.dialog.dialog import Dialog
from assistant.flow.load import loaded_flow
from assistant.flow.model import Flow
from assistant.prove.coverage.coverage import Coverage, coverage
from assistant.prove.coverage.items import KINDS, Item, Kind
from assistant.prove.coverage.report import as_json
from assistant.prove.coverage.search import Search
from assistant.prove.coverage.words import Words

Least = Mapping[Kind, float]


@dataclass(frozen=True, slots=True)
class Covered:
    """A flow, its scripted conversations played, and what they have seen."""

    folder: Path
    flow: Flow
    played: Played
    coverage: Coverage


def _least(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> Least:
    """Return the shares that are asked for: `branches=100` and the like."""
    least: dict[Kind, float] = {}
    for each in given:
        kind, _sign, share = each.partition("=")
        if kind not in KINDS or not share.replace(".", "", 1).isdigit():
            raise click.BadParameter(
                f'"{each}" is none; write a kind and a share, such as branches=100. '
                f"The kinds are {', '.join(KINDS)}."
            )
        least[kind] = float(share)
    return least


@click.command("cover", epilog=example("assistant cover concern --at-least branches=100"))
@click.argument("flows", nargs=-1, metavar="[FLOW]...")
@click.option(
    "--at-least",
    "least",
    multiple=True,
    metavar="KIND=SHARE",
    callback=_least,
    help="Fail below this share, in percent; may be given for several kinds.",
)
@json_option
def command(flows: tuple[str, ...], least: Least, *, machine: bool) -> None:
    """Tell what the scripted conversations of FLOW, or of every flow, have seen of it.

    Steps, branches, options, each atom seen true and seen false, guarantees whose `when` held, plan items
    and ends. What no conversation can reach is left out and listed, so that 100 percent can be reached. The
    exit status is 1 when a share is below --at-least, or when a conversation fails: that one counts for
    nothing. `assistant suggest FLOW` writes a conversation for each hole.
    """
    found = [_covered(folder) for folder in flow_folders(flows)]
    if machine:
        print_json({"flows": [as_json(each.flow, each.coverage) for each in found]})
    else:
        for each in found:
            _print(each, least)
    for each in found:
        tell_uncounted(each.folder, each.played.failed)
    if any(each.played.failed or _short(each.coverage, least) for each in found):
        raise SystemExit(1)


def _covered(folder: Path) -> Covered:
    dialog = Dialog(loaded_flow(folder))
    cases = played(dialog, folder, today())
    search = Search(dialog, today())
    return Covered(folder, dialog.flow, cases, coverage(search, cases.trails))


def _short(covered: Coverage, least: Least) -> tuple[Kind, ...]:
    """Return the kinds of which too little is covered."""
    return tuple(kind for kind, share in least.items() if covered.tallies[kind].percent < share)


def _print(covered: Covered, least: Least) -> None:
    click.secho(covered.flow.id, bold=True)
    short = _short(covered.coverage, least)
    for kind, tally in covered.coverage.tallies.items():
        colour = "red" if kind in short else "green" if not tally.holes else None
        wanted = f"  (at least {least[kind]:g} % is wanted)" if kind in short else ""
        share = f"{tally.covered:>5} of {tally.total:<5}{_percent(tally.percent):>7} %"
        click.secho(f"  {kind:<11}{share}{wanted}", fg=colour)
    _list(covered, "No conversation", covered.coverage.holes)
    _list(covered, "Left out: no conversation can", covered.coverage.unreachable)


def _percent(share: float) -> str:
    """Return a share that is only 100 when nothing is missing."""
    return f"{min(share, 99.9) if share < 100 else 100:.1f}"  # noqa: PLR2004 - percent


def _list(covered: Covered, head: str, items: Iterable[Item]) -> None:
    words = Words(covered.flow)
    said = [words.of(item) for item in items]
    if said:
        click.echo(f"\n{head}")
    for each in said:
        at = f"{found_at(covered.folder, each.place)}:{each.place.line}:{each.place.column}"
        click.echo(f"  {at}: {each.words}")
