"""A conversation as it is spoken of at a moment: what a view, a question or an explanation is made from."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.dialog.conversation import Conversation
from assistant.dialog.dialog import Dialog
from assistant.dialog.moment import Moment
from assistant.dialog.trail import Trail
from assistant.dialog.voice import Voice


@dataclass(frozen=True, slots=True)
class Scene:
    """A conversation, where it stands, and the moment to speak of it in."""

    dialog: Dialog
    conversation: Conversation
    trail: Trail
    moment: Moment
    voice: Voice = field(init=False)

    def __post_init__(self) -> None:
        voice = Voice(self.dialog.logic, self.trail, self.moment)
        object.__setattr__(self, "voice", voice)
