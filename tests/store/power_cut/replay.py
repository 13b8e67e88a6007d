"""Cuts the power at many points of a recording and says what each cut lost."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tests.store.power_cut.disk import Disk, Files, Model, half, nothing, tear
from tests.store.power_cut.events import Event, Said, Synced
from tests.store.power_cut.survivors import CorruptError, Found, Survivors, find_losses

MODELS: Mapping[str, Model] = {
    "nothing lasts that was not synced": Model(nothing),
    "names and sizes last, in order": Model(nothing, ordered=True),
    "half of the writes and names last": Model(half, names=0.5),
    "half of the sectors last, names in order": Model(tear, names=0.5, ordered=True),
}
"""What is left to a disk that lost its power, from the worst that POSIX allows to what is common."""

CUTS = 640
"""How often the power is cut where chance says what lasts; elsewhere it is after every event."""


@dataclass
class Tally:
    """What many cuts did."""

    cuts: int = 0
    disks: int = 0  # that differed
    lost: dict[int, list[tuple[str, ...]]] = field(default_factory=dict)  # cut -> what was said
    corrupt: dict[int, str] = field(default_factory=dict)  # cut -> why


def points(every: Sequence[int], model: Model, most: int = CUTS) -> Collection[int]:
    """Return those of `every` point at which the power is cut: all, or some where chance says what lasts."""
    return every if model.lasts is nothing else random.Random(most).sample(every, most)


def disks(
    events: Iterable[Event], model: Model, cuts: Collection[int]
) -> Iterator[tuple[int, Files | None]]:
    """Yield each cut, in order, with the files that it leaves; None where they are as after the cut before."""
    disk, chance, settled, wanted = Disk(ordered=model.ordered), random.Random(1), -1, set(cuts)
    for event in events:
        disk.play(event)
        if disk.played not in wanted:
            continue
        same = model.lasts is nothing and disk.settled == settled
        settled = disk.settled
        yield disk.played, None if same else disk.leave(model, chance)


def replay(
    events: Sequence[Event], model: Model, survivors: Survivors, cuts: Collection[int]
) -> Tally:
    """Return what the cuts did to what the process of a recording had said by then, or begun to say."""
    tally = Tally()
    there: Found = {}
    said = [each for each in events if isinstance(each, Said)]
    for cut, files in disks(events, model, cuts):
        tally.cuts += 1
        if files is not None:
            tally.disks += 1
            survivors.put(files)
            try:
                there = survivors.find()
            except CorruptError as error:
                there, tally.corrupt[cut] = {}, str(error)
        if missing := find_losses((each for each in said if each.since <= cut), there):
            tally.lost[cut] = missing
    return tally


def without_syncs(events: Iterable[Event], path: str) -> list[Event]:
    """Return the recording as it were had `path` never been synced."""
    return [
        Synced("nothing", each.since) if isinstance(each, Synced) and each.path == path else each
        for each in events
    ]
