"""The Chromium that the tests drive."""

from __future__ import annotations

import os
import shutil


def find_chromium() -> str | None:
    """Return the path of an installed Chromium, or None."""
    if named := os.environ.get("ASSISTANT_CHROMIUM"):
        return named
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)
