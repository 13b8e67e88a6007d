from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.prove.picture.drawing import format_number, path_data, xml_text
from assistant.prove.picture.geometry import Box, Point, Size, text_width, wrap_words
from assistant.prove.picture.sheets import pack_boxes

WORDS = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=200)


@given(WORDS, st.integers(40, 300), st.integers(1, 4))
def test_no_line_is_wider_than_its_room(words: str, room: int, most: int) -> None:
    made = wrap_words(words, 13, room, most)

    assert len(made) <= most
    assert all(text_width(line, 13) <= room for line in made)


@given(WORDS)
def test_words_that_fit_are_all_there(words: str) -> None:
    assert " ".join(wrap_words(words, 13, 1e6, 1)).split() == words.split()


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Ring nu", ("Ring nu",)),
        ("Ring nu til familieteamet.", ("Ring nu til", "familieteamet.")),
        ("Ring nu til familieteamet. Vent ikke.", ("Ring nu til", "familieteamet…")),
        ("donaudampfschifffahrtsgesellschaft x", ("donaudampfsc…", "x")),
        ("", ()),
    ],
)
def test_what_does_not_fit_ends_in_an_ellipsis(words: str, shown: tuple[str, ...]) -> None:
    assert wrap_words(words, 13, 110, 2) == shown


SIZES = st.lists(
    st.builds(Size, st.integers(10, 900).map(float), st.integers(10, 900).map(float)),
    min_size=1,
    max_size=9,
)


@given(SIZES)
def test_packed_sheets_keep_their_size_and_stand_apart(sizes: list[Size]) -> None:
    boxes = pack_boxes(sizes)

    assert [Size(box.width, box.height) for box in boxes] == sizes
    for index, one in enumerate(boxes):
        assert one.x >= 0
        assert one.y >= 0
        for other in boxes[:index]:
            assert apart(one, other)


def apart(one: Box, other: Box) -> bool:
    beside = one.right < other.x or other.right < one.x
    return beside or one.bottom < other.y or other.bottom < one.y


def test_sheets_fill_a_lying_page() -> None:
    boxes = pack_boxes([Size(400, 400)] * 6)

    assert (max(box.right for box in boxes), max(box.bottom for box in boxes)) == (1256, 828)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1.0, "1"), (1.26, "1.3"), (-0.01, "0"), (1234.56, "1234.6"), (123456.7, "123457")],
)
def test_numbers_are_short(value: float, shown: str) -> None:
    assert format_number(value) == shown


def test_a_line_turns_in_round_corners_no_longer_than_its_pieces() -> None:
    assert path_data((Point(0, 0), Point(0, 20), Point(6, 20))) == "M0 0L0 13Q0 20 3 20L6 20"


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert xml_text("a\x00b\x0b\ud800\tc\n") == "ab\tc\n"
