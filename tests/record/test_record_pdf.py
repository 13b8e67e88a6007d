"""The record on paper: accessible, archivable, the exact record inside, and never stopped by a character."""

import io
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.record.contents import Child, Observation, Record, example_record
from assistant.record.export.json import to_json
from assistant.record.export.pdf import UnprintableError, make_printable, to_pdf
from assistant.record.labels import MASKED
from assistant.record.sheet import Sheet, to_sheet
from tests.record.made_up import DANISH, change_record

XMP = "{http://www.aiim.org/%s/ns/id/}%s"
HARD = 'Sagde: 你好 😀 👩‍👩‍👧 \u202e\x07\ue000 og så #let x = 1; *fed* $x$ @ref <b> \\ " ${ }'


def body(pdf: bytes) -> str:
    """Return what the pages say, in reading order, without the spaces."""
    ran = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True
    )
    pages = re.sub(r"(?m)^UNDERRETNING(?: · \S+)? \d+ / \d+$", "", ran.stdout.decode())
    return "".join(pages.split())


def text_of(shown: Sheet) -> str:
    said = [shown.sections[0].heading]
    said += [f"{row.label}{''.join(row.lines)}" for row in shown.sections[0].rows]
    for section in shown.sections[1:]:
        said.append(section.heading)
        for row in section.rows:
            bullet = "•" if row.listed else ""
            said.append(row.label + "".join(bullet + line for line in row.lines))
    return "".join("".join((*said, *shown.footer)).split())


def tags_of(element: pikepdf.Object) -> Iterator[str]:
    """Yield the kind of each element of a structure tree."""
    if isinstance(element, pikepdf.Array):
        for one in element.as_list():
            yield from tags_of(one)
    elif isinstance(element, pikepdf.Dictionary):
        yield str(element.get("/S", ""))
        yield from tags_of(element.get("/K", pikepdf.Array()))


def test_the_pages_say_word_for_word_what_the_sheet_says() -> None:
    assert body(to_pdf(example_record(), DANISH)) == text_of(to_sheet(example_record(), DANISH))


def test_the_file_is_pdf_ua_1_and_pdf_a_3_tagged_and_in_its_language() -> None:
    with pikepdf.open(io.BytesIO(to_pdf(example_record(), DANISH))) as pdf:
        with pdf.open_metadata() as xmp:
            marks = {
                "pdfua": xmp[XMP % ("pdfua", "part")],
                "pdfa": xmp[XMP % ("pdfa", "part")],
                "level": xmp[XMP % ("pdfa", "conformance")],
            }
        root = pdf.Root
        facts = (marks, str(root.Lang), bool(root.MarkInfo.Marked), str(pdf.docinfo["/Title"]))

    assert facts == ({"pdfua": "1", "pdfa": "3", "level": "A"}, "da", True, "UNDERRETNING")


def test_the_sections_are_headings_for_those_who_listen() -> None:
    with pikepdf.open(io.BytesIO(to_pdf(example_record(), DANISH))) as pdf:
        tags = Counter(tag for tag in tags_of(pdf.Root.StructTreeRoot) if tag.startswith("/H"))

    assert tags == {"/H1": len(to_sheet(example_record(), DANISH).sections) - 1}


def test_the_attachment_is_the_json_byte_for_byte() -> None:
    with pikepdf.open(io.BytesIO(to_pdf(example_record(), DANISH))) as pdf:
        attached = {
            name: (one.get_file().read_bytes(), one.get_file().mime_type, str(one.relationship))
            for name, one in pdf.attachments.items()
        }

    assert attached == {
        "underretning-EKS-2026-0001.json": (
            to_json(example_record()),
            "application/json",
            "/Source",
        )
    }


def test_a_typical_record_takes_at_most_three_pages() -> None:
    with pikepdf.open(io.BytesIO(to_pdf(example_record(), DANISH))) as pdf:
        assert len(pdf.pages) in {1, 2, 3}


def test_the_same_record_gives_the_same_bytes() -> None:
    assert to_pdf(example_record(), DANISH) == to_pdf(example_record(), DANISH)


def test_what_is_typed_is_never_markup_and_never_stops_the_file() -> None:
    record = change_record(observations=(Observation(what=HARD),))
    pdf = to_pdf(record, DANISH)
    shown = (
        "Sagde:[U+4F60][U+597D][U+1F600][U+1F469][U+200D][U+1F469][U+200D][U+1F467]"
        '[U+202E][U+0007][U+E000]også#letx=1;*fed*$x$@ref<b>\\"${}'
    )

    with pikepdf.open(io.BytesIO(pdf)) as read:
        (attached,) = (one.get_file().read_bytes() for one in read.attachments.values())

    assert body(pdf).count(shown) == 1
    assert Record.model_validate_json(attached) == record


def test_a_file_that_could_not_show_a_character_says_where_the_exact_words_are() -> None:
    note = "De nøjagtige ord ligger i den vedhæftede JSON-fil."
    hard = to_pdf(change_record(strengths="😀"), DANISH)
    plain = to_pdf(example_record(), DANISH)

    counts = tuple(body(pdf).count("".join(note.split())) for pdf in (hard, plain))

    assert counts == (1, 0)


def test_every_letter_of_the_countries_around_us_is_shown_as_it_is() -> None:
    names = "ÆØÅ æøå Łukasz Þór Çağlar Đurđa Ilić Агнешка Γιώργος محمد"

    assert body(to_pdf(change_record(child=Child(name=names)), DANISH)).count("Агнешка") == 2
    assert "[U+" not in body(to_pdf(change_record(child=Child(name=names)), DANISH))


def test_a_record_with_nothing_but_what_it_must_have_is_still_a_file() -> None:
    full = example_record()
    least = Record(
        created_at=full.created_at,
        language="da",
        flow=full.flow,
        header=full.header,
        follow_up=full.follow_up,
    )

    assert body(to_pdf(least, DANISH)) == text_of(to_sheet(least, DANISH))


def test_the_pages_never_show_a_protected_address_but_the_attachment_has_it() -> None:
    protected = Child(name="Alma", address="Skjulevej 7, 0000 Eksempelby", address_protected=True)
    pdf = to_pdf(change_record(child=protected, caregivers=()), DANISH)

    with pikepdf.open(io.BytesIO(pdf)) as read:
        (attached,) = (one.get_file().read_bytes() for one in read.attachments.values())

    seen = (
        body(pdf).count("Skjulevej"),
        "".join(MASKED.split()) in body(pdf),
        b"Skjulevej 7" in attached,
    )
    assert seen == (0, True, True)


def test_an_unprintable_template_says_nothing_of_the_record(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("assistant.record.export.pdf._STANDARDS", ["a-3a", "a-2a"])

    with pytest.raises(UnprintableError) as raised:
        to_pdf(example_record(), DANISH)

    assert (str(raised.value), raised.value.__cause__) == (
        "the record's template can't be set",
        None,
    )


def test_line_ends_of_every_kind_are_line_ends() -> None:
    assert make_printable("a\r\nb\rc\u2028d\x0be\tf") == "a\nb\nc\nd\ne\tf"


@settings(max_examples=60, deadline=timedelta(seconds=20))
@given(words=st.text(max_size=80), what=st.text(max_size=300))
def test_any_text_makes_a_file_and_survives_in_it(words: str, what: str) -> None:
    record = change_record(
        child=Child(name=words), observations=(Observation(what=what, where=words),), strengths=what
    )

    with pikepdf.open(io.BytesIO(to_pdf(record, DANISH))) as read:
        (attached,) = (one.get_file().read_bytes() for one in read.attachments.values())

    assert Record.model_validate_json(attached) == record
