"""The shortest of many conversations: fewest question screens, then the plainest answers."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.prove.change.course import Course
from assistant.prove.diagram import FALSE


def shortest(course: Course, who: int) -> int:
    """Return one of `who`, some of whom come to an end, as the variables that hold.

    Of the shortest conversations, it is one in which every answer is plain, and few options are ticked.
    """
    made, held = course.made, 0
    least = _least(course, who)
    for number in range(made.support(least).bit_length()):
        without = made.restricted(least, 1 << number)
        held |= (1 << number) if without == FALSE else 0
        least = without or made.restricted(least, 0, 1 << number)
    return held


def _least(course: Course, who: int) -> int:
    """Return those of `who` whose conversation has the fewest question screens.

    Those with the fewest screens so far and at least still to come are gone on with first.
    """
    ahead, order = _ahead(course), course.layout.order
    layers: dict[int, dict[str, int]] = {ahead[course.flow.start]: {course.flow.start: who}}
    for screens in range(ahead[course.flow.start], len(order) + 1):
        layer = layers.setdefault(screens, {})
        for step in order:
            if (here := layer.get(step, FALSE)) == FALSE:
                continue
            routes = course.flow.steps[step].routes
            if not routes:
                return here
            so_far = screens - ahead[step] + course.layout.screens(step)
            for number, route in enumerate(routes):
                more = course.made.both(here, course.edges[step, number])
                onward = layers.setdefault(so_far + ahead[route.to], {})
                onward[route.to] = course.made.either(onward.get(route.to, FALSE), more)
        del layers[screens]
    raise AssertionError("nobody of them comes to an end")


def _ahead(course: Course) -> Mapping[str, int]:
    """Return the fewest question screens from each step on, its own among them."""
    found: dict[str, int] = {}
    for step in reversed(course.layout.order):
        onward = (found[route.to] for route in course.flow.steps[step].routes)
        found[step] = course.layout.screens(step) + min(onward, default=0)
    return found
