"""The receipt, the summary and the submission of a record that is handed over."""

from __future__ import annotations

from datetime import datetime

import orjson
from typing_extensions import TypedDict  # pydantic describes no other before Python 3.12

from assistant.dialog.view_model import Instant
from assistant.directory.deadlines import end_of_day, receipt_by
from assistant.directory.municipality import Directory
from assistant.record.contents import Record
from assistant.record.export.json import to_json
from assistant.store.values import Submission
from assistant.text.formats import ZONE

_REFERENCE_LETTERS = (
    "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0, O, 1 or I: they are mixed up on the phone
)


class ReceiverShown(TypedDict):
    """The family team that the record goes to."""

    name: str
    phone: str | None


class Receipt(TypedDict):
    """That the record was sent; times are ISO 8601 with offset."""

    reference: str
    submitted_at: Instant
    receiver: ReceiverShown
    assess_by: Instant
    receipt_by: Instant


def new_reference(now: datetime, random: bytes) -> str:
    """Return a reference that can be read aloud: the Danish year and eight letters and figures."""
    letters = "".join(_REFERENCE_LETTERS[byte % len(_REFERENCE_LETTERS)] for byte in random[:8])
    return f"{now.astimezone(ZONE).year}-{letters[:4]}-{letters[4:]}"


def build_receipt(record: Record) -> Receipt:
    """Return the receipt for a record that has been sent."""
    if record.reference is None or record.submitted_at is None:
        raise ValueError("a receipt is for a record that has been sent")
    receiver = record.header.receiver
    return Receipt(
        reference=record.reference,
        submitted_at=record.submitted_at.isoformat(),
        receiver={"name": receiver.name, "phone": receiver.phone or ""},
        assess_by=record.follow_up.assess_by.isoformat(),
        receipt_by=record.follow_up.receipt_by.isoformat(),
    )


def build_summary(record: Record) -> bytes:
    """Return a record's summary for the inbox's list: initials and age but no name, and its reasons."""
    initials = "".join(word[0].upper() for word in (record.child.name or "").split()[:4])
    return orjson.dumps(
        {
            "initials": initials,
            "age": record.child.age,
            "age_band": record.child.age_band,
            "unborn": record.unborn is not None,
            "from": record.notifier.category,
            "urgency": record.urgency,
            "reasons": record.reasons,
            "signs": len(record.signs),
        }
    )


def build_submission(
    directory: Directory, record: Record, team: str, hashes: tuple[bytes, bytes]
) -> Submission:
    """Return `record` as the store keeps it; `hashes` are those of the idempotency key and the body.

    There are two receipt days, since it may be unclear whether a day is a working day: the inbox holds the
    family team to the earlier one, the record promises the professional the later one.
    """
    if record.reference is None or record.submitted_at is None:
        raise ValueError("only a record with a reference is sent")
    return Submission(
        key_hash=hashes[0],
        body_hash=hashes[1],
        at=record.submitted_at,
        reference=record.reference,
        team=team,
        record=to_json(record),
        summary=build_summary(record),
        receipt=orjson.dumps(build_receipt(record)),
        assess_by=record.follow_up.assess_by,
        receipt_by=end_of_day(receipt_by(directory, record.submitted_at, "family_team")),
    )
