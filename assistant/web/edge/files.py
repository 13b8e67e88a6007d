"""The record as a file to download."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from aiohttp import web

from assistant.record.export.calendar import calendar
from assistant.record.export.json import to_json
from assistant.record.export.names import Ending, file_name
from assistant.record.export.pdf import to_pdf
from assistant.record.export.text import to_text
from assistant.record.model import Record
from assistant.store.values import Sent
from assistant.text.ui import Ui

_FORMS: Mapping[Ending, tuple[str, Callable[[Record, Ui], bytes]]] = {
    "json": ("application/json", lambda record, _: to_json(record)),
    "pdf": ("application/pdf", to_pdf),
    "txt": ("text/plain; charset=utf-8", lambda record, ui: to_text(record, ui).encode()),
    "ics": ("text/calendar; charset=utf-8", calendar),
}
_ENDINGS: Mapping[str, Ending] = {ending: ending for ending in _FORMS}


async def file_of(record: Record, form: str, sent: Sent | None = None) -> web.Response:
    """Return `record` as a download in its own language, in a `form` that a route offers.

    It is made in a thread, as a PDF takes its time. What was `sent` as JSON is given as those very bytes.
    """
    ending = _ENDINGS[form]
    content_type, write = _FORMS[ending]
    if sent is not None and ending == "json":
        body = sent.record
    else:
        body = await asyncio.to_thread(write, record, Ui(record.language))
    return web.Response(
        body=body,
        headers={
            "Content-Type": content_type,
            "Content-Disposition": f'attachment; filename="{file_name(record, ending)}"',
        },
    )
