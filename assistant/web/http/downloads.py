"""Downloads: the record as a file in one of its formats."""

from __future__ import annotations

import asyncio

from aiohttp import web

from assistant.record.contents import Record
from assistant.record.export import EXPORT_FORMATS
from assistant.record.export.json import file_name
from assistant.store.values import StoredSubmission
from assistant.text.ui import Ui


async def download_response(
    record: Record, ending: str, sent: StoredSubmission | None = None
) -> web.Response:
    """Return `record` as a download in its own language, in the format of `ending`.

    It is rendered in a thread, since a PDF takes a while. What was `sent` is returned byte for byte in the
    format that it is stored in.
    """
    form = EXPORT_FORMATS[ending]
    if sent is not None and form.is_stored:
        body = sent.record
    else:
        body = await asyncio.to_thread(form.write, record, Ui(record.language))
    return web.Response(
        body=body,
        headers={
            "Content-Type": form.content_type,
            "Content-Disposition": f'attachment; filename="{file_name(record, ending)}"',
        },
    )
