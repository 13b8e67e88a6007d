"""What a new version takes away is found by meaning, not by wording."""

from __future__ import annotations

import pytest

from assistant.flow.changes import find_changes
from assistant.flow.load import load
from assistant.flow.model import Flow
from tests.flow.flow_examples import flow_text

OLD = """\
version: 1
facts:
  role: {choice: {teacher: Lærer, dentist: Tandlæge, nurse: Sundhedsplejerske}, label: Din rolle}
  signs:
    label: Tegn
    none: Ingen af dem
    multi:
      bruise: {label: Mærke, tags: [violence], weight: 2}
      beaten: {label: Slået, tags: [violence], weight: 2}
      hungry: {label: Sulten, weight: 1}
scores:
  weight: {sum: [signs], cap: 4}
decisions:
  urgency:
    - {is: today, if: violence}
    - {is: soon}
conditions:
  violence: {if: signs has tag violence, because: "Du har sat kryds ved vold."}
steps:
  - ask: role
    go: signs
  - ask: signs
    go: [{if: violence, to: duty}, {if: weight >= 3, to: duty}, {to: talk}]
  - tell: duty
    level: duty
    say: Du skal underrette i {urgency}.
    go: send
  - end: send
    outcome: notify
  - end: talk
    outcome: consult
guarantees:
  - {name: violence_is_duty, when: violence, passes: duty, before: send}
  - {name: violence_is_today, when: violence, decides: urgency is today}
  - {name: violence_ends, when: violence, ends: [notify]}
  - {name: heavy_is_duty, when: weight >= 3, passes: duty}
  - {name: never_lost, ends: [notify, consult]}
  - {name: short, questions: at most 2}
"""


def flow(pieces: str) -> Flow:
    loaded = load({"example/flow.yaml": flow_text(pieces)}, "example")
    assert loaded.flow is not None, [found.text for found in loaded.findings]
    return loaded.flow


def find_sentences(*edits: tuple[str, str]) -> list[str]:
    """Return the sentences about the flow after these edits and under a new version."""
    new = OLD.replace("version: 1", "version: 2")
    for before, after in edits:
        assert new.count(before) == 1
        new = new.replace(before, after)
    return [finding.text for finding in find_changes(flow(OLD), flow(new))]


def test_nothing_changed_is_nothing_found() -> None:
    assert find_changes(flow(OLD), flow(OLD)) == ()


def test_new_wording_needs_no_new_version() -> None:
    assert find_changes(flow(OLD), flow(OLD.replace("Sulten", "Er ofte sulten"))) == ()


def test_new_logic_needs_one_and_a_version_behind_counts_as_unraised() -> None:
    new = flow(OLD.replace("Tandlæge,", "Tandlæge, pedagogue: Pædagog,"))

    assert [(f.code, f.text, f.fix) for f in find_changes(flow(OLD), new)] == [
        (
            "V01",
            "the logic has changed since version 1, and the version is still 1.",
            "write version: 2",
        )
    ]


