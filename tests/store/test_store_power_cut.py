"""Wherever the power is cut, the store has every turn that it said it kept.

`kill -9` leaves the system's cache, and so can't show this. Here the store's own process is recorded, system
call by system call, and its files are put as a power cut at each point would leave them: what was synced
is there, of the rest nothing, or a part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.store.power_cut.calls import RecordingError
from tests.store.power_cut.events import Event, Made, Said, Synced, Wrote
from tests.store.power_cut.recording import Reader, record_events
from tests.store.power_cut.replay import CUTS, MODELS, disks, points, replay, without_syncs
from tests.store.power_cut.survivors import Survivors, find_losses
from tests.store.power_cut.writer import DATABASE, ERASED, GOING, GONE, HANDED_OVER, SENT, TALKS

pytestmark = pytest.mark.disk

WRITER = "tests.store.power_cut.writer"
WORST, BY_HALVES = (
    MODELS["nothing lasts that was not synced"],
    MODELS["half of the writes and names last"],
)


STRONG = [(journal, "full", "after", "first", "second") for journal in ("wal", "truncate")]
LONG = ("wal", "full", "after", "long")
WEAK = [
    ("wal", "normal", "after", "first"),
    ("wal", "off", "after", "first"),
    ("truncate", "off", "after", "first"),
]
EARLY = ("wal", "full", "before", "first")
"""How a writer runs: its arguments after the folder."""

Recordings = Mapping[tuple[str, ...], Future[list[Event]]]


def record_writer(folder: Path, how: tuple[str, ...]) -> list[Event]:
    """Return the recording of a writer that starts with nothing."""
    (folder / "disk").mkdir()
    return record_events(folder / "disk", WRITER, *how)


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recordings]:
    """Return all recordings, which are made while the first are already replayed."""
    with ThreadPoolExecutor(1) as pool:
        yield {
            how: pool.submit(record_writer, tmp_path_factory.mktemp("power"), how)
            for how in (*STRONG, LONG, *WEAK, EARLY)
        }


@pytest.fixture(scope="module", params=STRONG, ids=lambda how: how[0])
def kept(request: pytest.FixtureRequest, recordings: Recordings) -> list[Event]:
    """Return the recording of the store as it is."""
    return recordings[request.param].result()


@pytest.fixture
def survivors(tmp_path: Path) -> Survivors:
    return Survivors(tmp_path / "after")


@pytest.mark.parametrize("model", MODELS)
def test_no_cut_loses_what_was_acknowledged(
    kept: list[Event], model: str, survivors: Survivors
) -> None:
    cuts = points(range(1, len(kept) + 1), MODELS[model])

    tally = replay(kept, MODELS[model], survivors, cuts)

    assert (tally.lost, tally.corrupt) == ({}, {})
    assert tally.cuts >= CUTS


def test_all_turns_are_in_the_recording_and_the_store_is_as_it_is(kept: list[Event]) -> None:
    said = sorted(each.words for each in kept if isinstance(each, Said))
    journal = next(each[1] for each in said if each[0] == "facts")
    talks = TALKS["first"] | TALKS["second"]
    turns = [(token, str(seq)) for token, most in talks.items() for seq in range(1, most + 1)]
    ends = [(HANDED_OVER, SENT), (ERASED, GOING), (ERASED, GONE)]

    assert said == sorted([*turns, *ends, *[("facts", journal, "full")] * 2])


async def test_the_store_starts_on_what_a_cut_left(kept: list[Event], survivors: Survivors) -> None:
    missing = {}
    for cut, files in disks(kept, BY_HALVES, range(1, len(kept), 37)):
        assert files is not None
        survivors.put(files)
        said = (each for each in kept if isinstance(each, Said) and each.since <= cut)
        missing[cut] = find_losses(said, await survivors.found_by_the_store())

    assert {cut: each for cut, each in missing.items() if each} == {}
    assert len(missing) > 20


@pytest.mark.parametrize("model", MODELS)
def test_no_cut_loses_anything_while_the_write_ahead_log_is_begun_anew(
    recordings: Recordings, model: str, survivors: Survivors
) -> None:
    events = recordings[LONG].result()
    first, again = begun_anew(events)
    cuts = points(range(again - 150, again + 150), MODELS[model], 60)

    tally = replay(events, MODELS[model], survivors, cuts)

    assert (tally.lost, tally.corrupt) == ({}, {})
    assert first < again - 2000  # the log was full of other turns


@pytest.mark.parametrize("how", WEAK, ids=lambda how: f"{how[0]}-{how[1]}")
def test_a_store_that_waits_less_for_the_disk_loses_turns(
    how: tuple[str, ...], recordings: Recordings, survivors: Survivors
) -> None:
    """The control: the same cuts find losses where there are some."""
    events = recordings[how].result()

    tally = replay(events, WORST, survivors, range(1, len(events) + 1))

    assert ("facts", *how[:2]) in {each.words for each in events if isinstance(each, Said)}
    assert len(tally.lost) > tally.cuts / 4


def test_a_turn_that_is_acknowledged_before_its_commit_is_lost(
    recordings: Recordings, survivors: Survivors
) -> None:
    """The control for the writer's words."""
    events = recordings[EARLY].result()

    tally = replay(events, WORST, survivors, range(1, len(events) + 1))

    assert len(tally.lost) > tally.cuts / 4


