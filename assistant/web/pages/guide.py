"""The guide's pages, without JavaScript: one address per screen, none with personal data in it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import web

from assistant.conversation_context import ConversationContext
from assistant.dialog.conversation import AnswerTurn, ChangeTurn, LanguageTurn
from assistant.dialog.view import build_open_question
from assistant.dialog.view_model import QuestionShown
from assistant.errors import AssistantError, StoreError
from assistant.record.export.text import phone_script
from assistant.store.values import StoredConversation
from assistant.text.ui import Ui
from assistant.web.guide.service import GUIDE, IdempotencyKey, StaleViewError, TurnRequest
from assistant.web.http import access
from assistant.web.http.access import own_origin
from assistant.web.http.downloads import download_response
from assistant.web.http.parsing import parse_form, read_form_key, read_number
from assistant.web.http.problems import ENDED, NO_CONVERSATION, STALE, HttpProblem, ProblemError
from assistant.web.http.rate_limiter import RATE_LIMITER
from assistant.web.observability.metrics import problem_of_fault
from assistant.web.pages import screens
from assistant.web.pages.forms import PostedForm, read_answer, typed_texts
from assistant.web.pages.notices import build_notice
from assistant.web.pages.render import (
    PageModel,
    preferred_language,
    problem_page,
    redirect,
    render_page,
)
from assistant.web.pages.screens import RejectedForm, danger_page, screen_page, start_page
from assistant.web.services import SERVICES

_NOTHING_SENT = HttpProblem(404, "not_found", "nothing has been sent")


async def show_start(request: web.Request) -> web.Response:
    """Show what the guide is, and a button to begin.

    200 always.
    """
    try:
        stored = await _find_audited(request, "start")
    except (ProblemError, AssistantError):  # the contacts must be shown even if the store fails
        stored = None
    return render_page(request, start_page(request, stored))


async def begin_conversation(request: web.Request) -> web.Response:
    """Begin a conversation; the one that the page offered to go on with is erased.

    303 to the first screen, or to an open conversation that the page did not show; 403 from another site;
    429 too many begun; 503, 507 not begun, and nothing is erased.
    """
    access.require_same_origin(request)
    posted = await parse_form(request)
    begun = await find_unsent(request)
    if begun is not None and posted.get("over") != str(begun.id):
        return redirect(f"/{begun.flow}/{screens.LAST_SCREEN}")
    request.app[RATE_LIMITER].count_begin(access.client_address(request))
    guide, flow = request.app[GUIDE], request.match_info["flow"]
    token, _ = await guide.begin(flow, posted.get("lang", ""))
    # Only now that the new one exists: after an error the old one is still there.
    if begun is not None:
        with suppress(AssistantError):  # it will expire by itself; the new one goes on
            await guide.erase(begun)
    response = redirect(f"/{flow}/0")
    access.set_token_cookie(response, token)
    return response


async def show_screen(request: web.Request) -> web.Response:
    """Show a screen: an earlier one to change its answer, the last one to go on.

    200 the screen; 303 to where the conversation is; 401 no conversation.
    """
    stored = await _find_audited(request, "screen")
    context = await request.app[GUIDE].build_context(stored)
    last, n = len(context.trail.screens), int(request.match_info["n"])
    if stored.submission is not None:
        return redirect(f"/{stored.flow}/receipt")
    if n > last:
        return redirect(f"/{stored.flow}/{last}")
    return render_page(request, screens.screen_page(request, context, stored, n))


async def change_language(request: web.Request) -> web.Response:
    """Continue in another language.

    303 to the screen that it was changed on; 401 no conversation; 429 too many turns.
    """
    token, posted = access.require_token(request), await parse_form(request)
    language, rev = posted.get("lang", ""), read_number(posted, "rev")
    turn_request = TurnRequest(
        LanguageTurn(language), rev, IdempotencyKey.of(read_form_key(posted), [rev, language])
    )
    with suppress(
        StaleViewError
    ):  # the page it redirects to shows the current state, with the button
        await request.app[GUIDE].take_turn(
            token, turn_request, request.app[RATE_LIMITER].count_turn
        )
    return redirect(
        f"/{request.match_info['flow']}/{min(read_number(posted, 'screen'), screens.LAST_SCREEN)}"
    )


async def submit_record(request: web.Request) -> web.Response:
    """Send the record to the family team.

    303 to the receipt, or to the review if it is not the one that was seen; 401 no conversation; 429 too
    many sent; 503 not sent.
    """
    token, posted = access.require_token(request), await parse_form(request)
    rev, guide = read_number(posted, "rev"), request.app[GUIDE]
    flow = request.match_info["flow"]
    idempotency_key = IdempotencyKey.of(read_form_key(posted), {"rev": rev})
    try:
        await guide.submit(token, rev, idempotency_key, request.app[RATE_LIMITER].count_submission)
    except StaleViewError:
        return redirect(f"/{flow}/{screens.LAST_SCREEN}")
    return redirect(f"/{flow}/receipt")


async def show_receipt(request: web.Request) -> web.Response:
    """Show the receipt: reference, times, what happens next, copies.

    200 the receipt; 303 back to the guide where nothing has been sent; 401 no conversation.
    """
    stored = await _find_audited(request, "receipt")
    guide = request.app[GUIDE]
    context, record = await guide.build_context(stored), await guide.record(stored)
    if stored.submission is None or record is None:
        return redirect(f"/{stored.flow}/{len(context.trail.screens)}")
    script = phone_script(record, Ui(record.language))
    return render_page(request, screens.receipt_page(request, context, stored, script))


async def download_record(request: web.Request) -> web.Response:
    """Give the record as a file.

    200 the file; 401 no conversation; 404 nothing to hand over.
    """
    ending = request.match_info["ending"]
    stored = await _find_audited(request, f"record.{ending}")
    record = await request.app[GUIDE].record(stored)
    if record is None:
        raise ProblemError(_NOTHING_SENT)
    return await download_response(record, ending, stored.submission)


async def show_danger(request: web.Request) -> web.Response:
    """Say whom to call right now; needs no conversation and no store.

    200 always.
    """
    return render_page(request, danger_page(request))


async def confirm_erasing(request: web.Request) -> web.Response:
    """Ask whether everything is to be erased.

    200 the question; 401 no conversation.
    """
    stored = await _find_audited(request, "erase")
    context = await request.app[GUIDE].build_context(stored)
    return render_page(request, screens.erase_page(request, context, stored))


async def erase_conversation(request: web.Request) -> web.Response:
    """Erase the conversation and delete its cookie.

    303 to a page that says so; also where it was gone already.
    """
    access.require_same_origin(request)
    await parse_form(request)
    guide, sent = request.app[GUIDE], ""
    try:
        stored = await guide.find(access.require_token(request))
        sent = "&sent=yes" if stored.submission else ""
        await guide.erase(stored)
    except ProblemError as fault:
        if fault.problem is not NO_CONVERSATION:
            raise
    response = redirect(
        f"/{request.match_info['flow']}/erased?lang={preferred_language(request)}{sent}"
    )
    access.delete_token_cookie(response)
    return response


async def show_erased(request: web.Request) -> web.Response:
    """Say that everything is erased, but what was sent.

    200 always.
    """
    shows = {**start_page(request, None).variables, "sent": request.query.get("sent") == "yes"}
    return render_page(request, PageModel("erased.html", preferred_language(request), shows))


async def _find_audited(request: web.Request, what: str) -> StoredConversation:
    """Return this browser's conversation, audited as read; refuse it if it is of another flow."""
    stored = await request.app[GUIDE].find_audited(access.require_token(request), what)
    if stored.flow != request.match_info["flow"]:
        raise ProblemError(NO_CONVERSATION)
    return stored


