from __future__ import annotations

from datetime import date

import pytest

from assistant.flow.model import Offset
from assistant.flow.model.kinds import resolve_offset


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        (Offset(-1, "d"), date(2024, 2, 28)),
        (Offset(-1, "y"), date(2023, 2, 28)),
        (Offset(4, "y"), date(2028, 2, 29)),
        (Offset(-2, "m"), date(2023, 12, 29)),
        (Offset(-11, "m"), date(2023, 3, 29)),
        (Offset(12, "m"), date(2025, 2, 28)),
        (Offset(0, "d"), date(2024, 2, 29)),
    ],
)
def test_an_offset_that_has_no_such_day_takes_the_last_of_its_month(
    offset: Offset, expected: date
) -> None:
    assert resolve_offset(offset, date(2024, 2, 29)) == expected
