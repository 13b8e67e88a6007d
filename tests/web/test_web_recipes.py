"""Every recipe that web editors are given works as it stands, on a page of another site with the policy it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from assistant.settings import VARIABLES
from assistant.web.assets.static_files import LAUNCHER_PATH, Assets, shipped_files
from assistant.web.assets.theme import THEMES, Theme, measure_contrasts
from tests.web.hosts import HostPage
from tests.web.worlds import World, guide_in, world_of

DOCS = Path(__file__).parents[2] / "docs"
GUIDE_PAGE = (DOCS / "embedding.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w*) ?([\w-]*)\n(.*?)^```$", GUIDE_PAGE, re.MULTILINE | re.DOTALL)
RECIPES = {
    re.sub(r"\W+", "-", f"{n}-{block.strip()[:40]}"): block
    for n, (kind, where, block) in enumerate(BLOCKS)
    if (kind, where) == ("html", "")
}
(ELEMENT,) = [block for kind, where, block in BLOCKS if where == "same-origin"]
(SCRIPT,) = [block for kind, _, block in BLOCKS if kind == "js"]
POLICIES = {where: block.strip() for kind, where, block in BLOCKS if kind == "http"}
STRICT = "default-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'; "
PAGE = '<!doctype html><html lang="da"><title>Intranet</title><h1>Intranet</h1>{recipe}'


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world_of(tmp_path_factory.mktemp("data")) as all_of_it:
        yield all_of_it


def fit_addresses(words: str, world: World) -> str:
    """Return what the page says with the addresses of this service and its flow."""
    launcher = Assets(shipped_files()).by_name(LAUNCHER_PATH)
    return (
        words.replace("https://guide.example.dk", world.service)
        .replace("/launcher.HASH.js", launcher.address)
        .replace("sha384-HASH", launcher.integrity)
        .replace("/concern", "/worry")
        .replace('"concern"', '"worry"')
    )


def visit(world: World, recipe: str, policy: str = STRICT) -> tuple[Page, list[str]]:
    """Open a host's page with a recipe, and return it with what the browser complains of."""
    page, complaints = world.page(), list[str]()
    page.on("console", lambda message: complaints.append(message.text))
    html = recipe if recipe.startswith("<!doctype") else PAGE.format(recipe=recipe)
    headers = {"Content-Security-Policy": policy} if policy else {}
    world.host.put("/favicon.ico", HostPage(""))
    page.goto(world.host.put("/recipe", HostPage(html, headers)))
    return page, complaints


def use(page: Page, recipe: str) -> None:
    """Do what a reader does: click what is there, and begin."""
    if "<iframe" in recipe:
        page.frame_locator("iframe").get_by_role("button", name="Begynd").click()
        guide_in(page)
    elif "<guide-launcher" in recipe:
        page.locator("guide-launcher button").click()
        guide_in(page)
    else:
        page.get_by_role("link", name="Bekymret for et barn?").click()
        page.get_by_role("button", name="Begynd").wait_for()


@pytest.mark.browser
@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_works_under_the_policy_that_the_page_names(world: World, name: str) -> None:
    recipe = fit_addresses(RECIPES[name], world)
    policy = POLICIES["button" if "<script" in recipe else "frame"]
    page, complaints = visit(world, recipe, STRICT + fit_addresses(policy, world))
    use(page, recipe)

    assert complaints == []
    page.context.close()


@pytest.mark.browser
def test_without_those_lines_a_strict_page_shows_nothing_of_it(world: World) -> None:
    """The control: the policy is in force."""
    frame, button = (
        next(block for block in RECIPES.values() if part in block)
        for part in ("<iframe", "<guide-launcher")
    )
    complaints = [visit(world, fit_addresses(block, world))[1] for block in (frame, button)]

    assert ["frame-src" in complaints[0][0], "script-src" in complaints[1][0]] == [True, True]


@pytest.mark.browser
def test_a_pin_of_another_version_leaves_the_link(world: World) -> None:
    pinned = next(block for block in RECIPES.values() if "sha384-HASH" in block)
    recipe = fit_addresses(pinned.replace("sha384-HASH", f"sha384-{'A' * 64}"), world)
    page, complaints = visit(world, recipe, "")
    page.get_by_role("link", name="Bekymret for et barn?").click()

    assert page.url == f"{world.service}/worry"
    assert any("integrity" in line for line in complaints)
    page.context.close()


@pytest.mark.browser
def test_the_example_page_works(world: World) -> None:
    html = fit_addresses((DOCS / "example-host-page.html").read_text("utf-8"), world)
    page, complaints = visit(world, html, "")
    use(page, html)

    assert complaints == []
    page.context.close()


@pytest.mark.browser
def test_the_script_of_the_page_opens_the_guide_and_hears_the_steps(world: World) -> None:
    recipe = next(block for block in RECIPES.values() if "<guide-launcher" in block)
    page, heard = visit(world, fit_addresses(recipe, world), "")
    page.wait_for_function("!!customElements.get('guide-launcher')")
    page.evaluate(SCRIPT)
    frame = guide_in(page)
    frame.get_by_label("Lærer eller pædagog").check()
    frame.get_by_role("button", name="Fortsæt").click()
    frame.get_by_role("group", name="fare").wait_for()

    assert heard == ["role", "danger"]
    page.context.close()


@pytest.mark.browser
def test_the_element_works_on_a_page_of_the_same_origin(world: World) -> None:
    page, complaints = world.page(), list[str]()
    page.on("console", lambda message: complaints.append(message.text))
    html = PAGE.format(recipe=fit_addresses(ELEMENT, world))
    page.route("**/intranet", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(f"{world.service}/intranet")
    page.get_by_role("button", name="Begynd").click()
    page.get_by_label("Lærer eller pædagog").check()
    page.get_by_role("button", name="Fortsæt").click()
    page.get_by_role("group", name="fare").wait_for()
    page.reload()
    page.get_by_role("group", name="fare").wait_for()

    assert complaints == []
    page.context.close()


def test_the_table_of_contrasts_says_what_is_measured() -> None:
    measured = {name: measure_contrasts(Theme(colour)) for name, colour in THEMES.items()}
    rows = [
        f"| {each.what} | {each.needed} | "
        + " | ".join(f"{measured[name][n].ratio:.2f}" for name in THEMES)
        + " |"
        for n, each in enumerate(measured["virk"])
    ]

    assert [row for row in rows if row not in GUIDE_PAGE.splitlines()] == []


def test_every_link_of_the_page_leads_somewhere() -> None:
    headings = re.findall(r"^#+ (.+)$", GUIDE_PAGE, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
    links = re.findall(r"\]\(([^)]+)\)", GUIDE_PAGE)
    lost = [
        link
        for link in links
        if not (link[1:] in anchors if link.startswith("#") else (DOCS / link).exists())
    ]

    assert (lost, len(links) > 5) == ([], True)


def test_every_setting_event_and_attribute_that_the_page_names_is_there() -> None:
    launcher = shipped_files()[LAUNCHER_PATH].decode()
    table = GUIDE_PAGE.partition("## Attributes")[2].partition("## What your page")[0]
    events = set(re.findall(r"`guide-(\w+)`", table)) - {"launcher"}
    attributes = set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))

    assert set(re.findall(r"ASSISTANT_\w+", GUIDE_PAGE)) - set(VARIABLES) == set()
    assert {name for name in events if f'"{name}"' not in launcher} == set()
    assert {name for name in attributes if f'getAttribute("{name}")' not in launcher} == set()
    assert (len(events), len(attributes)) == (7, 5)
