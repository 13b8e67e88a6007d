"""Wide changes: many questions, of which each hangs on an option ticked long before."""

from __future__ import annotations

import pytest

from assistant.dialog.engine import Dialog
from assistant.flow.load import load
from assistant.flow.model import Flow
from assistant.prove.change.answer_space import AnswerSpace, question_before_branch
from assistant.prove.change.aspects import Aspect
from assistant.prove.change.classes import exact_classes
from assistant.prove.change.comparison import compare_versions
from assistant.prove.change.difference import find_difference
from assistant.prove.coverage.case import scripted_answers
from tests.examples.builders import TODAY
from tests.examples.home import small

TOPICS = 12


def wide(enough: int = 2) -> Flow:
    """Return a flow that asks about every topic that is ticked, and tells a duty where signs are enough."""
    topics = range(TOPICS)
    lines = ["flow: wide", "version: 1", "language: da", "title: Mange emner", "about: Til prøver."]
    lines += ["facts:", "  topics:", "    label: Emner", "    none: Ingen", "    multi:"]
    lines += [f"      t{n}: Emne {n}" for n in topics]
    for n in topics:
        lines += [f"  f{n}:", f"    label: Tegn {n}", "    none: Ingen", "    multi:"]
        lines += [f"      a{n}: {{label: Et, weight: 1}}", f"      b{n}: {{label: To, weight: 2}}"]
    lines += ["scores:", f"  signs: {{sum: [{', '.join(f'f{n}' for n in topics)}], cap: 4}}"]
    lines += ["steps:", "- ask: topics", "  say: Hvad handler det om?", "  go: to0"]
    for n in topics:
        onward = f"to{n + 1}"
        lines += [
            f"- decide: to{n}",
            f"  go: [{{if: topics has t{n}, to: f{n}}}, {{to: {onward}}}]",
        ]
        lines += [f"- ask: f{n}", "  say: Hvad har du set?", f"  go: {onward}"]
    lines += [
        f"- decide: to{TOPICS}",
        f'  go: [{{if: "signs >= {enough}", to: duty}}, {{to: talk}}]',
    ]
    lines += ["- tell: duty", "  level: duty", "  say: Du skal underrette.", "  go: sent"]
    lines += ["- end: sent", "  outcome: notify", "- end: talk", "  outcome: consult", ""]
    flow = load({"wide/flow.yaml": "\n".join(lines)}, "wide").flow
    assert flow is not None
    return flow


def test_an_option_is_led_to_the_question_ahead_of_its_branch() -> None:
    led = question_before_branch(wide())

    assert led == {("topics", f"t{n}"): f"f{n - 1}" if n else "topics" for n in range(TOPICS)}
    assert question_before_branch(small().flow) == {("signs", "biting"): "signs"}


def test_variables_stand_where_they_are_read_and_each_keeps_its_own() -> None:
    questions = AnswerSpace.of(wide(), wide(3), TODAY).questions[1]

    topics = questions["topics"]
    numbers = sorted(n for q in questions.values() for n in (*q.variables, *q.ticks.values()))

    assert numbers == [*range(len(numbers))]
    assert topics.ticks["t0"] < topics.ticks["t1"] < min(questions["f1"].ticks.values())
    for n in range(2, TOPICS):
        before, after = questions[f"f{n - 1}"], questions[f"f{n}"]
        assert max(before.ticks.values()) < topics.ticks[f"t{n}"] < min(after.ticks.values())


def test_a_changed_threshold_of_many_questions_is_compared_exactly_in_few_forks() -> None:
    found = find_difference(Dialog(wide()), Dialog(wide(3)), TODAY, most_forks=20_000)

    assert found.exact
    assert [each.differs for each in found.classes] == [
        (Aspect("told", "duty"), Aspect("ends", ""))
    ]
    (group,) = found.classes
    assert len(group.example.new.screens) == 2
    assert scripted_answers(found.dialogs[1], group.example.new) == {
        "topics": ["t11"],
        "f11": ["b11"],
    }


@pytest.mark.parametrize("enough", [1, 3, 4])
def test_forks_made_to_find_an_example_are_given_back(enough: int) -> None:
    comparison = compare_versions((Dialog(wide()), Dialog(wide(enough))), TODAY)
    forks = len(comparison.old.diagrams)

    groups = exact_classes(comparison)

    assert groups
    assert len(comparison.old.diagrams) == forks
    assert all({*group.example.differs} == {*group.differs} for group in groups)
