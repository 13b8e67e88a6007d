from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from assistant.flow.model import Flow, Law, Place, Text
from assistant.text import files
from assistant.text.extract import flow_template, merge_translations, update_po_file, write_template
from assistant.text.translations import FlowTexts, TranslationGap, find_gaps, offered_languages
from tests.examples import builders

ABOUT = "Ring {contact.emergency} eller læs [mere](https://example.org/da)."
TITLE = Text("flow.title", "Bekymret for et barn", Place("concern/flow.yaml", 3, 8))
SAME_WORDS = Text("law.duty.text", "Bekymret for et barn", Place("catalogue/law.yaml", 9, 5))
ENGLISH = {
    "flow.title": "Worried about a child",
    "flow.about": "Call {contact.emergency}, or read [more](https://example.org/da).",
    "law.duty.text": "Worried for a child",
}


def flow(about: str = ABOUT) -> Flow:
    return replace(
        builders.flow((), ()),
        id="concern",
        title=TITLE,
        about=Text("flow.about", about, Place("concern/flow.yaml", 4, 8)),
        law={
            "duty": Law("duty", SAME_WORDS, None, verified=False, read_on="2026-11-01", source=())
        },
    )


def translate(locales: Path, words: Mapping[str, str]) -> Path:
    """Write the English of the flow, as a translator would: by context."""
    path = update_po_file(flow_template(flow()), locales, "en")
    catalog = files.read_catalog(locales, "en", "concern")
    assert catalog is not None
    for message in catalog:
        message.string = words.get(str(message.context), "") if message.id else message.string
    files.write_catalog(catalog, path)
    return path


def find_holes(locales: Path, of: Flow) -> list[tuple[str, str]]:
    return [(hole.context, hole.kind) for hole in find_gaps(of, locales, "en")]


def test_a_flow_speaks_its_own_language_and_every_complete_translation(tmp_path: Path) -> None:
    translate(tmp_path, ENGLISH)

    offered = offered_languages(flow(), tmp_path)

    assert {language: texts.words_of(TITLE) for language, texts in offered.items()} == {
        "da": "Bekymret for et barn",
        "en": "Worried about a child",
    }


def test_equal_words_in_two_places_may_be_translated_differently(tmp_path: Path) -> None:
    translate(tmp_path, ENGLISH)

    assert offered_languages(flow(), tmp_path)["en"].words_of(SAME_WORDS) == "Worried for a child"


def test_a_compiled_translation_says_the_same(tmp_path: Path) -> None:
    po = translate(tmp_path, ENGLISH)
    with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
        write_mo(target, read_po(source))
    po.unlink()

    assert offered_languages(flow(), tmp_path)["en"].words_of(SAME_WORDS) == "Worried for a child"


def test_a_compiled_translation_is_read_where_babel_has_decoded_its_contexts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Babel 2.19 gives the contexts of a `.mo` file as text, older ones as bytes."""
    po = translate(tmp_path, ENGLISH)
    with po.open("rb") as source:
        decoded = read_po(source)
    po.rename(po.with_suffix(".mo"))
    monkeypatch.setattr(files, "read_mo", lambda _: decoded)

    assert offered_languages(flow(), tmp_path)["en"].words_of(SAME_WORDS) == "Worried for a child"


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"flow.about": ""}, "missing"),
        ({"flow.about": "Call, or read [more](https://example.org/da)."}, "places"),
        ({"flow.about": "Call {contact.police}: [more](https://example.org/da)."}, "places"),
        (
            {"flow.about": "Call {contact.emergency}, or read [more](https://example.org/)."},
            "places",
        ),
        ({"flow.about": "Call {contact.emergency}, or read more."}, "places"),
        ({"flow.about": "Call {contact.emergency}, **or read."}, "places"),
    ],
)
def test_a_language_with_a_hole_is_not_offered(
    tmp_path: Path, changed: Mapping[str, str], kind: str
) -> None:
    translate(tmp_path, {**ENGLISH, **changed})

    assert (find_holes(tmp_path, flow()), list(offered_languages(flow(), tmp_path))) == (
        [("flow.about", kind)],
        ["da"],
    )


def test_words_that_the_author_changed_make_a_translation_stale(tmp_path: Path) -> None:
    translate(tmp_path, ENGLISH)
    rewritten = flow("Ring nu {contact.emergency} eller læs [mere](https://example.org/da).")

    before = find_holes(tmp_path, rewritten)
    update_po_file(flow_template(rewritten), tmp_path, "en")
    after = find_holes(tmp_path, rewritten)

    assert (before, after) == ([("flow.about", "stale")], [("flow.about", "stale")])


def test_bringing_a_stale_translation_up_to_date_keeps_it_as_a_draft_with_the_old_words() -> None:
    old = Catalog("en")
    old.add("Gamle ord", "Old words", context="flow.about")
    new = Catalog(domain="concern")
    new.add("Nye ord", context="flow.about")

    drafts = [m for m in merge_translations(new, old, "en") if m.id]

    assert [(m.id, m.string, m.fuzzy, m.previous_id) for m in drafts] == [
        ("Nye ord", "Old words", True, ["Gamle ord"])
    ]


def test_a_draft_stays_a_draft_until_a_translator_has_read_it(tmp_path: Path) -> None:
    translate(tmp_path, ENGLISH)
    rewritten = flow("Ring nu {contact.emergency} eller læs [mere](https://example.org/da).")
    path = update_po_file(flow_template(rewritten), tmp_path, "en")

    again = update_po_file(flow_template(rewritten), tmp_path, "en").read_text("utf-8")
    path.write_text(again.replace("#, fuzzy, ", "#, "), "utf-8")

    assert "#, fuzzy" in again
    assert find_holes(tmp_path, rewritten) == []


def test_a_hole_says_where_the_words_stand(tmp_path: Path) -> None:
    translate(tmp_path, {**ENGLISH, "law.duty.text": ""})

    (hole,) = find_gaps(flow(), tmp_path, "en")

    assert hole == TranslationGap("law.duty.text", "missing", "Bekymret for et barn")
    assert hole.place == Place("catalogue/law.yaml", 9, 5)


def test_a_language_without_any_file_lacks_everything(tmp_path: Path) -> None:
    assert find_holes(tmp_path, flow()) == [
        ("flow.title", "missing"),
        ("flow.about", "missing"),
        ("law.duty.text", "missing"),
    ]


def test_an_untranslated_text_in_an_offered_language_is_a_bug() -> None:
    with pytest.raises(KeyError):
        FlowTexts("en", {}).words_of(TITLE)


def test_the_template_tells_translators_where_each_text_stands(tmp_path: Path) -> None:
    body = write_template(flow_template(flow()), tmp_path).read_text("utf-8").split("\n\n", 1)[1]

    assert body.split("\n\n")[0] == (
        '#: concern/flow.yaml\nmsgctxt "flow.title"\nmsgid "Bekymret for et barn"\nmsgstr ""'
    )
