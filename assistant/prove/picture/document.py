"""The picture of a flow as one JSON document: steps and routes."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.flow.model import Do, End, Flow, Tell
from assistant.prove.picture.chart import Chart, Routes, chart
from assistant.prove.picture.reader import Reader


def document(
    flow: Flow, reader: Reader | None = None, taken: Routes | None = None
) -> dict[str, object]:
    """Return `flow`, its steps in order and its routes; `taken` is null unless the tested ones are given."""
    reader = reader or Reader()
    return {
        "flow": flow.id,
        "version": flow.version,
        "steps": list(_steps(chart(flow, reader), reader)),
        "routes": list(_routes(flow, taken)),
    }


def _steps(chart: Chart, reader: Reader) -> Iterator[dict[str, object]]:
    for step in chart.flow.steps.values():
        card = chart.cards[step.id]
        yield {
            "id": step.id,
            "number": card.number,
            "kind": step.kind,
            "level": step.level if isinstance(step, Tell) else None,
            "outcome": step.outcome if isinstance(step, End) else None,
            "runs": step.runs if isinstance(step, Do) else None,
            "part": step.part,
            "section": reader.line(step.section) or None,
            "text": card.whole or None,
        }


def _routes(flow: Flow, taken: Routes | None) -> Iterator[dict[str, object]]:
    for step in flow.steps.values():
        for index, route in enumerate(step.routes):
            yield {
                "from": step.id,
                "index": index,
                "to": route.to,
                "if": route.guard.text if route.guard else None,
                "taken": None if taken is None else (step.id, index) in taken,
            }
