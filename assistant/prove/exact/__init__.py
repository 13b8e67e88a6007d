"""Findings that hold of every conversation, or of a certain one: they know what can be answered together."""

from __future__ import annotations

from datetime import date

from assistant.flow.diagnostics import Finding, Report
from assistant.flow.model import Flow
from assistant.prove.diagram import MOST_FORKS, SpentError
from assistant.prove.exact.branches import check_branches
from assistant.prove.exact.consequences import check_consequences
from assistant.prove.exact.constants import check_constants
from assistant.prove.exact.lengths import check_lengths
from assistant.prove.exact.promises import check_promises
from assistant.prove.exact.record import check_record
from assistant.prove.exact.unasked import check_unasked
from assistant.prove.prove import provers, together

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
    flow: Flow, today: date, *, proving: bool = True, most_forks: int = MOST_FORKS
) -> tuple[Finding, ...]:
    """Return what is wrong with `flow` for conversations begun from `today` on, in file order.

    Without `proving`, guarantees are left to `assistant prove`; that is half the work.
    """
    report, days = Report(), provers(flow, today, most_forks)
    check_promises(flow, together(days) if proving else (), report)
    for check in CHECKS:
        try:
            check(days[0], report)
        except (SpentError, RecursionError):
            first = flow.steps[flow.start]
            report.spot(first.place, len(first.id), "P02/flow", name=flow.id)
            break
    return report.in_order(())
