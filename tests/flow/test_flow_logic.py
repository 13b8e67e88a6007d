from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from assistant.dialog.trail import PartialReading
from assistant.flow.expressions.logic import Logic
from assistant.flow.expressions.reasons import Reasons
from assistant.flow.model import UNKNOWN, Decision, Multi, Score, Value
from assistant.flow.model import expression as ex
from tests.examples.builders import (
    TODAY,
    by_id,
    condition,
    decision_is,
    fact_has,
    fact_is,
    flow,
    has_tag,
    row,
    when,
)
from tests.examples.worry import FACTS, STEPS, WORRY_FLOW

LOGIC = Logic(WORRY_FLOW)
ROWS: Value = ({"what": "a"}, {"what": "b"})
BEFORE = date(2026, 2, 20)


def read_answers(**answers: Value) -> PartialReading:
    return PartialReading(answers, TODAY)


def holds(expression: ex.Expression, **answers: Value) -> bool:
    return LOGIC.holds(when(expression), read_answers(**answers))


def signs(test: ex.Test) -> ex.Atom:
    return ex.Atom("signs", "fact", test)


def days(direction: str, operator: str, number: int) -> ex.Atom:
    return ex.Atom("first_seen", "fact", ex.Days(direction, operator, number))  # type: ignore[arg-type]  # from tables


BOTH = frozenset({"bruises", "truancy"})

TABLE: list[tuple[ex.Expression, Mapping[str, Value], bool]] = [
    (fact_is("danger", "yes"), {"danger": "yes"}, True),
    (fact_is("danger", "yes"), {"danger": "no"}, False),
    (fact_is("danger", "yes"), {"danger": UNKNOWN}, False),
    (fact_is("danger", "yes"), {}, False),
    (fact_is("danger", UNKNOWN), {"danger": UNKNOWN}, True),
    (fact_is("danger", "no", UNKNOWN), {"danger": UNKNOWN}, True),
    (ex.Atom("danger", "fact", ex.IsNot("yes")), {"danger": "no"}, True),
    (ex.Atom("danger", "fact", ex.IsNot("yes")), {"danger": UNKNOWN}, True),
    (ex.Atom("danger", "fact", ex.IsNot(UNKNOWN)), {"danger": UNKNOWN}, False),
    (ex.Atom("danger", "fact", ex.IsNot("yes")), {}, False),
    (ex.Not(fact_is("danger", "yes")), {}, True),
    (signs(ex.HasAny(BOTH)), {"signs": ("truancy",)}, True),
    (signs(ex.HasAny(BOTH)), {"signs": UNKNOWN}, False),
    (signs(ex.HasAll(BOTH)), {"signs": ("truancy",)}, False),
    (signs(ex.HasAll(BOTH)), {"signs": ("bruises", "truancy")}, True),
    (signs(ex.HasNone()), {"signs": ()}, True),
    (signs(ex.HasNone()), {"signs": UNKNOWN}, False),
    (signs(ex.HasNone()), {}, False),
    (has_tag("signs", "violence"), {"signs": ("bruises",)}, True),
    (has_tag("signs", "violence"), {"signs": ("caries",)}, False),
    (has_tag("signs", "violence"), {"signs": UNKNOWN}, False),
    (signs(ex.Count("<", 1)), {"signs": ()}, True),
    (signs(ex.Count("<", 1)), {"signs": UNKNOWN}, False),
    (signs(ex.Count("<", 1)), {}, False),
    (signs(ex.Count(">=", 2)), {"signs": ("bruises", "truancy")}, True),
    (ex.Atom("seen", "repeat", ex.Count("=", 2)), {"seen": ROWS}, True),
    (ex.Atom("seen", "repeat", ex.Count("<", 2)), {}, False),
    (ex.Atom("seen", "repeat", ex.Answered()), {"seen": ()}, True),
    (ex.Atom("siblings", "fact", ex.Compare(">", 2)), {"siblings": 3}, True),
    (ex.Atom("siblings", "fact", ex.Compare(">", 2)), {"siblings": 2}, False),
    (ex.Atom("siblings", "fact", ex.Compare("<", 2)), {"siblings": None}, False),
    (ex.Atom("weight", "score", ex.Compare("=", 6)), {"signs": ("bruises", "truancy")}, True),
    (ex.Atom("weight", "score", ex.Compare("=", 0)), {}, True),
    (days("since", ">=", 10), {"first_seen": BEFORE}, True),
    (days("since", ">", 10), {"first_seen": BEFORE}, False),
    (days("until", "=", -10), {"first_seen": BEFORE}, True),
    (days("since", "<", 99), {"first_seen": UNKNOWN}, False),
    (days("since", "<", 99), {"first_seen": None}, False),
    (ex.Atom("danger", "fact", ex.Answered()), {"danger": UNKNOWN}, True),
    (ex.Atom("danger", "fact", ex.Answered()), {"danger": None}, False),
    (decision_is("urgency", "watch"), {}, True),
    (ex.Atom("urgency", "decision", ex.IsNot("watch")), {"signs": ("bruises",)}, True),
    (ex.And((fact_is("age", "baby"), fact_has("signs", "caries"))), {"age": "baby"}, False),
    (ex.Or((fact_is("age", "baby"), fact_has("signs", "caries"))), {"age": "baby"}, True),
]


