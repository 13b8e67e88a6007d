"""The guide as a service: the use cases that the API and the pages share.

A turn is one durable append to the conversation's log; the reply is a pure function of the log up to
that entry. So the same idempotency key and body give the same reply, and a lost reply costs nothing.

Concurrency is optimistic: a turn names the revision that its sender saw, and the store appends only to the
log as it was read. Whoever loses a race starts over with the log as it is then.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

import orjson
from aiohttp import web
from msgspec import Struct, structs

from assistant.conversation_context import ContextFactory, ConversationContext
from assistant.dialog.conclusions import explain, explanation_to_json
from assistant.dialog.conversation import LanguageTurn, Turn
from assistant.dialog.engine import TurnResult
from assistant.dialog.view import build_open_question
from assistant.dialog.view_model import ExplanationShown, QuestionShown
from assistant.errors import (
    ConversationGoneError,
    KeyReusedError,
    StaleRevisionError,
    StoreError,
)
from assistant.record.contents import Record
from assistant.store.values import (
    LogEntry,
    NewConversation,
    StoredConversation,
    StoredSubmission,
)
from assistant.text.formats import ZONE
from assistant.text.ui import Ui
from assistant.web.flows import LiveFlow
from assistant.web.guide.handover import build_submission, new_reference
from assistant.web.guide.replay import (
    Snapshot,
    SnapshotCache,
    encode_entry,
    is_last_refused,
    replay_turn,
)
from assistant.web.guide.views import View, complete_view, describe_explanation
from assistant.web.http.access import hash_token
from assistant.web.http.problems import (
    ENDED,
    KEY_REUSED,
    NO_CONVERSATION,
    NOT_OFFERED,
    ProblemError,
)
from assistant.web.observability.metrics import Metrics
from assistant.web.services import Services


class StaleViewError(Exception):
    """The caller's revision is stale, or there is nothing to send; `view` is the current view."""

    def __init__(self, view: View) -> None:
        super().__init__("stale revision")
        self.view = view


class IdempotencyKey(Struct, frozen=True):
    """The hashes of a caller's Idempotency-Key and of the body that came with it."""

    key_hash: bytes
    body_hash: bytes

    @classmethod
    def of(cls, key: str, body: object) -> IdempotencyKey:
        """Return the hashes of `key` and of the JSON `body`, whatever the order of its members."""
        plain = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
        return cls(sha256(key.encode()).digest(), sha256(plain).digest())


class TurnRequest(Struct, frozen=True):
    """A turn that a caller requests, once, at the revision that it saw."""

    turn: Turn
    rev: int
    idempotency_key: IdempotencyKey


