"""Every state of the guide is told as before and stands every trial, in a window of its own and in the frame of another page."""

from __future__ import annotations

import pytest

from tests.web.look.case import Case
from tests.web.look.golden import FOLDER, golden, tree
from tests.web.look.talks import TALKS, inline, open_in_frame
from tests.web.look.trials import IN_A_FRAME, faults

pytestmark = pytest.mark.browser

# The same document in less room: a state of each kind.
FRAMED = ("fresh", "ask-several", "ask-list-error", "acute", "more", "erase", "review", "receipt")


@pytest.mark.parametrize("state", TALKS)
def test_the_guide_is_told_as_before_and_stands_every_trial(case: Case, state: str) -> None:
    place = TALKS[state](case, inline)
    found = tree(place)

    assert found == golden("guide", state, found)
    assert faults(case.page, place) == {}


def test_there_is_a_file_for_each_state_of_the_guide_and_no_other() -> None:
    assert {file.stem for file in (FOLDER / "guide").iterdir()} == set(TALKS)


@pytest.mark.parametrize("state", FRAMED)
def test_the_guide_in_a_frame_stands_every_trial(case: Case, state: str) -> None:
    place = TALKS[state](case, open_in_frame)

    assert faults(case.page, place, IN_A_FRAME) == {}
