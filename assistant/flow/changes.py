"""Breaking changes between two versions of a flow: lost options, weaker guarantees, versions.

A guarantee is weaker where the old one's `when` can hold and the new one's not, or where the new
promise can hold and the old one not. Both are questions of satisfiability on the answers of the new
flow; an answer that is too costly to find counts as weaker.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.flow.checks.dataflow import own_atoms
from assistant.flow.checks.satisfiability import Satisfiability, expand_names
from assistant.flow.findings import Finding, make_finding
from assistant.flow.findings.registry import error, warning
from assistant.flow.model import (
    AnyFact,
    Decides,
    Ends,
    Flow,
    Guarantee,
    Guard,
    Passes,
    Promise,
    Questions,
)
from assistant.flow.model.expression import And, Atom, Expression, Not, Or

# What is found here.

V01 = error("V01", "Changed logic under the old version").says(
    "the logic has changed since version {old}, and the version is still {new}.",
    fix="write version: {next}",
)
V02 = warning("V02", "An option that is gone, or has another id")
V02_GONE = V02.says(
    'the option "{name}" of "{fact}" is gone; answers, scripted conversations and figures still use it.',
    fix='leave it and hide it with "if", or say why in the change',
    variant="gone",
)
V02_RENAMED = V02.says(
    'the option "{name}" of "{fact}" is called "{other}" now; answers, scripted conversations and figures still use the old id.',
    fix="keep the id {name}: only its words are shown",
    variant="renamed",
)
V03 = warning("V03", "A guarantee removed or weakened")
V03_REMOVED = V03.says(
    'the guarantee "{name}" is gone.',
    fix="put it back, or say why in the change",
    variant="removed",
)
V03_WHEN = V03.says(
    'the guarantee "{name}" no longer covers every conversation that it covered: {way}.',
    fix="put it back, or say why in the change",
    variant="when",
)
V03_PROMISE = V03.says(
    'the guarantee "{name}" promises less than before: {way}.',
    fix="put it back, or say why in the change",
    variant="promise",
)

_ALWAYS = And(())  # an empty conjunction is true, an empty disjunction false
_NEVER = Or(())


def find_changes(old: Flow, new: Flow) -> tuple[Finding, ...]:
    """Return a finding for each breaking change from `old` to `new`, at its place in `new`.

    A guarantee is weaker when, on the answers of `new`, it covers less than before or asks for
    less. What cannot be told counts as weaker.
    """
    return (
        *_check_version(old, new),
        *_check_options(old, new),
        *_GuaranteeComparison(old, new).findings(),
    )


def _check_version(old: Flow, new: Flow) -> Iterator[Finding]:
    if old.logic != new.logic and new.version <= old.version:
        fills = {"old": old.version, "new": new.version, "next": old.version + 1}
        yield make_finding(V01, new.place, len(str(new.version)), fix=None, **fills)


def _check_options(old: Flow, new: Flow) -> Iterator[Finding]:
    """Yield a finding for each option that conversations may have chosen and that is gone."""
    for name, before in old.facts.items():
        now = new.facts.get(name)
        if now is None or not now.options:
            continue
        known = _option_ids(now)
        new_words = {o.label.words: o.id for o in now.options if o.id not in _option_ids(before)}
        for option in before.options:
            if option.id not in known:
                other = new_words.get(option.label.words)
                wording = V02_GONE if other is None else V02_RENAMED
                fills = {"name": option.id, "fact": name, "other": other or ""}
                yield make_finding(wording, now.place, len(name), **fills)


def _option_ids(fact: AnyFact) -> frozenset[str]:
    return frozenset(option.id for option in fact.options)


class _GuaranteeComparison:
    """Holds the guarantees of two versions of a flow against each other."""

    def __init__(self, old: Flow, new: Flow) -> None:
        self._old, self._new = old, new
        self._satisfiability = Satisfiability(new)

    def findings(self) -> Iterator[Finding]:
        """Yield a finding for each guarantee of the older version that is gone or weaker."""
        for before in self._old.guarantees:
            now = self._successor(before)
            if now is None:
                yield make_finding(V03_REMOVED, self._new.place, 1, name=before.name)
                continue
            fewer = self._explain_narrower_when(before.when, now.when)
            less = self._explain_weaker_promise(before.promise, now.promise)
            for wording, way in ((V03_WHEN, fewer), (V03_PROMISE, less)):
                if way:
                    yield make_finding(wording, now.place, len(now.name), name=now.name, way=way)

    def _successor(self, before: Guarantee) -> Guarantee | None:
        """Return the guarantee of that name, else one that says the same under another."""
        for now in self._new.guarantees:
            if now.name == before.name:
                return now
        # renamed only: the same promise under a condition that covers at least as much
        same = (now for now in self._new.guarantees if now.promise == before.promise)
        return next(
            (now for now in same if not self._explain_narrower_when(before.when, now.when)), None
        )

    def _explain_narrower_when(self, before: Guard | None, now: Guard | None) -> str:
        """Return in words how `now` covers less than `before`; empty where it does not."""
        if now is None:
            return ""
        was = _ALWAYS if before is None else expand_names(before.expression, self._old)
        if changed := self._recounted_score(was):
            return f'the score "{changed}" that it reads is counted in another way'
        if not self._may_leave_out(was, expand_names(now.expression, self._new)):
            return ""
        if before is None:
            return f'it covered all, and now only "{now.text}"'
        if before.text == now.text:
            return f'"{now.text}" holds in fewer of them than before'
        return f'it covered "{before.text}", and now "{now.text}"'

    def _may_leave_out(self, was: Expression, now: Expression) -> bool:
        """Return True where answers to the new flow may meet the old condition only."""
        here = self._restrict_to_new(was)
        return here != now and self._satisfiability.can_hold(And((here, Not(now)))) is not False

    def _restrict_to_new(self, expression: Expression) -> Expression:
        """Return an old condition on the new flow: atoms about subjects that are gone are False."""
        match expression:
            case Not(item):
                return Not(self._restrict_to_new(item))
            case And(items):
                return And(tuple(self._restrict_to_new(item) for item in items))
            case Or(items):
                return Or(tuple(self._restrict_to_new(item) for item in items))
            case Atom(subject):
                return expression if self._has_subject(subject) else _NEVER
            case _:
                return expression

    def _has_subject(self, subject: str) -> bool:
        new = self._new
        repeats = {step.id for step in new.repeats}
        return subject in {*repeats, *new.facts, *new.scores, *new.decisions}

    def _recounted_score(self, was: Expression) -> str | None:
        """Return a score in the condition that the two versions count differently, or None."""
        read = dict.fromkeys(atom.subject for atom in own_atoms(was) if atom.kind == "score")
        weighed = ((s, _score_basis(s, self._old), _score_basis(s, self._new)) for s in read)
        return next((score for score, before, now in weighed if before != now), None)

    def _explain_weaker_promise(self, before: Promise, now: Promise) -> str:
        """Return in words how `now` promises less than `before`; empty where it does not."""
        match before, now:
            case Questions(most), Questions(more):
                return f"{more} questions instead of {most}" if more > most else ""
            case Ends(), Ends():
                further = self._end_ids(now) - self._end_ids(before)
                return f'it may now end in "{min(further)}" too' if further else ""
            case Decides(guard), Decides(other):
                return self._explain_weaker_decision(guard, other)
            case Passes(step, first), Passes(other_step, None) if step == other_step and first:
                return f'"{step}" need no longer come before "{first}"'
            case Passes(step, None), Passes(other_step, _) if step == other_step:
                return ""
            case _:
                return "" if before == now else "it promises something else"

    def _end_ids(self, promise: Ends) -> set[str]:
        return {end.id for end in self._new.ends if promise.ends & {end.id, end.outcome}}

    def _explain_weaker_decision(self, before: Guard, now: Guard) -> str:
        was = expand_names(before.expression, self._old, decisions=False)
        is_now = expand_names(now.expression, self._new, decisions=False)
        here = self._restrict_to_new(was)
        if here == is_now or self._satisfiability.can_hold(And((is_now, Not(here)))) is False:
            return ""
        return f'it promised "{before.text}", and now "{now.text}"'


def _score_basis(score: str, flow: Flow) -> object:
    """Return all that determines a score: its cap, and the weight of every option."""
    if score not in flow.scores:
        return None
    of = flow.scores[score]
    facts = ((name, flow.facts[name]) for name in of.facts)
    weighed = {(name, option.id): option.weight for name, fact in facts for option in fact.options}
    return of.cap, {of: weight for of, weight in weighed.items() if weight}
