"""The endpoints of the API, version 1: the guide as JSON.

First the request bodies, then the handlers. Class names, their docstrings and the first line of a
handler's docstring are published in `/openapi.json`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

import orjson
from aiohttp import web
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    JsonValue,
    SkipValidation,
    Tag,
    TypeAdapter,
)

from assistant.dialog.conversation import AnswerTurn, BackTurn, ChangeTurn, LanguageTurn, Turn
from assistant.dialog.view_model import CachedPart, CachedParts
from assistant.errors import StoreError
from assistant.store.values import StoredConversation
from assistant.web.api.replies import (
    Begun,
    DeliveredReceipt,
    Flows,
    Health,
    Offered,
    OneTimeCode,
    Ready,
)
from assistant.web.embed.full_page import CODE_LIFETIME_S, ONE_TIME_CODES
from assistant.web.guide.handover import Receipt
from assistant.web.guide.replay import compact_bytes
from assistant.web.guide.service import GUIDE, IdempotencyKey, StaleViewError, TurnRequest
from assistant.web.http import access
from assistant.web.http.downloads import download_response
from assistant.web.http.parsing import parse_json, read_idempotency_key
from assistant.web.http.problems import (
    NO_CONVERSATION,
    NOT_OFFERED,
    NOT_STORED,
    HttpProblem,
    ProblemError,
)
from assistant.web.http.rate_limiter import RATE_LIMITER
from assistant.web.observability.metrics import METRICS
from assistant.web.services import SERVICES

Identifier = Annotated[str, Field(min_length=1, max_length=100)]
LanguageCode = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]


def _whole_number(number: object) -> object:
    """Return 7.0 as 7: in JSON they are the same number."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


Rev = Annotated[int, Field(ge=0, le=1_000_000, strict=True), BeforeValidator(_whole_number)]


def _only_true(value: object) -> object:
    """Return True, and None for anything that Python merely takes for it: in JSON, 1 is not true."""
    return value if value is True else None


# Parsed from JSON, so there is nothing left to validate.
AnswerJson = Annotated[JsonValue, SkipValidation]


class Body(BaseModel):
    """The body of a request; unknown fields are refused, and errors never quote what was typed."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class BeginBody(Body):
    """Begin a conversation."""

    flow: Identifier
    lang: LanguageCode | None = None


class AnswerBody(Body):
    """Answer the waiting question: the fact's value, or fact -> value if it has several fields."""

    rev: Rev
    step: Identifier
    answer: AnswerJson

    def to_turn(self) -> Turn:
        """Return the turn that this body asks for."""
        return AnswerTurn(self.step, self.answer)


class ChangeBody(Body):
    """Change an earlier answer: name its fact, or the step for a list or a form."""

    rev: Rev
    change: Identifier
    answer: AnswerJson

    def to_turn(self) -> Turn:
        """Return the turn that this body asks for."""
        return ChangeTurn(self.change, self.answer)


class BackBody(Body):
    """Go back to the last answered question; its answer stays filled in."""

    rev: Rev
    back: Annotated[Literal[True], BeforeValidator(_only_true)]

    def to_turn(self) -> Turn:
        """Return the turn that this body asks for."""
        return BackTurn()


class LanguageBody(Body):
    """Continue in another language."""

    rev: Rev
    lang: LanguageCode

    def to_turn(self) -> Turn:
        """Return the turn that this body asks for."""
        return LanguageTurn(self.lang)


class SubmitBody(Body):
    """Send the record that was reviewed at this revision."""

    rev: Rev


def _turn_tag(body: object) -> str:
    if isinstance(body, dict):
        for key in ("change", "back", "lang"):
            if key in body:
                return key
    return "step"


TurnBody = Annotated[
    Annotated[AnswerBody, Tag("step")]
    | Annotated[ChangeBody, Tag("change")]
    | Annotated[BackBody, Tag("back")]
    | Annotated[LanguageBody, Tag("lang")],
    Discriminator(_turn_tag),
]
TURN_BODY: TypeAdapter[AnswerBody | ChangeBody | BackBody | LanguageBody] = TypeAdapter(TurnBody)
BEGIN_BODY = TypeAdapter(BeginBody)
SUBMIT_BODY = TypeAdapter(SubmitBody)
EMPTY_BODY = TypeAdapter(Body)


