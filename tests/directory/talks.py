"""A flow with two laws, moments of a week, and what the demo municipality says at them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from assistant.dialog.render_context import RenderContext
from assistant.directory.directory_file import demo_directory
from assistant.directory.placeholders import make_render_context
from assistant.flow.model import Law, Text
from tests.directory.town import danish
from tests.examples.builders import flow

THURSDAY_MORNING = danish("2026-11-26T10:00")
FRIDAY_EVENING = danish("2026-11-27T18:05")
SATURDAY = danish("2026-11-28T10:00")
CHRISTMAS_EVE = danish("2026-12-24T10:00")
MONDAY_EARLY = danish("2026-11-23T07:00")
SUNDAY = danish("2026-11-29T12:00")


def law(law_id: str, *, verified: bool) -> Law:
    paragraph = Text(f"law.{law_id}.paragraph", "barnets lov § 133")
    return Law(law_id, Text(f"law.{law_id}.text", "…"), paragraph, verified, "2026-11-01", ("S",))


FLOW = replace(
    flow((), ()),
    id="concern",
    title=Text("flow.title", "Bekymret"),
    about=Text("flow.about", "…"),
    law={"duty": law("duty", verified=True), "receipt": law("receipt", verified=False)},
)


def words_of(text: Text) -> str:
    return text.words


def at(now: datetime, language: str = "da", team: str = "nord") -> RenderContext:
    return make_render_context(
        demo_directory(), FLOW, now, language, lambda text: text.words, demo_directory().team(team)
    )


def say_placeholder(now: datetime, key: str, language: str = "da") -> str:
    return "".join(span.t for span in at(now, language).placeholders[key])
