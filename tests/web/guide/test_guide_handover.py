"""The handover: its reference, what the inbox's list says of a record, and which day it counts to."""

from datetime import UTC, date, datetime

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.directory.deadlines import end_of_day, receipt_by
from assistant.record.contents import Child, Record, example_record
from assistant.web.guide.handover import (
    build_receipt,
    build_submission,
    build_summary,
    new_reference,
)
from tests.directory.town import danish, town

SPOKEN = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
HASHES = b"key", b"body"


def record_sent_at(at: datetime) -> Record:
    """Return the made-up record as it is sent: its receipt is promised by the professional's day."""
    example = example_record()
    promised = end_of_day(receipt_by(town(), at, "professional"))
    return example.model_copy(
        update={
            "submitted_at": at,
            "follow_up": example.follow_up.model_copy(update={"receipt_by": promised}),
        }
    )


def test_the_list_is_told_initials_age_or_its_band_and_the_reasons() -> None:
    child = Child(name="Alma Eksempel", age_band="6-12 år")
    record = example_record().model_copy(
        update={"child": child, "reasons": ("abuse_by_parents",), "signs": ()}
    )

    assert orjson.loads(build_summary(record)) == {
        "initials": "AE",
        "age": None,
        "age_band": "6-12 år",
        "unborn": False,
        "from": record.notifier.category,
        "urgency": record.urgency,
        "reasons": ["abuse_by_parents"],
        "signs": 0,
    }


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        (None, ""),
        ("alma", "A"),
        ("Alma Bo Carl Dam", "ABCD"),
        ("Alma Bo Carl Dam Ege", "ABCD"),
        ("  åse \n Ærø ", "ÅÆ"),
    ],
)
def test_a_name_has_at_most_four_initials(name: str | None, initials: str) -> None:
    record = example_record().model_copy(update={"child": Child(name=name)})

    assert orjson.loads(build_summary(record))["initials"] == initials


@pytest.mark.parametrize("urgency", ["act_now", "today", None])
def test_the_list_is_told_how_urgent_it_is_and_how_many_signs_there_are(
    urgency: str | None,
) -> None:
    record = example_record().model_copy(update={"urgency": urgency})
    summary = orjson.loads(build_summary(record))

    assert summary["urgency"] == urgency
    assert summary["signs"] == len(record.signs) > 0


@given(random=st.binary(min_size=8, max_size=40))
def test_a_reference_is_made_of_what_nobody_mishears_on_the_phone(random: bytes) -> None:
    year, *groups = new_reference(datetime(2026, 3, 2, 12, tzinfo=UTC), random).split("-")

    assert (year, [len(group) for group in groups]) == ("2026", [4, 4])
    assert set("".join(groups)) <= set(SPOKEN)


def test_every_letter_of_a_reference_is_as_likely() -> None:
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    letters = [new_reference(now, bytes([byte] * 8))[-1] for byte in range(256)]

    assert {letters.count(letter) for letter in SPOKEN} == {256 // len(SPOKEN)}


def test_each_byte_gives_its_own_letter() -> None:
    assert new_reference(datetime(2026, 3, 2, tzinfo=UTC), bytes(range(8))) == "2026-2345-6789"


@pytest.mark.parametrize(
    ("now", "year"),
    [
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), "2026"),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), "2027"),
    ],
)
def test_a_reference_has_the_year_of_the_danish_day(now: datetime, year: str) -> None:
    assert new_reference(now, bytes(8)).partition("-")[0] == year


@pytest.mark.parametrize(
    ("sent", "inbox", "professional"),
    [
        ("2026-11-20T10:00", date(2026, 11, 27), date(2026, 11, 30)),
        ("2026-11-20T00:30", date(2026, 11, 27), date(2026, 11, 30)),
        ("2026-11-19T23:30", date(2026, 11, 26), date(2026, 11, 27)),
        ("2026-07-02T00:30", date(2026, 7, 9), date(2026, 7, 10)),
    ],
)
def test_the_inbox_counts_to_the_earlier_day_and_the_record_promises_the_later(
    sent: str, inbox: date, professional: date
) -> None:
    record = record_sent_at(danish(sent))
    submission = build_submission(town(), record, "team", HASHES)
    kept = orjson.loads(submission.record)["follow_up"]["receipt_by"]
    receipt = orjson.loads(submission.receipt)["receipt_by"]

    assert submission.receipt_by == end_of_day(inbox)
    assert {datetime.fromisoformat(kept), datetime.fromisoformat(receipt)} == {
        end_of_day(professional)
    }


def test_a_submission_carries_the_record_and_what_is_known_of_it() -> None:
    record = record_sent_at(danish("2026-11-20T10:00"))
    submission = build_submission(town(), record, "team", HASHES)

    assert Record.model_validate_json(submission.record) == record
    assert (submission.key_hash, submission.body_hash) == HASHES
    assert (submission.at, submission.reference, submission.team, submission.assess_by) == (
        record.submitted_at,
        record.reference,
        "team",
        record.follow_up.assess_by,
    )
    assert orjson.loads(submission.summary) == orjson.loads(build_summary(record))
    assert orjson.loads(submission.receipt) == build_receipt(record)


@pytest.mark.parametrize("field", ["reference", "submitted_at"])
def test_a_record_that_was_not_sent_has_no_receipt(field: str) -> None:
    draft = record_sent_at(danish("2026-11-20T10:00")).model_copy(update={field: None})

    with pytest.raises(ValueError, match="has been sent"):
        build_receipt(draft)
    with pytest.raises(ValueError, match="with a reference"):
        build_submission(town(), draft, "team", HASHES)
