"""How the picture looks: one style sheet for light, dark and paper. Nothing is said by colour alone."""

from __future__ import annotations

_LIGHT = {
    "ink": "#1a1a1a",
    "muted": "#4a4a4a",
    "paper": "#ffffff",
    "band": "#f4f5f7",
    "edge": "#5a6068",
    "question": "#e7f1fb",
    "message": "#ffffff",
    "duty": "#fff1cf",
    "danger": "#ffe3e3",
    "danger-edge": "#b00020",
    "end": "#e3f4d8",
    "part": "#efe8f8",
}
_DARK = {
    "ink": "#f2f2f2",
    "muted": "#c9ccd0",
    "paper": "#14171b",
    "band": "#1d2127",
    "edge": "#a4abb3",
    "question": "#15304a",
    "message": "#14171b",
    "duty": "#3b2f0c",
    "danger": "#45161a",
    "danger-edge": "#ff9a9a",
    "end": "#1c3512",
    "part": "#2c2240",
}


def _variables(colours: dict[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())


_RULES = """
.flow-picture text { font-family: Arial, "Liberation Sans", Helvetica, "DejaVu Sans Condensed", sans-serif; fill: var(--ink); }
.flow-picture .page { fill: var(--paper); }
.flow-picture .frame { fill: none; stroke: var(--edge); stroke-width: 1.5; }
.flow-picture .band { fill: var(--paper); }
.flow-picture .band.odd { fill: var(--band); }
.flow-picture .outline, .flow-picture .mark { stroke: var(--ink); stroke-width: 1.3; fill: var(--message); }
.flow-picture .mark { fill: none; }
.flow-picture .solid { fill: var(--ink); stroke: none; }
.flow-picture :is(.ask, .form, .repeat) .outline { fill: var(--question); }
.flow-picture .duty .outline { fill: var(--duty); }
.flow-picture .danger .outline { fill: var(--danger); stroke: var(--danger-edge); stroke-width: 3; }
.flow-picture .danger .solid { fill: var(--danger-edge); }
.flow-picture .end .outline { fill: var(--end); }
.flow-picture :is(.do, .return) .outline { fill: var(--part); }
.flow-picture .symbol { color: var(--ink); fill: none; stroke: var(--ink); stroke-width: 1.4; stroke-linecap: round; stroke-linejoin: round; }
.flow-picture .line { fill: none; stroke: var(--edge); stroke-width: 1.5; }
.flow-picture .tip { fill: var(--edge); }
.flow-picture .label { fill: var(--paper); stroke: var(--edge); stroke-width: 1; }
.flow-picture :is(.not-taken, .not-taken > a) > :is(.line, .label, .outline) { stroke-dasharray: 5 4; }
.flow-picture .head { font-size: 11px; font-weight: bold; }
.flow-picture .body { font-size: 13px; }
.flow-picture .small { font-size: 10px; fill: var(--muted); }
.flow-picture .guard { font-size: 11px; }
.flow-picture .section { font-size: 13px; font-weight: bold; }
.flow-picture .sheet { font-size: 15px; font-weight: bold; }
.flow-picture .title { font-size: 24px; font-weight: bold; }
@page { size: A3 landscape; margin: 8mm; }
@media print { svg.flow-picture:root { width: 100%; height: 100%; } }
.flow-picture a:is(:hover, :focus) .outline { stroke-width: 3; }
"""

STYLE = (
    f".flow-picture{{color-scheme:light dark;{_variables(_LIGHT)}}}\n"
    f"@media screen and (prefers-color-scheme:dark){{.flow-picture{{{_variables(_DARK)}}}}}"
    + _RULES
)
