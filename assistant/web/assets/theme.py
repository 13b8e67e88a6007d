"""The theme of a municipality: its colour, font and logo as a stylesheet, with contrasts as WCAG 2.2 asks.

First colours as numbers: mixing them, and their contrast (WCAG 2.2, 1.4.3 and 1.4.11).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

TEXT_CONTRAST, EDGE_CONTRAST = 4.5, 3.0
"""The least contrast ratio of text (1.4.3), and of borders and focus indicators (1.4.11)."""

_HEX_COLOUR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_LINEAR_BELOW = 0.04045


class Colour(NamedTuple):
    """An sRGB colour, each channel from 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def parse(cls, written: str) -> Colour:
        """Return the colour of `#rgb` or `#rrggbb`.

        Raises:
            ValueError: it is not in one of these forms.
        """
        if not _HEX_COLOUR.fullmatch(written):
            raise ValueError("a colour must be written #rrggbb")
        digits = written[1:]
        if len(digits) == len("rgb"):
            digits = "".join(digit * 2 for digit in digits)
        return cls(*bytes.fromhex(digits))

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    def mix(self, other: Colour, share: float) -> Colour:
        """Return this colour with `share` of another mixed in."""
        return Colour(
            *(round(mine + (its - mine) * share) for mine, its in zip(self, other, strict=True))
        )

    @property
    def luminance(self) -> float:
        """The relative luminance as WCAG defines it, from 0 to 1."""
        red, green, blue = (_linearise(part / 255) for part in self)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue


WHITE, BLACK = Colour(255, 255, 255), Colour(0, 0, 0)


