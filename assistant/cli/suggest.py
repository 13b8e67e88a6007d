"""`assistant suggest`: scripted conversations that close the holes in the coverage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import click

from assistant.cli.inputs import find_flow_folder, today
from assistant.cli.output import example_epilog, json_option, print_json
from assistant.cli.scenarios import play_scripts, read_scripts, warn_failing_scripts
from assistant.dialog.engine import Dialog
from assistant.flow.load import load_valid_flow
from assistant.prove.coverage.case import ScriptedCase, case_yaml, script_case
from assistant.prove.coverage.items import KINDS, CoverageItem, Kind
from assistant.prove.coverage.report import Coverage, ItemDescriber, items_json, measure_coverage
from assistant.prove.coverage.search import Search
from assistant.prove.coverage.suggestions import CaseNaming, suggestions


@dataclass(frozen=True, slots=True)
class SuggestedCase:
    """A scripted case, and the coverage holes that it closes."""

    case: ScriptedCase
    closes: tuple[CoverageItem, ...]


@click.command(
    "suggest", epilog=example_epilog("assistant suggest concern --only branches --only plan")
)
@click.argument("flow")
@click.option(
    "--only",
    "kinds",
    multiple=True,
    type=click.Choice(KINDS),
    help="Close only holes of this kind; may be repeated.",
)
@json_option
def command(flow: str, kinds: tuple[Kind, ...], *, machine: bool) -> None:
    """Write a scripted conversation for each hole in the coverage of FLOW.

    They are as few and as short as possible; one may close several holes. Each expects what the flow does
    now, so read it as if you had to sign it before you add it to the flow's tests.
    """
    folder = find_flow_folder(flow)
    dialog = Dialog(load_valid_flow(folder))
    search = Search(dialog, today())
    cases = play_scripts(dialog, folder, today())
    covered = measure_coverage(search, cases.trails, kinds or KINDS)
    # Names in use already, so that a suggestion can be pasted into any of the files.
    taken = [case.name for script in read_scripts(dialog.flow, folder) for case in script.cases]
    found = _build_suggestions(search, covered, CaseNaming(dialog, taken))
    words = ItemDescriber(dialog.flow)
    if machine:
        print_json(_suggestions_document(dialog.flow.id, found, covered, words))
    else:
        _print_suggestions(dialog.flow.id, found, words)
    warn_failing_scripts(folder, cases.failed)
    closed = {item for each in found for item in each.closes}
    for hole in covered.holes:
        if hole not in closed:
            click.secho(
                f"no conversation found that {words.describe(hole).words}", fg="red", err=True
            )
    click.echo(
        f"{_count_of(len(found), 'conversation')} for {_count_of(len(covered.holes), 'hole')}",
        err=True,
    )
    if len(closed) < len(covered.holes):
        raise SystemExit(1)


def _build_suggestions(
    search: Search, covered: Coverage, naming: CaseNaming
) -> list[SuggestedCase]:
    return [
        SuggestedCase(
            script_case(search.dialog, each.trail, naming.name(each.trail, each.closes[0])),
            each.closes,
        )
        for each in suggestions(search, covered.holes)
    ]


def _suggestions_document(
    flow: str, found: Sequence[SuggestedCase], covered: Coverage, words: ItemDescriber
) -> dict[str, object]:
    return {
        "flow": flow,
        "cases": [
            {**each.case.document(), "closes": [*items_json(words, each.closes)]} for each in found
        ],
        "unreachable": [*items_json(words, covered.unreachable)],
        "not_decided": [*items_json(words, covered.undecided)],
    }


def _print_suggestions(flow: str, found: Sequence[SuggestedCase], words: ItemDescriber) -> None:
    if not found:
        return
    click.echo(f"# Written by: assistant suggest {flow}")
    click.echo("# Each case expects what the flow does now. Read it as if you had to sign it.\n")
    for each in found:
        for item in each.closes:
            click.echo(f"# {words.describe(item).words}")
        click.echo(case_yaml(each.case))


def _count_of(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
