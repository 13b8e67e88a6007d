"""`assistant graph`: the picture of a flow."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.cli.given.clock import today
from assistant.cli.given.places import flow_folder, locales
from assistant.cli.given.played import played
from assistant.cli.told.examples import example
from assistant.cli.told.output import json_option, print_json
from assistant.cli.told.readers import reader
from assistant.cli.told.uncounted import tell_uncounted
from assistant.dialog.dialog import Dialog
from assistant.flow.load import loaded_flow
from assistant.prove.picture.chart import Routes
from assistant.prove.picture.document import document
from assistant.prove.picture.mermaid import mermaid
from assistant.prove.picture.outline import outline
from assistant.prove.picture.svg import svg

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("graph", epilog=example("assistant graph concern --svg concern.svg --coverage"))
@click.argument("flow")
@click.option("--svg", "drawing", type=_FILE, help="Write the picture there, as SVG.")
@click.option("--mermaid", "chart", type=_FILE, help="Write it there as Mermaid text.")
@click.option("--text", "plain", is_flag=True, help="Print it as a nested list of plain words.")
@click.option(
    "--coverage", is_flag=True, help="Dash the routes that no scripted conversation takes."
)
@click.option("--lang", "language", help="Use this language; else the flow's own.")
@json_option
def command(  # noqa: PLR0913 - as many as a user can give
    flow: str,
    drawing: Path | None,
    chart: Path | None,
    language: str | None,
    *,
    plain: bool,
    coverage: bool,
    machine: bool,
) -> None:
    """Draw FLOW: sections, steps by shape and word, and what each arrow asks for.

    Without --svg, --mermaid and --text it prints Mermaid text, with --json the steps and routes. A part's steps
    stand in a frame of their own; the numbers are those of `assistant proof`.
    """
    folder = flow_folder(flow)
    loaded = loaded_flow(folder)
    words = reader(loaded, language, locales(folder))
    taken = _taken(Dialog(loaded), folder) if coverage else None
    if drawing is not None:
        drawing.write_text(svg(loaded, words, taken), encoding="utf-8")
    if chart is not None:
        chart.write_text(mermaid(loaded, words, taken), encoding="utf-8")
    if machine:
        print_json(document(loaded, words, taken))
    elif plain:
        click.echo(outline(loaded, words), nl=False)
    elif drawing is None and chart is None:
        click.echo(mermaid(loaded, words, taken), nl=False)


def _taken(dialog: Dialog, folder: Path) -> Routes:
    """Return the routes that the scripted conversations take."""
    cases = played(dialog, folder, today())
    tell_uncounted(folder, cases.failed)
    return frozenset((step, index) for trail in cases.trails for step, index in trail.taken.items())