@pytest.mark.parametrize(("expression", "answers", "expected"), TABLE)
def test_an_atom_says_what_the_language_says(
    expression: ex.Expression,
    answers: Mapping[str, Value],
    expected: bool,  # a row of the table  # noqa: FBT001
) -> None:
    assert LOGIC.holds(when(expression), PartialReading(answers, TODAY)) is expected


def test_no_guard_always_holds() -> None:
    assert LOGIC.holds(None, read_answers()) is True


def test_a_condition_holds_by_its_name() -> None:
    assert LOGIC.condition_holds("acute", read_answers(signs=("bruises",), danger="yes")) is True
    assert LOGIC.condition_holds("acute", read_answers(signs=("bruises",), danger="no")) is False


def test_a_decision_is_its_first_row_that_holds() -> None:
    violence = read_answers(signs=("bruises",))

    assert [LOGIC.conclude("urgency", violence), LOGIC.deciding_row("urgency", violence).value] == [
        "today"
    ] * 2
    assert LOGIC.conclude("urgency", read_answers(signs=("caries",))) == "watch"


def test_a_score_saturates_at_its_cap() -> None:
    totals = [
        LOGIC.total_score("weight", read_answers(signs=chosen))
        for chosen in ((), ("bruises",), ("bruises", "truancy"))
    ]

    assert totals == [0, 5, 6]


def test_options_hide_while_their_guard_does_not_hold() -> None:
    fact = WORRY_FLOW.facts["signs"]
    assert isinstance(fact, Multi)
    shown = [
        [o.id for o in LOGIC.options(fact, read_answers(age=age))] for age in ("baby", "school")
    ]

    assert shown == [["bruises", "caries"], ["bruises", "caries", "truancy"]]
    assert (LOGIC.may_hide_options("signs"), LOGIC.may_hide_options("age")) == (True, False)


def test_reasons_follow_only_what_holds() -> None:
    guard = when(ex.Or((ex.Named("acute"), fact_is("age", "baby"))))

    assert LOGIC.reasons(guard, read_answers(age="baby", signs=("bruises",))) == Reasons(
        (), (), ("age",)
    )
    assert LOGIC.reasons(
        guard, read_answers(age="school", signs=("bruises",), danger="yes")
    ) == Reasons(("acute", "violence"), (), ("signs", "danger"))
    assert LOGIC.reasons(guard, read_answers(age="school")) == Reasons()


def test_what_does_not_hold_under_a_not_is_no_reason_but_its_answers_are() -> None:
    guard = when(ex.Not(ex.Named("acute")))

    assert LOGIC.reasons(guard, read_answers(signs=("bruises",), danger="no")) == Reasons(
        (), (), ("signs", "danger")
    )


def test_a_decision_brings_the_reasons_of_its_row() -> None:
    guard = when(decision_is("urgency", "act_now", "today"))

    assert LOGIC.reasons(guard, read_answers(signs=("bruises",), danger="yes")) == Reasons(
        ("acute", "violence"), ("urgency",), ("signs", "danger")
    )
    assert LOGIC.conditions_behind(guard, read_answers(signs=("bruises",))) == ("violence",)


def test_a_guard_reads_through_conditions_decisions_and_scores() -> None:
    guard = when(ex.And((fact_is("age", "baby"), decision_is("urgency", "watch"))))

    assert LOGIC.subjects_of_guard(guard) == ("age", "signs", "danger")
    assert LOGIC.subjects_of_guard(None) == ()


def test_a_decision_whose_last_row_has_a_guard_is_a_bug_that_is_told() -> None:
    broken = Decision("urgency", (row("now", fact_is("danger", "yes")),))
    logic = Logic(flow(FACTS, STEPS, decisions=by_id(broken), conditions=WORRY_FLOW.conditions))

    with pytest.raises(AssertionError, match="urgency"):
        logic.conclude("urgency", read_answers())


def test_conditions_may_build_on_each_other_in_any_order() -> None:
    conditions = by_id(
        condition("outer", ex.Named("inner")), condition("inner", fact_is("age", "baby"))
    )
    logic = Logic(flow(FACTS, STEPS[-1:], conditions=conditions, scores=by_id(Score("s", (), 1))))

    assert logic.condition_holds("outer", read_answers(age="baby")) is True
