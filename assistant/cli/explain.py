"""`assistant explain`: the explanation page of a finding."""

from __future__ import annotations

from difflib import get_close_matches

import click

from assistant.cli.output import example_epilog, json_option, print_json
from assistant.flow import findings
from assistant.flow.findings import codes as flow_codes
from assistant.scenario import findings as scenario_codes


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


# The explanation pages of all findings, of flows and of scripted conversations.

CODES = tuple(sorted({*flow_codes.CODES, *scenario_codes.CODES}))


def explanation_page(code: str) -> str:
    """Return the explanation page of `code`.

    Raises:
        click.UsageError: no finding has that code.
    """
    if code in scenario_codes.CODES:
        return scenario_codes.explanation(code)
    if code in flow_codes.CODES:
        return findings.read_explanation(code)
    near = get_close_matches(code, CODES, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"The codes are {', '.join(CODES)}."
    raise click.UsageError(f'No finding has the code "{code}". {hint}')
