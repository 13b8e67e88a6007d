"""Findings about guarantees: those that don't hold, and steps that ought to have one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.flow.findings import Report
from assistant.flow.findings.registry import error, note, warning
from assistant.flow.model import Ends, Flow, Never, Passes, RecordEntry
from assistant.prove.prover import Prover, Verdict
from assistant.prove.report import describe_answers

# What is found here.

X06 = note("X06", "A record that may lack what matters").says(
    "the record may say nothing of {what}: when {way}.",
    fix="ask for one of these, and do not let it be skipped: {known}",
)
P01 = error("P01", "A guarantee that a conversation breaks").says(
    '"{name}" is broken when {way}.', fix="see the whole conversation: assistant prove"
)
P02 = error("P02", "A guarantee that is not decided").says(
    '"{name}" is not decided: the answers that it hangs on hang on too many others.',
    fix="let its conditions, or those of the branches ahead of it, read fewer questions at once",
)
P03 = error("P03", "A guarantee that binds nobody").says(
    '"{name}" binds nobody: its "when" can never hold.', fix='change its "when", or delete it'
)
P04 = warning("P04", "A danger or a handover without a guarantee")
P04_DANGER = P04.says(
    'no guarantee speaks of "{name}", which tells of danger.',
    fix="say who must pass it: when: …, passes: {name}",
    variant="danger",
)
P04_END = P04.says(
    'no guarantee speaks of "{name}", where a record is handed over.',
    fix="say who must come there: when: …, ends: [{name}]",
    variant="end",
)


def check_promises(flow: Flow, verdicts: Sequence[Verdict], report: Report) -> None:
    """Report unproved guarantees (P01-P03), and dangers and handovers without any (P04)."""
    for verdict in verdicts:
        _report_verdict(flow, verdict, report)
    guaranteed = _guaranteed_steps(flow)
    for step in flow.steps.values():
        if step.level == "danger" and step.id not in guaranteed:
            report.at_place(step.place, len(step.id), P04_DANGER, name=step.id)
        if step.outcome == "notify" and not {step.id, "notify"} & guaranteed:
            report.at_place(step.place, len(step.id), P04_END, name=step.id)


def _report_verdict(flow: Flow, verdict: Verdict, report: Report) -> None:
    place, name = verdict.guarantee.place, verdict.guarantee.name
    match verdict.word:
        case "broken":
            description = describe_answers(flow, verdict.trail) if verdict.trail else ""
            report.at_place(place, len(name), P01, name=name, way=description)
        case "not decided":
            report.at_place(place, len(name), P02, name=name)
        case "vacuous":
            report.at_place(place, len(name), P03, name=name)


def _guaranteed_steps(flow: Flow) -> set[str]:
    """Return the steps, ends and outcomes that guarantees name."""
    guaranteed: set[str] = set()
    for guarantee in flow.guarantees:
        match guarantee.promise:
            case Passes(step=step) | Never(step=step):
                guaranteed.add(step)
            case Ends(ends):
                guaranteed |= ends
            case _:
                pass
    return guaranteed


# Findings about the record: conversations that hand it over without what is needed to act.

# Source: what a notification must hold, flows/catalogue/sources.yaml
NEEDED_PATHS: Mapping[str, tuple[str, ...]] = {
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
    """Report needed matter that a record may lack altogether when handed over (X06)."""
    flow, space = prover.flow, prover.reach.space
    ends = [end.id for end in space.layout.ends if end.outcome == "notify"]
    if not flow.record or not ends:
        return
    for what, paths in NEEDED_PATHS.items():
        empty = space.diagrams.not_(
            space.diagrams.any_of(map(space.guard_diagrams.record_has, paths))
        )
        trail = prover.shortest_witness(dict.fromkeys(ends, empty))
        if trail is not None:
            entry = _entry_to_report(flow, paths)
            fills = {"what": what, "way": describe_answers(flow, trail), "known": ", ".join(paths)}
            report.at_place(entry.place, len(entry.path), X06, **fills)


def _entry_to_report(flow: Flow, paths: tuple[str, ...]) -> RecordEntry:
    """Return the record entry to point at: the first at one of `paths`, else the first of all."""
    return next((entry for entry in flow.record if entry.path in paths), flow.record[0])
