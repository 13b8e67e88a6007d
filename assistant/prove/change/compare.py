"""Two versions of a flow over the same realities: for whom each aspect of the outcome differs.

Exact: an aspect without anybody is proved to be the same for everyone, whatever is answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from assistant.dialog.dialog import Dialog
from assistant.flow.model import Tell
from assistant.prove.change.course import Course
from assistant.prove.change.outcome import Aspect, Outcome, Part, notified, outcome
from assistant.prove.change.reality import Reality
from assistant.prove.diagram import FALSE, TRUE, Diagrams

MOST = 2_500_000  # forks; about 300 bytes each with what is kept of them, and some seconds in all

Thing = tuple[str, str]  # "told" or "asked", and the name
Places = dict[Thing, tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`differs` has the aspects in which something differs with those for whom, `same` the others.

    Decisions, plan and record are compared for those who come to an end (that sends a record) in both versions; for
    the others the end differs. `either` is who comes to an end in one version at least.
    """

    reality: Reality
    old: Course
    new: Course
    differs: Mapping[Aspect, int]
    same: tuple[Aspect, ...]
    either: int


def compared(dialogs: tuple[Dialog, Dialog], today: date, most_forks: int = MOST) -> Comparison:
    """Return what differs between an old version and a new one, for conversations begun on `today`.

    Raises:
        SpentError: it takes more than `most_forks`.
    """
    reality, made = Reality.of(dialogs[0].flow, dialogs[1].flow, today), Diagrams(most_forks)
    old, new = (
        Course(made, dialog, questions, today)
        for dialog, questions in zip(dialogs, reality.questions, strict=True)
    )
    outcomes = (outcome(old), outcome(new))
    complete = made.both(old.complete, new.complete)
    sent = made.both(notified(old), notified(new))
    asked = {name: made.both(*who) for name, who in _asked_in_both(old, new).items()}
    either = made.either(old.complete, new.complete)
    differs = dict(_order(old, new))
    for aspect in dict.fromkeys((*outcomes[0], *outcomes[1])):
        who = {
            "decides": complete,
            "plan": complete,
            "record": sent,
            "offered": asked.get(aspect.name, FALSE),
        }.get(aspect.kind, TRUE)
        differs[aspect] = made.both(who, _differing(old, outcomes, aspect))
    found = {aspect: made.both(who, either) for aspect, who in differs.items()}
    return Comparison(
        reality,
        old,
        new,
        {aspect: who for aspect, who in found.items() if who != FALSE},
        tuple(aspect for aspect, who in found.items() if who == FALSE),
        either,
    )


def _asked_in_both(old: Course, new: Course) -> Mapping[str, tuple[int, int]]:
    steps = (old.layout.asked_by, new.layout.asked_by)
    both = [name for name in steps[0] if name in steps[1]]
    return {name: (old.entered[steps[0][name]], new.entered[steps[1][name]]) for name in both}


def _differing(course: Course, outcomes: tuple[Outcome, Outcome], aspect: Aspect) -> int:
    """Return for whom an aspect comes out differently."""
    old, new = outcomes[0].get(aspect, {}), outcomes[1].get(aspect, {})
    sorts = dict.fromkeys((*old, *new))
    return course.made.any_of(
        _between(course.made, old.get(sort, ()), new.get(sort, ())) for sort in sorts
    )


def _between(made: Diagrams, old: tuple[Part, ...], new: tuple[Part, ...]) -> int:
    """Return who is in one of two sets and not in the other; equal ones cost nothing."""
    if old == new:
        return FALSE
    if len(old) == len(new) == 1 and old[0][0] == new[0][0]:
        return made.both(old[0][0], _either_or(made, old[0][1], new[0][1]))
    return _either_or(
        made, *(made.any_of(made.both(*part) for part in parts) for parts in (old, new))
    )


def _either_or(made: Diagrams, one: int, other: int) -> int:
    return made.choice(one, made.negation(other), other)


def _order(old: Course, new: Course) -> Iterator[tuple[Aspect, int]]:
    """Yield for whom two things that both versions tell or ask change places."""
    made, places = old.made, (_places(old), _places(new))
    shared = [thing for thing in places[0] if thing in places[1]]
    swapped = FALSE
    for number, thing in enumerate(shared):
        for other in shared[:number]:
            ways = (_ahead(old, places[0], thing, other), _ahead(new, places[1], thing, other))
            if ways in {(True, False), (False, True)}:
                who = [old.entered[places[0][each][0]] for each in (thing, other)]
                who += [new.entered[places[1][each][0]] for each in (thing, other)]
                swapped = made.either(swapped, made.all_of(who))
    yield Aspect("order", ""), swapped


def _places(course: Course) -> Places:
    """Return where everything is told or asked: the step, and the place on its screen."""
    found: Places = {}
    for name in course.layout.order:
        if isinstance(course.flow.steps[name], Tell):
            found["told", name] = (name, 0)
        for number, subject in enumerate(course.layout.asks[name]):
            found["asked", subject] = (name, number)
    return found


def _ahead(course: Course, places: Places, one: Thing, other: Thing) -> bool | None:
    """Return whether `one` comes ahead of `other` where both come; None where they never do.

    Of two steps only one can come first, on any way: no way passes a step twice.
    """
    (step, number), (second, place) = places[one], places[other]
    if step == second:
        return number < place
    behind = course.layout.behind
    return True if step in behind[second] else False if second in behind[step] else None