async def find_unsent(request: web.Request) -> StoredConversation | None:
    """Return the conversation of this flow that is open in this browser; None if there is none."""
    token = access.read_token(request)
    if token is None:
        return None
    try:
        stored = await request.app[GUIDE].find(token)
    except (ProblemError, AssistantError):
        return None
    here = stored.submission is None and stored.flow == request.match_info["flow"]
    return stored if here else None


# Posted forms: an answer, a change, or one more row; nothing that was typed is ever lost.

_NEEDS_NEW_KEY = frozenset({"stale", "key_reused"})


@dataclass(frozen=True, slots=True)
class _SubmittedForm:
    """A screen's form as it was submitted: its conversation, screen, question and answer."""

    token: str = field(repr=False)
    stored: StoredConversation
    context: ConversationContext = field(repr=False)
    n: int
    question: QuestionShown = field(repr=False)
    answer: object = field(repr=False)


async def post_answer(request: web.Request) -> web.Response:
    """Take the answer on a screen.

    303 to the next screen, or to this one with its errors; 200 this one with another row; 401, 409, 410,
    429, 503, 507 not taken, with what was typed still there; 403 from another site.
    """
    token, posted = access.read_token(request), await parse_form(request)
    try:
        form = await _read_submitted_form(request, token, posted)
    except (ProblemError, StoreError) as fault:
        return problem_page(request, problem_of_fault(request, fault), typed_texts(posted))
    if posted.get("do") == "add":
        return _show_again(request, form, RejectedForm(form.answer, None, more_rows=1))
    return await _take_answer(request, posted, form)


