"""From a conversation to its record: what was answered on the path, and nothing else."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from pydantic import JsonValue

from assistant.dialog.engine import Dialog
from assistant.flow.model import Date, Form, FromFacts, Offset, Opaque, RecordEntry, YesNo
from assistant.record.build import Frame, build_record, editing_facts
from assistant.record.contents import (
    Behind,
    Course,
    Due,
    Explanation,
    FollowUp,
    Header,
    Observation,
    Receiver,
    Record,
    Sign,
)
from assistant.record.export.json import to_json
from assistant.record.export.text import to_text
from assistant.text.ui import Ui
from tests.dialog.talk import Talk
from tests.examples.builders import NOON, moment, text
from tests.examples.worry import VIOLENCE, WORRY_FLOW, worry

FRAME = Frame(
    reference="R-1",
    created_at=NOON,
    submitted_at=NOON + timedelta(minutes=5),
    receiver=Receiver(name="Team Nord", phone="12 34"),
    assess_by=NOON + timedelta(hours=24),
    receipt_by=NOON + timedelta(days=8),
    municipality="Eksempelby",
)


def build_from(answers: Mapping[str, object], dialog: Dialog | None = None) -> Record:
    talk = Talk(dialog or worry(), answers)
    return build_record(talk.dialog, talk.trail, talk.conversation, moment(), FRAME)


def shelter_dialog() -> Dialog:
    """Return the flow with a question about the address instead of the one about the first sight."""
    street = Opaque(id="street", label=text("Hvor bor barnet?"), kind="address", limit=300)
    shelter = YesNo(id="shelter", label=text("Er adressen beskyttet?"))
    facts = {**WORRY_FLOW.facts, "street": street, "shelter": shelter}
    name = WORRY_FLOW.steps["name"]
    assert isinstance(name, Form)
    form = replace(name, facts=("child_name", "child_cpr", "street", "shelter"))
    record = (
        *WORRY_FLOW.record,
        RecordEntry("child.address", FromFacts(("street",))),
        RecordEntry("child.address_protected", FromFacts(("shelter",))),
    )
    return Dialog(
        replace(WORRY_FLOW, facts=facts, steps={**WORRY_FLOW.steps, "name": form}, record=record)
    )


ADDRESS = "Skjulevej 7, 0000 Eksempelby"
SHELTERED: Mapping[str, object] = {
    **{fact: value for fact, value in VIOLENCE.items() if fact != "siblings"},
    "street": ADDRESS,
    "shelter": "yes",
    "seen": [{"what": "Mødt ved Skjulevej 7", "when_seen": "2026-03-01"}],
}


def test_the_record_has_what_the_flow_gives_it_and_its_frame() -> None:
    record = build_from(VIOLENCE)

    assert record.model_copy(
        update={"signs": (), "explanation": (), "answers": (), "plan": (), "empty": {}}
    ) == Record.model_validate(
        {
            "reference": "R-1",
            "created_at": NOON,
            "submitted_at": NOON + timedelta(minutes=5),
            "language": "da",
            "flow": Course(id="small", version=1, logic_hash="0" * 64),
            "header": Header(acute=True, municipality="Eksempelby", receiver=FRAME.receiver),
            "child": {"name": "Bo Hansen", "cpr": "010118-4321", "age": 8},
            "urgency": "act_now",
            "suspected": "parent",
            "observations": (
                Observation(what="Et mærke", when=date(2026, 3, 1)),
                Observation(what="To"),
            ),
            "child_knows": True,
            "functioning": "Blå mærker; Fravær\nSchool",
            "follow_up": FollowUp(assess_by=FRAME.assess_by, receipt_by=FRAME.receipt_by),
        }
    )


def test_signs_come_with_the_question_that_they_were_ticked_at() -> None:
    assert build_from(VIOLENCE).signs == (
        Sign(id="bruises", label="Blå mærker", heading="Krop", question="signs"),
        Sign(id="truancy", label="Fravær", heading="Hjem", question="signs"),
    )


def test_every_question_is_there_in_order_with_its_answer_as_shown() -> None:
    replies = build_from(VIOLENCE).answers
    expected: list[tuple[str, str, str, JsonValue]] = [
        ("role", "Hvem er du?", "Teacher", "teacher"),
        ("age", "Hvor gammelt er barnet?", "School", "school"),
        ("signs", "Tegn", "Blå mærker, Fravær", ["bruises", "truancy"]),
        ("danger", "Er der fare nu?", "Ja", "yes"),
        ("who", "Hvem?", "Parent", "parent"),
        ("child_name", "Navn", "Bo Hansen", "Bo Hansen"),
        ("child_cpr", "Cpr", "010118-xxxx", "010118-4321"),
        ("siblings", "Søskende", "2 søskende", 2),
    ]

    assert [(one.fact, one.question, one.answer, one.value) for one in replies[:-1]] == expected
    assert (replies[-1].fact, replies[-1].value) == (
        "seen",
        [
            {"what": "Et mærke", "when_seen": "2026-03-01"},
            {"what": "To", "when_seen": "unknown"},
        ],
    )


def test_the_plan_has_real_times() -> None:
    assert build_from(VIOLENCE).plan == (
        Due(
            id="write",
            words="Skriv om Bo Hansen",
            who="you",
            unit="hours",
            amount=24,
            due=NOON + timedelta(hours=24),
        ),
        Due(id="police", words="Ring 114", who="leader", unit="now"),
    )


def test_decisions_duties_and_dangers_are_explained_by_the_answers_behind_them() -> None:
    signs = Behind(fact="signs", label="Tegn", answer="Blå mærker, Fravær")
    danger = Behind(fact="danger", label="Er der fare nu?", answer="Ja")
    explained = [one for one in build_from(VIOLENCE).explanation if one.kind != "plan"]

    assert explained == [
        Explanation(
            kind="decision",
            id="urgency",
            value="act_now",
            path="urgency",
            because=("Du har markeret tegn på vold.", "Der er fare nu."),
            answers=(signs, danger),
        ),
        Explanation(kind="step", id="call", words="Ring 112 eller ring 12 34.", answers=(danger,)),
        Explanation(
            kind="step",
            id="duty",
            words="Du skal underrette om Bo Hansen, se § 133.\n- i dag\n- skriftligt",
            because=("Du har markeret tegn på vold.",),
            answers=(signs,),
        ),
    ]


def test_an_answer_off_the_path_is_nowhere_in_the_record() -> None:
    talk = Talk(worry(), VIOLENCE).change("signs", "none").say({"first_seen": "2026-02-01"})

    record = build_record(talk.dialog, talk.trail, talk.conversation, moment(), FRAME)
    sent = to_json(record).decode()
    asked = {reply.fact for reply in record.answers}

    assert (record.suspected, "danger" in asked, "Parent" in sent) == (None, False, False)
    assert record.first_worry_on == date(2026, 2, 1)


def test_an_expected_field_that_is_empty_says_why() -> None:
    skipped = {**VIOLENCE, "child_cpr": None, "who": "unknown", "seen": []}
    empty = build_from(skipped).empty

    assert {path: empty.get(path) for path in ("child.cpr", "observations", "reasons")} == {
        "child.cpr": "skipped",
        "observations": "none",
        "reasons": "not_asked",
    }


def test_what_nobody_knows_is_empty_and_says_so() -> None:
    place = Opaque(
        id="street", label=text("Hvor bor barnet?"), kind="address", limit=9, unknown=True
    )
    dialog = shelter_dialog()
    facts = {**dialog.flow.facts, "street": place}
    record = build_from(
        {**SHELTERED, "street": "unknown"}, Dialog(replace(dialog.flow, facts=facts))
    )

    assert (record.child.address, record.empty["child.address"]) == (None, "unknown")


def test_a_protected_address_is_in_the_json_under_its_path_alone() -> None:
    record = build_from(SHELTERED, shelter_dialog())
    sent = to_json(record).decode()

    assert (record.child.address, sent.count(ADDRESS)) == (ADDRESS, 1)
    assert "Skjulevej" not in to_text(record, Ui("da"))
    assert {
        one.fact: (one.answer, one.value) for one in record.answers if one.fact == "street"
    } == {"street": ("beskyttet adresse", None)}


def test_an_address_that_is_not_protected_is_an_answer_like_others() -> None:
    record = build_from({**SHELTERED, "shelter": "no"}, shelter_dialog())

    assert [one.answer for one in record.answers if one.fact == "street"] == [ADDRESS]


def test_each_field_knows_the_question_to_change_it_by() -> None:
    assert editing_facts(WORRY_FLOW) == {
        "child.name": "child_name",
        "child.cpr": "child_cpr",
        "functioning": "signs",
        "first_worry_on": "first_seen",
        "suspected": "who",
        "observations": "seen",
        "child_knows": "danger",
    }


def test_a_conversation_on_the_way_has_a_record_already() -> None:
    record = build_from({"role": "teacher"})

    assert (record.child.name, [one.fact for one in record.answers]) == (None, ["role"])


def test_a_child_is_as_old_as_the_birth_date_says_on_the_day_of_sending() -> None:
    born = Date(id="born", label=text("Født?"), earliest=Offset(-20, "y"), latest=Offset(0, "d"))
    name = WORRY_FLOW.steps["name"]
    assert isinstance(name, Form)
    dialog = Dialog(
        replace(
            WORRY_FLOW,
            facts={**WORRY_FLOW.facts, "born": born},
            steps={**WORRY_FLOW.steps, "name": replace(name, facts=("child_name", "born"))},
            record=(RecordEntry("child.birth_date", FromFacts(("born",))),),
        )
    )
    days = ("2016-03-02", "2016-03-03", "2026-03-02")

    ages = [build_from({**VIOLENCE, "born": day}, dialog).child.age for day in days]
    assert ages == [10, 9, 0]


def test_whoever_does_not_know_whether_an_address_is_protected_protects_it() -> None:
    dialog = shelter_dialog()
    shelter = YesNo(id="shelter", label=text("Er adressen beskyttet?"), unknown=True)
    facts = {**dialog.flow.facts, "shelter": shelter}
    record = build_from(
        {**SHELTERED, "shelter": "unknown"}, Dialog(replace(dialog.flow, facts=facts))
    )
    street = str(SHELTERED["street"])

    assert (record.child.address, record.child.address_protected) == (street, None)
    assert record.empty["child.address_protected"] == "unknown"
    assert street not in to_text(record, Ui("da"))
    assert to_json(record).decode().count(street) == 1
