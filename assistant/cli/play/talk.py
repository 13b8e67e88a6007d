"""The talk of `assistant play`: a conversation screen by screen, at a terminal or from a pipe."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import click

from assistant.cli.play.prompts import (
    AnswerSource,
    Prompt,
    PromptChoice,
    parse_answer,
    prompt_for_field,
)
from assistant.cli.screen import (
    print_heading,
    print_message,
    print_messages,
    print_parked,
    print_plan,
    print_reasons,
    print_review,
)
from assistant.conversation_context import ContextFactory, ConversationContext
from assistant.dialog.conclusions import explain, explanation_to_json
from assistant.dialog.conversation import AnswerTurn, BackTurn, ChangeTurn, LanguageTurn, Turn
from assistant.dialog.trail import Trail
from assistant.dialog.view import build_open_question, build_view
from assistant.dialog.view_model import DialogView, FieldShown, QuestionShown
from assistant.directory.municipality import Directory
from assistant.scenario.player import Player
from assistant.text.translations import FlowTexts

ADD, DONE = "add", "done"


@dataclass(frozen=True, slots=True)
class TalkEnvironment:
    """The environment of a talk: texts by language, the municipality, and the clock."""

    texts: Mapping[str, FlowTexts]
    directory: Directory
    clock: Callable[[], datetime]


class Talk:
    """A conversation with a person, from where `player` stands until they leave."""

    def __init__(self, player: Player, source: AnswerSource, environment: TalkEnvironment) -> None:
        self.player, self._source, self._environment = player, source, environment
        self._commands = TalkCommands(self, tuple(environment.texts))
        self._contexts = ContextFactory(environment.directory)
        self._printed_steps: tuple[str, ...] = ()

    def run(self) -> None:
        """Show screen after screen until there are no more answers, or `:quit`."""
        click.secho(self._view()["title"], bold=True)
        try:
            while True:
                self._run_screen()
        except EOFError:
            click.echo()

    def context(self) -> ConversationContext:
        """Return the conversation as it stands now, in its language and at this instant."""
        player, texts = self.player, self._environment.texts
        return self._contexts.at(
            player.dialog, player.conversation, player.trail, texts, self._environment.clock()
        )

    def ask_question(self, question: QuestionShown) -> object:
        """Ask `question` and return the answer: one value, or a value for each fact of a form.

        Raises:
            CommandGivenError: a command was given instead.
        """
        print_message(question["text"], bold=True)
        print_message(question["help"])
        fields = question["fields"]
        if len(fields) == 1:
            return self.ask_field(fields[0], is_only=True)
        return {field["fact"]: self.ask_field(field, is_only=False) for field in fields}

    def ask_field(self, field: FieldShown, *, is_only: bool) -> object:
        """Ask for one field and return the answer; `is_only` where the question's text is its label."""
        if field["type"] == "repeat":
            return list(self._ask_rows(field))
        print_message(field["help"])
        return parse_answer(
            field, self._ask(self._prompt_for(field, "" if is_only else field["label"]))
        )

    def take(self, turn: Turn) -> None:
        """Take a turn, and print why if it is refused."""
        self.player.take_turn(turn)
        for error in self._view()["errors"]:
            click.secho(f"! {error['text']}", fg="red")

    def _run_screen(self) -> None:
        shown = self._view()
        print_heading(shown)
        self._print_new_messages(shown)
        question = shown["question"]
        try:
            if question is None:
                self._run_end(shown)
            else:
                self.take(AnswerTurn(question["step"], self.ask_question(question)))
        except CommandGivenError as command:
            self._commands.run(command.line)

    def _print_new_messages(self, shown: DialogView) -> None:
        """Print the messages, but not again after a refusal or a command on the same screen."""
        steps = tuple(each["step"] for each in shown["messages"])
        if steps != self._printed_steps:
            print_messages(shown["messages"])
        self._printed_steps = steps

    def _run_end(self, shown: DialogView) -> None:
        print_plan(shown)
        print_review(self.context())
        self._ask(Prompt("The end. :back, :change, :why, or Enter to leave"))
        raise EOFError

    def _ask_rows(self, field: FieldShown) -> Iterator[dict[str, object]]:
        least, most = _as_count(field["min"]), _as_count(field["max"])
        for number in range(1, most + 1):
            if number > least and self._ask(_more_rows_prompt(field["label"], number)) not in {
                ADD,
                "1",
            }:
                return
            click.secho(f"{field['label']} {number}", bold=True)
            yield {inner["fact"]: self.ask_field(inner, is_only=False) for inner in field["each"]}

    def _prompt_for(self, field: FieldShown, label: str) -> Prompt:
        return prompt_for_field(field, label, self.context().render_context.ui)

    def _ask(self, prompt: Prompt) -> str:
        line = self._source.ask(prompt)
        if line.startswith(":"):
            raise CommandGivenError(line)
        return line

    def _view(self) -> DialogView:
        player = self.player
        return build_view(
            player.dialog, player.conversation, self.context().render_context, player.last_result
        )