async def _read_submitted_form(
    request: web.Request, token: str | None, posted: PostedForm
) -> _SubmittedForm:
    guide = request.app[GUIDE]
    if token is None:
        raise ProblemError(NO_CONVERSATION)
    stored = await guide.find(token)
    if stored.flow != request.match_info["flow"]:
        raise ProblemError(NO_CONVERSATION)
    if stored.submission is not None:
        raise ProblemError(ENDED)
    context = await guide.build_context(stored)
    step, screens = posted.get("step", ""), context.trail.screens
    if step not in screens and step != context.trail.waiting:
        raise ProblemError(STALE)
    n = screens.index(step) if step in screens else len(screens)
    asked = build_open_question(context.dialog, context.conversation, step, context.render_context)
    return _SubmittedForm(token, stored, context, n, asked, read_answer(asked, posted))


async def _take_answer(
    request: web.Request, posted: PostedForm, form: _SubmittedForm
) -> web.Response:
    guide, token = request.app[GUIDE], form.token
    try:
        view = await guide.take_turn(
            token, _build_turn_request(posted, form), request.app[RATE_LIMITER].count_turn
        )
    except StaleViewError:
        return _reject_form(request, posted, form, STALE)
    except (ProblemError, StoreError) as fault:
        return _reject_form(request, posted, form, problem_of_fault(request, fault))
    flow = form.stored.flow
    if view["errors"]:
        return redirect(f"/{flow}/{form.n}#errors")
    after = await guide.build_context(await guide.find(token))
    return redirect(f"/{flow}/{len(after.trail.screens)}")


def _build_turn_request(posted: PostedForm, form: _SubmittedForm) -> TurnRequest:
    """Return the turn request of a form.

    Its body is made of the form alone, not of the conversation, so that a form that is submitted twice has
    the same body hash both times.
    """
    rev, step, fields = read_number(posted, "rev"), form.question["step"], form.question["fields"]
    if posted.get("turn") == "change":
        changed = fields[0]["fact"] if len(fields) == 1 else step
        body = {"rev": rev, "change": changed, "answer": form.answer}
        return TurnRequest(
            ChangeTurn(changed, form.answer), rev, IdempotencyKey.of(read_form_key(posted), body)
        )
    body = {"rev": rev, "step": step, "answer": form.answer}
    return TurnRequest(
        AnswerTurn(step, form.answer), rev, IdempotencyKey.of(read_form_key(posted), body)
    )


def _reject_form(
    request: web.Request, posted: PostedForm, form: _SubmittedForm, problem: HttpProblem
) -> web.Response:
    """Return the same screen with all that was typed, and the reason why it was rejected."""
    ui = Ui(form.context.render_context.language)
    key = None if problem.code in _NEEDS_NEW_KEY else read_form_key(posted)
    rejected = RejectedForm(form.answer, build_notice(problem.code, ui), problem.status, key)
    response = _show_again(request, form, rejected)
    response.headers.update(problem.headers)
    return response


def _show_again(request: web.Request, form: _SubmittedForm, rejected: RejectedForm) -> web.Response:
    return render_page(request, screen_page(request, form.context, form.stored, form.n, rejected))


# Pages around the guide: the front page, privacy, accessibility.


async def show_front_page(request: web.Request) -> web.Response:
    """Show an example of an intranet page: a link to each guide, a launcher, how to embed it.

    200 always.
    """
    language = preferred_language(request)
    flows = {
        flow_id: live.texts[live.choose_language(language)].words_of(live.dialog.flow.title)
        for flow_id, live in request.app[SERVICES].flows.served.items()
    }
    shows = {"flows": flows, "origin": own_origin(request)}
    return render_page(request, PageModel("front.html", language, shows))


async def show_privacy(request: web.Request) -> web.Response:
    """Say what is kept, for how long, and who sees it.

    200 always.
    """
    hours = request.app[SERVICES].settings.ttl_hours
    return render_page(
        request, PageModel("privacy.html", preferred_language(request), {"hours": hours})
    )


async def show_accessibility(request: web.Request) -> web.Response:
    """Say what the guide does for accessibility, and what has not been tested.

    200 always.
    """
    return render_page(request, PageModel("accessibility.html", preferred_language(request), {}))
