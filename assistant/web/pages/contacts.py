"""Contacts to call right now, for pages without a conversation: from the clock and the directory only."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from assistant.dialog.render_context import RenderContext
from assistant.directory.placeholders import make_render_context
from assistant.flow.markup import Message, SpanShown, parse_markup, render_message
from assistant.text.ui import say
from assistant.web.flows import LiveFlow
from assistant.web.services import SERVICES

ContactSpans = list[SpanShown]

CONTACT_SITUATIONS: Mapping[str, str] = {
    "emergency": say("Livsfare eller vold, der sker nu:"),
    "family_team": say("Skal nogen handle i dag"),
    "police": say("Politiet, når det ikke er livsfare"),
    "advice": say("Råd uden at nævne barnet"),
}
"""Contact -> the situation in which to call it, the most urgent first."""

EMERGENCY_ADVICE = (
    say("Bliv hos barnet, eller sørg for, at en anden voksen gør det."),
    say("Ring, før du skriver. Vent ikke på din leder eller på forældrene."),
    say("Spørg ikke barnet ud. Lyt, og skriv ordene ned bagefter."),
)
"""The advice until help arrives."""


def requested_flow(request: web.Request) -> LiveFlow:
    """Return the flow in the request's path; the route admits only those that are served."""
    return request.app[SERVICES].flows.served[request.match_info["flow"]]


def current_render_context(request: web.Request, live: LiveFlow, language: str) -> RenderContext:
    """Return the render context of this instant in the municipality, in `language`."""
    services = request.app[SERVICES]
    words = live.texts[language].words_of
    return make_render_context(
        services.directory, live.dialog.flow, services.clock(), language, words
    )


def introduction(live: LiveFlow, context: RenderContext) -> Message:
    """Return the flow's own introduction, with contacts and deadlines filled in."""
    return render_message(
        parse_markup(context.words(live.dialog.flow.about)),
        lambda mark: context.placeholders[f"{mark.kind}.{mark.id}"],
    )


def list_contacts(context: RenderContext) -> Mapping[str, ContactSpans]:
    """Return the spans of every contact, by name."""
    return {name: contact_spans(context, f"contact.{name}") for name in CONTACT_SITUATIONS}


def contact_spans(context: RenderContext, name: str) -> ContactSpans:
    """Return the text of a contact as a page shows it."""
    return [
        {"t": span.t, "strong": span.strong, "href": span.href or ""}
        for span in context.placeholders[name]
    ]
