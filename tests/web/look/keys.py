"""Somebody who answers with the keyboard alone, on the pages and in the guide, and counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from playwright.sync_api import Frame, Page

from tests.web.visiting import Json

PAST = "Videre, når du har læst det"
FARTHEST = 60  # whoever has to press Tab more often than this is lost

_FOCUSED = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return {tag: at.localName, called: [at.name, at.id], value: at.value ?? "", checked: !!at.checked,
    words: (at.textContent || "").trim(), look: at.className};
}"""
_FIGURE = """(value) => {
  const fields = document.querySelector("concern-guide").shadowRoot.activeElement.closest(".field");
  return fields.querySelector(`[value="${value}"]`).getAttribute("aria-keyshortcuts");
}"""

Wanted = Callable[[Json], bool]


def button(words: str) -> Wanted:
    """Return what knows a button by its first words."""
    return lambda at: at["tag"] in {"button", "a"} and at["words"].startswith(words)


def field(name: str, value: str | None = None) -> Wanted:
    """Return what knows a field by its name, and one of several by its value."""
    return lambda at: name in at["called"] and value in {None, at["value"]}


@dataclass
class Keys:
    """Hands on a keyboard: `pressed` are the keys that move, choose and send, `typed` the signs of what is written."""

    page: Page
    place: Frame
    pressed: int = 0
    typed: int = 0

    @property
    def at(self) -> Json:
        """What has the focus."""
        return self.place.evaluate(_FOCUSED)

    def press(self, key: str) -> None:
        """Press a key."""
        self.page.keyboard.press(key)
        self.pressed += 1

    def go_to(self, wanted: Wanted) -> None:
        """Press Tab until what is wanted has the focus."""
        for _ in range(FARTHEST):
            if wanted(self.at):
                return
            self.press("Tab")
        raise AssertionError(f"the keyboard does not come there; it is at {self.at}")

    def use(self, words: str) -> None:
        """Go to a button, and use it."""
        self.go_to(button(words))
        self.press("Enter")

    def answer(self, fields: Sequence[Json], answers: Mapping[str, Json]) -> None:
        """Answer a question's fields, and send them from where the focus is."""
        answered = [one for one in fields if answers.get(one["fact"]) is not None]
        for one in answered:
            self.fill(one, f"f-{one['fact']}", answers[one["fact"]])
        self.send()

    def send(self) -> None:
        """Send the form from where the focus is."""
        if self.at["tag"] != "input":
            self.go_to(button("Fortsæt"))
        self.press("Enter")

    def fill(self, asked: Json, name: str, value: Json) -> None:
        """Fill in one field."""
        if asked["type"] in {"choice", "yesno"}:
            self.choose(name, {True: "yes", False: "no"}.get(value, str(value)))
        elif asked["type"] == "multi":
            for one in value if isinstance(value, list) else [value]:
                self.mark(name, one)
        elif value == "unknown":
            self.tick(field(f"{name}-unknown"))
        elif asked["type"] == "date":
            self.date(name, value.split("-"))
        elif asked["type"] == "repeat":
            self.rows(asked, value)
        else:
            self.write(name, str(value))

    def write(self, name: str, words: str) -> None:
        """Write into a field."""
        self.go_to(field(name))
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(words)
        self.typed += len(words)

    def date(self, name: str, parts: Sequence[str]) -> None:
        """Write a date of year, month and day."""
        for part, number in zip(("day", "month", "year"), reversed(parts), strict=True):
            self.write(f"{name}-{part}", number)

    def mark(self, name: str, value: str) -> None:
        """Tick one of several."""
        self.tick(field(name, value))

    def tick(self, wanted: Wanted) -> None:
        """Tick a box."""
        self.go_to(wanted)
        self.press("Space")

    def choose(self, name: str, value: str) -> None:
        """Pick one of several: with Tab into the group, with arrows in it."""
        self.go_to(field(name))
        for _ in range(FARTHEST):
            if self.at["value"] == value:
                return None if self.at["checked"] else self.press("Space")
            self.press("ArrowDown")
        raise AssertionError(f"the arrows do not come to {value}; they are at {self.at}")

    def rows(self, asked: Json, rows: Sequence[Mapping[str, Json]]) -> None:
        """Fill in the rows of a list; the button that adds one comes after them."""
        for n, row in enumerate(rows):
            if n:
                self.use("Tilføj en til")
                self.page.wait_for_timeout(100)
            for one in asked["each"]:
                if row.get(one["fact"]) is not None:
                    self.fill(one, f"f-{n}-{one['fact']}", row[one["fact"]])


@dataclass
class QuickKeys(Keys):
    """Hands that know the guide's own keys, as they are shown there or are common.

    A figure chooses, and goes on from one of several; Ctrl+Enter sends from a box of text; a date is written as its
    hint says, with what parts it, which counts among the signs; new danger has a button past it, after what it says.
    """

    def go_to(self, wanted: Wanted) -> None:
        """Press Tab until what is wanted has the focus; past danger, once it is read."""
        if self.at["look"] == "pin":
            super().go_to(button(PAST))
            self.press("Enter")
        super().go_to(wanted)

    def send(self) -> None:
        """Send the form from where the focus is."""
        self.go_to(lambda at: at["tag"] in {"input", "textarea"})
        self.press("ControlOrMeta+Enter" if self.at["tag"] == "textarea" else "Enter")

    def date(self, name: str, parts: Sequence[str]) -> None:
        """Write a date in one go."""
        self.go_to(field(f"{name}-day"))
        words = " ".join(reversed(parts))
        self.page.keyboard.type(words)
        self.typed += len(words)

    def mark(self, name: str, value: str) -> None:
        """Tick one of several by its figure, if it has one."""
        self.go_to(field(name))
        figure = self.place.evaluate(_FIGURE, value)
        if figure is None:
            super().mark(name, value)
        else:
            self.press(figure)

    def choose(self, name: str, value: str) -> None:
        """Pick one of several by its figure, if it has one."""
        self.go_to(field(name))
        figure = self.place.evaluate(_FIGURE, value)
        if figure is None:
            super().choose(name, value)
        else:
            self.press(figure)
