"""The logic hash moves with the logic and with nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.flow.files import read_flow_files
from assistant.flow.load import load

FILES = read_flow_files(Path(__file__).parent / "sound" / "worry")
FLOW, PART = "worry/flow.yaml", "parts/child.yaml"
SIGNS, LAW = "catalogue/signs.yaml", "catalogue/law.yaml"


def logic(file: str = FLOW, old: str = "", new: str = "") -> str:
    """Return the hash of the sound flow after one edit."""
    assert old in FILES[file]
    loaded = load({**FILES, file: FILES[file].replace(old, new, 1)}, "worry")
    assert loaded.flow is not None, loaded.findings
    return loaded.flow.logic


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (FLOW, "version: 3", "version: 4"),
        (FLOW, "Bekymret for et barn", "Er du bekymret?"),
        (FLOW, "say: Hvem er du?", "say: Hvad er din rolle?\n    help: Vælg en."),
        (FLOW, "    help: Vælg det, der passer bedst.\n", ""),
        (FLOW, "Skole, hint: Også SFO", "Skolen"),
        (FLOW, "none: Ingen af disse", "none: Intet af det"),
        (FLOW, "section: Bekymringen", "section: Det, du har set"),
        (FLOW, "Du har markeret tegn på vold.", "Der er tegn på vold."),
        (FLOW, ', because: "Der er fare."', ""),
        (FLOW, "Ring **nu**.", "Ring med det samme."),
        (FLOW, ', purpose: "Så familieteamet kan ringe."', ""),
        (FLOW, "to: talk}]", "to: talk}]  # the last resort"),
        (FLOW, "    if: >\n      signs_body has tag violence\n      or", "    if: signs_body has tag violence or"),
        (FLOW, "if: risk >= 3 and count seen > 1", "if: (risk >= 3) and count seen>1"),
        (PART, "small: 0–5 år", "small: Under 6 år"),
        (SIGNS, "label: Blå mærker", "label: Mærker"),
        (SIGNS, "Krop og skader", "Kroppen"),
        (LAW, "verified: true", "verified: false"),
    ],
)  # fmt: skip
def test_wording_places_and_sources_leave_it_alone(file: str, old: str, new: str) -> None:
    assert logic(file, old, new) == logic()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (FLOW, "beaten: {label", "kicked: Er blevet sparket\n      beaten: {label"),
        (FLOW, "label: Fare nu", "label: Fare nu, optional: true"),
        (FLOW, "optional: true, purpose", "purpose"),
        (FLOW, "tags: [violence], weight: 4", "tags: [violence], weight: 5"),
        (FLOW, "tags: [violence], weight: 4", "tags: [violence, told], weight: 4"),
        (FLOW, "if: role is dental", "if: role is school"),
        (FLOW, "    none: Ingen af disse\n    label: Hvad", "    label: Hvad"),
        (FLOW, "text: 2000", "text: 1000"),
        (FLOW, "-10y, 0d", "-9y, 0d"),
        (FLOW, "cap: 20", "cap: 30"),
        (
            FLOW,
            "{is: today, if: violence}",
            "{is: today, if: violence}\n    - {is: soon, if: danger is no}",
        ),
        (FLOW, "or told has tag violence", "and told has tag violence"),
        (FLOW, "risk >= 3", "risk >= 4"),
        (FLOW, "        to: call_now\n      - to: seen", "        to: seen\n      - to: call_now"),
        (FLOW, "level: danger", "level: duty"),
        (FLOW, "at_most: 5", "at_most: 6"),
        (FLOW, "outcome: consult", "outcome: follow_up"),
        (FLOW, "by: 5 working days", "by: 5 days"),
        (FLOW, "if: danger_now, who: you", "who: you"),
        (FLOW, "why_now: [signs_body, told]", "why_now: [told, signs_body]"),
        (FLOW, "questions: at most 8", "questions: at most 9"),
        (FLOW, "passes: call_now, before: seen", "passes: call_now"),
        (PART, "form: [child_name, age_band]", "form: [age_band, child_name]"),
        (SIGNS, "weight: 3", "weight: 4"),
        (SIGNS, "ages: [small, big]", "ages: [small]"),
        (SIGNS, "urgency: soon", "urgency: watch"),
    ],
)
def test_what_is_asked_decided_planned_recorded_or_promised_moves_it(
    file: str, old: str, new: str
) -> None:
    assert logic(file, old, new) != logic()


def test_the_order_of_facts_and_steps_is_part_of_the_logic() -> None:
    talk = "  - end: talk\n    outcome: consult\n"
    send = FILES[FLOW].partition("  - end: send\n")[2].partition(talk)[0]

    assert logic(FLOW, f"  - end: send\n{send}{talk}", f"{talk}  - end: send\n{send}") != logic()


def test_it_is_a_sha_256_and_the_same_every_time() -> None:
    assert logic() == logic()
    assert len(bytes.fromhex(logic())) == 32
