"""See to the programs that the tests drive: `python -m tools.programs chromium poppler-utils strace`.

Debian's packages of those names are installed where one lacks and we may; else it says what lacks.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable

from tools.browser import find_chromium

APT = ["apt-get", "-y", "-q", "-o", "DPkg::Lock::Timeout=300"]
ALONG = {"chromium": ["fonts-dejavu-core"]}


def missing(packages: Iterable[str]) -> list[str]:
    """Return the packages whose program is not there."""
    programs = {
        "chromium": find_chromium(),
        "poppler-utils": shutil.which("pdftotext"),
        "strace": shutil.which("strace"),
    }
    return [each for each in packages if programs[each] is None]


def install(packages: list[str]) -> None:
    """Install packages with apt; does nothing where that is not possible."""
    if not packages or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    names = [name for each in packages for name in (each, *ALONG.get(each, []))]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*APT, "update"], check=False)
    subprocess.run([*APT, "install", "--no-install-recommends", *names], check=False, env=quiet)


if __name__ == "__main__":
    install(missing(sys.argv[1:]))
    if lacking := missing(sys.argv[1:]):
        sys.exit(
            f"The tests need {', '.join(lacking)}, and apt did not bring that, or only root may. Install it, on Debian"
            f" with: apt-get install {' '.join(lacking)}\nA Chromium elsewhere can be named in ASSISTANT_CHROMIUM."
        )
