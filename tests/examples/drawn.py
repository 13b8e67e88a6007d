"""Flows to draw and to sign off: a small one with a part, ladders of any length, and those that are shipped."""

from __future__ import annotations

from dataclasses import replace

from assistant.flow.files import flow_folders
from assistant.flow.load import load_valid_flow
from assistant.flow.model import Decide, Do, End, Flow, Guard, Return, Route, Tell, Text
from assistant.flow.model.expression import Named
from assistant.text.roots import flows_root
from tests.examples.builders import read_flow

_FLOW = """\
flow: small
version: 3
language: da
title: En lille samtale
about: Til prøver
use: [calm]
facts:
  danger: {label: Fare lige nu, choice: {yes_now: Ja, no_danger: {label: Nej, hint: Ikke lige nu}}, purpose: Hjælp først}
  signs:
    label: Tegn
    help: Vælg alle
    unknown: true
    multi:
      marks: {label: Mærker, tags: [violence, unused], source: [BOOK]}
      tired: {label: Træt, if: danger is no_danger, weight: 1}
    none: Ingen
scores:
  weight: {sum: [signs], cap: 1}
decisions:
  urgency:
  - {is: act_now, if: in_danger, because: "Der er fare."}
  - {is: watch, because: "Der er ingen fare."}
conditions:
  in_danger: {if: danger is yes_now, because: "Du har svaret ja."}
  violence: {if: signs has tag violence or weight >= 1, because: "Du har set mærker."}
steps:
- ask: danger
  section: Fare
  say: "**Er barnet** i fare?"
  go: [{if: in_danger, to: call}, {to: calm}]
- tell: call
  level: danger
  say: "Ring til {contact.emergency}. Se {law.everyone}."
  go: stop
- do: calm
  go: [{if: violence, to: call}, {to: stop}]
- end: stop
  section: Slut
  outcome: follow_up
  say: Godt.
plan:
- {id: phone, do: Ring, if: in_danger, who: leader, by: 5 working days, source: [BOOK]}
record:
  urgency: urgency
"""

_PART = """\
part: calm
language: da
needs: [danger]
steps:
- ask: signs
  section: Tegn
  say: Hvad har du set?
  go: done
- end: done
"""

_LAW = """\
law: law
language: da
items:
- {id: everyone, text: "Alle skal underrette.", paragraph: § 135, verified: true, read_on: 2026-11-21, source: [BOOK]}
"""

_SOURCES = """\
sources: sources
items:
- {id: BOOK, title: En bog, publisher: Et forlag, url: "https://example.org/bog", read_on: 2026-11-21}
"""


def small() -> Flow:
    """Return a flow with a question, a danger, a part and an end."""
    files = {
        "small/flow.yaml": _FLOW,
        "parts/calm.yaml": _PART,
        "catalogue/law.yaml": _LAW,
        "catalogue/sources.yaml": _SOURCES,
    }
    return read_flow(files)


def ladder(rungs: int, *, in_section: int = 4, words: str = "Trin") -> Flow:
    """Return a flow of forks and messages below each other: a message at every fork, or straight on."""
    steps: dict[str, Decide | Tell | End] = {}
    for n in range(rungs):
        section = Text(f"section {n // in_section}", f"Afsnit {n // in_section}")
        after = f"fork{n + 1}" if n + 1 < rungs else "stop"
        guard = Guard(Named("never"), f"rung has step_{n}")
        forks = (Route(f"tell{n}", guard), Route(after))
        steps[f"fork{n}"] = Decide(id=f"fork{n}", section=section, routes=forks)
        say = Text(f"tell {n}", f"{words} {n}")
        steps[f"tell{n}"] = Tell(
            id=f"tell{n}", level="info", pin=False, section=section, say=say, routes=(Route(after),)
        )
    last = Text("section end", "Slut")
    steps["stop"] = End(id="stop", outcome="none", section=last)
    return replace(small(), facts={}, steps=steps, plan=(), conditions={}, decisions={})


def deep_part() -> Flow:
    """Return a flow whose part is so long that its sheet is cut."""
    flow = ladder(12)
    inner = {id_: replace(step, part="deep") for id_, step in flow.steps.items() if id_ != "stop"}
    done = Return(id="stop", part="deep", routes=(Route("over"),))
    steps = {
        "run": Do(id="run", runs="deep", routes=(Route("fork0"),)),
        **inner,
        "stop": done,
        "over": End(id="over", outcome="notify"),
    }
    return replace(flow, steps=steps)


SHIPPED = tuple(load_valid_flow(folder) for folder in flow_folders(flows_root()))
