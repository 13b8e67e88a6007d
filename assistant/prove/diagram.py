"""Reduced ordered binary decision diagrams (ROBDDs): sets of truth assignments, held canonically.

All that conversations can be at a step is one set over the atoms that still matter there, so
10^30 answers take a few hundred nodes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

# Theory of operation (Bryant 1986, "Graph-Based Algorithms for Boolean Function Manipulation").
#
# A diagram is an int, the index of its root node in three parallel lists: the variable that the
# node tests, and its two cofactors (`_low` where the variable is false, `_high` where it is true).
# 0 and 1 are the terminals. Variables are ints; smaller ones stand nearer the root.
#
# Two rules make diagrams canonical, so that equal sets are the same int and `==` decides
# equivalence: a node whose cofactors are equal is never made (reduction), and a node that exists is
# never made again (the unique table). Both live in `_find_or_add`, the only place that makes nodes.
#
# Every operation is a Shannon expansion: split both arguments on the topmost variable, recurse into
# the cofactors, join the results with `_find_or_add`. A computed table for each operation makes the
# work polynomial in the sizes of the diagrams instead of exponential in the number of variables.
# Its keys are two or three node indices packed into one int: that hashes faster than a tuple.
#
# There is no garbage collection and no reordering. One analysis makes one `Diagrams` and throws it
# away; `scratch` rolls back what a detour made. Recursion is as deep as there are variables.
#
# A set of variables is a bit mask (`mask`), and so is an assignment: the variables that hold.

FALSE = 0
TRUE = 1
MAX_NODES = (
    800_000  # made for one analysis, twice what the shipped flow needs; a hundred bytes each
)
_INDEX_BITS = 24  # bits of a node's index in a packed key
_TERMINAL = 1 << 62  # the terminals' variable: below all others in the order


def mask(variables: Iterable[int]) -> int:
    """Return a set of variables as a bit mask."""
    bits = 0
    for variable in variables:
        bits |= 1 << variable
    return bits


class BudgetSpentError(Exception):
    """The budget of nodes is spent: the question stays undecided."""


class Diagrams:
    """Makes and combines diagrams; only diagrams made by the same object may be combined.

    `max_nodes` is the budget.

    Raises:
        BudgetSpentError: an operation, any of them, would need more nodes than that.
    """

    def __init__(self, max_nodes: int = MAX_NODES) -> None:
        self.max_nodes = min(max_nodes, (1 << _INDEX_BITS) - 1)
        self._variable = [_TERMINAL, _TERMINAL]
        self._low = [0, 1]
        self._high = [0, 1]
        self._unique: dict[int, int] = {}
        self._and_table: dict[int, int] = {}
        self._not_table: dict[int, int] = {FALSE: TRUE, TRUE: FALSE}
        self._ite_table: dict[int, int] = {}
        # The support of each node is kept with it: most calls of `exists` and `restrict` find by
        # one `&` that there is nothing to do.
        self._support = [0, 0]
        self._exists_tables: dict[int, dict[int, int]] = {}
        self._restrict_tables: dict[tuple[int, int], dict[int, int]] = {}

    def __len__(self) -> int:
        return len(self._variable)

    def variable(self, number: int) -> int:
        """Return the diagram of one variable."""
        return self._find_or_add(number, FALSE, TRUE)

    def cube(self, variables: int, held: int) -> int:
        """Return the cube where those of `variables` in `held` are true, the others false."""
        result = TRUE
        while variables:  # from the bottom up, so each variable costs one node and no recursion
            number = variables.bit_length() - 1
            variables ^= 1 << number
            holds = held >> number & 1
            result = self._find_or_add(
                number, FALSE if holds else result, result if holds else FALSE
            )
        return result

    def not_(self, diagram: int) -> int:
        """Return the complement of `diagram`."""
        known = self._not_table.get(diagram)
        if known is None:
            low, high = self.not_(self._low[diagram]), self.not_(self._high[diagram])
            known = self._not_table[diagram] = self._find_or_add(self._variable[diagram], low, high)
            self._not_table[known] = diagram  # an involution: the way back is known as well
        return known

    def and_(self, one: int, other: int) -> int:
        """Return the conjunction (intersection) of two diagrams."""
        if other in (one, TRUE):
            return one
        if one > other:
            one, other = other, one  # it is commutative: one key for both orders
        if one <= TRUE:
            return other if one else FALSE
        key = one << _INDEX_BITS | other
        known = self._and_table.get(key)
        if known is None:
            variable, lows, highs = self._variable, self._low, self._high
            top, bottom = variable[one], variable[other]
            if top == bottom:
                low, high = self.and_(lows[one], lows[other]), self.and_(highs[one], highs[other])
            elif top < bottom:
                low, high = self.and_(lows[one], other), self.and_(highs[one], other)
            else:
                low, high = self.and_(one, lows[other]), self.and_(one, highs[other])
            known = self._and_table[key] = self._find_or_add(min(top, bottom), low, high)
        return known

    def or_(self, one: int, other: int) -> int:
        """Return the disjunction (union) of two diagrams."""
        if other in (one, FALSE):
            return one
        if one <= TRUE:
            return TRUE if one else other
        return self.ite(one, TRUE, other)

    def diff(self, one: int, other: int) -> int:
        """Return the difference: the assignments in `one` that are not in `other`."""
        return self.and_(one, self.not_(other))

    def all_of(self, diagrams: Iterable[int]) -> int:
        """Return the conjunction of any number; true for none."""
        result = TRUE
        for diagram in self._deepest_first(diagrams):
            result = self.and_(result, diagram)
        return result

    def any_of(self, diagrams: Iterable[int]) -> int:
        """Return the disjunction of any number; false for none."""
        result = FALSE
        for diagram in self._deepest_first(diagrams):
            result = self.or_(result, diagram)
        return result

    def _deepest_first(self, diagrams: Iterable[int]) -> list[int]:
        """Return the diagrams, deepest root first: each then mostly adds nodes on top."""
        return sorted({*diagrams}, key=lambda d: (self._variable[d], d), reverse=True)

    def ite(self, test: int, then: int, other: int) -> int:
        """Return if-then-else: `then` where `test` holds and `other` elsewhere."""
        if test == TRUE or then == other:
            return then
        if test == FALSE:
            return other
        # With a constant branch it is a plain conjunction or disjunction, which share one table.
        if other == FALSE or then == test:
            return self.and_(test, then) if other == FALSE else self.ite(test, TRUE, other)
        if then == FALSE:
            return self.and_(self.not_(test), other)
        if then == TRUE and other == TRUE:
            return TRUE
        key = (test << _INDEX_BITS | then) << _INDEX_BITS | other
        known = self._ite_table.get(key)
        if known is None:
            known = self._ite_table[key] = self._ite(test, then, other)
        return known

    def exists(self, diagram: int, variables: int) -> int:
        """Return `diagram` with `variables` existentially quantified: some values fit."""
        if not self._support[diagram] & variables:
            return diagram
        return self._exists(diagram, variables, self._exists_tables.setdefault(variables, {}))

    def restrict(self, diagram: int, false: int, true: int = 0) -> int:
        """Return the cofactor of `diagram` with these variables false and those true."""
        fixed = false | true
        if not self._support[diagram] & fixed:
            return diagram
        return self._restrict(
            diagram, fixed, true, self._restrict_tables.setdefault((fixed, true), {})
        )

    def holds(self, diagram: int, held: int) -> bool:
        """Evaluate `diagram` where the variables in `held` hold and no others."""
        while diagram > TRUE:
            side = self._high if held >> self._variable[diagram] & 1 else self._low
            diagram = side[diagram]
        return diagram == TRUE

    @contextmanager
    def scratch(self) -> Iterator[None]:
        """Roll back all nodes made inside the block: no diagram from it may be used afterwards."""
        kept, results = len(self), [self._unique, self._and_table, self._not_table, self._ite_table]
        sizes = [len(each) for each in results]
        try:
            yield
        finally:
            for known, size in zip(results, sizes, strict=True):
                while len(known) > size:
                    known.popitem()  # dicts keep insertion order: the newest come out first
            for made in (self._variable, self._low, self._high, self._support):
                del made[kept:]
            # These two are nested by variables, so their newest entries can't be popped alone.
            self._exists_tables.clear()
            self._restrict_tables.clear()

    def support(self, diagram: int) -> int:
        """Return the variables that `diagram` depends on, as a mask."""
        return self._support[diagram]

    def _ite(self, test: int, then: int, other: int) -> int:
        variable, lows, highs = self._variable, self._low, self._high
        top = min(variable[test], variable[then], variable[other])
        test0, test1 = (lows[test], highs[test]) if variable[test] == top else (test, test)
        then0, then1 = (lows[then], highs[then]) if variable[then] == top else (then, then)
        other0, other1 = (lows[other], highs[other]) if variable[other] == top else (other, other)
        low = self.ite(test0, then0, other0)
        return self._find_or_add(top, low, self.ite(test1, then1, other1))

    def _exists(self, diagram: int, variables: int, known: dict[int, int]) -> int:
        if not self._support[diagram] & variables:
            return diagram
        result = known.get(diagram)
        if result is None:
            variable = self._variable[diagram]
            low = self._exists(self._low[diagram], variables, known)
            if not variables >> variable & 1:
                high = self._exists(self._high[diagram], variables, known)
                result = self._find_or_add(variable, low, high)
            elif low == TRUE:
                result = TRUE  # the other side can add nothing
            else:
                result = self.or_(low, self._exists(self._high[diagram], variables, known))
            known[diagram] = result
        return result

    def _restrict(self, diagram: int, fixed: int, true: int, known: dict[int, int]) -> int:
        if not self._support[diagram] & fixed:
            return diagram
        result = known.get(diagram)
        if result is None:
            variable = self._variable[diagram]
            low, high = self._low[diagram], self._high[diagram]
            if fixed >> variable & 1:
                side = high if true >> variable & 1 else low
                result = self._restrict(side, fixed, true, known)
            else:
                low = self._restrict(low, fixed, true, known)
                result = self._find_or_add(variable, low, self._restrict(high, fixed, true, known))
            known[diagram] = result
        return result

    def _find_or_add(self, variable: int, low: int, high: int) -> int:
        if low == high:
            return low  # the reduction rule
        key = (variable << _INDEX_BITS | low) << _INDEX_BITS | high
        known = self._unique.get(key)
        if known is None:
            known = len(self._variable)
            if known > self.max_nodes:
                raise BudgetSpentError
            self._unique[key] = known
            self._variable.append(variable)
            self._low.append(low)
            self._high.append(high)
            self._support.append(1 << variable | self._support[low] | self._support[high])
        return known
