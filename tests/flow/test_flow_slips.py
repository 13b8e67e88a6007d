"""Slips of an author in the shipped flow: whatever is left of it, they are told, and nothing breaks."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from assistant.flow.load import load

ROOT = Path(__file__).parents[2] / "flows"
FILES = {
    file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8")
    for file in sorted(ROOT.rglob("*.yaml"))
    if "tests" not in file.parts
}
EDITED = [name for name in FILES if not name.startswith("catalogue/")]


def slip(text: str, rng: Random) -> str:
    """Return a text with one line lost, doubled elsewhere, or with a word that is not the one meant."""
    lines = text.split("\n")
    number, kind = rng.randrange(len(lines)), rng.randrange(3)
    if kind == 0:
        del lines[number : number + rng.randint(1, 4)]
    elif kind == 1:
        lines.insert(number, rng.choice(lines))
    else:
        words = lines[number].split(" ")
        words[rng.randrange(len(words))] += "x"
        lines[number] = " ".join(words)
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(12))
def test_a_slip_leaves_findings_or_a_flow(seed: int) -> None:
    rng = Random(seed)
    file = rng.choice(EDITED)

    loaded = load({**FILES, file: slip(FILES[file], rng)}, "concern")

    errors = [found for found in loaded.findings if found.severity == "error"]
    assert (loaded.flow is None) == bool(errors)
    assert all(found.place.line > 0 and found.place.column > 0 for found in errors)


@pytest.mark.parametrize(
    ("file", "old", "new", "codes"),
    [
        (
            "concern/flow.yaml",
            'not_now: "Nej, ikke lige nu"\n    unknown: true',
            "not_now: Nej",
            {"R01"},
        ),
        ("concern/flow.yaml", "  knowledge:\n", "  knowlegde:\n", {"R01"}),
        ("parts/signs.yaml", "  signs_home:\n", "  signs_home:\n  signs_home:\n", {"F02"}),
        ("concern/flow.yaml", "  unsettled:\n", "  unsetled:\n", {"R01"}),
    ],
)
def test_what_a_condition_reads_is_gone_and_the_author_is_told(
    file: str, old: str, new: str, codes: set[str]
) -> None:
    if old not in FILES[file]:
        file = next(name for name in EDITED if old in FILES[name])

    loaded = load({**FILES, file: FILES[file].replace(old, new, 1)}, "concern")

    assert loaded.flow is None
    assert codes <= {found.code for found in loaded.findings}
