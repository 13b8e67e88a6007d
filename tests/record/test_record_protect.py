"""A protected address, however it is written, is where the receiver's system reads it and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.record.contents import (
    Caregiver,
    Child,
    ImmediateSafety,
    Observation,
    Reply,
    Unborn,
    example_record,
)
from assistant.record.export.calendar import to_ics
from assistant.record.export.json import file_name, to_json
from assistant.record.export.review import review_sections
from assistant.record.export.text import phone_script, to_text
from assistant.record.protect import make_mask, protected_addresses
from assistant.record.sheet import to_sheet
from tests.record.made_up import DANISH, change_record

SPELLINGS = ("Prøvevej nr. 12", "prøvevej12", "PRØVEVEJ  12", "Prøvevej, nr 12", "Prøvevej 12B")


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize(
    "whose",
    [
        {"child": Child(address="Prøvevej 12, 2. tv.", address_protected=True)},
        {
            "child": Child(address="Prøvevej nr. 12"),
            "empty": {"child.address_protected": "unknown"},
        },
        {"child": Child(), "unborn": Unborn(mother_address="Prøvevej 12")},
    ],
)
def test_a_protected_address_is_masked_however_it_is_spelled(
    spelling: str, whose: dict[str, object]
) -> None:
    safety = ImmediateSafety(danger=f"Ved {spelling}", where_now=f"Hos mor, {spelling}.")
    record = change_record(**{"caregivers": (), **whose, "immediate_safety": safety})
    shown = (
        to_text(record, DANISH),
        phone_script(record, DANISH),
        str(review_sections(record, DANISH)),
        str(to_sheet(record, DANISH)),
        to_ics(record, DANISH).decode(),
    )

    assert [one for one in shown if "prøvevej" in one.casefold()] == []
    assert "Hos mor, beskyttet adresse." in shown[0]


def test_a_mothers_address_that_is_not_protected_is_shown() -> None:
    mother = Unborn(mother_address="Prøvevej 12", address_protected=False)

    assert "Prøvevej 12" in to_text(change_record(child=Child(), unborn=mother), DANISH)


STREETS = st.from_regex(r"[A-ZÆØÅ][a-zæøå]{5,12} [1-9][0-9]{0,2}", fullmatch=True)


@given(street=STREETS, town=st.sampled_from(["0000 Eksempelby", "0001 Prøvestad, 2. tv."]))
def test_a_protected_address_is_in_no_export_but_the_json(street: str, town: str) -> None:
    address = f"{street}, {town}"
    record = change_record(
        child=Child(name="Barn", address=address, address_protected=True, whereabouts=address),
        caregivers=(Caregiver(name="Mor", address=address),),
        observations=(Observation(what=f"Hun bor på {street.upper()}.", where=address),),
        immediate_safety=ImmediateSafety(where_now=f"Hjemme,\n{street}"),
        answers=(Reply(step="a", fact="a", label="Adresse", question="Adresse?", answer=address),),
    )
    shown = (
        to_text(record, DANISH),
        phone_script(record, DANISH),
        str(review_sections(record, DANISH)),
        to_ics(record, DANISH).decode(),
        file_name(record, "pdf"),
    )

    assert [one for one in shown if street.casefold() in one.casefold()] == []
    assert f'"address":"{address}"' in to_json(record).decode().replace('": "', '":"')


def test_an_address_that_is_not_protected_is_shown() -> None:
    assert "Prøvevej 4, 0000 Eksempelby" in to_text(example_record(), DANISH)


@pytest.mark.parametrize(
    "address",
    [
        "Prøvevej 4 st. tv",
        "Prøvevej 4, st. tv",
        "Prøvevej 4; st. tv",
        "Prøvevej 4\nst. tv",
        "Prøvevej nr. 4 2. th, 0000 Eksempelby",
        "Prøvevej 4 0000 Eksempelby",
        "  Prøvevej 4",
    ],
)
@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Hun bor på Prøvevej 4.", "Hun bor på [hidden]."),
        ("bor på prøvevej nr. 4, tror jeg", "bor på [hidden], tror jeg"),
        ("Prøvevej 4B er huset", "[hidden] er huset"),
        ("Ved Prøvevej no 4", "Ved [hidden]"),
        ("Hun bor på Prøvevej 42.", "Hun bor på Prøvevej 42."),
        ("Hun bor på Prøvevej.", "Hun bor på Prøvevej."),
        ("Hun bor på Nyprøvevej 4.", "Hun bor på Nyprøvevej 4."),
    ],
)
def test_street_and_number_are_masked_whatever_follows_them_in_the_address(
    address: str, words: str, shown: str
) -> None:
    assert make_mask((address,), "[hidden]")(words) == shown


@pytest.mark.parametrize("address", ["Prøvevej 4 st. tv", "Prøvevej 4 st. tv, 0000 Eksempelby"])
def test_of_an_address_written_in_whole_nothing_is_left(address: str) -> None:
    assert make_mask((address,), "[hidden]")(f"Hjemme: {address}.") == "Hjemme: [hidden]."


def test_the_street_line_is_masked_where_the_town_is_left_out() -> None:
    mask = make_mask(("Prøvevej 4 st. tv, 0000 Eksempelby",), "[hidden]")

    assert mask("Hun bor på Prøvevej 4, st. tv.") == "Hun bor på [hidden]."


@pytest.mark.parametrize(
    ("address", "words", "shown"),
    [
        ("Å 1", "Å 1 er kort", "Å 1 er kort"),
        ("Å 12", "Å 12 er kort", "Å 12 er kort"),
        ("Ås 12", "Ås 12 er langt nok", "[hidden] er langt nok"),
        ("4", "4 dage", "4 dage"),
        ("Gården Bakkely", "På gården, Bakkely", "På [hidden]"),
    ],
)
def test_what_is_too_short_to_be_an_address_is_left(address: str, words: str, shown: str) -> None:
    assert make_mask((address,), "[hidden]")(words) == shown


def test_every_protected_address_is_masked_and_the_longest_first() -> None:
    mask = make_mask(("Prøvevej 4", "Prøvevej 4 st. tv", "Testgade 7"), "[hidden]")

    assert mask("Prøvevej 4 st. tv og Testgade 7, Prøvevej 4") == "[hidden] og [hidden], [hidden]"


def test_a_childs_protected_address_is_masked_as_the_parents_too() -> None:
    record = change_record(
        child=Child(name="Barn", address="Prøvevej 4 st. tv", address_protected=True),
        caregivers=(Caregiver(name="Mor", address="Testgade 7 1. th"),),
        observations=(Observation(what="Set på Testgade 7 og på Prøvevej 4."),),
    )

    assert set(protected_addresses(record)) == {"Prøvevej 4 st. tv", "Testgade 7 1. th"}
    assert "Set på beskyttet adresse og på beskyttet adresse." in to_text(record, DANISH)
