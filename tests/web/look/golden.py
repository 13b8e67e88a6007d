"""What a screen reader is told of each state, as it was when somebody last looked: one file a state.

`make golden` writes all of them again; read what git shows of it before you commit.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from playwright.sync_api import Frame

FOLDER = Path(__file__).parents[1] / "golden"
RENEW = "RENEW_GOLDEN"
_MASKS = {
    r"\b20\d\d-[0-9A-Z]{4}-[0-9A-Z]{4}\b": "2026-XXXX-XXXX",
    r"/inbox/\d+": "/inbox/…",
    r"blob:\S+": "blob:…",
    r"http://localhost:\d+": "http://localhost",
}


def tree(place: Frame) -> str:
    """Return the accessibility tree of a page, with what differs from run to run masked."""
    found = place.locator("body").aria_snapshot() + "\n"
    for what, mask in _MASKS.items():
        found = re.sub(what, mask, found)
    return found


def golden(kind: str, state: str, found: str) -> str:
    """Return the tree that is on file for a state; `found` is put there where they are to be renewed."""
    file = FOLDER / kind / f"{state}.yaml"
    if os.environ.get(RENEW):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(found, "utf-8")
    return file.read_text("utf-8") if file.exists() else "nothing on file: `make golden`"
