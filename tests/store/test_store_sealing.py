"""Sealed values: what was altered, moved or sealed otherwise is refused."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from assistant.store.encryption import BUCKETS, Cell, Sealer
from assistant.store.values import SealError

KEY, OTHER_KEY = bytes(range(32)), bytes(32)
PLACE = Cell(tenant=1, table="turn", column="body", row="7.1")
SEALER = Sealer(7, KEY)
HEAD_AND_NONCE, TAG = 21, 16


@given(st.binary(max_size=200_000))
def test_what_was_sealed_opens_again(plain: bytes) -> None:
    assert SEALER.open(SEALER.seal(plain, PLACE), PLACE) == plain


@given(st.binary(max_size=600), st.data())
def test_one_flipped_bit_anywhere_is_refused(plain: bytes, data: st.DataObject) -> None:
    envelope = bytearray(SEALER.seal(plain, PLACE))
    bit = data.draw(st.integers(0, len(envelope) * 8 - 1))
    envelope[bit // 8] ^= 1 << bit % 8

    with pytest.raises(SealError):
        SEALER.open(bytes(envelope), PLACE)


@given(st.binary(max_size=600), st.data())
def test_a_cut_or_lengthened_envelope_is_refused(plain: bytes, data: st.DataObject) -> None:
    envelope = SEALER.seal(plain, PLACE)
    cut = envelope[: data.draw(st.integers(0, len(envelope) - 1))]
    longer = envelope + data.draw(st.binary(min_size=1, max_size=20))

    for wrong in (cut, longer):
        with pytest.raises(SealError):
            SEALER.open(wrong, PLACE)


PLACES = st.builds(
    Cell,
    tenant=st.integers(1, 3),
    table=st.sampled_from(["turn", "record"]),
    column=st.sampled_from(["body", "summary"]),
    row=st.sampled_from(["7.1", "7.2", "71", "7"]),
)


@given(PLACES, PLACES)
def test_a_moved_envelope_is_refused(sealed_at: Cell, opened_at: Cell) -> None:
    envelope = SEALER.seal(b"words", sealed_at)

    if sealed_at == opened_at:
        assert SEALER.open(envelope, opened_at) == b"words"
    else:
        with pytest.raises(SealError):
            SEALER.open(envelope, opened_at)


def test_no_two_places_share_a_binding() -> None:
    places = [
        structs.replace(PLACE, row=row, column=column)
        for row in ("1.11", "11.1")
        for column in ("a", "b")
    ]

    assert len({each.associated_data for each in places}) == len(places)


@pytest.mark.parametrize("sealer", [Sealer(7, OTHER_KEY), Sealer(8, KEY)])
def test_another_key_is_refused(sealer: Sealer) -> None:
    with pytest.raises(SealError):
        sealer.open(SEALER.seal(b"words", PLACE), PLACE)


@pytest.mark.parametrize("version", [0, 2, 255])
def test_an_unknown_version_is_an_error_and_not_plaintext(version: int) -> None:
    envelope = SEALER.seal(b"words", PLACE)

    with pytest.raises(SealError, match="format version"):
        SEALER.open(bytes([version]) + envelope[1:], PLACE)


def test_plaintext_is_not_taken_for_an_envelope() -> None:
    with pytest.raises(SealError):
        SEALER.open(b"words", PLACE)


@given(st.binary(max_size=BUCKETS[-1] * 2))
def test_a_size_tells_only_its_bucket(plain: bytes) -> None:
    size = len(SEALER.seal(plain, PLACE)) - HEAD_AND_NONCE - TAG

    assert size in BUCKETS or size % BUCKETS[-1] == 0


def test_no_nonce_comes_twice_not_even_in_a_child_process() -> None:
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.write(writer, b"".join(_nonce() for _ in range(200)))
        os._exit(0)
    os.wait()
    in_child = os.read(reader, 200 * 12)
    os.close(reader)
    os.close(writer)

    nonces = {_nonce() for _ in range(2000)} | {
        in_child[at : at + 12] for at in range(0, len(in_child), 12)
    }

    assert len(nonces) == 2200


def _nonce() -> bytes:
    return SEALER.seal(b"words", PLACE)[9:21]
