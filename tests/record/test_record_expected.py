"""What practice expects of a record, and what one answer makes needless."""

from dataclasses import replace

import pytest

from assistant.dialog.engine import Dialog
from assistant.flow.model import Decision
from assistant.record.build import build_record, expected_paths
from assistant.record.contents import Child, ImmediateSafety, ParentsInformed, Unborn
from tests.dialog.talk import Talk
from tests.examples.builders import moment, row
from tests.examples.worry import VIOLENCE, WORRY_FLOW
from tests.record.made_up import change_record
from tests.record.test_record_build import FRAME


@pytest.mark.parametrize(("now", "missed"), [(None, ["child.whereabouts"]), ("I SFO", [])])
def test_where_the_child_stays_is_not_missed_where_it_is_said_where_it_is_now(
    now: str | None, missed: list[str]
) -> None:
    record = change_record(
        child=Child(name="Alma"), unborn=None, immediate_safety=ImmediateSafety(where_now=now)
    )

    assert [path for path in expected_paths(record) if path == "child.whereabouts"] == missed


def test_a_birth_date_stands_for_the_personal_number() -> None:
    born = change_record(child=Child(name="Alma", birth_date="2018-03-01"), unborn=None)
    unknown = change_record(child=Child(name="Alma"), unborn=None)

    assert ["child.cpr" in expected_paths(record) for record in (born, unknown)] == [False, True]


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("phone_log", {"urgency": "act_now"}),
        ("immediate_safety.danger", {"urgency": "act_now"}),
        ("immediate_safety.where_now", {"urgency": "act_now"}),
        ("immediate_safety.where_now", {"urgency": "today"}),
        ("suspected", {"reasons": ("abuse_by_parents",)}),
        ("suspected", {"reasons": ("abuse_by_others",)}),
        ("suspected", {"reasons": ("honour_control",)}),
        ("parents_informed.reason", {"parents_informed": ParentsInformed(informed="no")}),
        ("parents_view.view", {"parents_informed": ParentsInformed(informed="both")}),
        ("parents_view.view", {"parents_informed": ParentsInformed(informed="one")}),
        ("attachments", {"legal_basis": ("school_absence",)}),
    ],
)
def test_what_one_answer_makes_expected(path: str, values: dict[str, object]) -> None:
    assert path in set(expected_paths(change_record(**values)))


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("phone_log", {"urgency": "today"}),
        ("phone_log", {"urgency": None}),
        ("immediate_safety.danger", {"urgency": "today"}),
        ("immediate_safety.where_now", {"urgency": "soon"}),
        ("suspected", {"reasons": ()}),
        ("parents_informed.reason", {"parents_informed": ParentsInformed(informed="both")}),
        ("parents_informed.reason", {"parents_informed": ParentsInformed()}),
        ("parents_view.view", {"parents_informed": ParentsInformed(informed="no")}),
        ("attachments", {"legal_basis": ()}),
    ],
)
def test_what_another_answer_does_not_make_expected(path: str, values: dict[str, object]) -> None:
    assert path not in set(expected_paths(change_record(**values)))


def test_an_unborn_child_is_missed_in_other_places_than_a_born_one() -> None:
    born = set(expected_paths(change_record(child=Child(), unborn=None)))
    unborn = set(expected_paths(change_record(child=Child(), unborn=Unborn())))

    assert {path.partition(".")[0] for path in born - unborn} == {"child"}
    assert {path.partition(".")[0] for path in unborn - born} == {"unborn"}


def test_an_empty_phone_log_is_said_to_be_empty_where_somebody_must_act_at_once() -> None:
    decisions = {
        "urgency": Decision("urgency", (row("act_now"),)),
    }
    talk = Talk(Dialog(replace(WORRY_FLOW, decisions=decisions)), VIOLENCE)
    record = build_record(talk.dialog, talk.trail, talk.conversation, moment(), FRAME)

    assert (record.urgency, record.empty.get("phone_log")) == ("act_now", "not_asked")
