"""Instants as they are said on a page: a near day by its name, no year, no clock where a whole day is meant."""

from __future__ import annotations

from datetime import datetime, time

from assistant.dialog.shape import PlanShown
from assistant.text import formats
from assistant.text.ui import Ui

_LAST_MINUTE = time(23, 59)


def near(at: datetime, now: datetime, ui: Ui) -> str:
    """Return an instant: "i dag kl. 14.32", "mandag den 30. november kl. 9.00"."""
    return ui.say(
        "{day} kl. {time}", day=near_day(at, now, ui), time=formats.clock(at, ui.language)
    )


def near_day(at: datetime, now: datetime, ui: Ui) -> str:
    """Return the Danish day of an instant: "i dag", "mandag den 30. november"."""
    local = at.astimezone(formats.ZONE)
    days = (local.date() - now.astimezone(formats.ZONE).date()).days
    named = {-1: ui.say("i går"), 0: ui.say("i dag"), 1: ui.say("i morgen")}
    return named.get(days) or formats.near_day(local, ui.language)


def until(at: datetime, now: datetime, ui: Ui) -> str:
    """Return by when something is due; the last minute of a day is that day."""
    whole_day = at.astimezone(formats.ZONE).time().replace(second=0, microsecond=0) == _LAST_MINUTE
    return ui.say("senest {when}", when=(near_day if whole_day else near)(at, now, ui))


def when(item: PlanShown, now: datetime, ui: Ui) -> str:
    """Return by when a next step is to be taken."""
    if item["by"] == "now":
        return ui.say("nu")
    return until(datetime.fromisoformat(item["due"]), now, ui) if item["due"] else ""


def who_and_when(item: PlanShown, now: datetime, ui: Ui) -> str:
    """Return who is to take a next step, where that is another, and by when."""
    others = {"leader": ui.say("Din leder"), "family_team": ui.say("Familieteamet")}
    return " · ".join(filter(None, (others.get(item["who"]), when(item, now, ui))))


def left(at: datetime, now: datetime, ui: Ui) -> str:
    """Return how much time there is until `at`, or how much it is too late."""
    hours, minutes = divmod(int(abs((at - now).total_seconds()) // 60), 60)
    much = ui.say("{hours} t {minutes} min", hours=hours, minutes=minutes)
    if at < now:
        return ui.say("overskredet med {much}", much=much)
    return ui.say("{much} tilbage", much=much)
