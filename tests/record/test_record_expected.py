"""What practice expects of a record, and what one answer makes needless."""

import pytest

from assistant.record.build import expected_paths
from assistant.record.contents import Child, ImmediateSafety
from tests.record.made_up import changed


@pytest.mark.parametrize(("now", "missed"), [(None, ["child.whereabouts"]), ("I SFO", [])])
def test_where_the_child_stays_is_not_missed_where_it_is_said_where_it_is_now(
    now: str | None, missed: list[str]
) -> None:
    record = changed(
        child=Child(name="Alma"), unborn=None, immediate_safety=ImmediateSafety(where_now=now)
    )

    assert [path for path in expected_paths(record) if path == "child.whereabouts"] == missed


def test_a_birth_date_stands_for_the_personal_number() -> None:
    born = changed(child=Child(name="Alma", birth_date="2018-03-01"), unborn=None)
    unknown = changed(child=Child(name="Alma"), unborn=None)

    assert ["child.cpr" in expected_paths(record) for record in (born, unknown)] == [False, True]
