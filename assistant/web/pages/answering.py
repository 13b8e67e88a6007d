"""What a screen's form posts: an answer, a change, or one more row; what was typed is never lost."""

from __future__ import annotations

from dataclasses import dataclass, field

from aiohttp import web

from assistant.dialog.conversation import Answering, Changing
from assistant.dialog.shape import QuestionShown
from assistant.dialog.view import question
from assistant.errors import StoreError
from assistant.store.values import Stored
from assistant.text.ui import Ui
from assistant.web.edge import access
from assistant.web.edge.problems import ENDED, NO_CONVERSATION, STALE, Problem, ProblemError
from assistant.web.edge.rates import RATES
from assistant.web.edge.reading import form_of, key_in, number_in
from assistant.web.guide.handover import Standing
from assistant.web.guide.service import GUIDE, Asked, Keyed, StaleError
from assistant.web.pages.forms import Posted, answer_of, said
from assistant.web.pages.notices import notice
from assistant.web.pages.render import go, lost, page
from assistant.web.pages.screen import Kept, screen
from assistant.web.watch.observe import problem_of

_NEW_KEY = frozenset({"stale", "key_reused"})


@dataclass(frozen=True, slots=True)
class _Filled:
    """A screen's form as it came back: of which conversation, for which screen, with which answer."""

    token: str = field(repr=False)
    stored: Stored
    standing: Standing = field(repr=False)
    n: int
    question: QuestionShown = field(repr=False)
    answer: object = field(repr=False)


async def post(request: web.Request) -> web.Response:
    """Take the answer on a screen.

    303 to the next screen, or to this one with its errors; 200 this one with another row; 401, 409, 410,
    429, 503, 507 not taken, with what was typed still there; 403 from another site.
    """
    token, posted = access.token_of(request), await form_of(request)
    try:
        filled = await _filled(request, token, posted)
    except (ProblemError, StoreError) as fault:
        return lost(request, problem_of(request, fault), said(posted))
    if posted.get("do") == "add":
        return _again(request, filled, Kept(filled.answer, None, more_rows=1))
    return await _take(request, posted, filled)


async def _filled(request: web.Request, token: str | None, posted: Posted) -> _Filled:
    guide = request.app[GUIDE]
    if token is None:
        raise ProblemError(NO_CONVERSATION)
    stored = await guide.find(token)
    if stored.flow != request.match_info["flow"]:
        raise ProblemError(NO_CONVERSATION)
    if stored.submission is not None:
        raise ProblemError(ENDED)
    now = await guide.standing(stored)
    step, screens = posted.get("step", ""), now.trail.screens
    if step not in screens and step != now.trail.waiting:
        raise ProblemError(STALE)
    n = screens.index(step) if step in screens else len(screens)
    asked = question(now.dialog, now.conversation, step, now.moment)
    return _Filled(token, stored, now, n, asked, answer_of(asked, posted))


async def _take(request: web.Request, posted: Posted, filled: _Filled) -> web.Response:
    guide, token = request.app[GUIDE], filled.token
    try:
        view = await guide.turn(token, _asked(posted, filled), request.app[RATES].turn)
    except StaleError:
        return _not_taken(request, posted, filled, STALE)
    except (ProblemError, StoreError) as fault:
        return _not_taken(request, posted, filled, problem_of(request, fault))
    flow = filled.stored.flow
    if view["errors"]:
        return go(f"/{flow}/{filled.n}#errors")
    after = await guide.standing(await guide.find(token))
    return go(f"/{flow}/{len(after.trail.screens)}")


def _asked(posted: Posted, filled: _Filled) -> Asked:
    """Return the turn that the form asks for, in the form's own words: also when it comes a second time."""
    rev, step, fields = number_in(posted, "rev"), filled.question["step"], filled.question["fields"]
    if posted.get("turn") == "change":
        changed = fields[0]["fact"] if len(fields) == 1 else step
        body = {"rev": rev, "change": changed, "answer": filled.answer}
        return Asked(Changing(changed, filled.answer), rev, Keyed.of(key_in(posted), body))
    body = {"rev": rev, "step": step, "answer": filled.answer}
    return Asked(Answering(step, filled.answer), rev, Keyed.of(key_in(posted), body))


def _not_taken(
    request: web.Request, posted: Posted, filled: _Filled, problem: Problem
) -> web.Response:
    """Return the same screen with what was typed, and why it was not taken."""
    ui = Ui(filled.standing.moment.language)
    key = None if problem.code in _NEW_KEY else key_in(posted)
    kept = Kept(filled.answer, notice(problem.code, ui), problem.status, key)
    response = _again(request, filled, kept)
    response.headers.update(problem.headers)
    return response


def _again(request: web.Request, filled: _Filled, kept: Kept) -> web.Response:
    return page(request, screen(request, filled.standing, filled.stored, filled.n, kept))
