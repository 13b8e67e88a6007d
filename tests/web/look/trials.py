"""What every state has to stand: each trial returns what it finds, which is to be nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Frame, Page, ViewportSize

from tests.web.look.engines import axe, axe_rules, ibm, tool
from tests.web.visiting import Json

DESK: ViewportSize = {"width": 1280, "height": 900}
TALL: ViewportSize = {"width": 1280, "height": 6000}  # nothing lies outside a scroller's window
PHONE: ViewportSize = {"width": 320, "height": 640}
MAGNIFIED: ViewportSize = {"width": 320, "height": 256}  # 1280×1024 at 400 %

_DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
_MEASURE = Path("tests/web/look/measure.js")

Trial = Callable[[Page, Frame], list[str]]


def measure(place: Frame, what: str, *given: str) -> list[str]:
    """Return what a measurement in the page finds."""
    if not place.evaluate("() => 'look' in globalThis"):
        place.evaluate(tool(_MEASURE) + ";void 0")
    found: Json = place.evaluate(f"(given) => look.{what}(...given)", list(given))
    return list(found or [])


@contextmanager
def seen_in(page: Page, size: ViewportSize) -> Iterator[None]:
    """Look through a window of another size."""
    before = page.viewport_size
    page.set_viewport_size(size)
    page.evaluate(_DRAWN)  # a frame is laid out later than the page around it
    yield
    page.set_viewport_size(before or DESK)


@contextmanager
def read_from_the_right(place: Frame) -> Iterator[None]:
    """Turn the page as for a language that is written from right to left."""
    measure(place, "turn", "rtl")
    yield
    measure(place, "turn", "ltr")


@contextmanager
def wider_text(place: Frame) -> Iterator[None]:
    """Set the distances that readers may set for themselves (WCAG 1.4.12)."""
    measure(place, "widen")
    yield
    measure(place, "narrow")


def fits(place: Frame) -> list[str]:
    return [*measure(place, "sticksOut"), *measure(place, "cutOff")]


def engine(page: Page, place: Frame) -> list[str]:
    with seen_in(page, TALL):
        return axe(place)


def second_engine(_: Page, place: Frame) -> list[str]:
    return ibm(place)


def ids(_: Page, place: Frame) -> list[str]:
    return measure(place, "twice")


def dark(page: Page, place: Frame) -> list[str]:
    page.emulate_media(color_scheme="dark")
    with seen_in(page, TALL):
        found = axe_rules(place, "color-contrast", "link-in-text-block")
    page.emulate_media(color_scheme="null")
    return found


def forced_colours(page: Page, place: Frame) -> list[str]:
    page.emulate_media(forced_colors="active")
    found = measure(place, "edgeless")  # the system sees to contrast then, not to edges
    page.emulate_media(forced_colors="null")
    return found


def less_motion(page: Page, place: Frame) -> list[str]:
    page.emulate_media(reduced_motion="reduce")
    found = measure(place, "moving")
    page.emulate_media(reduced_motion="null")
    return found


def phone(page: Page, place: Frame) -> list[str]:
    with seen_in(page, PHONE):
        return [*fits(place), *measure(place, "small")]


def magnify(page: Page, place: Frame) -> list[str]:
    with seen_in(page, MAGNIFIED):
        return [*fits(place), *measure(place, "focusUnseen")]


def desk(page: Page, place: Frame) -> list[str]:
    with seen_in(page, DESK):
        return [*fits(place), *measure(place, "small"), *measure(place, "focusUnseen")]


def from_the_right(page: Page, place: Frame) -> list[str]:
    with seen_in(page, PHONE), read_from_the_right(place):
        return fits(place)


def wide_text(page: Page, place: Frame) -> list[str]:
    with seen_in(page, PHONE), wider_text(place):
        return fits(place)


TRIALS: Mapping[str, Trial] = {
    "axe": engine,
    "ibm": second_engine,
    "ids": ids,
    "dark": dark,
    "forced colours": forced_colours,
    "less motion": less_motion,
    "phone": phone,
    "400 %": magnify,
    "desk": desk,
    "from the right": from_the_right,
    "wider text": wide_text,
}


# In a frame what lies below the scroller's window is not drawn, and so has no contrast to be measured.
IN_A_FRAME: Mapping[str, Trial] = {
    **{name: TRIALS[name] for name in ("ibm", "phone", "400 %", "desk")},
    "axe": lambda _, place: axe(place, "color-contrast"),
}


def faults(
    page: Page, place: Frame | None = None, trials: Mapping[str, Trial] = TRIALS
) -> dict[str, list[str]]:
    """Return what each trial finds, where it finds something."""
    where = place or page.main_frame
    found = {name: trial(page, where) for name, trial in trials.items()}
    return {name: lines for name, lines in found.items() if lines}
