"""From a conversation's answers to the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from assistant.dialog.conversation import Conversation
from assistant.dialog.cpr import birth_date
from assistant.dialog.dialog import Dialog
from assistant.dialog.moment import Moment
from assistant.dialog.outcome import recorded
from assistant.dialog.scene import Scene
from assistant.dialog.trail import Trail
from assistant.flow.fields import FIELDS
from assistant.flow.model import (
    UNKNOWN,
    Flow,
    FromCodes,
    FromConclusion,
    FromFacts,
    FromRepeat,
    Origin,
)
from assistant.record.course import Course, FollowUp, Header, Receiver
from assistant.record.expected import expected
from assistant.record.labels import MASKED
from assistant.record.model import EmptyBecause, Record
from assistant.record.protect import PROTECTING, hidden_paths, masking, protected_addresses
from assistant.record.sheet.rows import at
from assistant.record.told import Teller
from assistant.text.formats import ZONE

__all__ = ["Frame", "Receiver", "build", "origins"]


@dataclass(frozen=True, slots=True)
class Frame:
    """What the record has beyond the conversation: to whom and when, and until when."""

    reference: str | None
    created_at: datetime
    submitted_at: datetime | None
    receiver: Receiver
    assess_by: datetime
    receipt_by: datetime
    municipality: str


def build(
    dialog: Dialog, trail: Trail, conversation: Conversation, moment: Moment, frame: Frame
) -> Record:
    """Return the record of what is answered on the path, in the words of `moment`."""
    behind = {entry.path: _facts(entry.origin) for entry in dialog.flow.record}
    filled = _known(behind, trail, recorded(dialog, trail, moment.words, moment.ui))
    when = frame.submitted_at or moment.now
    record = Record.model_validate(
        {
            **_nested(_aged(filled, when.astimezone(ZONE).date())),
            "reference": frame.reference,
            "created_at": frame.created_at,
            "submitted_at": frame.submitted_at,
            "language": moment.language,
            "flow": _course(conversation),
            "header": Header(
                acute=filled.get("urgency") == "act_now",
                municipality=frame.municipality,
                receiver=frame.receiver,
            ),
            "follow_up": FollowUp(assess_by=frame.assess_by, receipt_by=frame.receipt_by),
        }
    )
    record = record.model_copy(update={"empty": dict(_empty(behind, trail, record))})
    mask = masking(protected_addresses(record), moment.ui(MASKED))
    teller = Teller(Scene(dialog, conversation, trail, moment), mask)
    told = teller.told(_address_facts(behind, record))
    return record.model_copy(update={**told})


def origins(flow: Flow) -> Mapping[str, str]:
    """Return record path -> the fact or repeat to change it by; what a conclusion fills is not there."""
    found = ((entry.path, _facts(entry.origin)) for entry in flow.record)
    return {path: facts[0] for path, facts in found if facts}


Behind = Mapping[str, tuple[str, ...]]
"""Record path -> the facts and repeats whose answers fill it."""


def _known(behind: Behind, trail: Trail, filled: Mapping[str, object]) -> dict[str, object]:
    """Return `filled` without texts that would say no more than "don't know": `empty` says that."""
    answers = trail.answers
    return {
        path: value
        for path, value in filled.items()
        if FIELDS[path].kind != "text"
        or not behind[path]
        or any(answers.get(fact) not in (None, UNKNOWN) for fact in behind[path])
    }


def _aged(filled: Mapping[str, object], today: date) -> Mapping[str, object]:
    """Return `filled` with the child's age on the day, from the birth date, where nobody gave an age."""
    given, number = filled.get("child.birth_date"), filled.get("child.cpr")
    born = date.fromisoformat(given) if isinstance(given, str) else None
    if born is None and isinstance(number, str):
        born = birth_date(number)
    if born is None or born > today or "child.age" in filled:
        return filled
    not_yet = (today.month, today.day) < (born.month, born.day)
    return {**filled, "child.age": today.year - born.year - not_yet}


def _course(conversation: Conversation) -> Course:
    return Course(id=conversation.flow, version=conversation.version, logic_hash=conversation.logic)


def _nested(filled: Mapping[str, object]) -> dict[str, object]:
    """Return dotted paths as groups."""
    whole: dict[str, object] = {}
    for path, value in filled.items():
        group, _, name = path.partition(".")
        if name:
            inner = whole.setdefault(group, {})
            assert isinstance(inner, dict)  # noqa: S101  # `flow.fields` has no path under another
            inner[name] = value
        else:
            whole[path] = value
    return whole


def _facts(origin: Origin) -> tuple[str, ...]:
    match origin:
        case FromFacts(facts):
            return facts
        case FromCodes(fact=fact):
            return (fact,)
        case FromRepeat(repeat=repeat):
            return (repeat,)
        case FromConclusion():
            return ()


def _address_facts(behind: Behind, record: Record) -> frozenset[str]:
    """Return the facts whose answers are a protected address."""
    paths = hidden_paths(record)
    return frozenset(fact for path in paths for fact in behind.get(path, ()))


def _empty(behind: Behind, trail: Trail, record: Record) -> Iterator[tuple[str, EmptyBecause]]:
    asked_for = tuple(expected(record))
    for path in (*asked_for, *PROTECTING):
        given = [trail.answers[f] for f in behind.get(path, ()) if f in trail.answers]
        if at(record, path) in (None, ()) and (path in asked_for or UNKNOWN in given):
            yield path, _because(given)


def _because(given: Sequence[object]) -> EmptyBecause:
    """Return why a field is empty, from the answers that could have filled it."""
    if UNKNOWN in given:
        return "unknown"
    if None in given:
        return "skipped"
    return "none" if given else "not_asked"
