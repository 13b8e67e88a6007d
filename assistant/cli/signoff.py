"""`assistant signoff`: every text of a flow on one page, for reading and sign-off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import click

from assistant.cli.inputs import (
    find_flow_folder,
    load_earlier,
    load_interface,
    locales_folder,
    today,
)
from assistant.cli.output import example_epilog, json_option, print_json
from assistant.flow.load import load_valid_flow
from assistant.flow.model import Flow, Text, texts
from assistant.prove.signoff.contents import EarlierVersion, find_text_changes
from assistant.prove.signoff.html import LanguageColumn, render_signoff
from assistant.text import files
from assistant.text.formats import own_name


@click.command("signoff", epilog=example_epilog("assistant signoff concern --html concern.html"))
@click.argument("flow")
@click.option(
    "--html",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the page to this file (default: print it).",
)
@click.option(
    "--lang",
    "languages",
    multiple=True,
    help="Show this language beside the flow's own; may be repeated (default: every language).",
)
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Date on the page (default: today).",
)
@click.option(
    "--since",
    metavar="FOLDER|REVISION",
    help="Mark texts that changed since an older copy of the flows folder, or a git revision.",
)
@json_option
def command(  # noqa: PLR0913 - as many as a user can give
    flow: str,
    file: Path | None,
    languages: tuple[str, ...],
    day: datetime | None,
    since: str | None,
    *,
    machine: bool,
) -> None:
    """Put every text of FLOW on one page, to be read and signed off.

    By path and language: what each step says and asks, which steps lead to it, what it rests on, and room to
    sign for each section. A missing translation is marked. Without --html the page goes to stdout; with
    --json, its version, the number of texts that each language has and lacks, and with --since what changed.
    """
    folder = find_flow_folder(flow)
    loaded = load_valid_flow(folder)
    columns = tuple(_language_columns(loaded, languages, locales_folder(folder)))
    earlier = None if since is None else _load_earlier_version(folder, since)
    page = render_signoff(
        loaded,
        columns,
        load_interface(loaded.language).say,
        day.date() if day else today(),
        earlier,
    )
    if file is not None:
        file.write_text(page, encoding="utf-8")
    if machine:
        changes = {} if earlier is None else _changes_document(loaded, earlier)
        print_json({**_signoff_document(loaded, columns), **changes})
    elif file is None:
        click.echo(page, nl=False)


def _signoff_document(flow: Flow, columns: Sequence[LanguageColumn]) -> dict[str, object]:
    """Return the JSON document: flow, version, and the texts that each language has and lacks."""
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


def _load_earlier_version(folder: Path, since: str) -> EarlierVersion:
    """Return the texts of the flow in `folder` as of `since`; none if it did not exist then."""
    flow = load_earlier(folder, since)
    return EarlierVersion(since, {text.context: text.words for text in texts(flow)} if flow else {})


def _changes_document(flow: Flow, earlier: EarlierVersion) -> dict[str, object]:
    """Return what the JSON document says of the texts that changed."""
    changes = find_text_changes(flow, earlier)
    return {
        "since": earlier.name,
        "added": list(changes.added),
        "reworded": list(changes.reworded),
        "removed": list(changes.removed),
    }


def _language_columns(flow: Flow, wanted: tuple[str, ...], at: Path) -> Iterator[LanguageColumn]:
    """Yield the flow's own language, then the languages asked for, or all if none is."""
    yield LanguageColumn(flow.language, own_name(flow.language), lambda text: text.words)
    found = tuple(x for x in files.languages_on_disk(at, flow.id) if x != flow.language)
    for language in wanted or found:
        if language not in found and language != flow.language:
            raise click.UsageError(
                f'{flow.id} is not translated into "{language}"; there are {", ".join(found) or "none"}.'
            )
        if language != flow.language:
            yield _translated_column(flow, language, at)


def _translated_column(flow: Flow, language: str, at: Path) -> LanguageColumn:
    catalog = files.read_catalog(at, language, flow.id)

    def words(text: Text) -> str | None:
        message = catalog.get(text.words, text.context) if catalog is not None else None
        # A fuzzy entry is a draft of an older wording: nobody is to sign it.
        found = message is not None and not message.fuzzy and str(message.string)
        return found or None

    return LanguageColumn(language, own_name(language), words)
