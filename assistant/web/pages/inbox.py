"""The family team's inbox: the list of records with the time left, and each record on one page.

For practice only as yet: there is no sign-in, so it is mounted only in a demonstration.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import orjson
from aiohttp import web

from assistant.record.contents import Record
from assistant.record.labels import REASON, URGENCY
from assistant.record.sheet import to_sheet
from assistant.store.values import ListedRecord, OpenedRecord
from assistant.text.ui import Ui
from assistant.web.guide.times import format_near_day, format_near_time, format_time_left
from assistant.web.http.downloads import download_response
from assistant.web.http.problems import HttpProblem, ProblemError
from assistant.web.pages.render import PageModel, preferred_language, render_page
from assistant.web.services import SERVICES

_ACTOR = "demo"
_NO_RECORD = HttpProblem(404, "not_found", "no such record")

DeadlineState = Literal["over", "soon", "later"]


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A record's row in the list: initials and age, never a name. The template reads its fields."""

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
    clock: DeadlineState
    left: str
    new: bool


async def list_records(request: web.Request) -> web.Response:
    """List the records: those to act on now, then the overdue ones, then by nearest deadline.

    200 always; viewing the list is audited.
    """
    services = request.app[SERVICES]
    now, ui = services.clock(), Ui(preferred_language(request))
    found = await services.records.list_newest(now, _ACTOR)
    lines = sorted((_build_row(one, now, ui) for one in found), key=_sort_key)
    return render_page(request, PageModel("inbox.html", ui.language, {"lines": lines}))


async def show_record(request: web.Request) -> web.Response:
    """Show a record, everything on one page.

    200 the record; 404 there is none. Opening it is audited.
    """
    services, ui = request.app[SERVICES], Ui(preferred_language(request))
    opened_record = await _open_record(request)
    record = Record.model_validate_json(opened_record.record)
    now = services.clock()
    shows = {
        "kept": opened_record,
        "sheet": to_sheet(record, ui),
        "left": format_time_left(opened_record.assess_by, now, ui),
        "clock": _deadline_state(opened_record.assess_by, now),
    }
    return render_page(request, PageModel("record.html", ui.language, shows))


async def download_record(request: web.Request) -> web.Response:
    """Serve a record as a file, in the language it was written in.

    200 the file; 404 there is none. The export is audited.
    """
    services, ending = request.app[SERVICES], request.match_info["ending"]
    opened_record = await _open_record(request)
    record = Record.model_validate_json(opened_record.record)
    await services.records.audit_action(
        opened_record.id, services.clock(), _ACTOR, f"record.exported.{ending}"
    )
    return await download_response(record, ending)


async def _open_record(request: web.Request) -> OpenedRecord:
    services = request.app[SERVICES]
    opened_record = await services.records.open(
        int(request.match_info["record"]), services.clock(), _ACTOR
    )
    if opened_record is None:
        raise ProblemError(_NO_RECORD)
    return opened_record


def _build_row(listed: ListedRecord, now: datetime, ui: Ui) -> InboxRow:
    summary = orjson.loads(listed.summary)
    urgency = summary["urgency"] or "watch"
    return InboxRow(
        id=listed.id,
        reference=listed.reference,
        who=_describe_child(summary, ui),
        urgency=ui.say(URGENCY[urgency]),
        urgent=urgency == "act_now",
        about=_describe_reasons(summary, ui),
        received=format_near_time(listed.received_at, now, ui),
        assess_by=listed.assess_by,
        assess=format_near_time(listed.assess_by, now, ui),
        receipt=format_near_day(listed.receipt_by, now, ui),
        clock=_deadline_state(listed.assess_by, now),
        left=format_time_left(listed.assess_by, now, ui),
        new=listed.opened_at is None,
    )


def _sort_key(row: InboxRow) -> tuple[bool, bool, datetime]:
    return (not row.urgent, row.clock != "over", row.assess_by)


def _describe_child(summary: Mapping[str, object], ui: Ui) -> str:
    initials = str(summary["initials"]) or "?"
    if summary["unborn"]:
        return ui.say("{initials}, ufødt barn", initials=initials)
    if summary["age"] is None:
        return f"{initials}, {band}" if (band := summary.get("age_band")) else initials
    return ui.say("{initials}, {age} år", initials=initials, age=summary["age"])


def _describe_reasons(summary: Mapping[str, object], ui: Ui) -> tuple[str, ...]:
    """Return the reasons, and the number of signs if any were ticked."""
    reasons, signs = summary.get("reasons"), summary["signs"]
    codes = reasons if isinstance(reasons, list) else []
    counted = (ui.say("{number} tegn", number=signs),) if signs else ()
    return (*(ui.say(REASON[code]) for code in codes), *counted)


def _deadline_state(until: datetime, now: datetime) -> DeadlineState:
    hours = (until - now).total_seconds() / 3600
    return "over" if hours < 0 else "soon" if hours < 4 else "later"  # half a working day  # noqa: PLR2004