# Handlers of conversations: each parses the request, calls the guide once and replies.

_NOT_IN_CONVERSATION = HttpProblem(404, "not_there", "not part of this conversation")


def json_response(body: object, status: int = 200) -> web.Response:
    """Return `body` as JSON."""
    data = orjson.dumps(body, _json_fragment, orjson.OPT_PASSTHROUGH_SUBCLASS)
    return web.Response(status=status, body=data, content_type="application/json")


def _json_fragment(part: object) -> orjson.Fragment:
    """Return the JSON of a cached part of a view, or of a list of such parts.

    orjson calls this for each part; it splices the returned fragment in without encoding it again.
    """
    if isinstance(part, CachedParts):
        return orjson.Fragment(
            b"[%b]" % b",".join([one.written or _cached_json(one) for one in part])
        )
    if isinstance(part, CachedPart):
        return orjson.Fragment(_cached_json(part))
    raise TypeError(f"{type(part).__name__} is not JSON")


def _cached_json(part: CachedPart) -> bytes:
    if part.written is None:
        part.written = compact_bytes(orjson.dumps(part))
    return part.written


async def list_flows(request: web.Request) -> web.Response:
    """List the flows and their languages.

    200 always.
    """
    served = request.app[SERVICES].flows.served
    listed: list[Offered] = [
        {
            "flow": flow_id,
            "version": live.dialog.flow.version,
            "languages": list(live.texts),
            "titles": {
                lang: texts.words_of(live.dialog.flow.title) for lang, texts in live.texts.items()
            },
        }
        for flow_id, live in served.items()
    ]
    return json_response(Flows(flows=listed))


async def begin_conversation(request: web.Request) -> web.Response:
    """Begin a conversation and return its token, also as a cookie.

    201 begun; 400 malformed request, no such flow or language; 429 too many begun.
    """
    access.require_same_origin(request)
    _, body = await parse_json(request, BEGIN_BODY)
    live = request.app[SERVICES].flows.served.get(body.flow)
    if live is None or (body.lang is not None and body.lang not in live.texts):
        raise ProblemError(NOT_OFFERED)
    request.app[RATE_LIMITER].count_begin(access.client_address(request))
    guide = request.app[GUIDE]
    token, stored = await guide.begin(body.flow, body.lang or live.dialog.flow.language)
    response = json_response(Begun(token=token, view=await guide.current_view(stored)), 201)
    access.set_token_cookie(response, token)
    return response


async def show_conversation(request: web.Request) -> web.Response:
    """Return the current view of the conversation.

    200 the view; 204 there is no conversation.
    """
    try:
        stored = await _find_audited(request, "view")
    except ProblemError as fault:
        if fault.problem is not NO_CONVERSATION:
            raise
        return web.Response(status=204)
    return json_response(await request.app[GUIDE].current_view(stored))


async def take_turn(request: web.Request) -> web.Response:
    """Take one turn and return the new view.

    200 taken, or refused with `errors` and the same `rev`; 400 not a turn; 401 no conversation; 409 the
    revision has moved on, with the current view; 410 already sent; 422 key reused; 429 too many turns.
    """
    token = access.require_token(request)
    key = read_idempotency_key(request)
    plain, body = await parse_json(request, TURN_BODY)
    turn_request = TurnRequest(body.to_turn(), body.rev, IdempotencyKey.of(key, plain))
    app = request.app
    try:
        return json_response(
            await app[GUIDE].take_turn(token, turn_request, app[RATE_LIMITER].count_turn)
        )
    except StaleViewError as stale:
        return json_response(stale.view, 409)


async def explain_step(request: web.Request) -> web.Response:
    """Explain a step, plan item or decision.

    200 the explanation; 401 no conversation; 404 it did not come about.
    """
    stored = await _find_audited(request, "why")
    return _found_or_404(await request.app[GUIDE].explain(stored, request.match_info["about"]))


