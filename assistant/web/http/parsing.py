"""Parsing requests: JSON and form bodies of the right type, size, depth and shape; idempotency keys."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Mapping
from typing import TypeVar
from urllib.parse import parse_qsl

import orjson
from aiohttp import hdrs, web
from multidict import MultiDict
from pydantic import TypeAdapter, ValidationError

from assistant.web.http.problems import CUT_OFF, ENCODED, TOO_SLOW, HttpProblem, ProblemError

_JSON_TYPE = "application/json"
MAX_BODY_BYTES = 64 * 1024
MAX_DEPTH = 16
PATIENCE_S = 20.0  # for a whole body, against clients that send it byte by byte (slowloris)
_MAX_FIELDS = 2000
T = TypeVar("T")
_REWORDED_ERRORS = {
    "model_type": "Input should be an object"
}  # pydantic's own text names a class of ours
_KEY_PATTERN = re.compile(r"[A-Za-z0-9_-]{8,128}")


async def parse_json(request: web.Request, shape: TypeAdapter[T]) -> tuple[object, T]:
    """Return the request's JSON, unvalidated and validated by `shape`."""
    if request.headers.get(hdrs.CONTENT_TYPE) != _JSON_TYPE and request.content_type != _JSON_TYPE:
        raise ProblemError(HttpProblem(415, "not_json", "the body must be application/json"))
    raw = await _read_body(request)
    try:
        plain = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise ProblemError(HttpProblem(400, "not_json", "the body is not JSON")) from None
    if raw.count(b"{") + raw.count(b"[") > MAX_DEPTH and _is_too_deep(plain):
        raise ProblemError(
            HttpProblem(400, "too_deep", f"nested more than {MAX_DEPTH} levels deep")
        )
    try:
        return plain, shape.validate_python(plain)
    except ValidationError as fault:
        raise ProblemError(_describe_errors(fault)) from None


async def _read_body(request: web.Request) -> bytes:
    """Return the request's body; give up on one that does not arrive, and close its connection."""
    if hdrs.CONTENT_ENCODING in request.headers:
        raise ProblemError(ENCODED)
    if request.content.is_eof():
        return await request.read()  # it arrived with the headers: no timer needed
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await request.read()
    except TimeoutError:
        raise ProblemError(TOO_SLOW) from None
    except (web.RequestPayloadError, ConnectionError):  # client gone, or invalid chunks
        raise ProblemError(CUT_OFF) from None


def read_idempotency_key(request: web.Request) -> str:
    """Return the request's Idempotency-Key; refuse a request without a valid one."""
    key = request.headers.get("Idempotency-Key", "")
    if not _KEY_PATTERN.fullmatch(key):
        raise ProblemError(
            HttpProblem(400, "no_key", "Idempotency-Key must be 8 to 128 letters, digits, - or _")
        )
    return key


def _describe_errors(fault: ValidationError) -> HttpProblem:
    """Return each error of the body with its place, in pydantic's words, which quote no value."""
    # In a tagged union, pydantic's location begins with the tag, which is not part of the body.
    kinds = int(fault.title.startswith("tagged-union"))
    errors = tuple(
        {
            "in": ".".join(map(str, error["loc"][kinds:])),
            "code": error["type"],
            "text": _REWORDED_ERRORS.get(error["type"], error["msg"]),
        }
        for error in fault.errors(include_url=False, include_context=False, include_input=False)
    )
    return HttpProblem(400, "bad_body", "the body has the wrong structure", errors)


def _is_too_deep(plain: object) -> bool:
    """Return True if lists and mappings are nested more than `MAX_DEPTH` levels deep.

    Level by level, as recursion would be bounded by the very depth that it measures.
    """
    level = [plain]
    for _ in range(MAX_DEPTH):
        level = [inner for outer in level for inner in _children(outer)]
        if not level:
            return False
    return any(isinstance(inner, dict | list) for inner in level)


def _children(outer: object) -> Iterable[object]:
    if isinstance(outer, dict):
        return outer.values()
    return outer if isinstance(outer, list) else ()


async def parse_form(request: web.Request) -> MultiDict[str]:
    """Return the fields of a form that a page posts."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise ProblemError(HttpProblem(415, "not_a_form", "the body must be a form"))
    raw = await _read_body(request)
    try:
        pairs = parse_qsl(
            raw.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MAX_FIELDS
        )
    except ValueError:
        raise ProblemError(HttpProblem(413, "too_large", "too many fields")) from None
    return MultiDict(pairs)


def read_number(posted: Mapping[str, str], name: str) -> int:
    """Return the number in a hidden field of our own forms; refuse a value that was tampered with."""
    text = posted.get(name, "")
    if not re.fullmatch(r"[0-9]{1,7}", text):
        raise ProblemError(HttpProblem(400, "bad_form", f"{name} is not a number"))
    return int(text)


def read_form_key(posted: Mapping[str, str]) -> str:
    """Return the idempotency key in our own forms; refuse a value that was tampered with."""
    key = posted.get("key", "")
    if not _KEY_PATTERN.fullmatch(key):
        raise ProblemError(HttpProblem(400, "bad_form", "no key"))
    return key
