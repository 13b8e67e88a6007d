"""Prompts of `assistant play`: one thing to answer, and the sources that answer it.

A source is a terminal or a pipe. A field of the view becomes a `Prompt`; the source returns a line, which
is parsed to a raw answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TextIO

import click
from prompt_toolkit import PromptSession
from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import FormattedTextControl, HSplit, Layout, Window
from prompt_toolkit.styles import Style

from assistant.dialog import phrases
from assistant.dialog.phrases import PhraseTranslator, format_danish
from assistant.dialog.view_model import FieldShown
from assistant.flow.model import NONE, UNKNOWN


class PromptChoice(NamedTuple):
    """An option of a prompt: `key` is the answer, `label` the text shown, under the heading `group`."""

    key: str
    label: str
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing to answer; without `choices`, a line of text.

    With `multiple`, several choices may be picked together, but for those in `exclusive`; `previous` is the
    answer of before.
    """

    label: str
    choices: tuple[PromptChoice, ...] = ()
    multiple: bool = False
    exclusive: frozenset[str] = frozenset()
    previous: str = ""


class AnswerSource(Protocol):
    """A source of lines: text, a choice's key or number, several with commas, or `:` and a command."""

    def ask(self, prompt: Prompt) -> str:
        """Return the line that answers the prompt.

        Raises:
            EOFError: there are no more answers.
        """
        ...


class PipedAnswers:
    """Answers from a file or pipe, one a line; prompts are echoed, so the output reads as a dialog."""

    def __init__(self, source: TextIO) -> None:
        self._lines: Iterator[str] = iter(source)

    def ask(self, prompt: Prompt) -> str:
        """Return the next line; an empty one repeats the previous answer."""
        for line in number_choices(prompt):
            click.echo(line)
        try:
            answer = next(self._lines).rstrip("\n")
        except StopIteration:
            raise EOFError from None
        answer = answer or prompt.previous
        click.echo(f"> {answer}")
        return answer


def number_choices(prompt: Prompt) -> Iterator[str]:
    """Yield the label and the choices with their headings and numbers, a line each."""
    if prompt.label:
        yield prompt.label
    heading: str | None = None
    for number, choice in enumerate(prompt.choices, 1):
        if choice.group not in {None, heading}:
            heading = choice.group
            yield f"  {heading}"
        yield f"  {number:>2}  {choice.label}"


# Conversion of a field of the view to a prompt, and of the line typed back to an answer.
#
# The engine alone judges an answer: what can't be parsed is passed on as typed, and refused there.

SKIP = "skip"
PICK_TYPES = frozenset({"choice", "multi", "yesno"})
_DANISH_DATE = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_SPOKEN_ANSWERS = {"ja": "yes", "j": "yes", "y": "yes", "nej": "no", "n": "no", "ved ikke": UNKNOWN}


def prompt_for_field(field: FieldShown, label: str, ui: PhraseTranslator) -> Prompt:
    """Return the prompt for `field` in the words of `ui`; `label` is empty if the question is one."""
    choices = tuple(_field_choices(field, ui))
    many = field["type"] == "multi"
    alone = frozenset({NONE, UNKNOWN, SKIP}) if many else frozenset[str]()
    return Prompt(
        _label_with_notes(field, label, bool(choices)),
        choices,
        many,
        alone,
        as_typed(field["value"]),
    )


def parse_answer(field: FieldShown, line: str) -> object:
    """Return the raw answer that `line` stands for, for the engine to judge."""
    line = line.strip()
    if not line or line == SKIP:
        return None
    if field["type"] in PICK_TYPES:
        return _parse_picks(field, line)
    if field["unknown"] and _SPOKEN_ANSWERS.get(line.lower(), line) == UNKNOWN:
        return UNKNOWN
    if field["type"] == "int":
        # int() alone would take "1_000" too, and a number of a million digits.
        return int(line) if re.fullmatch(r"-?\d{1,9}", line) else line
    return _normalise_date(line) if field["type"] == "date" else line


def _parse_picks(field: FieldShown, line: str) -> object:
    keys = [choice.key for choice in _field_choices(field)]
    if field["type"] != "multi":
        key = _match_key(line, keys)
        return None if key == SKIP else key
    picked = [_match_key(word.strip(), keys) for word in line.split(",") if word.strip()]
    if len(picked) == 1 and picked[0] in {NONE, UNKNOWN, SKIP}:
        return None if picked == [SKIP] else picked[0]
    return picked


def as_typed(value: object) -> str:
    """Return an answer in the form in which it could be typed."""
    if isinstance(value, list):
        return ",".join(str(item) for item in value)
    return "" if value is None else str(value)


def _field_choices(
    field: FieldShown, ui: PhraseTranslator = format_danish
) -> Iterator[PromptChoice]:
    for option in field["options"]:
        hint = f" ({option['hint']})" if option["hint"] else ""
        yield PromptChoice(option["id"], option["label"] + hint, option["group"])
    if field["type"] == "yesno":
        yield from (PromptChoice("yes", ui(phrases.YES)), PromptChoice("no", ui(phrases.NO)))
    if field["none"]:
        yield PromptChoice(NONE, field["none"])
    if field["type"] in PICK_TYPES:
        if field["unknown"]:
            yield PromptChoice(UNKNOWN, ui(phrases.UNKNOWN_WORDS))
        if field["optional"]:
            yield PromptChoice(SKIP, f"({ui(phrases.SKIPPED)})")


def _label_with_notes(field: FieldShown, label: str, choices: bool) -> str:  # noqa: FBT001 - private
    notes = [] if choices else list(_field_notes(field))
    return f"{label} ({', '.join(notes)})".strip() if notes else label


