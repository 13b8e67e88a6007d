"""Made-up records for a demonstration's inbox, so that there is something to look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from assistant.directory.deadlines import assess_by, end_of, receipt_by
from assistant.flow.fields import Urgency
from assistant.record.example import example
from assistant.record.model import Record
from assistant.store.values import Beginning
from assistant.web.guide.handover import new_reference, submission
from assistant.web.services import Services


@dataclass(frozen=True, slots=True)
class _Made:
    """What sets a made-up record apart from the example that it is made from."""

    name: str
    age: int
    urgency: Urgency
    before: timedelta


_CASES = (
    _Made("Alma Eksempel", 8, "act_now", timedelta(minutes=35)),
    _Made("Oskar Prøve Hansen", 4, "today", timedelta(hours=26)),
    _Made("Sofie Øvelse", 13, "today", timedelta(hours=21)),
    _Made("Noah Tænkt", 6, "soon", timedelta(hours=5)),
)


async def practise(services: Services) -> None:
    """Put the made-up records into an empty inbox."""
    now = services.clock()
    if await services.records.listed(now, "demo"):
        return
    for record in _records(services, now):
        await _hand_over(services, record)


def _records(services: Services, now: datetime) -> Iterator[Record]:
    for case in _CASES:
        at = now - case.before
        reference = new_reference(at, services.random_bytes(8))
        yield _record(services, case, at, reference)


def _record(services: Services, case: _Made, at: datetime, reference: str) -> Record:
    made = example()
    follow_up = made.follow_up.model_copy(
        update={
            "assess_by": assess_by(services.directory, at),
            "receipt_by": end_of(receipt_by(services.directory, at, "family_team")),
        }
    )
    return made.model_copy(
        update={
            "reference": reference,
            "created_at": at - timedelta(minutes=12),
            "submitted_at": at,
            "urgency": case.urgency,
            "header": made.header.model_copy(update={"acute": case.urgency == "act_now"}),
            "child": made.child.model_copy(update={"name": case.name, "age": case.age}),
            "follow_up": follow_up,
        }
    )


async def _hand_over(services: Services, record: Record) -> None:
    """Begin a conversation and hand `record` over as if it came out of it."""
    token = sha256(services.random_bytes(32)).digest()
    at = record.created_at
    stored = await services.conversations.begin(
        Beginning(
            token_hash=token,
            flow=record.flow.id,
            version=record.flow.version,
            logic=record.flow.logic_hash,
            language=record.language,
            today=at.date(),
            at=at,
            expires_at=services.clock() + services.settings.lifetime,
        )
    )
    sent = submission(services.directory, record, services.directory.default_team, (token, token))
    await services.conversations.submit(stored, sent)
