"""`/openapi.json`: the OpenAPI description, generated from the operations and their models."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import orjson
from aiohttp import web
from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

import assistant
from assistant.dialog.view_model import ExplanationShown, QuestionShown
from assistant.record.contents import Record
from assistant.record.export import EXPORT_FORMATS, ExportFormat
from assistant.web.api import endpoints, replies
from assistant.web.api.endpoints import BEGIN_BODY, EMPTY_BODY, SUBMIT_BODY, TURN_BODY
from assistant.web.guide.handover import Receipt
from assistant.web.guide.views import View
from assistant.web.services import SERVICES, Services

# The API's operations as data, so that the routes and the description cannot differ.

ApiHandler = Callable[[web.Request], Awaitable[web.Response]]
ResponseModels = Mapping[int, type | str | None]
"""Status -> the class of the JSON body, the content type of another body, or None for no body."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A method on a path; every status that is not in `responses` is one of `problems`."""

    method: Literal["get", "post", "delete"]
    path: str
    handler: ApiHandler
    responses: ResponseModels
    problems: tuple[int, ...] = ()
    body: TypeAdapter[Any] | None = None
    caller: Literal["conversation", "perhaps", "nobody"] = "conversation"
    needs_key: bool = False
    parameters: Mapping[str, str] = field(default_factory=dict)


_CURRENT_PATH = "/v1/conversations/current"
_ID_PATTERN = r"^[a-z][a-z0-9_.]{0,80}$"


def _export_operation(form: ExportFormat) -> Operation:
    """Return the operation that downloads the record in a format."""
    body = Record if form.is_stored else form.content_type.partition(";")[0]
    return Operation(
        "get",
        f"{_CURRENT_PATH}/record.{form.ending}",
        endpoints.download_record,
        {200: body},
        problems=(404, 503, 507),
    )


OPERATIONS: tuple[Operation, ...] = (
    Operation("get", "/v1/flows", endpoints.list_flows, {200: replies.Flows}, caller="nobody"),
    Operation(
        "post",
        "/v1/conversations",
        endpoints.begin_conversation,
        {201: replies.Begun},
        problems=(400, 403, 408, 413, 415, 429, 503, 507),
        body=BEGIN_BODY,
        caller="nobody",
    ),
    Operation(
        "get",
        _CURRENT_PATH,
        endpoints.show_conversation,
        {200: View, 204: None},
        problems=(503, 507),
        caller="perhaps",
    ),
    Operation(
        "delete", _CURRENT_PATH, endpoints.erase_conversation, {204: None}, problems=(403, 503, 507)
    ),
    Operation(
        "post",
        f"{_CURRENT_PATH}/turns",
        endpoints.take_turn,
        {200: View, 409: View},
        problems=(400, 403, 408, 410, 413, 415, 422, 429, 503, 507),
        body=TURN_BODY,
        needs_key=True,
    ),
    Operation(
        "get",
        f"{_CURRENT_PATH}/why/{{about}}",
        endpoints.explain_step,
        {200: ExplanationShown},
        problems=(404, 503, 507),
        parameters={"about": _ID_PATTERN},
    ),
    Operation(
        "get",
        f"{_CURRENT_PATH}/questions/{{step}}",
        endpoints.show_question,
        {200: QuestionShown},
        problems=(404, 503, 507),
        parameters={"step": _ID_PATTERN},
    ),
    *map(_export_operation, EXPORT_FORMATS.values()),
    Operation(
        "post",
        f"{_CURRENT_PATH}/submission",
        endpoints.submit_record,
        {201: Receipt, 409: View},
        problems=(400, 403, 408, 413, 415, 429, 503, 507),
        body=SUBMIT_BODY,
        needs_key=True,
    ),
    Operation(
        "get",
        f"{_CURRENT_PATH}/receipt",
        endpoints.show_receipt,
        {200: replies.DeliveredReceipt},
        problems=(404, 503, 507),
    ),
    Operation(
        "post",
        f"{_CURRENT_PATH}/full-page",
        endpoints.issue_code,
        {201: replies.OneTimeCode},
        problems=(400, 403, 408, 413, 415, 429, 503, 507),
        body=EMPTY_BODY,
    ),
    Operation("get", "/healthz", endpoints.check_liveness, {200: replies.Health}, caller="nobody"),
    Operation(
        "get",
        "/readyz",
        endpoints.check_readiness,
        {200: replies.Ready},
        problems=(503,),
        caller="nobody",
    ),
    Operation("get", "/metrics", endpoints.serve_metrics, {200: "text/plain"}, caller="nobody"),
)


