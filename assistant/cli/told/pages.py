"""The long stories of all findings, whichever part of the assistant makes them."""

from __future__ import annotations

from difflib import get_close_matches

import click

from assistant.flow import codes as flow_codes
from assistant.flow import diagnostics
from assistant.scenario import codes as scenario_codes

CODES = tuple(sorted({*flow_codes.CODES, *scenario_codes.CODES}))


def page(code: str) -> str:
    """Return the page about `code`.

    Raises:
        click.UsageError: no finding has that code.
    """
    if code in scenario_codes.CODES:
        return scenario_codes.explanation(code)
    if code in flow_codes.CODES:
        return diagnostics.explanation(code)
    near = get_close_matches(code, CODES, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"The codes are {', '.join(CODES)}."
    raise click.UsageError(f'No finding has the code "{code}". {hint}')
