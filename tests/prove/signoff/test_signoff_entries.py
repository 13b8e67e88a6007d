from __future__ import annotations

from dataclasses import replace

from assistant.flow.model import Integer, Text, texts
from assistant.prove.picture.reader import TextReader
from assistant.prove.signoff.contents import (
    SignoffPage,
    SignoffTable,
    build_signoff_page,
    texts_on_page,
)
from assistant.prove.signoff.entries import EntryNote, SignoffEntry, significant_tags
from tests.examples.drawn import small


def of_small() -> SignoffPage:
    return build_signoff_page(small(), TextReader())


def test_chapters_are_the_sections_in_the_flows_order() -> None:
    assert [
        (chapter.section.words if chapter.section else None, [s.card.step for s in chapter.steps])
        for chapter in of_small().chapters
    ] == [("Fare", ["danger", "call"]), ("Tegn", ["calm", "signs"]), ("Slut", ["stop"])]


def test_each_step_says_where_it_is_come_to_from_and_where_it_leads() -> None:
    screens = {s.card.step: s for chapter in of_small().chapters for s in chapter.steps}
    ways = {
        step: (
            [(way.card.step, way.when) for way in screen.comes_from],
            [(way.card.step, way.when) for way in screen.leads_to],
        )
        for step, screen in screens.items()
    }

    assert ways == {
        "danger": ([], [("call", "in_danger"), ("calm", "ellers")]),
        "call": ([("danger", "in_danger"), ("calm", "violence")], [("stop", None)]),
        "calm": (
            [("danger", "ellers")],
            [("signs", None), ("call", "violence"), ("stop", "ellers")],
        ),
        "signs": ([("calm", None)], [("calm.done", None)]),
        "stop": ([("call", None), ("calm", "ellers")], []),
    }


def test_a_question_has_a_line_for_every_answer_with_what_matters_about_it() -> None:
    flow = small()
    signs = next(s for c in of_small().chapters for s in c.steps if s.card.step == "signs")

    def text(context: str) -> Text:
        return next(each for each in texts(flow) if each.context == context)

    assert signs.entries == (
        SignoffEntry("Afsnit", texts=(text("steps.signs.section"),)),
        SignoffEntry("Tekst", texts=(text("steps.signs.say"),)),
        SignoffEntry(
            "Spørgsmålet",
            "signs",
            (text("facts.signs.label"),),
            (EntryNote("Svar", "kan være »Ved ikke«"),),
        ),
        SignoffEntry("Hjælp", "signs", (text("facts.signs.help"),)),
        SignoffEntry(
            "Svar",
            "marks",
            (text("facts.signs.options.marks.label"),),
            (EntryNote("Betyder", "violence"), EntryNote("Kilder", "BOOK", "sources")),
        ),
        SignoffEntry(
            "Svar",
            "tired",
            (text("facts.signs.options.tired.label"),),
            (EntryNote("Vises når", "danger is no_danger", "guard"), EntryNote("Vægt", "1")),
        ),
        SignoffEntry("Svar", "none", (text("facts.signs.none"),)),
    )


def list_notes(table: SignoffTable) -> list[tuple[str | None, str | None, tuple[EntryNote, ...]]]:
    return [(entry.id, entry.code, entry.notes) for entry in of_small().tables[table]]


def test_decisions_and_conditions_stand_with_when_they_hold() -> None:
    assert list_notes("decisions") == [
        ("decision-urgency", "act_now", (EntryNote("Når", "in_danger", "guard"),)),
        (None, "watch", (EntryNote("Når", "ingen af de øvrige gælder"),)),
    ]
    assert list_notes("conditions") == [
        ("condition-in_danger", "in_danger", (EntryNote("Når", "danger is yes_now", "guard"),)),
        (
            "condition-violence",
            "violence",
            (EntryNote("Når", "signs has tag violence or weight >= 1", "guard"),),
        ),
    ]


def test_a_plan_item_stands_with_who_when_and_why() -> None:
    assert list_notes("plan") == [
        (
            "plan-phone",
            "phone",
            (
                EntryNote("Hvem", "Din leder"),
                EntryNote("Senest", "inden 5 hverdage"),
                EntryNote("Når", "in_danger", "guard"),
                EntryNote("Kilder", "BOOK", "sources"),
            ),
        )
    ]


def test_a_law_stands_with_whether_it_is_verified_and_when_it_was_read() -> None:
    assert list_notes("law") == [
        (
            "law-everyone",
            "everyone",
            (
                EntryNote("Paragraf", "bekræftet i kilden: paragraffen vises"),
                EntryNote("Læst den", "2026-11-21"),
                EntryNote("Kilder", "BOOK", "sources"),
            ),
        )
    ]
    assert list_notes("others") == []


def test_a_law_that_is_not_verified_says_so() -> None:
    flow = small()
    law = replace(flow.law["everyone"], verified=False)
    table = build_signoff_page(replace(flow, law={"everyone": law}), TextReader()).tables["law"]

    assert table[0].notes[0] == EntryNote("Paragraf", "ikke bekræftet: paragraffen vises ikke")


def test_only_tags_that_something_depends_on_matter() -> None:
    assert significant_tags(small()) == {"signs": frozenset({"violence"})}


def test_a_text_that_no_step_shows_is_read_all_the_same() -> None:
    unit = Text("facts.lost.unit", "år")
    lost = Integer(id="lost", low=0, high=9, unit=unit)
    flow = small()
    found = build_signoff_page(replace(flow, facts={**flow.facts, "lost": lost}), TextReader())

    assert found.tables["others"] == (SignoffEntry("facts.lost.unit", texts=(unit,)),)
    assert {text.context for text in texts_on_page(found)} == {
        *(text.context for text in texts(flow)),
        unit.context,
    }
