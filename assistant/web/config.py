"""The operator's settings, as one frozen value that everything reads by the same names."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from assistant.web.assets.theme import Theme


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `times` requests in `seconds`."""

    times: int
    seconds: float = 60


@dataclass(frozen=True, slots=True)
class RateLimits:
    """Rate limits: `begin` per /24 or /64 network (a school shares one address), the others per conversation."""

    begin: Rate = Rate(240)
    turn: Rate = Rate(120)
    submit: Rate = Rate(60)


@dataclass(frozen=True, slots=True)
class Settings:
    """The operator's settings; `data` is the folder that everything is stored in.

    `key_file` has the key-encryption keys (default: `keys` in `data`); `directory` is the municipality's
    file (without it the made-up one is used, which only `demo` allows); `flows` and `locales` are the
    folders of flows and translations (default: the shipped ones). `origin` is the address that browsers
    reach us by, such as `https://guide.example`; without it, it is taken from each request.
    `embed_origins` may embed the guide; `trusted_proxies` are the addresses of the reverse proxies whose
    `X-Forwarded-For` is believed. `title` replaces the title of every page of the guide, so that a
    browser's history tells no more than that. `demo` and `limits` have no variable: the first is an
    option of the command line, the second is for tests and measurements.
    """

    data: Path = Path("data")
    key_file: Path | None = None
    directory: Path | None = None
    flows: Path | None = None
    locales: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8080
    ttl_hours: int = 72
    origin: str | None = None
    embed_origins: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    theme: Theme = field(default_factory=Theme)
    title: str | None = None
    demo: bool = False
    limits: RateLimits = field(default_factory=RateLimits)

    @property
    def keyring_file(self) -> Path:
        """The key file, whether set or the default one."""
        return self.key_file or self.data / "keys"

    @property
    def database(self) -> Path:
        """The file of the embedded database."""
        return self.data / "assistant.db"

    @property
    def ttl(self) -> timedelta:
        """The time that a conversation lives if it is not submitted."""
        return timedelta(hours=self.ttl_hours)
