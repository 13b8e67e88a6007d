from __future__ import annotations

from pathlib import Path

import pytest

from assistant.directory.directory_file import demo_directory
from assistant.directory.placeholders import unfilled_placeholders
from assistant.flow.files import flow_folders
from assistant.flow.load import load_valid_flow
from assistant.text.roots import flows_root


@pytest.mark.parametrize("folder", flow_folders(flows_root()), ids=lambda folder: folder.name)
def test_the_demo_municipality_can_say_everything_that_a_shipped_flow_asks_for(
    folder: Path,
) -> None:
    assert unfilled_placeholders(demo_directory(), load_valid_flow(folder)) == ()
