"""What is found by looking at every conversation: only where there is one, and with the one that shows it."""

from __future__ import annotations

import pytest

from assistant.prove.exact import exact_findings
from tests.examples.builders import TODAY
from tests.prove.small import load_pieces

ASKED = """
facts:
  role: {choice: {teacher: Lærer, dentist: Tandlæge}, label: Din rolle}
  seen: SEEN
  told: {choice: {parents: Forældrene, nobody: {label: Ingen, if: "SHOWN"}}, label: Hvem ved det}
conditions:
  saw: {if: "SAW", because: "Du har set det."}
decisions:
  haste: [{is: today, if: "HASTE"}, {is: soon}]
steps:
- ask: role
  go: [{if: role is teacher, to: seen}, {to: told}]
- ask: seen
  go: told
- ask: told
  go: [{if: "LEFT", to: short}, {if: "BRANCH", to: sent}, {to: short}]
- tell: short
  level: info
  say: "Husk {haste}, hvis du har set det ({told})."
  go: left
- end: sent
  outcome: none
- end: left
  outcome: none
plan:
- {id: wait, do: Vent, if: "PLAN", who: you, by: today}
"""
PLAIN = {
    "SEEN": "{yesno: true, label: Har du set det}",
    "SHOWN": "role is answered",
    "SAW": "seen is yes",
    "HASTE": "saw",
    "LEFT": "told is nobody",
    "BRANCH": "saw",
    "PLAN": "saw",
}
WANT = 'this holds also where "seen" was not answered: when '


def find_sentences(code: str, **pieces: str) -> list[str]:
    """Return what is found under a code in the flow with these pieces."""
    text = ASKED
    for name, plain in PLAIN.items():
        text = text.replace(name, pieces.get(name, plain))
    return [f.text for f in exact_findings(load_pieces(text), TODAY) if f.code == code]


def test_a_flow_that_negates_nothing_has_nothing_to_say_about_answers_that_lack() -> None:
    assert find_sentences("X04") == []


@pytest.mark.parametrize(
    ("pieces", "when"),
    [
        ({"BRANCH": "not seen is yes"}, "role is dentist."),
        ({"BRANCH": "role is dentist and not seen is yes"}, "role is dentist."),
        ({"BRANCH": "not (seen is yes or role is teacher)"}, "role is dentist."),
        ({"SHOWN": "not seen is no"}, "role is dentist."),
        ({"SAW": "not seen is no"}, "role is dentist."),
        ({"HASTE": "not seen is yes"}, "role is dentist and told is parents."),
        ({"PLAN": "not seen is yes"}, "role is dentist and told is parents."),
        (
            {"PLAN": "saw and not seen is no", "SAW": "told is nobody"},
            "role is dentist and told is nobody.",
        ),
    ],
)
def test_what_holds_for_want_of_an_answer_is_found_with_a_conversation(
    pieces: dict[str, str], when: str
) -> None:
    assert find_sentences("X04", **pieces) == [WANT + when]


@pytest.mark.parametrize(
    "pieces",
    [
        {"BRANCH": "not saw"},  # a condition says what was said, so not to have said it is plain
        {"BRANCH": "seen is not yes"},  # false where nothing was answered
        {"BRANCH": "not (not seen is yes)"},
        {"BRANCH": "seen is answered and not seen is yes"},
        {"BRANCH": "not seen is answered or not seen is yes"},
        {"BRANCH": "role is teacher and not seen is yes"},  # then it was asked
        {"BRANCH": "not role is teacher"},  # always asked
        {"LEFT": "role is dentist", "BRANCH": "not seen is yes"},  # those not asked went before
        {"BRANCH": "not told is nobody"},  # asked here
    ],
)
def test_what_does_not_hang_on_a_lack_of_answers_is_no_finding(pieces: dict[str, str]) -> None:
    assert find_sentences("X04", **pieces) == []


def test_a_question_that_was_skipped_was_not_answered_either() -> None:
    skipped = "{yesno: true, optional: true, label: Har du set det}"

    assert find_sentences("X04", SEEN=skipped, BRANCH="role is teacher and not seen is yes") == [
        f"{WANT}role is teacher."
    ]


def asking(questions: int, outcome: str, *, forms: bool = False) -> str:
    """Return a flow with so many questions before an end of this outcome, one to each screen or two."""
    names = [f"q{number}" for number in range(questions)]
    facts = "".join(f"  {name}: {{yesno: true, label: Tegn}}\n" for name in names)
    size = 2 if forms else 1
    screens = [names[n : n + size] for n in range(0, questions, size)]
    steps = "".join(
        f"- form: [{', '.join(screen)}]\n  id: s{n}\n  say: Er det sådan?\n  go: s{n + 1}\n"
        for n, screen in enumerate(screens)
    )
    end = f"- end: s{len(screens)}\n  outcome: {outcome}\n  say: Slut.\n"
    record = "record: {assessment: q0}\n" if outcome == "notify" else ""
    return f"facts:\n{facts}steps:\n{steps}{end}{record}"


def lengths(text: str) -> list[str]:
    found = [f.text for f in exact_findings(load_pieces(text), TODAY) if f.code == "X08"]
    return [text.partition(":")[0] for text in found]


@pytest.mark.parametrize(
    ("outcome", "most"), [("notify", 30), ("consult", 15), ("follow_up", 15), ("none", 15)]
)
def test_an_end_has_a_budget_of_screens(outcome: str, most: int) -> None:
    too_long = f'{most + 1} questions may stand before "s{most + 1}", more than {most}'

    assert lengths(asking(most, outcome)) == []
    assert lengths(asking(most + 1, outcome)) == [too_long]


def test_questions_on_one_screen_count_as_one() -> None:
    assert lengths(asking(16, "none", forms=True)) == []


def test_screens_that_nobody_meets_together_do_not_count() -> None:
    names = [f"q{number}" for number in range(16)]
    facts = "".join(f"  {name}: {{yesno: true, label: Tegn}}\n" for name in names)
    steps = "".join(f"- ask: {name}\n  go: q{n + 1}\n" for n, name in enumerate(names[:-2]))
    apart = f"""
facts:
{facts}
steps:
{steps}
- ask: q14
  go: [{{if: q0 is yes, to: over}}, {{to: fork}}]
- decide: fork
  go: [{{if: q0 is yes, to: q15}}, {{to: over}}]
- ask: q15
  go: over
- end: over
  outcome: none
  say: Slut.
"""

    assert lengths(apart) == []
