"""What is suggested keeps within every limit: numbers, days, characters, rows, options that show."""

from __future__ import annotations

from assistant.dialog.engine import Dialog
from assistant.flow.load import load
from assistant.prove.coverage.case import scripted_answers
from assistant.prove.coverage.items import KINDS
from assistant.prove.coverage.report import measure_coverage
from assistant.prove.coverage.search import Search
from assistant.prove.coverage.suggestions import suggestions
from assistant.scenario.player import Player
from tests.examples.builders import TODAY

FLOW = """\
flow: tight
version: 1
language: da
title: Snævert
about: Til prøver.
facts:
  many: {int: [3, 9], label: Antal}
  day: {date: [-3d, -1d], label: Dag}
  soon: {date: [1d, 2d], label: Opfølgning, optional: true}
  words: {text: 4, label: Ord}
  what: {text: 2, label: Hvad}
  often: {int: [5, 6], label: Gange}
  where: {multi: {inside: Inde, outside: Ude}, label: Sted}
  last: {multi: {one: Et, two: {label: To, if: many > 5}}, label: Sidst}
  more: {choice: {yes_please: Ja, no_thanks: Nej}, label: Mere, unknown: true}
steps:
- ask: many
  say: Hvor mange?
  go: dates
- form: [day, soon]
  id: dates
  say: Hvornår?
  go: words
- ask: words
  say: Med hvilke ord?
  go: rows
- repeat: rows
  say: Hvad så du?
  each: [what, often, where]
  at_least: 2
  at_most: 3
  go: both
- form: [last, more]
  id: both
  say: Og til sidst?
  go: [{if: "many = 9 and days since day >= 2", to: high}, {if: count rows >= 3, to: long}, {to: low}]
- end: high
  outcome: none
- end: long
  outcome: none
- end: low
  outcome: none
"""


def tight() -> Dialog:
    loaded = load({"tight/flow.yaml": FLOW}, "tight")
    assert loaded.flow is not None, loaded.findings
    return Dialog(loaded.flow)


def test_every_suggestion_is_taken_by_the_engine_and_together_they_leave_no_hole() -> None:
    dialog = tight()
    search = Search(dialog, TODAY)

    found = suggestions(search, measure_coverage(search, (), KINDS).holes)

    for each in found:
        player = Player(dialog, "da", TODAY)
        unused = player.play_answers(scripted_answers(dialog, each.trail))
        assert (unused, player.refusals, player.trail.path) == ((), (), each.trail.path)
    assert measure_coverage(search, tuple(each.trail for each in found), KINDS).holes == ()
