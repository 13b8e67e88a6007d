"""The frame's page, before any script runs, and what it brings along for the script."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

from assistant.web.embed.frame import SCRIPT_TEXTS
from tests.web.conftest import Serve
from tests.web.visiting import Client, Json

SCRIPTS = Path(__file__).parents[2] / "assistant" / "web" / "static"
# What a key is made of besides what is written out: the names of copies, and what a heading means.
MADE = {"copy_pdf", "copy_txt", "copy_json", "copy_ics"} | {
    name for name in SCRIPT_TEXTS if name.endswith("_means")
}


async def html_of(client: Client, path: str) -> str:
    response = await client.get(path)
    assert response.status == 200
    return await response.text()


def embedded_data(html: str) -> Json:
    data = html.partition('<script type="application/json" id="guide-words">')[2]
    return json.loads(data.partition("</script>")[0])


async def test_the_frame_says_whom_to_call_before_it_loads_anything(client: Client) -> None:
    html = await html_of(client, "/embed/worry")
    words = unescape(
        re.sub(r"<[^>]+>", " ", html.partition("<main>")[2].partition("<noscript>")[0])
    )

    assert html.count("<h1") == 1
    assert "Livsfare eller vold, der sker nu: Alarmcentralen, 112" in " ".join(words.split())
    assert html.index('href="tel:112"') < html.index("guide-words")


async def test_without_a_script_the_frame_leads_to_the_pages(client: Client) -> None:
    html = await html_of(client, "/embed/worry")

    assert '<a href="/worry?lang=da" target="_blank">' in html.partition("<noscript>")[2]


async def test_the_frame_brings_every_language_of_the_flow_and_who_may_frame_it(
    serve: Serve,
) -> None:
    client = await serve(embed_origins=("https://intranet.example",))
    here = embedded_data(await html_of(client, "/embed/worry"))
    fetched = await (await client.get("/embed/worry/words.json")).json()

    assert here == fetched
    assert (list(here["tongues"]), here["hosts"]) == (["da"], ["https://intranet.example"])
    assert set(here["tongues"]["da"]["words"]) == set(SCRIPT_TEXTS)
    assert here["endings"] == ["pdf", "txt", "json", "ics"]


async def test_no_words_can_end_the_script_that_they_are_in(client: Client) -> None:
    html = await html_of(client, "/embed/worry")
    data = html.partition('id="guide-words">')[2].partition("</script>")[0]

    assert set("<>&") & set(data) == set()


def test_the_script_asks_for_no_words_that_are_not_there_and_none_is_left_over() -> None:
    script = "".join(file.read_text("utf-8") for file in SCRIPTS.glob("guide*/*.js"))
    script += (SCRIPTS / "guide.js").read_text("utf-8")
    asked = set(re.findall(r'\bsay\("(\w+)"', script))
    written = set(re.findall(r'"(\w+)"', script))

    assert asked - set(SCRIPT_TEXTS) == set()
    assert set(SCRIPT_TEXTS) - written - MADE == set()
