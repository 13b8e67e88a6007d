"""Near times in words: "today", no year, no time of day if a whole day is meant."""

from __future__ import annotations

from datetime import datetime, time

from assistant.dialog.view_model import PlanItemShown
from assistant.text import formats
from assistant.text.ui import Ui

_LAST_MINUTE = time(23, 59)


def format_near_time(at: datetime, now: datetime, ui: Ui) -> str:
    """Return an instant: "i dag kl. 14.32", "mandag den 30. november kl. 9.00"."""
    return ui.say(
        "{day} kl. {time}", day=format_near_day(at, now, ui), time=formats.clock(at, ui.language)
    )


def format_near_day(at: datetime, now: datetime, ui: Ui) -> str:
    """Return the Danish day of an instant: "i dag", "mandag den 30. november"."""
    local = at.astimezone(formats.ZONE)
    days = (local.date() - now.astimezone(formats.ZONE).date()).days
    names = {-1: ui.say("i går"), 0: ui.say("i dag"), 1: ui.say("i morgen")}
    return names.get(days) or formats.near_day(local, ui.language)


def format_deadline(at: datetime, now: datetime, ui: Ui) -> str:
    """Return a deadline in words; the last minute of a day stands for the whole day."""
    whole_day = at.astimezone(formats.ZONE).time().replace(second=0, microsecond=0) == _LAST_MINUTE
    return ui.say(
        "senest {when}", when=(format_near_day if whole_day else format_near_time)(at, now, ui)
    )


def format_plan_deadline(item: PlanItemShown, now: datetime, ui: Ui) -> str:
    """Return the deadline of a plan item in words; empty if it has none."""
    if item["by"] == "now":
        return ui.say("nu")
    return format_deadline(datetime.fromisoformat(item["due"]), now, ui) if item["due"] else ""


def format_who_and_when(item: PlanItemShown, now: datetime, ui: Ui) -> str:
    """Return who takes a plan item, if that is not the reader, and its deadline."""
    others = {"leader": ui.say("Din leder"), "family_team": ui.say("Familieteamet")}
    return " · ".join(filter(None, (others.get(item["who"]), format_plan_deadline(item, now, ui))))


def format_time_left(at: datetime, now: datetime, ui: Ui) -> str:
    """Return the time left until `at`, or how long it is overdue."""
    hours, minutes = divmod(int(abs((at - now).total_seconds()) // 60), 60)
    much = ui.say("{hours} t {minutes} min", hours=hours, minutes=minutes)
    if at < now:
        return ui.say("overskredet med {much}", much=much)
    return ui.say("{much} tilbage", much=much)
