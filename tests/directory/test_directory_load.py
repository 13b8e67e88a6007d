from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import resources

import pytest

from assistant.directory.directory_file import demo_directory, parse_directory
from assistant.directory.municipality import Contact, Directory
from assistant.errors import DirectoryError
from assistant.flow.strict_yaml.nodes import PlainData, plain_data
from assistant.flow.strict_yaml.parser import parse_yaml

DEMO = (resources.files("assistant.directory") / "demo.yaml").read_text("utf-8")
SMALL = """\
directory: town
id: 0000
name: By
default_team: nord
family_teams:
  - {id: nord, name: Nord, serves: [Nordskolen], phone: 00 00 00 01, hours: {monday: 9-15}}
  - {id: syd, name: Syd, serves: [Sydskolen], phone: 00 00 00 02}
contacts:
  emergency: {name: Alarmcentralen, phone: 112}
  police: {name: Politiet, phone: 114}
  children_line: {name: Børnetelefonen, phone: 116 111}
deadlines:
  receipt_working_days: 6
  saturday: unclear
days_off:
  - {on: 12-24, name: Jul}
"""
REAL = {"112", "114", "116 111"}


def contacts(directory: Directory) -> Iterator[Contact]:
    yield from directory.family_teams
    yield from directory.contacts.values()
    if directory.duty_officer:
        yield directory.duty_officer


def problems(text: str) -> list[str]:
    with pytest.raises(DirectoryError) as caught:
        parse_directory(text, "town.yaml")
    return str(caught.value).splitlines()


def change_text(old: str, new: str) -> str:
    assert SMALL.count(old) == 1, old
    return SMALL.replace(old, new)


def test_the_demo_numbers_are_the_emergency_ones_or_nobodys() -> None:
    numbers = {line.phone for contact in contacts(demo_directory()) for line in contact.lines}

    assert {number for number in numbers if not number.startswith("0")} == REAL


def test_everybody_in_the_demo_has_a_danish_and_an_english_name() -> None:
    assert [
        contact.name for contact in contacts(demo_directory()) if set(contact.name_in) != {"en"}
    ] == []


