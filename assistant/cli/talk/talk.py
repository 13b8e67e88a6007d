"""A conversation talked through at a terminal or from a pipe, screen by screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import click

from assistant.cli.talk.answering import answer, asked
from assistant.cli.talk.commands import CommandGivenError, Commands
from assistant.cli.talk.screen import ended, headed, message, reviewed, told
from assistant.cli.talk.standing import Standing, stand
from assistant.cli.talk.voice import Asked, Choice, Voice
from assistant.dialog.conversation import Answering, Turn
from assistant.dialog.shape import FieldShown, QuestionShown, View
from assistant.dialog.view import view
from assistant.directory.model import Directory
from assistant.scenario.player import Player
from assistant.text.catalogue import Texts

ADD, DONE = "add", "done"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a talk is in: the words by language, the municipality, and the clock."""

    texts: Mapping[str, Texts]
    directory: Directory
    clock: Callable[[], datetime]


class Talk:
    """Plays on from where `player` stands until the person leaves."""

    def __init__(self, player: Player, voice: Voice, surroundings: Surroundings) -> None:
        self.player, self._voice, self._surroundings = player, voice, surroundings
        self._commands = Commands(self, tuple(surroundings.texts))
        self._seen: tuple[str, ...] = ()

    def run(self) -> None:
        """Talk until there are no more answers, or `:quit`."""
        click.secho(self._view()["title"], bold=True)
        try:
            while True:
                self._screen()
        except EOFError:
            click.echo()

    def standing(self) -> Standing:
        """Return where the conversation stands, and the words to speak of it."""
        around = self._surroundings
        texts = around.texts[self.player.conversation.language]
        return stand(self.player, texts, around.directory, around.clock())

    def answered(self, question: QuestionShown) -> object:
        """Return the answer to `question`: one value, or one for each fact of a form.

        Raises:
            CommandGivenError: a command was given instead.
        """
        message(question["text"], bold=True)
        message(question["help"])
        fields = question["fields"]
        if len(fields) == 1:
            return self.field(fields[0], alone=True)
        return {field["fact"]: self.field(field, alone=False) for field in fields}

    def field(self, field: FieldShown, *, alone: bool) -> object:
        """Return the answer to one field; `alone` when the question's own text asks for it."""
        if field["type"] == "repeat":
            return list(self._rows(field))
        message(field["help"])
        return answer(field, self._ask(self._asked(field, "" if alone else field["label"])))

    def take(self, turn: Turn) -> None:
        """Take a turn, and say what is wrong with it if it is refused."""
        self.player.take(turn)
        for error in self._view()["errors"]:
            click.secho(f"! {error['text']}", fg="red")

    def _screen(self) -> None:
        shown = self._view()
        headed(shown)
        self._tell(shown)
        question = shown["question"]
        try:
            if question is None:
                self._end(shown)
            else:
                self.take(Answering(question["step"], self.answered(question)))
        except CommandGivenError as command:
            self._commands.run(command.line)

    def _tell(self, shown: View) -> None:
        """Say what is told, but not again what stood there before a refusal or a command."""
        steps = tuple(each["step"] for each in shown["messages"])
        if steps != self._seen:
            told(shown["messages"])
        self._seen = steps

    def _end(self, shown: View) -> None:
        ended(shown)
        reviewed(self.standing())
        self._ask(Asked("The end. :back, :change, :why, or Enter to leave"))
        raise EOFError

    def _rows(self, field: FieldShown) -> Iterator[dict[str, object]]:
        least, most = _number(field["min"]), _number(field["max"])
        for number in range(1, most + 1):
            if number > least and self._ask(_more(field["label"], number)) not in {ADD, "1"}:
                return
            click.secho(f"{field['label']} {number}", bold=True)
            yield {inner["fact"]: self.field(inner, alone=False) for inner in field["each"]}

    def _asked(self, field: FieldShown, label: str) -> Asked:
        return asked(field, label, self.standing().moment.ui)

    def _ask(self, question: Asked) -> str:
        line = self._voice.ask(question)
        if line.startswith(":"):
            raise CommandGivenError(line)
        return line

    def _view(self) -> View:
        player = self.player
        return view(player.dialog, player.conversation, self.standing().moment, player.taken)


def _more(label: str, number: int) -> Asked:
    return Asked(f"{label} {number}?", (Choice(ADD, "one more"), Choice(DONE, "no more")))


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
