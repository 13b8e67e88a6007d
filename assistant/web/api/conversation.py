"""The API, version 1: the guide as JSON."""

from __future__ import annotations

from collections.abc import Mapping

import orjson
from aiohttp import web

from assistant.dialog.shape import Kept, KeptList
from assistant.store.values import Stored
from assistant.web.api.schemas import BEGIN, NOTHING, SUBMIT, TURN
from assistant.web.edge import access
from assistant.web.edge.files import file_of
from assistant.web.edge.problems import NO_CONVERSATION, NOT_OFFERED, Problem, ProblemError
from assistant.web.edge.rates import RATES
from assistant.web.edge.reading import json_of, key_of
from assistant.web.embed.codes import CODES, LIFETIME_S
from assistant.web.guide.fitting import fitting
from assistant.web.guide.service import GUIDE, Asked, Keyed, StaleError
from assistant.web.services import SERVICES

_NOT_THERE = Problem(404, "not_there", "the conversation has no such thing")


def reply(body: object, status: int = 200) -> web.Response:
    """Return `body` as JSON."""
    written = orjson.dumps(body, _kept, orjson.OPT_PASSTHROUGH_SUBCLASS)
    return web.Response(status=status, body=written, content_type="application/json")


def _kept(part: object) -> orjson.Fragment:
    """Return a part of a view that was written before, or will be again, or a list of such parts."""
    if isinstance(part, KeptList):
        return orjson.Fragment(b"[%b]" % b",".join([one.written or _written(one) for one in part]))
    if isinstance(part, Kept):
        return orjson.Fragment(_written(part))
    raise TypeError(f"{type(part).__name__} is not JSON")


def _written(part: Kept) -> bytes:
    if part.written is None:
        part.written = fitting(orjson.dumps(part))
    return part.written


async def flows(request: web.Request) -> web.Response:
    """Say which flows there are, in which languages.

    200 always.
    """
    served = request.app[SERVICES].flows.served
    listed = [
        {
            "flow": flow_id,
            "version": live.dialog.flow.version,
            "languages": list(live.texts),
            "titles": {
                lang: texts.of(live.dialog.flow.title) for lang, texts in live.texts.items()
            },
        }
        for flow_id, live in served.items()
    ]
    return reply({"flows": listed})


async def begin(request: web.Request) -> web.Response:
    """Begin a conversation and hand out its token, also as a cookie.

    201 begun; 400 not the JSON we expect, no such flow or language; 429 too many begun.
    """
    access.require_own_page(request)
    _, body = await json_of(request, BEGIN)
    live = request.app[SERVICES].flows.served.get(body.flow)
    if live is None or (body.lang is not None and body.lang not in live.texts):
        raise ProblemError(NOT_OFFERED)
    request.app[RATES].begin(access.address_of(request))
    guide = request.app[GUIDE]
    token, stored = await guide.begin(body.flow, body.lang or live.dialog.flow.language)
    response = reply({"token": token, "view": await guide.current(stored)}, 201)
    access.remember(response, token)
    return response


async def current(request: web.Request) -> web.Response:
    """Show where the conversation stands.

    200 the view; 204 there is no conversation.
    """
    try:
        stored = await _read(request, "view")
    except ProblemError as fault:
        if fault.problem is not NO_CONVERSATION:
            raise
        return web.Response(status=204)
    return reply(await request.app[GUIDE].current(stored))


async def turn(request: web.Request) -> web.Response:
    """Take one turn and show what it led to.

    200 taken, or refused with `errors` and the same `rev`; 400 not a turn; 401 no conversation; 409 the
    revision moved, with the view of now; 410 sent already; 422 key reused; 429 too many turns.
    """
    token = access.required_token(request)
    key = key_of(request)
    plain, body = await json_of(request, TURN)
    asked = Asked(body.turn(), body.rev, Keyed.of(key, plain))
    app = request.app
    try:
        return reply(await app[GUIDE].turn(token, asked, app[RATES].turn))
    except StaleError as stale:
        return reply(stale.view, 409)


async def why(request: web.Request) -> web.Response:
    """Say why a step, plan item or decision came about.

    200 the explanation; 401 no conversation; 404 it did not come about.
    """
    stored = await _read(request, "why")
    return _there(await request.app[GUIDE].why(stored, request.match_info["about"]))


async def question(request: web.Request) -> web.Response:
    """Show the question of an answered step, filled in, so that it can be changed.

    200 the question; 401 no conversation; 404 not an answered step.
    """
    stored = await _read(request, "question")
    return _there(await request.app[GUIDE].question(stored, request.match_info["step"]))


async def record(request: web.Request) -> web.Response:
    """Give the record as a file: as it would be sent, or as it was.

    200 the file; 401 no conversation; 404 the conversation hands no record over.
    """
    form = request.path.rpartition(".")[2]
    stored = await _read(request, f"record.{form}")
    made = await request.app[GUIDE].record(stored)
    if made is None:
        raise ProblemError(_NOT_THERE)
    return await file_of(made, form, stored.submission)


async def submit(request: web.Request) -> web.Response:
    """Send the record to the family team.

    201 the receipt, the same again for the same conversation; 400 not the JSON we expect; 401 no
    conversation; 409 the revision moved, or nothing is to be sent; 429 too many sent.
    """
    token = access.required_token(request)
    key = key_of(request)
    plain, body = await json_of(request, SUBMIT)
    guide, rates = request.app[GUIDE], request.app[RATES]
    try:
        sent = await guide.submit(token, body.rev, Keyed.of(key, plain), rates.submit)
    except StaleError as stale:
        return reply(stale.view, 409)
    return web.Response(status=201, body=sent.receipt, content_type="application/json")


async def receipt(request: web.Request) -> web.Response:
    """Show the receipt, whether the record has arrived, and what the family team answered.

    200 the receipt; 401 no conversation; 404 nothing has been sent.
    """
    stored = await _read(request, "receipt")
    if stored.submission is None:
        raise ProblemError(_NOT_THERE)
    # The inbox is the delivery: what is stored has arrived.
    return reply(
        {**orjson.loads(stored.submission.receipt), "delivery": "arrived", "feedback": None}
    )


async def full_page(request: web.Request) -> web.Response:
    """Make a code that opens the conversation in another tab, once, within the next minute.

    201 the code; 400 not the JSON we expect; 401 no conversation; 429 too many asked for.
    """
    token = access.required_token(request)
    await json_of(request, NOTHING)
    request.app[RATES].turn(await request.app[GUIDE].find(token))
    return reply({"code": request.app[CODES].new(token), "seconds": LIFETIME_S}, 201)


async def erase(request: web.Request) -> web.Response:
    """Erase the conversation and take its cookie away.

    204 erased; 401 no conversation.
    """
    guide = request.app[GUIDE]
    await guide.erase(await guide.find(access.required_token(request)))
    response = web.Response(status=204)
    access.forget(response)
    return response


async def _read(request: web.Request, what: str) -> Stored:
    return await request.app[GUIDE].read(access.required_token(request), what)


def _there(found: Mapping[str, object] | None) -> web.Response:
    if found is None:
        raise ProblemError(_NOT_THERE)
    return reply(found)
