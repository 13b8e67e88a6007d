"""What a new version of a flow takes away from an older one: an option's id, a guarantee's strength; its version."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.flow.basics import Guard
from assistant.flow.checks.possible import Possible, grounded
from assistant.flow.checks.reads import own_atoms
from assistant.flow.diagnostics import Finding, finding
from assistant.flow.expression import And, Atom, Expression, Not, Or
from assistant.flow.facts import Choice, Multi
from assistant.flow.model import Flow
from assistant.flow.outcomes import Decides, Ends, Guarantee, Passes, Promise, Questions
from assistant.flow.steps import End, Repeat

_ALWAYS = And(())
_NEVER = Or(())


def changes(old: Flow, new: Flow) -> tuple[Finding, ...]:
    """Return what must not change unnoticed from `old` to `new`, at its place in `new`.

    A guarantee is weaker when, on the answers of `new`, it covers less than before or asks for less. What
    cannot be told counts as weaker.
    """
    return (*_version(old, new), *_options(old, new), *_Guarantees(old, new).findings())


def _version(old: Flow, new: Flow) -> Iterator[Finding]:
    if old.logic != new.logic and new.version <= old.version:
        fills = {"old": old.version, "new": new.version, "next": old.version + 1}
        yield finding("V01", new.place, len(str(new.version)), fix=None, **fills)


def _options(old: Flow, new: Flow) -> Iterator[Finding]:
    """Yield a finding for each option that conversations may have chosen and that is there no longer."""
    for name, before in old.facts.items():
        now = new.facts.get(name)
        if not (isinstance(before, Choice | Multi) and isinstance(now, Choice | Multi)):
            continue
        known = _ids(now)
        new_words = {o.label.words: o.id for o in now.options if o.id not in _ids(before)}
        for option in before.options:
            if option.id not in known:
                other = new_words.get(option.label.words)
                key = "V02/gone" if other is None else "V02/renamed"
                fills = {"name": option.id, "fact": name, "other": other or ""}
                yield finding(key, now.place, len(name), **fills)


def _ids(fact: Choice | Multi) -> frozenset[str]:
    return frozenset(option.id for option in fact.options)


class _Guarantees:
    """Holds the guarantees of two versions of a flow against each other."""

    def __init__(self, old: Flow, new: Flow) -> None:
        self._old, self._new = old, new
        self._possible = Possible(new)

    def findings(self) -> Iterator[Finding]:
        """Yield a finding for each guarantee of the older version that is gone or weaker."""
        for before in self._old.guarantees:
            now = self._successor(before)
            if now is None:
                yield finding("V03/removed", self._new.place, 1, name=before.name)
                continue
            fewer = self._fewer(before.when, now.when)
            less = self._less(before.promise, now.promise)
            for key, way in (("V03/when", fewer), ("V03/promise", less)):
                if way:
                    yield finding(key, now.place, len(now.name), name=now.name, way=way)

    def _successor(self, before: Guarantee) -> Guarantee | None:
        """Return the guarantee of that name, else one that says the same under another."""
        for now in self._new.guarantees:
            if now.name == before.name:
                return now
        same = (now for now in self._new.guarantees if now.promise == before.promise)
        return next((now for now in same if not self._fewer(before.when, now.when)), None)

    def _fewer(self, before: Guard | None, now: Guard | None) -> str:
        """Return in words how `now` covers less than `before`; nothing when it does not."""
        if now is None:
            return ""
        was = _ALWAYS if before is None else grounded(before.expression, self._old)
        if changed := self._counted_anew(was):
            return f'the score "{changed}" that it reads is counted in another way'
        if not self._leaves(was, grounded(now.expression, self._new)):
            return ""
        if before is None:
            return f'it covered all, and now only "{now.text}"'
        if before.text == now.text:
            return f'"{now.text}" holds in fewer of them than before'
        return f'it covered "{before.text}", and now "{now.text}"'

    def _leaves(self, was: Expression, now: Expression) -> bool:
        """Return whether answers to the new flow may meet the old condition and not the new one."""
        here = self._answerable(was)
        return here != now and self._possible.holds(And((here, Not(now)))) is not False

    def _answerable(self, expression: Expression) -> Expression:
        """Return an old condition as it reads on the new flow: what is asked no longer is never answered."""
        match expression:
            case Not(item):
                return Not(self._answerable(item))
            case And(items):
                return And(tuple(self._answerable(item) for item in items))
            case Or(items):
                return Or(tuple(self._answerable(item) for item in items))
            case Atom(subject):
                return expression if self._asks(subject) else _NEVER
            case _:
                return expression

    def _asks(self, subject: str) -> bool:
        new = self._new
        repeat = isinstance(new.steps.get(subject), Repeat)
        return repeat or subject in {*new.facts, *new.scores, *new.decisions}

    def _counted_anew(self, was: Expression) -> str | None:
        """Return a score in the condition that the two versions do not count alike."""
        read = dict.fromkeys(atom.subject for atom in own_atoms(was) if atom.kind == "score")
        weighed = ((s, _weights(s, self._old), _weights(s, self._new)) for s in read)
        return next((score for score, before, now in weighed if before != now), None)

    def _less(self, before: Promise, now: Promise) -> str:
        """Return in words how `now` promises less than `before`; nothing when it does not."""
        match before, now:
            case Questions(most), Questions(more):
                return f"{more} questions instead of {most}" if more > most else ""
            case Ends(), Ends():
                further = self._ends(now) - self._ends(before)
                return f'it may now end in "{min(further)}" too' if further else ""
            case Decides(guard), Decides(other):
                return self._decides(guard, other)
            case Passes(step, first), Passes(other_step, None) if step == other_step and first:
                return f'"{step}" need no longer come before "{first}"'
            case Passes(step, None), Passes(other_step, _) if step == other_step:
                return ""
            case _:
                return "" if before == now else "it promises something else"

    def _ends(self, promise: Ends) -> set[str]:
        ends = (step for step in self._new.steps.values() if isinstance(step, End))
        return {end.id for end in ends if promise.ends & {end.id, end.outcome}}

    def _decides(self, before: Guard, now: Guard) -> str:
        was = grounded(before.expression, self._old, decisions=False)
        is_now = grounded(now.expression, self._new, decisions=False)
        here = self._answerable(was)
        if here == is_now or self._possible.holds(And((is_now, Not(here)))) is False:
            return ""
        return f'it promised "{before.text}", and now "{now.text}"'


def _weights(score: str, flow: Flow) -> object:
    """Return what a score comes from: its cap, and the weight of every option."""
    if score not in flow.scores:
        return None
    of = flow.scores[score]
    facts = ((name, flow.facts[name]) for name in of.facts)
    weighed = {
        (name, option.id): option.weight
        for name, fact in facts
        if isinstance(fact, Choice | Multi)
        for option in fact.options
    }
    return of.cap, {of: weight for of, weight in weighed.items() if weight}
