"""Settings from the environment, `ASSISTANT_*`; read by the command line only.

Parsing happens once, here, with pydantic, into the value that the web app is built from
(assistant/web/config.py), under the same names. The message of a `SettingsError` names variables and never
values: a value may be a secret, and messages end up in logs and tickets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BeforeValidator, Field, TypeAdapter, ValidationError
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from assistant.errors import SettingsError
from assistant.web.assets.theme import (
    THEMES,
    Colour,
    Logo,
    Theme,
    ThemeName,
    measure_contrasts,
    parse_fonts,
)
from assistant.web.config import Settings

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

PREFIX = "ASSISTANT_"
_ORIGIN_PATTERN = re.compile(r"https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")
_LOGO_SUFFIXES = (".svg", ".png")
_MAX_LOGO_BYTES = 100_000
_ERROR_SENTENCES = {
    "int_parsing": "it must be a whole number",
    "greater_than_equal": "it must be at least {ge}",
    "less_than_equal": "it must be at most {le}",
    "string_too_long": "it must be at most {max_length} characters long",
    "literal_error": "it must be {expected}",
}
"""Our sentence for an error, by pydantic's error type; our own validators raise a sentence already."""


def _split_words(value: object) -> object:
    return tuple(value.split()) if isinstance(value, str) else value


def _parse_origin(value: str) -> str:
    if not _ORIGIN_PATTERN.fullmatch(value):
        raise ValueError(
            "an origin is https://host or https://host:port in lower case, with nothing after it and no *"
        )
    # Browsers leave the default port out of the Origin header, which is compared as a string.
    usual = ":443" if value.startswith("https:") else ":80"
    return value.removesuffix(usual)


def _check_logo(value: Path) -> Path:
    if value.suffix not in _LOGO_SUFFIXES:
        raise ValueError("a logo must be an .svg or .png file")
    return value


def _parse_address(value: str) -> str:
    try:
        return str(ip_address(value))
    except ValueError:
        raise ValueError("a proxy must be given as an exact IP address") from None


ProxyAddress = Annotated[str, AfterValidator(_parse_address)]
Origin = Annotated[str, AfterValidator(_parse_origin)]


class _ThemeVariables(TypedDict, total=False):
    """The variables of the theme: a shipped theme by name, and what overrides it."""

    theme: ThemeName
    theme_primary: Annotated[Colour, BeforeValidator(Colour.parse)]
    theme_on_primary: Annotated[Colour, BeforeValidator(Colour.parse)]
    theme_font: Annotated[tuple[str, ...], BeforeValidator(parse_fonts)]
    theme_logo: Annotated[Path, AfterValidator(_check_logo)]


class _PlainVariables(TypedDict, total=False):
    """The other variables, named like the fields of `Settings`, which has their defaults."""

    data: Path
    key_file: Path
    directory: Path
    flows: Path
    host: str
    port: Annotated[int, Field(ge=0, le=65535)]
    ttl_hours: Annotated[int, Field(ge=1, le=24 * 90)]
    origin: Origin
    embed_origins: Annotated[tuple[Origin, ...], BeforeValidator(_split_words)]
    trusted_proxies: Annotated[tuple[ProxyAddress, ...], BeforeValidator(_split_words)]
    title: Annotated[str, Field(max_length=60)]


class _Variables(TypedDict):
    plain: _PlainVariables
    theme: _ThemeVariables


_ADAPTER = TypeAdapter(_Variables)
VARIABLES: Mapping[str, tuple[str, str]] = {
    PREFIX + field.upper(): (group, field)
    for group, variables in (("plain", _PlainVariables), ("theme", _ThemeVariables))
    for field in variables.__annotations__
}
"""The group and the field of each variable that is a setting."""


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings that `environment` holds; an empty variable counts as not set.

    Raises:
        SettingsError: a value does not fit, or a variable looks like a misspelt one of ours. The
            message names the variables and no value.
    """
    ours = {name: value for name, value in environment.items() if name.startswith(PREFIX) and value}
    # A foreign ASSISTANT_ variable is let be; a misspelt one of ours must not be ignored in silence.
    for name in ours.keys() - VARIABLES.keys():
        if near := get_close_matches(name, VARIABLES, n=1, cutoff=0.85):
            raise SettingsError(f"{name} is not a setting. Did you mean {near[0]}?")
    values: dict[str, dict[str, str]] = {"plain": {}, "theme": {}}
    for name in ours.keys() & VARIABLES.keys():
        group, field = VARIABLES[name]
        values[group][field] = ours[name]
    try:
        variables = _ADAPTER.validate_python(values)
    except ValidationError as error:
        raise SettingsError(
            "\n".join(map(_describe_error, error.errors(include_url=False)))
        ) from None
    return Settings(**variables["plain"], theme=_build_theme(variables["theme"]))


def _build_theme(variables: _ThemeVariables) -> Theme:
    """Return the theme: the shipped one that is named, with the own colours, fonts and logo.

    It is refused here, at the start and not at the first page, if a contrast is too low to read
    (WCAG 2.2) or the logo cannot be read.
    """
    logo = variables.get("theme_logo")
    theme = Theme(
        primary=variables.get("theme_primary", THEMES[variables.get("theme", "virk")]),
        on_primary=variables.get("theme_on_primary"),
        font=variables.get("theme_font", ()),
        logo=_read_logo(logo) if logo else None,
    )
    if unseen := list(_low_contrasts(theme)):
        raise SettingsError("\n".join(unseen))
    return theme


def _low_contrasts(theme: Theme) -> Iterator[str]:
    """Yield a sentence for each contrast that is too low: the ratio, and the ratio that is needed."""
    for each in measure_contrasts(theme):
        if not each.is_enough:
            name, short = PREFIX + each.setting.upper(), int(each.ratio * 100) / 100
            yield f"{name}: the contrast of {each.what} is {short}:1; it must be at least {each.needed}:1."


def _read_logo(logo: Path) -> Logo:
    name = f"{PREFIX}THEME_LOGO"
    try:
        picture = logo.read_bytes()
    except OSError as error:
        raise SettingsError(f"{name}: cannot read {logo}: {error.strerror}.") from None
    if len(picture) > _MAX_LOGO_BYTES:
        raise SettingsError(f"{name}: {logo} is larger than {_MAX_LOGO_BYTES // 1000} kB.")
    return Logo(picture, logo.suffix)


def _describe_error(error: ErrorDetails) -> str:
    """Return a sentence that names the variable and what is wrong, but never its value."""
    template = _ERROR_SENTENCES.get(error["type"])
    sentence = (
        template.format_map(error.get("ctx", {}))
        if template
        else error["msg"].removeprefix("Value error, ")
    )
    return f"{PREFIX}{str(error['loc'][1]).upper()}: {sentence}."
