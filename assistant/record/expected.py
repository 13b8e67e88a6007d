"""Which fields practice expects of a record. None of them blocks sending: an empty one says why it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from assistant.record.model import Record

_CHILD = ("child.name", "child.cpr", "child.address", "child.whereabouts", "child.interpreter")
_UNBORN = ("unborn.mother_name", "unborn.mother_cpr", "unborn.mother_address", "unborn.due_date")
_ALWAYS = (
    "caregivers",
    "setting.institution",
    "notifier.name",
    "notifier.title",
    "notifier.workplace",
    "notifier.phone",
    "notifier.email",
    "notifier.category",
    "notifier.relation",
    "first_worry_on",
    "reasons",
    "knowledge_level",
    "urgency",
    "observations",
    "functioning",
    "strengths",
    "measures",
    "parents_informed.informed",
)
_ABUSE = frozenset({"abuse_by_parents", "abuse_by_others", "honour_control"})
_WHEN: Mapping[str, Callable[[Record], bool]] = {
    "suspected": lambda record: not _ABUSE.isdisjoint(record.reasons),
    "parents_informed.reason": lambda record: record.parents_informed.informed == "no",
    "parents_view.view": lambda record: record.parents_informed.informed in {"both", "one"},
    "immediate_safety.danger": lambda record: record.urgency == "act_now",
    "immediate_safety.where_now": lambda record: record.urgency in {"act_now", "today"},
    "phone_log": lambda record: record.urgency == "act_now",
    "attachments": lambda record: "school_absence" in record.legal_basis,
}


def expected(record: Record) -> Iterator[str]:
    """Yield the paths that practice expects to be filled in a record like this one."""
    known = {
        "child.cpr": record.child.birth_date is not None,
        "child.whereabouts": record.immediate_safety.where_now is not None,
    }
    yield from _UNBORN if record.unborn else (path for path in _CHILD if not known.get(path))
    yield from _ALWAYS
    yield from (path for path, holds in _WHEN.items() if holds(record))
