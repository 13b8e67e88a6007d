"""iCalendar reminders for the notifier.

Others may be able to read that calendar, so an event has the reference and no name or content.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from assistant.record.contents import Due, Record
from assistant.text.formats import ZONE
from assistant.text.ui import Ui

_MORNING, _AFTERNOON, _EVENING = time(8), time(15), time(20)
_SHORT_NOTICE = timedelta(minutes=30)
_EVENT_LENGTH = timedelta(minutes=15)


def to_ics(record: Record, ui: Ui) -> bytes:
    """Return iCalendar events for the timed next steps, the assessment and the receipt."""
    events = Calendar()
    events.add("prodid", f"-//worry-assistant//record//{ui.language.upper()}")
    events.add("version", "2.0")
    for name, at, summary in _reminders(record, ui):
        events.add_component(_make_event(record, name, at, summary))
    ics: bytes = events.to_ical()
    return ics


def _reminders(record: Record, ui: Ui) -> Iterator[tuple[str, datetime, str]]:
    reference = record.reference or ui.say("kladde")
    made, follow_up = record.submitted_at or record.created_at, record.follow_up
    stands_for_receipt = _step_due_with_receipt(record)
    for n, step in enumerate(record.plan, 1):
        if step.due and _is_own_step(step) and step is not stands_for_receipt:
            summary = ui.say(
                "Underretning {reference}: dit skridt {n} i planen", reference=reference, n=n
            )
            yield step.id, _reminder_time(step.due, made), summary
    assessed = ui.say("Underretning {reference}: kommunen har vurderet den nu", reference=reference)
    yield "assess", _waking_time(follow_up.assess_by), assessed
    receipt = ui.say("Underretning {reference}: har du fået kvittering?", reference=reference)
    yield "receipt", _reminder_time(follow_up.receipt_by, made), receipt


def _is_own_step(step: Due) -> bool:
    return step.who == "you" and step.unit != "now"


def _step_due_with_receipt(record: Record) -> Due | None:
    """Return the step that is due with the receipt; the receipt's reminder covers it."""
    by = record.follow_up.receipt_by
    same = (one for one in record.plan if _is_own_step(one) and one.unit == "working_days")
    return next((one for one in same if one.due == by), None)


def _reminder_time(due: datetime, made: datetime) -> datetime:
    """Return the time to remind of something `due`.

    That is in the daytime before it, or soon after the record was `made` if little time is left.
    """
    local = due.astimezone(ZONE)
    if _MORNING <= local.time() <= _AFTERNOON:
        return due
    day = local.date() if local.time() > _AFTERNOON else local.date() - timedelta(days=1)
    by_day = datetime.combine(day, _AFTERNOON, ZONE).astimezone(UTC)
    return min(due, max(by_day, made + _SHORT_NOTICE))


def _waking_time(at: datetime) -> datetime:
    """Return `at`, or the next morning if `at` is in the evening or at night."""
    local = at.astimezone(ZONE)
    if _MORNING <= local.time() <= _EVENING:
        return at
    day = local.date() + timedelta(days=local.time() > _EVENING)
    return datetime.combine(day, _MORNING, ZONE).astimezone(UTC)


def _make_event(record: Record, name: str, at: datetime, summary: str) -> Event:
    event = Event()
    made = record.submitted_at or record.created_at
    event.add("uid", f"{record.reference or 'draft'}-{name}@worry-assistant")
    event.add("dtstamp", made)
    event.add("dtstart", at)
    event.add("dtend", at + _EVENT_LENGTH)
    event.add("summary", summary)
    event.add("class", "PRIVATE")
    event.add_component(_make_alarm(summary))
    return event


def _make_alarm(summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", timedelta(0))
    return alarm
