"""Conversations: append-only logs of turns, each durable before it is acknowledged.

`find` is for internal use. To show a professional what was said, without an `append` in the same
request, use `read_audited`: it writes the audit row before anything is opened.

Concurrency is optimistic. A turn is inserted at the place after the log that its caller saw; the
primary key lets one of two callers win. The loser rereads the log and either finds its own
idempotency key there (a retry: same result) or gets `StaleRevisionError`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial

from msgspec import structs

from assistant.errors import (
    AssistantError,
    ConversationGoneError,
    KeyReusedError,
    StaleRevisionError,
    StoreError,
)
from assistant.store import audit, records, units
from assistant.store.conversation_cache import ConversationCache, OpenConversation
from assistant.store.encryption import Keyring
from assistant.store.port import Store
from assistant.store.schema import to_micros
from assistant.store.units import SealedConversation
from assistant.store.values import (
    TENANT,
    ConflictError,
    LogEntry,
    NewConversation,
    StoredConversation,
    StoredSubmission,
    Submission,
    TurnRow,
)

__all__ = [
    "Conversations",
    "LogEntry",
    "NewConversation",
    "StoredConversation",
    "StoredSubmission",
    "Submission",
]

_CACHE_SIZE = 1500
_ERASED_PER_UNIT = 200
_ID_ATTEMPTS = 3


class Conversations:
    """The conversations of one municipality."""

    def __init__(
        self, store: Store, keyring: Keyring, *, tenant: int = TENANT, cache_size: int = _CACHE_SIZE
    ) -> None:
        self._store, self._keyring, self._tenant = store, keyring, tenant
        self._ids = IdGenerator()
        self._cache = ConversationCache(cache_size)
        self._scrubbed_generation = (
            -1
        )  # the last process may have ended between erasing and scrubbing

    async def begin(self, new: NewConversation) -> StoredConversation:
        """Return the new conversation, kept with a data key of its own."""
        for _ in range(_ID_ATTEMPTS - 1):
            try:
                return await self._insert(new)
            except ConflictError:
                continue  # another process made the same id in the same millisecond
        return await self._insert(new)

    async def find(self, token_hash: bytes, now: datetime) -> StoredConversation | None:
        """Return the conversation of a token; None if there is none, or it was erased or expired."""
        held = self._cache.by_token(token_hash)
        if held is None:
            generation = self._cache.generation
            sealed = await self._store.read(
                partial(units.read_by_token, tenant=self._tenant, token_hash=token_hash)
            )
            held = self._unseal_and_cache(sealed, generation)
        return held.stored if held is not None and now < held.stored.expires_at else None

    async def append(self, stored: StoredConversation, entry: LogEntry) -> StoredConversation:
        """Return the conversation after `entry`, which is durable then.

        A retry (same idempotency key, same body) returns the same as the first time.

        Raises:
            StaleRevisionError: another turn followed the log that `stored` has.
            KeyReusedError: the key was used for another body.
            ConversationGoneError: the conversation was erased or handed over, or has expired.
            StoreError: it could not be kept; nothing was acknowledged.
        """
        if entry.at >= stored.expires_at:
            raise ConversationGoneError("the conversation has expired")
        if (known := _state_after_key(stored, entry.key_hash, entry.body_hash)) is not None:
            return known
        if stored.submission is not None:
            raise ConversationGoneError("the conversation was handed over")
        held = self._cache.by_id(stored.id) or await self._reread(stored)
        try:
            return await self._append_turn(held, stored, entry)
        except ConflictError as conflict:
            fresh = (await self._reread(stored)).stored
            if (known := _state_after_key(fresh, entry.key_hash, entry.body_hash)) is not None:
                return known
            raise _explain_conflict(fresh, stored, conflict) from None

    async def submit(self, stored: StoredConversation, new: Submission) -> StoredConversation:
        """Return the conversation handed over: record, keys, outbox and audit in one transaction.

        A second submission changes nothing and returns the first.

        Raises:
            StaleRevisionError: another turn followed the log that `stored` has.
            ConversationGoneError: the conversation was erased or has expired.
            StoreError: it could not be kept, or the reference is in use.
        """
        if stored.submission is not None:
            return stored
        if new.at >= stored.expires_at:
            raise ConversationGoneError("the conversation has expired")
        held = self._cache.by_id(stored.id) or await self._reread(stored)
        sealed = records.seal_submission(
            structs.replace(held, stored=stored), new, self._ids.new_id(new.at), self._keyring
        )
        generation = self._cache.generation
        try:
            await self._store.write(
                partial(records.insert_submission, held=held, submission=new, sealed=sealed)
            )
        except ConflictError as conflict:
            fresh = (await self._reread(stored)).stored
            if fresh.submission is not None:
                return fresh
            await self._refuse_used_reference(new.reference)
            raise _explain_conflict(fresh, stored, conflict) from None
        sent = structs.replace(stored, submission=sealed.sent)
        self._cache.put(structs.replace(held, stored=sent), generation)
        return sent

    async def erase(self, stored: StoredConversation, at: datetime) -> None:
        """Delete the conversation's key and its rows; does nothing if it is gone.

        A journal that can't be scrubbed right now is scrubbed by the next `expire`.
        """
        # Dropped before and after: whoever reads it meanwhile must not put it back into the cache.
        self._cache.drop(stored.id)
        subject = audit.conversation_subject(stored.id)
        event = audit.Event(at, audit.PROFESSIONAL, "conversation.erased", subject)
        unit = partial(
            units.erase_conversation, tenant=self._tenant, conversation_id=stored.id, event=event
        )
        await self._store.write(unit)
        self._cache.drop(stored.id)
        with suppress(StoreError):
            await self._scrub()

    async def read_audited(
        self, stored: StoredConversation, at: datetime, what: str
    ) -> StoredConversation:
        """Return the conversation, after noting in the same transaction that `what` of it was read.

        Raises:
            ConversationGoneError: it was erased or has expired.
            StoreError: the reading could not be noted, so nothing is returned.
        """
        subject = audit.conversation_subject(stored.id)
        event = audit.Event(at, audit.PROFESSIONAL, "conversation.read", subject, what)
        generation = self._cache.generation
        sealed = await self._store.write(
            partial(
                units.read_and_audit, tenant=self._tenant, conversation_id=stored.id, event=event
            )
        )
        held = self._unseal_and_cache(sealed, generation)
        if held is None or at >= held.stored.expires_at:
            raise ConversationGoneError("the conversation is gone")
        return held.stored

    async def expire(self, now: datetime, on_erased: Callable[[int], None] | None = None) -> int:
        """Erase conversations that have expired by `now`; return their number.

        `on_erased` is called with the id of each.

        Raises:
            StoreError: not all could be erased, or some may still stand in a journal; try again.
        """
        unit = partial(units.erase_expired, tenant=self._tenant, now=now, most=_ERASED_PER_UNIT)
        total = 0
        while ids := await self._store.write(unit):
            total += len(ids)
            for each in ids:
                self._cache.drop(each)
                if on_erased is not None:
                    on_erased(each)
        if self._scrubbed_generation < self._cache.generation:
            await self._scrub()
        return total

    async def keep_logic(self, logic_hash: str, files: Mapping[str, str]) -> None:
        """Keep a flow's files, so that conversations can finish on the logic they began with."""
        await self._store.write(
            partial(units.insert_logic, tenant=self._tenant, logic_hash=logic_hash, files=files)
        )

    async def find_logic(self, logic_hash: str) -> Mapping[str, str] | None:
        """Return the files of the flow whose logic has that hash; None if they were never kept."""
        return await self._store.read(
            partial(units.read_logic, tenant=self._tenant, logic_hash=logic_hash)
        )

    async def _scrub(self) -> None:
        """Scrub the journal of everything that was erased until now."""
        generation = self._cache.generation
        await self._store.scrub()
        self._scrubbed_generation = max(self._scrubbed_generation, generation)

    async def _insert(self, new: NewConversation) -> StoredConversation:
        stored = StoredConversation(
            id=self._ids.new_id(new.at),
            tenant=self._tenant,
            flow=new.flow,
            version=new.version,
            logic=new.logic,
            language=new.language,
            today=new.today,
            begun_at=new.at,
            expires_at=new.expires_at,
        )
        key, sealer = self._keyring.new_key(stored.id)
        generation = self._cache.generation
        await self._store.write(partial(units.insert_conversation, new=new, stored=stored, key=key))
        self._cache.put(OpenConversation(stored, sealer, new.token_hash), generation)
        return stored

    async def _append_turn(
        self, held: OpenConversation, stored: StoredConversation, entry: LogEntry
    ) -> StoredConversation:
        seq = len(stored.log) + 1
        place = units.turn_cell(self._tenant, stored.id, seq)
        body = units.seal_turn(held.sealer, entry.body_hash, entry.body, place)
        at, generation = to_micros(entry.at), self._cache.generation
        row = TurnRow(self._tenant, stored.id, seq, at, entry.key_hash, body)
        try:
            await self._store.append(row)
        except BaseException:
            self._cache.evict(
                stored.id
            )  # it may or may not have been committed: ask the database next time
            raise
        after = structs.replace(stored, log=(*stored.log, entry))
        self._cache.put(OpenConversation(after, held.sealer, held.token_hash), generation)
        return after

    async def _refuse_used_reference(self, reference: str) -> None:
        unit = partial(records.is_reference_used, tenant=self._tenant, reference=reference)
        if await self._store.read(unit):
            raise StoreError("the reference is taken; make another")

    async def _reread(self, stored: StoredConversation) -> OpenConversation:
        """Return the conversation as the database has it, with its sealer."""
        generation = self._cache.generation
        sealed = await self._store.read(
            partial(units.read_by_id, tenant=self._tenant, conversation_id=stored.id)
        )
        held = self._unseal_and_cache(sealed, generation)
        if held is None:
            self._cache.drop(stored.id)
            raise ConversationGoneError("the conversation is gone")
        return held

    def _unseal_and_cache(
        self, sealed: SealedConversation | None, generation: int
    ) -> OpenConversation | None:
        if sealed is None:
            return None
        held = units.unseal_conversation(sealed, self._keyring)
        self._cache.put(held, generation)
        return held


