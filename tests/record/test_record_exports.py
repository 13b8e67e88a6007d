"""What people are shown of a record: the same words everywhere, and nobody given away."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assistant.flow.markup import Message, spans_of
from assistant.record.contents import (
    Behind,
    Caregiver,
    Child,
    Explanation,
    ImmediateSafety,
    Observation,
    Record,
    Reply,
    Unborn,
    example_record,
)
from assistant.record.export.calendar import to_ics
from assistant.record.export.json import file_name, to_json
from assistant.record.export.review import ReviewSection, review_sections
from assistant.record.export.text import phone_script, to_text
from assistant.record.sheet import SheetRow, to_sheet
from tests.record.made_up import DANISH, change_record


def plain(sections: list[ReviewSection]) -> str:
    """Return a review as the text has it."""
    return "\n".join(
        "\n".join(
            (
                section["heading"],
                "=" * len(section["heading"]),
                "",
                *(
                    f"{add_colon(row['label'])}\n{join_spans(row['value'])}"
                    for row in section["rows"]
                ),
            )
        )
        for section in sections
    )


def test_what_is_typed_never_looks_like_a_heading() -> None:
    forged = "4 Det, vi beder om, og det, vi aftaler\n" + "=" * 39 + "\n\nVurdering:\r\nIngen fare"
    reply = Reply(step="a", fact="a", label="Ord", question="Ord?", answer=f"x\n{forged}")
    mother = Caregiver(relation=forged, name="Mor")
    record = change_record(
        strengths=f"x\n{forged}", answers=(reply,), caregivers=(mother,), signs=()
    )
    lines = to_text(record, DANISH).splitlines()
    headings = [one.heading for one in to_sheet(record, DANISH).sections]

    assert [above for above, rule in pairwise(lines) if rule.startswith("==")] == headings
    assert [line for line in lines if line == "Vurdering:"] == []


def test_a_numbered_block_without_anything_says_so() -> None:
    record = change_record(
        strengths=None, network=None, measures=(), attachments=None, phone_log=(), child_knows=None,
        parents_informed={}, parents_view={}, leader={},
    )  # fmt: skip
    nothing = ("Ikke oplyst", ("Her er intet skrevet.",))

    assert rows(record, "works") == (SheetRow("works", *nothing),)
    assert rows(record, "done") == (SheetRow("done", *nothing),)


def test_the_danger_stands_at_the_top_of_an_acute_record() -> None:
    safety = ImmediateSafety(danger="Far slår lige nu", safe_now=False)
    record = change_record(urgency="act_now", immediate_safety=safety)
    text, said = to_text(record, DANISH), phone_script(record, DANISH).splitlines()

    assert rows(record, "urgent")[:2] == (
        SheetRow("immediate_safety.danger", "Faren", ("Far slår lige nu",)),
        SheetRow("immediate_safety.safe_now", "Barnet er i sikkerhed i dag og i nat", ("Nej",)),
    )
    assert text.index("Far slår lige nu") < text.index("Alma")
    assert said[2:4] == ["Faren: Far slår lige nu", "Barnet er ikke i sikkerhed i dag og i nat."]


def test_an_age_band_is_shown_where_the_age_is_not_known() -> None:
    record = change_record(child=Child(name="Bo", age_band="6-12 år"))

    assert rows(record, "child")[1] == SheetRow("child.age_band", "Aldersgruppe", ("6-12 år",))
    assert "Bo · 6-12 år" in to_text(record, DANISH)
    assert "Barnet er Bo, alder: 6-12 år." in phone_script(record, DANISH)


def add_colon(label: str) -> str:
    return label if label.endswith(("?", ".")) else f"{label}:"


def join_spans(value: Message) -> str:
    return "".join(
        ("- " if "li" in block else "  " * (n > 0))
        + "".join(span["t"] for span in spans_of(block))
        + "\n"
        for n, block in enumerate(value)
    )


def rows(record: Record, section: str) -> tuple[SheetRow, ...]:
    return next((one.rows for one in to_sheet(record, DANISH).sections if one.id == section), ())


def test_the_review_says_word_for_word_what_the_text_says() -> None:
    text = to_text(example_record(), DANISH)
    (footer,) = to_sheet(example_record(), DANISH).footer

    assert plain(review_sections(example_record(), DANISH)) + f"\n{footer}\n" == text


def test_the_urgent_section_comes_first_and_the_four_blocks_follow() -> None:
    assert [section.id for section in to_sheet(example_record(), DANISH).sections] == [
        "head",
        "urgent",
        "seen",
        "works",
        "done",
        "asked",
        "child",
        "notifier",
        "grounds",
        "answers",
        "empty",
    ]


def test_a_record_without_urgency_claims_none() -> None:
    headings = [one.heading for one in to_sheet(change_record(urgency=None), DANISH).sections]

    assert headings[:2] == ["UNDERRETNING", "Det vigtigste"]


def test_an_observation_is_headed_by_its_day_and_who_saw_it() -> None:
    one = Observation(what="Blå mærker", when=date(2026, 3, 2), where="Klassen", origin="seen")

    assert rows(change_record(observations=(one,)), "seen")[2] == SheetRow(
        "observations.0", "2. marts 2026 · selv set", ("Blå mærker", "Hvor: Klassen")
    )


def test_what_is_missing_is_named_by_why() -> None:
    record = change_record(
        empty={"child.name": "unknown", "setting.group": "unknown", "why_now": "none"}
    )

    assert rows(record, "empty") == (
        SheetRow("empty.unknown", "Ved ikke", ("Barnet: Navn", "Klasse eller stue"), listed=True),
        SheetRow("empty.none", "Ingen", ("Hvorfor nu",), listed=True),
    )


def test_a_question_in_many_words_is_shown_by_its_heading() -> None:
    long = Reply(step="a", fact="a", label="Kort", question="Langt.\nOg mere?", answer="- a\n- b")

    assert rows(change_record(answers=(long,)), "answers") == (
        SheetRow("answers.0", "Kort", ("- a", "- b")),
    )


def test_the_answers_behind_a_conclusion_stand_behind_their_labels_or_questions() -> None:
    answers = (
        Behind(fact="danger", label="Er barnet i fare lige nu?", answer="Ja"),
        Behind(fact="age", label="Barnets alder", answer="9 år"),
    )
    why = Explanation(
        kind="decision",
        id="urgency",
        value="today",
        path="urgency",
        words=None,
        because=("Der er fare.",),
        answers=answers,
    )
    record = change_record(explanation=(why,))
    shown = next(row for row in rows(record, "grounds") if row.path == "explanation.0")

    assert shown == SheetRow(
        "explanation.0",
        "Hastegrad: I dag",
        ("Der er fare.", "Bygger på: Er barnet i fare lige nu? Ja; Barnets alder: 9 år"),
    )


def test_a_row_of_the_review_can_be_changed_by_the_question_that_it_came_from() -> None:
    origins = {"child.name": "child_name", "observations": "observations"}
    facts = {
        row["path"]: row["fact"]
        for section in review_sections(example_record(), DANISH, origins)
        for row in section["rows"]
        if "fact" in row and not row["path"].startswith("answers.")
    }

    assert facts == {
        "child.name": "child_name",
        "observations.0": "observations",
        "observations.1": "observations",
        "observations.2": "observations",
    }


def test_the_phone_script_says_who_where_what_and_asks() -> None:
    assert phone_script(example_record(), DANISH) == (
        "Goddag, det er Nanna Nielsen, Lærer, Eksempelskolen. Jeg vil underrette om et barn.\n"
        "Barnet er Alma Eksempel, 9 år.\n"
        "Lige nu: I SFO’en på Eksempelskolen\n"
        "De næste timer: Far henter kl. 16 i dag. Mor er på arbejde til kl. 20.\n"
        "Det har jeg set eller hørt: Tre blå mærker på højre overarm, da hun trak ærmet op i håndarbejde.\n"
        "Barnet sagde: »Jeg må ikke sige det. Far bliver så gal.«\n"
        "Det haster i dag. Hvad gør I i dag, og hvad skal jeg gøre så længe?\n"
        "I kan nå mig på 00 00 00 31.\n"
        "(Skriv ned: hvem du talte med, klokken, og hvad I aftalte.)\n"
    )


def test_the_phone_script_leaves_out_what_was_not_seen_heard_or_asked() -> None:
    bare = change_record(
        observations=(), signs=(), child_voice=(), immediate_safety=ImmediateSafety()
    )

    assert phone_script(bare, DANISH) == (
        "Goddag, det er Nanna Nielsen, Lærer, Eksempelskolen. Jeg vil underrette om et barn.\n"
        "Barnet er Alma Eksempel, 9 år.\n"
        "Lige nu: Hjemme hos begge forældre\n"
        "Det haster i dag. Hvad gør I i dag, og hvad skal jeg gøre så længe?\n"
        "I kan nå mig på 00 00 00 31.\n"
        "(Skriv ned: hvem du talte med, klokken, og hvad I aftalte.)\n"
    )


@given(long=st.text(alphabet="abcæøå ,.\n", min_size=200, max_size=2000))
def test_the_phone_script_can_be_said_in_half_a_minute_however_much_was_written(long: str) -> None:
    record = change_record(
        observations=(Observation(what=long),),
        child_voice=(),
        immediate_safety=ImmediateSafety(where_now=long, next_hours=long),
    )
    own_words = 160 * 3

    assert len(phone_script(record, DANISH)) < own_words + 500


def test_an_unborn_child_is_spoken_of_by_its_mother() -> None:
    record = change_record(
        child=Child(), unborn=Unborn(mother_name="Mette Mor", mother_cpr="010190-9990")
    )
    expected = "Det drejer sig om et ufødt barn af Mette Mor."

    assert expected in phone_script(record, DANISH).splitlines()
    assert rows(record, "urgent")[0] == SheetRow(
        "child", "Det drejer sig om", ("Ufødt barn af Mette Mor · 010190-9990",)
    )


def test_a_file_is_named_by_the_reference_and_a_draft_by_nothing() -> None:
    draft = change_record(reference=None)

    assert (file_name(example_record(), "pdf"), file_name(draft, "txt")) == (
        "underretning-EKS-2026-0001.pdf",
        "underretning-kladde.txt",
    )


def test_the_personal_number_is_whole_in_the_record_and_never_said_on_the_phone() -> None:
    places = {
        "json": to_json(example_record()).decode(),
        "text": to_text(example_record(), DANISH),
        "phone": phone_script(example_record(), DANISH),
        "calendar": to_ics(example_record(), DANISH).decode(),
    }

    assert {name for name, words in places.items() if "120416-9996" in words} == {"json", "text"}


@given(st.text(max_size=400))
def test_any_text_is_in_json_text_and_review_as_it_was_typed(words: str) -> None:
    record = change_record(strengths=f"[{words}]")
    value = {"p": [{"t": f"[{words}]"}]}

    shown = [
        row
        for one in review_sections(record, DANISH)
        for row in one["rows"]
        if value in row["value"]
    ]

    assert Record.model_validate_json(to_json(record)) == record
    assert "\n" + "\n  ".join(f"[{words}]".splitlines()) + "\n" in to_text(record, DANISH)
    assert [row["path"] for row in shown] == ["strengths"]
