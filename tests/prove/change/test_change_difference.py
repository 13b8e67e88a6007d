"""Planted changes to the small flow, one at a time: found, shown by an example, and nothing else beside them."""

from __future__ import annotations

import pytest

from assistant.dialog.engine import Dialog
from assistant.flow.load import load
from assistant.prove.change.difference import Difference, QuestionChange, find_difference
from assistant.prove.change.guarantees import GuaranteeChange
from assistant.prove.change.report import describe_changes, difference_json
from assistant.prove.coverage.case import scripted_answers
from tests.examples.builders import TODAY
from tests.examples.home import FLOW, HOME, small

Classes = list[tuple[list[str], dict[str, object]]]


def edit_small(*edits: tuple[str, str], home: str = HOME) -> Dialog:
    """Return the small flow with edits, each of which must fit once."""
    text = FLOW
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    loaded = load({"small/flow.yaml": text, "parts/home.yaml": home}, "small")
    assert loaded.flow is not None, loaded.findings
    return Dialog(loaded.flow)


def since(new: Dialog, most_forks: int = 100_000) -> Difference:
    return find_difference(small(), new, TODAY, most_forks)


def classes(found: Difference) -> Classes:
    """Return what changes in each class, and the answers of its example in the new version."""
    return [
        (
            list(describe_changes(found.dialogs, each).values()),
            scripted_answers(found.dialogs[1], each.example.new),
        )
        for each in found.classes
    ]


def test_other_words_change_nothing_for_anybody() -> None:
    found = since(edit_small(("Du skal underrette.", "Nu skal du underrette.")))

    assert found.has_same_logic
    assert found.exact
    assert (found.classes, found.questions, found.guarantees) == ((), (), ())
    assert [(w.context, w.old, w.new) for w in found.wording] == [
        ("steps.duty.say", "Du skal underrette.", "Nu skal du underrette.")
    ]
    assert found.wording[0].place.line == 1 + FLOW.splitlines().index("  say: Du skal underrette.")


def test_a_condition_written_in_another_way_changes_nothing_for_anybody() -> None:
    found = since(
        edit_small(('if: "signs has tag violence"', 'if: "not not signs has any of [bruises]"'))
    )

    assert not found.has_same_logic
    assert found.exact
    assert (found.classes, found.questions, found.guarantees) == ((), (), ())


def test_a_message_that_some_no_longer_get_is_found_with_the_shortest_example() -> None:
    found = since(
        edit_small(("{if: violence, to: duty}", '{if: "violence and age < 15", to: duty}'))
    )

    assert found.exact
    assert classes(found) == [
        (
            [
                "is no longer told duty",
                "is no longer asked child",
                "is no longer asked seen",
                "is asked safe",
                "ends in talk (consult) instead of sent (notify)",
            ],
            {"age": 15, "signs": ["bruises"], "safe": "yes"},
        ),
        (
            ["is asked safe", "is told call"],
            {"age": 15, "signs": ["bruises"], "safe": "no", "child": None, "seen": []},
        ),
    ]
    assert found.guarantees == ()


def test_a_new_option_changes_something_for_those_who_tick_it() -> None:
    found = since(
        edit_small(("hungry: {", "burns: {label: Brandsår, tags: [violence]}\n      hungry: {"))
    )

    assert found.questions == (QuestionChange("signs", ("burns",), ()),)
    assert classes(found)[0] == (
        ["sees different options at signs"],
        {"age": 0, "signs": "none", "safe": "yes"},
    )
    assert [given["signs"] for _, given in classes(found)] == ["none", ["burns"], ["burns"]]


HUNGRY = {"age": 0, "signs": ["hungry"], "safe": "yes"}
BRUISES = {"age": 0, "signs": ["bruises"], "child": None, "seen": []}
UNSEEN = {"age": 0, "signs": ["bruises"], "child": None}
NAMED = {**BRUISES, "child": "Eksempel Eksempelsen"}
UNHURT = {"age": 0, "signs": "none", "safe": "yes"}


@pytest.mark.parametrize(
    ("old", "new", "changes", "example"),
    [
        ("level: duty", "level: danger", ["is told duty differently"], BRUISES),
        (
            "violence, who: you",
            "violence, who: leader",
            ["plans tell_leader for someone else or at a different time"],
            BRUISES,
        ),
        ('if: "points >= 2"', 'if: "points >= 3"', ["no longer plans feed"], HUNGRY),
        ("weight: 2", "weight: 1", ["no longer plans feed"], HUNGRY),
        (
            "child.name: child",
            "child.interpreter: child",
            ["no longer records child.name", "records child.interpreter"],
            NAMED,
        ),
        (
            "outcome: consult",
            "outcome: none",
            ["ends in talk (none) instead of talk (consult)"],
            UNHURT,
        ),
        ("at_least: 0", "at_least: 1", ["can no longer answer seen: []"], UNSEEN),
    ],
)
def test_a_planted_change_is_found_and_shown(
    old: str, new: str, changes: list[str], example: dict[str, object]
) -> None:
    found = since(edit_small((old, new)))

    assert found.exact
    assert classes(found)[0] == (changes, example)


def test_what_comes_in_another_order_is_found() -> None:
    later = edit_small(
        ("{if: violence, to: duty}", "{if: violence, to: who}"),
        ('signs has biting", to: duty}', 'signs has biting", to: who}'),
        ('"safe is no", to: duty}', '"safe is no", to: who}'),
        ("say: Du skal underrette.\n  go: who", "say: Du skal underrette.\n  go: sent"),
        ("at_most: 3\n  go: sent", "at_most: 3\n  go: duty"),
    )

    assert classes(since(later)) == [(["meets the same things in a different order"], BRUISES)]


def test_too_large_versions_are_compared_by_example_and_it_is_said_so() -> None:
    new = edit_small(
        ('if: "points >= 2"', 'if: "points >= 3"'),
        ("when: violence, ends", 'when: "violence and age < 10", ends'),
    )

    found = since(new, most_forks=20)

    assert not found.exact
    assert found.unchanged_aspects == ()
    assert [text for text, _ in classes(found)] == [["no longer plans feed"]]
    assert found.guarantees == (GuaranteeChange("violence_ends_in_notify", ("may bind others",)),)
    assert difference_json(found)["exact"] is False


def test_guarantees_that_promise_less_are_found() -> None:
    gone = edit_small(
        ('- {name: biting_talks, when: "signs has biting and age = 3", never: call}\n', "")
    )
    fewer = edit_small(("when: violence, ends", 'when: "violence and age < 10", ends'))
    other = edit_small(("never: call}", "passes: call}"))
    less = edit_small(("ends: [notify]}", "ends: [notify, consult]}"))

    assert since(gone).guarantees == (GuaranteeChange("biting_talks", ("removed",)),)
    (narrower,) = since(fewer).guarantees
    assert (narrower.name, narrower.kinds, narrower.is_weaker) == (
        "violence_ends_in_notify",
        ("binds fewer",),
        True,
    )
    assert narrower.trail is not None
    assert scripted_answers(fewer, narrower.trail) == {**BRUISES, "age": 10}
    assert since(other).guarantees == (
        GuaranteeChange("biting_talks", ("promises something else",)),
    )
    assert since(less).guarantees == (
        GuaranteeChange("violence_ends_in_notify", ("promises less",)),
    )
    assert find_difference(less, small(), TODAY).guarantees == (
        GuaranteeChange("violence_ends_in_notify", ("promises more",)),
    )
