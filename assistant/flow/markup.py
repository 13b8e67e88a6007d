"""Author's texts, parsed: paragraphs, lists, strong words, links and placeholders.

`parse` gives blocks once; `render` fills the placeholders and gives a message as interfaces §2 has it:
a list of `{"p": spans}` and `{"li": spans}`, a span being `{"t", "strong"?, "href"?}`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Words in one style; `href` makes them a link."""

    t: str
    strong: bool = False
    href: str | None = None
