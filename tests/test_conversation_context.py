"""A conversation in context: which family team it is for, and when the record is handed over."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.conversation_context import ContextFactory, ConversationContext
from assistant.dialog.engine import Dialog
from assistant.directory.directory_file import demo_directory
from assistant.flow.load import load
from assistant.scenario.player import Player
from assistant.text.translations import FlowTexts
from tests.directory.town import danish

FLOW = """
flow: place
version: 1
language: da
title: "Sted"
about: "Hvor arbejder du?"
facts:
  where:
    label: "Arbejdssted"
    purpose: "Viser kommunen, hvor du er"
    {where}
  room: {{label: "Stue", text: 40, optional: true, purpose: "Viser kommunen, hvor du er"}}
steps:
  - form: [where, room]
    id: start
    say: "Hvor arbejder du?"
    go: send
  - end: send
    outcome: notify
    say: "Send."
record:
  setting.institution: [where, room]
"""
CHOICE = 'choice: {n1: "Nordskolen", s1: "Fjordskolen"}'
TEXT = "text: 40"


def context(where: str, answers: dict[str, object], language: str = "da") -> ConversationContext:
    flow = load({"place/flow.yaml": FLOW.format(where=where)}, "place").flow
    assert flow is not None
    player = Player(Dialog(flow), language, date(2026, 3, 2))
    player.play_answers(answers)
    english = {(text, words): f"the {words}" for text, words in TRANSLATED}
    texts = {"da": FlowTexts("da", {}, is_source=True), "en": FlowTexts("en", english)}
    now = danish("2026-03-02T10:00")
    return ContextFactory(demo_directory()).at(
        player.dialog, player.conversation, player.trail, texts, now
    )


TRANSLATED = [("facts.where.options.n1.label", "Nordskolen")]


@pytest.mark.parametrize(
    ("where", "answer", "team"),
    [
        (TEXT, "Nordskolen, 3.b", "nord"),
        (TEXT, "Fjordskolen", "syd"),
        (CHOICE, "n1", "nord"),
        (CHOICE, "s1", "syd"),
    ],
)
def test_the_family_team_follows_from_the_place_as_the_record_has_it(
    where: str, answer: str, team: str
) -> None:
    assert context(where, {"where": answer, "room": None}).team.id == team


def test_every_fact_of_the_place_counts() -> None:
    assert context(TEXT, {"where": "Skolen", "room": "Nordskolen"}).team.id == "nord"


def test_the_family_team_is_the_same_in_every_language() -> None:
    assert context(CHOICE, {"where": "n1", "room": None}, "en").team.id == "nord"


def test_a_conversation_without_a_place_is_for_the_default_team() -> None:
    standing = context(TEXT, {})

    assert (standing.team.id, standing.hands_over) == ("midt", False)


def test_a_record_is_for_the_team_of_the_place_with_the_days_as_dates() -> None:
    standing = context(CHOICE, {"where": "s1", "room": None})
    record = standing.record(standing.now, "2026-ABCD-2345", standing.now)

    assert standing.hands_over
    assert (record.header.receiver.name, record.reference, record.setting.institution) == (
        "Familieteam Syd",
        "2026-ABCD-2345",
        "Fjordskolen",
    )
