"""The API's operations as data: what is routed is what is described."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web
from pydantic import BaseModel, TypeAdapter

from assistant.record.model import Record
from assistant.web.api import conversation, replies
from assistant.web.api.schemas import BEGIN, NOTHING, SUBMIT, TURN
from assistant.web.watch import health

Handle = Callable[[web.Request], Awaitable[web.Response]]
Answers = Mapping[int, type[BaseModel] | str | None]
"""Status -> the model of its JSON, the content type of something else, or nothing."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A method of a path; what is not among `answers` is one of `problems`."""

    method: Literal["get", "post", "delete"]
    path: str
    handle: Handle
    answers: Answers
    problems: tuple[int, ...] = ()
    body: TypeAdapter[Any] | None = None
    asks: Literal["conversation", "perhaps", "nobody"] = "conversation"
    keyed: bool = False
    parameters: Mapping[str, str] = field(default_factory=dict)


_CURRENT = "/v1/conversations/current"
_ID = r"^[a-z][a-z0-9_.]{0,80}$"

OPERATIONS: tuple[Operation, ...] = (
    Operation("get", "/v1/flows", conversation.flows, {200: replies.Flows}, asks="nobody"),
    Operation(
        "post",
        "/v1/conversations",
        conversation.begin,
        {201: replies.Begun},
        problems=(400, 403, 408, 413, 415, 429, 503, 507),
        body=BEGIN,
        asks="nobody",
    ),
    Operation(
        "get",
        _CURRENT,
        conversation.current,
        {200: replies.View, 204: None},
        problems=(503, 507),
        asks="perhaps",
    ),
    Operation("delete", _CURRENT, conversation.erase, {204: None}, problems=(403, 503, 507)),
    Operation(
        "post",
        f"{_CURRENT}/turns",
        conversation.turn,
        {200: replies.View, 409: replies.View},
        problems=(400, 403, 408, 410, 413, 415, 422, 429, 503, 507),
        body=TURN,
        keyed=True,
    ),
    Operation(
        "get",
        f"{_CURRENT}/why/{{about}}",
        conversation.why,
        {200: replies.Explanation},
        problems=(404, 503, 507),
        parameters={"about": _ID},
    ),
    Operation(
        "get",
        f"{_CURRENT}/questions/{{step}}",
        conversation.question,
        {200: replies.Question},
        problems=(404, 503, 507),
        parameters={"step": _ID},
    ),
    Operation(
        "get",
        f"{_CURRENT}/record.json",
        conversation.record,
        {200: Record},
        problems=(404, 503, 507),
    ),
    Operation(
        "get",
        f"{_CURRENT}/record.pdf",
        conversation.record,
        {200: "application/pdf"},
        problems=(404, 503, 507),
    ),
    Operation(
        "get",
        f"{_CURRENT}/record.txt",
        conversation.record,
        {200: "text/plain"},
        problems=(404, 503, 507),
    ),
    Operation(
        "post",
        f"{_CURRENT}/submission",
        conversation.submit,
        {201: replies.Receipt, 409: replies.View},
        problems=(400, 403, 408, 413, 415, 429, 503, 507),
        body=SUBMIT,
        keyed=True,
    ),
    Operation(
        "get",
        f"{_CURRENT}/receipt",
        conversation.receipt,
        {200: replies.Delivered},
        problems=(404, 503, 507),
    ),
    Operation(
        "post",
        f"{_CURRENT}/full-page",
        conversation.full_page,
        {201: replies.Code},
        problems=(400, 403, 408, 413, 415, 429, 503, 507),
        body=NOTHING,
    ),
    Operation("get", "/healthz", health.healthz, {200: replies.Health}, asks="nobody"),
    Operation(
        "get", "/readyz", health.readyz, {200: replies.Ready}, problems=(503,), asks="nobody"
    ),
    Operation("get", "/metrics", health.metrics, {200: "text/plain"}, asks="nobody"),
)
