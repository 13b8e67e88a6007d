"""The page for reading and signing and the picture of a flow stand the trials too."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import BrowserContext

from assistant.cli import main
from tests.web.conftest import FLOWS
from tests.web.look.engines import axe, ibm
from tests.web.look.trials import dark

pytestmark = pytest.mark.browser


def write_page(tmp_path: Path, *command: str) -> Path:
    """Run a command of ours that writes a page for authors, and return the page."""
    file = tmp_path / "page"
    run = CliRunner().invoke(main, [command[0], str(FLOWS / "worry"), *command[1:], str(file)])
    assert run.exit_code == 0, run.output
    return file


def test_the_page_for_signing_is_accessible(context: BrowserContext, tmp_path: Path) -> None:
    file = write_page(tmp_path, "signoff", "--html").rename(tmp_path / "signoff.html")
    page = context.new_page()
    page.goto(file.as_uri())
    place = page.main_frame

    assert (axe(place), ibm(place), dark(page, place)) == ([], [], [])


def test_the_picture_of_a_flow_has_a_name_and_words_that_can_be_read(
    context: BrowserContext, tmp_path: Path
) -> None:
    svg = write_page(tmp_path, "graph", "--svg").read_text("utf-8")
    page = context.new_page()
    page.set_content(
        f'<!doctype html><html lang="da"><title>Kort</title><main><h1>Kort</h1>{svg}</main>'
    )

    # axe-core cannot tell which shape lies behind a word.
    assert axe(page.main_frame, "color-contrast") == []
