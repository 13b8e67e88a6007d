"""The pages are valid HTML."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.visiting import ANSWERS, Client, Json, Visitor

ROOT = Path(__file__).parents[2]
VALIDATOR = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
AROUND = ("/", "/privacy", "/accessibility", "/inbox", "/nowhere", "/worry/danger", "/worry/erased")


def invalid(*files: Path) -> list[str]:
    """Return what is not HTML in these files, by the name of the file."""
    if not VALIDATOR.exists():
        pytest.fail(f"{VALIDATOR.name} is missing: `make test` installs it, and so does npm ci.")
    node = Path(sys.executable).with_name("node")
    command = [
        str(node),
        str(VALIDATOR),
        "--preset",
        "standard",
        "--formatter",
        "json",
        *map(str, files),
    ]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    found: Json = json.loads(run.stdout)
    return [
        f"{Path(file['filePath']).stem}:{said['line']}: {said['message']}"
        for file in found
        for said in file["messages"]
    ]


async def every_page(client: Client) -> dict[str, str]:
    """Go through a case, sending each question once with nothing in it; return the pages on the way."""
    visitor = await Visitor.begin(client)
    seen: dict[str, str] = {}
    while step := visitor.asked_step():
        seen[step] = visitor.page.html
        seen[f"{step}-empty"] = (await visitor.fill([])).html
        if visitor.asked_step() == step:
            await visitor.answer(step, ANSWERS[step])
    seen["review"] = visitor.page.html
    seen["change"] = (await visitor.go("/worry/3")).html
    await visitor.go("/worry/9999")
    seen["erase"] = (await visitor.go("/worry/erase")).html
    await visitor.go("/worry/9999")
    seen["receipt"] = (await visitor.submit()).html
    for path in AROUND:
        seen[path.replace("/", "_")] = (await visitor.go(path)).html
    seen["record"] = (await visitor.go("/inbox/1")).html
    return seen


async def test_every_page_is_valid_html(client: Client, tmp_path: Path) -> None:
    seen = await every_page(client)
    files = [tmp_path / f"{name}.html" for name in seen]
    for file in files:
        file.write_text(seen[file.stem], "utf-8")

    assert len(files) > 20
    assert invalid(*files) == []


def test_what_is_no_html_is_found(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.html"
    wrong.write_text('<!doctype html><html lang="da"><title>x</title><ul><p>En</p></ul></html>')

    assert invalid(wrong) == [
        "wrong:1: <p> element is not permitted as content under <ul>",
    ]
