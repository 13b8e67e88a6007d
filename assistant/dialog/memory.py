"""What was worked out from a path and holds as long as the path only grows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.dialog.shape import EntryShown
from assistant.flow.model import Text

Words = Callable[[Text], str]


@dataclass(slots=True)
class Memory:
    """What was told of a path's first `steps`, up to the last answer, in `words`.

    An entry is as it was shown, never to be changed, or the id of a step that is to be told anew; `pinned` are the
    steps that stay visible. Forgetting it costs nothing but time.
    """

    words: Words | None = None
    steps: int = 0
    entries: list[EntryShown | str] = field(default_factory=list)
    pinned: list[str] = field(default_factory=list)

    def onward(self) -> Memory:
        """Return a memory of its own for a path that goes on from this one."""
        return Memory(self.words, self.steps, self.entries.copy(), self.pinned.copy())

    def speak(self, words: Words) -> None:
        """Forget what was told in other words."""
        if self.words != words:
            self.words, self.steps, self.entries, self.pinned = words, 0, [], []
