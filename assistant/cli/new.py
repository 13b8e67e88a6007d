"""`assistant new`: a small working flow with a test, to build on."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import click

from assistant.cli.inputs import FLOW_FILE
from assistant.cli.output import example_epilog, json_option, print_json

ID_PATTERN = re.compile(r"[a-z][a-z0-9_]*")
TEMPLATE_FILES = (FLOW_FILE, "tests/first.yaml")


@click.command("new", epilog=example_epilog("assistant new my_flow"))
@click.argument("flow")
@json_option
def command(flow: str, *, machine: bool) -> None:
    """Create a small working flow with a test.

    FLOW is its id, which names a new folder under flows/ here, or the path of a new folder.

    Nothing is overwritten.
    """
    folder = Path(flow) if "/" in flow else Path("flows") / flow
    name = Path(flow).name
    if not ID_PATTERN.fullmatch(name):
        raise click.UsageError(
            f'"{name}" is not a valid id: an id starts with a-z and continues with a-z, 0-9 and _.'
        )
    if folder.exists():
        raise click.UsageError(f"{folder} already exists.")
    written = [_write_template(name, folder) for name in TEMPLATE_FILES]
    if machine:
        print_json({"flow": folder.name, "files": [file.as_posix() for file in written]})
        return
    for file in written:
        click.echo(f"wrote {file}")
    click.echo(
        f"Next: assistant check {folder}, assistant test {folder}, assistant play {folder}",
        err=True,
    )


def _write_template(name: str, folder: Path) -> Path:
    text = (files("assistant.cli") / "template" / name).read_text(encoding="utf-8")
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    # The template is a flow that works as it stands, so that tests check it; only its id is replaced.
    file.write_text(text.replace("flow: my_flow", f"flow: {folder.name}", 1), encoding="utf-8")
    return file
