"""How the guide looks at a municipality: what it may choose, and that all of it can be seen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import SettingsError
from assistant.settings import read_settings
from assistant.web.assets.static_files import Assets
from assistant.web.assets.theme import (
    BLACK,
    STYLESHEET,
    THEMES,
    WHITE,
    Colour,
    Theme,
    contrast_ratio,
    measure_contrasts,
)
from tests.web.conftest import Serve

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
COLOURS = st.builds(Colour, *[st.integers(0, 255)] * 3)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        (WHITE, BLACK, 21.0),
        (WHITE, Colour.parse("#767676"), 4.54),
        (WHITE, Colour.parse("#0059b3"), 6.82),
    ],
)
def test_contrast_is_that_of_the_guidelines(one: Colour, other: Colour, ratio: float) -> None:
    assert round(contrast_ratio(one, other), 2) == round(contrast_ratio(other, one), 2) == ratio


@pytest.mark.parametrize("name", THEMES)
def test_every_theme_of_ours_is_seen_well_on_light_and_on_dark(name: str) -> None:
    chosen = read_settings({"ASSISTANT_THEME": name}).theme

    assert [each for each in measure_contrasts(chosen) if not each.is_enough] == []


@given(COLOURS)
def test_what_follows_from_a_colour_that_is_seen_on_white_is_seen_too(primary: Colour) -> None:
    unseen = {each.what for each in measure_contrasts(Theme(primary)) if not each.is_enough}

    assert unseen <= {"a button's edge on white", "the edge of the user's own answers"}
    assert (contrast_ratio(primary, WHITE) < 3) == ("a button's edge on white" in unseen)


def test_a_colour_that_is_not_seen_is_refused_by_name_with_what_it_has_and_needs() -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings({"ASSISTANT_THEME_PRIMARY": "#ffd500", "ASSISTANT_THEME_ON_PRIMARY": "#fff"})

    assert str(refused.value).splitlines() == [
        "ASSISTANT_THEME_ON_PRIMARY: the contrast of text on a button is 1.42:1; it must be at least 4.5:1.",
        "ASSISTANT_THEME_ON_PRIMARY: the contrast of text on a button under the pointer is 2.76:1; it must be at least 4.5:1.",
        "ASSISTANT_THEME_PRIMARY: the contrast of a button's edge on white is 1.42:1; it must be at least 3.0:1.",
        "ASSISTANT_THEME_PRIMARY: the contrast of the edge of the user's own answers is 1.36:1; it must be at least 3.0:1.",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASSISTANT_THEME", "pink"),
        ("ASSISTANT_THEME_PRIMARY", "blue"),
        ("ASSISTANT_THEME_ON_PRIMARY", "#12345"),
        ("ASSISTANT_THEME_FONT", 'Arial"; } body { display: none'),
        ("ASSISTANT_THEME_LOGO", "logo.gif"),
        ("ASSISTANT_THEME_LOGO", "nowhere.svg"),
        ("ASSISTANT_TITLE", "x" * 61),
    ],
)
def test_what_cannot_be_is_refused_by_the_name_of_its_setting(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name}: "):
        read_settings({name: value})


def test_a_picture_that_is_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(bytes(100_001))

    with pytest.raises(SettingsError, match="is larger than 100 kB"):
        read_settings({"ASSISTANT_THEME_LOGO": str(tmp_path / "logo.png")})


def test_the_stylesheet_sets_what_is_chosen_for_light_and_dark() -> None:
    theme = read_settings(
        {"ASSISTANT_THEME_PRIMARY": "#8a1538", "ASSISTANT_THEME_FONT": "Inter Tight, serif"}
    ).theme
    light, dark = Assets(theme.files()).by_name(STYLESHEET).body.decode().split("@media")

    assert re.findall(r"(--[\w-]+): ([^;]+);", light) == [
        ("--guide-primary", "#8a1538"),
        ("--guide-on-primary", "#ffffff"),
        ("--guide-primary-hover", str(theme.light.hover)),
        ("--guide-mine", str(theme.light.mine)),
        ("--guide-font", '"Inter Tight", serif'),
    ]
    assert re.findall(r"(--[\w-]+): ([^;]+);", dark) == [
        ("--guide-primary", str(theme.dark.primary)),
        ("--guide-on-primary", str(theme.dark.on_primary)),
        ("--guide-primary-hover", str(theme.dark.hover)),
        ("--guide-mine", str(theme.dark.mine)),
    ]


async def test_pages_wear_the_theme_the_logo_and_no_other_name_than_the_neutral_one(
    serve: Serve, tmp_path: Path
) -> None:
    (tmp_path / "by.svg").write_bytes(LOGO)
    environment = {
        "ASSISTANT_THEME": "borgerdk",
        "ASSISTANT_THEME_LOGO": str(tmp_path / "by.svg"),
        "ASSISTANT_TITLE": "Guide",
    }
    chosen = read_settings(environment)
    client = await serve(theme=chosen.theme, title=chosen.title)
    start = await (await client.get("/worry")).text()
    sheet, picture = re.findall(r'"(/theme\.\w{12}\.css|/static/logo\.\w{12}\.svg)"', start)
    logo = await client.get(picture)

    assert "--guide-primary: #44831e;" in await (await client.get(sheet)).text()
    assert (await logo.read(), logo.content_type) == (LOGO, "image/svg+xml")
    frame = await (await client.get("/embed/worry")).text()

    assert "<title>Guide</title>" in start
    assert "<title>Guide</title>" in frame
    assert 'style="' not in start
