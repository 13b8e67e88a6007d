"""Conversations as the guide keeps them: append-only turns, each durable before it is acknowledged.

`find` is for the machinery. Whoever shows a professional what was said, without an `append` in the
same request, asks `read_audited` for it: the audit row is written before anything is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial

from msgspec import structs

from assistant.errors import (
    AssistantError,
    ConversationGoneError,
    KeyReusedError,
    StaleRevisionError,
    StoreError,
)
from assistant.store import audit, expiry, log, logic, submission
from assistant.store.errors import ConflictError
from assistant.store.ids import Ids
from assistant.store.keys import Keyring
from assistant.store.log import Kept
from assistant.store.moments import micros
from assistant.store.open_ones import Open, OpenOnes
from assistant.store.port import Store
from assistant.store.values import (
    TENANT,
    Beginning,
    Entry,
    Logged,
    Sent,
    Stored,
    Submission,
    TurnRow,
)

__all__ = ["Beginning", "Conversations", "Entry", "Logged", "Sent", "Stored", "Submission"]

_HELD = 1500
_EXPIRE_AT_ONCE = 200
_TRIES = 3


class Conversations:
    """The conversations of one municipality."""

    def __init__(
        self, store: Store, keyring: Keyring, *, tenant: int = TENANT, held: int = _HELD
    ) -> None:
        self._store, self._keyring, self._tenant = store, keyring, tenant
        self._ids = Ids()
        self._open = OpenOnes(held)
        self._scrubbed = -1  # whoever had the database before may have ended just ahead of it

    async def begin(self, new: Beginning) -> Stored:
        """Return the conversation that began, kept with a data key of its own."""
        for _ in range(_TRIES - 1):
            try:
                return await self._begun(new)
            except ConflictError:
                continue  # another process made the same id in the same millisecond
        return await self._begun(new)

    async def find(self, token_hash: bytes, now: datetime) -> Stored | None:
        """Return the conversation of a token; None if it never was, was erased, or its time is up."""
        held = self._open.by_token(token_hash)
        if held is None:
            dropped = self._open.dropped
            kept = await self._store.read(
                partial(log.by_token, tenant=self._tenant, token_hash=token_hash)
            )
            held = self._taken_in(kept, dropped)
        return held.stored if held is not None and now < held.stored.expires_at else None

    async def append(self, stored: Stored, entry: Entry) -> Stored:
        """Return the conversation after `entry`, which is durable; a key that was used gives what followed it then.

        Raises:
            StaleRevisionError: another turn came after the log that `stored` has.
            KeyReusedError: the key was used for another body.
            ConversationGoneError: the conversation was erased, handed over, or its time is up.
            StoreError: it could not be kept; nothing was acknowledged.
        """
        if entry.at >= stored.expires_at:
            raise ConversationGoneError("the conversation has expired")
        if (known := _followed(stored, entry.key_hash, entry.body_hash)) is not None:
            return known
        if stored.submission is not None:
            raise ConversationGoneError("the conversation was handed over")
        held = self._open.by_id(stored.id) or await self._reread(stored)
        try:
            return await self._appended(held, stored, entry)
        except ConflictError as conflict:
            fresh = (await self._reread(stored)).stored
            if (known := _followed(fresh, entry.key_hash, entry.body_hash)) is not None:
                return known
            raise _overtaken(fresh, stored, conflict) from None

    async def submit(self, stored: Stored, new: Submission) -> Stored:
        """Return the conversation handed over: record, keys, outbox and audit in one transaction.

        A second submission changes nothing and returns the first.

        Raises:
            StaleRevisionError: another turn came after the log that `stored` has.
            ConversationGoneError: the conversation was erased, or its time is up.
            StoreError: it could not be kept, or the reference is taken.
        """
        if stored.submission is not None:
            return stored
        if new.at >= stored.expires_at:
            raise ConversationGoneError("the conversation has expired")
        held = self._open.by_id(stored.id) or await self._reread(stored)
        sealed = submission.seal(
            structs.replace(held, stored=stored), new, self._ids.next(new.at), self._keyring
        )
        dropped = self._open.dropped
        try:
            await self._store.write(
                partial(submission.keep, held=held, submission=new, sealed=sealed)
            )
        except ConflictError as conflict:
            fresh = (await self._reread(stored)).stored
            if fresh.submission is not None:
                return fresh
            await self._refuse_taken(new.reference)
            raise _overtaken(fresh, stored, conflict) from None
        sent = structs.replace(stored, submission=sealed.sent)
        self._open.hold(structs.replace(held, stored=sent), dropped)
        return sent

    async def erase(self, stored: Stored, at: datetime) -> None:
        """Destroy the conversation's key and its rows; once it is gone, this does nothing.

        A journal that can't be cleaned of it right now is cleaned by the next `expire`.
        """
        self._open.drop(stored.id)
        subject = audit.conversation_subject(stored.id)
        event = audit.Event(at, audit.PROFESSIONAL, "conversation.erased", subject)
        unit = partial(expiry.erase, tenant=self._tenant, conversation_id=stored.id, event=event)
        await self._store.write(unit)
        self._open.drop(stored.id)
        with suppress(StoreError):
            await self._scrub()

    async def read_audited(self, stored: Stored, at: datetime, what: str) -> Stored:
        """Return the conversation as it stands, after noting in the same transaction that `what` of it was read.

        Raises:
            ConversationGoneError: it was erased, or its time is up.
            StoreError: the reading could not be noted, so nothing is returned.
        """
        subject = audit.conversation_subject(stored.id)
        event = audit.Event(at, audit.PROFESSIONAL, "conversation.read", subject, what)
        dropped = self._open.dropped
        kept = await self._store.write(
            partial(log.read, tenant=self._tenant, conversation_id=stored.id, event=event)
        )
        held = self._taken_in(kept, dropped)
        if held is None or at >= held.stored.expires_at:
            raise ConversationGoneError("the conversation is gone")
        return held.stored

    async def expire(self, now: datetime, gone: Callable[[int], None] | None = None) -> int:
        """Erase what has expired by `now`; tell `gone` each one's id, and return how many that were.

        Raises:
            StoreError: not all of it could be erased, or it may still stand in a journal; ask again.
        """
        unit = partial(expiry.expire, tenant=self._tenant, now=now, most=_EXPIRE_AT_ONCE)
        total = 0
        while ids := await self._store.write(unit):
            total += len(ids)
            for each in ids:
                self._open.drop(each)
                if gone is not None:
                    gone(each)
        if self._scrubbed < self._open.dropped:
            await self._scrub()
        return total

    async def keep_logic(self, logic_hash: str, files: Mapping[str, str]) -> None:
        """Keep the files of a flow, so that its conversations can finish on the logic they began with."""
        await self._store.write(
            partial(logic.keep, tenant=self._tenant, logic_hash=logic_hash, files=files)
        )

    async def logic(self, logic_hash: str) -> Mapping[str, str] | None:
        """Return the files kept under that hash."""
        return await self._store.read(
            partial(logic.kept, tenant=self._tenant, logic_hash=logic_hash)
        )

    async def _scrub(self) -> None:
        """Clean the journal of all that was dropped until now."""
        dropped = self._open.dropped
        await self._store.scrub()
        self._scrubbed = max(self._scrubbed, dropped)

    async def _begun(self, new: Beginning) -> Stored:
        stored = Stored(
            id=self._ids.next(new.at),
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
        dropped = self._open.dropped
        await self._store.write(partial(log.begin, new=new, stored=stored, key=key))
        self._open.hold(Open(stored, sealer, new.token_hash), dropped)
        return stored

    async def _appended(self, held: Open, stored: Stored, entry: Entry) -> Stored:
        seq = len(stored.log) + 1
        place = log.body_place(self._tenant, stored.id, seq)
        body = log.sealed(held.sealer, entry.body_hash, entry.body, place)
        at, dropped = micros(entry.at), self._open.dropped
        row = TurnRow(self._tenant, stored.id, seq, at, entry.key_hash, body)
        try:
            await self._store.append(row)
        except BaseException:
            self._open.forget(stored.id)  # whether it was kept or not, the database knows
            raise
        logged = Logged(seq, entry.key_hash, entry.body_hash, entry.at, entry.body)
        after = structs.replace(stored, log=(*stored.log, logged))
        self._open.hold(Open(after, held.sealer, held.token_hash), dropped)
        return after

    async def _refuse_taken(self, reference: str) -> None:
        unit = partial(submission.taken, tenant=self._tenant, reference=reference)
        if await self._store.read(unit):
            raise StoreError("the reference is taken; make another")

    async def _reread(self, stored: Stored) -> Open:
        """Return the conversation as the database has it, with its key."""
        dropped = self._open.dropped
        kept = await self._store.read(
            partial(log.by_id, tenant=self._tenant, conversation_id=stored.id)
        )
        held = self._taken_in(kept, dropped)
        if held is None:
            self._open.drop(stored.id)
            raise ConversationGoneError("the conversation is gone")
        return held

    def _taken_in(self, kept: Kept | None, dropped: int) -> Open | None:
        if kept is None:
            return None
        held = log.opened(kept, self._keyring)
        self._open.hold(held, dropped)
        return held


def _followed(stored: Stored, key_hash: bytes, body_hash: bytes) -> Stored | None:
    """Return the conversation as it stood after the entry with that key, if there is one."""
    known = stored.under(key_hash)
    if known is None:
        return None
    if known.body_hash != body_hash:
        raise KeyReusedError("the idempotency key was used for another body")
    return structs.replace(stored, log=stored.log[: known.seq], submission=None)


def _overtaken(fresh: Stored, stored: Stored, conflict: ConflictError) -> AssistantError:
    if fresh.submission is not None:
        return ConversationGoneError("the conversation was handed over")
    if len(fresh.log) == len(stored.log):
        return conflict  # the place was free: something else in the database refused
    return StaleRevisionError("another turn came first")
