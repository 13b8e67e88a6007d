from __future__ import annotations

from dataclasses import replace

from assistant.dialog.conclusions import decisions, fill_record, plan, scores, signs
from assistant.dialog.engine import Dialog
from assistant.flow.model import (
    AnyStep,
    Ask,
    End,
    FromCodes,
    FromConclusion,
    FromFacts,
    FromRepeat,
    Integer,
    RecordEntry,
)
from tests.dialog.talk import Talk
from tests.examples.builders import go, text
from tests.examples.worry import FACTS, VIOLENCE, WORRY_FLOW, worry

UNSURE: dict[str, object] = {
    "role": "teacher",
    "age": "baby",
    "signs": "unknown",
    "child_name": "Bo",
    "seen": [],
    "first_seen": "2026-03-01",
}


def record(talk: Talk) -> dict[str, object]:
    return fill_record(talk.dialog, talk.trail, lambda text: text.words)


def filling(*entries: RecordEntry) -> Dialog:
    return Dialog(replace(WORRY_FLOW, record=entries))


def test_an_end_has_decisions_scores_and_a_plan() -> None:
    talk = Talk(worry(), VIOLENCE)

    assert decisions(talk.dialog, talk.trail) == {"urgency": "act_now"}
    assert scores(talk.dialog, talk.trail) == {"weight": 6}
    assert [item.id for item in plan(talk.dialog, talk.trail)] == ["write", "police"]


def test_signs_are_the_selected_options_of_a_catalogue() -> None:
    talk = Talk(worry(), VIOLENCE)

    assert [sign.id for sign in signs(talk.dialog, talk.trail)] == ["bruises", "truancy"]


def test_the_record_has_what_was_answered_on_the_path() -> None:
    assert record(Talk(worry(), VIOLENCE)) == {
        "child.name": "Bo Hansen",
        "child.cpr": "010118-4321",
        "functioning": "Blå mærker; Fravær\nSchool",
        "urgency": "act_now",
        "suspected": "parent",
        "observations": [{"what": "Et mærke", "when": "2026-03-01"}, {"what": "To"}],
        "child_knows": True,
    }


def test_what_is_not_answered_is_absent_and_what_is_not_known_stands_in_texts() -> None:
    assert record(Talk(worry(), UNSURE)) == {
        "child.name": "Bo",
        "functioning": "Ved ikke\nBaby",
        "first_worry_on": "2026-03-01",
        "urgency": "watch",
    }


def test_parked_answers_never_reach_the_record() -> None:
    talk = Talk(worry(), VIOLENCE).change("signs", ["caries"])

    assert "who" in talk.trail.parked
    assert set(record(talk)) == {
        "child.name",
        "child.cpr",
        "functioning",
        "urgency",
        "observations",
    }


def test_codes_are_joined_without_repeats_and_only_those_that_the_field_has() -> None:
    dialog = filling(
        RecordEntry(
            "reasons",
            FromCodes("signs", {"bruises": "abuse_by_parents", "truancy": "abuse_by_parents"}),
        ),
        RecordEntry("legal_basis", FromFacts(("role", "age"))),
        RecordEntry("custody", FromFacts(("who",))),
    )

    assert record(Talk(dialog, {**VIOLENCE, "who": "unknown"})) == {
        "reasons": ["abuse_by_parents"],
        "custody": "unknown",
    }


def test_several_facts_give_their_codes_together_and_else_the_first_that_is_answered() -> None:
    dialog = filling(
        RecordEntry("child.age", FromFacts(("first_seen", "siblings"))),
        RecordEntry("leader.informed", FromFacts(("danger",))),
        RecordEntry("network", FromFacts(("danger", "siblings"))),
        RecordEntry("assessment", FromConclusion("weight")),
        RecordEntry("why_now", FromConclusion("urgency")),
        RecordEntry("strengths", FromFacts(("first_seen",))),
    )

    assert record(Talk(dialog, {**VIOLENCE, "danger": "no"})) == {
        "child.age": 2,
        "leader.informed": False,
        "network": "Nej\n2 søskende",
        "assessment": "6",
        "why_now": "today",
    }


def test_a_list_keeps_codes_numbers_and_texts_of_its_rows() -> None:
    dialog = filling(
        RecordEntry("siblings", FromRepeat("seen", {"note": "what", "age": "when_seen"}))
    )

    assert record(Talk(dialog, UNSURE)) == {}
    rows = [{"what": "Et mærke", "when_seen": "unknown"}]
    assert record(Talk(dialog, {**UNSURE, "seen": rows})) == {"siblings": [{"note": "Et mærke"}]}


def test_a_number_without_a_unit_stands_alone_in_a_text() -> None:
    age = Integer(id="years", label=text("År"), low=0, high=18)
    ask = Ask(id="years", fact="years", routes=go("end"))
    steps: dict[str, AnyStep] = {"years": ask, "end": End(id="end", outcome="none")}
    dialog = Dialog(
        replace(
            WORRY_FLOW,
            facts={**{fact.id: fact for fact in FACTS}, "years": age},
            steps=steps,
            record=(
                RecordEntry("network", FromFacts(("years",))),
                RecordEntry("child.age", FromFacts(("years",))),
            ),
        )
    )

    assert record(Talk(dialog, {"years": 0})) == {"network": "0", "child.age": 0}


def test_a_decision_is_translated_into_a_code_and_stands_in_a_list_beside_facts() -> None:
    dialog = filling(
        RecordEntry("urgency", FromCodes("urgency", {"act_now": "today", "today": "soon"})),
        RecordEntry("functioning", FromFacts(("urgency", "age"))),
    )

    assert record(Talk(dialog, VIOLENCE)) == {"urgency": "today", "functioning": "act_now\nSchool"}
