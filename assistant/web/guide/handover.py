"""From a conversation at its end to what is handed over: the record, its receiver, the receipt."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

import orjson
from msgspec import Struct, structs

from assistant.dialog.conversation import Conversation
from assistant.dialog.dialog import Dialog, Taken
from assistant.dialog.moment import Moment, Said
from assistant.dialog.trail import Trail
from assistant.directory.deadlines import assess_by, end_of, receipt_by
from assistant.directory.model import Directory, Team
from assistant.directory.moment import Moments
from assistant.directory.routing import Teams
from assistant.flow.model import End
from assistant.record.build import Frame, build
from assistant.record.course import Receiver
from assistant.record.export.json import to_json
from assistant.record.model import Record
from assistant.store.values import Submission
from assistant.web.flows import LiveFlow
from assistant.web.guide.log import Fold

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that is misheard on the phone


class Receipt(TypedDict):
    """What the professional gets for a notification; times are ISO 8601 with offset."""

    reference: str
    submitted_at: str
    receiver: dict[str, str]
    assess_by: str
    receipt_by: str


class Standing(Struct, frozen=True):
    """Where a conversation stands, and the instant and words to speak of it in.

    `refused` is its last turn, if that changed nothing; `seen_at` when it is looked at, if that is later.
    """

    directory: Directory
    live: LiveFlow
    conversation: Conversation
    trail: Trail
    moment: Moment
    moments: Moments
    team: Team
    refused: Taken | None = None
    seen_at: datetime | None = None

    @property
    def now(self) -> datetime:
        """The instant that it is looked at."""
        return self.seen_at or self.moment.now

    @property
    def dialog(self) -> Dialog:
        """The flow's dialog."""
        return self.live.dialog

    @property
    def to_be_sent(self) -> bool:
        """Whether this is an end that hands a record over."""
        end = self.dialog.flow.steps[self.trail.ended] if self.trail.ended else None
        return isinstance(end, End) and end.outcome == "notify"


class Desk:
    """Where conversations are spoken of: a municipality, its teams, and what is said there this minute."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._teams, self._moments = Teams(directory), Moments(directory)

    def stand(
        self, live: LiveFlow, fold: Fold, now: datetime, refused: Taken | None = None
    ) -> Standing:
        """Return where a conversation stands, spoken of at the instant `now`."""
        conversation, trail = fold.conversation, fold.trail
        language = live.language(conversation.language)
        team = self._teams.serving(_place(live.workplace, trail))
        words = live.texts[language].of
        then = self._moments.at(live.dialog.flow, now, language, words, team)
        return Standing(
            self._directory, live, conversation, trail, then, self._moments, team, refused
        )

    def seen(self, standing: Standing, now: datetime) -> Standing:
        """Return `standing` looked at later: deadlines stay as they were, whom to call is of `now`."""
        then, flow = standing.moment, standing.dialog.flow
        today = self._moments.at(flow, now, then.language, then.words, standing.team)
        says = {
            key: (then if key.startswith("deadline.") else today).says[key] for key in today.says
        }
        return structs.replace(
            standing, moment=structs.replace(then, says=says, said=Said()), seen_at=now
        )


def _place(named_by: tuple[str, ...], trail: Trail) -> str | None:
    """Return where the professional works, in their own words, once one of these facts says so."""
    for fact in named_by:
        words = trail.answers.get(fact)
        if isinstance(words, str):
            return words
    return None


def draft(standing: Standing, created_at: datetime) -> Record:
    """Return the record as it would be sent now."""
    return _record(standing, created_at, None, None)


def sent(standing: Standing, created_at: datetime, reference: str) -> Record:
    """Return the record as it is sent at the standing's instant."""
    return _record(standing, created_at, reference, standing.moment.now)


def _record(
    standing: Standing, created_at: datetime, reference: str | None, submitted_at: datetime | None
) -> Record:
    directory, now, language = standing.directory, standing.moment.now, standing.moment.language
    frame = Frame(
        reference=reference,
        created_at=created_at,
        submitted_at=submitted_at,
        receiver=Receiver(name=standing.team.called(language), phone=standing.team.phone),
        assess_by=assess_by(directory, now),
        receipt_by=end_of(receipt_by(directory, now)),
        municipality=directory.name,
    )
    return build(standing.dialog, standing.trail, standing.conversation, _dated(standing), frame)


def _dated(standing: Standing) -> Moment:
    """Return the standing's moment with every day named: a record is read on other days."""
    then, flow = standing.moment, standing.dialog.flow
    return standing.moments.at(
        flow, then.now, then.language, then.words, standing.team, absolute=True
    )


def new_reference(now: datetime, random: bytes) -> str:
    """Return a reference that can be read aloud: the year and eight letters and figures."""
    letters = "".join(_LETTERS[byte % len(_LETTERS)] for byte in random[:8])
    return f"{now.year}-{letters[:4]}-{letters[4:]}"


def receipt_of(record: Record) -> Receipt:
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


def summary_of(record: Record) -> bytes:
    """Return what the inbox's list shows of a record: initials and age, no name, and what it is about."""
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


def submission(
    directory: Directory, record: Record, team: str, hashes: tuple[bytes, bytes]
) -> Submission:
    """Return `record` as the store keeps it; `hashes` are of the key and the body that sent it.

    The inbox counts to the receipt as it is safe for the family team, the record as it is safe to tell.
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
        summary=summary_of(record),
        receipt=orjson.dumps(receipt_of(record)),
        assess_by=record.follow_up.assess_by,
        receipt_by=end_of(receipt_by(directory, record.submitted_at, "family_team")),
    )
