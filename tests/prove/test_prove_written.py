"""A conversation that was found is written as an answer file takes it, and told as its author would."""

from __future__ import annotations

from datetime import date

from assistant.dialog.engine import Dialog
from assistant.flow.model import Value
from assistant.prove.report import answer_file, questions_and_answers
from assistant.prove.space import Space
from assistant.prove.ways import replay_answers
from tests.examples.builders import TODAY
from tests.prove.small import load_pieces

TEXT = """
facts:
  role: {choice: {teacher: Lærer, dentist: Tandlæge}, unknown: true, label: Din rolle}
  seen: {yesno: true, label: Har du set det}
  signs: {multi: {bruise: Et mærke, quiet: Er stille}, none: Ingen af dem, label: Tegn}
  day: {date: [-10d, 0d], label: Hvilken dag}
  age: {int: [0, 17], label: Alder}
  words: {text: 200, optional: true, label: Mere}
  what: {text: 200, label: Hvad}
  where: {choice: {home: Hjemme, school: I skolen}, optional: true, label: Hvor}
steps:
- ask: role
  say: |
    Det er trygt.

    **Hvor arbejder du?**
  go: all
- form: [seen, signs, day, age, words]
  id: all
  say: Hvad er der sket?
  go: notes
- repeat: notes
  each: [what, where]
  at_least: 0
  at_most: 3
  say: Hvad har du skrevet ned?
  go: over
- end: over
  outcome: none
  say: Slut.
"""
ROWS: Value = ({"what": "Et råb", "where": "school"}, {"what": "Gråd", "where": None})
ANSWERS: dict[str, Value] = {
    "role": "dentist",
    "seen": "no",
    "signs": ("bruise", "quiet"),
    "day": date(2026, 3, 1),
    "age": 9,
    "words": None,
    "notes": ROWS,
}


def write_and_tell(**changed: Value) -> tuple[dict[str, object], list[tuple[str, str]]]:
    """Return a conversation with these answers as it is written, and as it is told."""
    flow = load_pieces(TEXT)
    trail = replay_answers(Space(Dialog(flow), TODAY), {**ANSWERS, **changed})
    assert trail.ended == "over"
    return dict(answer_file(flow, trail)), list(questions_and_answers(flow, trail))


def test_answers_are_written_as_an_answer_file_has_them() -> None:
    assert write_and_tell()[0] == {
        "role": "dentist",
        "seen": "no",
        "signs": ["bruise", "quiet"],
        "day": "2026-03-01",
        "age": 9,
        "words": None,
        "notes": [{"what": "Et råb", "where": "school"}, {"what": "Gråd", "where": None}],
    }
    assert write_and_tell(signs=(), notes=())[0] | {"day": ""} == {
        **ANSWERS,
        "signs": "none",
        "day": "",
        "notes": [],
    }


def test_answers_are_told_in_the_authors_words_and_what_was_skipped_is_left_out() -> None:
    assert write_and_tell()[1] == [
        ("Din rolle", "Tandlæge"),
        ("Har du set det", "Nej"),
        ("Tegn", "Et mærke; Er stille"),
        ("Hvilken dag", "2026-03-01"),
        ("Alder", "9"),
        ("Hvad har du skrevet ned?", "Et råb, I skolen; Gråd"),
    ]


def test_none_of_these_and_not_known_have_words_of_their_own() -> None:
    said = dict(
        write_and_tell(role="unknown", seen="yes", signs=(), words="Mere endnu", notes=())[1]
    )

    assert [said[name] for name in ("Din rolle", "Har du set det", "Tegn", "Mere")] == [
        "Ved ikke",
        "Ja",
        "Ingen af dem",
        "Mere endnu",
    ]
    assert said["Hvad har du skrevet ned?"] == "Intet tilføjet"


def test_a_question_without_a_label_is_told_by_its_last_line_without_marks() -> None:
    flow = load_pieces(TEXT.replace("unknown: true, label: Din rolle", "unknown: true"))
    trail = replay_answers(Space(Dialog(flow), TODAY), ANSWERS)

    assert next(questions_and_answers(flow, trail)) == ("Hvor arbejder du?", "Tandlæge")
