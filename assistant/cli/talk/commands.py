"""What can be said in a talk instead of an answer: `:back`, `:why`, `:change`, `:lang`, `:help`, `:quit`."""

from __future__ import annotations

from typing import Protocol

import click

from assistant.cli.talk.screen import because, parked
from assistant.cli.talk.standing import Standing
from assistant.dialog.conversation import Back, Changing, Speaking, Turn
from assistant.dialog.shape import FieldShown, QuestionShown
from assistant.dialog.trail import Trail
from assistant.dialog.view import question
from assistant.dialog.why import why, why_json
from assistant.scenario.player import Player

HELP = (
    (":back", "one screen back"),
    (":why [STEP]", "why this question, or another step, decision or plan item, came"),
    (":change [FACT]", "answer something again; without FACT, the facts that can be"),
    (":lang [LANGUAGE]", "go on in another language"),
    (":parked", "answers that are kept, and off the way"),
    (":quit", "leave"),
)


class CommandGivenError(Exception):
    """A line was a command, not an answer; `line` is what was typed."""

    def __init__(self, line: str) -> None:
        super().__init__("a command")
        self.line = line


class Talking(Protocol):
    """What commands need of a talk."""

    player: Player

    def standing(self) -> Standing:
        """Return where the conversation stands."""
        ...

    def field(self, field: FieldShown, *, alone: bool) -> object:
        """Return the answer to a field."""
        ...

    def take(self, turn: Turn) -> None:
        """Take a turn."""
        ...


class Commands:
    """Runs the commands of a talk."""

    def __init__(self, talk: Talking, languages: tuple[str, ...]) -> None:
        self._talk, self._languages = talk, languages

    def run(self, line: str) -> None:
        """Do what `line` says.

        Raises:
            EOFError: it says to leave.
        """
        name, _, rest = line.removeprefix(":").strip().partition(" ")
        match name, rest.strip():
            case (("quit" | "q"), _):
                raise EOFError
            case (("back" | "b"), _):
                self._talk.take(Back())
            case (("why" | "w"), step):
                self._why(step)
            case (("change" | "c"), fact):
                self._change(fact)
            case (("lang" | "l"), language):
                self._speak(language)
            case "parked", _:
                parked(self._talk.standing())
            case _:
                for command, what in HELP:
                    click.echo(f"  {command:<18}{what}")

    def _why(self, wanted: str) -> None:
        standing = self._talk.standing()
        trail = standing.trail
        explanation = why(standing.dialog, trail, wanted or trail.path[-1])
        if explanation is None:
            click.echo(f"  {wanted} is not on the way; there are {', '.join(trail.path)}")
            return
        because(why_json(explanation, standing.dialog, trail, standing.moment))

    def _change(self, fact: str) -> None:
        standing = self._talk.standing()
        if fact not in standing.trail.answers:
            facts = ", ".join(standing.trail.answers) or "none yet"
            click.echo(f"  :change FACT, one of: {facts}")
            return
        try:
            raw = self._talk.field(self._field(standing, fact), alone=False)
        except CommandGivenError as command:
            self.run(command.line)
            return
        self._talk.take(Changing(fact, raw))

    @staticmethod
    def _field(standing: Standing, fact: str) -> FieldShown:
        asked = _asked(standing, standing.trail, fact)
        return next(field for field in asked["fields"] if field["fact"] == fact)

    def _speak(self, language: str) -> None:
        others = [
            each for each in self._languages if each != self._talk.player.conversation.language
        ]
        wanted = language or (others[0] if len(others) == 1 else "")
        if wanted in self._languages:
            self._talk.take(Speaking(wanted))
        else:
            click.echo(f"  :lang LANGUAGE, one of: {', '.join(self._languages)}")


def _asked(standing: Standing, trail: Trail, fact: str) -> QuestionShown:
    fields = standing.dialog.replay.fields
    step = next(screen for screen in trail.screens if fact in fields[screen])
    return question(standing.dialog, standing.conversation, step, standing.moment)
