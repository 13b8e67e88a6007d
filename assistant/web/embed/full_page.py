"""From the frame to a page of its own: the conversation goes along by a code, never in an address.

A frame's cookie belongs to that frame on that site, so a new tab does not have it. The frame asks for a
code and posts it into the new tab, which gets a cookie of its own for the same conversation.
"""

from __future__ import annotations

from contextlib import suppress

from aiohttp import web

from assistant.errors import AssistantError
from assistant.store.values import Stored
from assistant.web.edge import access
from assistant.web.edge.problems import CODE_USED, NO_CONVERSATION, ProblemError
from assistant.web.edge.reading import form_of
from assistant.web.embed.codes import CODES
from assistant.web.guide.service import GUIDE
from assistant.web.pages import screen
from assistant.web.pages.conversation import unsent
from assistant.web.pages.render import Page, go, page
from assistant.web.pages.start import start_page


async def resume(request: web.Request) -> web.Response:
    """Go on here with the conversation of a code; one that is open here already is not lost by it.

    200 another conversation is open: which one; 303 to where the conversation stands; 401 it is gone; 403 from
    another site; 410 the code was used, or is too old.
    """
    access.require_own_page(request)
    posted = await form_of(request)
    token = request.app[CODES].claim(posted.get("code", ""))
    if token is None:
        raise ProblemError(CODE_USED)
    guide, flow = request.app[GUIDE], request.match_info["flow"]
    moved, other = await guide.find(token), await unsent(request)
    if moved.flow != flow:
        raise ProblemError(NO_CONVERSATION)
    if other is not None and other.id != moved.id:
        if posted.get("over") != str(other.id):
            return _which(request, token, other)
        with suppress(AssistantError):  # it goes when its time is up; the one that is open goes on
            await guide.erase(other)
    response = go(f"/{flow}/{screen.LAST}")
    access.remember(response, token)
    return response


def _which(request: web.Request, token: str, other: Stored) -> web.Response:
    """Return the page that asks which conversation is to go on in this browser."""
    asked = start_page(request, other)
    shows = {**asked.shows, "begun": other.begun_at, "code": request.app[CODES].new(token)}
    return page(request, Page("which.html", asked.language, shows))