def _more_rows_prompt(label: str, number: int) -> Prompt:
    return Prompt(
        f"{label} {number}?", (PromptChoice(ADD, "one more"), PromptChoice(DONE, "no more"))
    )


def _as_count(value: object) -> int:
    return value if isinstance(value, int) else 0


# The commands of a talk: `:back`, `:why`, `:change`, `:lang`, `:parked`, `:help`, `:quit`.
#
# A command may be typed wherever an answer is asked for, deep inside a form or a repeat too. It's raised as
# `CommandGivenError`, so that a half-filled form is dropped and the screen begins again.

HELP = (
    (":back", "go back one screen"),
    (":why [STEP]", "explain this question, or another step, decision or plan item"),
    (":change [FACT]", "change an answer; without FACT, list the facts you can change"),
    (":lang [LANGUAGE]", "continue in another language"),
    (":parked", "list answers that are kept but off the path now"),
    (":quit", "leave the conversation"),
)


class CommandGivenError(Exception):
    """A command was typed in place of an answer; `line` has it."""

    def __init__(self, line: str) -> None:
        super().__init__("a command")
        self.line = line


class TalkControls(Protocol):
    """The part of a talk that commands use."""

    player: Player

    def context(self) -> ConversationContext:
        """Return the conversation as it stands now."""
        ...

    def ask_field(self, field: FieldShown, *, is_only: bool) -> object:
        """Ask for a field and return the answer."""
        ...

    def take(self, turn: Turn) -> None:
        """Take a turn."""
        ...


class TalkCommands:
    """The interpreter of a talk's commands."""

    def __init__(self, talk: TalkControls, languages: tuple[str, ...]) -> None:
        self._talk, self._languages = talk, languages

    def run(self, line: str) -> None:
        """Run the command in `line`; an unknown one prints help.

        Raises:
            EOFError: it is `:quit`.
        """
        name, _, rest = line.removeprefix(":").strip().partition(" ")
        match name, rest.strip():
            case (("quit" | "q"), _):
                raise EOFError
            case (("back" | "b"), _):
                self._talk.take(BackTurn())
            case (("why" | "w"), step):
                self._explain(step)
            case (("change" | "c"), fact):
                self._change(fact)
            case (("lang" | "l"), language):
                self._switch_language(language)
            case "parked", _:
                print_parked(self._talk.context())
            case _:
                for command, what in HELP:
                    click.echo(f"  {command:<18}{what}")

    def _explain(self, wanted: str) -> None:
        context = self._talk.context()
        trail = context.trail
        explanation = explain(context.dialog, trail, wanted or trail.path[-1])
        if explanation is None:
            click.echo(f"  {wanted} is not on the path; the steps are {', '.join(trail.path)}")
            return
        print_reasons(
            explanation_to_json(explanation, context.dialog, trail, context.render_context)
        )

    def _change(self, fact: str) -> None:
        context = self._talk.context()
        if fact not in context.trail.answers:
            facts = ", ".join(context.trail.answers) or "none yet"
            click.echo(f"  :change FACT, one of: {facts}")
            return
        try:
            raw = self._talk.ask_field(self._field_of(context, fact), is_only=False)
        except CommandGivenError as command:
            self.run(command.line)
            return
        self._talk.take(ChangeTurn(fact, raw))

    @staticmethod
    def _field_of(context: ConversationContext, fact: str) -> FieldShown:
        asked = _question_about(context, context.trail, fact)
        return next(field for field in asked["fields"] if field["fact"] == fact)

    def _switch_language(self, language: str) -> None:
        others = [
            each for each in self._languages if each != self._talk.player.conversation.language
        ]
        wanted = language or (others[0] if len(others) == 1 else "")
        if wanted in self._languages:
            self._talk.take(LanguageTurn(wanted))
        else:
            click.echo(f"  :lang LANGUAGE, one of: {', '.join(self._languages)}")


def _question_about(context: ConversationContext, trail: Trail, fact: str) -> QuestionShown:
    fields = context.dialog.replay.fields
    step = next(screen for screen in trail.screens if fact in fields[screen])
    return build_open_question(context.dialog, context.conversation, step, context.render_context)
