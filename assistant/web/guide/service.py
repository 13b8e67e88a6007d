"""The guide as a service: what API and pages both do with a conversation.

A turn is one durable append to the conversation's log; the reply is a pure function of the log up to
that entry. So the same key and body give the same reply, and a lost reply costs nothing.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256

import orjson
from aiohttp import web
from msgspec import Struct, structs

from assistant.dialog.conversation import Speaking, Turn
from assistant.dialog.shape import QuestionShown
from assistant.dialog.view import View, question
from assistant.dialog.why import why, why_json
from assistant.errors import (
    ConversationGoneError,
    KeyReusedError,
    StaleRevisionError,
    StoreError,
)
from assistant.record.model import Record
from assistant.store.values import Beginning, Entry, Logged, Sent, Stored
from assistant.text.formats import ZONE
from assistant.text.ui import Ui
from assistant.web.edge.access import token_hash
from assistant.web.edge.problems import (
    ENDED,
    KEY_REUSED,
    NO_CONVERSATION,
    NOT_OFFERED,
    ProblemError,
)
from assistant.web.flows import LiveFlow
from assistant.web.guide.because import because
from assistant.web.guide.handover import Desk, Standing, draft, new_reference, sent, submission
from assistant.web.guide.log import Fold, Folds, entry, refused, retake
from assistant.web.guide.views import finished
from assistant.web.services import Services
from assistant.web.watch.metrics import Metrics


class StaleError(Exception):
    """The revision that the caller saw has moved on, or nothing is to be sent; `view` is how things are."""

    def __init__(self, view: View) -> None:
        super().__init__("stale revision")
        self.view = view


class Keyed(Struct, frozen=True):
    """What a caller wants done once: the hashes of its key and of what it asked for."""

    key: bytes
    body: bytes

    @classmethod
    def of(cls, key: str, body: object) -> Keyed:
        """Return the hashes of an Idempotency-Key and of the plain JSON asked with it."""
        plain = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
        return cls(sha256(key.encode()).digest(), sha256(plain).digest())


class Asked(Struct, frozen=True):
    """A turn as a caller asks for it: at the revision that it saw, and once."""

    turn: Turn
    rev: int
    keyed: Keyed


class Guide:
    """Begins, continues and ends conversations on `services`."""

    def __init__(self, services: Services, metrics: Metrics) -> None:
        self._services = services
        self._metrics = metrics
        self._folds = Folds()
        self._desk = Desk(services.directory)

    async def begin(self, flow: str, language: str) -> tuple[str, Stored]:
        """Return a token and the new conversation that it opens; only the token's hash is kept."""
        services, live = self._services, self._services.flows.served[flow]
        token = urlsafe_b64encode(services.random_bytes(32)).rstrip(b"=").decode()
        now = services.clock()
        beginning = Beginning(
            token_hash=token_hash(token),
            flow=flow,
            version=live.dialog.flow.version,
            logic=live.dialog.flow.logic,
            language=live.language(language),
            today=now.astimezone(ZONE).date(),
            at=now,
            expires_at=now + services.settings.lifetime,
        )
        return token, await services.conversations.begin(beginning)

    async def find(self, token: str) -> Stored:
        """Return the conversation that `token` opens, or refuse with 401."""
        stored = await self._services.conversations.find(token_hash(token), self._services.clock())
        if stored is None:
            raise ProblemError(NO_CONVERSATION)
        return stored

    async def read(self, token: str, what: str) -> Stored:
        """Return the conversation that `token` opens, once it is on record that `what` of it was read."""
        return await self._noted(await self.find(token), what)

    async def standing(self, stored: Stored) -> Standing:
        """Return where a conversation stands now, or stood when it was handed over, with today's phones."""
        live, now = await self._live(stored), self._services.clock()
        if stored.submission is None:
            return self._standing(live, stored, len(stored.log), now)
        then = self._standing(live, stored, len(stored.log), stored.submission.at)
        return self._desk.seen(then, now)

    async def current(self, stored: Stored) -> View:
        """Return the view of a conversation now: what its last turn led to, refusals included."""
        return finished(await self.standing(stored), stored)

    async def turn(self, token: str, asked: Asked, spend: Callable[[Stored], None]) -> View:
        """Return the reply to a turn, durable by then; a known key gets the reply that it got.

        `spend` is asked before new work, and may refuse it.

        Raises:
            ProblemError: no such conversation, the key was used for another body, or it is over.
            StaleError: another tab answered first.
        """
        stored = await self.find(token)
        live = await self._live(stored)
        if (known := _known(stored, asked.keyed)) is not None:
            await self._noted(stored, "view")
            # The reply is as it was, whatever came after.
            then = structs.replace(stored, submission=None)
            return finished(self._standing(live, then, known.seq, known.at), then)
        if stored.submission is not None:
            raise ProblemError(ENDED)
        before = self._folds.at(live.dialog, stored, len(stored.log))
        if before.conversation.rev != asked.rev:
            raise StaleError(await self.current(await self._noted(stored, "view")))
        _require_spoken(live, asked.turn)
        spend(stored)
        now = self._services.clock()
        taken = live.dialog.take(before.conversation, asked.turn, now, before.trail)
        after = Fold(before.turns + 1, taken.conversation, taken.trail)
        if await self._kept(stored, asked, after, now):
            refused = taken if taken.refusals else None
            self._metrics.turned(stored.flow, refused=refused is not None)
            standing = self._desk.stand(live, after, now, refused)
            return finished(standing, stored)
        return await self.turn(token, asked, spend)

    async def _kept(self, stored: Stored, asked: Asked, after: Fold, now: datetime) -> bool:
        """Append the turn that leads to `after`; False when another (or this one, sent twice) came first."""
        body = entry(asked.turn, after.conversation.rev)
        new = Entry(asked.keyed.key, asked.keyed.body, now, body)
        try:
            kept = await self._services.conversations.append(stored, new)
        except (StaleRevisionError, KeyReusedError, ConversationGoneError):
            return False
        last = kept.log[-1]
        if (last.seq, last.key_hash, last.at) != (after.turns, new.key_hash, new.at):
            return False
        self._folds.keep(stored.id, after)
        return True

    async def why(self, stored: Stored, about: str) -> Mapping[str, object] | None:
        """Return why a step, plan item or decision came about, if it did."""
        standing = await self.standing(stored)
        explanation = why(standing.dialog, standing.trail, about)
        if explanation is None:
            return None
        told = why_json(explanation, standing.dialog, standing.trail, standing.moment)
        return {**told, "text": because(told, Ui(standing.moment.language))}

    async def question(self, stored: Stored, step: str) -> QuestionShown | None:
        """Return the question of an answered step with its answer, for a screen that changes it."""
        now = await self.standing(stored)
        if stored.submission is not None or step not in now.trail.screens:
            return None
        return question(now.dialog, now.conversation, step, now.moment, now.refused)

    async def submit(
        self, token: str, rev: int, keyed: Keyed, spend: Callable[[Stored], None]
    ) -> Sent:
        """Hand the record over, durably, once; a conversation that was handed over gets its receipt again.

        Raises:
            ProblemError: no such conversation.
            StaleError: the revision moved on, or the conversation is not at an end that notifies.
        """
        stored = await self.find(token)
        if stored.submission is not None:
            return await self._receipt(stored)
        standing = await self.standing(stored)
        if standing.conversation.rev != rev or not standing.to_be_sent:
            raise StaleError(await self.current(await self._noted(stored, "view")))
        spend(stored)
        now = standing.moment.now
        record = sent(standing, stored.begun_at, new_reference(now, self._services.random_bytes(8)))
        new = submission(standing.directory, record, standing.team.id, (keyed.key, keyed.body))
        try:
            after = await self._services.conversations.submit(stored, new)
        except StaleRevisionError:
            return await self.submit(token, rev, keyed, spend)
        if after.submission is None or after.submission.reference != new.reference:
            return await self._receipt(after)  # another one was faster
        self._metrics.submitted(stored.flow)
        return after.submission

    async def _receipt(self, stored: Stored) -> Sent:
        """Return what was sent before, once it is on record that it was asked for again."""
        noted = await self._noted(stored, "receipt")
        if noted.submission is None:
            raise StoreError("the store kept no submission")
        return noted.submission

    async def _noted(self, stored: Stored, what: str) -> Stored:
        """Return the conversation once it is on record that `what` of it is read."""
        return await self._services.conversations.read_audited(stored, self._services.clock(), what)

    async def record(self, stored: Stored) -> Record | None:
        """Return the record, as it was sent or as it would be; None where nothing is handed over."""
        if stored.submission is not None:
            return Record.model_validate_json(stored.submission.record)
        standing = await self.standing(stored)
        return draft(standing, stored.begun_at) if standing.to_be_sent else None

    async def erase(self, stored: Stored) -> None:
        """Destroy the conversation with its key; a record that was sent stays with the family team."""
        try:
            await self._services.conversations.erase(stored, self._services.clock())
        finally:  # not before: whoever was reading it meanwhile kept it again
            self._folds.drop(stored.id)

    async def expire(self) -> int:
        """Erase what has expired, also from memory; return how many conversations that were."""
        return await self._services.conversations.expire(self._services.clock(), self._folds.drop)

    async def _live(self, stored: Stored) -> LiveFlow:
        try:
            return await self._services.flows.of(stored.flow, stored.logic)
        except ConversationGoneError:
            raise ProblemError(NO_CONVERSATION) from None

    def _standing(self, live: LiveFlow, stored: Stored, turns: int, now: datetime) -> Standing:
        """Return where the first `turns` entries of the log lead, spoken of at the instant `now`."""
        fold = self._folds.at(live.dialog, stored, turns)
        again = None
        if refused(stored, turns):
            again = retake(live.dialog, fold, stored.log[turns - 1])
        return self._desk.stand(live, fold, now, again)


GUIDE = web.AppKey("guide", Guide)


def _known(stored: Stored, keyed: Keyed) -> Logged | None:
    """Return the entry that this key made, if it made one; refuse the key for another body."""
    known = stored.under(keyed.key)
    if known is not None and known.body_hash != keyed.body:
        raise ProblemError(KEY_REUSED)
    return known


def _require_spoken(live: LiveFlow, turn: Turn) -> None:
    if isinstance(turn, Speaking) and turn.language not in live.texts:
        raise ProblemError(NOT_OFFERED)
