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
from assistant.record.sheet import to_sheet
from tests.record.made_up import DANISH, changed

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
    record = changed(**{"caregivers": (), **whose, "immediate_safety": safety})
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

    assert "Prøvevej 12" in to_text(changed(child=Child(), unborn=mother), DANISH)


STREETS = st.from_regex(r"[A-ZÆØÅ][a-zæøå]{5,12} [1-9][0-9]{0,2}", fullmatch=True)


@given(street=STREETS, town=st.sampled_from(["0000 Eksempelby", "0001 Prøvestad, 2. tv."]))
def test_a_protected_address_is_in_no_export_but_the_json(street: str, town: str) -> None:
    address = f"{street}, {town}"
    record = changed(
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
