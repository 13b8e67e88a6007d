"""Sets of truth assignments as reduced ordered decision diagrams: equal sets are the same number.

All that conversations can be at a step is one set over the atoms that still matter there, so 10^30 answers take a
few hundred forks. Rules of the file: a diagram is an int; 0 is the empty set (false), 1 the full one (true);
variables are ints, and smaller ones stand nearer the root; a set of variables is an int with their bits set (`mask`). Results
are kept under one int made of two or three.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

FALSE = 0
TRUE = 1
MOST_FORKS = 400_000  # made for one analysis: about a hundred bytes each, some seconds in all
_NUMBER = 24  # bits of a diagram's number
_LAST = 1 << 62  # a variable behind all others


def mask(variables: Iterable[int]) -> int:
    """Return variables as a set: an int with their bits."""
    bits = 0
    for variable in variables:
        bits |= 1 << variable
    return bits


class SpentError(Exception):
    """The budget of forks is spent: what was asked for is not decided."""


class Diagrams:
    """Makes and combines diagrams; all diagrams of one analysis come from one of these.

    `most` is how many forks it may have.
    """

    def __init__(self, most: int = MOST_FORKS) -> None:
        self.most = min(most, (1 << _NUMBER) - 1)
        self._variable = [_LAST, _LAST]
        self._low = [0, 1]
        self._high = [0, 1]
        self._forks: dict[int, int] = {}
        self._both: dict[int, int] = {}
        self._negations: dict[int, int] = {FALSE: TRUE, TRUE: FALSE}
        self._choices: dict[int, int] = {}
        self._support = [0, 0]
        self._forgotten: dict[int, dict[int, int]] = {}
        self._fixed: dict[tuple[int, int], dict[int, int]] = {}

    def __len__(self) -> int:
        return len(self._variable)

    def variable(self, number: int) -> int:
        """Return the diagram of one variable."""
        return self._fork(number, FALSE, TRUE)

    def assigned(self, variables: int, held: int) -> int:
        """Return the diagram of those of `variables` holding that are in `held`, and the others not."""
        result = TRUE
        while variables:
            number = variables.bit_length() - 1
            variables ^= 1 << number
            holds = held >> number & 1
            result = self._fork(number, FALSE if holds else result, result if holds else FALSE)
        return result

    def negation(self, diagram: int) -> int:
        """Return the diagram that holds where `diagram` does not."""
        known = self._negations.get(diagram)
        if known is None:
            low, high = self.negation(self._low[diagram]), self.negation(self._high[diagram])
            known = self._negations[diagram] = self._fork(self._variable[diagram], low, high)
            self._negations[known] = diagram
        return known

    def both(self, one: int, other: int) -> int:
        """Return the conjunction of two."""
        if other in (one, TRUE):
            return one
        if one > other:
            one, other = other, one
        if one <= TRUE:
            return other if one else FALSE
        key = one << _NUMBER | other
        known = self._both.get(key)
        if known is None:
            variable, lows, highs = self._variable, self._low, self._high
            top, bottom = variable[one], variable[other]
            if top == bottom:
                low, high = self.both(lows[one], lows[other]), self.both(highs[one], highs[other])
            elif top < bottom:
                low, high = self.both(lows[one], other), self.both(highs[one], other)
            else:
                low, high = self.both(one, lows[other]), self.both(one, highs[other])
            known = self._both[key] = self._fork(min(top, bottom), low, high)
        return known

    def either(self, one: int, other: int) -> int:
        """Return the disjunction of two."""
        if other in (one, FALSE):
            return one
        if one <= TRUE:
            return TRUE if one else other
        return self.choice(one, TRUE, other)

    def except_(self, one: int, other: int) -> int:
        """Return what is in `one` and not in `other`."""
        return self.both(one, self.negation(other))

    def all_of(self, diagrams: Iterable[int]) -> int:
        """Return the conjunction; true for none."""
        result = TRUE
        for diagram in self._from_below(diagrams):
            result = self.both(result, diagram)
        return result

    def any_of(self, diagrams: Iterable[int]) -> int:
        """Return the disjunction; false for none."""
        result = FALSE
        for diagram in self._from_below(diagrams):
            result = self.either(result, diagram)
        return result

    def _from_below(self, diagrams: Iterable[int]) -> list[int]:
        """Return diagrams so that those lowest come first: each only puts something on top of the result."""
        return sorted({*diagrams}, key=lambda d: (self._variable[d], d), reverse=True)

    def choice(self, test: int, then: int, other: int) -> int:
        """Return the diagram that is `then` where `test` holds and `other` elsewhere."""
        if test == TRUE or then == other:
            return then
        if test == FALSE:
            return other
        if other == FALSE or then == test:
            return self.both(test, then) if other == FALSE else self.choice(test, TRUE, other)
        if then == FALSE:
            return self.both(self.negation(test), other)
        if then == TRUE and other == TRUE:
            return TRUE
        key = (test << _NUMBER | then) << _NUMBER | other
        known = self._choices.get(key)
        if known is None:
            known = self._choices[key] = self._chosen(test, then, other)
        return known

    def without(self, diagram: int, variables: int) -> int:
        """Return `diagram` with `variables` forgotten: it holds where some values of them make it hold."""
        if not self._support[diagram] & variables:
            return diagram
        return self._without(diagram, variables, self._forgotten.setdefault(variables, {}))

    def restricted(self, diagram: int, false: int, true: int = 0) -> int:
        """Return `diagram` where these variables are false and those true; it no longer depends on them."""
        fixed = false | true
        if not self._support[diagram] & fixed:
            return diagram
        return self._restricted(diagram, fixed, true, self._fixed.setdefault((fixed, true), {}))

    def holds(self, diagram: int, held: int) -> bool:
        """Return whether the assignment in which the variables in `held` hold, and no others, is in the set."""
        while diagram > TRUE:
            side = self._high if held >> self._variable[diagram] & 1 else self._low
            diagram = side[diagram]
        return diagram == TRUE

    @contextmanager
    def scratch(self) -> Iterator[None]:
        """Give back all that is made within: none of its diagrams may be used afterwards."""
        kept, results = len(self), [self._forks, self._both, self._negations, self._choices]
        sizes = [len(each) for each in results]
        try:
            yield
        finally:
            for known, size in zip(results, sizes, strict=True):
                while len(known) > size:
                    known.popitem()  # what was put in last comes out first
            for made in (self._variable, self._low, self._high, self._support):
                del made[kept:]
            self._forgotten.clear()
            self._fixed.clear()

    def support(self, diagram: int) -> int:
        """Return the set of variables that `diagram` depends on."""
        return self._support[diagram]

    def _chosen(self, test: int, then: int, other: int) -> int:
        variable, lows, highs = self._variable, self._low, self._high
        top = min(variable[test], variable[then], variable[other])
        test0, test1 = (lows[test], highs[test]) if variable[test] == top else (test, test)
        then0, then1 = (lows[then], highs[then]) if variable[then] == top else (then, then)
        other0, other1 = (lows[other], highs[other]) if variable[other] == top else (other, other)
        low = self.choice(test0, then0, other0)
        return self._fork(top, low, self.choice(test1, then1, other1))

    def _without(self, diagram: int, gone: int, known: dict[int, int]) -> int:
        if not self._support[diagram] & gone:
            return diagram
        result = known.get(diagram)
        if result is None:
            variable = self._variable[diagram]
            low = self._without(self._low[diagram], gone, known)
            if not gone >> variable & 1:
                high = self._without(self._high[diagram], gone, known)
                result = self._fork(variable, low, high)
            elif low == TRUE:
                result = TRUE
            else:
                result = self.either(low, self._without(self._high[diagram], gone, known))
            known[diagram] = result
        return result

    def _restricted(self, diagram: int, fixed: int, true: int, known: dict[int, int]) -> int:
        if not self._support[diagram] & fixed:
            return diagram
        result = known.get(diagram)
        if result is None:
            variable = self._variable[diagram]
            low, high = self._low[diagram], self._high[diagram]
            if fixed >> variable & 1:
                side = high if true >> variable & 1 else low
                result = self._restricted(side, fixed, true, known)
            else:
                low = self._restricted(low, fixed, true, known)
                result = self._fork(variable, low, self._restricted(high, fixed, true, known))
            known[diagram] = result
        return result

    def _fork(self, variable: int, low: int, high: int) -> int:
        if low == high:
            return low
        key = (variable << _NUMBER | low) << _NUMBER | high
        known = self._forks.get(key)
        if known is None:
            known = len(self._variable)
            if known > self.most:
                raise SpentError
            self._forks[key] = known
            self._variable.append(variable)
            self._low.append(low)
            self._high.append(high)
            self._support.append(1 << variable | self._support[low] | self._support[high])
        return known
