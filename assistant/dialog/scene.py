"""A conversation as it is spoken of at a moment: what a view, a question or an explanation is made from."""

from __future__ import annotations

from assistant.dialog.conversation import Conversation
from assistant.dialog.dialog import Dialog
from assistant.dialog.moment import Moment
from assistant.dialog.trail import Trail
from assistant.dialog.voice import Voice


class Scene:
    """A conversation, where it stands, the moment to speak of it in, and the voice that does."""

    __slots__ = ("conversation", "dialog", "moment", "trail", "voice")

    def __init__(
        self, dialog: Dialog, conversation: Conversation, trail: Trail, moment: Moment
    ) -> None:
        self.dialog, self.conversation = dialog, conversation
        self.trail, self.moment = trail, moment
        self.voice = Voice(dialog.logic, trail, moment)
