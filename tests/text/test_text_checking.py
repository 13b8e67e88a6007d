"""Why a language is not offered, and that bringing a translation up to date loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from assistant.flow.load import load
from assistant.flow.model import Flow, Place
from assistant.text import files
from assistant.text.extract import flow_template, merge_translations, update_po_file
from assistant.text.translations import check_languages, find_gaps, offered_languages
from tests.text.small import FLOW

ENGLISH = {
    "flow.title": "Small",
    "flow.about": "A small flow.",
    "facts.danger.label": "Danger right now?",
    "steps.stop.say": "Call {contact.emergency}.",
}


def flow(text: str = FLOW) -> Flow:
    loaded = load({"small/flow.yaml": text}, "small").flow
    assert loaded is not None
    return loaded


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    """Return a folder with a complete English translation of the flow."""
    catalog = Catalog("en", domain="small")
    for message in flow_template(flow()):
        if message.id:
            catalog.add(message.id, ENGLISH[message.context or ""], context=message.context)
    files.write_catalog(catalog, files.po_path(tmp_path / "locales", "en", "small"))
    return tmp_path / "locales"


def test_a_complete_translation_and_one_that_nobody_began_are_no_findings(locales: Path) -> None:
    assert check_languages(flow(), locales) == ()
    assert check_languages(flow(), locales / "elsewhere") == ()


def test_lacking_texts_are_one_finding_at_the_first_that_names_three(locales: Path) -> None:
    rewritten = flow(
        FLOW.replace("title: Lille", "title: Ny")
        .replace("Et lille", "Et nyt")
        .replace("Er der", "Er børn i")
        .replace("Ring {", "Ring nu til {")
    )
    (found,) = check_languages(rewritten, locales)

    assert (found.code, found.severity, found.place) == (
        "L01",
        "warning",
        Place("small/flow.yaml", 4, 8),
    )
    assert found.text == (
        'the language "en" is not offered: 4 of 4 texts are missing or stale ("Ny" is stale, '
        '"Et nyt flow." is stale, "Ring nu til {contact.emergency}." is stale, …).'
    )
    assert found.fix == (
        "assistant i18n update --lang en, then translate what it marks in locales/en/LC_MESSAGES/small.po"
    )


def test_a_lost_placeholder_is_an_error_of_its_own(locales: Path) -> None:
    file = files.po_path(locales, "en", "small")
    file.write_text(
        file.read_text("utf-8").replace("Call {contact.emergency}", "Call 911"), "utf-8"
    )
    (found,) = check_languages(flow(), locales)

    assert (found.code, found.severity, found.place.line) == ("L02", "error", 13)
    assert found.text == (
        'the "en" translation has nothing where this text has {contact.emergency}, '
        "so the language is not offered."
    )


def strings_of(catalog: Catalog) -> dict[str, tuple[str, bool]]:
    return {str(m.context): (str(m.string), m.fuzzy) for m in catalog if m.id}


def test_a_text_that_moved_keeps_its_translation_as_a_draft(locales: Path) -> None:
    moved = flow(
        FLOW.replace("- end: stop", "- end: done_here").replace("go: stop", "go: done_here")
    )
    update_po_file(flow_template(moved), locales, "en")

    assert [(hole.context, hole.kind) for hole in find_gaps(moved, locales, "en")] == [
        ("steps.done_here.say", "stale")
    ]
    catalog = files.read_catalog(locales, "en", "small")
    assert catalog is not None
    assert strings_of(catalog)["steps.done_here.say"] == ("Call {contact.emergency}.", True)


def test_a_text_that_went_and_came_back_is_translated_still(locales: Path) -> None:
    shorter = flow(FLOW.replace("about: Et lille flow.\n", ""))

    file = update_po_file(flow_template(shorter), locales, "en")
    without = file.read_text("utf-8")
    update_po_file(flow_template(flow()), locales, "en")

    assert '#~ msgstr "A small flow."' in without
    assert list(offered_languages(flow(), locales)) == ["da", "en"]
    assert "#~" not in file.read_text("utf-8")


def test_the_words_that_a_draft_translates_stand_beside_it_until_it_is_read(locales: Path) -> None:
    long = "Et flow, der er skrevet om, så det er længere, end en linje kan være. " * 3
    first = flow(FLOW.replace("Et lille flow.", long))
    rewritten = flow(FLOW.replace("Et lille flow.", "Kort."))
    update_po_file(flow_template(first), locales, "en")
    catalog = files.read_catalog(locales, "en", "small")
    assert catalog is not None
    catalog.add(long.strip(), "A flow.", context="flow.about")
    draft = merge_translations(flow_template(rewritten), catalog, "en")
    file = files.po_path(locales, "en", "small")

    files.write_catalog(draft, file)
    once = file.read_text("utf-8")
    update_po_file(flow_template(rewritten), locales, "en")
    kept = files.read_catalog(locales, "en", "small")
    assert kept is not None

    assert file.read_text("utf-8") == once
    assert [m.previous_id for m in kept if m.context == "flow.about"] == [[long.strip()]]
