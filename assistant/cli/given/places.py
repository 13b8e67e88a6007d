"""Where the flows that a command is about are: the meaning of FLOW."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

import click

from assistant.flow.basics import Place
from assistant.flow.files import flow_folders as folders_in
from assistant.text.places import flows_root, locales_root

FLOW_FILE = "flow.yaml"


def flow_folders(flows: tuple[str, ...]) -> tuple[Path, ...]:
    """Return the folder of each of `flows`, or of every flow when none is named.

    Raises:
        click.UsageError: a name is no folder, file or id of a flow.
    """
    if flows:
        return tuple(dict.fromkeys(flow_folder(flow) for flow in flows))
    found = folders_in(root())
    if not found:
        raise click.UsageError(
            f"There is no flow in {root()}; name one, or make one: assistant new my_flow"
        )
    return found


def flow_folder(flow: str) -> Path:
    """Return the folder of `flow`: a folder, a file in one, or an id under the flows root.

    Raises:
        click.UsageError: there is no such flow.
    """
    path = Path(flow)
    candidates = path.parents[:2] if path.is_file() else (path, root() / flow)
    for folder in candidates:
        if (folder / FLOW_FILE).is_file():
            return folder if folder.name not in {"", ".."} else folder.resolve()
    raise click.UsageError(_unknown(flow))


def root() -> Path:
    """Return the flows root: the working directory's `flows` where it has flows, else the shipped one."""
    here = Path("flows")
    return here if folders_in(here) else flows_root()


def locales(folder: Path) -> Path:
    """Return the folder with the translations of the flow in `folder`; the shipped one where it has none."""
    return locales_beside(folder.resolve().parent)


def locales_beside(flows: Path) -> Path:
    """Return the folder with the translations of all `flows` of a root; the shipped one where it has none."""
    own = _beside(flows)
    return own if own.is_dir() else locales_root()


def own_locales(folder: Path) -> Path:
    """Return where translations of the flow in `folder` belong: `locales`, beside the flows root."""
    return _beside(folder.resolve().parent)


def found_at(folder: Path, place: Place) -> str:
    """Return the file of a place in the flow in `folder` as it is found from the working directory."""
    return (folder.parent / place.file).as_posix()


def _beside(flows: Path) -> Path:
    return flows.resolve().parent / "locales"


def _unknown(flow: str) -> str:
    ids = [folder.name for folder in folders_in(root())]
    near = get_close_matches(flow, ids, n=1)
    hint = f' Did you mean "{near[0]}"?' if near else f" Flows there: {', '.join(ids) or 'none'}."
    return f'"{flow}" is no flow: no folder with a {FLOW_FILE}, no file in one, no id under {root()}.{hint}'
