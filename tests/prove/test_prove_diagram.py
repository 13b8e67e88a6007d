"""Diagrams obey the laws of sets, whatever they were made of."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.prove.diagram import FALSE, TRUE, BudgetSpentError, Diagrams, mask

VARIABLES = range(4)
WORLDS = [mask(v for v, holds in enumerate(row) if holds) for row in product((0, 1), repeat=4)]
Table = frozenset[int]  # the worlds that are in the set

tables = st.frozensets(st.sampled_from(WORLDS))
subsets = st.frozensets(st.sampled_from(list(VARIABLES))).map(mask)


def diagram(made: Diagrams, table: Table) -> int:
    return made.any_of(made.cube(mask(VARIABLES), world) for world in table)


def table(made: Diagrams, of: int) -> Table:
    return frozenset(world for world in WORLDS if made.holds(of, world))


@given(tables)
def test_a_diagram_holds_the_worlds_that_it_was_made_of(one: Table) -> None:
    made = Diagrams()

    assert table(made, diagram(made, one)) == one


@given(tables, tables)
def test_equal_sets_are_the_same_number(one: Table, other: Table) -> None:
    made = Diagrams()

    assert (diagram(made, one) == diagram(made, other)) == (one == other)


@given(tables, tables, tables)
def test_combinations_are_those_of_sets(one: Table, other: Table, third: Table) -> None:
    made = Diagrams()
    a, b, c = (diagram(made, each) for each in (one, other, third))
    everything = frozenset(WORLDS)

    combined = (
        made.and_(a, b),
        made.or_(a, b),
        made.diff(a, b),
        made.not_(a),
        made.ite(a, b, c),
    )

    assert tuple(table(made, each) for each in combined) == (
        one & other,
        one | other,
        one - other,
        everything - one,
        (one & other) | (third - one),
    )


@given(tables, subsets)
def test_forgetting_keeps_what_some_values_of_the_forgotten_allow(one: Table, gone: int) -> None:
    made = Diagrams()

    kept = made.exists(diagram(made, one), gone)

    allowed = {world & ~gone for world in one}
    assert table(made, kept) == frozenset(w for w in WORLDS if w & ~gone in allowed)
    assert made.support(kept) & gone == 0


@given(tables, subsets, subsets)
def test_restricting_fixes_variables(one: Table, fixed: int, held: int) -> None:
    made = Diagrams()

    kept = made.restrict(diagram(made, one), fixed & ~held, fixed & held)

    expected = frozenset(w for w in WORLDS if (w & ~fixed | fixed & held) in one)
    assert table(made, kept) == expected
    assert made.support(kept) & fixed == 0


@given(tables)
def test_the_support_is_what_a_set_depends_on(one: Table) -> None:
    made = Diagrams()

    read = {v for v in VARIABLES if any((w in one) != (w ^ 1 << v in one) for w in WORLDS)}

    assert made.support(diagram(made, one)) == mask(read)


def test_nothing_and_everything_are_false_and_true() -> None:
    made = Diagrams()

    assert (diagram(made, frozenset()), diagram(made, frozenset(WORLDS))) == (FALSE, TRUE)


def test_more_forks_than_allowed_are_not_made() -> None:
    made = Diagrams(max_nodes=4)

    with pytest.raises(BudgetSpentError):
        made.cube(mask(range(8)), 0)


@given(tables, tables, tables)
def test_what_is_made_in_a_scratch_is_given_back_and_all_else_stays(
    one: Table, other: Table, third: Table
) -> None:
    made = Diagrams()
    a, b = diagram(made, one), diagram(made, other)
    forks = len(made)

    with made.scratch():
        within = table(made, made.exists(made.and_(made.not_(a), diagram(made, third)), 1))

    assert len(made) == forks
    assert within == {w for w in WORLDS if {w & ~1, w | 1} & (third - one)}
    assert table(made, made.and_(a, made.not_(b))) == one - other
    assert diagram(made, other) == b


def odd(made: Diagrams, variables: range) -> int:
    """Return the set in which an odd number of variables holds: two forks for each, and no fewer ways than 2^n."""
    result = FALSE
    for number in reversed(variables):
        result = made.ite(made.variable(number), made.not_(result), result)
    return result


@pytest.mark.parametrize("every", [1, 2, 3])
def test_what_was_worked_out_once_is_not_worked_out_again(every: int) -> None:
    """Sixty variables have 2^60 assignments: whoever does not remember them by their sets never ends."""
    made = Diagrams()
    one, other = odd(made, range(0, 60, every)), odd(made, range(0, 60, 2 * every))
    gone, held = mask(range(20, 40)), mask(range(20, 40, 2))

    found = (
        made.and_(one, other),
        made.or_(one, other),
        made.diff(one, other),
        made.ite(one, other, made.variable(59)),
        made.exists(made.and_(one, other), gone),
        made.restrict(made.and_(one, other), gone & ~held, held),
    )

    assert len(made) < 3000
    worlds = [mask(range(0, 60, step)) for step in range(1, 9)]
    counted = [(_odd(w, every), _odd(w, 2 * every), bool(w >> 59 & 1)) for w in worlds]
    assert [[made.holds(each, w) for w in worlds] for each in found[:4]] == [
        [a and b for a, b, _ in counted],
        [a or b for a, b, _ in counted],
        [a and not b for a, b, _ in counted],
        [b if a else c for a, b, c in counted],
    ]
    assert [made.support(each) & gone for each in found[4:]] == [0, 0]


def _odd(world: int, every: int) -> bool:
    return (world & mask(range(0, 60, every))).bit_count() % 2 == 1
