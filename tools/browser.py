"""Print the path of a Chromium that the tests can drive; install Debian's where there is none and we may."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

APT = ["apt-get", "-y", "-q", "-o", "DPkg::Lock::Timeout=300"]
PACKAGES = ["chromium", "fonts-dejavu-core", "poppler-utils"]


def chromium() -> str | None:
    """Return the path of an installed Chromium, or None."""
    if named := os.environ.get("ASSISTANT_CHROMIUM"):
        return named
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def complete() -> bool:
    """Return whether the browser and the PDF reader that the tests use are both there."""
    return chromium() is not None and shutil.which("pdftotext") is not None


def install() -> None:
    """Install the browser and the PDF reader with apt; does nothing where that is not possible."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*APT, "update"], check=False)
    subprocess.run([*APT, "install", "--no-install-recommends", *PACKAGES], check=False, env=quiet)


if __name__ == "__main__":
    if not complete():
        install()
    if not complete():
        sys.exit(
            "The tests need Chromium and pdftotext (poppler-utils). Install them,"
            " or set ASSISTANT_CHROMIUM to the path of a Chromium."
        )
    print(chromium())
