"""Settings from the environment, `ASSISTANT_*`; read by the command line only.

Parsing happens once, here, with pydantic. The message of a `SettingsError` names variables and never
values: a value may be a secret, and messages end up in logs and tickets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

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


def _parse_colour(value: str) -> str:
    return str(Colour.parse(value))


def _check_fonts(value: str) -> str:
    parse_fonts(value)
    return value


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
ColourText = Annotated[str, AfterValidator(_parse_colour)]


class Settings(BaseModel):
    """The server's settings; the variable of a field is `ASSISTANT_` and its name in capitals.

    `key_file` has the key-encryption keys (default: `keys` in `data`); `directory` is the municipality's
    file; `flows` the folder of the flows; `origin` the public address of the service; `embed_origins` the
    origins that may embed the guide, separated by spaces; `trusted_proxies` the addresses of the reverse
    proxies whose `X-Forwarded-For` is believed, likewise. `theme` names a shipped theme, which an own
    colour, colour on it, fonts and logo override. `title` replaces the title of every page of the guide,
    so that a browser's history tells no more than that.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: Path = Path("data")
    key_file: Path | None = None
    directory: Path | None = None
    flows: Path | None = None
    host: str = Field("127.0.0.1", min_length=1)
    port: int = Field(8080, ge=0, le=65535)
    ttl_hours: int = Field(72, ge=1, le=24 * 90)
    origin: Origin | None = None
    embed_origins: Annotated[tuple[Origin, ...], BeforeValidator(_split_words)] = ()
    trusted_proxies: Annotated[tuple[ProxyAddress, ...], BeforeValidator(_split_words)] = ()
    theme: ThemeName = "virk"
    theme_primary: ColourText | None = None
    theme_on_primary: ColourText | None = None
    theme_font: Annotated[str, AfterValidator(_check_fonts)] | None = None
    theme_logo: Annotated[Path, AfterValidator(_check_logo)] | None = None
    title: str | None = Field(None, min_length=1, max_length=60)

    @property
    def keyring_file(self) -> Path:
        """The key file, whether set or the default one."""
        return self.key_file or self.data / "keys"

    @property
    def database(self) -> Path:
        """The file of the embedded database."""
        return self.data / "assistant.db"


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings that `environment` holds; an empty variable counts as not set.

    Raises:
        SettingsError: a value does not fit, or a variable looks like a misspelt one of ours. The
            message names the variables and no value.
    """
    ours = {name: value for name, value in environment.items() if name.startswith(PREFIX) and value}
    fields = {PREFIX + field.upper(): field for field in Settings.model_fields}
    # A foreign ASSISTANT_ variable is let be; a misspelt one of ours must not be ignored in silence.
    for name in ours.keys() - fields.keys():
        if near := get_close_matches(name, fields, n=1, cutoff=0.85):
            raise SettingsError(f"{name} is not a setting. Did you mean {near[0]}?")
    values = {fields[name]: value for name, value in ours.items() if name in fields}
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError(
            "\n".join(map(_describe_error, error.errors(include_url=False)))
        ) from None
    theme_of(
        settings
    )  # for its errors: a bad colour or logo is refused at the start, not at the first page
    return settings


def theme_of(settings: Settings) -> Theme:
    """Return the theme: the shipped one that is named, with the own colours, fonts and logo.

    Raises:
        SettingsError: a contrast is too low to read (WCAG 2.2), or the logo cannot be read.
    """
    primary, on_primary = settings.theme_primary, settings.theme_on_primary
    theme = Theme(
        primary=Colour.parse(primary) if primary else THEMES[settings.theme],
        on_primary=Colour.parse(on_primary) if on_primary else None,
        font=parse_fonts(settings.theme_font) if settings.theme_font else (),
        logo=_read_logo(settings.theme_logo) if settings.theme_logo else None,
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
    return f"{PREFIX}{str(error['loc'][0]).upper()}: {sentence}."
