"""Reading JSON from a request: the right type, not too large, not too deep, of the right shape."""

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

from assistant.web.edge.problems import CUT_OFF, ENCODED, TOO_SLOW, Problem, ProblemError

_JSON = "application/json"
MOST_BYTES = 64 * 1024
MOST_DEPTH = 16
PATIENCE_S = 20.0  # for a whole body, which is 64 KiB at most
_MOST_FIELDS = 2000
T = TypeVar("T")
_WORDS = {"model_type": "Input should be an object"}  # else it names a class of ours
_KEY = re.compile(r"[A-Za-z0-9_-]{8,128}")


async def json_of(request: web.Request, shape: TypeAdapter[T]) -> tuple[object, T]:
    """Return the request's JSON as it is, and as `shape` understands it."""
    if request.headers.get(hdrs.CONTENT_TYPE) != _JSON and request.content_type != _JSON:
        raise ProblemError(Problem(415, "not_json", "the body must be application/json"))
    raw = await _body(request)
    try:
        plain = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise ProblemError(Problem(400, "not_json", "the body is not JSON")) from None
    if raw.count(b"{") + raw.count(b"[") > MOST_DEPTH and _too_deep(plain):
        raise ProblemError(Problem(400, "too_deep", f"more than {MOST_DEPTH} levels of nesting"))
    try:
        return plain, shape.validate_python(plain)
    except ValidationError as fault:
        raise ProblemError(_misshapen(fault)) from None


async def _body(request: web.Request) -> bytes:
    """Return the request's body; one that does not come is not waited for, nor is its connection kept."""
    if hdrs.CONTENT_ENCODING in request.headers:
        raise ProblemError(ENCODED)
    if request.content.is_eof():
        return await request.read()  # it came along with the head
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await request.read()
    except TimeoutError:
        raise ProblemError(TOO_SLOW) from None
    except (web.RequestPayloadError, ConnectionError):  # the sender left, or broke its chunks
        raise ProblemError(CUT_OFF) from None


def key_of(request: web.Request) -> str:
    """Return the request's Idempotency-Key, or refuse it."""
    key = request.headers.get("Idempotency-Key", "")
    if not _KEY.fullmatch(key):
        raise ProblemError(
            Problem(400, "no_key", "Idempotency-Key must be 8 to 128 letters, figures, - or _")
        )
    return key


def _misshapen(fault: ValidationError) -> Problem:
    """Return where in the body what is wrong, in the checker's words, which quote no value."""
    # Where a body is one of several kinds, the place begins with the kind, which the body does not have.
    kinds = int(fault.title.startswith("tagged-union"))
    errors = tuple(
        {
            "in": ".".join(map(str, error["loc"][kinds:])),
            "code": error["type"],
            "text": _WORDS.get(error["type"], error["msg"]),
        }
        for error in fault.errors(include_url=False, include_context=False, include_input=False)
    )
    return Problem(400, "bad_body", "the body does not have the right shape", errors)


def _too_deep(plain: object) -> bool:
    """Return whether lists and mappings stand in each other more than `MOST_DEPTH` times."""
    level = [plain]
    for _ in range(MOST_DEPTH):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return any(isinstance(inner, dict | list) for inner in level)


def _inside(outer: object) -> Iterable[object]:
    if isinstance(outer, dict):
        return outer.values()
    return outer if isinstance(outer, list) else ()


async def form_of(request: web.Request) -> MultiDict[str]:
    """Return what a page's form posts."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise ProblemError(Problem(415, "not_a_form", "the body must be a form"))
    raw = await _body(request)
    try:
        pairs = parse_qsl(
            raw.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS
        )
    except ValueError:
        raise ProblemError(Problem(413, "too_large", "too many fields")) from None
    return MultiDict(pairs)


def number_in(posted: Mapping[str, str], name: str) -> int:
    """Return a hidden number of our own forms, or refuse what somebody made of it."""
    written = posted.get(name, "")
    if not re.fullmatch(r"[0-9]{1,7}", written):
        raise ProblemError(Problem(400, "bad_form", f"{name} is not a number"))
    return int(written)


def key_in(posted: Mapping[str, str]) -> str:
    """Return the idempotency key of our own forms, or refuse what somebody made of it."""
    key = posted.get("key", "")
    if not _KEY.fullmatch(key):
        raise ProblemError(Problem(400, "bad_form", "no key"))
    return key
