"""`assistant suggest`: a ready scripted conversation for each hole in the coverage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import click

from assistant.cli.given.cases import scripts
from assistant.cli.given.clock import today
from assistant.cli.given.places import flow_folder
from assistant.cli.given.played import played
from assistant.cli.told.examples import example
from assistant.cli.told.output import json_option, print_json
from assistant.cli.told.uncounted import tell_uncounted
from assistant.dialog.dialog import Dialog
from assistant.flow.load import loaded_flow
from assistant.prove.coverage.case import ScriptedCase, scripted, yaml
from assistant.prove.coverage.coverage import Coverage, coverage
from assistant.prove.coverage.items import KINDS, Item, Kind
from assistant.prove.coverage.naming import Naming
from assistant.prove.coverage.report import listed
from assistant.prove.coverage.search import Search
from assistant.prove.coverage.suggest import suggestions
from assistant.prove.coverage.words import Words


@dataclass(frozen=True, slots=True)
class Suggested:
    """A case, and the holes that it closes."""

    case: ScriptedCase
    closes: tuple[Item, ...]


@click.command("suggest", epilog=example("assistant suggest concern --only branches --only plan"))
@click.argument("flow")
@click.option(
    "--only",
    "kinds",
    multiple=True,
    type=click.Choice(KINDS),
    help="Close only holes of this kind; may be given several times.",
)
@json_option
def command(flow: str, kinds: tuple[Kind, ...], *, machine: bool) -> None:
    """Write a scripted conversation for each hole in the coverage of FLOW.

    As few and as short as they can be; one may close several holes. What each expects is what the flow does
    now, so read it as if you had to sign it before you keep it in the flow's tests.
    """
    folder = flow_folder(flow)
    dialog = Dialog(loaded_flow(folder))
    search = Search(dialog, today())
    cases = played(dialog, folder, today())
    covered = coverage(search, cases.trails, kinds or KINDS)
    taken = [case.name for script in scripts(dialog.flow, folder) for case in script.cases]
    found = _suggested(search, covered, Naming(dialog, taken))
    words = Words(dialog.flow)
    if machine:
        print_json(_document(dialog.flow.id, found, covered, words))
    else:
        _print(dialog.flow.id, found, words)
    tell_uncounted(folder, cases.failed)
    closed = {item for each in found for item in each.closes}
    for hole in covered.holes:
        if hole not in closed:
            click.secho(
                f"no conversation was found that {words.of(hole).words}", fg="red", err=True
            )
    click.echo(
        f"{_count(len(found), 'conversation')} for {_count(len(covered.holes), 'hole')}", err=True
    )
    if len(closed) < len(covered.holes):
        raise SystemExit(1)


def _suggested(search: Search, covered: Coverage, naming: Naming) -> list[Suggested]:
    return [
        Suggested(
            scripted(search.dialog, each.trail, naming.of(each.trail, each.closes[0])), each.closes
        )
        for each in suggestions(search, covered.holes)
    ]


def _document(
    flow: str, found: Sequence[Suggested], covered: Coverage, words: Words
) -> dict[str, object]:
    return {
        "flow": flow,
        "cases": [
            {**each.case.document(), "closes": [*listed(words, each.closes)]} for each in found
        ],
        "unreachable": [*listed(words, covered.unreachable)],
        "not_decided": [*listed(words, covered.undecided)],
    }


def _print(flow: str, found: Sequence[Suggested], words: Words) -> None:
    if not found:
        return
    click.echo(f"# Written by: assistant suggest {flow}")
    click.echo("# Each case expects what the flow does now. Read it as if you had to sign it.\n")
    for each in found:
        for item in each.closes:
            click.echo(f"# {words.of(item).words}")
        click.echo(yaml(each.case))


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
