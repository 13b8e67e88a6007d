from __future__ import annotations

from dataclasses import replace

from assistant.flow.model import Integer, Text
from assistant.flow.texts import texts
from assistant.prove.pages.entries import Entry, Note
from assistant.prove.pages.proof import Proof, TableId, proof, shown
from assistant.prove.pages.screens import tags_that_matter
from assistant.prove.picture.reader import Reader
from tests.prove_picture.flows import small


def of_small() -> Proof:
    return proof(small(), Reader())


def test_chapters_are_the_sections_in_the_flows_order() -> None:
    assert [
        (chapter.section.words if chapter.section else None, [s.card.step for s in chapter.screens])
        for chapter in of_small().chapters
    ] == [("Fare", ["danger", "call"]), ("Tegn", ["calm", "signs"]), ("Slut", ["stop"])]


def test_each_step_says_where_it_is_come_to_from_and_where_it_leads() -> None:
    screens = {s.card.step: s for chapter in of_small().chapters for s in chapter.screens}
    ways = {
        step: (
            [(way.step.step, way.when) for way in screen.comes_from],
            [(way.step.step, way.when) for way in screen.leads_to],
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
    signs = next(s for c in of_small().chapters for s in c.screens if s.card.step == "signs")

    def text(context: str) -> Text:
        return next(each for each in texts(flow) if each.context == context)

    assert signs.entries == (
        Entry("Afsnit", texts=(text("steps.signs.section"),)),
        Entry("Tekst", texts=(text("steps.signs.say"),)),
        Entry(
            "Spørgsmålet",
            "signs",
            (text("facts.signs.label"),),
            (Note("Svar", "kan være »Ved ikke«"),),
        ),
        Entry("Hjælp", "signs", (text("facts.signs.help"),)),
        Entry(
            "Svar",
            "marks",
            (text("facts.signs.options.marks.label"),),
            (Note("Betyder", "violence"), Note("Kilder", "BOOK", "sources")),
        ),
        Entry(
            "Svar",
            "tired",
            (text("facts.signs.options.tired.label"),),
            (Note("Vises når", "danger is no_danger", "guard"), Note("Vægt", "1")),
        ),
        Entry("Svar", "none", (text("facts.signs.none"),)),
    )


def noted(table: TableId) -> list[tuple[str | None, str | None, tuple[Note, ...]]]:
    return [(entry.id, entry.code, entry.notes) for entry in of_small().tables[table]]


def test_decisions_and_conditions_stand_with_when_they_hold() -> None:
    assert noted("decisions") == [
        ("decision-urgency", "act_now", (Note("Når", "in_danger", "guard"),)),
        (None, "watch", (Note("Når", "ingen af de øvrige gælder"),)),
    ]
    assert noted("conditions") == [
        ("condition-in_danger", "in_danger", (Note("Når", "danger is yes_now", "guard"),)),
        (
            "condition-violence",
            "violence",
            (Note("Når", "signs has tag violence or weight >= 1", "guard"),),
        ),
    ]


def test_a_plan_item_stands_with_who_when_and_why() -> None:
    assert noted("plan") == [
        (
            "plan-phone",
            "phone",
            (
                Note("Hvem", "Din leder"),
                Note("Senest", "inden 5 hverdage"),
                Note("Når", "in_danger", "guard"),
                Note("Kilder", "BOOK", "sources"),
            ),
        )
    ]


def test_a_law_stands_with_whether_it_is_verified_and_when_it_was_read() -> None:
    assert noted("law") == [
        (
            "law-everyone",
            "everyone",
            (
                Note("Paragraf", "bekræftet i kilden: paragraffen vises"),
                Note("Læst den", "2026-11-21"),
                Note("Kilder", "BOOK", "sources"),
            ),
        )
    ]
    assert noted("others") == []


def test_a_law_that_is_not_verified_says_so() -> None:
    flow = small()
    law = replace(flow.law["everyone"], verified=False)
    table = proof(replace(flow, law={"everyone": law}), Reader()).tables["law"]

    assert table[0].notes[0] == Note("Paragraf", "ikke bekræftet: paragraffen vises ikke")


def test_only_tags_that_something_depends_on_matter() -> None:
    assert tags_that_matter(small()) == {"signs": frozenset({"violence"})}


def test_a_text_that_no_step_shows_is_read_all_the_same() -> None:
    unit = Text("facts.lost.unit", "år")
    lost = Integer(id="lost", low=0, high=9, unit=unit)
    flow = small()
    found = proof(replace(flow, facts={**flow.facts, "lost": lost}), Reader())

    assert found.tables["others"] == (Entry("facts.lost.unit", texts=(unit,)),)
    assert {text.context for text in shown(found)} == {
        *(text.context for text in texts(flow)),
        unit.context,
    }
