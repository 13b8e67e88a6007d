"""A conversation as its log: what one kept turn is, and what the turns so far make of it.

A log entry is `{"rev": the revision after the turn, "turn": the turn}`. A refused turn leaves the
revision where it was, so a replay passes over it whatever later versions of us would say to it.
"""

from __future__ import annotations

from collections import OrderedDict

import orjson
from msgspec import Struct

from assistant.dialog.conversation import Conversation, Turn, turn_from_json, turn_json
from assistant.dialog.dialog import Dialog, Taken
from assistant.dialog.trail import Trail
from assistant.store.values import Logged, Stored
from assistant.web.guide.fitting import fitting


class Fold(Struct, frozen=True):
    """A conversation after the first `turns` entries of its log, and where it stands."""

    turns: int
    conversation: Conversation
    trail: Trail


def entry(turn: Turn, rev: int) -> bytes:
    """Return what is kept of a turn that left the conversation at `rev`."""
    return fitting(orjson.dumps({"rev": rev, "turn": turn_json(turn)}))


def refused(stored: Stored, turns: int) -> bool:
    """Return whether the last of the first `turns` entries changed nothing."""
    if turns == 0:
        return False
    return _rev(stored.log[turns - 1]) == (_rev(stored.log[turns - 2]) if turns > 1 else 0)


def retake(dialog: Dialog, before: Fold, logged: Logged) -> Taken:
    """Return what came of a kept turn, as it was said at the time."""
    turn = turn_from_json(orjson.loads(logged.body)["turn"])
    return dialog.take(before.conversation, turn, logged.at, before.trail)


class Folds:
    """Folds logs into conversations, remembering the newest fold of those recently used."""

    def __init__(self, most: int = 1500) -> None:
        self._most = most
        self._newest: OrderedDict[int, Fold] = OrderedDict()

    def at(self, dialog: Dialog, stored: Stored, turns: int) -> Fold:
        """Return the conversation after the first `turns` entries of its log."""
        fold = self._newest.get(stored.id)
        if fold is not None and fold.turns == turns:
            self._newest.move_to_end(stored.id)
            return fold
        if fold is None or fold.turns > turns:
            conversation = dialog.begin(stored.language, stored.today)
            fold = Fold(0, conversation, dialog.trail(conversation))
        for logged in stored.log[fold.turns : turns]:
            fold = _on(dialog, fold, logged)
        self.keep(stored.id, fold)
        return fold

    def keep(self, conversation_id: int, fold: Fold) -> None:
        """Remember where a conversation stands, if nothing newer is known."""
        known = self._newest.get(conversation_id)
        if known is None or known.turns <= fold.turns:
            self._newest[conversation_id] = fold
        self._newest.move_to_end(conversation_id)
        while len(self._newest) > self._most:
            self._newest.popitem(last=False)

    def drop(self, conversation_id: int) -> None:
        """Forget an erased conversation."""
        self._newest.pop(conversation_id, None)


def _on(dialog: Dialog, fold: Fold, logged: Logged) -> Fold:
    if _rev(logged) == fold.conversation.rev:
        return Fold(fold.turns + 1, fold.conversation, fold.trail)
    taken = retake(dialog, fold, logged)
    return Fold(fold.turns + 1, taken.conversation, taken.trail)


def _rev(logged: Logged) -> int:
    rev = orjson.loads(logged.body)["rev"]
    return int(rev)
