"""Findings about all conversations of a flow, or with one as witness: X01-X08, T04, P01-P04."""

from __future__ import annotations

from datetime import date

from assistant.flow.findings import Finding, Report
from assistant.flow.model import Flow
from assistant.prove.diagram import MAX_NODES, BudgetSpentError
from assistant.prove.exact.conditions import check_constants, check_unasked
from assistant.prove.exact.promises import P02, check_promises, check_record
from assistant.prove.exact.steps import check_branches, check_consequences, check_lengths
from assistant.prove.prover import combine_days, provers

# What is found here.

P02_FLOW = P02.code.says(
    'what conversations of "{name}" can come to is not decided: too many answers hang together.',
    fix="let its conditions read fewer questions at once",
    variant="flow",
)

__all__ = ["exact_findings"]

CHECKS = (
    check_branches,
    check_constants,
    check_consequences,
    check_record,
    check_unasked,
    check_lengths,
)


def exact_findings(
    flow: Flow, today: date, *, proving: bool = True, max_nodes: int = MAX_NODES
) -> tuple[Finding, ...]:
    """Return the findings on `flow` for conversations begun from `today` on, in file order.

    With `proving` off, guarantees are left to `assistant prove`; that saves half the work.
    """
    report, days = Report(), provers(flow, today, max_nodes)
    check_promises(flow, combine_days(days) if proving else (), report)
    for check in CHECKS:
        try:
            check(days[0], report)
        except (BudgetSpentError, RecursionError):
            # The checks share one budget: once it is spent, none of them can go on.
            first = flow.steps[flow.start]
            report.at_place(first.place, len(first.id), P02_FLOW, name=flow.id)
            break
    return report.in_order(())
