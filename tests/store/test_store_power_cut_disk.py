"""The disk of the power-cut tests loses what a disk may lose, and nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable

import pytest

from tests.store.power_cut.disk import Change, Disk, Model, half, nothing, tear
from tests.store.power_cut.events import Event, Linked, Made, Removed, Sized, Synced, Wrote

BEGUN = (
    Made("data", folder=True),
    Made("data/a.db"),
    Wrote("data/a.db", 0, b"kept"),
    Synced("data/a.db", since=3),
)
NAMED = (*BEGUN, Synced("data", since=4), Synced(".", since=5))
AFTER = len(NAMED)


class Always(random.Random):
    """Chance that lets everything last."""

    def random(self) -> float:
        return 0.0


WORST = Model(nothing)


def files_left(*events: Event, model: Model = WORST) -> dict[str, bytes]:
    disk = Disk(ordered=model.ordered)
    for each in events:
        disk.play(each)
    return dict(disk.leave(model, Always()))


@pytest.mark.parametrize(
    ("events", "files"),
    [
        (BEGUN, {}),
        ((*BEGUN, Synced("data", since=4)), {}),
        ((*BEGUN, Synced(".", since=4)), {}),
        (NAMED, {"data/a.db": b"kept"}),
        ((*NAMED, Wrote("data/a.db", 2, b"lost")), {"data/a.db": b"kept"}),
        ((*NAMED, Sized("data/a.db", 1)), {"data/a.db": b"kept"}),
        ((*NAMED, Sized("data/a.db", 1), Synced("data/a.db", AFTER + 1)), {"data/a.db": b"k"}),
        ((*NAMED, Sized("data/a.db", 1), Synced("data/a.db", AFTER)), {"data/a.db": b"kept"}),
        ((*NAMED, Removed("data/a.db")), {"data/a.db": b"kept"}),
        ((*NAMED, Removed("data/a.db"), Synced("data", AFTER + 1)), {}),
        (
            (*NAMED, Linked("data/a.db", "data/b.db"), Synced("data", AFTER + 1)),
            {"data/a.db": b"kept", "data/b.db": b"kept"},
        ),
    ],
)
def test_what_was_synced_lasts_and_nothing_else(
    events: tuple[Event, ...], files: dict[str, bytes]
) -> None:
    assert files_left(*events) == files


def test_an_ordered_disk_keeps_all_names_and_sizes_from_before_any_sync() -> None:
    events = (
        *BEGUN,
        Wrote("data/a.db", 2, b"st"),
        Sized("data/a.db", 3),
        Made("c"),
        Synced("c", 7),
    )

    assert files_left(*events, model=Model(nothing, ordered=True)) == {
        "data/a.db": b"kep",
        "c": b"",
    }


@pytest.mark.parametrize("lasts", [half, tear])
def test_where_everything_lasts_all_parts_make_the_whole(
    lasts: Callable[[random.Random, Change], Iterable[Change]],
) -> None:
    content = bytes(range(256)) * 9
    events = (*BEGUN, Wrote("data/a.db", 700, content), Sized("data/a.db", 2500))

    assert files_left(*events, model=Model(lasts, names=1.0)) == {
        "data/a.db": b"kept" + bytes(696) + content[:1800]
    }


def test_a_torn_write_keeps_some_of_its_sectors() -> None:
    wrote = Wrote("data/a.db", 700, bytes(5000))

    pieces = list(tear(random.Random(3), wrote))

    assert 0 < sum(len(each.content) for each in pieces if isinstance(each, Wrote)) < 5000
    assert {each.at % 512 for each in pieces if isinstance(each, Wrote)} <= {0, 700 % 512}
