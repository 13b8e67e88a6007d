"""`assistant proof`: every text of a flow on one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import click

from assistant.cli.given.clock import today
from assistant.cli.given.places import flow_folder, locales
from assistant.cli.told.examples import example
from assistant.cli.told.output import json_option, print_json
from assistant.cli.told.readers import interface
from assistant.flow.load import loaded_flow
from assistant.flow.model import Flow, Text
from assistant.flow.texts import texts
from assistant.prove.pages.html import html
from assistant.prove.pages.parts import Column
from assistant.text import files
from assistant.text.formats import own_name


@click.command("proof", epilog=example("assistant proof concern --html concern.html"))
@click.argument("flow")
@click.option(
    "--html", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write the page there."
)
@click.option(
    "--lang",
    "languages",
    multiple=True,
    help="Set this language beside the flow's own; may be given several times. Else all that there are.",
)
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day that the page is of; else this one.",
)
@json_option
def command(
    flow: str, file: Path | None, languages: tuple[str, ...], day: datetime | None, *, machine: bool
) -> None:
    """Write every text of FLOW on one page, for reading and sign-off.

    By path and language: what each step says and asks, where it is come to from, what it rests on, and room
    to sign for each section. A text that a language lacks is marked. Without --html the page goes to stdout; with --json, what it is of and what its languages lack.
    """
    folder = flow_folder(flow)
    loaded = loaded_flow(folder)
    columns = tuple(_columns(loaded, languages, locales(folder)))
    page = html(loaded, columns, interface(loaded.language).say, day.date() if day else today())
    if file is not None:
        file.write_text(page, encoding="utf-8")
    if machine:
        print_json(_document(loaded, columns))
    elif file is None:
        click.echo(page, nl=False)


def _document(flow: Flow, columns: Sequence[Column]) -> dict[str, object]:
    """Return what the page is of, and how many texts each of its languages has and lacks."""
    every = texts(flow)
    languages = [
        {
            "language": column.language,
            "texts": sum(column.words(text) is not None for text in every),
            "lacking": sum(column.words(text) is None for text in every),
        }
        for column in columns
    ]
    return {
        "flow": flow.id,
        "version": flow.version,
        "logic": flow.logic,
        "languages": languages,
    }


def _columns(flow: Flow, wanted: tuple[str, ...], at: Path) -> Iterator[Column]:
    """Yield the flow's own language, then each that is wanted or, when none is, all that there are."""
    yield Column(flow.language, own_name(flow.language), lambda text: text.words)
    found = tuple(x for x in files.languages(at, flow.id) if x != flow.language)
    for language in wanted or found:
        if language not in found and language != flow.language:
            raise click.UsageError(
                f'{flow.id} is not translated into "{language}"; there are {", ".join(found) or "none"}.'
            )
        if language != flow.language:
            yield _column(flow, language, at)


def _column(flow: Flow, language: str, at: Path) -> Column:
    catalog = files.catalog(at, language, flow.id)

    def words(text: Text) -> str | None:
        message = catalog.get(text.words, text.context) if catalog is not None else None
        found = message is not None and not message.fuzzy and str(message.string)
        return found or None

    return Column(language, own_name(language), words)
