"""A small municipality, built for one question at a time."""

from __future__ import annotations

from datetime import UTC, datetime

from assistant.directory.directory_file import parse_directory
from assistant.directory.municipality import Directory
from assistant.text.formats import ZONE

_TEXT = """
directory: town
id: 0000
name: By
default_team: team
family_teams:
  - id: team
    name: Teamet
    phone: 00 00 00 01
    hours: {hours}
    other_times: {other_times}
{duty}
contacts:
  emergency: {{name: Alarmcentralen, phone: 112}}
  police: {{name: Politiet, phone: 114}}
  children_line: {{name: Børnetelefonen, phone: 116 111}}
deadlines: {{saturday: {saturday}}}
days_off: {days_off}
"""


def town(
    hours: str = "{monday: 9-15}",
    other_times: str = "[]",
    duty: str = "",
    saturday: str = "unclear",
    days_off: str = "[]",
) -> Directory:
    """Return a municipality with one family team; the arguments are YAML."""
    text = _TEXT.format(
        hours=hours, other_times=other_times, duty=duty, saturday=saturday, days_off=days_off
    )
    return parse_directory(text, "town.yaml")


def danish(text: str) -> datetime:
    """Return the instant at which clocks in Denmark show `text`, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)
