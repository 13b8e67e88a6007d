"""The scripted conversations that fail: what is measured by conversations says that it left them out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from assistant.cli.given.places import found_at
from assistant.flow.basics import Place


def tell_uncounted(folder: Path, failed: Iterable[Place]) -> None:
    """Tell on stderr which scripted conversations of the flow in `folder` count for nothing."""
    for place in failed:
        at = f"{found_at(folder, place)}:{place.line}:{place.column}"
        click.secho(f"{at}: fails, and counts for nothing", fg="red", err=True)
