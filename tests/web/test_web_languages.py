"""The guide in another language, from the start or in the middle."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from assistant.flow.load import load_valid_flow
from assistant.flow.model import texts
from assistant.text import files
from tests.web.conftest import FLOWS, Serve
from tests.web.visiting import Caller, Client, Visitor


@pytest.fixture
async def client(serve: Serve, tmp_path: Path) -> Client:
    """The guide with an English in which every text of the flow begins with a mark."""
    english = Catalog("en", domain="worry")
    for text in texts(load_valid_flow(FLOWS / "worry")):
        english.add(text.words, f"EN {text.words}", context=text.context)
    files.write_catalog(english, files.po_path(tmp_path / "locales", "en", "worry"))
    return await serve(locales=tmp_path / "locales")


async def test_a_conversation_can_begin_in_another_language(client: Client) -> None:
    visitor = await Visitor.begin(client, lang="en")

    assert '<html lang="en" dir="ltr">' in visitor.page.html
    assert "EN Hvor arbejder du?" in visitor.page.words
    assert "Continue" in visitor.page.words


async def test_the_language_is_changed_in_the_middle_and_nothing_is_lost(client: Client) -> None:
    visitor = await Visitor.begin(client)
    danish = await visitor.go_to("signs")
    english = await visitor.post(
        "/worry/language", [*danish.hidden_fields("/worry/language").items(), ("lang", "en")]
    )
    age = await visitor.go("/worry/2")

    assert (english.path, '<html lang="en"' in english.html) == ("/worry/3", True)
    assert "EN Hvilke tegn har du set?" in english.words
    assert (age.value("f-age"), "EN Barnets alder" in age.words) == ("7", True)


async def test_the_start_is_in_the_language_that_the_browser_asks_for(client: Client) -> None:
    headers = {"Accept": "text/html", "Accept-Language": "de-DE,de;q=0.9,en;q=0.8,da;q=0.7"}
    english = await (await client.get("/worry", headers=headers)).text()
    danish = await (await client.get("/worry?lang=da", headers=headers)).text()

    assert ('<html lang="en"' in english, "EN Bekymret for et barn" in english) == (True, True)
    assert '<html lang="da"' in danish


async def test_errors_are_told_in_the_language_of_the_conversation(client: Client) -> None:
    caller = await Caller.begin(client)
    danish = await caller.answer("role", "x")
    await caller.turn(lang="en")
    english = await caller.answer("role", "x")

    assert danish["errors"][0]["text"] == "Vælg et af svarene på listen."
    assert english["lang"] == "en"
    assert english["errors"][0]["text"] != danish["errors"][0]["text"]


async def test_every_page_speaks_the_language_that_was_chosen(client: Client) -> None:
    visitor = await Visitor.begin(client, lang="en")
    paths = [
        "/?lang=en",
        "/worry?lang=en",
        "/worry/danger?lang=en",
        "/worry/erase",
        "/inbox?lang=en",
    ]
    paths += ["/privacy?lang=en", "/accessibility?lang=en", "/worry/erased?lang=en"]
    pages = [await visitor.go(path) for path in paths]

    assert [page.path for page in pages if '<html lang="en"' not in page.html] == []
    assert 'href="/worry/danger?lang=en"' in pages[3].html  # which reads no conversation


SCRIPTS = {
    "da": (
        "Hvis du ringer: det siger du på 30 sekunder",
        "Jeg vil underrette om et barn.\n"
        "Barnet er Alma Prøve, 7 år.\n"
        "Det har jeg set eller hørt: Et blåt mærke på armen\n"
        "Det haster i dag. Hvad gør I i dag, og hvad skal jeg gøre så længe?\n"
        "I kan nå mig på 00 00 00 31.\n"
        "(Skriv ned: hvem du talte med, klokken, og hvad I aftalte.)\n",
    ),
    "en": (
        "If you call: what to say in 30 seconds",
        "I want to report a concern about a child.\n"
        "The child is Alma Prøve, aged 7.\n"
        "This is what I saw or heard: Et blåt mærke på armen\n"
        "It is urgent today. What will you do today, and what shall I do meanwhile?\n"
        "You can reach me on 00 00 00 31.\n"
        "(Write down: whom you spoke to, the time, and what you agreed.)\n",
    ),
}


@pytest.mark.parametrize("language", list(SCRIPTS))
async def test_the_receipt_has_at_hand_what_to_say_on_the_phone(
    client: Client, language: str
) -> None:
    visitor = await Visitor.begin(client, lang=language)
    await visitor.go_to(None)
    receipt = await visitor.submit()
    folded = receipt.html.partition('<details class="script"><summary>')[2].partition(
        "</div></details>"
    )[0]
    summary, _, script = unescape(folded).partition('</summary><div class="pre">')

    assert (receipt.path, summary, script) == ("/worry/receipt", *SCRIPTS[language])
