"""`assistant graph`: the drawing of a flow, as SVG, Mermaid or an outline."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.cli.inputs import build_reader, find_flow_folder, locales_folder, today
from assistant.cli.output import example_epilog, json_option, print_json
from assistant.cli.scenarios import play_scripts, warn_failing_scripts
from assistant.dialog.engine import Dialog
from assistant.flow.load import load_valid_flow
from assistant.prove.picture.chart import Routes
from assistant.prove.picture.svg import render_svg
from assistant.prove.picture.textual import flow_document, render_mermaid, render_outline

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(
    "graph", epilog=example_epilog("assistant graph concern --svg concern.svg --coverage")
)
@click.argument("flow")
@click.option("--svg", "drawing", type=_FILE, help="Write the drawing to this file as SVG.")
@click.option(
    "--mermaid", "chart", type=_FILE, help="Write the drawing to this file as Mermaid text."
)
@click.option("--text", "plain", is_flag=True, help="Print it as an outline in plain words.")
@click.option(
    "--coverage",
    is_flag=True,
    help="Draw the routes that no scripted conversation takes as dashed lines.",
)
@click.option("--lang", "language", help="Language to use (default: the flow's own).")
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
    """Draw FLOW: its sections, its steps, and the condition on each arrow.

    Without --svg, --mermaid or --text it prints Mermaid text; with --json, the steps and routes. The steps of
    a part have a frame of their own; the numbers are those used by `assistant signoff`.
    """
    folder = find_flow_folder(flow)
    loaded = load_valid_flow(folder)
    words = build_reader(loaded, language, locales_folder(folder))
    taken = _scripted_routes(Dialog(loaded), folder) if coverage else None
    if drawing is not None:
        drawing.write_text(render_svg(loaded, words, taken), encoding="utf-8")
    if chart is not None:
        chart.write_text(render_mermaid(loaded, words, taken), encoding="utf-8")
    if machine:
        print_json(flow_document(loaded, words, taken))
    elif plain:
        click.echo(render_outline(loaded, words), nl=False)
    elif drawing is None and chart is None:
        click.echo(render_mermaid(loaded, words, taken), nl=False)


def _scripted_routes(dialog: Dialog, folder: Path) -> Routes:
    """Return the routes that scripted conversations take, each as step and index."""
    cases = play_scripts(dialog, folder, today())
    warn_failing_scripts(folder, cases.failed)
    return frozenset(
        (step, index) for trail in cases.trails for step, index in trail.routes_taken.items()
    )
