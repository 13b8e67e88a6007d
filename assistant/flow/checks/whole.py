"""All checks of a whole flow, one after the other."""

from __future__ import annotations

from assistant.flow.checks.answered import Answered, answered_before
from assistant.flow.checks.conditions import check_conditions
from assistant.flow.checks.graph import check_graph
from assistant.flow.checks.lengths import check_lengths
from assistant.flow.checks.privacy import check_handed_over, check_privacy
from assistant.flow.checks.reasons import check_reasons
from assistant.flow.checks.texts import check_answered, check_texts, mentioned
from assistant.flow.checks.visibility import check_visibility
from assistant.flow.reading.context import Context
from assistant.flow.reading.draft import Draft
from assistant.flow.steps import Do


def check(draft: Draft, context: Context) -> None:
    """Report what is wrong with a flow once all its files are read."""
    walkable = check_graph(draft, context) and bool(draft.steps)
    _asked(draft, context)
    marks = check_texts(draft, context)
    sound = check_conditions(draft, context, mentioned(marks))
    check_privacy(draft, context)
    if walkable and sound:
        before = answered_before(draft)
        check_answered(draft, marks, before, context)
        _needs(draft, before, context)
        check_visibility(draft, before, context)
        check_handed_over(draft, context)
        check_reasons(draft, context)
        if all(finding.severity != "error" for finding in context.report.findings):
            check_lengths(draft, context)  # it follows the ways, which an error may have cut


def _asked(draft: Draft, context: Context) -> None:
    """Report facts that no step asks."""
    if context.loose:
        return
    for fact in draft.facts.values():
        if fact.id not in context.asked:
            context.report.spot(fact.place, len(fact.id), "R08/never", name=fact.id)


def _needs(draft: Draft, before: Answered, context: Context) -> None:
    """Report parts that are run before what they need is answered."""
    runs = {step.runs: step for step in draft.steps.values() if isinstance(step, Do)}
    for document in draft.documents:
        for need in document.needs:
            do = runs.get(document.part or "")
            if need.text not in context.names.taken:
                owner = f'"needs" of the part "{document.part}"'
                context.unknown(need, owner, "the fact", context.names.of(["fact"]))
            elif do is not None and need.text not in before.get(do.id, frozenset({need.text})):
                fills = {"part": do.runs, "name": need.text}
                context.report.spot(do.place, len(do.id), "R07/needs", **fills)
