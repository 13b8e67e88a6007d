"""The guide as pages that work without JavaScript: one address per screen, none with data in it."""

from __future__ import annotations

from contextlib import suppress

from aiohttp import web

from assistant.dialog.conversation import Speaking
from assistant.errors import AssistantError
from assistant.record.export.phone import phone_script
from assistant.store.values import Stored
from assistant.text.ui import Ui
from assistant.web.edge import access
from assistant.web.edge.files import file_of
from assistant.web.edge.problems import NO_CONVERSATION, Problem, ProblemError
from assistant.web.edge.rates import RATES
from assistant.web.edge.reading import form_of, key_in, number_in
from assistant.web.guide.service import GUIDE, Asked, Keyed, StaleError
from assistant.web.pages import screen
from assistant.web.pages.render import Page, go, language_of, page
from assistant.web.pages.start import danger_page, start_page

_NOTHING_SENT = Problem(404, "not_found", "nothing has been sent")


async def start(request: web.Request) -> web.Response:
    """Show what the guide is, and a button to begin.

    200 always.
    """
    try:
        stored = await _here(request, "start")
    except (ProblemError, AssistantError):  # whom to call must be told whatever the store does
        stored = None
    return page(request, start_page(request, stored))


async def begin(request: web.Request) -> web.Response:
    """Begin a conversation; the one that the page offered to go on with is erased.

    303 to the first screen, or to an open conversation that the page did not show; 403 from another site;
    429 too many begun; 503, 507 not begun, and nothing is erased.
    """
    access.require_own_page(request)
    posted = await form_of(request)
    begun = await unsent(request)
    if begun is not None and posted.get("over") != str(begun.id):
        return go(f"/{begun.flow}/{screen.LAST}")
    request.app[RATES].begin(access.address_of(request))
    guide, flow = request.app[GUIDE], request.match_info["flow"]
    token, _ = await guide.begin(flow, posted.get("lang", ""))
    if begun is not None:  # not before there is another: who is told to try again still has it
        with suppress(AssistantError):  # it goes when its time is up; the new one goes on
            await guide.erase(begun)
    response = go(f"/{flow}/0")
    access.remember(response, token)
    return response


async def show(request: web.Request) -> web.Response:
    """Show a screen: an earlier one to change its answer, the last one to go on.

    200 the screen; 303 to where the conversation is; 401 no conversation.
    """
    stored = await _here(request, "screen")
    standing = await request.app[GUIDE].standing(stored)
    last, n = len(standing.trail.screens), int(request.match_info["n"])
    if stored.submission is not None:
        return go(f"/{stored.flow}/receipt")
    if n > last:
        return go(f"/{stored.flow}/{last}")
    return page(request, screen.screen(request, standing, stored, n))


async def change_language(request: web.Request) -> web.Response:
    """Go on in another language.

    303 to the screen that it was changed on; 401 no conversation; 429 too many turns.
    """
    token, posted = access.required_token(request), await form_of(request)
    language, rev = posted.get("lang", ""), number_in(posted, "rev")
    asked = Asked(Speaking(language), rev, Keyed.of(key_in(posted), [rev, language]))
    with suppress(StaleError):  # the page that it redirects to shows how things are, button and all
        await request.app[GUIDE].turn(token, asked, request.app[RATES].turn)
    return go(f"/{request.match_info['flow']}/{min(number_in(posted, 'screen'), screen.LAST)}")


async def submit(request: web.Request) -> web.Response:
    """Send the record to the family team.

    303 to the receipt, or to the review if it is not the one that was seen; 401 no conversation; 429 too
    many sent; 503 not sent.
    """
    token, posted = access.required_token(request), await form_of(request)
    rev, guide = number_in(posted, "rev"), request.app[GUIDE]
    flow = request.match_info["flow"]
    keyed = Keyed.of(key_in(posted), {"rev": rev})
    try:
        await guide.submit(token, rev, keyed, request.app[RATES].submit)
    except StaleError:
        return go(f"/{flow}/{screen.LAST}")
    return go(f"/{flow}/receipt")


async def receipt(request: web.Request) -> web.Response:
    """Show the receipt: reference, times, what happens next, copies.

    200 the receipt; 303 back to the guide where nothing has been sent; 401 no conversation.
    """
    stored = await _here(request, "receipt")
    guide = request.app[GUIDE]
    standing, record = await guide.standing(stored), await guide.record(stored)
    if stored.submission is None or record is None:
        return go(f"/{stored.flow}/{len(standing.trail.screens)}")
    script = phone_script(record, Ui(record.language))
    return page(request, screen.receipt(request, standing, stored, script))


async def download(request: web.Request) -> web.Response:
    """Give the record as a file.

    200 the file; 401 no conversation; 404 nothing to hand over.
    """
    form = request.match_info["form"]
    stored = await _here(request, f"record.{form}")
    record = await request.app[GUIDE].record(stored)
    if record is None:
        raise ProblemError(_NOTHING_SENT)
    return await file_of(record, form, stored.submission)


async def danger(request: web.Request) -> web.Response:
    """Say whom to call right now; needs no conversation and no store.

    200 always.
    """
    return page(request, danger_page(request))


async def erase_asked(request: web.Request) -> web.Response:
    """Ask whether everything is to be erased.

    200 the question; 401 no conversation.
    """
    stored = await _here(request, "erase")
    standing = await request.app[GUIDE].standing(stored)
    return page(request, screen.erase(request, standing, stored))


async def erase(request: web.Request) -> web.Response:
    """Erase the conversation and take its cookie away.

    303 to a page that says so; also where it was gone already.
    """
    access.require_own_page(request)
    await form_of(request)
    guide, sent = request.app[GUIDE], ""
    try:
        stored = await guide.find(access.required_token(request))
        sent = "&sent=yes" if stored.submission else ""
        await guide.erase(stored)
    except ProblemError as fault:
        if fault.problem is not NO_CONVERSATION:
            raise
    response = go(f"/{request.match_info['flow']}/erased?lang={language_of(request)}{sent}")
    access.forget(response)
    return response


async def erased(request: web.Request) -> web.Response:
    """Say that everything is erased, but what was sent.

    200 always.
    """
    shows = {**start_page(request, None).shows, "sent": request.query.get("sent") == "yes"}
    return page(request, Page("erased.html", language_of(request), shows))


async def _here(request: web.Request, what: str) -> Stored:
    """Return the conversation of this browser, if it is one of the flow in the address."""
    stored = await request.app[GUIDE].read(access.required_token(request), what)
    if stored.flow != request.match_info["flow"]:
        raise ProblemError(NO_CONVERSATION)
    return stored


async def unsent(request: web.Request) -> Stored | None:
    """Return the conversation that is open in this browser, if there is one to be found."""
    token = access.token_of(request)
    if token is None:
        return None
    try:
        stored = await request.app[GUIDE].find(token)
    except (ProblemError, AssistantError):
        return None
    here = stored.submission is None and stored.flow == request.match_info["flow"]
    return stored if here else None
