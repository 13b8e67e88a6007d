from __future__ import annotations

from pathlib import Path

import pytest

from assistant.directory.load import demo
from assistant.directory.moment import unsaid
from assistant.flow.files import flow_folders
from assistant.flow.load import loaded_flow
from assistant.text.places import flows_root


@pytest.mark.parametrize("folder", flow_folders(flows_root()), ids=lambda folder: folder.name)
def test_the_demo_municipality_can_say_everything_that_a_shipped_flow_asks_for(
    folder: Path,
) -> None:
    assert unsaid(demo(), loaded_flow(folder)) == ()
