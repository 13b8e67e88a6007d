"""Print what power cuts lose, of the store as it is and of weaker ones: `python -m tests.store.power_cut`."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tests.store.power_cut.recording import record_events
from tests.store.power_cut.replay import MODELS, Tally, points, replay
from tests.store.power_cut.survivors import Survivors

STORES = [
    (journal, synchronous)
    for journal in ("wal", "truncate")
    for synchronous in ("full", "normal", "off")
]
_HEAD = """\
| journal, synchronous | what lasts | cuts | disks that differ | cuts that lose | acknowledgements lost | corrupt |
|---|---|---|---|---|---|---|"""


def line(what: str, model: str, tally: Tally) -> str:
    """Return a row of the table."""
    lost = sum(map(len, tally.lost.values()))
    figures = (tally.cuts, tally.disks, len(tally.lost), lost, len(tally.corrupt))
    return f"| {what} | {model} | " + " | ".join(f"{each:,}" for each in figures) + " |"


def main() -> None:
    """Record each store, replay it, and print a table."""
    click.echo(_HEAD)
    for journal, synchronous in STORES:
        with TemporaryDirectory() as scratch:
            disk = Path(scratch) / "disk"
            disk.mkdir()
            how = (journal, synchronous, "after", "first", "second")
            events = record_events(disk, "tests.store.power_cut.writer", *how)
            for name, model in MODELS.items():
                cuts = points(range(1, len(events) + 1), model)
                tally = replay(events, model, Survivors(Path(scratch) / "after"), cuts)
                click.echo(line(f"{journal}, {synchronous}", name, tally))


if __name__ == "__main__":
    main()
