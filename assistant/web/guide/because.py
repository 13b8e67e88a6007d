"""Why something came about, as one text: the reasons, and the answers that they build on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from assistant.dialog.voice import leading
from assistant.flow.markup import Message, Span, spoken
from assistant.text.ui import Ui

_Parts = list[dict[str, object]]


def because(explanation: Mapping[str, object], ui: Ui) -> Message:
    """Return what `why_json` tells as a text; what has no reason of its own goes for everybody."""
    decisions, conditions = (
        cast("_Parts", explanation[kind]) for kind in ("decisions", "conditions")
    )
    reasons = [cast("Message | None", one["because"]) for one in (*decisions, *conditions)]
    said = [block for reason in reasons for block in _listed(reason or [])]
    answers = [_given(one) for one in cast("_Parts", explanation["answers"])]
    if answers:
        said += [*spoken(Span(ui.say("Det bygger på disse svar:"))), *answers]
    return said or spoken(Span(ui.say("Det gælder alle, der bruger guiden.")))


def _listed(message: Message) -> Message:
    """Return a message's blocks as items of a list."""
    return [{"li": spans} for block in message for spans in block.values()]


def _given(one: dict[str, object]) -> dict[str, list[dict[str, object]]]:
    blocks = (block.values() for block in cast("Message", one["answer"]))
    answer = ", ".join("".join(str(span["t"]) for span in spans) for (spans,) in blocks)
    return {"li": [{"t": f"{leading(str(one['label']))} "}, {"t": answer, "strong": True}]}
