"""Talking with the guide in a browser: the same labels in the frame and on the pages without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from playwright.sync_api import Frame, Locator, Page

from tests.web.visiting import ANSWERS, CURRENT, Json

Place = Page | Frame
Fill = Callable[[Place], None]


def tick(*labels: str) -> Fill:
    """Return what ticks or chooses options by their labels."""

    def fill(place: Place) -> None:
        for label in labels:
            place.get_by_label(label, exact=True).check()

    return fill


def write(**by_label: str) -> Fill:
    """Return what writes into fields, by their labels; an underscore stands for a blank."""

    def fill(place: Place) -> None:
        for label, words in by_label.items():
            place.get_by_label(label.replace("_", " ")).fill(words)

    return fill


def fill_date(place: Place, iso: str, nth: int = 0) -> None:
    for part, number in zip(("År", "Måned", "Dag"), iso.split("-"), strict=True):
        place.get_by_label(part, exact=True).nth(nth).fill(number.lstrip("0"))


def fill_list(place: Place) -> None:
    for n, row in enumerate(ANSWERS["seen"]):
        if n:
            place.get_by_role("button", name="Tilføj en til").click()
        place.get_by_label("Hvad så du?").nth(n).fill(row["seen_what"])
        if row["seen_when"]:
            fill_date(place, row["seen_when"], n)


# How what `ANSWERS` says is given, by step.
FILLS: Mapping[str, Fill] = {
    "role": tick("Lærer eller pædagog"),
    "danger": tick("Nej"),
    "age": write(Barnets_alder="7"),
    "signs": tick("Blå mærker", "Kommer sulten"),
    "since": lambda place: fill_date(place, ANSWERS["since"]),
    "seen": fill_list,
    "who": write(Barnets_navn="Alma Prøve", Skole_eller_dagtilbud="Nordskolen"),
    "words": write(**{"Hvad er du bekymret for?": ANSWERS["words"]}),
    "reach": write(**{"Din e-mail": ANSWERS["reach"]["mail"], "Din telefon": ANSWERS["reach"]["phone"]}),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation in the guide: the page that it is looked at in, and the guide's own frame."""

    page: Page
    frame: Frame

    @property
    def heading(self) -> Locator:
        return self.frame.locator(".now h2.big").first

    @property
    def at(self) -> Locator:
        """What has the focus."""
        return self.frame.locator(".panel :focus")

    @property
    def status(self) -> Locator:
        return self.frame.get_by_role("status")

    @property
    def notice(self) -> Locator:
        return self.frame.locator(".now > .summary")

    def button(self, name: str) -> Locator:
        return self.frame.get_by_role("button", name=name)

    def wait_for_question(self, heading: str) -> None:
        """Wait until a question is asked."""
        self.frame.locator(".now h2.big", has_text=heading).first.wait_for()

    def view(self) -> Json:
        """Where the conversation stands, as the service says."""
        return self.frame.evaluate(
            f"fetch('{CURRENT}').then((got) => got.status === 204 ? null : got.json())"
        )

    def step(self) -> str | None:
        """The step that waits, as the service says."""
        question = self.view()["question"]
        return str(question["step"]) if question else None

    def send(self) -> None:
        """Send what is on the form."""
        self.frame.locator("form .main").click()

    def answer(self, step: str, fill: Fill | None = None) -> None:
        """Answer a question, and wait for what comes next."""
        (fill or FILLS[step])(self.frame)
        before = self.frame.locator("form.ask").element_handle()
        self.send()
        self.frame.wait_for_function("(form) => !form.isConnected", arg=before)

    def go_to(self, step: str | None) -> None:
        """Answer until `step` waits; `None` goes to the end."""
        while (asked := self.step()) is not None and asked != step:
            self.answer(asked)


_TOLD = """(control) => {
  const root = control.getRootNode(), line = (words) => words.replace(/\\s+/g, " ").trim();
  const named = (node) => root.getElementById(node.getAttribute("aria-labelledby") ?? "") ??
    node.querySelector(":scope > legend") ?? node.labels?.[0];
  const described = (node) => (node.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean)
    .map((id) => line(root.getElementById(id).textContent)).filter(Boolean);
  const told = [];
  for (let node = control; node; node = node.parentElement?.closest("fieldset, [role=group]"))
    told.unshift([line(named(node)?.textContent ?? node.ariaLabel ?? ""), ...described(node)].join(" – "));
  return told;
}"""


def told_with(control: Locator) -> list[str]:
    """What is told when one comes to a control: the groups that it is in, and itself, each with what describes it."""
    return list(control.evaluate(_TOLD))


def begin_alone(page: Page, address: str) -> Talk:
    """Begin in a window of the guide's own."""
    page.goto(f"{address}/embed/worry")
    page.get_by_role("button", name="Begynd").click()
    talk = Talk(page, page.main_frame)
    talk.wait_for_question("Hvor arbejder du?")
    return talk


def open_from_launcher(page: Page, at: str) -> Talk:
    """Open the guide from the launcher of another page."""
    page.goto(at)
    page.locator("guide-launcher").locator("button").click()
    page.frame_locator("iframe").locator(".now h2.big").first.wait_for()
    frame = next(frame for frame in page.frames if "/embed/" in frame.url)
    talk = Talk(page, frame)
    talk.wait_for_question("Hvor arbejder du?")
    return talk
