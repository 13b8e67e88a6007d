"""Every command runs in an empty folder, with none of our settings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the working directory, which is empty."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith("ASSISTANT_"):
            monkeypatch.delenv(name)
    return tmp_path
