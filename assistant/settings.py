"""Settings from the environment, `ASSISTANT_*`; read by the command line only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from assistant.errors import SettingsError
from assistant.web.looks.colours import Colour
from assistant.web.looks.theme import THEMES, Logo, Theme, ThemeName, contrasts, families

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

PREFIX = "ASSISTANT_"
_ORIGIN = re.compile(r"https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")
_LOGOS = (".svg", ".png")
_MOST_LOGO_BYTES = 100_000
_SENTENCES = {
    "int_parsing": "it must be a whole number",
    "greater_than_equal": "it must be at least {ge}",
    "less_than_equal": "it must be at most {le}",
    "string_too_long": "it must have at most {max_length} characters",
    "literal_error": "it must be {expected}",
}
"""What does not fit, by the kind that pydantic gives it; what we find ourselves has a sentence already."""


def _listed(value: object) -> object:
    return tuple(value.split()) if isinstance(value, str) else value


def _origin(value: str) -> str:
    if not _ORIGIN.fullmatch(value):
        raise ValueError(
            "an origin is https://host or https://host:port in small letters, with nothing after it and no *"
        )
    usual = ":443" if value.startswith("https:") else ":80"
    return value.removesuffix(usual)  # browsers leave it out


def _colour(value: str) -> str:
    return str(Colour.read(value))


def _fonts(value: str) -> str:
    families(value)
    return value


def _logo(value: Path) -> Path:
    if value.suffix not in _LOGOS:
        raise ValueError("a logo is a file that ends in .svg or .png")
    return value


def _address(value: str) -> str:
    try:
        return str(ip_address(value))
    except ValueError:
        raise ValueError("a proxy is named by its exact IP address") from None


Address = Annotated[str, AfterValidator(_address)]
Origin = Annotated[str, AfterValidator(_origin)]
Written = Annotated[str, AfterValidator(_colour)]


class Settings(BaseModel):
    """How the server is set up; every field is `ASSISTANT_` and its name in capitals.

    `key_file` is where the key-encryption keys are, `keys` in `data` when not set; `directory`
    the municipality's file; `flows` the folder of the flows; `origin` the address that the service is
    reached under; `embed_origins` the pages that may embed the guide, separated by spaces;
    `trusted_proxies` the addresses of the reverse proxies whose `X-Forwarded-For` is believed, likewise.
    `theme` is how the guide looks; a colour, the colour on it, fonts and a logo of one's own go before it.
    `title` is what every page of the guide is called, where a browser's history is to say no more.
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
    embed_origins: Annotated[tuple[Origin, ...], BeforeValidator(_listed)] = ()
    trusted_proxies: Annotated[tuple[Address, ...], BeforeValidator(_listed)] = ()
    theme: ThemeName = "virk"
    theme_primary: Written | None = None
    theme_on_primary: Written | None = None
    theme_font: Annotated[str, AfterValidator(_fonts)] | None = None
    theme_logo: Annotated[Path, AfterValidator(_logo)] | None = None
    title: str | None = Field(None, min_length=1, max_length=60)

    @property
    def keys(self) -> Path:
        """The key file."""
        return self.key_file or self.data / "keys"

    @property
    def database(self) -> Path:
        """The file of the embedded database."""
        return self.data / "assistant.db"


def settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings in `environment`; an empty variable counts as not set.

    Raises:
        SettingsError: a value does not fit, or a variable looks like a misspelt one of ours. The
            message names the variables and no value.
    """
    ours = {name: value for name, value in environment.items() if name.startswith(PREFIX) and value}
    fields = {PREFIX + field.upper(): field for field in Settings.model_fields}
    for name in ours.keys() - fields.keys():
        if near := get_close_matches(name, fields, n=1, cutoff=0.85):
            raise SettingsError(f"{name} is no setting. Did you mean {near[0]}?")
    given = {fields[name]: value for name, value in ours.items() if name in fields}
    try:
        decided = Settings.model_validate(given)
    except ValidationError as error:
        raise SettingsError("\n".join(map(_sentence, error.errors(include_url=False)))) from None
    theme_of(decided)
    return decided


def theme_of(decided: Settings) -> Theme:
    """Return how the guide looks.

    Raises:
        SettingsError: something of it could not be seen well enough, or the logo cannot be read.
    """
    primary, on_primary = decided.theme_primary, decided.theme_on_primary
    theme = Theme(
        primary=Colour.read(primary) if primary else THEMES[decided.theme],
        on_primary=Colour.read(on_primary) if on_primary else None,
        font=families(decided.theme_font) if decided.theme_font else (),
        logo=_read(decided.theme_logo) if decided.theme_logo else None,
    )
    if unseen := list(_unseen(theme)):
        raise SettingsError("\n".join(unseen))
    return theme


def _unseen(theme: Theme) -> Iterator[str]:
    """Yield what is seen too badly, how badly, and how well it must be."""
    for each in contrasts(theme):
        if not each.enough:
            name, short = PREFIX + each.chosen.upper(), int(each.ratio * 100) / 100
            yield f"{name}: a contrast of {short}:1 where {each.needed}:1 is needed: {each.what}."


def _read(logo: Path) -> Logo:
    name = f"{PREFIX}THEME_LOGO"
    try:
        picture = logo.read_bytes()
    except OSError as error:
        raise SettingsError(f"{name}: {logo} cannot be read: {error.strerror}.") from None
    if len(picture) > _MOST_LOGO_BYTES:
        raise SettingsError(f"{name}: {logo} has more than {_MOST_LOGO_BYTES // 1000} kB.")
    return Logo(picture, logo.suffix)


def _sentence(found: ErrorDetails) -> str:
    """Return what does not fit, by its variable; what it was set to may be a secret, so that is not shown."""
    ours = _SENTENCES.get(found["type"])
    said = (
        ours.format_map(found.get("ctx", {}))
        if ours
        else found["msg"].removeprefix("Value error, ")
    )
    return f"{PREFIX}{str(found['loc'][0]).upper()}: {said}."
