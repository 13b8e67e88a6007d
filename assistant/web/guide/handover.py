"""The handover at the end of a conversation: the record, its receiver, the receipt."""

from __future__ import annotations

from datetime import datetime

import orjson
from msgspec import Struct, structs
from typing_extensions import TypedDict  # pydantic describes no other before Python 3.12

from assistant.dialog.conversation import Conversation
from assistant.dialog.engine import Dialog, TurnResult
from assistant.dialog.render_context import PhraseCache, RenderContext
from assistant.dialog.trail import Trail
from assistant.dialog.view_model import Instant
from assistant.directory.deadlines import assess_by, end_of_day, receipt_by
from assistant.directory.municipality import Directory, Team, TeamIndex
from assistant.directory.placeholders import RenderContextCache
from assistant.flow.model import End
from assistant.record.build import Frame, build_record
from assistant.record.contents import Receiver, Record
from assistant.record.export.json import to_json
from assistant.store.values import Submission
from assistant.web.flows import LiveFlow
from assistant.web.guide.replay import Snapshot

_REFERENCE_LETTERS = (
    "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0, O, 1 or I: they are mixed up on the phone
)


class ReceiverShown(TypedDict):
    """The family team that the record goes to."""

    name: str
    phone: str | None


class Receipt(TypedDict):
    """That the record was sent; times are ISO 8601 with offset."""

    reference: str
    submitted_at: Instant
    receiver: ReceiverShown
    assess_by: Instant
    receipt_by: Instant


class ConversationContext(Struct, frozen=True):
    """A conversation with all that is needed to show it: its trail, instant, language and family team.

    `refused_turn` is the last turn, if it was refused; `viewed_at` is when the conversation is viewed, if
    that is later than the instant it is rendered for.
    """

    directory: Directory
    live: LiveFlow
    conversation: Conversation
    trail: Trail
    render_context: RenderContext
    moments: RenderContextCache
    team: Team
    refused_turn: TurnResult | None = None
    viewed_at: datetime | None = None

    @property
    def now(self) -> datetime:
        """The instant at which the conversation is viewed."""
        return self.viewed_at or self.render_context.now

    @property
    def dialog(self) -> Dialog:
        """The flow's dialog."""
        return self.live.dialog

    @property
    def hands_over(self) -> bool:
        """True if the conversation is at an end that hands a record over."""
        end = self.dialog.flow.steps[self.trail.ended] if self.trail.ended else None
        return isinstance(end, End) and end.outcome == "notify"


class ContextFactory:
    """Builds the contexts of one municipality's conversations; caches what it says each minute."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._teams, self._moments = TeamIndex(directory), RenderContextCache(directory)

    def at(
        self,
        live: LiveFlow,
        snapshot: Snapshot,
        now: datetime,
        refused_turn: TurnResult | None = None,
    ) -> ConversationContext:
        """Return the context of a conversation at the instant `now`."""
        conversation, trail = snapshot.conversation, snapshot.trail
        language = live.choose_language(conversation.language)
        team = self._teams.find_team(_find_workplace(live.workplace_facts, trail))
        words = live.texts[language].words_of
        render_context = self._moments.at(live.dialog.flow, now, language, words, team)
        return ConversationContext(
            self._directory,
            live,
            conversation,
            trail,
            render_context,
            self._moments,
            team,
            refused_turn,
        )

    def revisit(self, context: ConversationContext, now: datetime) -> ConversationContext:
        """Return `context` as viewed later: deadlines stay as they were, contacts are those of `now`."""
        then, flow = context.render_context, context.dialog.flow
        today = self._moments.at(flow, now, then.language, then.words, context.team)
        says = {
            key: (then if key.startswith("deadline.") else today).placeholders[key]
            for key in today.placeholders
        }
        return structs.replace(
            context,
            render_context=structs.replace(then, placeholders=says, cache=PhraseCache()),
            viewed_at=now,
        )


def _find_workplace(facts: tuple[str, ...], trail: Trail) -> str | None:
    """Return the professional's place of work in their own words, if one of `facts` is answered."""
    for fact in facts:
        words = trail.answers.get(fact)
        if isinstance(words, str):
            return words
    return None


