"""How much there is to read before a question can be answered, and how hard it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.flow.basics import Text
from assistant.flow.checks.answered import in_order
from assistant.flow.checks.possible import Possible, grounded
from assistant.flow.expression import And, Expression, Not
from assistant.flow.facts import AnyFact
from assistant.flow.lix import lix, said, words_in
from assistant.flow.reading.context import Context
from assistant.flow.reading.draft import Draft
from assistant.flow.steps import AnyStep, Ask, End, Form, Repeat, Tell

HARDEST = 40  # LIX
MOST_WORDS = 60
FEWEST_WORDS = 10  # so few words are read at a glance; the index says nothing about them
_MOST_WAYS = 200  # so many ways to a question are looked at

_SCANDINAVIAN = frozenset({"da", "nb", "nn", "no", "sv"})

Asking = Ask | Form | Repeat


@dataclass(frozen=True, slots=True)
class _Way:
    """A way from one question towards the next: what it tells, and what must hold for it to be taken."""

    at: str
    told: tuple[str, ...] = ()
    guards: tuple[Expression, ...] = ()


def check_lengths(draft: Draft, context: Context) -> None:
    """Report questions that are hard to read, and those behind too many words. Needs a graph without circles."""
    reading = _Reading(draft, context)
    for step in in_order(draft.steps):
        if isinstance(step, Asking):
            if draft.language in _SCANDINAVIAN:
                _hard(step, draft, context)
            reading.ways_on(step)
    reading.report()


def _hard(step: Asking, draft: Draft, context: Context) -> None:
    words = "\n".join(said(text) for text in _shown(step, draft))
    if len(words_in(words)) >= FEWEST_WORDS and (index := lix(words)) > HARDEST:
        context.report.spot(step.place, len(step.id), "L04/lix", lix=index, most=HARDEST)


def _shown(step: Asking, draft: Draft) -> Iterator[Text | None]:
    """Yield what a question's screen says: its words, its headings and its help, not its options."""
    yield from _opening(step, draft)
    if isinstance(step, Repeat):
        yield step.label
    if not isinstance(step, Ask):
        for fact in _facts(step, draft):
            yield from (fact.label, fact.help)


def _opening(step: Asking, draft: Draft) -> Iterator[Text | None]:
    """Yield what stands before the first thing that can be answered."""
    labels = [fact.label for fact in _facts(step, draft)] if isinstance(step, Ask) else []
    yield from [step.say] if step.say is not None else labels
    yield step.help
    if isinstance(step, Ask):
        yield from (fact.help for fact in _facts(step, draft))


def _facts(step: Asking, draft: Draft) -> list[AnyFact]:
    if isinstance(step, Ask):
        names: tuple[str, ...] = (step.fact,)
    else:
        names = step.facts if isinstance(step, Form) else step.each
    return [draft.facts[name] for name in names if name in draft.facts]


class _Reading:
    """Counts the words on the ways between questions.

    Nothing is answered between two questions, so a way is taken only where all its guards hold together;
    those that never do are left out.
    """

    def __init__(self, draft: Draft, context: Context) -> None:
        self._draft, self._context = draft, context
        self._own = {step.id: _count(step, draft) for step in draft.steps.values()}
        self._most: dict[str, int] = {}  # step -> words from there up to the next answer, at most
        for step in reversed(in_order(draft.steps)):
            onward = [self._most.get(route.to, 0) for route in step.routes]
            stops = isinstance(step, Asking | End)
            self._most[step.id] = self._own[step.id] + (0 if stops else max(onward, default=0))
        self._long: dict[str, tuple[int, tuple[str, ...]]] = {}
        self._possibility = Possible(draft)
        self._grounded: dict[Expression, Expression] = {}
        first = next(iter(draft.steps), None)
        if first is not None:
            self._walk(_Way(first), 0)

    def ways_on(self, step: AnyStep) -> None:
        """Follow the ways from a question to the next ones."""
        for way in self._onward(step, _Way(step.id)):
            self._walk(way, 0)

    def report(self) -> None:
        """Report the questions behind too many words, each with the longest way to it."""
        for name, (words, told) in self._long.items():
            step = self._draft.steps[name]
            key = "L04/told" if told else "L04/words"
            counts = {"words": words, "most": MOST_WORDS}
            way = ", ".join(told)
            self._context.report.spot(step.place, len(name), key, fix=None, way=way, **counts)

    def _walk(self, way: _Way, words: int) -> None:
        """Follow a way to the questions that it leads to, as long as it can become too long."""
        stack = [(way, words)]
        looked = 0
        while stack and looked < _MOST_WAYS:
            at, before = stack.pop()
            step = self._draft.steps.get(at.at)
            if step is None or before + self._most.get(at.at, 0) <= MOST_WORDS:
                continue
            if isinstance(step, Asking):
                looked += 1
                self._arrived(at, before + self._own[step.id])
            elif not isinstance(step, End):
                told = (*at.told, step.id) if isinstance(step, Tell) else at.told
                onward = self._onward(step, _Way(at.at, told, at.guards))
                stack.extend((next_way, before + self._own[step.id]) for next_way in onward)

    def _onward(self, step: AnyStep, way: _Way) -> Iterator[_Way]:
        refused: list[Expression] = []
        for route in step.routes:
            own = [] if route.guard is None else [route.guard.expression]
            yield _Way(route.to, way.told, (*way.guards, *refused, *own))
            refused.extend(Not(expression) for expression in own)

    def _arrived(self, way: _Way, words: int) -> None:
        if words > self._long.get(way.at, (MOST_WORDS, ()))[0] and self._possible(way.guards):
            self._long[way.at] = (words, way.told)

    def _possible(self, guards: tuple[Expression, ...]) -> bool:
        """Return whether the guards can hold together, as far as that can be found out."""
        written = tuple(self._written(guard) for guard in guards)
        return self._possibility.holds(And(written)) is not False

    def _written(self, guard: Expression) -> Expression:
        if guard not in self._grounded:
            self._grounded[guard] = grounded(guard, self._draft)
        return self._grounded[guard]


def _count(step: AnyStep, draft: Draft) -> int:
    """Return how many words a step puts before its answer, or tells."""
    if isinstance(step, Asking):
        texts = list(_opening(step, draft))
    else:
        texts = [step.say, step.help] if isinstance(step, Tell) else []
    return sum(len(words_in(said(text))) for text in texts)
