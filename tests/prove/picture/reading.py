"""Reads an HTML page back into elements."""

from __future__ import annotations

from html.parser import HTMLParser
from xml.etree import ElementTree as ET

VOID = {"meta", "input"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.builder = ET.TreeBuilder()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)


def elements(page: str) -> ET.Element:
    """Return the root of a page that closes every element it opens."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.builder.close()


def words(element: ET.Element) -> str:
    """Return all words in an element, on one line."""
    return " ".join("".join(element.itertext()).split())
