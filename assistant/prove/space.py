"""A flow laid out for proving: its guards as diagrams where they are judged, and how steps move what is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from assistant.dialog.dialog import Dialog
from assistant.flow.expression import Atom
from assistant.flow.model import AnyFact, Choice, Guard, Multi, Option, Repeat
from assistant.prove.answers import Shown
from assistant.prove.diagram import FALSE, MOST_FORKS, TRUE, Diagrams, mask
from assistant.prove.functions import Functions
from assistant.prove.judging import Amounts, Judging
from assistant.prove.layout import Layout
from assistant.prove.relations import Relation, Relations
from assistant.prove.variables import Passed, Variables

Part = tuple[
    int, Shown
]  # when (of what is known on entering a step), and the options that show then


class Space:
    """A flow for conversations begun on `today`; at most `most_forks` are made for it."""

    def __init__(self, dialog: Dialog, today: date, most_forks: int = MOST_FORKS) -> None:
        self.dialog, self.flow, self.today = dialog, dialog.flow, today
        self.layout = Layout.of(self.flow)
        self.diagrams = Diagrams(most_forks)
        self.variables = Variables(self.flow, self.layout)
        self.functions = Functions(self.flow, self.variables, self.diagrams)
        sayings = self.variables.by_subject()
        self.judging = Judging(dialog, sayings, today)
        self._relations = Relations(self.judging, self.diagrams)
        self._scores = {
            n: said for s in self.judging.caps for n, said in sayings[s] if isinstance(said, Atom)
        }
        self._scored_ones = mask(self._scores)
        self._scored: dict[tuple[int, Amounts], int] = {}
        self._moved: dict[tuple[str, str], tuple[int, int]] = {}
        self._totals: dict[Amounts, int] = {}

    @cached_property
    def settles(self) -> Mapping[str, int]:
        """Step -> the variables that it settles: of what it asks, and of its own having been passed."""
        return {
            step: mask(n for subject in self.layout.asks[step] for n in self.asks(subject))
            | self.passed(step)
            for step in self.layout.order
        }

    @cached_property
    def behind(self) -> Mapping[str, int]:
        """Step -> the variables that can be settled on entering it (but for its own having been passed)."""
        found = dict.fromkeys(self.layout.order, 0)
        for step in self.layout.order:
            for route in self.flow.steps[step].routes:
                found[route.to] |= found[step] | self.settles[step]
        return found

    def asks(self, subject: str) -> tuple[int, ...]:
        """Return the variables that the answer to `subject` settles."""
        return tuple(number for number, _ in self.judging.sayings.get(subject, ()))

    def passed(self, step: str) -> int:
        """Return the variable of a watched step being passed, as a set; nothing for others."""
        number = self.variables.number.get(Passed(step))
        return 0 if number is None else 1 << number

    @cached_property
    def routes(self) -> Mapping[str, tuple[int, ...]]:
        """Step -> the guards of its routes, as they are judged once the step's questions are answered."""
        return {
            step: tuple(self.judged(route.guard, step) for route in self.flow.steps[step].routes)
            for step in self.layout.order
        }

    def judged(self, guard: Guard | None, step: str) -> int:
        """Return a guard's diagram once `step` is answered: what cannot be answered by then is false."""
        return self.known(self.functions.of(guard), self.behind[step] | self.settles[step])

    def known(self, diagram: int, settled: int) -> int:
        """Return `diagram` where all variables but scores and those `settled` are false."""
        return self.diagrams.restricted(diagram, ~(settled | self._scored_ones))

    def moved(self, step: str, target: str) -> tuple[int, int]:
        """Return what going from `step` to `target` makes false, and true, beside the step's own answers.

        What asks anything that could stand behind the target, but not behind the step, is left aside; the target is passed.
        """
        known = self._moved.get((step, target))
        if known is None:
            aside = self.behind[target] & ~(self.behind[step] | self.settles[step])
            known = self._moved[step, target] = (aside, self.passed(target))
        return known

    @cached_property
    def shows(self) -> Mapping[str, Mapping[str, tuple[tuple[Option, int], ...]]]:
        """Step -> fact that hides options -> its options, each with when it shows, judged on entering the step."""
        return {
            step: {
                fact.id: tuple((o, self._shown(o, step)) for o in fact.options)
                for fact in self.facts(step)
                if isinstance(fact, Choice | Multi) and any(o.visible for o in fact.options)
            }
            for step in self.layout.order
        }

    def _shown(self, option: Option, step: str) -> int:
        return self.known(self.functions.of(option.visible), self.behind[step])

    def facts(self, step: str) -> tuple[AnyFact, ...]:
        """Return the facts of a step, those of a repeat's rows as well."""
        asked = self.flow.steps[step]
        names = asked.each if isinstance(asked, Repeat) else self.layout.asks[step]
        return tuple(self.flow.facts[name] for name in names)

    def parts(self, step: str, sums: Amounts, known: int) -> tuple[Part, ...]:
        """Return the parts of `known` in which the same options show.

        The conditions of the parts cover `known`, not everything: what is not known never happens.
        """
        made = self.diagrams
        options = [shown for fact in self.shows[step].values() for _, shown in fact]
        tests = dict.fromkeys(self.scored(shown, sums) for shown in options)
        parts: list[tuple[int, frozenset[int]]] = [(TRUE, frozenset())]
        for test in tests:
            split = [(made.both(when, test), held | {test}) for when, held in parts]
            split += [(made.except_(when, test), held) for when, held in parts]
            parts = [part for part in split if made.both(known, part[0]) != FALSE]
        return tuple((when, self._showing(step, sums, held)) for when, held in parts)

    def _showing(self, step: str, sums: Amounts, held: frozenset[int]) -> Shown:
        hiding = self.shows[step]
        shown: dict[str, Sequence[Option]] = {}
        for fact in self.facts(step):
            if fact.id in hiding:
                shown[fact.id] = tuple(
                    o for o, when in hiding[fact.id] if self.scored(when, sums) in held
                )
            elif isinstance(fact, Choice | Multi):
                shown[fact.id] = fact.options
        return shown

    def asked(self, step: str, subject: str) -> AnyFact | Repeat:
        """Return the fact or the repeat that a step asks as `subject`."""
        where = self.flow.steps[step]
        return where if isinstance(where, Repeat) else self.flow.facts[subject]

    def relation(self, step: str, subject: str, shown: Shown) -> Relation:
        """Return what answers to a question can make true while the options `shown` show."""
        return self._relations.of(self.asked(step, subject), shown)

    @property
    def relations(self) -> Relations:
        """The relations of the flow's questions."""
        return self._relations

    def scored(self, diagram: int, sums: Amounts) -> int:
        """Return `diagram` with what it asks of scores settled at `sums`; a score that is not named is 0."""
        if not self.diagrams.support(diagram) & self._scored_ones:
            return diagram
        key = (diagram, sums)
        known = self._scored.get(key)
        if known is None:
            held = self._at(sums)
            known = self.diagrams.restricted(diagram, self._scored_ones & ~held, held)
            self._scored[key] = known
        return known

    def _at(self, sums: Amounts) -> int:
        """Return the variables that hold of the scores at `sums`."""
        known = self._totals.get(sums)
        if known is None:
            totals, scored = dict(sums), self.judging.scored
            known = self._totals[sums] = mask(
                number
                for number, atom in self._scores.items()
                if scored(atom.test, totals.get(atom.subject, 0))
            )
        return known
