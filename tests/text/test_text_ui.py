from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from assistant.text import files
from assistant.text.extract import (
    merge_translations,
    page_words,
    python_words,
    ui_template,
    update_po_file,
    write_template,
)
from assistant.text.roots import locales_root
from assistant.text.ui import Ui, ui_languages

PACKAGE = Path(__file__).parents[2] / "assistant"
_PLACE = re.compile(r"\{(\w+)\}")


@pytest.fixture(scope="module")
def template() -> Catalog:
    return ui_template(PACKAGE)


def places(words: str) -> set[str]:
    return set(_PLACE.findall(words))


def test_the_words_to_translate_are_those_that_the_interface_says(
    template: Catalog, tmp_path: Path
) -> None:
    fresh = write_template(template, tmp_path)

    assert (locales_root() / "ui.pot").read_text("utf-8") == fresh.read_text("utf-8")


@pytest.mark.parametrize("language", ui_languages()[1:])
def test_every_shipped_language_says_all_of_them_and_nothing_stale(
    template: Catalog, language: str
) -> None:
    catalog = files.read_catalog(locales_root(), language, "ui")
    assert catalog is not None

    said = {str(message.id): message for message in template if message.id}
    translated = {str(message.id): message for message in catalog if message.id}
    wrong = [
        words
        for words, message in translated.items()
        if not message.string or message.fuzzy or places(words) != places(str(message.string))
    ]

    assert sorted(said.keys() ^ translated.keys()) == []
    assert wrong == []


def test_english_is_shipped() -> None:
    assert ui_languages() == ("da", "en")


def test_danish_words_are_said_as_they_stand() -> None:
    ui = Ui("da")

    assert (ui.say("Fortsæt"), ui.say("Trin {index} af {of}", index=1, of=7)) == (
        "Fortsæt",
        "Trin 1 af 7",
    )


def test_english_says_the_same_with_the_same_values() -> None:
    ui = Ui("en")

    assert (ui.say("Fortsæt"), ui.say("Trin {index} af {of}", index=1, of=7)) == (
        "Continue",
        "Step 1 of 7",
    )


def test_braces_in_words_without_values_stay() -> None:
    assert Ui("da").say("{a} og {") == "{a} og {"


def test_a_draft_of_a_translation_is_never_said(tmp_path: Path) -> None:
    catalog = Catalog("en")
    catalog.add("Fortsæt", "Go on")
    catalog.add("Tilbage", "Black", flags=("fuzzy",))
    files.write_catalog(catalog, files.po_path(tmp_path, "en", "ui"))
    ui = Ui("en", tmp_path)

    assert (ui.say("Fortsæt"), ui.say("Tilbage")) == ("Go on", "Tilbage")


def test_a_language_that_the_interface_does_not_speak_is_a_bug() -> None:
    with pytest.raises(LookupError, match="does not speak 'fr'"):
        Ui("fr").say("Fortsæt")


def test_only_literals_that_are_said_are_found() -> None:
    module = ast.parse("""
TABLE = {"key": "Held"}
a = ui.say("En")
b = say("To " "tre {n}", n=say("Fire"))
c = say(TABLE["key"])
d = ui.sing("Fem") or self._say("Seks")
e = say(name)
""")

    found = list(python_words(module, table=False))

    assert found == [("En", 3), ("To tre {n}", 4), ("Fire", 4), ("Seks", 6)]


def test_tables_give_their_values_and_never_their_keys() -> None:
    module = ast.parse('''
"""A docstring."""
YES, NO = "Ja", "Nej"
TABLE: Mapping[str, object] = {"key": "Held", "more": {"deep": ("En", "To")}}
ALL = (YES, *(TABLE[key] for key in ("x", "y")))
def f() -> str:
    return "not a table"
''')

    found = [words for words, _ in python_words(module, table=True)]

    assert found == ["Ja", "Nej", "Held", "En", "To"]


def test_page_templates_give_what_they_say(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '{{ _("En") }}\n<p title="{{ _(\'To {n}\', n=x) }}">Tre</p>{{ _(name) }}', "utf-8"
    )

    assert list(page_words(page)) == [("En", 1), ("To {n}", 2)]


def test_bringing_a_translation_up_to_date_keeps_what_holds_and_drops_what_is_gone() -> None:
    template = Catalog()
    template.add("Kept")
    template.add("New")
    old = Catalog("en")
    old.add("Kept", "kept in English", user_comments=["mind the tone"])
    old.add("Gone", "gone in English")

    new = merge_translations(template, old, "en")

    assert [(m.id, m.string, m.user_comments) for m in new if m.id] == [
        ("Kept", "kept in English", ["mind the tone"]),
        ("New", "", []),
    ]


def test_a_translation_file_is_the_same_bytes_whenever_it_is_written(tmp_path: Path) -> None:
    template = Catalog(domain="ui")
    template.add("Fortsæt", locations=[("b.py", 7)])
    template.add("Tilbage", locations=[("a.py", 1)])
    old = Catalog("en", domain="ui")
    for words, english in (("Gem", "Save"), ("Slet", "Erase"), ("Vis", "Show")):
        old.add(words, english)  # no longer said: kept as obsolete
    files.write_catalog(old, files.po_path(tmp_path, "en", "ui"))

    first = update_po_file(template, tmp_path, "en").read_bytes()
    second = update_po_file(template, tmp_path, "en").read_bytes()

    assert (first, b"2026" in first) == (second, False)
