"""Killed at any moment, the store has every turn that it said it kept.

This shows that a turn is kept whole and that what was acknowledged was committed; that a commit
outlives a power cut is for `test_store_power_cut.py` to show, since the system keeps its cache here.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pytest

from assistant.store import audit
from assistant.store.conversations import Conversations
from assistant.store.opening import open_store
from tests.store.talker import NOW, digest

pytestmark = pytest.mark.disk

ROOT = Path(__file__).parents[2]
Said = list[tuple[str, int]]


def killed_while_talking(folder: Path, run: int, when: str, lines: int) -> Said:
    """Return what a talker said until it was killed, which is some time after that many lines."""
    arguments = [str(folder / "data" / "a.db"), str(folder / "key"), str(run), when]
    command = [sys.executable, "-m", "tests.store.talker", *arguments]
    said: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as talker:
        assert talker.stdout is not None
        for line in talker.stdout:
            said.append(line)
            if len(said) == lines:
                talker.kill()
    assert len(said) >= lines  # else it ended by itself
    return [_parse(line) for line in said if line.endswith("\n")]


async def find_losses(folder: Path, said: Iterable[tuple[str, int]]) -> Said:
    """Return what was said to be kept and is not there, or not as it was written."""
    store, keys = await open_store(folder / "data" / "a.db", folder / "key")
    door = Conversations(store, keys)
    last: dict[str, int] = {}
    for token, seq in said:
        last[token] = max(seq, last.get(token, 0))
    kept = {token: await _count_kept(door, token) for token in last}
    verdict = await store.read(partial(audit.verify, tenant=1))
    whole = await store.read(lambda conn: conn.exec_driver_sql("PRAGMA integrity_check").scalar())
    await store.close()
    assert (verdict.first_bad, whole) == (None, "ok")
    return [(token, seq) for token, seq in said if seq > kept[token]]


async def test_no_acknowledged_turn_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    chance, said = random.Random(112), Said()
    runs = 0
    while len(said) < 10_000 or runs < 6:
        runs += 1
        said += killed_while_talking(tmp_path, runs, "after", chance.randrange(400, 3000))
        assert _canaries(tmp_path) == []

    assert await find_losses(tmp_path, said) == []


async def test_acknowledged_before_the_commit_turns_are_lost(tmp_path: Path) -> None:
    """The control: the same test finds losses where there are some."""
    chance, said = random.Random(114), Said()
    for run in range(2):
        said += killed_while_talking(tmp_path, run, "before", chance.randrange(400, 2400))

    assert await find_losses(tmp_path, said) != []


def _parse(line: str) -> tuple[str, int]:
    token, seq = line.split()
    return token, int(seq)


async def _count_kept(door: Conversations, token: str) -> int:
    """Return how many turns of a conversation are there, each with the words it was given."""
    stored = await door.find(digest(token), NOW)
    log = stored.log if stored is not None else ()
    assert [each.body.decode() for each in log] == [
        f"canary {token} {seq}" for seq in range(1, len(log) + 1)
    ]
    return len(log)


def _canaries(folder: Path) -> list[str]:
    """Return the files, a journal left by the kill among them, in which anything said can be read."""
    return [each.name for each in (folder / "data").iterdir() if b"canary" in each.read_bytes()]
