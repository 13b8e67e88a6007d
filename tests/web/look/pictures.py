"""`python -m tests.web.look.pictures`: one sheet with pictures of some states, docs/states.png.

Pictures are made to be looked at, and are not compared: fonts and the drawing of text differ between machines.
With a folder, a picture of every state at 320, 480 and 1280 px is put there instead.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.conftest import FLOWS
from tests.web.look.case import Case
from tests.web.look.conftest import MONDAY_MORNING, config, standing_still
from tests.web.look.states import INBOX, PAGES
from tests.web.look.talks import TALKS, inline
from tests.web.served import serve
from tools.browser import find_chromium

SHEET = Path(__file__).parents[3] / "docs" / "states.png"
WIDTHS = (320, 480, 1280)
HEIGHT = 740
_HEAD = """<!doctype html><style>body { margin: 8px; font: 600 13px sans-serif; display: grid; gap: 12px;
  grid-template-columns: repeat(6, 220px); align-items: start; background: #fff } figure { margin: 0 }
  img { display: block; inline-size: 220px; border: 1px solid #888 } .wide { grid-column: span 3 }
  .wide img { inline-size: 684px }</style>"""


@dataclass(frozen=True, slots=True)
class Picture:
    """A state to be pictured in a window of some width."""

    name: str
    come: Callable[[Case], object]
    width: int
    dark: bool = False


def guide(state: str) -> Callable[[Case], object]:
    """Return what comes to a state of the guide."""
    return lambda case: TALKS[state](case, inline)


ALL = {
    **{f"guide-{state}": guide(state) for state in TALKS},
    **{f"pages-{state}": way for state, way in {**PAGES, **INBOX}.items()},
}
CHOSEN = (
    *(
        Picture(f"guide-{state}", guide(state), 480)
        for state in ("fresh", "ask-several", "ask-number", "acute", "ask-list-error", "change")
    ),
    *(Picture(f"guide-{state}", guide(state), 480) for state in ("review", "receipt", "erase")),
    Picture("guide-ask-several", guide("ask-several"), 480, dark=True),
    Picture("pages-ask-several", PAGES["ask-several"], 320),
    Picture("pages-receipt", PAGES["receipt"], 320),
    Picture("pages-review", PAGES["review"], 1280),
    Picture("pages-inbox", INBOX["inbox"], 1280),
)


def take_picture(browser: Browser, address: str, picture: Picture, file: Path) -> None:
    """Take a picture into a file."""
    context = browser.new_context(
        locale="da-DK",
        color_scheme="dark" if picture.dark else "light",
        viewport={"width": picture.width, "height": HEIGHT},
    )
    context.clock.set_fixed_time(MONDAY_MORNING)
    page = context.new_page()
    picture.come(Case(page, address, "worry"))
    page.screenshot(path=file)
    context.close()


def sheet(page: Page, folder: Path) -> None:
    """Put the chosen pictures on one."""
    figures = "".join(
        f'<figure class="{"wide" if one.width > WIDTHS[1] else ""}"><img src="{folder}/{n}.png">'
        f"{one.name}, {one.width} px{', dark' if one.dark else ''}</figure>"
        for n, one in enumerate(CHOSEN)
    )
    html = folder / "sheet.html"
    html.write_text(_HEAD + figures, "utf-8")
    page.set_viewport_size({"width": 1400, "height": 800})
    page.goto(html.as_uri())
    page.screenshot(path=SHEET, full_page=True)


def every() -> Iterator[Picture]:
    """Yield every state at every width."""
    for width in WIDTHS:
        yield from (Picture(f"{name}-{width}", come, width) for name, come in ALL.items())


def main(into: Path | None) -> None:
    """Make the sheet; or, into a folder, a picture of everything."""
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        folder = Path(data)
        with serve(config(folder / "store", FLOWS), standing_still) as address:
            if into is not None:
                for picture in every():
                    take_picture(browser, address, picture, into / f"{picture.name}.png")
            else:
                for n, picture in enumerate(CHOSEN):
                    take_picture(browser, address, picture, folder / f"{n}.png")
                sheet(browser.new_page(), folder)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else None)
