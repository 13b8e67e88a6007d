"""Settings from the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import read_settings
from assistant.web.assets.theme import Colour, Logo, Theme
from assistant.web.config import Settings

WHOLE_THEME = Theme(
    Colour.parse("#8a1538"),
    on_primary=Colour.parse("#ffffff"),
    font=("Inter", "sans-serif"),
    logo=Logo(b"a picture", ".png"),
)


def test_nothing_set_means_a_server_for_this_machine_alone() -> None:
    assert read_settings({"PATH": "/bin"}) == Settings(
        data=Path("data"),
        key_file=None,
        directory=None,
        flows=None,
        host="127.0.0.1",
        port=8080,
        ttl_hours=72,
        origin=None,
        embed_origins=(),
        trusted_proxies=(),
        theme=Theme(Colour.parse("#0059b3"), on_primary=None, font=(), logo=None),
        title=None,
    )


def test_every_variable_reaches_its_field(tmp_path: Path) -> None:
    logo = tmp_path / "by.png"
    logo.write_bytes(b"a picture")
    environment = {
        "ASSISTANT_DATA": "kept",
        "ASSISTANT_KEY_FILE": "secret/key",
        "ASSISTANT_DIRECTORY": "kommune.yaml",
        "ASSISTANT_FLOWS": "own/flows",
        "ASSISTANT_HOST": "::",
        "ASSISTANT_PORT": "9000",
        "ASSISTANT_TTL_HOURS": "24",
        "ASSISTANT_ORIGIN": "https://guide.example.dk",
        "ASSISTANT_EMBED_ORIGINS": "https://intra.example.dk https://skole.example.dk:8443",
        "ASSISTANT_TRUSTED_PROXIES": "192.0.2.1 2001:DB8::1",
        "ASSISTANT_THEME": "neutral",
        "ASSISTANT_THEME_PRIMARY": "#8A1538",
        "ASSISTANT_THEME_ON_PRIMARY": "#fff",
        "ASSISTANT_THEME_FONT": "Inter, sans-serif",
        "ASSISTANT_THEME_LOGO": str(logo),
        "ASSISTANT_TITLE": "Guide",
    }

    assert read_settings(environment) == Settings(
        data=Path("kept"),
        key_file=Path("secret/key"),
        directory=Path("kommune.yaml"),
        flows=Path("own/flows"),
        host="::",
        port=9000,
        ttl_hours=24,
        origin="https://guide.example.dk",
        embed_origins=("https://intra.example.dk", "https://skole.example.dk:8443"),
        trusted_proxies=("192.0.2.1", "2001:db8::1"),
        theme=WHOLE_THEME,
        title="Guide",
    )


@pytest.mark.parametrize("proxies", ["10.0.0.0/8", "proxy.example.dk", "*", "192.0.2.1,192.0.2.2"])
def test_a_proxy_that_is_not_one_address_is_refused(proxies: str) -> None:
    with pytest.raises(SettingsError, match="a proxy must be given as an exact IP address"):
        read_settings({"ASSISTANT_TRUSTED_PROXIES": proxies})


@pytest.mark.parametrize(
    "origins",
    [
        "*",
        "https://*.example.dk",
        "https://Intra.example.dk",
        "https://intra.example.dk/",
        "https://intra.example.dk;script-src",
        "https://user@intra.example.dk",
        "'self'",
        "ftp://intra.example.dk",
        "https://intra.example.dk,https://b.example.dk",
        "https://intra.example.dk:http",
    ],
)
def test_who_may_embed_is_named_by_exact_origins_alone(origins: str) -> None:
    with pytest.raises(SettingsError, match=r"^ASSISTANT_EMBED_ORIGINS: an origin is https://host"):
        read_settings({"ASSISTANT_EMBED_ORIGINS": f"https://good.example.dk {origins}"})


def test_an_origin_is_named_as_browsers_name_it() -> None:
    named = read_settings(
        {
            "ASSISTANT_EMBED_ORIGINS": "https://a.dk:443 http://b.dk:80 http://c.dk:443 https://d.dk:8443"
        }
    )

    assert named.embed_origins == (
        "https://a.dk",
        "http://b.dk",
        "http://c.dk:443",
        "https://d.dk:8443",
    )


def test_an_empty_variable_counts_as_not_set() -> None:
    assert read_settings({"ASSISTANT_PORT": ""}) == read_settings({})


def test_a_misspelt_variable_is_refused_with_the_right_one() -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings({"ASSISTANT_TTL_HOUR": "24"})

    assert (
        str(refused.value)
        == "ASSISTANT_TTL_HOUR is not a setting. Did you mean ASSISTANT_TTL_HOURS?"
    )


def test_a_variable_of_another_tool_is_left_alone() -> None:
    assert read_settings({"ASSISTANT_CHROMIUM": "chromium"}) == read_settings({})


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PORT", "70000", "it must be at most 65535"),
        ("TTL_HOURS", "0", "it must be at least 1"),
        ("TTL_HOURS", "soon", "it must be a whole number"),
        ("THEME", "red", "it must be 'neutral', 'borgerdk' or 'virk'"),
        ("TITLE", "x" * 61, "it must be at most 60 characters long"),
        ("THEME_PRIMARY", "red", "a colour must be written #rrggbb"),
    ],
)
def test_what_does_not_fit_is_said_in_our_own_words(name: str, value: str, told: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings({f"ASSISTANT_{name}": value})

    assert str(refused.value) == f"ASSISTANT_{name}: {told}."


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASSISTANT_PORT", "70000"),
        ("ASSISTANT_TTL_HOURS", "soon"),
        ("ASSISTANT_ORIGIN", "https://guide.example.dk/embed"),
        ("ASSISTANT_EMBED_ORIGINS", "intra.example.dk"),
    ],
)
def test_a_value_that_does_not_fit_is_named_by_its_variable_and_not_shown(
    name: str, value: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings({name: value})

    assert str(refused.value).startswith(f"{name}: ")
    assert value not in str(refused.value)
