"""What the family team cannot act without, and a conversation that hands over a record without it."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.flow.diagnostics import Report
from assistant.flow.model import Flow, RecordEntry
from assistant.prove.exact.saying import way
from assistant.prove.prove import Prover

# Source: what a notification must hold, flows/catalogue/sources.yaml
NEEDED: Mapping[str, tuple[str, ...]] = {
    "who the child is": (
        "child.name",
        "child.cpr",
        "child.birth_date",
        "child.address",
        "child.whereabouts",
        "unborn.mother_name",
        "unborn.mother_cpr",
        "unborn.mother_address",
    ),
    "why you worry": ("reasons", "observations", "assessment"),
    "how to reach who notifies": ("notifier.phone", "notifier.email"),
}


def check_record(prover: Prover, report: Report) -> None:
    """Report what a record that is handed over may leave out altogether."""
    flow, space = prover.flow, prover.reach.space
    ends = [end.id for end in space.layout.ends if end.outcome == "notify"]
    if not flow.record or not ends:
        return
    for what, paths in NEEDED.items():
        empty = space.diagrams.negation(space.diagrams.any_of(map(space.functions.recorded, paths)))
        trail = prover.shortest(dict.fromkeys(ends, empty))
        if trail is not None:
            entry = _entry(flow, paths)
            fills = {"what": what, "way": way(flow, trail), "known": ", ".join(paths)}
            report.spot(entry.place, len(entry.path), "X06", **fills)


def _entry(flow: Flow, paths: tuple[str, ...]) -> RecordEntry:
    """Return the first record entry at one of `paths`, else the first of all."""
    return next((entry for entry in flow.record if entry.path in paths), flow.record[0])
