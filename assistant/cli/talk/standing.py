"""Where a played conversation stands, the words to speak of it, and the record it would give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assistant.dialog.conversation import Conversation
from assistant.dialog.dialog import Dialog
from assistant.dialog.moment import Moment
from assistant.dialog.outcome import recorded
from assistant.dialog.trail import Trail
from assistant.directory.deadlines import assess_by, end_of, receipt_by
from assistant.directory.model import Directory, Team
from assistant.directory.moment import moment
from assistant.directory.routing import family_team
from assistant.flow.model import End
from assistant.record.build import Frame, Receiver, build
from assistant.record.model import Record
from assistant.scenario.player import Player
from assistant.text.catalogue import Texts


@dataclass(frozen=True, slots=True)
class Standing:
    """A conversation at an instant, in the words of a language and a municipality."""

    directory: Directory
    dialog: Dialog
    conversation: Conversation
    trail: Trail
    moment: Moment
    team: Team

    def record(self) -> Record | None:
        """Return the record as it would be sent now; None where nothing is sent."""
        end = self.dialog.flow.steps[self.trail.ended] if self.trail.ended else None
        if not isinstance(end, End) or end.outcome != "notify":
            return None
        frame = Frame(
            reference=None,
            created_at=self.moment.now,
            submitted_at=None,
            receiver=Receiver(name=self.team.called(self.moment.language), phone=self.team.phone),
            assess_by=assess_by(self.directory, self.moment.now),
            receipt_by=end_of(receipt_by(self.directory, self.moment.now)),
            municipality=self.directory.name,
        )
        return build(self.dialog, self.trail, self.conversation, self.moment, frame)


def stand(player: Player, texts: Texts, directory: Directory, now: datetime) -> Standing:
    """Return where the conversation of `player` stands, spoken of in `texts`."""
    dialog, trail = player.dialog, player.trail
    workplace = recorded(dialog, trail, texts.of).get("setting.institution")
    team = family_team(directory, workplace if isinstance(workplace, str) else None)
    then = moment(directory, dialog.flow, now, texts.language, texts.of, team)
    return Standing(directory, dialog, player.conversation, trail, then, team)
