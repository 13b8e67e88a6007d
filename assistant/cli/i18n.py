"""`assistant i18n`: translation catalogues, and the texts that each language lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from babel import Locale, UnknownLocaleError

from assistant.cli.inputs import find_flow_folders, own_locales_folder, path_from_here
from assistant.cli.output import example_epilog, json_option, print_json
from assistant.flow.load import load_valid_flow
from assistant.flow.model import Flow, texts
from assistant.text import extract, files
from assistant.text.roots import locales_root
from assistant.text.translations import TranslationGap, find_gaps
from assistant.text.ui import ui_languages

HOLE_KINDS = {"missing": "missing", "stale": "stale", "places": "with different placeholders"}
NONE_YET = "There are no translations yet. Start one with: assistant i18n update --lang en"
PACKAGE = Path(__file__).parents[1]
_FLOWS = click.argument("flows", nargs=-1, metavar="[FLOW]...")


def _parse_language(ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001
    """Return the language code in canonical form (`pt-BR`), or refuse it."""
    try:
        return value if value is None else str(Locale.parse(value, sep="-")).replace("_", "-")
    except (ValueError, UnknownLocaleError) as error:
        raise click.BadParameter("use a language code such as en or pt-BR.") from error


_INTERFACE = click.option(
    "--interface", is_flag=True, help="Include the interface's own texts (needs a source checkout)."
)
_LANG = click.option("--lang", metavar="L", callback=_parse_language, help="Only this language.")


@dataclass(frozen=True, slots=True)
class TranslationStatus:
    """The state of the translation of a flow into one language."""

    flow: Flow
    folder: Path
    language: str
    lacking: tuple[TranslationGap, ...]

    @property
    def file(self) -> str:
        """The `.po` file, relative to the working directory."""
        return _relative_path(
            files.po_path(own_locales_folder(self.folder), self.language, self.flow.id)
        )

    @property
    def count(self) -> int:
        """The number of texts in the flow."""
        return len(texts(self.flow))

    def holes_of(self, kind: str) -> list[TranslationGap]:
        """Return the holes of one kind: missing, stale or with other placeholders."""
        return [hole for hole in self.lacking if hole.kind == kind]


@click.group("i18n", epilog=example_epilog("assistant i18n status"))
def command() -> None:
    """Collect texts for translators, and report what each language lacks.

    Catalogues are gettext files in `locales`, next to the flows folder: <flow>.pot holds the texts to
    translate, <language>/LC_MESSAGES/<flow>.po a translation. An incomplete language is not offered.
    """


@command.command("extract", epilog=example_epilog("assistant i18n extract concern"))
@_FLOWS
@_INTERFACE
@json_option
def extract_texts(flows: tuple[str, ...], *, interface: bool, machine: bool) -> None:
    """Write every text of FLOW, or of every flow, with its context, to <flow>.pot."""
    templates = [
        (extract.flow_template(flow), own_locales_folder(folder))
        for folder, flow in _load_flows(flows)
    ]
    if interface:
        templates.append((extract.ui_template(PACKAGE), locales_root()))
    written = []
    for template, to in templates:
        file = extract.write_template(template, to)
        written.append(
            {"flow": template.domain, "file": _relative_path(file), "texts": len(template)}
        )
    if machine:
        print_json({"catalogues": written})
        return
    for one in written:
        click.echo(f"wrote {one['file']}: {one['texts']} texts")


@command.command("update", epilog=example_epilog("assistant i18n update concern --lang en"))
@_FLOWS
@_LANG
@_INTERFACE
@json_option
def update_translations(
    flows: tuple[str, ...], lang: str | None, *, interface: bool, machine: bool
) -> None:
    """Bring translations up to date with the texts of FLOW, or of every flow.

    New texts are added untranslated. Where the author changed a text, its old translation stays as a draft
    (fuzzy) for a translator to review; texts no longer needed are kept at the end of the file. With --lang,
    a file is created for a language that has none.
    """
    statuses = []
    for folder, flow in _load_flows(flows):
        for language in _choose_languages(flow, folder, lang):
            extract.update_po_file(
                extract.flow_template(flow), own_locales_folder(folder), language
            )
            statuses.append(_measure_status(flow, folder, language))
    if interface:
        for language in (lang,) if lang else ui_languages()[1:]:
            extract.update_po_file(extract.ui_template(PACKAGE), locales_root(), language)
    _print_report(statuses, machine=machine, list_holes=False)


@command.command("status", epilog=example_epilog("assistant i18n status --json"))
@_FLOWS
@_LANG
@json_option
def report_status(flows: tuple[str, ...], lang: str | None, *, machine: bool) -> None:
    """Report what each language lacks: missing and stale texts, and placeholders that differ.

    The exit status is 1 if a language is incomplete, and so is not offered.
    """
    statuses = [
        _measure_status(flow, folder, language)
        for folder, flow in _load_flows(flows)
        for language in _choose_languages(flow, folder, lang)
    ]
    _print_report(statuses, machine=machine, list_holes=True)
    if any(status.lacking for status in statuses):
        raise SystemExit(1)


def _load_flows(flows: tuple[str, ...]) -> Iterator[tuple[Path, Flow]]:
    for folder in find_flow_folders(flows):
        yield folder, load_valid_flow(folder)


def _choose_languages(flow: Flow, folder: Path, only: str | None) -> tuple[str, ...]:
    """Return the language asked for, else every language that has a file."""
    if only == flow.language:
        raise click.UsageError(f'"{only}" is the language the flow is written in.')
    there = files.languages_on_disk(own_locales_folder(folder), flow.id)
    return (only,) if only else tuple(each for each in there if each != flow.language)


def _measure_status(flow: Flow, folder: Path, language: str) -> TranslationStatus:
    return TranslationStatus(
        flow, folder, language, find_gaps(flow, own_locales_folder(folder), language)
    )


def _print_report(
    statuses: Sequence[TranslationStatus], *, machine: bool, list_holes: bool
) -> None:
    if machine:
        print_json({"languages": [_status_document(status) for status in statuses]})
        return
    if not statuses:
        click.echo(NONE_YET, err=True)
    for status in statuses:
        _print_status(status)
        for hole in status.lacking if list_holes else ():
            place = f"{_hole_file(status, hole)}:{hole.place.line}"
            words = " ".join(hole.words.split())
            click.echo(f"  {HOLE_KINDS[hole.kind]}: {place} {hole.context}: {words}")


def _status_document(status: TranslationStatus) -> dict[str, object]:
    return {
        "flow": status.flow.id,
        "language": status.language,
        "file": status.file,
        "offered": not status.lacking,
        "texts": status.count,
        "translated": status.count - len(status.lacking),
        "missing": [_hole_document(status, hole) for hole in status.holes_of("missing")],
        "stale": [_hole_document(status, hole) for hole in status.holes_of("stale")],
        "placeholders": [_hole_document(status, hole) for hole in status.holes_of("places")],
    }


def _hole_document(status: TranslationStatus, hole: TranslationGap) -> dict[str, object]:
    return {
        "context": hole.context,
        "text": hole.words,
        "translation": hole.translation,
        "file": _hole_file(status, hole),
        "line": hole.place.line,
    }


def _print_status(status: TranslationStatus) -> None:
    counts = [
        f"{len(found)} {said}"
        for kind, said in HOLE_KINDS.items()
        if (found := status.holes_of(kind))
    ]
    state = ", ".join(counts) + ": not offered" if counts else "complete, offered"
    done = f"{status.count - len(status.lacking)} of {status.count} texts"
    click.secho(
        f"{status.flow.id} {status.language}: {done}, {state} ({status.file})",
        fg="red" if counts else "green",
    )


def _hole_file(status: TranslationStatus, hole: TranslationGap) -> str:
    return path_from_here(status.folder, hole.place)


def _relative_path(file: Path) -> str:
    """Return a path relative to the working directory, if it lies below it."""
    here = Path.cwd()
    return (file.relative_to(here) if file.is_relative_to(here) else file).as_posix()
