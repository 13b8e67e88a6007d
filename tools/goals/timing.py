"""How long the guide takes in a browser: to the first question, and from a key to what it leads to."""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page

from tests.web.look.case import Case
from tests.web.look.typical import go_through, open_by_key, send, typical

TIMES = 5
SLOWER = 4  # how many times slower than this machine
# A slow mobile network, as Lighthouse has it.
_SLOW_NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_638_400 / 8,
    "uploadThroughput": 750_000 / 8,
}
_WATCH = """() => { globalThis.durations = []; new PerformanceObserver((list) => {
  for (const one of list.getEntries()) durations.push(one.duration) }).observe({type: "event", durationThreshold: 16}) }"""


@dataclass(frozen=True, slots=True)
class TypicalCase:
    """A typical case by keyboard: its questions, the keys that move, choose and send, and the longest event."""

    questions: int
    keys: int
    characters: int
    events: int
    longest_ms: float


def first_question_ms(browser: Browser, host: str, *, slow: bool) -> float:
    """Return the median time from the click on the launcher until there is a question to answer."""
    return statistics.median(_first_question_ms(browser, host, slow=slow) for _ in range(TIMES))


def _first_question_ms(browser: Browser, host: str, *, slow: bool) -> float:
    context = browser.new_context(locale="da-DK")
    page = context.new_page()
    page.goto(host)
    button = page.locator("guide-launcher button")
    button.wait_for()
    if slow:
        _throttle(context, page, "Network.emulateNetworkConditions", _SLOW_NETWORK)
    since = time.perf_counter()
    button.click()
    page.frame_locator("iframe").locator("form .main").wait_for()
    took = time.perf_counter() - since
    context.close()
    return took * 1000


def measure_typical_case(browser: Browser, service: str) -> TypicalCase:
    """Return of some typical cases the one whose longest event is in the middle."""
    cases = (_run_typical_case(browser, service) for _ in range(TIMES))
    return sorted(cases, key=lambda case: case.longest_ms)[TIMES // 2]


def _run_typical_case(browser: Browser, service: str) -> TypicalCase:
    """Go through the typical case by keyboard on a slow processor, to the receipt."""
    context = browser.new_context(locale="da-DK")
    case = Case(context.new_page(), service, "concern")
    keys = open_by_key(case)
    keys.place.evaluate(_WATCH)
    _throttle(context, case.page, "Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    questions = go_through(keys, typical())
    send(keys)
    durations = keys.place.evaluate("() => durations")
    context.close()
    return TypicalCase(
        questions, keys.pressed, keys.typed, len(durations), max(durations, default=0)
    )


def _throttle(context: BrowserContext, page: Page, how: str, much: Mapping[str, float]) -> None:
    context.new_cdp_session(page).send(how, dict(much))
