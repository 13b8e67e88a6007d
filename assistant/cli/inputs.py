"""The inputs that commands share: FLOW and its versions, translations, answers, day and language.

FLOW is a folder, a file in it, or an id under the flows root; REV:FLOW is the same at a git revision.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import click

from assistant.errors import FlowError
from assistant.flow.files import FlowFiles, read_flow_files
from assistant.flow.files import flow_folders as folders_in
from assistant.flow.findings import render_finding, render_findings
from assistant.flow.load import load, load_valid_flow
from assistant.flow.model import Flow, Place
from assistant.prove.picture.reader import TextReader
from assistant.scenario.script_model import RawAnswer
from assistant.scenario.script_reader import read_answers
from assistant.text.roots import flows_root, locales_root
from assistant.text.translations import offered_languages
from assistant.text.ui import SOURCE_LANGUAGE, Ui, ui_languages

FLOW_FILE = "flow.yaml"


def find_flow_folders(flows: tuple[str, ...]) -> tuple[Path, ...]:
    """Return the folder of each of `flows`, or of every flow under the root when none is named.

    Raises:
        click.UsageError: a name is no folder, file or id of a flow.
    """
    if flows:
        return tuple(dict.fromkeys(find_flow_folder(flow) for flow in flows))
    found = folders_in(current_flows_root())
    if not found:
        raise click.UsageError(
            f"There are no flows in {current_flows_root()}; name one, or create one: assistant new my_flow"
        )
    return found


def find_flow_folder(flow: str) -> Path:
    """Return the folder of `flow`: a folder, a file in one, or an id under the flows root.

    Raises:
        click.UsageError: there is no such flow.
    """
    path = Path(flow)
    # A file may lie in the flow's folder or one below it (its tests); a folder goes before an id.
    candidates = path.parents[:2] if path.is_file() else (path, current_flows_root() / flow)
    for folder in candidates:
        if (folder / FLOW_FILE).is_file():
            # "." and ".." have no name of their own, and the name of the folder is the id of the flow.
            return folder if folder.name not in {"", ".."} else folder.resolve()
    raise click.UsageError(_unknown_flow_message(flow))


def current_flows_root() -> Path:
    """Return the flows root: `flows` in the working directory if it has flows, else the shipped one."""
    here = Path("flows")
    return here if folders_in(here) else flows_root()


def locales_folder(folder: Path) -> Path:
    """Return the folder of translations for the flow in `folder`, or the shipped one."""
    return locales_folder_beside(folder.resolve().parent)


def locales_folder_beside(flows: Path) -> Path:
    """Return the folder of translations beside the flows root `flows`, or the shipped one."""
    own = _locales_path(flows)
    return own if own.is_dir() else locales_root()


def own_locales_folder(folder: Path) -> Path:
    """Return the folder to write translations of the flow in `folder` to: `locales` beside the root."""
    return _locales_path(folder.resolve().parent)


def path_from_here(folder: Path, place: Place) -> str:
    """Return the file of `place` in the flow in `folder`, relative to the working directory.

    A place names its file relative to the flows root, which is the parent of `folder`.
    """
    return (folder.parent / place.file).as_posix()


def _locales_path(flows: Path) -> Path:
    return flows.resolve().parent / "locales"


def _unknown_flow_message(flow: str) -> str:
    ids = [folder.name for folder in folders_in(current_flows_root())]
    near = get_close_matches(flow, ids, n=1)
    hint = f' Did you mean "{near[0]}"?' if near else f" Known flows: {', '.join(ids) or 'none'}."
    return f'"{flow}" is not a flow: it is not a folder with a {FLOW_FILE}, a file in one, or an id under {current_flows_root()}.{hint}'


# The clock: read here and in the server only, an argument everywhere else.

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def now() -> datetime:
    """Return the current instant, in UTC; tests replace this function."""
    return datetime.now(UTC)


def today() -> date:
    """Return the current date in Denmark, whatever the time zone of the machine."""
    return now().astimezone(COPENHAGEN).date()


# Files of answers (`--answers F`) and the day of a conversation (`--today`).

STDIN = Path("-")

answers_type = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)

_Command = TypeVar("_Command", bound=Callable[..., object])


day_option = click.option(
    "--today",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Date of the conversation (default: today).",
)


def conversation_options(command: _Command) -> _Command:
    """Add the options of one conversation: `--answers` (parameter `file`) and `--today` (`day`)."""
    file = click.option(
        "--answers",
        "file",
        type=answers_type,
        required=True,
        help="YAML or JSON file that maps facts to answers; - reads stdin.",
    )
    return file(day_option(command))


def load_answers(file: Path) -> Mapping[str, RawAnswer]:
    """Return the answers in `file` (`-` is stdin), by fact; the file is strict YAML or JSON.

    Raises:
        FlowError: the file is not valid; the message has every place.
    """
    name = "stdin" if file == STDIN else file.as_posix()
    try:
        text = sys.stdin.read() if file == STDIN else file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise FlowError(f"{name} is not UTF-8; save it as UTF-8.") from error
    given, findings = read_answers(text, name)
    if findings:
        raise FlowError(
            "\n".join(render_finding(finding, text.splitlines()) for finding in findings)
        )
    return given


# Earlier versions of a flow: from another folder, or from a git revision.

_SHARED_FOLDERS = ("parts/", "catalogue/")


def read_earlier_files(folder: Path, since: str) -> FlowFiles | None:
    """Return the files of the flow in `folder` as of `since`; None if the flow did not exist then.

    `since` is an older folder of the flow, an older flows root, or a git revision.

    Raises:
        click.UsageError: it is none of them.
    """
    name = folder.resolve().name
    place = Path(since)
    if (place / FLOW_FILE).is_file() and place.resolve().name == name:
        return read_flow_files(place)
    if place.is_dir():
        older = place / name
        return read_flow_files(older) if (older / FLOW_FILE).is_file() else None
    return _read_files_at(folder.resolve().parent, since, name)


def load_earlier(folder: Path, since: str) -> Flow | None:
    """Load the flow in `folder` as of `since`; None if the flow did not exist then.

    Raises:
        click.UsageError: `since` is no folder or git revision, or the flow had errors then.
    """
    files = read_earlier_files(folder, since)
    if files is None:
        return None
    name = folder.resolve().name
    earlier = load(files, name).flow
    if earlier is None:
        raise click.UsageError(
            f'"{name}" had errors in {since}, so there is nothing to compare with.'
        )
    return earlier


def _read_files_at(root: Path, revision: str, name: str) -> FlowFiles | None:
    """Return a flow's files at a revision of the git repository that contains the flows root `root`."""
    # Resolved to a commit id first, so that nothing the user typed can be read as an option of git.
    commit = _run_git(
        root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    if commit is None:
        raise click.UsageError(f'"{revision}" is neither a folder nor a git revision in {root}.')
    at = commit.decode().strip()
    listed = (_run_git(root, "ls-tree", "-r", "--name-only", "-z", at) or b"").decode().split("\0")
    wanted = [path for path in listed if path.startswith((f"{name}/{FLOW_FILE}", *_SHARED_FOLDERS))]
    if f"{name}/{FLOW_FILE}" not in wanted:
        return None
    return _unpack(_run_git(root, "archive", "--format=tar", at, "--", *wanted) or b"")


def _unpack(archive: bytes) -> FlowFiles:
    with tarfile.open(fileobj=BytesIO(archive)) as files:
        members = ((member.name, files.extractfile(member)) for member in files)
        return {
            name: content.read().decode("utf-8", "surrogateescape")
            for name, content in members
            if content is not None
        }


def _run_git(root: Path, *words: str) -> bytes | None:
    """Return the output of git, run in `root`; None if it fails or is not installed."""
    git = shutil.which("git")
    if git is None:
        return None
    run = subprocess.run([git, *words], cwd=root, capture_output=True, check=False)  # noqa: S603 - no shell
    return run.stdout if run.returncode == 0 else None


# Versions of a flow: the one in its folder, or one at a git revision.


def load_version(wanted: str) -> Flow:
    """Load FLOW as it is now, or REV:FLOW as it was at that revision.

    Raises:
        click.UsageError: there is no such flow or revision.
        FlowError: the flow has an error.
    """
    revision, colon, flow = wanted.partition(":")
    if not colon or Path(wanted).exists():  # a path may have a colon in it
        return load_valid_flow(find_flow_folder(wanted))
    folder = find_flow_folder(flow)
    files = read_earlier_files(folder, revision)
    if files is None:
        raise click.UsageError(f'There is no flow "{flow}" at {revision}.')
    loaded = load(files, folder.resolve().name)
    if loaded.flow is None:
        raise FlowError(f"At {revision}:\n{render_findings(loaded.findings, files)}")
    return loaded.flow


# The words of a flow and of the interface, in a language that the flow is offered in.


def build_reader(flow: Flow, language: str | None, locales: Path) -> TextReader:
    """Return the words of `flow` in `language`, from the folder `locales`, or in its own language.

    Raises:
        click.UsageError: the flow is not offered in that language.
    """
    if language is None or language == flow.language:
        return TextReader(say=load_interface(flow.language).say)
    texts = offered_languages(flow, locales)
    if language not in texts:
        raise click.UsageError(
            f'The flow is not available in "{language}"; it is available in {", ".join(texts)}.'
        )
    return TextReader(texts[language].words_of, load_interface(language).say, language)


def load_interface(language: str) -> Ui:
    """Return the interface's words in `language`, or in Danish if it has no translation."""
    return Ui(language if language in ui_languages() else SOURCE_LANGUAGE)
