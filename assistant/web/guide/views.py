"""The view as the outside gets it: the dialog's own, with the review, the receipt and when it expires."""

from __future__ import annotations

import orjson

from assistant.dialog.view import View, view
from assistant.record.build import origins
from assistant.record.export.review import review
from assistant.store.values import Stored
from assistant.text.ui import Ui
from assistant.web.guide.handover import Standing, draft
from assistant.web.guide.times import who_and_when


def finished(standing: Standing, stored: Stored) -> View:
    """Return the whole view of a conversation."""
    shown = view(
        standing.dialog,
        standing.conversation,
        standing.moment,
        standing.refused,
        standing.trail,
    )
    ui = Ui(standing.moment.language)
    for item in shown["plan"] or []:
        item["when"] = who_and_when(item, standing.now, ui)
    shown["expires_at"] = stored.expires_at
    if stored.submission is not None:
        shown["receipt"] = orjson.loads(stored.submission.receipt)
    elif standing.to_be_sent:
        shown["review"] = _review(standing, stored, ui)
    return shown


def _review(standing: Standing, stored: Stored, ui: Ui) -> dict[str, object]:
    record = draft(standing, stored.begun_at)
    sections = review(record, ui, origins(standing.dialog.flow))
    asked_by, screens = standing.dialog.replay.asked_by, standing.trail.screens
    for row in (row for section in sections for row in section["rows"]):
        step = asked_by.get(row.get("fact", ""))
        if step in screens:
            row["step"] = step
    return {"receiver": record.header.receiver.model_dump(), "sections": sections}
