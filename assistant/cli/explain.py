"""`assistant explain`: the explanation page of a finding."""

from __future__ import annotations

from difflib import get_close_matches

import click

from assistant.cli import check as _registers_codes  # noqa: F401  # fills the registry of codes
from assistant.cli.output import example_epilog, json_option, print_json
from assistant.flow.findings.registry import CODES, read_explanation


@click.command("explain", epilog=example_epilog("assistant explain R01"))
@click.argument("code")
@json_option
def command(code: str, *, machine: bool) -> None:
    """Explain the finding CODE and how to fix it."""
    text = explanation_page(code.upper())
    if machine:
        print_json({"code": code.upper(), "text": text})
    else:
        click.echo(text)


# The registry of codes is whole once `assistant check` is imported, which imports whatever finds something.


def explanation_page(code: str) -> str:
    """Return the explanation page of `code`.

    Raises:
        click.UsageError: no finding has that code.
    """
    try:
        return read_explanation(code)
    except KeyError:
        known = sorted(CODES)
    near = get_close_matches(code, known, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"The codes are {', '.join(known)}."
    raise click.UsageError(f'No finding has the code "{code}". {hint}')
