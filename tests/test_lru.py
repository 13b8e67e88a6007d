"""What is used least recently goes first, and no cache grows beyond its bound."""

from __future__ import annotations

from datetime import date, timedelta

from assistant.dialog.engine import Dialog
from assistant.directory.directory_file import demo_directory
from assistant.directory.placeholders import RenderContextCache
from assistant.flow.load import load_valid_flow
from assistant.lru import LruCache
from assistant.text.roots import flows_root
from assistant.web.flows import FlowRegistry
from assistant.web.guide.replay import Snapshot, SnapshotCache
from tests.directory.town import danish

FLOW = load_valid_flow(flows_root() / "concern")


def test_the_value_used_least_recently_goes_first() -> None:
    cache: LruCache[str, int] = LruCache(2)

    gone = [cache.put("a", 1), cache.put("b", 2), cache.find("a"), cache.put("c", 3)]

    assert gone == [None, None, 1, 2]
    assert [cache.find(key) for key in "abc"] == [1, None, 3]
    assert len(cache) == 2


def test_a_value_that_is_put_again_makes_no_other_go() -> None:
    cache: LruCache[str, int] = LruCache(2)

    gone = [cache.put("a", 1), cache.put("b", 2), cache.put("a", 3)]

    assert gone == [None, None, None]
    assert cache.drop("a") == 3
    assert (cache.find("a"), len(cache)) == (None, 1)


def test_snapshots_of_conversations_are_bounded() -> None:
    dialog, snapshots = Dialog(FLOW), SnapshotCache(max_size=3)
    conversation = dialog.begin("da", date(2026, 3, 2))
    for number in range(10):
        snapshots.put(number, Snapshot(0, conversation, dialog.trail(conversation)))

    assert len(vars(snapshots)["_newest"]) == 3


async def test_flows_of_superseded_logic_are_bounded() -> None:
    asked: list[str] = []

    async def files(logic: str) -> dict[str, str]:
        asked.append(logic)
        return TINY

    registry = FlowRegistry({}, files, flows_root().parent / "locales")
    for number in (*range(20), 19, 0):
        await registry.resolve("tiny", f"logic {number}")

    assert asked == [*(f"logic {number}" for number in range(20)), "logic 0"]
    assert len(vars(registry)["_superseded"]) == 16


def test_the_words_of_a_minute_are_bounded() -> None:
    place = demo_directory()
    cache, team = RenderContextCache(place, max_contexts=4), place.family_teams[0]
    for minute in range(9):
        now = danish("2026-03-02T10:00") + timedelta(minutes=minute)
        cache.at(FLOW, now, "da", lambda text: text.words, team)

    assert len(vars(cache)["_contexts"]) == 4


TINY = {
    "tiny/flow.yaml": """
flow: tiny
version: 1
language: da
title: "Lille"
about: "Et spørgsmål."
facts:
  sure: {label: "Er du sikker?", yesno: true}
steps:
  - ask: sure
    say: "Er du sikker?"
    go: stop
  - end: stop
    outcome: none
    say: "Godt."
"""
}
