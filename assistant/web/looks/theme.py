"""How the guide looks at a municipality: its colour, its font, its logo, as a stylesheet of their own.

From the one colour that is chosen come the others: what a button turns when pointed at, the ground of
one's own answers, and all of them again for dark screens. Nothing is served that is hard to see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.web.looks.colours import BLACK, EDGE, TEXT, WHITE, Colour, contrast

ThemeName = Literal["neutral", "borgerdk", "virk"]
THEMES: Mapping[ThemeName, Colour] = {
    "neutral": Colour.read("#454545"),
    "borgerdk": Colour.read("#44831e"),
    "virk": Colour.read("#0059b3"),
}
DARK_PAPER = Colour.read("#16191d")
STYLESHEET = "/theme.css"
_DARK_ENOUGH = 6.0  # more than text needs, so that what is pointed at may still change
_STEPS = 40
_FAMILY = re.compile(r"[A-Za-zÆØÅæøå][\w -]{0,60}")
_GENERIC = frozenset({"serif", "sans-serif", "monospace", "system-ui", "ui-sans-serif"})


@dataclass(frozen=True, slots=True)
class Scheme:
    """The colours that follow from a theme, on light paper or on dark."""

    primary: Colour
    on_primary: Colour
    hover: Colour
    mine: Colour


@dataclass(frozen=True, slots=True)
class Logo:
    """A municipality's logo: the picture and how its name ends, `.svg` or `.png`."""

    picture: bytes
    ending: str

    @property
    def address(self) -> str:
        """Where it is served."""
        return f"/static/logo{self.ending}"


@dataclass(frozen=True, slots=True)
class Theme:
    """What a municipality chooses; `on_primary` is white or black, whichever is seen better, when not chosen."""

    primary: Colour = THEMES["virk"]
    on_primary: Colour | None = None
    font: tuple[str, ...] = ()
    logo: Logo | None = None

    @property
    def light(self) -> Scheme:
        """The colours on white."""
        on_primary = self.on_primary or _seen_best(self.primary)
        away = BLACK if on_primary.luminance > self.primary.luminance else WHITE
        hover = self.primary.towards(away, 0.28)
        return Scheme(self.primary, on_primary, hover, self.primary.towards(WHITE, 0.91))

    @property
    def dark(self) -> Scheme:
        """The colours on a dark screen: brighter until they are seen well."""
        primary = next(
            lighter
            for step in range(_STEPS + 1)
            if contrast(lighter := self.primary.towards(WHITE, step / _STEPS), DARK_PAPER)
            >= _DARK_ENOUGH
        )
        hover = primary.towards(WHITE, 0.35)
        return Scheme(
            primary, primary.towards(BLACK, 0.92), hover, DARK_PAPER.towards(primary, 0.15)
        )

    def files(self) -> Mapping[str, bytes]:
        """Return what is served of it, by address."""
        files = {STYLESHEET: "\n".join(_css(self)).encode()}
        if self.logo is not None:
            files[self.logo.address] = self.logo.picture
        return files


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two colours that stand on each other, and the least contrast that they need; `chosen` is which setting decides."""

    what: str
    chosen: Literal["theme_primary", "theme_on_primary"]
    ratio: float
    needed: float

    @property
    def enough(self) -> bool:
        """Whether they are told apart."""
        return self.ratio >= self.needed


def contrasts(theme: Theme) -> tuple[Contrast, ...]:
    """Return every contrast that a choice of colours decides."""
    light, dark = theme.light, theme.dark
    on_button: Literal["theme_primary", "theme_on_primary"] = (
        "theme_primary" if theme.on_primary is None else "theme_on_primary"
    )
    return (
        Contrast("the words on a button", on_button, contrast(light.on_primary, light.primary), TEXT),
        Contrast("the words on a button pointed at", on_button, contrast(light.on_primary, light.hover), TEXT),
        Contrast("a button's edge on white", "theme_primary", contrast(light.primary, WHITE), EDGE),
        Contrast("the edge of one's own answers", "theme_primary", contrast(light.primary, light.mine), EDGE),
        Contrast("the words on a button, dark", "theme_primary", contrast(dark.on_primary, dark.primary), TEXT),
        Contrast("the words on a button pointed at, dark", "theme_primary", contrast(dark.on_primary, dark.hover), TEXT),
        Contrast("a button's edge, dark", "theme_primary", contrast(dark.primary, DARK_PAPER), EDGE),
        Contrast("the edge of one's own answers, dark", "theme_primary", contrast(dark.primary, dark.mine), EDGE),
    )  # fmt: skip


def families(written: str) -> tuple[str, ...]:
    """Return the font families in a list with commas.

    Raises:
        ValueError: one of them is no name of a font.
    """
    names = tuple(name.strip() for name in written.split(","))
    if not all(_FAMILY.fullmatch(name) for name in names):
        raise ValueError("fonts are named with commas between them, without quotes")
    return names


def _seen_best(ground: Colour) -> Colour:
    return max(WHITE, BLACK, key=lambda colour: contrast(colour, ground))


def _css(theme: Theme) -> Iterator[str]:
    yield ":root {"
    yield from _declared(theme.light)
    if theme.font:
        yield f"  --guide-font: {', '.join(_quoted(name) for name in theme.font)};"
    yield "}"
    yield "@media (prefers-color-scheme: dark) {\n:root {"
    yield from _declared(theme.dark)
    yield "}\n}\n"


def _declared(scheme: Scheme) -> Iterator[str]:
    yield f"  --guide-primary: {scheme.primary};"
    yield f"  --guide-on-primary: {scheme.on_primary};"
    yield f"  --guide-primary-hover: {scheme.hover};"
    yield f"  --guide-mine: {scheme.mine};"


def _quoted(family: str) -> str:
    return family if family in _GENERIC else f'"{family}"'
