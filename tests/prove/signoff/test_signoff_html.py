from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from assistant.dialog.phrases import format_danish
from assistant.flow.markup import (
    Placeholder,
    Span,
    SpanShown,
    parse_markup,
    render_message,
    spans_of,
)
from assistant.flow.model import Flow, Text, texts
from assistant.prove.signoff.html import LanguageColumn, render_signoff
from tests.examples.drawn import SHIPPED, small
from tests.prove.picture.reading import elements, words

DAY = date(2026, 11, 21)
DANISH = LanguageColumn("da", "Dansk", lambda text: text.words)
OTHER = LanguageColumn("en", "English", lambda text: f"{text.words} (en)")
FLOWS = [small(), *SHIPPED]
every_flow = pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.id)


def page(flow: Flow, *columns: LanguageColumn) -> ET.Element:
    return elements(render_signoff(flow, columns or (DANISH, OTHER), format_danish, DAY))


def words_on_page(text: str) -> str:
    """Return a text's words as the page has them: what a conversation puts in stands in braces."""
    message = render_message(parse_markup(text), _in_braces)
    return " ".join(" ".join(_with_address(span) for span in spans_of(block)) for block in message)


def _in_braces(place: Placeholder) -> tuple[Span, ...]:
    return (Span(f"{{{place.id}}}" if place.kind == "fact" else f"{{{place.kind}.{place.id}}}"),)


def _with_address(span: SpanShown) -> str:
    return f"{span['t']} ({span['href']})" if "href" in span else str(span["t"])


def squeeze(line: str) -> str:
    return "".join(line.split())


def on_page(root: ET.Element) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for cell in root.iter("td"):
        for element in cell.iter():
            if "data-text" in element.attrib:
                found[element.attrib["data-text"], cell.get("lang", "")].add(
                    squeeze(words(element))
                )
    return found


@every_flow
def test_every_text_is_on_the_page_in_every_language(flow: Flow) -> None:
    wanted = {
        (text.context, column.language): {squeeze(words_on_page(column.words(text) or ""))}
        for text in texts(flow)
        for column in (DANISH, OTHER)
    }

    assert on_page(page(flow)) == wanted


@every_flow
def test_every_step_is_a_heading_and_every_reference_leads_somewhere(flow: Flow) -> None:
    root = page(flow)
    ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
    links = {e.get("href", "") for e in root.iter("a") if e.get("href", "").startswith("#")}

    assert set(ids.values()) == {1}
    assert {link.removeprefix("#") for link in links} <= set(ids)
    assert [a.get("id") for a in root.iter("article")] == [
        f"step-{step.id}" for step in flow.steps.values() if step.kind != "return"
    ]


@every_flow
def test_the_page_can_be_read_by_those_who_hear_it(flow: Flow) -> None:
    root = page(flow)
    levels = [int(e.tag[1]) for e in root.iter() if e.tag in {"h1", "h2", "h3"}]

    assert root.get("lang") == "da"
    assert [e.tag for e in root.iter() if e.tag in {"h1", "main", "header", "nav"}] == [
        "header", "h1", "nav", "main"
    ]  # fmt: skip
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(th.get("scope") in {"col", "row"} for th in root.iter("th"))
    assert all(table.find("caption") is not None for table in root.iter("table"))
    labelled = [field for label in root.iter("label") for field in label.iter("input")]
    assert labelled == list(root.iter("input"))
    assert not list(root.iter("script"))


def test_the_same_day_gives_the_same_bytes() -> None:
    assert render_signoff(small(), (DANISH, OTHER), format_danish, DAY) == render_signoff(
        small(), (DANISH, OTHER), format_danish, DAY
    )


def test_the_head_says_what_was_signed() -> None:
    flow = small()
    root = page(flow)
    facts = next(iter(root.iter("dl")))

    assert [words(each) for each in facts] == [
        "Samtale", "small", "Version", "3", "Logik", flow.logic, "Dato", "2026-11-21", "Sprog", "Dansk, English"
    ]  # fmt: skip
    assert words(next(iter(root.iter("h1")))) == "Korrektur: En lille samtale"


def test_conditions_laws_and_sources_are_links() -> None:
    root = page(small())
    call = next(e for e in root.iter("article") if e.get("id") == "step-call")
    links = [(words(a), a.get("href")) for a in call.iter("a")]

    assert links == [
        ("1 danger", "#step-danger"),
        ("in_danger", "#condition-in_danger"),
        ("3 calm", "#step-calm"),
        ("violence", "#condition-violence"),
        ("5 stop", "#step-stop"),
        ("{law.everyone}", "#law-everyone"),
        ("{law.everyone}", "#law-everyone"),
    ]
    sources = next(e for e in root.iter("tr") if e.get("id") == "source-BOOK")
    assert [words(cell) for cell in sources] == [
        "BOOK", "En bog", "Et forlag", "https://example.org/bog", "2026-11-21"
    ]  # fmt: skip


def test_a_chapter_ends_with_room_to_sign() -> None:
    root = page(small())
    boxes = [words(box) for box in root.iter("fieldset")]
    asked = "Ordene er rigtige Vejen hertil er rigtig Loven er rigtig gengivet Navn Rolle Dato Underskrift"

    assert [squeeze(box) for box in boxes] == [
        squeeze(f"Godkendelse: {name} {asked}")
        for name in (
            "1. Fare",
            "2. Tegn",
            "3. Slut",
            "Afgørelser",
            "Betingelser",
            "Plan",
            "Hvad loven siger",
        )
    ]


def test_a_text_that_a_language_lacks_is_marked() -> None:
    def translate_all_but_one(text: Text) -> str | None:
        return None if text.context == "steps.call.say" else "known"

    root = page(small(), DANISH, LanguageColumn("en", "English", translate_all_but_one))
    lacking = [e for e in root.iter("div") if e.get("class") == "lacking"]

    assert [(e.get("data-text"), words(e)) for e in lacking] == [("steps.call.say", "Mangler")]


HOSTILE = "<img src=x onerror=alert(1)> \"'&amp; </td><script>"


def only_words(root: ET.Element) -> bool:
    tags = {element.tag for element in root.iter()}
    links = [a.get("href", "") for a in root.iter("a")]
    return not tags & {"img", "script"} and all(link[0] in "#h" for link in links)


@pytest.mark.parametrize("markup", [HOSTILE, f"**{HOSTILE}**", f"- {HOSTILE}"])
def test_hostile_words_are_only_words(markup: str) -> None:
    flow = small()
    say = Text("steps.call.say", markup)
    steps = {**flow.steps, "call": replace(flow.steps["call"], say=say)}
    source = replace(flow.sources["BOOK"], title=HOSTILE, url="javascript:alert(1)")
    title = Text("flow.title", HOSTILE)
    root = page(replace(flow, steps=steps, sources={"BOOK": source}, title=title))

    assert only_words(root)
    assert words(next(iter(root.iter("h1")))) == f"Korrektur: {HOSTILE}"
    assert sum(words(cell) == HOSTILE for cell in root.iter("td")) == 3


def test_a_translation_whose_markup_is_mistaken_stands_as_it_is() -> None:
    mistaken = f"{HOSTILE} {{stray **"
    root = page(small(), DANISH, LanguageColumn("en", "English", lambda _: mistaken))

    assert only_words(root)
    assert on_page(root)["flow.about", "en"] == {squeeze(mistaken)}
