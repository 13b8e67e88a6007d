"""A flow as it was: in another folder, or at a revision of git."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

import click

from assistant.cli.given.places import FLOW_FILE
from assistant.flow.files import FlowFiles, read

_SHARED = ("parts/", "catalogue/")


def earlier(folder: Path, since: str) -> FlowFiles | None:
    """Return the files of the flow in `folder` as they were `since`; None where there was no such flow.

    `since` is the flow's older folder, an older flows root, or a revision of git.

    Raises:
        click.UsageError: it is none of them.
    """
    name = folder.resolve().name
    place = Path(since)
    if (place / FLOW_FILE).is_file() and place.resolve().name == name:
        return read(place)
    if place.is_dir():
        older = place / name
        return read(older) if (older / FLOW_FILE).is_file() else None
    return _at(folder.resolve().parent, since, name)


def _at(root: Path, revision: str, name: str) -> FlowFiles | None:
    """Return a flow's files at a revision of the repository that the flows root `root` lies in."""
    commit = _git(
        root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    if commit is None:
        raise click.UsageError(f'"{revision}" is neither a folder nor a revision of git in {root}.')
    at = commit.decode().strip()
    listed = (_git(root, "ls-tree", "-r", "--name-only", "-z", at) or b"").decode().split("\0")
    wanted = [path for path in listed if path.startswith((f"{name}/{FLOW_FILE}", *_SHARED))]
    if f"{name}/{FLOW_FILE}" not in wanted:
        return None
    return _unpacked(_git(root, "archive", "--format=tar", at, "--", *wanted) or b"")


def _unpacked(archive: bytes) -> FlowFiles:
    with tarfile.open(fileobj=BytesIO(archive)) as files:
        members = ((member.name, files.extractfile(member)) for member in files)
        return {
            name: content.read().decode("utf-8", "surrogateescape")
            for name, content in members
            if content is not None
        }


def _git(root: Path, *words: str) -> bytes | None:
    """Return what git says in `root`; None where it says no, or is not there."""
    git = shutil.which("git")
    if git is None:
        return None
    run = subprocess.run([git, *words], cwd=root, capture_output=True, check=False)  # noqa: S603 - no shell
    return run.stdout if run.returncode == 0 else None
