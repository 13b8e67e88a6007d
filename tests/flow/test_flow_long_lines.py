"""A finding in a line too long for a terminal shows what stands around it."""

from __future__ import annotations

import pytest

from assistant.flow.findings import render_problem
from assistant.flow.model import Place


@pytest.mark.parametrize(
    ("column", "starts", "ends"), [(1, "", "…"), (5000, "…", "…"), (9999, "…", "")]
)
def test_a_long_line_is_cut_around_its_caret(column: int, starts: str, ends: str) -> None:
    line = "a" * (column - 1) + "!" + "b" * (9999 - column)

    _, shown, caret = render_problem(Place("f.yaml", 1, column), 500, "wrong", None, [line]).split(
        "\n"
    )
    before, marks = caret.partition("^")[0], caret.count("^")

    assert 120 <= len(shown) - len("   1 | ") <= 242
    assert shown.startswith(f"   1 | {starts}{line[max(0, column - 100) : column - 1]}")
    assert shown.endswith(f"{line[-10:] if column > 9000 else 'b'}{ends}")
    assert shown[len(before)] == "!"
    assert len(before) + marks <= len(shown)


def test_a_line_that_fits_is_shown_as_it_is() -> None:
    said = render_problem(Place("f.yaml", 1, 240), 9, "wrong", None, ["a" * 239 + "!"])

    assert said.split("\n")[1:] == [f"   1 | {'a' * 239}!", f"     | {' ' * 239}^"]
