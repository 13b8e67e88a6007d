"""Answers as solver variables: what can be given to a question, and what a condition's test says of it.

Written from the flow language's own page and nothing of `assistant.prove` or `assistant.flow.expressions.logic`: a second opinion.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

import z3

from assistant.flow.model import (
    UNKNOWN,
    AnyFact,
    Choice,
    Date,
    Integer,
    Multi,
    Option,
    Repeat,
    YesNo,
)
from assistant.flow.model import expression as ex
from assistant.flow.model.kinds import resolve_offset
from assistant.flow.model.record_fields import Field

Formula: TypeAlias = z3.BoolRef
Number: TypeAlias = z3.ArithRef
SKIPPED, DONT_KNOW, GIVEN = range(3)
NEVER, ALWAYS = z3.BoolVal(False), z3.BoolVal(True)  # noqa: FBT003 - the solver's own words

COMPARE: Mapping[ex.Operator, Callable[[Number, int], Formula]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}


@dataclass(frozen=True)
class Variables:
    """One answer: skipped, "don't know" or given; which options it picks; its number, days from today or rows."""

    asked: AnyFact | Repeat
    kind: Number
    number: Number
    picked: Mapping[str, Formula] = field(default_factory=dict)

    @classmethod
    def of(cls, asked: AnyFact | Repeat) -> Variables:
        """Return the variables of a question's answer."""
        kind, number = z3.Int(f"{asked.id} kind"), z3.Int(f"{asked.id} number")
        match asked:
            case Choice(options=options):
                return cls(asked, kind, number, {o.id: number == n for n, o in enumerate(options)})
            case YesNo():
                return cls(asked, kind, number, {"yes": number == 0, "no": number == 1})
            case Multi(options=options):
                return cls(
                    asked, kind, number, {o.id: z3.Bool(f"{asked.id} {o.id}") for o in options}
                )
            case _:
                return cls(asked, kind, number)

    @property
    def is_given(self) -> Formula:
        """Whether there is an answer other than "don't know"."""
        return self.kind == GIVEN

    @property
    def count(self) -> Number:
        """How many options are selected, or rows given."""
        if isinstance(self.asked, Repeat):
            return self.number
        return z3.Sum([z3.If(picked, 1, 0) for picked in self.picked.values()])

    def says(self, test: ex.Test) -> Formula:
        """Return whether a test holds; it never does of what was skipped."""
        match test:
            case ex.Answered():
                return self.kind != SKIPPED
            case ex.OneOf(values):
                return z3.Or([self._is(value) for value in values])
            case ex.IsNot(value):
                return z3.And(self.kind != SKIPPED, z3.Not(self._is(value)))
            case ex.Count() | ex.Compare() | ex.Days():
                return z3.And(self.is_given, self._compare(test))
            case _:
                return z3.And(self.is_given, self._selects(test))

    def _is(self, value: str) -> Formula:
        if value == UNKNOWN:
            return self.kind == DONT_KNOW
        single = not isinstance(self.asked, Multi)
        return (
            z3.And(self.is_given, self.picked[value]) if single and value in self.picked else NEVER
        )

    def _compare(self, test: ex.Count | ex.Compare | ex.Days) -> Formula:
        compare = COMPARE[test.operator]
        match test:
            case ex.Count(number=number):
                counted = isinstance(self.asked, Multi | Repeat)
                return compare(self.count, number) if counted else NEVER
            case ex.Compare(number=number):
                return compare(self.number, number) if isinstance(self.asked, Integer) else NEVER
            case ex.Days(direction=direction, number=number):
                days = self.number if direction == "until" else -self.number
                return compare(days, number) if isinstance(self.asked, Date) else NEVER

    def _selects(self, test: ex.HasAny | ex.HasAll | ex.HasTag | ex.HasNone) -> Formula:
        match test:
            case ex.HasAny(wanted):
                return z3.Or([self.picked[option] for option in wanted])
            case ex.HasAll(wanted):
                return z3.And([self.picked[option] for option in wanted])
            case ex.HasTag(tags):
                return z3.Or([self.picked[o.id] for o in self._options() if o.tags & tags])
            case ex.HasNone():
                multi = isinstance(self.asked, Multi)
                return z3.Not(z3.Or(list(self.picked.values()))) if multi else NEVER

    def _options(self) -> Iterable[Option]:
        return self.asked.options if isinstance(self.asked, Choice | Multi) else ()

    def weight(self) -> Number:
        """Return what the answer adds to a score."""
        picked = [z3.If(self.picked[o.id], o.weight, 0) for o in self._options()]
        return z3.If(self.is_given, z3.Sum(picked), 0)

    def allows(self, shows: Mapping[str, Formula], today: date) -> Formula:
        """Return whether the question takes the answer while the options of `shows` show, each when its formula holds."""
        if isinstance(self.asked, Repeat):
            asked = self.asked
            rows = z3.And(self.number >= asked.at_least, self.number <= asked.at_most)
            return z3.And(self.is_given, rows)
        skipped = z3.And(self.kind == SKIPPED, z3.BoolVal(self.asked.optional))
        unsure = z3.And(self.kind == DONT_KNOW, z3.BoolVal(self.asked.unknown))
        return z3.Or(skipped, unsure, z3.And(self.is_given, self._fits(shows, today)))

    def _fits(self, shows: Mapping[str, Formula], today: date) -> Formula:
        match self.asked:
            case Integer(low=low, high=high):
                return z3.And(self.number >= low, self.number <= high)
            case Date(earliest=earliest, latest=latest):
                first, last = (
                    (resolve_offset(at, today) - today).days for at in (earliest, latest)
                )
                return z3.And(self.number >= first, self.number <= last)
            case Multi(none=none):
                shown = [z3.Implies(self.picked[option], when) for option, when in shows.items()]
                return z3.And(*shown, z3.BoolVal(none is not None) | z3.Or([*self.picked.values()]))
            case Choice() | YesNo():
                return z3.Or([z3.And(self.picked[o], when) for o, when in shows.items()])
            case _:
                return ALWAYS

    def fills(self, at: Field, codes: Mapping[str, str] | None = None) -> Formula:
        """Return whether the answer gives a field of the record something; `codes` translate its options."""
        coded = codes is not None or at.kind in ("code", "codes")
        known = [o for o in self.picked if (codes.get(o) if codes is not None else o) in at.codes]
        unsure = (codes or {}).get(UNKNOWN) if codes is not None else UNKNOWN
        if coded:
            picked = z3.And(self.is_given, z3.Or([self.picked[option] for option in known]))
            return z3.Or(picked, z3.And(self.kind == DONT_KNOW, z3.BoolVal(unsure in at.codes)))
        something = z3.Or([*self.picked.values()]) if isinstance(self.asked, Multi) else ALWAYS
        given = z3.And(self.is_given, something)
        return z3.Or(given, self.kind == DONT_KNOW) if at.kind == "text" else given
