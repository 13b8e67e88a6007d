"""What is said to stay the same stays so in every pair of conversations; what is said to change does in one."""

from __future__ import annotations

from itertools import islice
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.dialog.engine import Dialog
from assistant.dialog.trail import Trail
from assistant.flow.model import Flow
from assistant.prove.change.affected import count_affected
from assistant.prove.change.aspects import Aspect, differing_aspects, observe_aspects
from assistant.prove.change.classes import exact_classes
from assistant.prove.change.comparison import Comparison, compare_versions
from assistant.prove.change.difference import find_difference
from tests.dialog.random_flows import random_flow
from tests.examples.builders import TODAY
from tests.prove.brute import conversations
from tests.prove.change.edits import edit_flow

MOST = 120
some = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
Pair = tuple[Flow, Flow]


def pairs() -> st.SearchStrategy[Pair]:
    seeds = st.tuples(st.integers(0, 2**32), st.integers(1, 4))
    made = seeds.map(lambda seed: (random_flow(*seed), Random(seed[0])))
    return made.map(lambda pair: (pair[0], edit_flow(*pair)))


def comparison(old: Flow, new: Flow) -> Comparison:
    return compare_versions((Dialog(old), Dialog(new)), TODAY)


def play_all(flow: Flow) -> list[Trail]:
    return list(islice(conversations(Dialog(flow)), MOST + 1))


def same_person(old: Flow, new: Flow, pair: tuple[Trail, Trail]) -> bool:
    """Return whether one person can have had both conversations: whatever both ask is answered alike."""
    shared = [name for name in pair[0].answers if name in pair[1].answers]
    types = [(old.facts[f].type, new.facts[f].type) for f in shared if f in old.facts]
    return all(one == other for one, other in types) and all(
        pair[0].answers[name] == pair[1].answers[name] for name in shared
    )


@some
@given(pairs().filter(lambda pair: all(len(play_all(flow)) <= MOST for flow in pair)))
def test_an_aspect_said_to_be_the_same_is_so_for_everybody(pair: Pair) -> None:
    old, new = pair
    found = comparison(old, new)
    dialogs = Dialog(old), Dialog(new)

    changed: set[Aspect] = set()
    seen = [[(trail, observe_aspects(d, trail)) for trail in play_all(d.flow)] for d in dialogs]
    for before, was in seen[0]:
        for after, is_ in seen[1]:
            if same_person(old, new, (before, after)):
                changed |= {*differing_aspects(was, is_)}

    assert changed <= {*found.differs}


@some
@given(pairs())
def test_every_change_has_an_example_that_the_engine_confirms(pair: Pair) -> None:
    found = comparison(*pair)

    groups = exact_classes(found)

    assert {a for group in groups for a in group.differs} == {*found.differs}
    rewritten = {
        e.path for f in pair for e in f.record if e not in pair[0].record or e not in pair[1].record
    }
    for group in groups:
        unconfirmed = {*group.differs} - {*group.example.differs}
        assert {*group.example.differs} <= {*group.differs}
        assert all(a.kind == "record" and a.name in rewritten for a in unconfirmed)


@some
@given(pairs())
def test_a_flow_compared_with_itself_has_not_changed(pair: Pair) -> None:
    found = comparison(pair[0], pair[0])

    assert found.differs == {}
    assert exact_classes(found) == ()


@some
@given(pairs())
def test_a_conversation_may_meet_the_change_that_it_is_an_example_of(pair: Pair) -> None:
    found = find_difference(Dialog(pair[0]), Dialog(pair[1]), TODAY)

    for number, each in enumerate(found.classes):
        counts = count_affected(found, [each.example.old])
        assert counts is not None
        assert counts[number] == 1
