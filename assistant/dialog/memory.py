"""What was worked out from a path and holds as long as the path only grows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.dialog.shape import Kept
from assistant.flow.model import Text

Words = Callable[[Text], str]


@dataclass(slots=True)
class Memory:
    """What was told of a path's first `steps`, up to the last answer, in `words`.

    An entry is as it was shown, never to be changed, or the id of a step that is to be told anew; `pinned` are the
    steps that stay visible. Forgetting it costs nothing but time, so no two memories differ.
    """

    words: Words | None = field(default=None, compare=False)
    steps: int = field(default=0, compare=False)
    entries: list[Kept | str] = field(default_factory=list, compare=False, repr=False)
    pinned: list[str] = field(default_factory=list, compare=False)

    def onward(self) -> Memory:
        """Return a memory of its own for a path that goes on from this one."""
        return Memory(self.words, self.steps, self.entries.copy(), self.pinned.copy())

    def speak(self, words: Words) -> None:
        """Forget what was told in other words."""
        if self.words != words:
            self.words, self.steps, self.entries, self.pinned = words, 0, [], []
