"""A small flow to cover: a part, a form, a list, hidden options, a score, and branches that nobody takes."""

from __future__ import annotations

from functools import cache

from assistant.dialog.engine import Dialog
from assistant.dialog.trail import Trail
from assistant.prove.coverage.items import KINDS, Kind
from assistant.prove.coverage.report import Coverage, ItemDescriber, measure_coverage
from assistant.prove.coverage.search import Search
from tests.dialog.talk import Talk
from tests.examples.builders import TODAY, read_flow

FLOW = """\
flow: small
version: 1
language: da
title: En lille samtale
about: Til prøver.
use: [home]
facts:
  age:
    label: Alder
    int: [0, 17]
  signs:
    label: Tegn
    multi:
      bruises: {label: Blå mærker, tags: [violence]}
      biting: {label: Bider, if: "age < 5"}
      hungry: {label: Sulten, weight: 2}
    none: Ingen af disse
    unknown: true
  child:
    label: Barnet
    name: true
    optional: true
  what:
    label: Hvad
    text: 200
  heard:
    label: Hvordan
    choice: {seen: Set, told: Fortalt}
scores:
  points: {sum: [signs], cap: 3}
conditions:
  violence: {if: "signs has tag violence", because: "Der er tegn på vold."}
steps:
- ask: age
  say: Hvor gammelt er barnet?
  go: signs
- ask: signs
  say: Hvad har du set?
  go: [{if: violence, to: duty}, {if: "age > 9 and signs has biting", to: duty}, {to: look}]
- tell: duty
  level: duty
  say: Du skal underrette.
  go: who
- form: [child]
  id: who
  go: seen
- repeat: seen
  say: Hvad så du?
  each: [what, heard]
  at_least: 0
  at_most: 3
  go: sent
- do: home
  id: look
  go: [{if: "safe is no", to: duty}, {to: talk}]
- end: sent
  outcome: notify
- end: talk
  outcome: consult
plan:
- {id: tell_leader, do: "Fortæl det til din leder.", if: violence, who: you, by: today}
- {id: feed, do: "Giv barnet mad.", if: "points >= 2", who: you, by: now}
record:
  child.name: child
guarantees:
- {name: violence_ends_in_notify, when: violence, ends: [notify]}
- {name: biting_talks, when: "signs has biting and age = 3", never: call}
"""

HOME = """\
part: home
language: da
facts:
  safe:
    label: Tryg
    yesno: true
steps:
- ask: safe
  say: Er barnet trygt hjemme?
  go: [{if: safe is no, to: call}, {to: done}]
- tell: call
  level: danger
  say: Ring nu.
  go: done
- end: done
"""


@cache
def small() -> Dialog:
    """Return the dialog of the small flow."""
    return Dialog(read_flow({"small/flow.yaml": FLOW, "parts/home.yaml": HOME}))


def trail(**answers: object) -> Trail:
    """Return where these answers lead."""
    return Talk(small(), answers).trail


def cover_trails(*trails: Trail, kinds: tuple[Kind, ...] = KINDS) -> Coverage:
    """Return what conversations with these trails have seen."""
    return measure_coverage(Search(small(), TODAY), trails, kinds)


def describe_items(items: object) -> list[str]:
    """Return items in words."""
    words = ItemDescriber(small().flow)
    return [words.describe(item).words for item in items]  # type: ignore[attr-defined]  # any iterable of items
