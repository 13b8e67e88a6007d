"""Every state of the pages is told as before, and stands every trial: two engines, dark, forced colours, 320 px, 400 %."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web.conftest import FLOWS
from tests.web.look.case import Case
from tests.web.look.conftest import config, standing_still
from tests.web.look.golden import FOLDER, golden, tree
from tests.web.look.states import INBOX, PAGES
from tests.web.look.trials import faults
from tests.web.served import serve

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("state", PAGES)
def test_a_page_is_told_as_before_and_stands_every_trial(case: Case, state: str) -> None:
    PAGES[state](case)
    found = tree(case.page.main_frame)

    assert found == golden("pages", state, found)
    assert faults(case.page) == {}


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A guide that nobody uses, so that there is nothing in the inbox but practice."""
    with serve(config(tmp_path_factory.mktemp("quiet"), FLOWS), standing_still) as where:
        yield where


@pytest.mark.parametrize("state", INBOX)
def test_the_inbox_is_told_as_before_and_stands_every_trial(
    case: Case, quiet: str, state: str
) -> None:
    case.address = quiet
    INBOX[state](case)
    found = tree(case.page.main_frame)

    assert found == golden("pages", state, found)
    assert faults(case.page) == {}


def test_there_is_a_file_for_each_state_of_the_pages_and_no_other() -> None:
    assert {file.stem for file in (FOLDER / "pages").iterdir()} == {*PAGES, *INBOX}
