"""Settings from the environment, `ASSISTANT_*`; read by the command line only."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from assistant.errors import SettingsError

PREFIX = "ASSISTANT_"


def _listed(value: object) -> object:
    return tuple(value.split()) if isinstance(value, str) else value


def _origin(value: str) -> str:
    scheme, separator, host = value.partition("://")
    if scheme not in {"http", "https"} or not separator or not host or "/" in host:
        raise ValueError("an origin is https://host or https://host:port, with nothing after it")
    return value


def _address(value: str) -> str:
    try:
        return str(ip_address(value))
    except ValueError:
        raise ValueError("a proxy is named by its exact IP address") from None


Address = Annotated[str, AfterValidator(_address)]
Origin = Annotated[str, AfterValidator(_origin)]


class Settings(BaseModel):
    """How the server is set up; every field is `ASSISTANT_` and its name in capitals.

    `key_file` is where the key-encryption keys are, `keys` in `data` when not set; `directory`
    the municipality's file; `flows` the folder of the flows; `origin` the address that the service is
    reached under; `embed_origins` the pages that may embed the guide, separated by spaces;
    `trusted_proxies` the addresses of the reverse proxies whose `X-Forwarded-For` is believed, likewise.
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
        return Settings.model_validate(given)
    except ValidationError as error:
        raise SettingsError("\n".join(_sentences(error))) from None


def _sentences(error: ValidationError) -> list[str]:
    return [
        f"{PREFIX}{str(each['loc'][0]).upper()}: {each['msg'].removeprefix('Value error, ')}."
        for each in error.errors(include_input=False, include_url=False)
    ]
