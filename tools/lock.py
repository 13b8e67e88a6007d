"""Pin every dependency, with hashes and without the name of any package index."""

from __future__ import annotations

import subprocess
import sys

UV = [sys.executable, "-m", "uv", "pip", "compile", "-q", "--universal", "--python-version", "3.11"]
FORM = [
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-annotate",
    "--no-header",
    "pyproject.toml",
]
FILES = {
    "requirements.txt": ["--group", "build", "--extra", "pictures"],
    "requirements-dev.txt": ["--group", "build", "--group", "dev"],
}

if __name__ == "__main__":
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", "uv>=0.13,<0.14"], check=True)
    for name, groups in FILES.items():
        subprocess.run([*UV, *FORM, *groups, "-o", name, *sys.argv[1:]], check=True)
