"""The frame: a page of our own origin that the guide's script runs in, and everything it says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from aiohttp import web

from assistant.dialog.moment import Moment
from assistant.flow.markup import Message
from assistant.text.formats import direction, own_name
from assistant.text.ui import Ui
from assistant.web.embed.words import words
from assistant.web.flows import LiveFlow
from assistant.web.pages.calls import ADVICE, WHEN, about, flow_of, moment_of, spans
from assistant.web.pages.notices import say
from assistant.web.pages.render import Page, language_of, page
from assistant.web.services import SERVICES

_KEPT = say(
    "Intet sendes, før du selv trykker send. Dine svar gemmes krypteret og slettes efter {hours} timer, hvis du ikke sender."
)
_DANGER = say("Er barnet i fare lige nu? Vent ikke på guiden:")


async def frame(request: web.Request) -> web.Response:
    """Show the guide's frame: what must be said whatever loads, and what the script needs.

    200 always.
    """
    live, brought = flow_of(request), _brought(request)
    language = live.language(language_of(request))
    shows = {
        "flow": live.dialog.flow.id,
        "brought": brought,
        "here": brought["tongues"][language],
    }
    response = page(request, Page("embed.html", language, shows))
    response.enable_compression()  # nothing of it is anybody's, so its length tells nobody anything
    return response


async def spoken(request: web.Request) -> web.Response:
    """Give what the script needs, for the guide in a page of this origin that does not bring it along.

    200 always.
    """
    return web.json_response(_brought(request))


class Brought(TypedDict):
    """What the script gets along: every language of the flow, and the origins that may frame it."""

    tongues: Mapping[str, Mapping[str, object]]
    hosts: list[str]


def _brought(request: web.Request) -> Brought:
    live, settings = flow_of(request), request.app[SERVICES].settings
    tongues = {language: _tongue(request, live, language) for language in live.texts}
    return Brought(tongues=tongues, hosts=list(settings.embedders))


def _tongue(request: web.Request, live: LiveFlow, language: str) -> Mapping[str, object]:
    """Return what is said in one language; whom to call is of this very moment."""
    now, ui, flow = moment_of(request, live, language), Ui(language), live.dialog.flow
    hours = request.app[SERVICES].settings.hours
    return {
        "name": own_name(language),
        "dir": direction(language),
        "title": now.words(flow.title),
        "about": [*about(live, now), _said(ui.say(_KEPT, hours=hours))],
        "danger": [_said(ui.say(_DANGER), *spans(now, "contact.emergency"))],
        "acute": _acute(now, ui),
        "words": words(ui),
    }


def _acute(now: Moment, ui: Ui) -> Message:
    """Return whom to call in danger, and what to do till they come."""
    whom = [_said(ui.say(when), *spans(now, f"contact.{who}")) for who, when in WHEN.items()]
    advice: Message = [{"li": [{"t": ui.say(words)}]} for words in ADVICE]
    return whom + advice


def _said(words: str, *whom: dict[str, object]) -> dict[str, list[dict[str, object]]]:
    """Return a paragraph of words, and of whom to call where that is said of it."""
    if not whom:
        return {"p": [{"t": words}]}
    return {"p": [{"t": f"{words.rstrip(':')}: ", "strong": True}, *whom]}