Json = dict[str, Any]  # JSON on its way out: past this boundary nothing is typed `Any`
_SCHEMA_REF = "#/components/schemas/{model}"
_STATUS_MEANINGS = {
    200: "Done",
    201: "Created",
    204: "No content",
    400: "Malformed request: the JSON or a header is not as described",
    401: "No conversation with this token",
    403: "Sent by a page of another site",
    404: "Not part of this conversation",
    408: "Request body timed out",
    409: "The conversation has moved on; the body is its current view",
    410: "The notification has been sent",
    413: "The body is too large",
    415: "The body is not application/json",
    422: "This Idempotency-Key was already used with another body",
    429: "Too many requests; see Retry-After",
    503: "Could not be saved; try again",
    507: "The disk is full",
}


def describe_api(services: Services) -> Json:
    """Return the OpenAPI 3.1 description of the API as this app serves it."""
    adapters, schemas = build_schemas()
    _enumerate_flows(schemas, services)
    paths: dict[str, Json] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _describe_operation(
            operation, adapters
        )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Worry assistant", "version": assistant.__version__},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": "conversation"},
            },
        },
    }


async def serve_description(request: web.Request) -> web.Response:
    """Return the OpenAPI description.

    200 always.
    """
    body = orjson.dumps(describe_api(request.app[SERVICES]))
    return web.Response(body=body, content_type="application/json")


def build_schemas() -> tuple[Mapping[object, Json], dict[str, Json]]:
    """Return the schema of every body and reply, and the shared definitions that they refer to."""
    models: set[type] = {
        model
        for operation in OPERATIONS
        for model in operation.responses.values()
        if isinstance(model, type)
    }
    models.add(replies.Problem)
    adapters: list[tuple[object, JsonSchemaMode, TypeAdapter[Any]]] = [
        (model, "serialization", TypeAdapter(model)) for model in models
    ]
    adapters += [
        (operation.path, "validation", operation.body) for operation in OPERATIONS if operation.body
    ]
    found, rest = TypeAdapter.json_schemas(
        adapters, ref_template=_SCHEMA_REF, schema_generator=replies.ReplySchema
    )
    return {key: schema for (key, _), schema in found.items()}, rest.get("$defs", {})


def _enumerate_flows(schemas: dict[str, Json], services: Services) -> None:
    """Fill in the flows and languages that are served, as enumerations."""
    served = services.flows.served
    languages = sorted({language for live in served.values() for language in live.texts})
    for name, schema in schemas.items():
        properties = schema.get("properties", {})
        if name == "BeginBody":
            properties["flow"] = {"type": "string", "enum": sorted(served)}
            properties["lang"] = {"anyOf": [{"enum": languages}, {"type": "null"}]}
        if name == "LanguageBody":
            properties["lang"] = {"type": "string", "enum": languages}


def _describe_operation(operation: Operation, schemas: Mapping[object, Json]) -> Json:
    summary, _, _ = (operation.handler.__doc__ or "").partition("\n")
    described: Json = {
        "operationId": f"{operation.method}_{operation.path.strip('/').replace('/', '_')}",
        "summary": summary,
        "parameters": _describe_parameters(operation),
        "responses": _describe_responses(operation, schemas),
        "security": {
            "conversation": [{"bearer": []}, {"cookie": []}],
            "perhaps": [{}, {"bearer": []}, {"cookie": []}],
            "nobody": [],
        }[operation.caller],
    }
    if operation.body is not None:
        described["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schemas[operation.path]}},
        }
    return described


def _describe_parameters(operation: Operation) -> list[Json]:
    path = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "pattern": pattern},
        }
        for name, pattern in operation.parameters.items()
    ]
    if not operation.needs_key:
        return path
    key = {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,128}$"}
    return [*path, {"name": "Idempotency-Key", "in": "header", "required": True, "schema": key}]


def _describe_responses(operation: Operation, schemas: Mapping[object, Json]) -> Json:
    responses = {
        str(status): _describe_response(status, model, schemas)
        for status, model in operation.responses.items()
    }
    problem_statuses = {*operation.problems, *([401] if operation.caller == "conversation" else [])}
    problem = {"application/problem+json": {"schema": schemas[replies.Problem]}}
    for status in sorted(problem_statuses):
        responses[str(status)] = {"description": _STATUS_MEANINGS[status], "content": problem}
    return responses


def _describe_response(
    status: int, model: type | str | None, schemas: Mapping[object, Json]
) -> Json:
    described: Json = {"description": _STATUS_MEANINGS[status]}
    if isinstance(model, str):
        described["content"] = {model: {"schema": {"type": "string"}}}
    elif model is not None:
        described["content"] = {"application/json": {"schema": schemas[model]}}
    return described
