"""`assistant i18n`: what translators get, and what a language still lacks."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

from assistant.cli import i18n
from assistant.text import files
from assistant.text.roots import locales_root
from tests.cli.command_line import Said, assistant

FLOW = Path("flows/my_flow/flow.yaml")
PO = Path("locales/en/LC_MESSAGES/my_flow.po")


@pytest.fixture(autouse=True)
def new(here: Path) -> Said:  # noqa: ARG001 - it runs there
    return assistant("new", "my_flow")


def translate() -> None:
    """Translate every text, into the same words."""
    with PO.open("rb") as file:
        catalog = read_po(file, locale="en")
    for message in catalog:
        if message.id:
            message.string = message.id
            message.flags.discard("fuzzy")
    with PO.open("wb") as file:
        write_po(file, catalog)


@pytest.fixture
def translated() -> None:
    assistant("i18n", "update", "--lang", "en")
    translate()


def rewrite(old: str, new: str) -> None:
    text = FLOW.read_text(encoding="utf-8")
    assert text.count(old) == 1
    FLOW.write_text(text.replace(old, new), encoding="utf-8")


def test_extract_writes_every_text_with_the_step_that_says_it() -> None:
    said = assistant("i18n", "extract")

    assert said == Said(0, "wrote locales/my_flow.pot: 24 texts\n", "")
    assert (
        '#: my_flow/flow.yaml\nmsgctxt "steps.signs.say"\nmsgid "Hvad har du lagt mærke til?"\nmsgstr ""'
        in Path("locales/my_flow.pot").read_text(encoding="utf-8")
    )
    assert assistant("i18n", "extract", "--json").json == {
        "catalogues": [{"flow": "my_flow", "file": "locales/my_flow.pot", "texts": 24}]
    }


def test_a_flow_that_nobody_translated_has_no_languages_to_tell_of() -> None:
    assert assistant("i18n", "status") == Said(
        0, "", "There are no translations yet. Start one with: assistant i18n update --lang en\n"
    )
    assert assistant("i18n", "status", "--json").json == {"languages": []}


def test_update_begins_a_language_that_is_asked_for() -> None:
    said = assistant("i18n", "update", "--lang", "en")

    assert said == Said(0, f"my_flow en: 0 of 24 texts, 24 missing: not offered ({PO})\n", "")
    assert PO.is_file()


@pytest.mark.usefixtures("translated")
def test_every_command_that_speaks_finds_the_language_beside_the_flows() -> None:
    asked = 'msgstr "Hvad har du lagt mærke til?"'
    text = PO.read_text(encoding="utf-8")
    assert text.count(asked) == 1
    PO.write_text(text.replace(asked, 'msgstr "What have you noticed?"'), encoding="utf-8")

    picture = assistant("graph", "my_flow", "--lang", "en", "--json")
    page = assistant("signoff", "my_flow", "--json").json
    talk = assistant("play", "my_flow", "--lang", "en")

    assert (picture.status, talk.status) == (0, 0)
    assert [column["language"] for column in page["languages"]] == ["da", "en"]
    assert [column["lacking"] for column in page["languages"]] == [0, 0]
    assert ["What have you noticed?" in said.out for said in (picture, talk)] == [True, True]


@pytest.mark.usefixtures("translated")
def test_a_complete_language_is_offered() -> None:
    assert assistant("i18n", "status") == Said(
        0, f"my_flow en: 24 of 24 texts, complete, offered ({PO})\n", ""
    )
    assert assistant("check").out == ""


@pytest.mark.usefixtures("translated")
def test_changed_danish_makes_a_translation_stale_and_loses_nothing() -> None:
    rewrite("Er ofte meget træt", "Er ofte træt")
    before = assistant("i18n", "status")
    after = assistant("i18n", "update")

    assert before == Said(
        1,
        f"my_flow en: 23 of 24 texts, 1 stale: not offered ({PO})\n"
        f"  stale: {FLOW}:24 facts.signs.options.tired.label: Er ofte træt\n",
        "",
    )
    assert after.out == before.out.splitlines()[0] + "\n"
    assert (
        '#, fuzzy\n#| msgid "Er ofte meget træt"\nmsgctxt "facts.signs.options.tired.label"\n'
        'msgid "Er ofte træt"\nmsgstr "Er ofte meget træt"\n'
    ) in PO.read_text(encoding="utf-8")
    translate()
    assert assistant("i18n", "status").status == 0


@pytest.mark.usefixtures("translated")
def test_status_lists_what_is_missing_stale_and_mistaken_with_its_place() -> None:
    rewrite("Læs underretningen igennem, og send den.", "Ring {contact.police} og send.")
    assistant("i18n", "update")
    text = PO.read_text(encoding="utf-8")
    PO.write_text(
        text.replace('msgstr "Er ofte sulten"', 'msgstr ""')
        .replace('msgstr "Er ofte meget træt"', 'msgstr "Often {tired}"'),
        encoding="utf-8",
    )  # fmt: skip
    said = assistant("i18n", "status", "my_flow", "--lang", "en", "--json")

    assert said.status == 1
    assert said.json == {
        "languages": [
            {
                "flow": "my_flow",
                "language": "en",
                "file": str(PO),
                "offered": False,
                "texts": 24,
                "translated": 21,
                "missing": [
                    place("facts.signs.options.hungry.label", "Er ofte sulten", "", 23),
                ],
                "stale": [
                    place(
                        "steps.handed_over.say",
                        "Ring {contact.police} og send.",
                        "Læs underretningen igennem, og send den.",
                        69,
                    )
                ],
                "placeholders": [
                    place(
                        "facts.signs.options.tired.label", "Er ofte meget træt", "Often {tired}", 24
                    )
                ],
            }
        ]
    }


def place(context: str, text: str, translation: str, line: int) -> dict[str, object]:
    return {
        "context": context,
        "text": text,
        "translation": translation,
        "file": str(FLOW),
        "line": line,
    }


@pytest.mark.usefixtures("translated")
def test_check_says_why_a_language_is_not_offered() -> None:
    rewrite("Er ofte meget træt", "Er ofte træt")
    said = assistant("check")

    assert said.status == 0
    assert said.out == (
        f'{FLOW}:24:14: L01 the language "en" is not offered: 1 of 24 texts are missing or stale '
        '("Er ofte træt" is stale).\n'
        "  24 |       tired: Er ofte træt\n"
        "     |              ^^^^^^^^^^^^\n"
        f"  fix: assistant i18n update --lang en, then translate what it marks in {PO}\n"
    )


def test_the_words_of_the_interface_are_collected_and_kept_up_to_date_too(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(locales_root(), here / "shipped")
    monkeypatch.setattr(i18n, "locales_root", lambda: here / "shipped")
    before = _english(here / "shipped")
    said = assistant("i18n", "extract", "--interface", "--json")
    assistant("i18n", "update", "--interface")

    assert [one["file"] for one in said.json["catalogues"]] == [
        "locales/my_flow.pot",
        "shipped/ui.pot",
    ]
    assert _english(here / "shipped").items() <= before.items()


def _english(locales: Path) -> dict[str, str]:
    catalog = files.read_catalog(locales, "en", "ui")
    assert catalog is not None
    return {str(m.id): str(m.string) for m in catalog if m.id and not m.fuzzy and m.string}


@pytest.mark.parametrize("wrong", ["e", "english please", "zz-ZZ-zz"])
def test_what_is_no_language_is_wrong_use(wrong: str) -> None:
    said = assistant("i18n", "status", "--lang", wrong)

    assert said.status == 2
    assert "use a language code such as en or pt-BR." in said.err


def test_the_language_of_the_flow_itself_needs_no_translation() -> None:
    said = assistant("i18n", "update", "--lang", "da")

    assert said.status == 2
    assert '"da" is the language the flow is written in.' in said.err
