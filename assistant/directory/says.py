"""What the directory says in a text: whom to call right now, and by when something happens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from assistant.directory.deadlines import assess_by, receipt_by
from assistant.directory.hours import Reached
from assistant.directory.model import Directory
from assistant.flow.markup import Span
from assistant.text import formats
from assistant.text.ui import Ui

_NATIONAL = 8  # digits of a Danish number; shorter ones (112, 116 111) have no country code
_NEAR = 7  # days within which a weekday alone says which day is meant


@dataclass(frozen=True, slots=True)
class Now:
    """The instant that is spoken at; `absolute` names every day, for what is read on another day."""

    at: datetime
    absolute: bool = False


def contact(found: Reached, now: Now, ui: Ui) -> tuple[Span, ...]:
    """Return the name and number as a link, and in brackets until when, or from when, they answer."""
    name = found.contact.called(ui.language)
    call = Span(f"{name}, {found.phone}", strong=True, href=tel(found.phone))
    when = _when(found, now, ui)
    return (call, Span(f" ({when})")) if when else (call,)


def tel(phone: str) -> str:
    """Return the link that dials `phone`."""
    digits = phone.replace(" ", "")
    return f"tel:+45{digits}" if len(digits) == _NATIONAL and digits.isdigit() else f"tel:{digits}"


def assess(directory: Directory, now: Now, ui: Ui) -> tuple[Span, ...]:
    """Return by when danger is assessed if the notification arrives now."""
    by = assess_by(directory, now.at)
    return (Span(ui.say("senest {when}", when=_instant(by, now, ui))),)


def receipt(directory: Directory, now: Now, ui: Ui) -> tuple[Span, ...]:
    """Return by when the notifier has a receipt if the notification arrives now."""
    day = formats.near_day(receipt_by(directory, now.at), ui.language)
    return (Span(ui.say("senest omkring {day}", day=day)),)


def _when(reached: Reached, now: Now, ui: Ui) -> str:
    if reached.instead_of:
        return _closed(reached.instead_of.called(ui.language), reached.opens, now, ui)
    if reached.until and now.absolute:
        return ui.say("åbent til {when}", when=_opens(reached.until, now, ui))
    if reached.until:
        return ui.say("åbent nu til {time}", time=_until(reached.until, now, ui))
    if reached.opens:
        return ui.say("åbner {when}", when=_opens(reached.opens, now, ui))
    return ""


def _closed(team: str, opens: datetime | None, now: Now, ui: Ui) -> str:
    """Return that another than `team` answers, and till when; who reads it another day is not told of today."""
    if opens is not None:
        return ui.say("{team} åbner {when}", team=team, when=_opens(opens, now, ui))
    return "" if now.absolute else ui.say("{team} har lukket", team=team)


def _until(at: datetime, now: Now, ui: Ui) -> str:
    """Return a closing time; with its day where that is not today."""
    if _days(now.at, at) == 0:
        return formats.hour(at, ui.language)
    if _days(now.at, at) == 1 and at.astimezone(formats.ZONE).time() == time():
        return ui.say("midnat")
    return _opens(at, now, ui)


def _opens(at: datetime, now: Now, ui: Ui) -> str:
    return ui.say("{day} kl. {time}", day=_day(at, now, ui), time=formats.hour(at, ui.language))


def _instant(at: datetime, now: Now, ui: Ui) -> str:
    return ui.say("{day} kl. {time}", day=_day(at, now, ui), time=formats.clock(at, ui.language))


def _day(at: datetime, now: Now, ui: Ui) -> str:
    local = at.astimezone(formats.ZONE)
    if now.absolute:
        return formats.near_day(local, ui.language)
    match _days(now.at, at):
        case 0:
            return ui.say("i dag")
        case 1:
            return ui.say("i morgen")
        case days if 0 < days < _NEAR:
            return formats.weekday(local, ui.language)
        case _:
            return formats.near_day(local, ui.language)


def _days(now: datetime, at: datetime) -> int:
    """Return how many midnights in Denmark lie between `now` and `at`."""
    return (at.astimezone(formats.ZONE).date() - now.astimezone(formats.ZONE).date()).days
