"""Reminders for the notifier's calendar, which others may read: nothing in it says who or what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from assistant.record.model import Record
from assistant.text.ui import Ui

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
    for n, step in enumerate(record.plan, 1):
        if step.due and step.who == "you" and step.unit != "now":
            summary = ui.say(
                "Underretning {reference}: dit skridt {n} i planen", reference=reference, n=n
            )
            yield step.id, step.due, summary
    times = (
        (
            "assess",
            record.follow_up.assess_by,
            ui.say("Underretning {reference}: kommunen har vurderet den nu", reference=reference),
        ),
        (
            "receipt",
            record.follow_up.receipt_by,
            ui.say("Underretning {reference}: har du fået kvittering?", reference=reference),
        ),
    )
    yield from times


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
