from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.dialog.conclusions import Justification, explain, explanation_to_json
from assistant.dialog.engine import Dialog
from assistant.flow.model import Ask, End, Tell, YesNo
from tests.dialog.talk import Talk
from tests.examples.builders import fact_is, flow, go, moment, text
from tests.examples.worry import VIOLENCE, worry

VIOLENT = ("violence", text("Du har markeret tegn på vold."))


def explain_after(about: str, **answers: object) -> Justification | None:
    talk = Talk(worry(), {**VIOLENCE, **answers})
    return explain(talk.dialog, talk.trail, about)


def test_a_step_comes_about_by_the_nearest_guarded_route() -> None:
    assert explain_after("duty") == Justification("duty", "step", (VIOLENT,), (), ("signs",))
    assert explain_after("call") == Justification("call", "step", (), (), ("danger",))


def test_unguarded_routes_are_walked_back_over() -> None:
    assert explain_after("who", danger="no") == Justification(
        "who", "step", (VIOLENT,), (), ("signs",)
    )


def test_a_fork_from_which_every_way_comes_to_a_step_is_no_reason_for_it() -> None:
    assert explain_after("who") == Justification("who", "step", (VIOLENT,), (), ("signs",))
    assert explain_after("name") == Justification("name", "step")


def test_a_step_behind_a_join_has_no_reasons_from_ahead_of_it() -> None:
    fork = YesNo(id="fork", label=text("Deler?"))
    other = YesNo(id="other", label=text("Og nu?"))
    steps = (
        Ask(id="fork", fact="fork", routes=go((fact_is("fork", "yes"), "told"), "other")),
        Tell(id="told", say=text("Ja"), level="info", pin=False, routes=go("other")),
        Ask(id="other", fact="other", routes=go((fact_is("other", "yes"), "left"), "right")),
        End(id="left", say=text("V"), outcome="consult"),
        End(id="right", say=text("H"), outcome="consult"),
    )
    talk = Talk(Dialog(flow((fork, other), steps)), {"fork": "yes", "other": "no"})

    found = {step: explain(talk.dialog, talk.trail, step) for step in talk.trail.path}
    assert found == {
        "fork": Justification("fork", "step"),
        "told": Justification("told", "step", (), (), ("fork",)),
        "other": Justification("other", "step"),
        "right": Justification("right", "step"),
    }


def test_the_same_words_are_said_once() -> None:
    dialog = worry()
    conditions = dialog.flow.conditions
    same = {
        "acute": replace(conditions["acute"], because=text("Der er fare nu.")),
        "violence": replace(conditions["violence"], because=text("Der er fare nu.")),
    }
    talk = Talk(Dialog(replace(dialog.flow, conditions=same)), VIOLENCE)
    explanation = explain(talk.dialog, talk.trail, "urgency")
    assert explanation is not None
    told = explanation_to_json(explanation, talk.dialog, talk.trail, moment())

    assert (told["decisions"], told["conditions"]) == (
        [{"id": "urgency", "value": "act_now", "because": [{"p": [{"t": "Der er fare nu."}]}]}],
        [{"id": "acute", "because": None}, {"id": "violence", "because": None}],
    )


def test_a_step_that_everyone_comes_to_follows_from_nothing() -> None:
    assert explain_after("signs") == Justification("signs", "step")


def test_a_decision_says_which_row_held() -> None:
    assert explain_after("urgency") == Justification(
        "urgency",
        "decision",
        (("acute", None), VIOLENT),
        (("urgency", "act_now", text("Der er fare nu.")),),
        ("signs", "danger"),
    )


def test_an_end_reached_by_a_decision_has_the_reasons_of_the_decision() -> None:
    assert explain_after("notify") == Justification(
        "notify",
        "step",
        (("acute", None), VIOLENT),
        (("urgency", "act_now", text("Der er fare nu.")),),
        ("signs", "danger"),
    )


def test_a_plan_item_says_why_it_holds() -> None:
    assert explain_after("police") == Justification(
        "police", "plan", (("acute", None), VIOLENT), (), ("signs", "danger")
    )
    assert explain_after("write") == Justification("write", "plan")


@pytest.mark.parametrize("about", ["call", "police", "nothing", "child.done"])
def test_what_did_not_come_about_has_no_reason(about: str) -> None:
    assert explain_after(about, danger="no") is None


def test_a_route_is_judged_on_the_answers_at_its_place() -> None:
    talk = Talk(worry(), {key: VIOLENCE[key] for key in ("role", "age", "signs")})

    assert explain(talk.dialog, talk.trail, "danger") == Justification(
        "danger", "step", (VIOLENT,), (), ("signs",)
    )


def test_an_explanation_in_words_shows_conditions_and_answers() -> None:
    talk = Talk(worry(), VIOLENCE)
    explanation = explain(talk.dialog, talk.trail, "urgency")
    assert explanation is not None

    assert explanation_to_json(explanation, talk.dialog, talk.trail, moment()) == {
        "id": "urgency",
        "kind": "decision",
        "conditions": [
            {"id": "acute", "because": None},
            {"id": "violence", "because": [{"p": [{"t": "Du har markeret tegn på vold."}]}]},
        ],
        "decisions": [
            {"id": "urgency", "value": "act_now", "because": [{"p": [{"t": "Der er fare nu."}]}]}
        ],
        "answers": [
            {
                "fact": "signs",
                "label": "Tegn",
                "answer": [{"li": [{"t": "Blå mærker"}]}, {"li": [{"t": "Fravær"}]}],
            },
            {"fact": "danger", "label": "Er der fare nu?", "answer": [{"p": [{"t": "Ja"}]}]},
        ],
    }