def draft_record(context: ConversationContext, created_at: datetime) -> Record:
    """Return the record as it would be sent now."""
    return _build_record(context, created_at, None, None)


def final_record(context: ConversationContext, created_at: datetime, reference: str) -> Record:
    """Return the record as it is sent at the instant of `context`."""
    return _build_record(context, created_at, reference, context.render_context.now)


def _build_record(
    context: ConversationContext,
    created_at: datetime,
    reference: str | None,
    submitted_at: datetime | None,
) -> Record:
    directory, now, language = (
        context.directory,
        context.render_context.now,
        context.render_context.language,
    )
    frame = Frame(
        reference=reference,
        created_at=created_at,
        submitted_at=submitted_at,
        receiver=Receiver(name=context.team.name_for(language), phone=context.team.phone),
        assess_by=assess_by(directory, now),
        receipt_by=end_of_day(receipt_by(directory, now)),
        municipality=directory.name,
    )
    return build_record(
        context.dialog, context.trail, context.conversation, _dated_render_context(context), frame
    )


def _dated_render_context(context: ConversationContext) -> RenderContext:
    """Return the render context with every day written as a date: a record is read on other days."""
    then, flow = context.render_context, context.dialog.flow
    return context.moments.at(
        flow, then.now, then.language, then.words, context.team, absolute=True
    )


def new_reference(now: datetime, random: bytes) -> str:
    """Return a reference that can be read aloud: the year and eight letters and figures."""
    letters = "".join(_REFERENCE_LETTERS[byte % len(_REFERENCE_LETTERS)] for byte in random[:8])
    return f"{now.year}-{letters[:4]}-{letters[4:]}"


def build_receipt(record: Record) -> Receipt:
    """Return the receipt for a record that has been sent."""
    if record.reference is None or record.submitted_at is None:
        raise ValueError("a receipt is for a record that has been sent")
    receiver = record.header.receiver
    return Receipt(
        reference=record.reference,
        submitted_at=record.submitted_at.isoformat(),
        receiver={"name": receiver.name, "phone": receiver.phone or ""},
        assess_by=record.follow_up.assess_by.isoformat(),
        receipt_by=record.follow_up.receipt_by.isoformat(),
    )


def build_summary(record: Record) -> bytes:
    """Return a record's summary for the inbox's list: initials and age but no name, and its reasons."""
    initials = "".join(word[0].upper() for word in (record.child.name or "").split()[:4])
    return orjson.dumps(
        {
            "initials": initials,
            "age": record.child.age,
            "age_band": record.child.age_band,
            "unborn": record.unborn is not None,
            "from": record.notifier.category,
            "urgency": record.urgency,
            "reasons": record.reasons,
            "signs": len(record.signs),
        }
    )


def build_submission(
    directory: Directory, record: Record, team: str, hashes: tuple[bytes, bytes]
) -> Submission:
    """Return `record` as the store keeps it; `hashes` are those of the idempotency key and the body.

    There are two receipt days, since it may be unclear whether a day is a working day: the inbox holds the
    family team to the earlier one, the record promises the professional the later one.
    """
    if record.reference is None or record.submitted_at is None:
        raise ValueError("only a record with a reference is sent")
    return Submission(
        key_hash=hashes[0],
        body_hash=hashes[1],
        at=record.submitted_at,
        reference=record.reference,
        team=team,
        record=to_json(record),
        summary=build_summary(record),
        receipt=orjson.dumps(build_receipt(record)),
        assess_by=record.follow_up.assess_by,
        receipt_by=end_of_day(receipt_by(directory, record.submitted_at, "family_team")),
    )
