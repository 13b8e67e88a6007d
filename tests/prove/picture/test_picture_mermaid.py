from __future__ import annotations

import re
from dataclasses import replace

import pytest

from assistant.flow.model import Flow, Guard, Text
from assistant.flow.model.expression import Named
from assistant.prove.picture.textual import render_mermaid
from tests.examples.drawn import SHIPPED, ladder, small


def test_a_small_flow_as_mermaid() -> None:
    assert render_mermaid(small()) == (
        "---\n"
        'title: "En lille samtale"\n'
        "---\n"
        "flowchart TB\n"
        '  subgraph p0b0["Fare"]\n'
        '    s0("1. Ét spørgsmål: danger<br>Fare lige nu")\n'
        "  end\n"
        '  subgraph p0b1["Tegn"]\n'
        '    s2[["3. Del A: calm<br>Tegn…"]]\n'
        "  end\n"
        '  subgraph p0b2["Fare"]\n'
        '    s1>"2. Fare: call<br>Ring til [emergency]. Se [everyone]."]:::danger\n'
        "  end\n"
        '  subgraph p0b3["Slut"]\n'
        '    s5((("5. Slut: følg op: stop<br>Godt."))):::ending\n'
        "  end\n"
        '  subgraph p1["Del A: calm"]\n'
        '  subgraph p1b0["Tegn"]\n'
        '    s3("4. Ét spørgsmål: signs<br>Tegn")\n'
        '    s4(["Tilbage til 3: calm.done"])\n'
        "  end\n"
        "  end\n"
        '  s0 -->|"in_danger"| s1\n'
        '  s0 -->|"ellers"| s2\n'
        "  s1 --> s5\n"
        '  s4 -->|"violence"| s1\n'
        '  s4 -->|"ellers"| s5\n'
        "  s3 --> s4\n"
        "  s2 --> s3\n"
        "  classDef danger stroke-width:4px,stroke:#b00020\n"
        "  classDef ending stroke-width:3px\n"
    )


@pytest.mark.parametrize("flow", [ladder(40), *SHIPPED], ids=lambda flow: flow.id)
def test_every_step_is_a_node_and_every_route_an_arrow(flow: Flow) -> None:
    text = render_mermaid(flow)
    names = {step: f"s{index}" for index, step in enumerate(flow.steps)}
    nodes = re.findall(r"^    (s\d+)", text, re.MULTILINE)
    arrows = re.findall(r'^  (s\d+) -->(?:\|"[^"]*"\|)? (s\d+)$', text, re.MULTILINE)
    routes = [(names[s.id], names[r.to]) for s in flow.steps.values() for r in s.routes]

    assert sorted(nodes) == sorted(names.values())
    assert sorted(arrows) == sorted(routes)


def test_routes_that_no_test_takes_are_dotted() -> None:
    text = render_mermaid(small(), taken=frozenset({("danger", 1), ("calm", 0)}))

    assert '  s0 -.->|"in_danger"| s1\n' in text
    assert '  s0 -->|"ellers"| s2\n' in text
    assert "  s2 --> s3\n" in text


def test_words_cannot_leave_their_quotes() -> None:
    flow = small()
    words = 'a"]; click s0 "x" <b>&`c`#35;\u2028\x07\\\\ end'
    call = replace(flow.steps["call"], say=Text("evil", words.replace("]", "\\]")))
    danger = flow.steps["danger"]
    guard = Guard(Named("in_danger"), 'x"|y')
    asked = replace(danger, routes=(replace(danger.routes[0], guard=guard), danger.routes[1]))
    title = Text("title", 'En "titel" \\\\ her')
    text = render_mermaid(
        replace(flow, title=title, steps={**flow.steps, "call": call, "danger": asked})
    )

    assert 'title: "En \\"titel\\" \\\\ her"\n' in text
    assert "a#34;]#59; click s0 #34;x#34; #60;b#62;#38;#96;c#96;#35;35#59; #92; end" in text
    assert '  s0 -->|"x#34;|y"| s1\n' in text
