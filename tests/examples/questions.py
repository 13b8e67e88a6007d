"""A small flow with every kind of question, for scripted conversations to be judged against."""

from __future__ import annotations

from functools import cache

from assistant.dialog.engine import Dialog
from assistant.scenario.run import CaseResult, run_case
from assistant.scenario.script_reader import Script, read_script
from tests.examples.builders import TODAY, read_flow

FLOW = """\
flow: small
version: 1
language: da
title: En lille samtale
about: Til prøver.
facts:
  signs:
    label: Tegn
    multi:
      bruises: {label: Blå mærker, tags: [violence]}
      hungry: Sulten
    none: Ingen af disse
  age:
    label: Alder
    unknown: true
    int: [0, 17]
  what:
    label: Hvad
    text: 200
  when:
    label: Hvornår
    optional: true
    date: [-1y, 0d]
  child:
    label: Barnet
    name: true
  phone:
    label: Telefon
    optional: true
    phone: true
  sure:
    label: Sikker
    yesno: true
conditions:
  violence: {if: signs has tag violence, because: "Du har markeret tegn på vold."}
  young: {if: age < 3, because: "Barnet er meget lille."}
decisions:
  urgency:
  - {is: act_now, if: violence and young, because: "Det haster."}
  - {is: today, if: violence}
  - {is: watch}
steps:
- ask: signs
  say: Hvad har du set?
  go: [{if: signs has none, to: nothing}, {if: violence, to: duty}, {to: sure}]
- tell: duty
  level: duty
  say: Du skal underrette.
  go: age
- ask: age
  go: [{if: young, to: call}, {to: seen}]
- tell: call
  level: danger
  say: Ring nu.
  go: seen
- repeat: seen
  say: Hvad så du, og hvornår?
  each: [what, when]
  at_least: 1
  at_most: 3
  go: who
- form: [child, phone]
  id: who
  go: sent
- ask: sure
  say: Er du sikker?
  go: [{if: sure is yes, to: duty}, {to: talk}]
- end: sent
  outcome: notify
- end: talk
  outcome: consult
- end: nothing
  outcome: none
plan:
- {id: tell_leader, do: "Fortæl det til din leder.", if: violence, who: you, by: today}
record:
  reasons: {fact: signs, as: {bruises: abuse_by_parents, hungry: insufficient_care}}
  urgency: urgency
  child.name: child
  child.age: age
  notifier.phone: phone
  observations: {each: seen, what: what, when: when}
"""


@cache
def small() -> Dialog:
    """Return the dialog of the small flow."""
    return Dialog(read_flow({"small/flow.yaml": FLOW}))


def script(text: str) -> Script:
    """Return the scripted conversations in `text`, read against the small flow."""
    return read_script(text, "small/tests/cases.yaml", small().flow)


def play_case(text: str) -> CaseResult:
    """Return what comes of the one case in `text`."""
    held = script(text)
    assert held.findings == ()
    (case,) = held.cases
    return run_case(small(), case, TODAY)


def why(text: str) -> tuple[str, ...]:
    """Return why the one case in `text` failed; nothing when it passed."""
    return play_case(text).why
