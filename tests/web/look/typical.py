"""The shipped scripted conversation that stands for a typical case, gone through by keyboard."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.flow.files import read_flow_files as read_flow
from assistant.flow.load import load
from assistant.scenario import script_reader as scripts
from assistant.text.roots import flows_root
from tests.web.look.case import Case
from tests.web.look.keys import Keys, QuickKeys
from tests.web.visiting import Json

TYPICAL = "Læreren hører et barn fortælle om slag derhjemme"
_ASKED = "() => document.querySelector('concern-guide').view?.question ?? null"
_REV = "() => document.querySelector('concern-guide').view?.rev"
_MOVED = f"(rev) => ({_REV})() !== rev"


def typical() -> Mapping[str, Json]:
    """Return the answers of the conversation that we count keys by."""
    flow = load(read_flow(flows_root() / "concern"), "concern").flow
    assert flow is not None
    file = flows_root() / "concern" / "tests" / "violence.yaml"
    cases = scripts.read_script(file.read_text("utf-8"), file.name, flow).cases
    return next(case.answers for case in cases if case.name == TYPICAL)


def open_by_key(case: Case) -> QuickKeys:
    """Open the guide with the launcher's key on another page; return the hands in it, that key counted."""
    case.page.goto(f"{case.address}/")
    case.page.locator("guide-launcher button").press("Enter")
    case.page.frame_locator("iframe").locator("form").wait_for()
    return QuickKeys(case.page, case.page.frames[1], pressed=1)


def go_through(keys: Keys, answers: Mapping[str, Json]) -> int:
    """Answer what the guide asks until it asks no more; return how many questions that were."""
    turns = 0
    while question := keys.place.evaluate(_ASKED):
        rev = keys.place.evaluate(_REV)
        keys.answer(question["fields"], answers)
        keys.place.wait_for_function(_MOVED, arg=rev)
        turns += 1
    return turns


def send(keys: Keys) -> None:
    """Send what the review shows, past its rows, and wait for the receipt."""
    keys.use("Gå ned til send-knappen")
    keys.use("Send til")
    keys.place.get_by_role("heading", name="Underretningen er sendt").wait_for()
