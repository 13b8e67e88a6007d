"""What is loaded: parts in place, catalogues taken in, what was left out filled in."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.flow.load import load_valid_flow
from assistant.flow.model import (
    Ask,
    By,
    Condition,
    Decides,
    Do,
    End,
    Ends,
    Flow,
    Form,
    FromCodes,
    FromConclusion,
    FromFacts,
    FromRepeat,
    Guarantee,
    Guard,
    Law,
    Multi,
    Never,
    Option,
    Passes,
    Place,
    PlanItem,
    Plans,
    Questions,
    RecordEntry,
    Records,
    Repeat,
    Return,
    Route,
    Row,
    Score,
    Source,
    Tell,
    Text,
    texts,
)
from assistant.flow.model.expression import And, Atom, Compare, Count, HasTag, Named, OneOf, Or

SOUND = Path(__file__).parent / "sound"
DANGER = Guard(Named("danger_now"), "danger_now")
VIOLENCE = Guard(Named("violence"), "violence")


@pytest.fixture(scope="module")
def worry() -> Flow:
    return load_valid_flow(SOUND / "worry")


def test_the_steps_of_a_part_stand_behind_the_step_that_runs_it(worry: Flow) -> None:
    assert list(worry.steps) == [
        *("role", "child", "who", "child.done", "signs_body", "told", "danger", "call_now"),
        *("seen", "route", "phone", "send", "talk"),
    ]
    assert worry.start == "role"


def test_a_part_returns_to_where_it_was_run(worry: Flow) -> None:
    section = Text("steps.child.section", "Barnet")

    assert worry.steps["child"] == Do(
        id="child", runs="child", routes=(Route("who"),), section=section
    )
    assert worry.steps["who"] == Form(
        id="who",
        facts=("child_name", "age_band"),
        say=Text("steps.who.say", "Hvem er barnet?"),
        routes=(Route("child.done"),),
        section=section,
        part="child",
    )
    assert worry.steps["child.done"] == Return(
        id="child.done", routes=(Route("signs_body"),), section=section, part="child"
    )


def test_a_section_lasts_until_the_next(worry: Flow) -> None:
    sections = [step.section.words if step.section else None for step in worry.steps.values()]

    assert sections == ["Dig"] + ["Barnet"] * 4 + ["Bekymringen"] * 8


def test_steps_have_what_their_author_left_out(worry: Flow) -> None:
    section = Text("steps.told.section", "Bekymringen")

    assert worry.steps["told"] == Ask(
        id="told", fact="told", routes=(Route("danger"),), section=section
    )
    assert worry.steps["call_now"] == Tell(
        id="call_now",
        level="danger",
        pin=True,
        say=Text("steps.call_now.say", "Ring {contact.emergency} nu."),
        routes=(Route("seen"),),
        section=section,
    )
    assert worry.steps["seen"] == Repeat(
        id="seen",
        each=("what", "when_seen"),
        at_least=1,
        at_most=5,
        label=Text("steps.seen.label", "Det, du har set"),
        say=Text("steps.seen.say", "Hvad så du?"),
        routes=(Route("route"),),
        section=section,
    )
    assert worry.steps["talk"] == End(id="talk", outcome="consult", section=section)


def test_branches_keep_their_order_and_words(worry: Flow) -> None:
    risky = And((Atom("risk", "score", Compare(">=", 3)), Atom("seen", "repeat", Count(">", 1))))

    assert worry.steps["route"].routes == (
        Route("phone", Guard(risky, "risk >= 3 and count seen > 1")),
        Route("phone", VIOLENCE),
        Route("talk"),
    )


def test_catalogue_items_become_options_that_show_for_their_ages(worry: Flow) -> None:
    bruise, hungry = (
        Option(
            id=id_,
            label=Text(f"catalogue.signs.{id_}.label", label),
            visible=Guard(
                Atom("age_band", "fact", OneOf(frozenset({"small", "big"}))),
                "age_band is one of [small, big]",
            ),
            tags=tags | {"body"},
            weight=weight,
            source=("BL",),
            group=Text("catalogue.signs.domains.body", "Krop og skader"),
            catalogue="signs",
            attributes={"domain": "body", "urgency": urgency},
        )
        for id_, label, tags, weight, urgency in (
            ("bruise", "Blå mærker", frozenset({"violence", "urgency_today"}), 3, "today"),
            ("hungry", "Er sulten", frozenset({"urgency_soon"}), 0, "soon"),
        )
    )

    assert worry.facts["signs_body"] == Multi(
        id="signs_body",
        label=Text("facts.signs_body.label", "Tegn på kroppen"),
        options=(bruise, hungry),
        none=Text("facts.signs_body.none", "Ingen af disse"),
    )


def test_options_carry_what_their_author_wrote(worry: Flow) -> None:
    dental = Guard(Atom("role", "fact", OneOf(frozenset({"dental"}))), "role is dental")
    told = worry.facts["told"]

    assert isinstance(told, Multi)
    assert told.options == (
        Option(
            "beaten",
            Text("facts.told.options.beaten.label", "Er blevet slået"),
            tags=frozenset({"violence"}),
            weight=4,
        ),
        Option(
            "drill", Text("facts.told.options.drill.label", "Er bange for boret"), visible=dental
        ),
    )


def test_a_condition_over_several_lines_is_one_condition(worry: Flow) -> None:
    violent = frozenset({"violence"})
    either = Or(
        (Atom("signs_body", "fact", HasTag(violent)), Atom("told", "fact", HasTag(violent)))
    )

    assert worry.conditions["violence"] == Condition(
        "violence",
        Guard(either, "signs_body has tag violence or told has tag violence"),
        Text("conditions.violence.because", "Du har markeret tegn på vold."),
    )


def test_conclusions_plan_and_record_are_read(worry: Flow) -> None:
    assert worry.scores == {"risk": Score("risk", ("signs_body", "told"), 20)}
    assert worry.decisions["urgency"].rows == (
        Row("act_now", DANGER, Text("decisions.urgency.1.because", "Der er fare.")),
        Row("today", VIOLENCE, None),
        Row("watch", None, None),
    )
    assert worry.decisions["urgency"].values == ("act_now", "today", "watch")
    assert worry.plan == (
        PlanItem("call", Text("plan.call.do", "Ring **nu**."), DANGER, "you", By("now")),
        PlanItem(
            "write",
            Text("plan.write.do", "Skriv ned, hvad du så."),
            None,
            "you",
            By("working_days", 5),
            ("BL",),
        ),
    )
    assert worry.record == (
        RecordEntry("observations", FromRepeat("seen", {"what": "what", "when": "when_seen"})),
        RecordEntry("urgency", FromConclusion("urgency")),
        RecordEntry("child.name", FromFacts(("child_name",))),
        RecordEntry("why_now", FromFacts(("signs_body", "told"))),
        RecordEntry(
            "notifier.category",
            FromCodes("role", {"school": "school", "dental": "health_visitor_or_dental"}),
        ),
    )


def test_guarantees_are_read(worry: Flow) -> None:
    urgent = Atom("urgency", "decision", OneOf(frozenset({"act_now", "today"})))

    assert worry.guarantees == (
        Guarantee("danger_calls", DANGER, Passes("call_now", before="seen")),
        Guarantee("urgent", DANGER, Decides(Guard(urgent, "urgency is one of [act_now, today]"))),
        Guarantee("short", None, Questions(8)),
        Guarantee("violence_notifies", VIOLENCE, Ends(frozenset({"notify"}))),
        Guarantee("no_talk", VIOLENCE, Never("talk")),
        Guarantee("planned", DANGER, Plans("call")),
        Guarantee("recorded", VIOLENCE, Records("why_now")),
    )


def test_law_and_sources_come_with_every_flow(worry: Flow) -> None:
    assert worry.law == {
        "duty": Law(
            id="duty",
            text=Text(
                "law.duty.text", "Du skal underrette, når du tror, at et barn har brug for støtte."
            ),
            paragraph=Text("law.duty.paragraph", "§ 133"),
            verified=True,
            read_on="2026-03-02",
            source=("BL",),
        )
    }
    assert worry.sources == {
        "BL": Source("BL", "Barnets lov", "Retsinformation", "https://example.org", "2026-01-02")
    }


def test_everything_knows_where_its_author_wrote_it(worry: Flow) -> None:
    assert worry.conditions["violence"].guard.place == Place("worry/flow.yaml", 37, 9)
    assert worry.steps["call_now"].place == Place("worry/flow.yaml", 62, 11)
    assert worry.facts["age_band"].place == Place("parts/child.yaml", 10, 3)


def test_every_text_has_a_context_of_its_own(worry: Flow) -> None:
    found = [text.context for text in texts(worry)]

    assert len(found) == len(set(found))
    assert found[:8] == [
        *("flow.title", "flow.about", "steps.role.section", "steps.role.say"),
        *("steps.child.section", "steps.who.say", "steps.signs_body.say", "steps.told.section"),
    ]
    assert {"catalogue.signs.domains.body", "facts.told.none", "law.duty.paragraph"} <= {*found}
