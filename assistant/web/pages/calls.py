"""Whom to call right now and what a flow is about, where there is no conversation: of the clock and the directory only."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from assistant.dialog.moment import Moment
from assistant.directory.moment import moment
from assistant.flow.markup import Message, parse, render
from assistant.web.flows import LiveFlow
from assistant.web.pages.notices import say
from assistant.web.services import SERVICES

Shown = list[dict[str, object]]

WHEN: Mapping[str, str] = {
    "emergency": say("Livsfare eller vold, der sker nu:"),
    "family_team": say("Skal nogen handle i dag"),
    "police": say("Politiet, når det ikke er livsfare"),
    "advice": say("Råd uden at nævne barnet"),
}
"""Whom one may have to call, and when, the most urgent first."""

ADVICE = (
    say("Bliv hos barnet, eller sørg for, at en anden voksen gør det."),
    say("Ring, før du skriver. Vent ikke på din leder eller på forældrene."),
    say("Spørg ikke barnet ud. Lyt, og skriv ordene ned bagefter."),
)
"""What to do till they come."""


def flow_of(request: web.Request) -> LiveFlow:
    """Return the flow in the address, which is one of those served."""
    return request.app[SERVICES].flows.served[request.match_info["flow"]]


def moment_of(request: web.Request, live: LiveFlow, language: str) -> Moment:
    """Return this very moment in the municipality, spoken of in `language`."""
    services = request.app[SERVICES]
    words = live.texts[language].of
    return moment(services.directory, live.dialog.flow, services.clock(), language, words)


def about(live: LiveFlow, now: Moment) -> Message:
    """Return what the flow says of itself, with whom to call and by when put in."""
    return render(
        parse(now.words(live.dialog.flow.about)), lambda mark: now.says[f"{mark.kind}.{mark.id}"]
    )


def calls(now: Moment) -> Mapping[str, Shown]:
    """Return how each of those one may have to call is reached."""
    return {name: spans(now, f"contact.{name}") for name in WHEN}


def spans(now: Moment, name: str) -> Shown:
    """Return what is said of a contact, as a page shows it."""
    return [
        {"t": span.t, "strong": span.strong, "href": span.href or ""} for span in now.says[name]
    ]
