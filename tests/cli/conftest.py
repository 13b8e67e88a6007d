"""Every command runs in an empty folder, with none of our settings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the working directory, which is empty."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith("ASSISTANT_"):
            monkeypatch.delenv(name)
    return tmp_path


@pytest.fixture(autouse=True)
def log_as_before() -> Iterator[None]:
    """Leave the log as it was: `serve` sends it to a logbook for the rest of its process."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)
