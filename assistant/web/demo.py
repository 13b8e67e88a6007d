"""Made-up records for the inbox of a demonstration, so that there is something to look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from assistant.directory.deadlines import assess_by, end_of_day, receipt_by
from assistant.flow.model.record_fields import Urgency
from assistant.record.contents import Record, example_record
from assistant.store.values import NewConversation
from assistant.web.guide.handover import build_submission, new_reference
from assistant.web.services import Services


@dataclass(frozen=True, slots=True)
class _DemoCase:
    """The ways in which a made-up record differs from the example it is copied from."""

    name: str
    age: int
    urgency: Urgency
    received_ago: timedelta


_DEMO_CASES = (
    _DemoCase("Alma Eksempel", 8, "act_now", timedelta(minutes=35)),
    _DemoCase("Oskar Prøve Hansen", 4, "today", timedelta(hours=26)),
    _DemoCase("Sofie Øvelse", 13, "today", timedelta(hours=21)),
    _DemoCase("Noah Tænkt", 6, "soon", timedelta(hours=5)),
)


async def seed_demo_records(services: Services) -> None:
    """Put the made-up records into an empty inbox."""
    now = services.clock()
    if await services.records.list_newest(now, "demo"):
        return
    for record in _build_records(services, now):
        await _submit_record(services, record)


def _build_records(services: Services, now: datetime) -> Iterator[Record]:
    for case in _DEMO_CASES:
        at = now - case.received_ago
        reference = new_reference(at, services.random_bytes(8))
        yield _build_record(services, case, at, reference)


def _build_record(services: Services, case: _DemoCase, at: datetime, reference: str) -> Record:
    template = example_record()
    follow_up = template.follow_up.model_copy(
        update={
            "assess_by": assess_by(services.directory, at),
            "receipt_by": end_of_day(receipt_by(services.directory, at, "family_team")),
        }
    )
    return template.model_copy(
        update={
            "reference": reference,
            "created_at": at - timedelta(minutes=12),
            "submitted_at": at,
            "urgency": case.urgency,
            "header": template.header.model_copy(update={"acute": case.urgency == "act_now"}),
            "child": template.child.model_copy(update={"name": case.name, "age": case.age}),
            "follow_up": follow_up,
        }
    )


async def _submit_record(services: Services, record: Record) -> None:
    """Begin a conversation and submit `record` as if it were the outcome."""
    token = sha256(services.random_bytes(32)).digest()
    at = record.created_at
    stored = await services.conversations.begin(
        NewConversation(
            token_hash=token,
            flow=record.flow.id,
            version=record.flow.version,
            logic=record.flow.logic_hash,
            language=record.language,
            today=at.date(),
            at=at,
            expires_at=services.clock() + services.settings.ttl,
        )
    )
    sent = build_submission(
        services.directory, record, services.directory.default_team, (token, token)
    )
    await services.conversations.submit(stored, sent)
