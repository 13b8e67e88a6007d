"""Two versions of a flow over the same realities: for whom each aspect of the outcome differs.

Exact: an aspect without anybody is proved to be the same for everyone, whatever is answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assistant.dialog.dialog import Dialog
from assistant.flow.model import Tell
from assistant.prove.change.course import NOBODY, Course, Way
from assistant.prove.change.outcome import Aspect, Part, Sorts, outcome
from assistant.prove.change.reality import Reality
from assistant.prove.diagram import FALSE, TRUE, Diagrams

MOST = 2_500_000  # forks; about 300 bytes each with what is kept of them, and some seconds in all

Thing = tuple[str, str]  # "told" or "asked", and the name
Places = dict[Thing, tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`differs` has the aspects in which something differs with those for whom, `same` the others.

    Those are compared who come to an end in both versions (with a record: to one that sends it). Who comes to an end
    in one only cannot give an answer any more, or could not yet: that is the aspect `answered`, and all that is known of
    them. `either` is who comes to an end in one version at least.
    """

    reality: Reality
    old: Course
    new: Course
    differs: Mapping[Aspect, int]
    same: tuple[Aspect, ...]
    either: int

    def holds(self, who: int, held: int) -> bool:
        """Return whether the person for whom the variables in `held` hold is one of `who`."""
        return self.old.made.holds(who, held)


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
    comparing, among = _Comparing(old), _Among.of(old, new)
    differs = {Aspect("order", ""): made.both(_order(old, new), among.complete)}
    for aspect in dict.fromkeys((*outcomes[0], *outcomes[1])):
        before, after = outcomes[0].get(aspect, {}), outcomes[1].get(aspect, {})
        differs[aspect] = comparing.differing(before, after, among.compared(aspect))
    return Comparison(
        reality,
        old,
        new,
        {aspect: each for aspect, each in differs.items() if each != FALSE},
        tuple(a for a, each in differs.items() if each == FALSE and a.kind != "answered"),
        among.either,
    )


@dataclass(frozen=True, slots=True)
class _Among:
    """Who comes to an end in one version at least, in both, and in both to one that sends a record."""

    old: Course
    new: Course
    either: int
    complete: int
    sent: int

    @classmethod
    def of(cls, old: Course, new: Course) -> _Among:
        """Return who comes to an end in two versions."""
        made, ends = old.made, (old.complete(), new.complete())
        sent = made.both(old.complete(["notify"]), new.complete(["notify"]))
        return cls(old, new, made.either(*ends), made.both(*ends), sent)

    def compared(self, aspect: Aspect) -> int:
        """Return who an aspect is compared for."""
        match aspect.kind:
            case "record":
                return self.sent
            case "offered":
                return self.old.made.both(self.complete, self._asked(aspect.name))
            case "answered":
                return self.old.made.both(self.either, self._asked(aspect.name))
            case _:
                return self.complete

    def _asked(self, subject: str) -> int:
        """Return who is asked something in both versions."""
        steps = [course.layout.asked_by.get(subject, "") for course in (self.old, self.new)]
        ways = (self.old.ways.get(steps[0], NOBODY), self.new.ways.get(steps[1], NOBODY))
        return self.old.product(ways[0] | ways[1])


class _Comparing:
    """Compares sets that are kept in factors; what is alike in both versions is not multiplied out."""

    def __init__(self, course: Course) -> None:
        self._course, self._made = course, course.made
        self._known: dict[tuple[Way, Way, int], int] = {}

    def differing(self, old: Sorts, new: Sorts, among: int) -> int:
        """Return those of `among` for whom something comes out differently."""
        sorts = dict.fromkeys((*old, *new))
        return self._made.any_of(
            self._between(frozenset(old.get(sort, ())), frozenset(new.get(sort, ())), among)
            for sort in sorts
        )

    def _between(self, old: frozenset[Part], new: frozenset[Part], among: int) -> int:
        """Return who is in one of the old parts and in none of the new, or the other way round."""
        made, gone, come = self._made, old - new, new - old
        if not gone and not come:
            return FALSE
        apart = self._pairwise(gone, come, among)
        if apart == FALSE or len(old) == len(new) == 1 == len({who for _, who in (*old, *new)}):
            return apart
        left = [self._united(parts, among) for parts in (gone, come)]
        differing = made.choice(left[0], made.negation(left[1]), left[1])
        if differing == FALSE:
            return FALSE
        return made.except_(differing, self._united(old & new, among))

    def _pairwise(self, old: frozenset[Part], new: frozenset[Part], among: int) -> int:
        """Return no fewer than those for whom parts differ: each part is held against that with the same people."""
        pairs: dict[int, list[Way]] = {}
        for way, who in (*sorted(old, key=repr), *sorted(new, key=repr)):
            pairs.setdefault(who, []).append(way)
        ways = {who for _, who in old} & {who for _, who in new}
        if len(old) != len(new) or len(ways) != len(old):
            return TRUE
        return self._made.any_of(
            self._made.both(who, self._apart(one, other, among))
            for who, (one, other) in pairs.items()
        )

    def _united(self, parts: frozenset[Part], among: int) -> int:
        made = self._made
        return made.any_of(
            made.both(self._within(way, among), who) for way, who in sorted(parts, key=repr)
        )

    def _within(self, way: Way, among: int) -> int:
        return self._apart(way, NOBODY, among)

    def _apart(self, one: Way, other: Way, among: int) -> int:
        """Return those of `among` who go one way and not the other."""
        key = (one, other, among)
        if key not in self._known:
            made, product, common = self._made, self._course.product, one & other
            left = product(one - common), product(other - common)
            differing = made.choice(left[0], made.negation(left[1]), left[1])
            if common:
                differing = made.both(differing, made.both(product(common), among))
            self._known[key] = made.both(differing, among)
        return self._known[key]


def _order(old: Course, new: Course) -> int:
    """Return for whom two things that both versions tell or ask change places."""
    made, places = old.made, (_places(old), _places(new))
    shared = [thing for thing in places[0] if thing in places[1]]
    swapped = FALSE
    for number, thing in enumerate(shared):
        for other in shared[:number]:
            ways = (_ahead(old, places[0], thing, other), _ahead(new, places[1], thing, other))
            if ways in {(True, False), (False, True)}:
                before = [old.ways[places[0][each][0]] for each in (thing, other)]
                after = [new.ways[places[1][each][0]] for each in (thing, other)]
                both = old.product(frozenset[int].union(*before, *after))
                swapped = made.either(swapped, both)
    return swapped


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