@pytest.mark.parametrize(
    "edit",
    [
        ("name: violence_ends", "name: whoever_is_beaten_is_notified"),
        ("when: violence, ends: [notify]", 'when: "signs is answered", ends: [notify]'),
        ("when: violence, ends: [notify]", 'when: "not signs has none", ends: [send]'),
        ("when: violence, passes", 'when: "signs has any of [bruise, beaten]", passes'),
        ("name: short, questions: at most 2", "name: short, questions: at most 1"),
        ("when: weight >= 3, passes: duty", "passes: duty"),
        ("name: heavy_is_duty, when: weight >= 3, passes: duty",
         "name: heavy_is_duty, when: weight >= 3, passes: duty, before: send"),
        ("ends: [notify, consult]", "ends: [notify, talk]"),
        ("when: violence, decides: urgency is today",
         'when: violence, decides: "urgency is today and urgency is not soon"'),
    ],
)  # fmt: skip
def test_a_guarantee_that_is_as_strong_or_stronger_is_no_finding(edit: tuple[str, str]) -> None:
    assert find_sentences(edit) == []


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            ("  - {name: never_lost, ends: [notify, consult]}\n", ""),
            'the guarantee "never_lost" is gone.',
        ),
        (
            ("passes: duty, before: send", "passes: duty"),
            'the guarantee "violence_is_duty" promises less than before: "duty" need no longer come before "send".',
        ),
        (
            ("when: violence, passes: duty, before: send", "when: violence, never: talk"),
            'the guarantee "violence_is_duty" promises less than before: it promises something else.',
        ),
        (
            ("when: violence, ends: [notify]", "when: violence, ends: [notify, consult]"),
            'the guarantee "violence_ends" promises less than before: it may now end in "talk" too.',
        ),
        (
            ("when: violence, ends", 'when: "signs has bruise", ends'),
            'the guarantee "violence_ends" no longer covers every conversation that it covered: '
            'it covered "violence", and now "signs has bruise".',
        ),
        (
            ("name: short, questions", "name: short, when: violence, questions"),
            'the guarantee "short" no longer covers every conversation that it covered: '
            'it covered all, and now only "violence".',
        ),
        (
            ("questions: at most 2", "questions: at most 3"),
            'the guarantee "short" promises less than before: 3 questions instead of 2.',
        ),
        (
            ("decides: urgency is today", 'decides: "urgency is one of [today, soon]"'),
            'the guarantee "violence_is_today" promises less than before: '
            'it promised "urgency is today", and now "urgency is one of [today, soon]".',
        ),
    ],
)
def test_a_weaker_guarantee_is_found_and_says_how(edit: tuple[str, str], said: str) -> None:
    assert find_sentences(edit) == [said]


@pytest.mark.parametrize(
    "edit",
    [
        ("signs has tag violence", "signs has bruise"),
        (
            "beaten: {label: Slået, tags: [violence], weight: 2}",
            "beaten: {label: Slået, weight: 2}",
        ),
    ],
)
def test_a_narrower_condition_weakens_every_guarantee_about_it(edit: tuple[str, str]) -> None:
    narrower = (
        "no longer covers every conversation that it covered: "
        '"violence" holds in fewer of them than before.'
    )

    assert find_sentences(edit) == [
        f'the guarantee "{name}" {narrower}'
        for name in ("violence_is_duty", "violence_is_today", "violence_ends")
    ]


def test_options_that_weigh_less_weaken_what_counts_them() -> None:
    assert find_sentences(("Sulten, weight: 1", "Sulten, weight: 0")) == [
        'the guarantee "heavy_is_duty" no longer covers every conversation that it covered: '
        'the score "weight" that it reads is counted in another way.'
    ]


def test_an_option_that_is_gone_or_has_another_id_is_found() -> None:
    gone = ("nurse: Sundhedsplejerske", "pedagogue: Pædagog")
    renamed = ("dentist: Tandlæge", "dental: Tandlæge")
    kept_by = "answers, scripted conversations and figures still use"

    assert find_sentences(gone, renamed) == [
        f'the option "dentist" of "role" is called "dental" now; {kept_by} the old id.',
        f'the option "nurse" of "role" is gone; {kept_by} it.',
    ]


def test_an_option_with_other_words_or_at_another_place_is_no_finding() -> None:
    swapped = ("teacher: Lærer, dentist: Tandlæge", "dentist: Tandlæge, teacher: Lærer i en skole")

    assert find_sentences(swapped) == []


def test_a_question_that_is_asked_no_longer_takes_nothing_away() -> None:
    old = OLD.replace("when: weight >= 3,", 'when: "role is teacher and weight >= 3",')
    new = OLD.replace("version: 1", "version: 2").replace("  - ask: role\n    go: signs\n", "")
    new = new.replace(new[new.index("  role:") : new.index("  signs:")], "")

    assert [finding.text for finding in find_changes(flow(old), flow(new))] == []
