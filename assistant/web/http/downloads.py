"""Downloads: the record as a file in one of its formats."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from aiohttp import web

from assistant.record.contents import Record
from assistant.record.export.calendar import to_ics
from assistant.record.export.json import FileEnding, file_name, to_json
from assistant.record.export.pdf import to_pdf
from assistant.record.export.text import to_text
from assistant.store.values import StoredSubmission
from assistant.text.ui import Ui

_FORMATS: Mapping[FileEnding, tuple[str, Callable[[Record, Ui], bytes]]] = {
    "json": ("application/json", lambda record, _: to_json(record)),
    "pdf": ("application/pdf", to_pdf),
    "txt": ("text/plain; charset=utf-8", lambda record, ui: to_text(record, ui).encode()),
    "ics": ("text/calendar; charset=utf-8", to_ics),
}
_ENDING_OF: Mapping[str, FileEnding] = {ending: ending for ending in _FORMATS}


async def download_response(
    record: Record, form: str, sent: StoredSubmission | None = None
) -> web.Response:
    """Return `record` as a download in its own language, in a `form` that a route offers.

    It is rendered in a thread, since a PDF takes a while. JSON that was `sent` is returned byte for byte.
    """
    ending = _ENDING_OF[form]
    content_type, write = _FORMATS[ending]
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