async def show_question(request: web.Request) -> web.Response:
    """Return the question of an answered step, filled in, so that the answer can be changed.

    200 the question; 401 no conversation; 404 not an answered step.
    """
    stored = await _find_audited(request, "question")
    return _found_or_404(
        await request.app[GUIDE].question_to_change(stored, request.match_info["step"])
    )


async def download_record(request: web.Request) -> web.Response:
    """Download the record as it would be sent, or as it was sent.

    200 the file; 401 no conversation; 404 the conversation hands over no record.
    """
    ending = request.path.rpartition(".")[2]
    stored = await _find_audited(request, f"record.{ending}")
    made = await request.app[GUIDE].record(stored)
    if made is None:
        raise ProblemError(_NOT_IN_CONVERSATION)
    return await download_response(made, ending, stored.submission)


async def submit_record(request: web.Request) -> web.Response:
    """Send the record to the family team.

    201 the receipt, the same again for the same conversation; 400 malformed request; 401 no
    conversation; 409 the revision has moved on, or there is nothing to send; 429 too many sent.
    """
    token = access.require_token(request)
    key = read_idempotency_key(request)
    plain, body = await parse_json(request, SUBMIT_BODY)
    guide, rates = request.app[GUIDE], request.app[RATE_LIMITER]
    try:
        sent = await guide.submit(
            token, body.rev, IdempotencyKey.of(key, plain), rates.count_submission
        )
    except StaleViewError as stale:
        return json_response(stale.view, 409)
    return web.Response(status=201, body=sent.receipt, content_type="application/json")


async def show_receipt(request: web.Request) -> web.Response:
    """Return the receipt, the state of delivery, and the family team's feedback.

    200 the receipt; 401 no conversation; 404 nothing has been sent.
    """
    stored = await _find_audited(request, "receipt")
    if stored.submission is None:
        raise ProblemError(_NOT_IN_CONVERSATION)
    # The inbox is the delivery: what is stored has arrived.
    receipt: Receipt = orjson.loads(stored.submission.receipt)
    return json_response(DeliveredReceipt(**receipt, delivery="arrived", feedback=None))


async def issue_code(request: web.Request) -> web.Response:
    """Create a code that opens the conversation in another tab, once, within a minute.

    201 the code; 400 malformed request; 401 no conversation; 429 too many asked for.
    """
    token = access.require_token(request)
    await parse_json(request, EMPTY_BODY)
    request.app[RATE_LIMITER].count_turn(await request.app[GUIDE].find(token))
    code = request.app[ONE_TIME_CODES].issue(token)
    return json_response(OneTimeCode(code=code, seconds=CODE_LIFETIME_S), 201)


async def erase_conversation(request: web.Request) -> web.Response:
    """Erase the conversation and delete its cookie.

    204 erased; 401 no conversation.
    """
    guide = request.app[GUIDE]
    await guide.erase(await guide.find(access.require_token(request)))
    response = web.Response(status=204)
    access.delete_token_cookie(response)
    return response


async def _find_audited(request: web.Request, what: str) -> StoredConversation:
    return await request.app[GUIDE].find_audited(access.require_token(request), what)


def _found_or_404(found: Mapping[str, object] | None) -> web.Response:
    if found is None:
        raise ProblemError(_NOT_IN_CONVERSATION)
    return json_response(found)


# Handlers of probes: liveness, readiness and metrics.


async def check_liveness(_: web.Request) -> web.Response:
    """Report that the process is alive.

    200 always.
    """
    return web.json_response(Health(alive=True))


async def check_readiness(request: web.Request) -> web.Response:
    """Report whether an answer could be saved right now, by writing to the store.

    200 it could; 503 it could not.
    """
    try:
        await request.app[SERVICES].probe()
    except StoreError:
        raise ProblemError(NOT_STORED) from None
    return web.json_response(Ready(ready=True))


async def serve_metrics(request: web.Request) -> web.Response:
    """Return metrics in Prometheus' text format.

    200 always.
    """
    return web.Response(
        body=request.app[METRICS].render_text(), content_type="text/plain", charset="utf-8"
    )
