"""What was asked, answered and told on a path: a transcript up to the last answer, messages since then."""

from __future__ import annotations

from typing import Literal, cast

from assistant.dialog.question import question_text
from assistant.dialog.scene import Scene
from assistant.dialog.shape import EntryShown, Kept, KeptList, MessageShown
from assistant.flow.model import AnyStep, Ask, Choice, End, Tell, YesNo

_TELLING = (Tell, End)


class Course:
    """The course of a conversation in the words of a moment.

    The trail's memory has what was told before of the path up to the last answer, so that a turn only adds to it.
    Of what was said of the moment, or of answers that may change, it has the step alone: it is said anew.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene, self._said = scene, scene.moment.said.entries
        self._steps, self._facts = scene.dialog.flow.steps, scene.dialog.flow.facts
        self._memory = scene.trail.memory
        self._memory.speak(scene.moment.words)
        self._told: list[Tell | End] = []
        self._walk()
        transcript = KeptList(
            [self._anew(one) if isinstance(one, str) else one for one in self._memory.entries]
        )
        self.transcript = cast("list[EntryShown]", transcript)
        self.messages: list[MessageShown] = [self._message(step) for step in self._told]
        pinned = (self._message(self._steps[name]) for name in self._memory.pinned)
        lately = (one for one, step in zip(self.messages, self._told, strict=True) if _pins(step))
        self.pinned: list[MessageShown] = [*pinned, *lately]

    def _walk(self) -> None:
        """Take what is new on the path into the memory, as far as it is answered."""
        trail, memory = self._scene.trail, self._memory
        for at in range(memory.steps, len(trail.path)):
            name = trail.path[at]
            step = self._steps[name]
            if name in trail.screens:
                memory.pinned += [told.id for told in self._told if _pins(told)]
                memory.entries += [self._kept(one) for one in (*self._told, step)]
                memory.steps, self._told = at + 1, []
            elif isinstance(step, _TELLING) and step.say is not None:
                self._told.append(step)

    def _kept(self, step: AnyStep) -> Kept | str:
        """Return a step's entry where it will always say the same, else its id.

        Whoever picked the same answer shares the entry; what somebody wrote is shared with nobody.
        """
        picked = self._picked(step)
        if picked is None:
            return self._lasting(step)
        known = self._said.get((step.id, picked))
        if known is None:
            known = self._said[step.id, picked] = self._lasting(step)
        return known

    def _picked(self, step: AnyStep) -> str | None:
        """Return the one option that answers a step, if that is what does."""
        if not isinstance(step, Ask) or not isinstance(self._facts[step.fact], Choice | YesNo):
            return None
        value = self._scene.trail.answers[step.fact]
        return value if isinstance(value, str) else None

    def _lasting(self, step: AnyStep) -> Kept | str:
        voice = self._scene.voice
        voice.timely = voice.personal = False
        entry = Kept(self._entry(step))
        return step.id if voice.timely or voice.personal else entry

    def _anew(self, step: str) -> Kept:
        return Kept(self._entry(self._steps[step]))

    def _entry(self, step: AnyStep) -> EntryShown:
        if isinstance(step, _TELLING):
            return {
                "step": step.id,
                "kind": _kind(step),
                "text": self._scene.voice.message(step.say),
                "answer": None,
                "can_change": False,
                "facts": [],
                "level": _level(step),
            }
        facts = self._scene.dialog.replay.fields[step.id]
        return {
            "step": step.id,
            "kind": step.kind,
            "text": question_text(self._scene, step),
            "answer": self._scene.voice.answers(facts),
            "can_change": True,
            "facts": list(facts),
        }

    def _message(self, step: AnyStep) -> MessageShown:
        return {
            "step": step.id,
            "kind": _kind(step),
            "level": _level(step),
            "text": self._scene.voice.message(step.say),
        }


def _kind(step: AnyStep) -> Literal["tell", "end"]:
    return "tell" if isinstance(step, Tell) else "end"


def _level(step: AnyStep) -> str:
    return step.level if isinstance(step, Tell) else "info"


def _pins(step: Tell | End) -> bool:
    return isinstance(step, Tell) and (step.pin or step.level == "danger")
