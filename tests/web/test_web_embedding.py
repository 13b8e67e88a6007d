"""The guide on other people's pages, in a real browser: the service is one site, the host another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Locator

from tests.web.hostile import put_hostile
from tests.web.hosts import Host, HostPage
from tests.web.worlds import (
    PLAIN,
    PRIMARY,
    World,
    answer_role,
    begin_in_frame,
    guide_in,
    open_launcher,
    world_of,
)

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
CANARY = "Kanariefugl"
PLAIN_BUTTON = """<!doctype html><html lang="da"><title>Intranet</title><link rel="icon" href="data:,">
<style>guide-launcher {{ --guide-primary: rgb(1, 2, 3) }}</style>
<guide-launcher src="{service}/embed/worry" label="Bekymret?"><a href="{service}/worry">Guiden</a></guide-launcher>
<script type="module" src="{service}/launcher.js"></script>"""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world_of(tmp_path_factory.mktemp("data")) as all_of_it:
        yield all_of_it


def hostile(world: World) -> str:
    return put_hostile(world.host, world.service, "worry")


def framed_by(host: Host, world: World) -> tuple[int, bool]:
    """Whether the guide is in the host's frame, and whether the browser says who may not be around it."""
    page, said = world.page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.goto(host.put("/plain", HostPage(PLAIN.format(service=world.service))))
    page.wait_for_function("document.readyState === 'complete'")
    there = page.frames[1].locator("concern-guide").count()
    page.context.close()
    return there, any("frame-ancestors" in line for line in said)


def test_only_a_listed_page_may_frame_the_guide(world: World) -> None:
    assert framed_by(world.host, world) == (1, False)
    assert framed_by(world.stranger, world) == (0, True)


def test_only_the_frame_may_be_framed(world: World) -> None:
    page = world.page()
    html = PLAIN.format(service=world.service).replace("/embed/worry", "/worry")
    page.goto(world.host.put("/other", HostPage(html)))
    page.wait_for_function("document.readyState === 'complete'")

    assert page.frames[1].locator("form").count() == 0
    page.context.close()


def test_a_hostile_page_with_a_strict_policy_is_not_in_the_way_and_learns_step_ids_only(
    world: World,
) -> None:
    page = world.page()
    frame = open_launcher(page, hostile(world))
    answer_role(frame)
    frame.get_by_label("Ja", exact=True).check()
    frame.get_by_role("button", name="Fortsæt").click()
    frame.get_by_label("Barnets alder").press_sequentially(CANARY)
    frame.get_by_role("button", name="Fortsæt").click()
    frame.get_by_text("Barnets alder").last.click()
    seen, violations = page.evaluate("[window.seen, window.violations]")
    probed = page.evaluate("window.probe()")
    steps = page.evaluate(
        "window.seen.map(JSON.parse).filter(({type}) => type === 'guide-turn').map(({detail}) => detail)"
    )

    assert violations == []
    assert [one for one in seen if CANARY in one or "school" in one or '"yes"' in one] == []
    assert [one for one in seen if '"type":"guide-turn"' in one] != []  # the listener does listen
    assert {key for step in steps for key in step} == {"step", "kind"}
    assert [step["step"] for step in steps] == ["role", "danger", "age"]
    assert probed[1:4] == ["SecurityError"] * 3
    assert (probed[0], probed[4:]) == ("undefined", ["", f"{world.service}/embed/worry"])
    page.context.close()


def test_the_listener_would_have_seen_it_on_a_page_of_its_own(world: World) -> None:
    """The control: what is typed on the host's own page is seen."""
    page = world.page()
    html = '<!doctype html><title>x</title><script src="/analytics.js"></script><input>'
    hostile(world)
    page.goto(world.host.put("/own", HostPage(html)))
    page.locator("input").fill(CANARY)

    assert CANARY in "".join(page.evaluate("window.seen"))
    page.context.close()


