"""What answers to one question can make true together is what all answers, one by one, make true."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.dialog.engine import Dialog
from assistant.flow.model import Ask, Condition, End, Flow, Multi, Option, Score, Value
from assistant.flow.model import expression as ex
from assistant.prove.answers import Amounts
from assistant.prove.diagram import TRUE, mask
from assistant.prove.space import Space
from tests.examples.builders import TODAY, by_id, flow, go, text, when

TESTS: tuple[ex.Test, ...] = (
    ex.HasAny(frozenset({"a"})),
    ex.HasAny(frozenset({"b", "c"})),
    ex.HasAll(frozenset({"a", "d"})),
    ex.HasAll(frozenset({"b", "c"})),
    ex.HasAll(frozenset({"a"})),
    ex.HasNone(),
    ex.HasTag(frozenset({"red"})),
    ex.HasTag(frozenset({"red", "blue"})),
    ex.Count(">=", 2),
    ex.Count("=", 1),
    ex.Count("<", 3),
    ex.Answered(),
    ex.OneOf(frozenset({"unknown"})),
    ex.IsNot("unknown"),
)
IDS = "abcde"


def asking(seed: int) -> Flow:
    """Return a flow with one question and some of the tests, the same for the same seed."""
    rng = Random(seed)
    options = tuple(
        Option(
            name,
            text(name),
            tags=frozenset(rng.sample(("red", "blue"), rng.randint(0, 2))),
            weight=rng.randint(0, 3),
        )
        for name in IDS
    )
    fact = Multi(
        id="signs",
        options=options,
        none=text("Ingen") if rng.random() < 0.5 else None,
        optional=rng.random() < 0.5,
        unknown=rng.random() < 0.5,
    )
    tests = [ex.Atom("signs", "fact", test) for test in rng.sample(TESTS, rng.randint(1, 8))]
    scored = ex.Atom("points", "score", ex.Compare(">=", rng.randint(1, 4)))
    conditions = [Condition(f"c{n}", when(test), None) for n, test in enumerate((*tests, scored))]
    return flow(
        (fact,),
        (Ask(id="signs", fact="signs", routes=go("stop")), End(id="stop", outcome="none")),
        conditions=by_id(*conditions),
        scores=by_id(Score("points", ("signs",), rng.randint(1, 6))),
    )


def every_answer(fact: Multi, shown: tuple[str, ...]) -> list[Value]:
    least = 0 if fact.none else 1
    selections = [s for size in range(least, len(shown) + 1) for s in combinations(shown, size)]
    return [*([None] if fact.optional else []), *(["unknown"] if fact.unknown else []), *selections]


def of(seed: int, seen: frozenset[str]) -> tuple[Space, Multi, tuple[Option, ...], list[Value]]:
    space = Space(Dialog(asking(seed)), TODAY)
    fact = space.flow.facts["signs"]
    assert isinstance(fact, Multi)
    shown = tuple(option for option in fact.options if option.id in seen)
    return space, fact, shown, every_answer(fact, tuple(option.id for option in shown))


unhurried = settings(deadline=None)
seeds, seen = st.integers(0, 2**20), st.frozensets(st.sampled_from(IDS))


@unhurried
@given(seeds, seen)
def test_a_relation_is_what_all_selections_make_true(seed: int, shown_ids: frozenset[str]) -> None:
    space, _, shown, answers = of(seed, shown_ids)
    own = mask(space.variables_of("signs"))

    relation = space.relation("signs", {"signs": shown})

    expected: dict[Amounts, int] = {}
    for answer in answers:
        judged = space.classifier.classify("signs", answer)
        one = space.diagrams.cube(own, judged.held)
        expected[judged.amounts] = space.diagrams.or_(expected.get(judged.amounts, 0), one)
    assert relation == expected


@unhurried
@given(seeds, seen, st.integers(0, 2**20))
def test_the_smallest_answer_found_has_no_smaller_one(
    seed: int, shown_ids: frozenset[str], pick: int
) -> None:
    space, fact, shown, answers = of(seed, shown_ids)
    if not answers:
        return
    meant = space.classifier.classify("signs", answers[pick % len(answers)])
    wanted = space.diagrams.cube(mask(space.variables_of("signs")), meant.held)

    found = space.relations.smallest_answer(
        fact, {"signs": shown}, lambda amounts: wanted if amounts == meant.amounts else 0
    )

    same = [
        a for a in answers if space.classifier.classify("signs", a) == replace(meant, witness=a)
    ]
    sizes = {len(a) for a in same if isinstance(a, tuple)}
    assert found in same
    assert not isinstance(found, tuple) or len(found) == min(sizes)


def test_what_nobody_can_answer_is_an_error_of_ours() -> None:
    space, fact, shown, _ = of(1, frozenset(IDS))

    with pytest.raises(AssertionError, match="no answer to signs leads on"):
        space.relations.smallest_answer(fact, {"signs": shown}, lambda _: 0)


def test_twenty_options_read_one_by_one_take_a_diagram_without_forks() -> None:
    options = tuple(Option(f"o{n}", text(f"{n}")) for n in range(20))
    fact = Multi(id="signs", options=options, none=text("Ingen"))
    atoms = [ex.Atom("signs", "fact", ex.HasAny(frozenset({option.id}))) for option in options]
    conditions = [Condition(f"c{n}", when(atom), None) for n, atom in enumerate(atoms)]
    steps = (Ask(id="signs", fact="signs", routes=go("stop")), End(id="stop", outcome="none"))
    space = Space(Dialog(flow((fact,), steps, conditions=by_id(*conditions))), TODAY)

    assert space.relation("signs", {"signs": options}) == {(): TRUE}