def _field_notes(field: FieldShown) -> Iterator[str]:
    if field["type"] in {"int", "date"}:
        yield f"{field['min']} – {field['max']}"
    if field["unit"]:
        yield field["unit"]
    if field["unknown"]:
        yield UNKNOWN
    if field["optional"]:
        yield "press Enter to skip"


def _match_key(word: str, keys: list[str]) -> str:
    """Return the key that `word` names: by itself, by its number, or in everyday words."""
    if word in keys:
        return word
    if word.isdecimal() and 0 < int(word) <= len(keys):
        return keys[int(word) - 1]
    return _SPOKEN_ANSWERS.get(word.lower(), word)


def _normalise_date(line: str) -> str:
    """Return a date in ISO form; `2.3.2026` is the second of March. Other lines are left alone."""
    found = _DANISH_DATE.fullmatch(line)
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else line


# Prompts at a terminal: a list to move in with the arrow keys, or a line to edit.

_KeyAction = Callable[[KeyPressEvent], None]

SHORTCUTS = {"b": ":back", "w": ":why", "c": ":change", "l": ":lang", "q": ":quit", "?": ":help"}
HINT = "↑↓ or number, Enter · b back · w why · c change · l language · q quit"
HINT_MANY = "↑↓, Space to pick, Enter to continue · b back · w why · c change · l language · q quit"
STYLE = Style.from_dict({"hint": "ansibrightblack", "here": "bold ansicyan", "picked": "ansigreen"})


class Terminal:
    """The answers of a person at a terminal; holds no state between questions."""

    def __init__(self) -> None:
        self._line: PromptSession[str] = PromptSession()

    def ask(self, prompt: Prompt) -> str:
        """Return the keys picked or the line typed; Ctrl-D and Ctrl-C raise EOFError."""
        try:
            if prompt.choices:
                return Picker(prompt).run()
            return self._line.prompt(
                f"{prompt.label}\n> " if prompt.label else "> ", default=prompt.previous
            )
        except KeyboardInterrupt:
            raise EOFError from None


class Picker:
    """A list of choices on the screen, with a cursor and the keys picked so far."""

    def __init__(self, prompt: Prompt) -> None:
        self._prompt = prompt
        keys = [choice.key for choice in prompt.choices]
        before = [key for key in prompt.previous.split(",") if key in keys]
        self.picked: list[str] = before if prompt.multiple else []
        self.cursor = keys.index(before[0]) if before else 0
        self._keys = keys

    def run(self) -> str:
        """Show the list and return the keys picked, or a command."""
        window = Window(FormattedTextControl(self.lines), dont_extend_height=True)
        application: Application[str] = Application(
            layout=Layout(HSplit([window])),
            key_bindings=self._bindings(),
            style=STYLE,
            erase_when_done=True,
        )
        return application.run()

    def lines(self) -> StyleAndTextTuples:
        """Return the styled lines of the list."""
        shown: StyleAndTextTuples = (
            [("bold", f"{self._prompt.label}\n")] if self._prompt.label else []
        )
        heading: str | None = None
        for number, choice in enumerate(self._prompt.choices):
            if choice.group not in {None, heading}:
                heading = choice.group
                shown.append(("bold", f"  {heading}\n"))
            shown.append(self._line(number, choice))
        return [*shown, ("class:hint", HINT_MANY if self._prompt.multiple else HINT)]

    def _line(self, number: int, choice: PromptChoice) -> tuple[str, str]:
        here, picked = number == self.cursor, choice.key in self.picked
        mark = ("[x] " if picked else "[ ] ") if self._prompt.multiple else ""
        style = "class:here" if here else "class:picked" if picked else ""
        return style, f"{'>' if here else ' '} {number + 1:>2}  {mark}{choice.label}\n"

    def move(self, by: int) -> None:
        """Move the cursor, wrapping around at the ends."""
        self.cursor = (self.cursor + by) % len(self._keys)

    def pick(self, number: int) -> None:
        """Toggle a choice; an exclusive one ("none of these") drops the others, and they drop it."""
        self.cursor = number
        key = self._keys[number]
        if key in self.picked:
            self.picked.remove(key)
        elif key in self._prompt.exclusive:
            self.picked = [key]
        else:
            self.picked = [
                *(other for other in self.picked if other not in self._prompt.exclusive),
                key,
            ]

    def answer(self) -> str:
        """Return the keys picked, or the one under the cursor where only one can be."""
        return ",".join(self.picked) if self._prompt.multiple else self._keys[self.cursor]

    def _bindings(self) -> KeyBindings:
        keys = KeyBindings()
        keys.add("up")(lambda _: self.move(-1))
        keys.add("down")(lambda _: self.move(1))
        keys.add("enter")(lambda event: event.app.exit(result=self.answer()))
        keys.add("c-c")(_leave)
        keys.add("c-d")(_leave)
        if self._prompt.multiple:
            keys.add(" ")(lambda _: self.pick(self.cursor))
        # A digit is one key press, so only the first nine have one.
        for number in range(min(9, len(self._keys))):
            keys.add(str(number + 1))(self._number_action(number))
        for key, command in SHORTCUTS.items():
            keys.add(key)(_command_action(command))
        return keys

    def _number_action(self, number: int) -> _KeyAction:
        def press(event: KeyPressEvent) -> None:
            if self._prompt.multiple:
                self.pick(number)
            else:
                event.app.exit(result=self._keys[number])

        return press


def _command_action(command: str) -> _KeyAction:
    def press(event: KeyPressEvent) -> None:
        event.app.exit(result=command)

    return press


def _leave(event: KeyPressEvent) -> None:
    event.app.exit(exception=EOFError())