def test_a_directory_is_read_with_its_defaults() -> None:
    deadlines = parse_directory(
        re.sub(r"(?ms)^deadlines:.*?(?=^days_off)", "", SMALL), "town.yaml"
    ).deadlines

    assert deadlines.model_dump() == {
        "assess_hours": 24,
        "receipt_working_days": 6,
        "saturday": "unclear",
    }


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "default_team",
            "default_taem",
            [
                'town.yaml:1:1: "default_team" is missing',
                "   1 | directory: town",
                "     | ^",
                "  fix: add default_team: …",
                'town.yaml:4:1: unknown key "default_taem"',
                "   4 | default_taem: nord",
                "     | ^^^^^^^^^^^^",
                '  fix: did you mean "default_team"?',
            ],
        ),
        (
            "default_team: nord",
            "default_team: vest",
            [
                'town.yaml:1:1: default_team names "vest", which is no family team here',
                "   1 | directory: town",
                "     | ^",
                "  fix: write the id of one",
            ],
        ),
        (
            "phone: 114",
            "phone: en-en-fire",
            [
                'town.yaml:10:35: "en-en-fire" is not a phone number',
                "  10 |   police: {name: Politiet, phone: en-en-fire}",
                "     |                                   ^^^^^^^^^^",
                "  fix: write it like 00 00 10 01",
            ],
        ),
        (
            "{monday: 9-15}",
            "{monday: 9-15.75, tirsdag: 9-15}",
            [
                'town.yaml:6:86: "9-15.75" is not a valid opening time',
                "   6 |   - {id: nord, name: Nord, serves: [Nordskolen], phone: 00 00 00 01, hours: {monday: 9-15.75, tirsdag: 9-15}}",
                "     |                                                                                      ^^^^^^^",
                "  fix: write 9-15.30, closed or all day",
                'town.yaml:6:95: "tirsdag" is not a day of the week',
                "   6 |   - {id: nord, name: Nord, serves: [Nordskolen], phone: 00 00 00 01, hours: {monday: 9-15.75, tirsdag: 9-15}}",
                "     |                                                                                               ^^^^^^^",
                "  fix: write monday, tuesday, wednesday, thursday, friday, saturday, sunday or holiday",
            ],
        ),
        (
            "monday: 9-15",
            'monday: "9-15, 14-16"',
            [
                'town.yaml:6:86: the hours "9-15, 14-16" overlap',
                '   6 |   - {id: nord, name: Nord, serves: [Nordskolen], phone: 00 00 00 01, hours: {monday: "9-15, 14-16"}}',
                "     |                                                                                      ^^^^^^^^^^^^^",
                "  fix: write them in order",
            ],
        ),
        (
            "on: 12-24",
            "on: 24/12",
            [
                'town.yaml:16:10: "24/12" is not a day',
                "  16 |   - {on: 24/12, name: Jul}",
                "     |          ^^^^^",
                "  fix: write it like 2026-12-24, or 12-24 for every year",
            ],
        ),
        (
            "receipt_working_days: 6",
            "receipt_working_days: 10",
            [
                'town.yaml:13:25: "receipt_working_days" is "10", but must be at most 6',
                "  13 |   receipt_working_days: 10",
                "     |                         ^^",
                "  fix: write 6 or less",
            ],
        ),
        (
            "saturday: unclear",
            "saturday: maybe",
            [
                'town.yaml:14:13: "maybe" is not a valid value for "saturday"',
                "  14 |   saturday: maybe",
                "     |             ^^^^^",
                "  fix: write 'counts', 'does_not_count' or 'unclear'",
            ],
        ),
        (
            "[Sydskolen]",
            "[Sydskolen, NORDSKOLEN]",
            [
                'town.yaml:1:1: the place "nordskolen" appears 2 times',
                "   1 | directory: town",
                "     | ^",
                "  fix: keep one of them",
            ],
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_a_fix(
    old: str, new: str, told: list[str]
) -> None:
    assert problems(change_text(old, new)) == told


@pytest.mark.parametrize(
    "name", ["name: [By", "name: By\nname: Andenby", "name: &by By", "name:\tBy"]
)
def test_a_file_of_the_wrong_form_is_refused_with_a_place(name: str) -> None:
    found = problems(change_text("name: By", name))

    assert re.fullmatch(r"town\.yaml:\d+:\d+: .+", found[0])


def test_a_line_of_the_file_can_do_nothing_to_the_terminal_that_shows_it() -> None:
    assert problems(change_text("name: By\n", "name: By\x1b[2J\n")) == [
        "town.yaml:3:9: there is an invisible character here (U+001B).",
        "   3 | name: By�[2J",
        "     |         ^",
        "  fix: delete it",
    ]


def test_everything_wrong_is_said_at_once_in_the_order_of_the_file() -> None:
    found = problems("directory: Town\nid: 12\nfamily_teams: []\nname: {da: By}\ncontacts: none\n")

    assert [line for line in found if line.startswith("town.yaml")] == [
        'town.yaml:1:1: "default_team" is missing',
        'town.yaml:1:12: "Town" is not an id',
        'town.yaml:2:5: "12" is not a municipality number',
        'town.yaml:3:15: "family_teams" is empty',
        'town.yaml:4:1: "name" must be text',
        'town.yaml:5:11: "contacts" must have keys of its own',
    ]


@pytest.mark.parametrize("contact", ["emergency", "police", "children_line"])
def test_a_municipality_without_a_number_that_everybody_needs_is_refused(contact: str) -> None:
    found = problems(change_text(f"  {contact}:", f"  {contact}_x:"))

    assert found[0] == f'town.yaml:1:1: contacts lacks "{contact}", which every municipality needs'


JUNK: tuple[PlainData, ...] = (
    None, True, False, 0, -1, 7, 10_000, "", "x", "9-15", "12-24", "monday", "closed", "\u2028", "tel:112",
    [], [1], ["x"], [[]], [{}], [None], {}, {"x": 1}, {"da": "x"}, {"monday": "9-15"}, {"name": "x"},
)  # fmt: skip


def spots(value: PlainData, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Return the way to every value in plain data."""
    yield path
    inner = enumerate(value) if isinstance(value, list) else ()
    keyed = value.items() if isinstance(value, dict) else inner
    for key, item in keyed:
        yield from spots(item, (*path, key))


def with_junk(value: PlainData, path: tuple[str | int, ...], junk: PlainData) -> PlainData:
    """Return plain data with `junk` where `path` leads."""
    if not path:
        return junk
    if isinstance(value, list):
        return [with_junk(v, path[1:], junk) if n == path[0] else v for n, v in enumerate(value)]
    assert isinstance(value, dict)
    return {k: with_junk(v, path[1:], junk) if k == path[0] else v for k, v in value.items()}


PLAIN = plain_data(parse_yaml(SMALL, "town.yaml").node)


@pytest.mark.parametrize("path", list(spots(PLAIN)), ids=str)
def test_whatever_stands_in_a_file_it_is_read_or_its_operator_is_told(
    path: tuple[str | int, ...],
) -> None:
    for junk in JUNK:
        text = json.dumps(with_junk(PLAIN, path, junk), ensure_ascii=False, indent=1)
        try:
            parse_directory(text, "town.yaml")
        except DirectoryError as told:
            assert re.match(r"town\.yaml:\d+:\d+: \S", str(told))  # noqa: PT017 - either is right
