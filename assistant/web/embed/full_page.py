"""The move from the frame to a full page: a one-time code carries the conversation, never an address.

The frame's cookie is partitioned by the embedding site, so a new tab does not have it. The frame requests
a code and posts it into the new tab, which gets a cookie of its own for the same conversation.
"""

from __future__ import annotations

import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import web

from assistant.errors import AssistantError
from assistant.store.values import StoredConversation
from assistant.web.guide.service import GUIDE
from assistant.web.http import access
from assistant.web.http.access import hash_token
from assistant.web.http.parsing import parse_form
from assistant.web.http.problems import CODE_USED, NO_CONVERSATION, ProblemError
from assistant.web.pages import screens
from assistant.web.pages.guide import find_unsent
from assistant.web.pages.render import PageModel, redirect, render_page
from assistant.web.pages.screens import start_page

# One-time codes, each of which opens one conversation in a tab without its cookie, within a minute.
#
# They are stored as hashes in the memory of this process: after a restart, or in another process, a code is
# unknown, and the user is asked to click again.

CODE_LIFETIME_S = 60
_CODE_BYTES = 32


@dataclass(frozen=True, slots=True)
class _IssuedCode:
    token: str = field(repr=False)
    expires_at: float


class OneTimeCodes:
    """The issued codes that are not redeemed yet; at most one for each conversation."""

    def __init__(
        self, random_bytes: Callable[[int], bytes], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._random_bytes = random_bytes
        self._clock = clock
        self._issued: dict[bytes, _IssuedCode] = {}

    def issue(self, token: str) -> str:
        """Return a new code for the conversation that `token` opens; its older code becomes void."""
        now = self._clock()
        self._issued = {
            code: one
            for code, one in self._issued.items()
            if now < one.expires_at and one.token != token
        }
        code = urlsafe_b64encode(self._random_bytes(_CODE_BYTES)).rstrip(b"=").decode()
        self._issued[hash_token(code)] = _IssuedCode(token, now + CODE_LIFETIME_S)
        return code

    def redeem(self, code: str) -> str | None:
        """Return the token behind a code, once; None if the code is used, void or expired."""
        one = self._issued.pop(hash_token(code), None)
        return one.token if one is not None and self._clock() < one.expires_at else None


ONE_TIME_CODES = web.AppKey("codes", OneTimeCodes)


async def resume_conversation(request: web.Request) -> web.Response:
    """Continue the conversation behind a code in this tab, without losing one that is open here already.

    200 another conversation is open: which one; 303 to where the conversation stands; 401 it is gone; 403 from
    another site; 410 the code was used, or is too old.
    """
    access.require_same_origin(request)
    posted = await parse_form(request)
    token = request.app[ONE_TIME_CODES].redeem(posted.get("code", ""))
    if token is None:
        raise ProblemError(CODE_USED)
    guide, flow = request.app[GUIDE], request.match_info["flow"]
    arriving, open_here = await guide.find(token), await find_unsent(request)
    if arriving.flow != flow:
        raise ProblemError(NO_CONVERSATION)
    if open_here is not None and open_here.id != arriving.id:
        if posted.get("over") != str(open_here.id):
            return _choose_conversation_page(request, token, open_here)
        with suppress(AssistantError):  # it will expire by itself; the moved conversation goes on
            await guide.erase(open_here)
    response = redirect(f"/{flow}/{screens.LAST_SCREEN}")
    access.set_token_cookie(response, token)
    return response


def _choose_conversation_page(
    request: web.Request, token: str, open_here: StoredConversation
) -> web.Response:
    """Return the page that asks which of two conversations to continue in this browser."""
    start = start_page(request, open_here)
    shows = {
        **start.variables,
        "begun": open_here.begun_at,
        "code": request.app[ONE_TIME_CODES].issue(token),
    }
    return render_page(request, PageModel("which.html", start.language, shows))
