from __future__ import annotations

from pathlib import Path

import pytest

from assistant.flow.files import flow_folders
from assistant.flow.load import load_valid_flow
from assistant.text.roots import flows_root, locales_root
from assistant.text.translations import find_gaps, offered_languages
from assistant.text.ui import ui_languages

FLOWS = pytest.mark.parametrize(
    "folder", flow_folders(flows_root()), ids=lambda folder: folder.name
)


@FLOWS
def test_a_shipped_flow_has_every_text_in_english(folder: Path) -> None:
    lacking = find_gaps(load_valid_flow(folder), locales_root(), "en")

    assert [(hole.context, hole.kind) for hole in lacking] == []


@FLOWS
def test_a_shipped_flow_speaks_every_language_of_the_interface(folder: Path) -> None:
    assert tuple(offered_languages(load_valid_flow(folder), locales_root())) == ui_languages()
