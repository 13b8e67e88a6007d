"""The family team's inbox: what is new and how long there is, and each record on one page.

For practice only as yet: there is no sign-in, so it is not mounted but in a demonstration.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import orjson
from aiohttp import web

from assistant.record.labels import REASON, URGENCY
from assistant.record.model import Record
from assistant.record.sheet import sheet
from assistant.store.values import Listed, Opened
from assistant.text.ui import Ui
from assistant.web.edge.files import file_of
from assistant.web.edge.problems import Problem, ProblemError
from assistant.web.guide.times import left, near, near_day
from assistant.web.pages.render import Page, language_of, page
from assistant.web.services import SERVICES

_ACTOR = "demo"
_NO_RECORD = Problem(404, "not_found", "no such record")

Clock = Literal["over", "soon", "later"]


@dataclass(frozen=True, slots=True)
class Line:
    """A record as the list shows it: initials and age, never a name."""

    id: int
    reference: str
    who: str
    urgency: str
    urgent: bool
    about: tuple[str, ...]
    received: str
    assess_by: datetime
    assess: str
    receipt: str
    clock: Clock
    left: str
    new: bool


async def listed(request: web.Request) -> web.Response:
    """List the records: what must be acted on now, then what is overdue, then by nearest deadline.

    200 always; that the list was seen is on record.
    """
    services = request.app[SERVICES]
    now, ui = services.clock(), Ui(language_of(request))
    found = await services.records.listed(now, _ACTOR)
    lines = sorted((_line(one, now, ui) for one in found), key=_order)
    return page(request, Page("inbox.html", ui.language, {"lines": lines}))


async def opened(request: web.Request) -> web.Response:
    """Show a record, everything on one page.

    200 the record; 404 there is none. That it was opened is on record.
    """
    services, ui = request.app[SERVICES], Ui(language_of(request))
    kept = await _open(request)
    record = Record.model_validate_json(kept.record)
    now = services.clock()
    shows = {
        "kept": kept,
        "sheet": sheet(record, ui),
        "left": left(kept.assess_by, now, ui),
        "clock": _clock(kept.assess_by, now),
    }
    return page(request, Page("record.html", ui.language, shows))


async def download(request: web.Request) -> web.Response:
    """Give a record as a file, in the language that it was written in.

    200 the file; 404 there is none. That it was taken out is on record.
    """
    services, form = request.app[SERVICES], request.match_info["form"]
    kept = await _open(request)
    record = Record.model_validate_json(kept.record)
    await services.records.audit(kept.id, services.clock(), _ACTOR, f"record.exported.{form}")
    return await file_of(record, form)


async def _open(request: web.Request) -> Opened:
    services = request.app[SERVICES]
    kept = await services.records.open(int(request.match_info["record"]), services.clock(), _ACTOR)
    if kept is None:
        raise ProblemError(_NO_RECORD)
    return kept


def _line(one: Listed, now: datetime, ui: Ui) -> Line:
    summary = orjson.loads(one.summary)
    urgency = summary["urgency"] or "watch"
    return Line(
        id=one.id,
        reference=one.reference,
        who=_who(summary, ui),
        urgency=ui.say(URGENCY[urgency]),
        urgent=urgency == "act_now",
        about=_about(summary, ui),
        received=near(one.received_at, now, ui),
        assess_by=one.assess_by,
        assess=near(one.assess_by, now, ui),
        receipt=near_day(one.receipt_by, now, ui),
        clock=_clock(one.assess_by, now),
        left=left(one.assess_by, now, ui),
        new=one.opened_at is None,
    )


def _order(line: Line) -> tuple[bool, bool, datetime]:
    return (not line.urgent, line.clock != "over", line.assess_by)


def _who(summary: Mapping[str, object], ui: Ui) -> str:
    initials = str(summary["initials"]) or "?"
    if summary["unborn"]:
        return ui.say("{initials}, ufødt barn", initials=initials)
    if summary["age"] is None:
        return f"{initials}, {band}" if (band := summary.get("age_band")) else initials
    return ui.say("{initials}, {age} år", initials=initials, age=summary["age"])


def _about(summary: Mapping[str, object], ui: Ui) -> tuple[str, ...]:
    """Return the reasons, and how many signs were ticked where any were."""
    reasons, signs = summary.get("reasons"), summary["signs"]
    codes = reasons if isinstance(reasons, list) else []
    counted = (ui.say("{number} tegn", number=signs),) if signs else ()
    return (*(ui.say(REASON[code]) for code in codes), *counted)


def _clock(until: datetime, now: datetime) -> Clock:
    hours = (until - now).total_seconds() / 3600
    return "over" if hours < 0 else "soon" if hours < 4 else "later"  # noqa: PLR2004  # half a working day
