"""The scripted conversations that fail: what is measured by conversations says that it left them out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from assistant.flow.basics import Place


def tell_uncounted(folder: Path, failed: Iterable[Place]) -> None:
    """Tell on stderr which scripted conversations of the flow in `folder` count for nothing."""
    for place in failed:
        click.secho(f"{found_at(folder, place)}: fails, and counts for nothing", fg="red", err=True)


def found_at(folder: Path, place: Place) -> str:
    """Return a place in the flow in `folder` as it is found from the working directory."""
    return f"{(folder.parent / place.file).as_posix()}:{place.line}:{place.column}"