class Guide:
    """Begins, continues and ends conversations on `services`."""

    def __init__(self, services: Services, metrics: Metrics) -> None:
        self._services = services
        self._metrics = metrics
        self._snapshots = SnapshotCache()
        self._contexts = ContextFactory(services.directory)

    async def begin(self, flow: str, language: str) -> tuple[str, StoredConversation]:
        """Return a new conversation and the token that opens it; only the token's hash is stored."""
        services, live = self._services, self._services.flows.served[flow]
        token = urlsafe_b64encode(services.random_bytes(32)).rstrip(b"=").decode()
        now = services.clock()
        beginning = NewConversation(
            token_hash=hash_token(token),
            flow=flow,
            version=live.dialog.flow.version,
            logic=live.dialog.flow.logic,
            language=live.choose_language(language),
            today=now.astimezone(ZONE).date(),
            at=now,
            expires_at=now + services.settings.ttl,
        )
        return token, await services.conversations.begin(beginning)

    async def find(self, token: str) -> StoredConversation:
        """Return the conversation that `token` opens; refuse an unknown token with 401."""
        stored = await self._services.conversations.find(hash_token(token), self._services.clock())
        if stored is None:
            raise ProblemError(NO_CONVERSATION)
        return stored

    async def find_audited(self, token: str, what: str) -> StoredConversation:
        """Return the conversation that `token` opens, after auditing that its `what` is read."""
        return await self._audit_read(await self.find(token), what)

    async def build_context(self, stored: StoredConversation) -> ConversationContext:
        """Return the context of a conversation now, or as handed over but with today's contacts."""
        live, now = await self._find_flow(stored), self._services.clock()
        if stored.submission is None:
            return self._context_at(live, stored, len(stored.log), now)
        then = self._context_at(live, stored, len(stored.log), stored.submission.at)
        return self._contexts.revisit(then, now)

    async def current_view(self, stored: StoredConversation) -> View:
        """Return the current view: the outcome of the last turn, refusals included."""
        return complete_view(await self.build_context(stored), stored)

    async def take_turn(
        self, token: str, request: TurnRequest, check_rate: Callable[[StoredConversation], None]
    ) -> View:
        """Take a turn and return its view once the turn is durable; a known key gets its earlier reply.

        `check_rate` is called before new work and may refuse it.

        Raises:
            ProblemError: no such conversation, the key was used for another body, or it has ended.
            StaleViewError: another tab answered first.
        """
        stored = await self.find(token)
        live = await self._find_flow(stored)
        if (number := _entry_number(stored, request.idempotency_key)) is not None:
            await self._audit_read(stored, "view")
            # The reply as it was at the time, whatever has happened since.
            then, at = structs.replace(stored, submission=None), stored.log[number - 1].at
            return complete_view(self._context_at(live, then, number, at), then)
        if stored.submission is not None:
            raise ProblemError(ENDED)
        before = self._snapshots.replay(live.dialog, stored, len(stored.log))
        if before.conversation.rev != request.rev:
            raise StaleViewError(await self.current_view(await self._audit_read(stored, "view")))
        _require_offered_language(live, request.turn)
        check_rate(stored)
        now = self._services.clock()
        result = live.dialog.take_turn(before.conversation, request.turn, now, before.trail)
        after = Snapshot(before.turns + 1, result.conversation, result.trail)
        if await self._append_turn(stored, request, after, now):
            refused = result if result.refusals else None
            self._metrics.count_turn(stored.flow, refused=refused is not None)
            context = self._context_of(live, after, now, refused)
            return complete_view(context, stored)
        return await self.take_turn(token, request, check_rate)

    async def _append_turn(
        self, stored: StoredConversation, request: TurnRequest, after: Snapshot, now: datetime
    ) -> bool:
        """Append the turn that leads to `after`; return False if another request was faster.

        That may be this very turn, sent twice: then the caller finds its key on the next try.
        """
        body = encode_entry(request.turn, after.conversation.rev)
        key = request.idempotency_key
        entry = LogEntry(key.key_hash, key.body_hash, now, body)
        try:
            kept = await self._services.conversations.append(stored, entry)
        except (StaleRevisionError, KeyReusedError, ConversationGoneError):
            return False
        if len(kept.log) != after.turns or kept.log[-1] != entry:
            return False
        self._snapshots.put(stored.id, after)
        return True

    async def explain(self, stored: StoredConversation, about: str) -> ExplanationShown | None:
        """Return the explanation of a step, plan item or decision; None if it did not come about."""
        context = await self.build_context(stored)
        explanation = explain(context.dialog, context.trail, about)
        if explanation is None:
            return None
        document = explanation_to_json(
            explanation, context.dialog, context.trail, context.render_context
        )
        return {
            **document,
            "text": describe_explanation(document, Ui(context.render_context.language)),
        }

    async def question_to_change(
        self, stored: StoredConversation, step: str
    ) -> QuestionShown | None:
        """Return the question of an answered step with its answer, so that it can be changed."""
        context = await self.build_context(stored)
        if stored.submission is not None or step not in context.trail.screens:
            return None
        return build_open_question(
            context.dialog, context.conversation, step, context.render_context, context.refused_turn
        )

    async def submit(
        self,
        token: str,
        rev: int,
        idempotency_key: IdempotencyKey,
        check_rate: Callable[[StoredConversation], None],
    ) -> StoredSubmission:
        """Hand the record over, durably and once; a second call returns the first submission.

        Raises:
            ProblemError: no such conversation.
            StaleViewError: the revision is stale, or the conversation is not at an end that notifies.
        """
        stored = await self.find(token)
        if stored.submission is not None:
            return await self._earlier_submission(stored)
        context = await self.build_context(stored)
        if context.conversation.rev != rev or not context.hands_over:
            raise StaleViewError(await self.current_view(await self._audit_read(stored, "view")))
        check_rate(stored)
        now = context.render_context.now
        reference = new_reference(now, self._services.random_bytes(8))
        record = context.record(stored.begun_at, reference, submitted_at=now)
        new = build_submission(
            context.directory,
            record,
            context.team.id,
            (idempotency_key.key_hash, idempotency_key.body_hash),
        )
        try:
            after = await self._services.conversations.submit(stored, new)
        except StaleRevisionError:
            return await self.submit(token, rev, idempotency_key, check_rate)
        if after.submission is None or after.submission.reference != new.reference:
            return await self._earlier_submission(after)  # another request was faster
        self._metrics.count_submission(stored.flow)
        return after.submission

    async def _earlier_submission(self, stored: StoredConversation) -> StoredSubmission:
        """Return the earlier submission, after auditing that it was read again."""
        noted = await self._audit_read(stored, "receipt")
        if noted.submission is None:
            raise StoreError("the store kept no submission")
        return noted.submission

    async def _audit_read(self, stored: StoredConversation, what: str) -> StoredConversation:
        """Return the conversation, after auditing that its `what` is read."""
        return await self._services.conversations.read_audited(stored, self._services.clock(), what)

    async def record(self, stored: StoredConversation) -> Record | None:
        """Return the record as it was, or would be, sent; None if nothing is handed over."""
        if stored.submission is not None:
            return Record.model_validate_json(stored.submission.record)
        context = await self.build_context(stored)
        return context.record(stored.begun_at) if context.hands_over else None

    async def erase(self, stored: StoredConversation) -> None:
        """Destroy the conversation with its key; a record that was sent stays with the family team."""
        try:
            await self._services.conversations.erase(stored, self._services.clock())
        finally:  # only now: a reader in between may have cached it again
            self._snapshots.drop(stored.id)

    async def expire(self) -> int:
        """Erase expired conversations, also from memory; return how many there were."""
        return await self._services.conversations.expire(
            self._services.clock(), self._snapshots.drop
        )

    async def _find_flow(self, stored: StoredConversation) -> LiveFlow:
        try:
            return await self._services.flows.resolve(stored.flow, stored.logic)
        except ConversationGoneError:
            raise ProblemError(NO_CONVERSATION) from None

    def _context_at(
        self, live: LiveFlow, stored: StoredConversation, turns: int, now: datetime
    ) -> ConversationContext:
        """Return the context after the first `turns` entries of the log, at the instant `now`."""
        snapshot = self._snapshots.replay(live.dialog, stored, turns)
        refused_turn = None
        if is_last_refused(stored, turns):
            refused_turn = replay_turn(live.dialog, snapshot, stored.log[turns - 1])
        return self._context_of(live, snapshot, now, refused_turn)

    def _context_of(
        self, live: LiveFlow, snapshot: Snapshot, now: datetime, refused: TurnResult | None
    ) -> ConversationContext:
        conversation, trail = snapshot.conversation, snapshot.trail
        context = self._contexts.at(live.dialog, conversation, trail, live.texts, now)
        return context if refused is None else structs.replace(context, refused_turn=refused)


GUIDE = web.AppKey("guide", Guide)


def _entry_number(stored: StoredConversation, idempotency_key: IdempotencyKey) -> int | None:
    """Return the number of the entry made with this key, if any; refuse a key of another body."""
    number = stored.number_of(idempotency_key.key_hash)
    if number and stored.log[number - 1].body_hash != idempotency_key.body_hash:
        raise ProblemError(KEY_REUSED)
    return number


def _require_offered_language(live: LiveFlow, turn: Turn) -> None:
    if isinstance(turn, LanguageTurn) and turn.language not in live.texts:
        raise ProblemError(NOT_OFFERED)
