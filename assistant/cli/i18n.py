"""`assistant i18n`: the catalogues of translations, and what each language still lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from babel import Locale, UnknownLocaleError

from assistant.cli.given.places import flow_folders, found_at, own_locales
from assistant.cli.told.examples import example
from assistant.cli.told.output import json_option, print_json
from assistant.flow.load import loaded_flow
from assistant.flow.model import Flow
from assistant.flow.texts import texts
from assistant.text import extract, files
from assistant.text.catalogue import Hole, holes
from assistant.text.places import locales_root
from assistant.text.ui import ui_languages

KINDS = {"missing": "missing", "stale": "stale", "places": "with other placeholders"}
NONE_YET = "There is no translation yet. Begin one: assistant i18n update --lang en"
PACKAGE = Path(__file__).parents[1]
_FLOWS = click.argument("flows", nargs=-1, metavar="[FLOW]...")


def _language(ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001
    """Return the language code that was given, if it is one."""
    try:
        return value if value is None else str(Locale.parse(value, sep="-")).replace("_", "-")
    except (ValueError, UnknownLocaleError) as error:
        raise click.BadParameter("write a language code such as en or pt-BR.") from error


_INTERFACE = click.option(
    "--interface", is_flag=True, help="Also the interface's own words, in a working tree."
)
_LANG = click.option("--lang", metavar="L", callback=_language, help="Only this language.")


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the translation of a flow into a language is."""

    flow: Flow
    folder: Path
    language: str
    lacking: tuple[Hole, ...]

    @property
    def file(self) -> str:
        """The `.po` file, as it is found from the working directory."""
        return _shown(files.path(own_locales(self.folder), self.language, self.flow.id))

    @property
    def count(self) -> int:
        """How many texts the flow has."""
        return len(texts(self.flow))

    def of(self, kind: str) -> list[Hole]:
        """Return the texts that are lacking in one way."""
        return [hole for hole in self.lacking if hole.kind == kind]


@click.group("i18n", epilog=example("assistant i18n status"))
def command() -> None:
    """Collect texts for translators, and tell what each language lacks.

    Catalogues are gettext files in `locales`, beside the folder of the flows: <flow>.pot has the texts to
    translate, <language>/LC_MESSAGES/<flow>.po a translation. A language with holes is not offered.
    """


@command.command("extract", epilog=example("assistant i18n extract concern"))
@_FLOWS
@_INTERFACE
@json_option
def extracting(flows: tuple[str, ...], *, interface: bool, machine: bool) -> None:
    """Write every text of FLOW, or of every flow, with its context into <flow>.pot."""
    templates = [(extract.template(flow), own_locales(folder)) for folder, flow in _flows(flows)]
    if interface:
        templates.append((extract.ui_template(PACKAGE), locales_root()))
    written = []
    for template, to in templates:
        file = extract.write_template(template, to)
        written.append({"flow": template.domain, "file": _shown(file), "texts": len(template)})
    if machine:
        print_json({"catalogues": written})
        return
    for one in written:
        click.echo(f"wrote {one['file']}: {one['texts']} texts")


@command.command("update", epilog=example("assistant i18n update concern --lang en"))
@_FLOWS
@_LANG
@_INTERFACE
@json_option
def updating(flows: tuple[str, ...], lang: str | None, *, interface: bool, machine: bool) -> None:
    """Bring translations up to date with the texts of FLOW, or of every flow.

    New texts come in empty. Where the author changed the words, the old translation stays as a draft
    (fuzzy) for a translator to look at; what is needed no longer is kept at the end of the file. With
    --lang, a language that has no file yet begins one.
    """
    standings = []
    for folder, flow in _flows(flows):
        for language in _languages(flow, folder, lang):
            extract.update(extract.template(flow), own_locales(folder), language)
            standings.append(_standing(flow, folder, language))
    if interface:
        for language in (lang,) if lang else ui_languages()[1:]:
            extract.update(extract.ui_template(PACKAGE), locales_root(), language)
    _report(standings, machine=machine, listed=False)


@command.command("status", epilog=example("assistant i18n status --json"))
@_FLOWS
@_LANG
@json_option
def telling(flows: tuple[str, ...], lang: str | None, *, machine: bool) -> None:
    """Tell what each language lacks: missing and stale texts, and placeholders that differ.

    The exit status is 1 when a language has holes, and so is not offered.
    """
    standings = [
        _standing(flow, folder, language)
        for folder, flow in _flows(flows)
        for language in _languages(flow, folder, lang)
    ]
    _report(standings, machine=machine, listed=True)
    if any(standing.lacking for standing in standings):
        raise SystemExit(1)


def _flows(flows: tuple[str, ...]) -> Iterator[tuple[Path, Flow]]:
    for folder in flow_folders(flows):
        yield folder, loaded_flow(folder)


def _languages(flow: Flow, folder: Path, only: str | None) -> tuple[str, ...]:
    """Return the languages that a command is about: the given one, else all that have a file."""
    if only == flow.language:
        raise click.UsageError(f'"{only}" is the language that the flow is written in.')
    there = files.languages(own_locales(folder), flow.id)
    return (only,) if only else tuple(each for each in there if each != flow.language)


def _standing(flow: Flow, folder: Path, language: str) -> Standing:
    return Standing(flow, folder, language, holes(flow, own_locales(folder), language))


def _report(standings: Sequence[Standing], *, machine: bool, listed: bool) -> None:
    if machine:
        print_json({"languages": [_document(standing) for standing in standings]})
        return
    if not standings:
        click.echo(NONE_YET, err=True)
    for standing in standings:
        _print(standing)
        for hole in standing.lacking if listed else ():
            place = f"{_file(standing, hole)}:{hole.place.line}"
            words = " ".join(hole.words.split())
            click.echo(f"  {KINDS[hole.kind]}: {place} {hole.context}: {words}")


def _document(standing: Standing) -> dict[str, object]:
    return {
        "flow": standing.flow.id,
        "language": standing.language,
        "file": standing.file,
        "offered": not standing.lacking,
        "texts": standing.count,
        "translated": standing.count - len(standing.lacking),
        "missing": [_place(standing, hole) for hole in standing.of("missing")],
        "stale": [_place(standing, hole) for hole in standing.of("stale")],
        "placeholders": [_place(standing, hole) for hole in standing.of("places")],
    }


def _place(standing: Standing, hole: Hole) -> dict[str, object]:
    return {
        "context": hole.context,
        "text": hole.words,
        "translation": hole.translation,
        "file": _file(standing, hole),
        "line": hole.place.line,
    }


def _print(standing: Standing) -> None:
    counts = [
        f"{len(found)} {said}" for kind, said in KINDS.items() if (found := standing.of(kind))
    ]
    state = ", ".join(counts) + ": not offered" if counts else "complete, offered"
    done = f"{standing.count - len(standing.lacking)} of {standing.count} texts"
    click.secho(
        f"{standing.flow.id} {standing.language}: {done}, {state} ({standing.file})",
        fg="red" if counts else "green",
    )


def _file(standing: Standing, hole: Hole) -> str:
    return found_at(standing.folder, hole.place)


def _shown(file: Path) -> str:
    """Return a path as it is found from the working directory."""
    here = Path.cwd()
    return (file.relative_to(here) if file.is_relative_to(here) else file).as_posix()
