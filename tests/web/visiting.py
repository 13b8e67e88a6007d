"""Going through the guide as its users do: by the API, and as a browser without JavaScript does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientResponse, ClientSession, web
from aiohttp.test_utils import TestClient

Client = TestClient[web.Request, web.Application]
CURRENT = "/v1/conversations/current"
Json = Any  # what came over the wire

# The whole case: what is answered, by step.
ANSWERS: Mapping[str, Json] = {
    "role": "school",
    "danger": "no",
    "age": 7,
    "signs": ["bruises", "hungry"],
    "since": "2026-02-27",
    "seen": [
        {"seen_what": "Et blåt mærke på armen", "seen_when": "2026-02-27"},
        {"seen_what": "Turde ikke gå hjem", "seen_when": None},
    ],
    "who": {"child_name": "Alma Prøve", "child_cpr": None, "child_place": "Nordskolen"},
    "words": "Hun er bange for at gå hjem.\nDet er nyt.",
    "reach": {"mail": "laerer@skole.example", "phone": "00 00 00 31", "home": None},
}


@dataclass
class At:
    """A client of a service that runs elsewhere."""

    session: ClientSession
    address: str

    async def post(self, path: str, **asked: Json) -> ClientResponse:
        return await self.session.post(self.address + path, **asked)

    async def get(self, path: str, **asked: Json) -> ClientResponse:
        return await self.session.get(self.address + path, **asked)


@dataclass
class Caller:
    """A program that talks with the API."""

    client: Client
    token: str
    view: Json
    sent: int = 0
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    async def begin(cls, client: Client, lang: str = "da") -> Caller:
        response = await client.post("/v1/conversations", json={"flow": "worry", "lang": lang})
        assert response.status == 201
        body = await response.json()
        caller = cls(client, body["token"], body["view"])
        caller.headers["Authorization"] = f"Bearer {caller.token}"
        return caller

    async def post(self, path: str, body: Json, key: str | None = None) -> ClientResponse:
        self.sent += 1
        headers = {**self.headers, "Idempotency-Key": key or f"test-key-{self.sent}"}
        return await self.client.post(f"{CURRENT}{path}", json=body, headers=headers)

    async def get(self, path: str = "") -> ClientResponse:
        return await self.client.get(f"{CURRENT}{path}", headers=self.headers)

    async def turn(self, **body: Json) -> Json:
        response = await self.post("/turns", {"rev": self.view["rev"], **body})
        assert response.status == 200, await response.text()
        self.view = await response.json()
        return self.view

    async def answer(self, step: str, answer: Json) -> Json:
        return await self.turn(step=step, answer=answer)

    async def go_to(self, step: str | None) -> Json:
        """Answer until `step` waits; `None` goes to the end."""
        while (question := self.view["question"]) and question["step"] != step:
            await self.answer(question["step"], ANSWERS[question["step"]])
        return self.view

    async def submit(self) -> ClientResponse:
        return await self.post("/submission", {"rev": self.view["rev"]})


@dataclass
class Page:
    """A page as a browser got it."""

    path: str
    status: int
    headers: Mapping[str, str]
    html: str

    @property
    def words(self) -> str:
        """All words of the page, without markup."""
        return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.html)))

    @property
    def title(self) -> str:
        return unescape(self.html.partition("<title>")[2].partition("</title>")[0])

    def hidden_fields(self, action: str) -> dict[str, str]:
        """The hidden fields of the form that posts to `action`."""
        form = self.html.partition(f'action="{action}"')[2].partition("</form>")[0]
        found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
        return {name: unescape(value) for name, value in found}

    def checked_values(self) -> list[str]:
        """The values of what is ticked."""
        return re.findall(r'value="([^"]*)" checked', self.html)

    def value(self, name: str) -> str:
        """What stands in a field."""
        text = re.search(
            rf'<textarea id="[^"]*" name="{name}"[^>]*>\n(.*?)</textarea>', self.html, re.S
        )
        line = re.search(rf'name="{name}"[^>]*? value="([^"]*)"', self.html)
        found = text or line
        assert found is not None, f"no field {name}"
        return unescape(found[1])


@dataclass
class Visitor:
    """A browser without JavaScript: keeps the cookie, follows redirects, fills in forms."""

    client: Client
    page: Page
    cookie: str = ""

    @classmethod
    async def begin(cls, client: Client, lang: str = "da") -> Visitor:
        visitor = cls(client, Page("", 0, {}, ""))
        await visitor.go(f"/worry?lang={lang}")
        await visitor.post("/worry", {"lang": lang})
        return visitor

    async def go(self, path: str) -> Page:
        return await self._take(await self._ask("GET", path, None))

    async def post(
        self, path: str, fields: Mapping[str, str] | Sequence[tuple[str, str]], **headers: str
    ) -> Page:
        return await self._take(await self._ask("POST", path, urlencode(fields), **headers))

    async def fill(self, fields: Sequence[tuple[str, str]], do: str = "go") -> Page:
        """Send the form of the page we are on."""
        path = self.page.path.partition("#")[0]
        return await self.post(path, [*self.page.hidden_fields(path).items(), *fields, ("do", do)])

    async def answer(self, step: str, answer: Json) -> Page:
        if step == "seen":
            while (shown := self.rows()) < len(answer):
                await self.fill(type_answer(step, answer[:shown]), do="add")
        return await self.fill(type_answer(step, answer))

    def rows(self) -> int:
        """How many rows the list on this page has."""
        return int(self.page.hidden_fields(self.page.path)["rows"])

    async def go_to(self, step: str | None) -> Page:
        """Answer until `step` is asked; `None` goes to the end."""
        while (asked := self.asked_step()) and asked != step:
            await self.answer(asked, ANSWERS[asked])
        return self.page

    def asked_step(self) -> str | None:
        found = re.search(r'name="step" value="([^"]+)"', self.page.html)
        return found[1] if found else None

    async def submit(self) -> Page:
        path = "/worry/submit"
        return await self.post(path, self.page.hidden_fields(path))

    async def _ask(
        self, method: str, path: str, body: str | None, **headers: str
    ) -> tuple[str, ClientResponse]:
        sent = {"Accept": "text/html", "Cookie": self.cookie, **headers}
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        response = await self.client.request(
            method, path, data=body, headers=sent, allow_redirects=False
        )
        return path, response

    async def _take(self, asked: tuple[str, ClientResponse]) -> Page:
        path, response = asked
        if cookie := response.headers.get("Set-Cookie"):
            self.cookie = "" if "Max-Age=0" in cookie else cookie.partition(";")[0]
        if response.status == 303:
            return await self.go(response.headers["Location"])
        self.page = Page(path, response.status, response.headers, await response.text())
        return self.page


def type_answer(step: str, answer: Json) -> list[tuple[str, str]]:
    """What a browser's form holds where `answer` is given to `step`."""
    if step == "seen":
        return [pair for n, row in enumerate(answer) for pair in _fields(row, f"f-{n}-")]
    return _fields(answer if isinstance(answer, dict) else {step: answer}, "f-")


def _fields(answers: Mapping[str, Json], before: str) -> list[tuple[str, str]]:
    fields: list[tuple[str, str]] = []
    for fact, value in answers.items():
        name = f"{before}{fact}"
        if isinstance(value, list):
            fields += [(name, one) for one in value]
        elif isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            parts = zip(("year", "month", "day"), value.split("-"), strict=True)
            fields += [(f"{name}-{part}", number) for part, number in parts]
        elif value is not None:
            fields.append((name, str(value)))
    return fields
