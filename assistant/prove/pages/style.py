"""How the proof looks, on screen and on paper."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --ink: #1a1a1a; --muted: #454545; --paper: #fff; --soft: #f4f5f7; --line: #8a8f96;
  --link: #004d99; --danger: #b00020; --lack: #fff1cf; }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #f2f2f2; --muted: #c9ccd0; --paper: #14171b;
  --soft: #1f242a; --line: #7d848c; --link: #9cc8ff; --danger: #ff9a9a; --lack: #3b2f0c; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 90rem; padding: 1.5rem; font: 1rem/1.45 "IBM Plex Sans", system-ui, sans-serif;
  color: var(--ink); background: var(--paper); }
a { color: var(--link); }
nav a, .paths a { display: inline-block; padding-block: .125rem; min-inline-size: 1.5rem; }
.skip:not(:focus) { position: absolute; inset-inline-start: -99rem; }
h1, h2, h3 { line-height: 1.25; }
h2 { margin-block: 3rem .5rem; padding-block-start: .5rem; border-block-start: 3px solid var(--ink); }
h3 { margin-block: 2rem .25rem; }
.danger > h3 { border-inline-start: .5rem double var(--danger); padding-inline-start: .5rem; }
.end > h3 { border-block: 1px solid var(--ink); padding-block: .25rem; }
code, .id { font: .875em ui-monospace, monospace; color: var(--muted); overflow-wrap: anywhere; }
.paths { display: flex; flex-wrap: wrap; gap: 0 3rem; }
.ways { margin-block: 0 .25rem; padding-inline-start: 1.25rem; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .125rem 1rem; }
.facts dd { margin: 0; min-inline-size: 0; overflow-wrap: anywhere; }
.from { margin-block: .5rem 0; }
.scroll { position: relative; overflow-x: auto; margin-block: .5rem; }
table { inline-size: 100%; min-inline-size: 44rem; table-layout: fixed; border-collapse: collapse; }
caption { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { border: 1px solid var(--line); padding: .375rem .5rem; text-align: start; vertical-align: top; }
thead th { background: var(--soft); }
th { overflow-wrap: anywhere; }
tbody th { font-weight: 600; }
.texts th:first-child { inline-size: 14%; }
.texts th:last-child { inline-size: 22%; }
td p, td ul { margin: 0 0 .25rem; }
td ul { padding-inline-start: 1.25rem; }
.second { color: var(--muted); }
.lacking { background: var(--lack); font-style: italic; }
.place { border: 1px dashed var(--line); border-radius: .25rem; padding-inline: .25rem; font-size: .875em; }
.notes { font-size: .875rem; overflow-wrap: anywhere; }
.read { display: flex; gap: .5rem; align-items: center; margin-block: .5rem 0; }
.sign { min-inline-size: 0; margin-block: 1.5rem; padding: 1rem; border: 2px solid var(--ink); break-inside: avoid; }
.sign div { display: flex; flex-wrap: wrap; gap: 1rem 2rem; margin-block: .5rem; }
.sign label { display: flex; gap: .5rem; align-items: end; }
input[type=checkbox] { inline-size: 1.5rem; block-size: 1.5rem; }
input[type=text] { inline-size: 14rem; max-inline-size: 100%; block-size: 2.25rem; font: inherit; color: inherit; background: none; border: 0;
  border-block-end: 1px solid var(--ink); }
@page { size: A4 landscape; margin: 12mm; }
@media print { :root { font-size: 8pt; } body { max-width: none; padding: 0; line-height: 1.3; }
  a { color: inherit; text-decoration: none; } th, td { padding: .2rem .4rem; } h3 { margin-block: 1.25rem .25rem; }
  section + section > h2 { break-before: page; } h2, h3, thead, .paths { break-after: avoid; }
  tr, .ways li, .read { break-inside: avoid; } .read, .sign { break-before: avoid; }
  .scroll { overflow: visible; } table { min-inline-size: 0; } .skip { display: none; } }
"""