def _state_after_key(
    stored: StoredConversation, key_hash: bytes, body_hash: bytes
) -> StoredConversation | None:
    """Return the conversation as it was right after the turn with that key, if there is one."""
    number = stored.number_of(key_hash)
    if number is None:
        return None
    if stored.log[number - 1].body_hash != body_hash:
        raise KeyReusedError("the idempotency key was used for another body")
    return structs.replace(stored, log=stored.log[:number], submission=None)


def _explain_conflict(
    fresh: StoredConversation, stored: StoredConversation, conflict: ConflictError
) -> AssistantError:
    if fresh.submission is not None:
        return ConversationGoneError("the conversation was handed over")
    if len(fresh.log) == len(stored.log):
        return conflict  # the place was free, so another constraint failed
    return StaleRevisionError("another turn came first")


# Time-ordered integer ids: new rows lie together, and every id fits a JavaScript number.

_ID_EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_RANDOM_BITS = 12
_STEP_BITS = 6


class IdGenerator:
    """Generates ids of 41 bits of milliseconds and 12 random bits, rising within a process.

    Two processes can make the same id in the same millisecond; the primary key finds that out, and
    the caller tries again.
    """

    def __init__(self) -> None:
        self._last = 0

    def new_id(self, at: datetime) -> int:
        """Return a new id for something created `at` that time."""
        ticks = (at - _ID_EPOCH) // _MILLISECOND
        fresh = (ticks << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
        # Within a millisecond, or if the clock steps back, count on from the last by a random step.
        self._last = max(fresh, self._last + 1 + secrets.randbits(_STEP_BITS))
        return self._last
