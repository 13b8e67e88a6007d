"""Versions of a flow: as it is in its folder, or as it was in a revision of git."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.cli.given.places import flow_folder
from assistant.cli.given.revisions import earlier
from assistant.errors import FlowError
from assistant.flow.diagnostics import rendered
from assistant.flow.load import load, loaded_flow
from assistant.flow.model import Flow


def version(wanted: str) -> Flow:
    """Return a flow: FLOW as it is, or REV:FLOW as it was in that revision.

    Raises:
        click.UsageError: there is no such flow or revision.
        FlowError: the flow has an error.
    """
    revision, colon, flow = wanted.partition(":")
    if not colon or Path(wanted).exists():
        return loaded_flow(flow_folder(wanted))
    folder = flow_folder(flow)
    files = earlier(folder, revision)
    if files is None:
        raise click.UsageError(f'There is no flow "{flow}" in {revision}.')
    loaded = load(files, folder.resolve().name)
    if loaded.flow is None:
        raise FlowError(f"In {revision}:\n{rendered(loaded.findings, files)}")
    return loaded.flow
