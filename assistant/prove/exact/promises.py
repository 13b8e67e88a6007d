"""Guarantees that do not hold, and what ought to have one."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.flow.diagnostics import Report
from assistant.flow.model import End, Ends, Flow, Never, Passes, Tell
from assistant.prove.exact.saying import way
from assistant.prove.prove import Verdict


def check_promises(flow: Flow, verdicts: Sequence[Verdict], report: Report) -> None:
    """Report guarantees that are not proved, and dangers and handovers that no guarantee speaks of."""
    for verdict in verdicts:
        _verdict(flow, verdict, report)
    spoken = _spoken(flow)
    for step in flow.steps.values():
        if isinstance(step, Tell) and step.level == "danger" and step.id not in spoken:
            report.spot(step.place, len(step.id), "P04/danger", name=step.id)
        if isinstance(step, End) and step.outcome == "notify" and not {step.id, "notify"} & spoken:
            report.spot(step.place, len(step.id), "P04/end", name=step.id)


def _verdict(flow: Flow, verdict: Verdict, report: Report) -> None:
    place, name = verdict.guarantee.place, verdict.guarantee.name
    match verdict.word:
        case "broken":
            said = way(flow, verdict.trail) if verdict.trail else ""
            report.spot(place, len(name), "P01", name=name, way=said)
        case "not decided":
            report.spot(place, len(name), "P02", name=name)
        case "vacuous":
            report.spot(place, len(name), "P03", name=name)


def _spoken(flow: Flow) -> set[str]:
    """Return the steps and ends that guarantees name."""
    spoken: set[str] = set()
    for guarantee in flow.guarantees:
        match guarantee.promise:
            case Passes(step=step) | Never(step=step):
                spoken.add(step)
            case Ends(ends):
                spoken |= ends
            case _:
                pass
    return spoken
