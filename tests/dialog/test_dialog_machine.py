from __future__ import annotations

import logging
import string
from dataclasses import replace
from typing import get_args

import pytest

from assistant.dialog.engine import Dialog, Progress, Sections
from assistant.dialog.machine import Cursor, ReplayError, Rulebook
from assistant.dialog.phrases import PHRASES, REFUSALS
from assistant.dialog.trail import Replay
from assistant.flow.expressions.logic import Logic
from assistant.flow.model import Ask, Decide, End, YesNo
from assistant.flow.model.kinds import RefusalCode
from tests.dialog.talk import Talk
from tests.examples.builders import TODAY, fact_is, flow, go, text
from tests.examples.worry import STEPS, VIOLENCE, WORRY_FLOW, worry

ASKED = YesNo(id="a", label=text("A"))
CIRCLE = flow((ASKED,), (Ask(id="a", fact="a", routes=go("b")), Decide(id="b", routes=go("a"))))


def test_a_route_to_nowhere_is_found_when_the_machine_is_built() -> None:
    adrift = flow((ASKED,), (Ask(id="a", fact="a", routes=go("gone")),))

    with pytest.raises(ReplayError, match="gone"):
        Rulebook(Logic(adrift))


def test_a_step_where_no_route_holds_is_a_bug_that_is_told() -> None:
    stuck = flow(
        (ASKED,),
        (Decide(id="d", routes=go((fact_is("a", "yes"), "end"))), End(id="end", outcome="none")),
    )

    with pytest.raises(ReplayError, match="no route"):
        Dialog(stuck).trail(Dialog(stuck).begin("da", TODAY))


def test_steps_that_go_round_in_a_circle_are_a_bug_that_is_told() -> None:
    with pytest.raises(ReplayError, match="circle"):
        Dialog(CIRCLE)


def test_a_replay_never_runs_for_ever() -> None:
    talk = Talk(
        Dialog(
            flow((ASKED,), (Ask(id="a", fact="a", routes=go("end")), End(id="end", outcome="none")))
        ),
        {"a": "yes"},
    )

    with pytest.raises(ReplayError, match="circle"):
        Replay(Logic(CIRCLE)).trail(talk.conversation)


def test_ids_that_look_like_python_are_never_resolved() -> None:
    names = ("os.path.exists", "trigger", "state", "a b/c")
    steps = [
        Decide(id=name, routes=go(following))
        for name, following in zip(names, (*names[1:], "end"), strict=True)
    ]
    rulebook = Rulebook(Logic(flow((), (*steps, End(id="end", outcome="none")))))
    cursor = Cursor(names[0], {}, TODAY)
    visited = [cursor.state]
    while cursor.state != "end":
        assert rulebook.advance(cursor) == 0
        visited.append(cursor.state)

    assert visited == [*names, "end"]


def test_the_library_logs_nothing_of_a_conversation(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        Talk(worry(), VIOLENCE)

    assert caplog.records == []


def test_two_conversations_share_a_machine_and_nothing_else() -> None:
    dialog = worry()
    one, other = Talk(dialog, VIOLENCE), Talk(dialog, {"role": "dental"})

    assert (one.trail.ended, other.trail.waiting) == ("notify", "age")


def test_progress_counts_the_sections_behind_and_the_most_ahead() -> None:
    sections = Sections(WORRY_FLOW)
    child, worried, after = (text(words) for words in ("Barnet", "Bekymringen", "Hvad nu"))
    calm = ("role", "age", "signs", "child", "name", "seen", "first_seen", "fork", "consult")

    assert [sections.progress_at(calm[: n + 1]) for n in range(len(calm))] == [
        Progress(child, 1, 5),
        Progress(child, 1, 5),
        Progress(worried, 2, 5),
        Progress(worried, 2, 5),
        Progress(child, 3, 5),
        Progress(child, 3, 5),
        Progress(worried, 4, 5),
        Progress(worried, 4, 5),
        Progress(after, 5, 5),
    ]


def test_a_flow_without_sections_is_one() -> None:
    bare = replace(WORRY_FLOW, steps={step.id: replace(step, section=None) for step in STEPS})

    assert Sections(bare).progress_at(("role", "age")) == Progress(None, 1, 1)


def test_every_phrase_is_listed_once_with_named_places() -> None:
    places = [name for words in PHRASES for _, name, _, _ in string.Formatter().parse(words)]

    assert len(set(PHRASES)) == len(PHRASES)
    assert set(REFUSALS) == set(get_args(RefusalCode))
    assert all(name is None or name.isidentifier() for name in places)
