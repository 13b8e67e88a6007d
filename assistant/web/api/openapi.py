"""`/openapi.json`: the API described from its operations and models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from aiohttp import web
from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import JsonSchemaMode

import assistant
from assistant.web.api import replies
from assistant.web.api.operations import OPERATIONS, Operation
from assistant.web.services import SERVICES, Services

Json = dict[str, Any]  # JSON as it is written out: the edge
_REF = "#/components/schemas/{model}"
_MEANING = {
    200: "Done",
    201: "Made",
    204: "Nothing to show",
    400: "Not the JSON, or not the header, that we expect",
    401: "No conversation with this token",
    403: "Sent by a browser from another site",
    404: "The conversation has no such thing",
    408: "The body did not come in time",
    409: "The revision moved on: the view of now",
    410: "The notification has been sent",
    413: "The body is too large",
    415: "The body is not application/json",
    422: "The key was used for another body",
    429: "Too many requests; see Retry-After",
    503: "Could not be kept; try again",
    507: "The disk is full",
}


def description(services: Services) -> Json:
    """Return the OpenAPI 3.1 description of the API as it is served."""
    adapters, schemas = _schemas()
    _name_flows(schemas, services)
    paths: dict[str, Json] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation, adapters)
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


async def serve(request: web.Request) -> web.Response:
    """Give the description.

    200 always.
    """
    body = orjson.dumps(description(request.app[SERVICES]))
    return web.Response(body=body, content_type="application/json")


def _schemas() -> tuple[Mapping[object, Json], dict[str, Json]]:
    """Return the schema of every body and reply, and the definitions that they refer to."""
    models: set[type[BaseModel]] = {
        model
        for operation in OPERATIONS
        for model in operation.answers.values()
        if isinstance(model, type)
    }
    models.add(replies.Problem)
    adapters: list[tuple[object, JsonSchemaMode, TypeAdapter[Any]]] = [
        (model, "serialization", TypeAdapter(model)) for model in models
    ]
    adapters += [
        (operation.path, "validation", operation.body) for operation in OPERATIONS if operation.body
    ]
    found, rest = TypeAdapter.json_schemas(adapters, ref_template=_REF)
    return {key: schema for (key, _), schema in found.items()}, rest.get("$defs", {})


def _name_flows(schemas: dict[str, Json], services: Services) -> None:
    """Say which flows and languages there are."""
    served = services.flows.served
    spoken = sorted({language for live in served.values() for language in live.texts})
    for name, schema in schemas.items():
        properties = schema.get("properties", {})
        if name == "BeginBody":
            properties["flow"] = {"type": "string", "enum": sorted(served)}
            properties["lang"] = {"anyOf": [{"enum": spoken}, {"type": "null"}]}
        if name == "LanguageBody":
            properties["lang"] = {"type": "string", "enum": spoken}


def _operation(operation: Operation, schemas: Mapping[object, Json]) -> Json:
    summary, _, _ = (operation.handle.__doc__ or "").partition("\n")
    described: Json = {
        "operationId": f"{operation.method}_{operation.path.strip('/').replace('/', '_')}",
        "summary": summary,
        "parameters": _parameters(operation),
        "responses": _responses(operation, schemas),
        "security": {
            "conversation": [{"bearer": []}, {"cookie": []}],
            "perhaps": [{}, {"bearer": []}, {"cookie": []}],
            "nobody": [],
        }[operation.asks],
    }
    if operation.body is not None:
        described["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schemas[operation.path]}},
        }
    return described


def _parameters(operation: Operation) -> list[Json]:
    path = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "pattern": pattern},
        }
        for name, pattern in operation.parameters.items()
    ]
    if not operation.keyed:
        return path
    key = {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,128}$"}
    return [*path, {"name": "Idempotency-Key", "in": "header", "required": True, "schema": key}]


def _responses(operation: Operation, schemas: Mapping[object, Json]) -> Json:
    responses = {
        str(status): _response(status, model, schemas)
        for status, model in operation.answers.items()
    }
    refused = {*operation.problems, *([401] if operation.asks == "conversation" else [])}
    problem = {"application/problem+json": {"schema": schemas[replies.Problem]}}
    for status in sorted(refused):
        responses[str(status)] = {"description": _MEANING[status], "content": problem}
    return responses


def _response(
    status: int, model: type[BaseModel] | str | None, schemas: Mapping[object, Json]
) -> Json:
    described: Json = {"description": _MEANING[status]}
    if isinstance(model, str):
        described["content"] = {model: {"schema": {"type": "string"}}}
    elif model is not None:
        described["content"] = {"application/json": {"schema": schemas[model]}}
    return described
