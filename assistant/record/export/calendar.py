"""Reminders for the notifier's calendar, which others may read: nothing in it says who or what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from assistant.record.model import Due, Record
from assistant.text.formats import ZONE
from assistant.text.ui import Ui

_MORNING, _AFTERNOON, _EVENING = time(8), time(15), time(20)
_SOON = timedelta(minutes=30)
_LENGTH = timedelta(minutes=15)


def calendar(record: Record, ui: Ui) -> bytes:
    """Return iCalendar events for the next steps that have a time, the assessment and the receipt."""
    whole = Calendar()
    whole.add("prodid", f"-//worry-assistant//record//{ui.language.upper()}")
    whole.add("version", "2.0")
    for name, at, summary in _reminders(record, ui):
        whole.add_component(_event(record, name, at, summary))
    written: bytes = whole.to_ical()
    return written


def _reminders(record: Record, ui: Ui) -> Iterator[tuple[str, datetime, str]]:
    reference = record.reference or ui.say("kladde")
    made, follow_up = record.submitted_at or record.created_at, record.follow_up
    stands_for_receipt = _receipt_step(record)
    for n, step in enumerate(record.plan, 1):
        if step.due and _own(step) and step is not stands_for_receipt:
            summary = ui.say(
                "Underretning {reference}: dit skridt {n} i planen", reference=reference, n=n
            )
            yield step.id, _ahead_of(step.due, made), summary
    assessed = ui.say("Underretning {reference}: kommunen har vurderet den nu", reference=reference)
    yield "assess", _awake(follow_up.assess_by), assessed
    receipt = ui.say("Underretning {reference}: har du fået kvittering?", reference=reference)
    yield "receipt", _ahead_of(follow_up.receipt_by, made), receipt


def _own(step: Due) -> bool:
    return step.who == "you" and step.unit != "now"


def _receipt_step(record: Record) -> Due | None:
    """Return the step that is due with the receipt: the receipt's own reminder stands for it."""
    by = record.follow_up.receipt_by
    same = (one for one in record.plan if _own(one) and one.unit == "working_days")
    return next((one for one in same if one.due == by), None)


def _ahead_of(due: datetime, made: datetime) -> datetime:
    """Return when to remind of something due: in time by day, or soon where little time is left."""
    local = due.astimezone(ZONE)
    if _MORNING <= local.time() <= _AFTERNOON:
        return due
    day = local.date() if local.time() > _AFTERNOON else local.date() - timedelta(days=1)
    by_day = datetime.combine(day, _AFTERNOON, ZONE).astimezone(UTC)
    return min(due, max(by_day, made + _SOON))


def _awake(at: datetime) -> datetime:
    """Return `at`, or the next morning where that is in the evening or at night."""
    local = at.astimezone(ZONE)
    if _MORNING <= local.time() <= _EVENING:
        return at
    day = local.date() + timedelta(days=local.time() > _EVENING)
    return datetime.combine(day, _MORNING, ZONE).astimezone(UTC)


def _event(record: Record, name: str, at: datetime, summary: str) -> Event:
    event = Event()
    made = record.submitted_at or record.created_at
    event.add("uid", f"{record.reference or 'draft'}-{name}@worry-assistant")
    event.add("dtstamp", made)
    event.add("dtstart", at)
    event.add("dtend", at + _LENGTH)
    event.add("summary", summary)
    event.add("class", "PRIVATE")
    event.add_component(_alarm(summary))
    return event


def _alarm(summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", timedelta(0))
    return alarm
