"""The shortest of many conversations: fewest question screens, then the plainest answers."""

from __future__ import annotations

from itertools import count

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
    """Return those of `who` whose conversation has the fewest question screens."""
    layers: dict[int, dict[str, int]] = {0: {course.flow.start: who}}
    for screens in count():
        layer = layers.pop(screens, {})
        for step in course.layout.order:
            if (here := layer.get(step, FALSE)) == FALSE:
                continue
            routes = course.flow.steps[step].routes
            if not routes:
                return here
            onward = layers.setdefault(screens + 1, {}) if course.layout.asks[step] else layer
            for number, route in enumerate(routes):
                more = course.made.both(here, course.edges[step, number])
                onward[route.to] = course.made.either(onward.get(route.to, FALSE), more)
    raise AssertionError("nobody of them comes to an end")