@pytest.mark.parametrize("folder", [".", "data", "keys"])
def test_a_new_folder_or_file_whose_name_is_not_synced_is_lost(
    kept: list[Event], folder: str, survivors: Survivors
) -> None:
    """The control for names: a file is as lost without its name as without its content."""
    events = without_syncs(kept, folder)

    tally = replay(events, WORST, survivors, [len(events)])

    assert len(tally.lost) + len(tally.corrupt) > 0


def test_without_strace_the_tests_fail_and_say_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(RecordingError, match="Install it"):
        record_writer(tmp_path, LONG)


@pytest.mark.parametrize(
    "call",
    [
        'rename("{a}", "{b}") = 0',
        "writev(3<{a}>, [{{iov_base=1, iov_len=1}}], 1) = 1",
        "copy_file_range(3<{b}>, NULL, 4<{a}>, NULL, 1, 0) = 1",
        "mmap(NULL, 1, PROT_READ|PROT_WRITE, MAP_SHARED, 3<{a}>, 0) = 0x7f",
        'openat(AT_FDCWD<{b}>, "{a}", O_RDWR|O_TRUNC) = 3<{a}>',
        "io_uring_setup(1, 0) = 3",
    ],
)
def test_a_call_that_the_replay_does_not_know_is_an_error(call: str) -> None:
    inside, outside = (to_hex(each) for each in ("/disk/a.db", "/other"))

    with pytest.raises(RecordingError):
        Reader(Path("/disk"), Path("/said")).events([f"7 {call.format(a=inside, b=outside)}"])


def test_of_two_calls_at_once_a_sync_holds_only_for_what_had_returned_when_it_began() -> None:
    db, said = to_hex("/disk/a.db"), to_hex("/said")
    log = [
        f'1 openat(AT_FDCWD<{db}>, "{db}", O_RDWR|O_CREAT, 0600) = 3<{db}>',
        f'1 pwrite64(3<{db}>, "{to_hex("one")}", 3, 0) = 3',
        f"1 fsync(3<{db}> <unfinished ...>",
        f'2 pwrite64(4<{db}>, "{to_hex("two")}", 3, 3) = 3',
        f'2 write(1<{said}>, "{to_hex("0.0 1")}", 5 <unfinished ...>',
        "1 <... fsync resumed>) = 0",
        "2 <... write resumed>) = 5",
        f"1 ftruncate(3<{db}>, 9) = -1 EFBIG (File too large)",
        "1 +++ exited with 0 +++",
    ]

    assert Reader(Path("/disk"), Path("/said")).events(log) == [
        Made("a.db"),
        Wrote("a.db", 0, b"one"),
        Wrote("a.db", 3, b"two"),
        Synced("a.db", since=2),
        Said(("0.0", "1"), since=3),
    ]


def to_hex(words: str) -> str:
    return "".join(f"\\x{each:02x}" for each in words.encode())


def begun_anew(events: Sequence[Event]) -> tuple[int, int]:
    """Return when the write-ahead log was begun, and when it was begun anew over the old one."""
    starts = [
        at
        for at, each in enumerate(events)
        if isinstance(each, Wrote) and (each.path, each.at) == (f"{DATABASE}-wal", 0)
    ]
    first, again = starts
    return first, again
