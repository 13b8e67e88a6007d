"""Ends before which a conversation may ask more than a professional can be expected to answer."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.flow.diagnostics import Report
from assistant.flow.model import Outcome
from assistant.prove.diagram import TRUE
from assistant.prove.exact.saying import way
from assistant.prove.prove import Prover
from assistant.prove.ways import Limits

BUDGETS: Mapping[Outcome, int] = {"notify": 30, "consult": 15, "follow_up": 15, "none": 15}
"""Question screens: the record that a family team can act on takes some, being told what to do must not."""


def check_lengths(prover: Prover, report: Report) -> None:
    """Report ends that some conversation comes to only after more question screens than their budget."""
    ends, reach = prover.reach.space.layout.ends, prover.reach
    for most in sorted({*BUDGETS.values()}):
        aims = {e.id: TRUE for e in ends if BUDGETS[e.outcome] == most and e.id in reach.approach}
        if prover.possible(aims, Limits(fewest_screens=most + 1)):
            for end in aims:
                _check_length(prover, end, most, report)


def _check_length(prover: Prover, end: str, most: int, report: Report) -> None:
    trail = prover.longer_than(most, {end: TRUE})
    if trail is not None:
        fills = {"name": end, "way": way(prover.flow, trail)}
        place = prover.flow.steps[end].place
        report.spot(place, len(end), "X08", count=len(trail.screens), most=most, **fills)
