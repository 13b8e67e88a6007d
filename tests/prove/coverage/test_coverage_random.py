"""What the search says of coverage is what playing every conversation shows."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, given, settings

from assistant.dialog.engine import Dialog
from assistant.dialog.trail import Trail
from assistant.flow.model import Flow
from assistant.prove.coverage.items import (
    CoverageItem,
    CoverageObserver,
    OptionItem,
    coverage_items,
)
from assistant.prove.coverage.report import measure_coverage
from assistant.prove.coverage.search import Search
from assistant.prove.coverage.suggestions import suggestions
from tests.examples.builders import TODAY
from tests.prove.random_guarantees import small_flows

some = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
Small = tuple[Flow, list[Trail]]


def everything(flow: Flow) -> list[CoverageItem]:
    return [item for every in coverage_items(flow).values() for item in every]


@some
@given(small_flows())
def test_what_can_be_seen_is_what_all_conversations_together_see(small: Small) -> None:
    flow, trails = small
    dialog = Dialog(flow)

    words = Search(dialog, TODAY).reachability(everything(flow))

    seen = CoverageObserver(dialog).covered_by_all(trails)
    assert {item for item, word in words.items() if word == "reachable"} == seen
    assert {item for item, word in words.items() if word == "unreachable"} == {*words} - seen


@some
@given(small_flows())
def test_the_conversation_found_for_an_item_sees_it_and_none_that_does_is_shorter(
    small: Small,
) -> None:
    flow, trails = small
    dialog = Dialog(flow)
    seeing = CoverageObserver(dialog)
    seen = [(len(trail.screens), seeing.covered_by(trail)) for trail in trails]
    rng = Random(len(trails))
    wanted = rng.sample(everything(flow), 12)

    found = dict(Search(dialog, TODAY).short_conversations(wanted))

    best = {
        item: min(screens for screens, of_it in seen if item in of_it)
        for item in wanted
        if any(item in of_it for _, of_it in seen)
    }
    assert {item: len(trail.screens) for item, trail in found.items()} == best
    unseen = [item for item, trail in found.items() if item not in seeing.covered_by(trail)]
    rows = {fact for step in flow.steps.values() for fact in getattr(step, "each", ())}
    assert all(isinstance(item, OptionItem) and item.fact in rows for item in unseen)


@some
@given(small_flows())
def test_what_is_suggested_leaves_no_hole(small: Small) -> None:
    flow, trails = small
    search = Search(Dialog(flow), TODAY)
    played = Random(len(trails)).sample(trails, min(3, len(trails)))
    before = measure_coverage(search, played)

    suggested = suggestions(search, before.holes)

    after = measure_coverage(search, [*played, *(each.trail for each in suggested)])
    assert after.holes == ()
    assert after.unreachable == before.unreachable
    closed = [hole for each in suggested for hole in each.closes]
    assert len(closed) == len(before.holes)
    assert {*closed} == {*before.holes}
    assert all(each.closes for each in suggested)
