from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from assistant.directory.directory_file import demo_directory
from assistant.directory.placeholders import (
    RenderContextCache,
    make_render_context,
    tel_link,
    unfilled_placeholders,
)
from assistant.flow.markup import Span
from assistant.flow.model import By, Text
from tests.directory.talks import (
    CHRISTMAS_EVE,
    FLOW,
    FRIDAY_EVENING,
    MONDAY_EARLY,
    SATURDAY,
    SUNDAY,
    THURSDAY_MORNING,
    at,
    say_placeholder,
    words_of,
)
from tests.directory.town import danish, town


def test_a_contact_is_a_link_that_dials_with_its_hours_behind() -> None:
    assert at(THURSDAY_MORNING).placeholders["contact.family_team"] == (
        Span("Familieteam Nord, 00 00 10 01", strong=True, href="tel:+4500001001"),
        Span(" (åbent nu til 17)"),
    )


@pytest.mark.parametrize(
    ("now", "contact", "danish_words", "english_words"),
    [
        (
            THURSDAY_MORNING,
            "emergency",
            "Alarmcentralen, 112",
            "Emergency services, 112",
        ),
        (
            THURSDAY_MORNING,
            "advice",
            "Faglig rådgivning, 00 00 10 05 (åbent nu til 17)",
            "Advice for professionals, 00 00 10 05 (open now until 17:00)",
        ),
        (
            FRIDAY_EVENING,
            "family_team",
            "Døgnvagten, 00 00 10 08 (Familieteam Nord åbner mandag kl. 9)",
            "Duty social worker, 00 00 10 08 (Family Team North opens Monday at 09:00)",
        ),
        (
            SATURDAY,
            "duty_officer",
            "Døgnvagten, 00 00 10 09 (åbent nu til 20)",
            "Duty social worker, 00 00 10 09 (open now until 20:00)",
        ),
        (
            CHRISTMAS_EVE,
            "advice",
            "Faglig rådgivning, 00 00 10 05 (åbner mandag kl. 9)",
            "Advice for professionals, 00 00 10 05 (opens Monday at 09:00)",
        ),
        (
            MONDAY_EARLY,
            "advice",
            "Faglig rådgivning, 00 00 10 05 (åbner i dag kl. 9)",
            "Advice for professionals, 00 00 10 05 (opens today at 09:00)",
        ),
        (
            SUNDAY,
            "advice",
            "Faglig rådgivning, 00 00 10 05 (åbner i morgen kl. 9)",
            "Advice for professionals, 00 00 10 05 (opens tomorrow at 09:00)",
        ),
        (
            SUNDAY,
            "children_line",
            "Børnetelefonen, 116 111",
            "Children's helpline, 116 111",
        ),
    ],
)
def test_whom_to_call_is_said_for_the_moment_in_both_languages(
    now: datetime, contact: str, danish_words: str, english_words: str
) -> None:
    key = f"contact.{contact}"

    assert (say_placeholder(now, key), say_placeholder(now, key, "en")) == (
        danish_words,
        english_words,
    )


@pytest.mark.parametrize(
    ("now", "assess", "receipt"),
    [
        (
            danish("2026-11-24T14:32"),
            "senest i morgen kl. 14.32",
            "senest omkring onsdag den 2. december",
        ),
        (
            danish("2026-10-24T00:30"),
            "senest i morgen kl. 00.30",
            "senest omkring mandag den 2. november",
        ),
        (
            danish("2026-10-24T23:30"),
            "senest i morgen kl. 22.30",
            "senest omkring mandag den 2. november",
        ),
        (
            danish("2026-12-22T09:05"),
            "senest i morgen kl. 09.05",
            "senest omkring tirsdag den 5. januar",
        ),
    ],
)
def test_deadlines_are_said_in_words(now: datetime, assess: str, receipt: str) -> None:
    assert (say_placeholder(now, "deadline.assess"), say_placeholder(now, "deadline.receipt")) == (
        assess,
        receipt,
    )


def test_deadlines_are_said_in_english() -> None:
    now = danish("2026-11-24T14:32")

    told = [say_placeholder(now, f"deadline.{key}", "en") for key in ("assess", "receipt")]

    assert told == ["by tomorrow at 14:32", "by around Wednesday, 2 December"]


def test_a_paragraph_is_said_only_where_it_has_been_verified() -> None:
    told = [say_placeholder(SUNDAY, f"law.{key}") for key in ("duty", "receipt")]

    assert told == ["barnets lov § 133", "barnets lov"]


def test_a_municipality_without_an_advice_line_advises_through_its_family_team() -> None:
    place = town(hours="{monday: 9-15}")

    says = make_render_context(
        place, FLOW, danish("2026-11-23T10:00"), "da", lambda text: text.words
    ).placeholders

    assert says["contact.advice"] == says["contact.family_team"]
    assert says["contact.duty_officer"] == (Span("Politiet, 114", strong=True, href="tel:114"),)