def looks(frame: Frame) -> object:
    """How the guide looks: size, colour, spacing of its words and whether its button is there."""
    return frame.get_by_role("button", name="Fortsæt").evaluate(
        """(button) => [document.documentElement, button].map((one) => {
          const { fontSize, color, letterSpacing, display, opacity } = getComputedStyle(one);
          return [fontSize, color, letterSpacing, display, opacity];
        })"""
    )


def test_the_style_of_the_page_does_not_reach_the_guide(world: World) -> None:
    page, other = world.page(), world.page()
    there = looks(open_launcher(page, hostile(world)))
    plain = world.host.put("/plain", HostPage(PLAIN.format(service=world.service)))
    alone = looks(begin_in_frame(other, plain))

    assert there == alone
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontSize") == "40px"
    page.context.close()
    other.context.close()


def ground(button: Locator) -> str:
    return str(button.evaluate("button => getComputedStyle(button).backgroundColor"))


def test_the_theme_is_worn_by_the_frame_the_pages_and_a_button_that_the_host_paints(
    world: World,
) -> None:
    page = world.page()
    page.goto(world.service)
    page.locator("guide-launcher button").click()
    framed = guide_in(page).get_by_role("button", name="Fortsæt")
    wearing = [ground(page.locator("guide-launcher button")), ground(framed)]
    page.goto(f"{world.service}/worry/0")
    wearing.append(ground(page.get_by_role("button", name="Fortsæt")))
    html = PLAIN_BUTTON.format(service=world.service)
    page.goto(world.host.put("/painted", HostPage(html)))
    page.locator("guide-launcher button").wait_for()

    assert wearing == [f"rgb{(*PRIMARY,)}"] * 3
    assert ground(page.locator("guide-launcher button")) == "rgb(1, 2, 3)"
    page.context.close()


def test_before_the_click_there_is_one_request_and_after_it_a_handful(world: World) -> None:
    page, asked = world.page(), list[str]()
    page.on("request", lambda request: asked.append(request.url.removeprefix(world.service)))
    at = world.host.put("/painted", HostPage(PLAIN_BUTTON.format(service=world.service)))
    page.goto(at)
    page.wait_for_function("!!customElements.get('guide-launcher')")
    before = [path for path in asked if path != at]
    asked.clear()
    page.locator("guide-launcher button").click()
    guide_in(page)
    loaded = {re.sub(r"\.[0-9a-f]{12}\.", ".", path) for path in asked}

    assert before == ["/launcher.js"]
    assert loaded == {
        "/embed/worry",
        "/theme.css",
        "/static/embed.css",
        "/guide.js",
        "/v1/conversations/current",
        "/v1/conversations",
    }
    page.context.close()


def test_nothing_that_the_page_around_it_tries_reaches_the_conversation(world: World) -> None:
    page = world.page()
    frame = begin_in_frame(
        page, world.host.put("/plain", HostPage(PLAIN.format(service=world.service)))
    )
    answer_role(frame)
    before = where_it_stands(frame)
    came_to = page.evaluate((HERE / "attempts.js").read_text("utf-8"), world.service)
    same_frame = where_it_stands(frame)
    page.reload()

    assert came_to == [*["TypeError"] * 4, *["refused"] * 3, *["posted"] * 2, *["said"] * 3]
    assert where_it_stands(guide_in(page)) == same_frame == before == [1, "danger"]
    assert refused_routes(guide_in(page)) == [
        "/v1/conversations/current/full-page",
        "/v1/conversations/current/turns",
        "/{flow}/erase",
        "/{flow}/resume",
    ]
    page.context.close()


def refused_routes(frame: Frame) -> list[str]:
    """Return the routes that were asked from another site, by what the service counted."""
    figures = frame.evaluate("fetch('/metrics').then(got => got.text())")
    counted = re.findall(
        r'assistant_requests_total\{method="POST",route="([^"]+)",status="403"} (\S+)', figures
    )
    return sorted(route for route, _ in counted)


def where_it_stands(frame: Frame) -> object:
    """Return the conversation as the frame itself is told of it."""
    return frame.evaluate(
        "fetch('/v1/conversations/current').then(got => got.json()).then(({rev, question}) => [rev, question.step])"
    )