def contrast_ratio(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    darker, lighter = sorted((one.luminance, other.luminance))
    return (lighter + 0.05) / (darker + 0.05)


def _linearise(part: float) -> float:
    return part / 12.92 if part <= _LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4


# The theme: all colours follow from the one that the municipality chooses.
#
# They are the hover colour of buttons, the background of the user's own answers, and all of them again for
# dark screens. A theme whose contrasts are too low is refused in the settings, so none is ever served.

ThemeName = Literal["neutral", "borgerdk", "virk"]
THEMES: Mapping[ThemeName, Colour] = {
    "neutral": Colour.parse("#454545"),
    "borgerdk": Colour.parse("#44831e"),
    "virk": Colour.parse("#0059b3"),
}
DARK_PAPER = Colour.parse("#16191d")
STYLESHEET = "/theme.css"
_DARK_CONTRAST = 6.0  # more than text needs, which leaves room for the hover colour
_LIGHTENING_STEPS = 40
_FONT_NAME = re.compile(r"[A-Za-zÆØÅæøå][\w -]{0,60}")
_GENERIC_FONTS = frozenset({"serif", "sans-serif", "monospace", "system-ui", "ui-sans-serif"})


@dataclass(frozen=True, slots=True)
class ColourScheme:
    """The colours derived from a theme, for light or dark screens."""

    primary: Colour
    on_primary: Colour
    hover: Colour
    mine: Colour


@dataclass(frozen=True, slots=True)
class Logo:
    """A municipality's logo: the picture and its file ending, `.svg` or `.png`."""

    picture: bytes
    ending: str

    @property
    def address(self) -> str:
        """The address at which it is served."""
        return f"/static/logo{self.ending}"


@dataclass(frozen=True, slots=True)
class Theme:
    """The choices of a municipality; without `on_primary` it is white or black by the higher contrast."""

    primary: Colour = THEMES["virk"]
    on_primary: Colour | None = None
    font: tuple[str, ...] = ()
    logo: Logo | None = None

    @property
    def light(self) -> ColourScheme:
        """The colours for light screens."""
        on_primary = self.on_primary or _black_or_white_on(self.primary)
        away = BLACK if on_primary.luminance > self.primary.luminance else WHITE
        hover = self.primary.mix(away, 0.28)
        return ColourScheme(self.primary, on_primary, hover, self.primary.mix(WHITE, 0.91))

    @property
    def dark(self) -> ColourScheme:
        """The colours for dark screens: lightened until their contrast suffices."""
        primary = next(
            lighter
            for step in range(_LIGHTENING_STEPS + 1)
            if contrast_ratio(
                lighter := self.primary.mix(WHITE, step / _LIGHTENING_STEPS), DARK_PAPER
            )
            >= _DARK_CONTRAST
        )
        hover = primary.mix(WHITE, 0.35)
        return ColourScheme(primary, primary.mix(BLACK, 0.92), hover, DARK_PAPER.mix(primary, 0.15))

    def files(self) -> Mapping[str, bytes]:
        """Return the files of the theme, by address."""
        files = {STYLESHEET: "\n".join(_css_lines(self)).encode()}
        if self.logo is not None:
            files[self.logo.address] = self.logo.picture
        return files


@dataclass(frozen=True, slots=True)
class Contrast:
    """The contrast of two adjacent colours and the least that they need; `setting` decides it."""

    what: str
    setting: Literal["theme_primary", "theme_on_primary"]
    ratio: float
    needed: float

    @property
    def is_enough(self) -> bool:
        """True if the contrast suffices."""
        return self.ratio >= self.needed


def measure_contrasts(theme: Theme) -> tuple[Contrast, ...]:
    """Return every contrast that depends on the chosen colours."""
    light, dark = theme.light, theme.dark
    on_button: Literal["theme_primary", "theme_on_primary"] = (
        "theme_primary" if theme.on_primary is None else "theme_on_primary"
    )
    return (
        Contrast("text on a button", on_button, contrast_ratio(light.on_primary, light.primary), TEXT_CONTRAST),
        Contrast("text on a button under the pointer", on_button, contrast_ratio(light.on_primary, light.hover), TEXT_CONTRAST),
        Contrast("a button's edge on white", "theme_primary", contrast_ratio(light.primary, WHITE), EDGE_CONTRAST),
        Contrast("the edge of the user's own answers", "theme_primary", contrast_ratio(light.primary, light.mine), EDGE_CONTRAST),
        Contrast("text on a button, dark", "theme_primary", contrast_ratio(dark.on_primary, dark.primary), TEXT_CONTRAST),
        Contrast("text on a button under the pointer, dark", "theme_primary", contrast_ratio(dark.on_primary, dark.hover), TEXT_CONTRAST),
        Contrast("a button's edge, dark", "theme_primary", contrast_ratio(dark.primary, DARK_PAPER), EDGE_CONTRAST),
        Contrast("the edge of the user's own answers, dark", "theme_primary", contrast_ratio(dark.primary, dark.mine), EDGE_CONTRAST),
    )  # fmt: skip


def parse_fonts(written: str) -> tuple[str, ...]:
    """Return the font families in a list with commas.

    Raises:
        ValueError: one of them is not a valid font name.
    """
    names = tuple(name.strip() for name in written.split(","))
    if not all(_FONT_NAME.fullmatch(name) for name in names):
        raise ValueError("fonts must be separated by commas, without quotes")
    return names


def _black_or_white_on(ground: Colour) -> Colour:
    return max(WHITE, BLACK, key=lambda colour: contrast_ratio(colour, ground))


def _css_lines(theme: Theme) -> Iterator[str]:
    yield ":root {"
    yield from _css_declarations(theme.light)
    if theme.font:
        yield f"  --guide-font: {', '.join(_quote_font(name) for name in theme.font)};"
    yield "}"
    yield "@media (prefers-color-scheme: dark) {\n:root {"
    yield from _css_declarations(theme.dark)
    yield "}\n}\n"


def _css_declarations(scheme: ColourScheme) -> Iterator[str]:
    yield f"  --guide-primary: {scheme.primary};"
    yield f"  --guide-on-primary: {scheme.on_primary};"
    yield f"  --guide-primary-hover: {scheme.hover};"
    yield f"  --guide-mine: {scheme.mine};"


def _quote_font(family: str) -> str:
    return family if family in _GENERIC_FONTS else f'"{family}"'
