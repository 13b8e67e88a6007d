"""A case that is brought to a state over the API, and then looked at in the browser that has its cookie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.web.visiting import ANSWERS, CURRENT, Json


@dataclass
class Case:
    """A professional's browser, and the conversation that is open in it."""

    page: Page
    address: str
    flow: str
    view: Json = None
    headers: dict[str, str] = field(default_factory=dict)
    sent: int = 0

    def begin(self, lang: str = "da") -> None:
        """Begin a conversation; the browser has its cookie."""
        asked = {"flow": self.flow, "lang": lang}
        begun = self.page.request.post(f"{self.address}/v1/conversations", data=asked).json()
        self.view = begun["view"]
        self.headers = {"Authorization": f"Bearer {begun['token']}"}

    def post(self, path: str, **body: Json) -> Json:
        """Send something once, at the revision that was seen last."""
        self.sent += 1
        reply = self.page.request.post(
            f"{self.address}{CURRENT}{path}",
            data={"rev": self.view["rev"], **body},
            headers={**self.headers, "Idempotency-Key": f"look-key-{self.sent}"},
        )
        assert reply.ok, reply.text()
        return reply.json()

    def turn(self, **body: Json) -> None:
        """Take a turn."""
        self.view = self.post("/turns", **body)

    def go_to(self, step: str | None, **answers: Json) -> None:
        """Begin, and answer until `step` waits; `None` goes to the end."""
        self.begin()
        self.go_on_to(step, {**ANSWERS, **answers})

    def go_on_to(self, step: str | None, answers: Mapping[str, Json]) -> None:
        """Answer until `step` waits."""
        while (question := self.view["question"]) and question["step"] != step:
            self.turn(step=question["step"], answer=answers[question["step"]])

    def submit(self) -> None:
        """Hand the record over."""
        self.post("/submission")

    def show(self, path: str = "9999") -> None:
        """Open a page of the flow; without `path` the one where the conversation stands."""
        self.page.goto(f"{self.address}/{self.flow}/{path}")
