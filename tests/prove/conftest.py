"""Commands run in a folder with the small flow, its part and one script."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.examples.home import FLOW, HOME

SCRIPT = """\
- case: "Barnet er trygt"
  today: 2026-03-02
  answers: {age: 12, signs: none, safe: yes}
  ends: talk
- case: "Lærerens fund ændrer det"
  today: 2026-03-02
  answers: {age: 12, signs: none, safe: yes, child: null, seen: []}
  change: {signs: [bruises]}
  ends: sent
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the working directory, which has `flows/small`."""
    for name, text in {
        "flows/small/flow.yaml": FLOW,
        "flows/parts/home.yaml": HOME,
        "flows/small/tests/first.yaml": SCRIPT,
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path