def test_a_team_that_never_opens_is_said_to_be_closed() -> None:
    place = town(hours="{monday: closed}")

    says = make_render_context(place, FLOW, SUNDAY, "da", lambda text: text.words).placeholders

    assert (
        "".join(span.t for span in says["contact.family_team"])
        == "Politiet, 114 (Teamet har lukket)"
    )


def test_an_opening_after_a_long_holiday_is_said_with_its_date() -> None:
    closed = "[{on: 12-24, name: Juleaftensdag}, {on: 12-31, name: Nytårsaftensdag}]"
    place = town(hours="{thursday: 9-15}", days_off=closed)

    says = make_render_context(
        place, FLOW, CHRISTMAS_EVE, "da", lambda text: text.words
    ).placeholders

    assert says["contact.family_team"][1] == Span(" (Teamet åbner torsdag den 7. januar kl. 9)")


def test_the_same_day_next_week_is_said_with_its_date() -> None:
    place = town(hours="{monday: 9-15}")

    says = make_render_context(
        place, FLOW, danish("2026-11-23T16:00"), "da", lambda text: text.words
    ).placeholders

    assert says["contact.family_team"][1] == Span(" (Teamet åbner mandag den 30. november kl. 9)")


def test_an_opening_until_midnight_or_into_another_day_says_so() -> None:
    def until(hours: str) -> str:
        place = town(hours=hours)
        now = danish("2026-11-27T20:00")
        return (
            make_render_context(place, FLOW, now, "da", lambda text: text.words)
            .placeholders["contact.family_team"][1]
            .t
        )

    told = [
        until("{friday: 9-24}"),
        until("{friday: 22-6, thursday: 22-20.30}"),
        until("{friday: 9-2}"),
    ]

    assert told == [
        " (åbent nu til midnat)",
        " (åbent nu til 20.30)",
        " (åbent nu til i morgen kl. 2)",
    ]


def test_what_can_be_said_is_known_before_it_is_said() -> None:
    assert sorted(at(SUNDAY).placeholders) == [
        "contact.advice",
        "contact.children_line",
        "contact.duty_officer",
        "contact.emergency",
        "contact.family_team",
        "contact.police",
        "deadline.assess",
        "deadline.receipt",
        "law.duty",
        "law.receipt",
    ]


def test_a_flow_that_asks_for_a_contact_that_nobody_wrote_down_is_known_before_it_runs() -> None:
    about = (
        "Ring {contact.family_team} eller {contact.night_line} {deadline.assess}, se {law.duty}."
    )
    asking = replace(FLOW, about=Text("flow.about", about))

    assert (
        unfilled_placeholders(demo_directory(), asking),
        unfilled_placeholders(demo_directory(), FLOW),
    ) == (("contact.night_line",), ())


def test_next_steps_are_due_by_the_municipalitys_calendar() -> None:
    found = at(THURSDAY_MORNING).due(By("working_days", 2), THURSDAY_MORNING)

    assert found == danish("2026-11-30T23:59")


@pytest.mark.parametrize(
    ("phone", "link"),
    [
        ("112", "tel:112"),
        ("116 111", "tel:116111"),
        ("00 00 10 01", "tel:+4500001001"),
        ("+46 00 00 00 00", "tel:+4600000000"),
    ],
)
def test_a_number_of_eight_digits_is_dialled_with_the_country_code(phone: str, link: str) -> None:
    assert tel_link(phone) == link


@pytest.mark.parametrize("now", [THURSDAY_MORNING, FRIDAY_EVENING, SATURDAY, MONDAY_EARLY])
def test_what_is_read_on_another_day_names_every_day(now: datetime) -> None:
    serving = demo_directory().team("nord")
    said_then = make_render_context(
        demo_directory(), FLOW, now, "da", lambda text: text.words, serving, absolute=True
    ).placeholders
    words = " ".join(span.t for key in said_then for span in said_then[key])
    relative = (" i dag", " i morgen", "åbent nu", "har lukket")

    assert [one for one in relative if one in words] == []
    assert "".join(span.t for span in said_then["deadline.assess"]).startswith("senest ")


def test_a_contact_for_another_day_is_open_until_a_day_and_an_hour() -> None:
    said_then = make_render_context(
        demo_directory(), FLOW, THURSDAY_MORNING, "da", lambda text: text.words, absolute=True
    ).placeholders
    day = "torsdag den 26. november"

    assert f" (åbent til {day} kl." in "".join(s.t for s in said_then["contact.family_team"])


def test_what_is_said_in_a_minute_is_shared_and_is_what_was_said_of_its_instants() -> None:
    directory, team = demo_directory(), demo_directory().team("nord")
    moments = RenderContextCache(directory)
    earlier, later = (
        moments.at(FLOW, THURSDAY_MORNING.replace(second=second), "da", words_of, team)
        for second in (1, 59)
    )
    following = moments.at(FLOW, THURSDAY_MORNING.replace(minute=1), "da", words_of, team)

    assert earlier.cache is later.cache
    assert earlier.cache is not following.cache
    assert later.now == THURSDAY_MORNING.replace(second=59)
    assert dict(later.placeholders) == dict(at(THURSDAY_MORNING.replace(second=59)).placeholders)
