"""Reminders in a calendar that others may read: in time, by day, and of nobody."""

from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from icalendar import Calendar

from assistant.record.contents import Due, FollowUp, example_record
from assistant.record.export.calendar import to_ics
from assistant.record.export.json import file_name
from assistant.text.formats import ZONE
from tests.record.made_up import DANISH, change_record


def test_the_calendar_reminds_of_ones_own_steps_the_assessment_and_the_receipt() -> None:
    read = Calendar.from_ical(to_ics(example_record(), DANISH))
    events = [(str(one["summary"]), one.decoded("dtstart")) for one in read.walk("VEVENT")]

    assert events == [
        (
            "Underretning EKS-2026-0001: dit skridt 1 i planen",
            datetime(2026, 3, 2, 14, 0, tzinfo=UTC),
        ),
        (
            "Underretning EKS-2026-0001: dit skridt 2 i planen",
            datetime(2026, 3, 2, 14, 0, tzinfo=UTC),
        ),
        (
            "Underretning EKS-2026-0001: kommunen har vurderet den nu",
            datetime(2026, 3, 3, 9, 52, tzinfo=UTC),
        ),
        (
            "Underretning EKS-2026-0001: har du fået kvittering?",
            datetime(2026, 3, 10, 14, 0, tzinfo=UTC),
        ),
    ]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("2026-03-02T09:00Z", {"step-0": "2026-03-02T14:00", "step-1": "2026-03-03T09:00"}),
        ("2026-03-02T13:50Z", {"step-0": "2026-03-02T14:20", "step-1": "2026-03-03T13:50"}),
        ("2026-03-02T01:45Z", {"step-0": "2026-03-02T14:00", "step-1": "2026-03-02T14:00"}),
        ("2026-03-02T22:50Z", {"step-0": "2026-03-02T22:59", "step-1": "2026-03-03T14:00"}),
    ],
)
def test_the_calendar_reminds_by_day_and_in_time(sent: str, expected: dict[str, str]) -> None:
    at = datetime.fromisoformat(sent)
    ends = datetime(2026, 3, 2, 22, 59, tzinfo=UTC)
    units: tuple[tuple[Literal["today", "hours"], datetime], ...] = (
        ("today", ends),
        ("hours", at + timedelta(hours=24)),
    )
    plan = tuple(
        Due(id=f"step-{n}", words="Ring", who="you", unit=unit, due=due)
        for n, (unit, due) in enumerate(units)
    )
    follow_up = FollowUp(assess_by=at + timedelta(hours=24), receipt_by=ends + timedelta(days=8))
    record = change_record(plan=plan, follow_up=follow_up, submitted_at=at, reference="R")
    read = Calendar.from_ical(to_ics(record, DANISH))
    starts = {str(one["uid"]): one.decoded("dtstart") for one in read.walk("VEVENT")}
    step = {name: datetime.fromisoformat(when + "Z") for name, when in expected.items()}

    assert {name: starts[f"R-{name}@worry-assistant"] for name in expected} == step
    assert 8 <= starts["R-assess@worry-assistant"].astimezone(ZONE).hour <= 20


def test_the_calendar_and_the_file_names_have_nothing_that_was_typed() -> None:
    typed = ("Alma", "Eksempel ", "120416", "Nanna", "blå", "Prøvevej", "Ring til")
    outside = to_ics(example_record(), DANISH).decode() + file_name(example_record(), "pdf")

    assert [words for words in typed if words in outside] == []


def test_the_same_record_gives_the_same_calendar() -> None:
    assert to_ics(example_record(), DANISH) == to_ics(example_record(), DANISH)


def test_a_record_that_was_not_sent_is_a_draft_in_every_reminder() -> None:
    draft = change_record(reference=None, submitted_at=None)
    events = Calendar.from_ical(to_ics(draft, DANISH)).walk("VEVENT")

    assert [str(one["summary"]).partition(":")[0] for one in events] == ["Underretning kladde"] * 4
