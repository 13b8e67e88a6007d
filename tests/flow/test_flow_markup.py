from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.flow.markup import (
    MarkupError,
    Message,
    Placeholder,
    Span,
    fixed_message,
    parse_markup,
    placeholders,
    plain_line,
    plain_text,
    render_message,
)


def render_words(words: str) -> Message:
    return render_message(parse_markup(words), lambda place: (Span(f"<{place.kind}:{place.id}>"),))


def test_a_blank_line_parts_paragraphs_and_a_dash_begins_an_item() -> None:
    words = "Først\ndet her.\n\n- et\n  til\n- to\n\nSidst."

    assert render_words(words) == [
        {"p": [{"t": "Først det her."}]},
        {"li": [{"t": "et til"}]},
        {"li": [{"t": "to"}]},
        {"p": [{"t": "Sidst."}]},
    ]


def test_an_item_may_follow_its_paragraph_without_a_blank_line() -> None:
    assert render_words("Husk:\n- navn") == [{"p": [{"t": "Husk:"}]}, {"li": [{"t": "navn"}]}]


def test_strong_words_links_and_placeholders_stand_in_a_sentence() -> None:
    words = "Ring **nu {contact.team}** på [112](tel:112), læs [her](https://example.org/a?b#c)."

    assert render_words(words) == [
        {
            "p": [
                {"t": "Ring "},
                {"t": "nu ", "strong": True},
                {"t": "<contact:team>", "strong": True},
                {"t": " på "},
                {"t": "112", "href": "tel:112"},
                {"t": ", læs "},
                {"t": "her", "href": "https://example.org/a?b#c"},
                {"t": "."},
            ]
        }
    ]


def test_a_link_may_be_strong() -> None:
    assert render_words("**[112](tel:112)**") == [
        {"p": [{"t": "112", "strong": True, "href": "tel:112"}]}
    ]


def test_placeholders_are_given_in_order() -> None:
    words = "{child_name} {law.duty}\n\n- {deadline.assess}"

    assert placeholders(parse_markup(words)) == (
        Placeholder("fact", "child_name"),
        Placeholder("law", "duty"),
        Placeholder("deadline", "assess"),
    )


def test_a_backslash_takes_the_meaning_away() -> None:
    assert render_words(r"\*\*ikke\*\* \[a\] \{b\} \\ *c*") == [
        {"p": [{"t": r"**ikke** [a] {b} \ *c*"}]}
    ]


def test_what_fills_a_place_is_never_read_as_markup() -> None:
    message = render_message(
        parse_markup("Om {name}."), lambda _: (Span("**[x](https://evil.example)**"),)
    )

    assert message == [{"p": [{"t": "Om "}, {"t": "**[x](https://evil.example)**"}, {"t": "."}]}]


def test_no_words_say_nothing() -> None:
    assert render_words(" \n\n ") == []


def test_a_message_as_text_keeps_lines_and_addresses() -> None:
    words = "Ring **nu** [os](tel:+4512345678), [1 12](tel:112).\n\n- [her](https://example.org)"

    assert (
        plain_text(render_words(words))
        == "Ring nu os (+4512345678), 1 12.\n- her (https://example.org)"
    )


def test_a_message_as_a_line_has_no_breaks() -> None:
    assert plain_line(render_words("Et\n\nto")) == "Et to"


def test_a_text_with_a_placeholder_is_never_still() -> None:
    assert (fixed_message("Om {name}"), fixed_message("Om **alle**")) == (
        None,
        [{"p": [{"t": "Om "}, {"t": "alle", "strong": True}]}],
    )


@pytest.mark.parametrize(
    ("words", "offset"),
    [
        ("a **b", 2),
        ("a ****", 2),
        ("en [b", 3),
        ("en b]", 4),
        ("a {b", 2),
        ("a }", 2),
        ("a {B}", 2),
        ("a {}", 2),
        ("a {kommune.x}", 2),
        ("a {law.}", 2),
        ("a {fact.x}", 2),
        ("[](https://example.org)", 0),
        ("[a](http://example.org)", 4),
        ("[a](https://)", 4),
        ("[a](https://ven@example.org)", 4),
        ("[a](javascript:alert)", 4),
        ("[a](tel:12 34)", 4),
        ("[a](mailto:x@example.org)", 4),
        ("[a](/her)", 4),
        ("[a {b}](https://example.org)", 0),
        ("- ", 0),
        ("a\n - \n\nb", 3),
        ("et\n\n- to **x\n- tre**", 9),
    ],
)
def test_broken_markup_says_where(words: str, offset: int) -> None:
    with pytest.raises(MarkupError) as broken:
        parse_markup(words)

    assert broken.value.offset == offset


@given(st.text(alphabet="a *[](){}\\-\n.:/", max_size=40))
def test_any_text_is_read_or_refused_inside_its_bounds(words: str) -> None:
    at = refused_at(words)

    assert 0 <= at < len(words) if at is not None else all(b.parts for b in parse_markup(words))


def refused_at(words: str) -> int | None:
    try:
        parse_markup(words)
    except MarkupError as broken:
        return broken.offset
    return None


@given(st.text(alphabet="abcæøå ,.!?é-", max_size=60))
def test_words_without_markup_come_through_unchanged(words: str) -> None:
    assert plain_text(render_words("x" + words)) == ("x" + words).rstrip()


@pytest.mark.parametrize(
    ("words", "href", "expected"),
    [
        ("Døgnvagten, 00 00 10 08", "tel:+4500001008", "Døgnvagten, 00 00 10 08"),
        ("Ring +45 00 00 10 08", "tel:00001008", "Ring +45 00 00 10 08"),
        ("112", "tel:112", "112"),
        ("Team 7, 00 00 10 08", "tel:+4500001009", "Team 7, 00 00 10 08 (+4500001009)"),
        ("Døgnvagten", "tel:+4500001008", "Døgnvagten (+4500001008)"),
    ],
)
def test_a_number_that_is_shown_is_not_said_twice(words: str, href: str, expected: str) -> None:
    assert plain_text([{"p": [{"t": words, "href": href}]}]) == expected
