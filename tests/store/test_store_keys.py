"""The key file, and that it belongs to its database."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from assistant.errors import StoreError
from assistant.store.conversations import Conversations
from assistant.store.encryption import Cell, WrappedKey, load_keyring
from assistant.store.opening import load_matching_keys, open_store
from assistant.store.values import SealError
from tests.store.house import LATER, House, beginning, digest

PLACE = Cell(1, "turn", "body", "7.1")


def test_the_first_start_makes_a_key_file_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "store.key"
    made = load_keyring(path)

    modes = [stat.S_IMODE(each.stat().st_mode) for each in (path, path.parent)]
    assert (modes, load_keyring(path).names) == ([0o600, 0o700], made.names)


def test_a_new_key_file_leaves_nothing_beside_it(tmp_path: Path) -> None:
    load_keyring(tmp_path / "keys" / "store.key")

    assert [each.name for each in (tmp_path / "keys").iterdir()] == ["store.key"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o777])
def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    load_keyring(tmp_path / "key")
    (tmp_path / "key").chmod(mode)

    with pytest.raises(StoreError, match="chmod 600"):
        load_keyring(tmp_path / "key")


@pytest.mark.parametrize(
    "words",
    [
        "",
        "something else\n",
        "assistant-keys 1\n",
        "assistant-keys 1\nname c2hvcnQ=\n",
        "assistant-keys 1\nname not-base64!\n",
        "assistant-keys 1\nname\n",
        "assistant-keys 2\nname AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
    ],
)
def test_what_is_no_key_file_is_refused_without_showing_it(tmp_path: Path, words: str) -> None:
    (tmp_path / "key").write_text(words)
    (tmp_path / "key").chmod(0o600)

    with pytest.raises(StoreError, match="not a key file") as refused:
        load_keyring(tmp_path / "key")

    assert "c2hvcnQ" not in str(refused.value)


def test_a_data_key_opens_with_its_own_key_only(tmp_path: Path) -> None:
    ours, theirs = load_keyring(tmp_path / "ours"), load_keyring(tmp_path / "theirs")
    key, sealer = ours.new_key(7)
    sealed = sealer.seal(b"words", PLACE)

    assert ours.sealer(key).open(sealed, PLACE) == b"words"
    with pytest.raises(SealError, match="does not contain the key"):
        theirs.sealer(key)
    with pytest.raises(SealError, match="altered"):
        theirs.sealer(WrappedKey(7, theirs.names[0], key.wrapped))


def test_an_older_key_in_the_file_still_opens(tmp_path: Path) -> None:
    path = tmp_path / "key"
    old = load_keyring(path)
    key, sealer = old.new_key(7)
    sealed = sealer.seal(b"words", PLACE)
    newer = load_keyring(tmp_path / "newer")
    head, advice, line = (tmp_path / "newer").read_text().splitlines()
    path.write_text("\n".join([head, advice, line, path.read_text().splitlines()[2]]))

    both = load_keyring(path)

    assert both.names == (*newer.names, *old.names)
    assert both.sealer(key).open(sealed, PLACE) == b"words"


async def test_store_and_keys_open_together_and_again(tmp_path: Path) -> None:
    store, keys = await open_store(tmp_path / "data" / "a.db", tmp_path / "key")
    begun = await Conversations(store, keys).begin(beginning("token"))
    await store.close()

    store, keys = await open_store(tmp_path / "data" / "a.db", tmp_path / "key")
    found = await Conversations(store, keys).find(digest("token"), LATER)
    await store.close()

    assert found == begun


async def test_a_lost_key_file_is_said_and_not_made_anew(tmp_path: Path) -> None:
    store, _ = await open_store(tmp_path / "a.db", tmp_path / "key")
    await store.close()
    (tmp_path / "key").unlink()

    for _ in range(2):  # the second time shows that the first let go of the database
        with pytest.raises(StoreError, match="is missing"):
            await open_store(tmp_path / "a.db", tmp_path / "key")

    assert not (tmp_path / "key").exists()


async def test_another_database_s_key_file_is_refused(house: House) -> None:
    own = house.folder / "keys" / "store.key"
    await load_matching_keys(house.store, own)
    name = house.keys.names[0]
    load_keyring(house.folder / "other")
    same_name = (house.folder / "other").read_text().splitlines()[2].split()[1]
    (house.folder / "same").write_text(f"assistant-keys 1\n{name} {same_name}\n")
    (house.folder / "same").chmod(0o600)

    for wrong in ("other", "same"):
        with pytest.raises(StoreError, match="does not contain the key"):
            await load_matching_keys(house.store, house.folder / wrong)
    assert (await load_matching_keys(house.store, own)).names == house.keys.names
