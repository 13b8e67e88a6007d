"""The joint answer space of two versions of a flow: one set of variables for both.

Theory of operation. A conversation is settled by its answers, so "everything that anybody could
answer" is a set of truth assignments, and a set of people is a reduced ordered binary decision
diagram (ROBDD) over the same variables. One space serves both versions: a person is one assignment
("who" in these modules), answers both versions alike as far as each lets them, and a comparison is
set algebra.

Three things keep the diagrams small:

- Options that neither version can tell apart are interchangeable. Of each such class only as many
  get a variable as anything can count (a symmetry reduction).
- Numbers and days are cut into the stretches that some limit or comparison tells apart; one
  representative stands for each stretch.
- The variable order follows the order of the questions, except that an option stands where it is
  read (see `question_before_branch`).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.flow.model import (
    UNKNOWN,
    AnyFact,
    Flow,
    FromCodes,
    Option,
    Repeat,
    Route,
    Value,
)
from assistant.flow.model.expression import (
    Atom,
    Count,
    HasAll,
    HasAny,
    HasTag,
    OneOf,
)
from assistant.flow.model.kinds import Sampling, stretch_numbers
from assistant.prove.diagram import FALSE, Diagrams
from assistant.prove.layout import Layout
from assistant.prove.variables import atoms, guards


@dataclass(frozen=True, slots=True)
class ComparedAtoms:
    """All atoms that one version evaluates, by the subject that they read."""

    flow: Flow
    atoms: Mapping[str, tuple[Atom, ...]]

    @classmethod
    def of(cls, flow: Flow) -> ComparedAtoms:
        """Collect the atoms of every guard of `flow`."""
        found: dict[str, dict[Atom, None]] = {}
        for guard in guards(flow):
            for atom in atoms(guard.expression):
                found.setdefault(atom.subject, {})[atom] = None
        return cls(flow, {subject: tuple(each) for subject, each in found.items()})

    def option_signature(self, fact: str, option: str) -> Hashable:
        """Return everything by which this version can tell an option of a fact from another.

        Options with equal signatures in both versions are interchangeable; None where it has no
        such option.
        """
        asked = self.flow.facts.get(fact)
        options = asked.options if asked else ()
        own = next((each for each in options if each.id == option), None)
        if own is None:
            return None
        tests = tuple(_atom_signature(atom, own) for atom in self.atoms.get(fact, ()))
        codes = tuple(
            entry.origin.codes.get(option)
            for entry in self.flow.record
            if isinstance(entry.origin, FromCodes) and entry.origin.fact == fact
        )
        shown = own.visible.expression if own.visible else None
        return tests, codes, shown, own.weight

    def most_that_count(self, fact: str) -> int:
        """Return how many interchangeable options of a fact can matter.

        As many as some test counts, or a score adds up before it reaches its cap.
        """
        tests = (atom.test for atom in self.atoms.get(fact, ()))
        counted = [test.number + 1 for test in tests if isinstance(test, Count)]
        weighed = [score.cap for score in self.flow.scores.values() if fact in score.facts]
        return max([1, *counted, *weighed])


def interchangeable_options(
    fact: str, options: Sequence[str], versions: tuple[ComparedAtoms, ComparedAtoms]
) -> tuple[tuple[str, ...], ...]:
    """Return the options of a fact in classes; nothing tells the options of one apart."""
    groups: dict[Hashable, list[str]] = {}
    for option in options:
        look = tuple(version.option_signature(fact, option) for version in versions)
        groups.setdefault(look, []).append(option)
    return tuple(tuple(group) for group in groups.values())


def _atom_signature(atom: Atom, option: Option) -> Hashable:
    match atom.test:
        case HasAll(options):
            # Each of them is needed, so none can stand for another.
            return option.id if option.id in options else ""
        case HasAny(options) | OneOf(options):
            return option.id in options
        case HasTag(tags):
            return not tags.isdisjoint(option.tags)
        case _:
            return False


# The variable order.
#
# Variables that are read together stand together, which keeps diagrams small.
#
# A variable stands where its question is asked. An option that leads to something later ("about has
# care" to the questions about care) stands there instead: nearer the root, every diagram between the
# two would have to remember it.

TickedOption = tuple[str, str]  # a fact and one of its options


def question_before_branch(flow: Flow) -> Mapping[TickedOption, str]:
    """Return, for each option that a branch reads on its own, the last question before that branch.

    Where several branches read it, the first counts.
    """
    layout, found, asked = Layout.of(flow), dict[TickedOption, str](), ""
    for step in layout.order:
        for subject in layout.asks[step]:
            asked = subject
        for ticked in _options_read_alone(flow.steps[step].routes):
            found.setdefault(ticked, asked)
    return found


def _options_read_alone(routes: Sequence[Route]) -> Iterator[TickedOption]:
    for route in routes:
        for atom in atoms(route.guard.expression) if route.guard else ():
            if isinstance(atom.test, HasAny) and len(atom.test.options) == 1:
                yield from ((atom.subject, option) for option in atom.test.options)


# The questions and their variables.
#
# A question is the same in both versions when its name and type are. With n kinds of answers it has n
# - 1 variables, and the first that holds says which answer it is (the last kind where none does). So
# every assignment is somebody's set of answers, and no constraint is needed to rule assignments out.

Askable = AnyFact | Repeat
QuestionKey = tuple[str, str]  # subject and type
SELECTION: Value = ()  # stands for every selection from a list; the ticks say which one


@dataclass(frozen=True, slots=True)
class SharedQuestion:
    """One question as two versions ask it: `asked` has None for a version that does not.

    `values` are its answers, one of each kind, the plainest last (of a repeat, the number of rows).
    `variables` belong to all of `values` but the last, `ticks` to options; of each class of
    `interchangeable` options, the first few stand for all.
    """

    subject: str
    asked: tuple[Askable | None, Askable | None]
    values: tuple[Value, ...]
    variables: tuple[int, ...]
    ticks: Mapping[str, int]
    interchangeable: tuple[tuple[str, ...], ...] = ()

    def equals(self, diagrams: Diagrams, value: Value) -> int:
        """Return the diagram of the answer being `value`; false where it cannot be."""
        if value not in self.values:
            return FALSE
        place = self.values.index(value)
        # Unary code: variable n holds and none before it. The last value has no variable.
        earlier = [diagrams.not_(diagrams.variable(n)) for n in self.variables[:place]]
        own = [diagrams.variable(n) for n in self.variables[place : place + 1]]
        return diagrams.all_of([*own, *earlier])

    def answer_in(self, assignment: int) -> Value:
        """Return the answer under an assignment, given as the bits of the variables that hold."""
        named = zip(self.variables, self.values, strict=False)
        return next((value for n, value in named if assignment >> n & 1), self.values[-1])


@dataclass(frozen=True, slots=True)
class AnswerSpace:
    """The questions of both versions, by subject; a question of both is one object."""

    questions: tuple[Mapping[str, SharedQuestion], Mapping[str, SharedQuestion]]
    tick_variables: int  # the variables of all options, as a bit set

    @classmethod
    def of(cls, old: Flow, new: Flow, today: date) -> AnswerSpace:
        """Build the space of two versions, for conversations begun on `today`."""
        versions = (ComparedAtoms.of(old), ComparedAtoms.of(new))
        asked = (_askables(old), _askables(new))
        made: dict[QuestionKey, SharedQuestion] = {}
        number = 0
        for key in _merge_orders([*asked[0]], [*asked[1]]):
            both = (asked[0].get(key), asked[1].get(key))
            made[key] = question = _build_question(key[0], both, versions, today, number)
            number += len(question.variables) + len(question.ticks)
        made = _reorder_variables(
            made, {**question_before_branch(old), **question_before_branch(new)}
        )
        ticks = sum(1 << n for question in made.values() for n in question.ticks.values())
        old_ones = {key[0]: made[key] for key in asked[0]}
        return cls((old_ones, {key[0]: made[key] for key in asked[1]}), ticks)


def _reorder_variables(
    questions: Mapping[QuestionKey, SharedQuestion], before_branch: Mapping[tuple[str, str], str]
) -> dict[QuestionKey, SharedQuestion]:
    """Return the questions with variables renumbered: options move down to where they are read.

    `before_branch` maps (subject, option) to the question ahead of the branch that reads it. An
    option moves only if that question comes later than its own.
    """
    places = {subject: place for place, (subject, _) in enumerate(questions)}
    found: list[tuple[int, bool, int]] = []
    for place, question in enumerate(questions.values()):
        found += [(place, False, number) for number in question.variables]
        for option, number in question.ticks.items():
            to = places.get(before_branch.get((question.subject, option), ""), place)
            found.append((max(place, to), to > place, number))
    moved = {number: new for new, (_, _, number) in enumerate(sorted(found))}
    return {key: _renumber_variables(question, moved) for key, question in questions.items()}


def _renumber_variables(question: SharedQuestion, numbers: Mapping[int, int]) -> SharedQuestion:
    ticks = {option: numbers[number] for option, number in question.ticks.items()}
    return replace(question, variables=tuple(numbers[n] for n in question.variables), ticks=ticks)


def _askables(flow: Flow) -> dict[QuestionKey, Askable]:
    """Return everything that a flow asks, in the order in which it can be asked."""
    layout = Layout.of(flow)
    found: dict[QuestionKey, Askable] = {}
    for name in layout.order:
        step = flow.steps[name]
        if isinstance(step, Repeat):
            found[step.id, step.kind] = step
        else:
            found |= {(fact, flow.facts[fact].type): flow.facts[fact] for fact in layout.asks[name]}
    return found


def _merge_orders(old: Sequence[QuestionKey], new: Sequence[QuestionKey]) -> list[QuestionKey]:
    """Return the keys of both, keeping the new order exactly and staying close to the old one."""
    merged = list(new)
    for place, key in enumerate(old):
        if key not in new:
            before = [merged.index(each) for each in old[:place]]
            merged.insert(max(before, default=-1) + 1, key)
    return merged


def _build_question(
    subject: str,
    asked: tuple[Askable | None, Askable | None],
    versions: tuple[ComparedAtoms, ComparedAtoms],
    today: date,
    first_variable: int,
) -> SharedQuestion:
    """Build a question whose variables are numbered from `first_variable`."""
    found = [each for each in asked if each is not None]
    # Plainest last: the last value needs no variable to hold, so shortest witnesses get it.
    values = tuple(reversed(_representative_values(found, subject, versions, today)))
    variables = tuple(range(first_variable, first_variable + len(values) - 1))
    ids = dict.fromkeys(
        o.id
        for each in found
        if not isinstance(each, Repeat) and each.may_be_empty
        for o in each.options
    )
    groups = interchangeable_options(subject, tuple(ids), versions)
    most = max(version.most_that_count(subject) for version in versions)
    standing = {option for group in groups for option in group[:most]}
    first = first_variable + len(variables)
    ticks = {o: first + n for n, o in enumerate(o for o in ids if o in standing)}
    return SharedQuestion(subject, asked, values, variables, ticks, groups)


def _representative_values(
    asked: Sequence[Askable], subject: str, versions: Iterable[ComparedAtoms], today: date
) -> list[Value]:
    """Return one answer of each kind that a version accepts or tells apart, the plainest first."""
    tests = tuple(atom.test for version in versions for atom in version.atoms.get(subject, ()))
    facts = tuple(each for each in asked if not isinstance(each, Repeat))
    sampling = Sampling(today, tests, others=facts)
    skipped: list[Value] = [None] if any(getattr(each, "optional", False) for each in asked) else []
    unknown: list[Value] = (
        [UNKNOWN] if any(getattr(each, "unknown", False) for each in asked) else []
    )
    told = dict.fromkeys(
        value for each in asked for value in _ordinary_values(each, asked, sampling)
    )
    return [*skipped, *told, *unknown]


def _ordinary_values(
    each: Askable, asked: Sequence[Askable], sampling: Sampling
) -> Iterable[Value]:
    if isinstance(each, Repeat):
        limits = [(one.at_least, one.at_most) for one in asked if isinstance(one, Repeat)]
        low, high = min(low for low, _ in limits), max(high for _, high in limits)
        # Every limit and its neighbours: below, at and above it, versions may differ.
        return stretch_numbers(low, high, sampling.numbers_compared().union(*limits))
    if each.may_be_empty:
        return [SELECTION]
    values = list(each.samples(replace(sampling, shown=each.options)))
    # "No" is plainer than "yes".
    return reversed(values) if each.is_single and not each.options else values
