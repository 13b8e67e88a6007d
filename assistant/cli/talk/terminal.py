"""Answers from a person at a terminal: a list to walk with the arrow keys, or a line to edit."""

from __future__ import annotations

from collections.abc import Callable

from prompt_toolkit import PromptSession
from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import FormattedTextControl, HSplit, Layout, Window
from prompt_toolkit.styles import Style

from assistant.cli.talk.voice import Asked, Choice

_Pressed = Callable[[KeyPressEvent], None]

SHORTCUTS = {"b": ":back", "w": ":why", "c": ":change", "l": ":lang", "q": ":quit", "?": ":help"}
HINT = "↑↓ or number, Enter · b back · w why · c change · l language · q quit"
HINT_MANY = "↑↓, Space picks, Enter goes on · b back · w why · c change · l language · q quit"
STYLE = Style.from_dict({"hint": "ansibrightblack", "here": "bold ansicyan", "picked": "ansigreen"})


class Terminal:
    """Asks a person; remembers nothing between questions."""

    def __init__(self) -> None:
        self._line: PromptSession[str] = PromptSession()

    def ask(self, asked: Asked) -> str:
        """Return what the person picked or typed; Ctrl-D and Ctrl-C raise EOFError."""
        try:
            if asked.choices:
                return Picker(asked).run()
            return self._line.prompt(
                f"{asked.label}\n> " if asked.label else "> ", default=asked.typed
            )
        except KeyboardInterrupt:
            raise EOFError from None


class Picker:
    """A list on the screen, with the choice that the cursor stands on and those that are picked."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        keys = [choice.key for choice in asked.choices]
        before = [key for key in asked.typed.split(",") if key in keys]
        self.picked: list[str] = before if asked.many else []
        self.here = keys.index(before[0]) if before else 0
        self._keys = keys

    def run(self) -> str:
        """Return what the person picked, or a command."""
        window = Window(FormattedTextControl(self.lines), dont_extend_height=True)
        application: Application[str] = Application(
            layout=Layout(HSplit([window])),
            key_bindings=self._bindings(),
            style=STYLE,
            erase_when_done=True,
        )
        return application.run()

    def lines(self) -> StyleAndTextTuples:
        """Return what stands on the screen."""
        shown: StyleAndTextTuples = (
            [("bold", f"{self._asked.label}\n")] if self._asked.label else []
        )
        heading: str | None = None
        for number, choice in enumerate(self._asked.choices):
            if choice.group not in {None, heading}:
                heading = choice.group
                shown.append(("bold", f"  {heading}\n"))
            shown.append(self._line(number, choice))
        return [*shown, ("class:hint", HINT_MANY if self._asked.many else HINT)]

    def _line(self, number: int, choice: Choice) -> tuple[str, str]:
        here, picked = number == self.here, choice.key in self.picked
        mark = ("[x] " if picked else "[ ] ") if self._asked.many else ""
        style = "class:here" if here else "class:picked" if picked else ""
        return style, f"{'>' if here else ' '} {number + 1:>2}  {mark}{choice.label}\n"

    def move(self, by: int) -> None:
        """Move the cursor, round the ends."""
        self.here = (self.here + by) % len(self._keys)

    def pick(self, number: int) -> None:
        """Pick the choice, or leave it; what goes with no other drops the others."""
        self.here = number
        key = self._keys[number]
        if key in self.picked:
            self.picked.remove(key)
        elif key in self._asked.alone:
            self.picked = [key]
        else:
            self.picked = [*(other for other in self.picked if other not in self._asked.alone), key]

    def answer(self) -> str:
        """Return what is picked: of many those marked, else the choice under the cursor."""
        return ",".join(self.picked) if self._asked.many else self._keys[self.here]

    def _bindings(self) -> KeyBindings:
        keys = KeyBindings()
        keys.add("up")(lambda _: self.move(-1))
        keys.add("down")(lambda _: self.move(1))
        keys.add("enter")(lambda event: event.app.exit(result=self.answer()))
        keys.add("c-c")(_leave)
        keys.add("c-d")(_leave)
        if self._asked.many:
            keys.add(" ")(lambda _: self.pick(self.here))
        for number in range(min(9, len(self._keys))):
            keys.add(str(number + 1))(self._numbered(number))
        for key, command in SHORTCUTS.items():
            keys.add(key)(_command(command))
        return keys

    def _numbered(self, number: int) -> _Pressed:
        def pressed(event: KeyPressEvent) -> None:
            if self._asked.many:
                self.pick(number)
            else:
                event.app.exit(result=self._keys[number])

        return pressed


def _command(command: str) -> _Pressed:
    def pressed(event: KeyPressEvent) -> None:
        event.app.exit(result=command)

    return pressed


def _leave(event: KeyPressEvent) -> None:
    event.app.exit(exception=EOFError())
