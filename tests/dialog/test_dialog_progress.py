"""How far a conversation has come, as the number of a section of so many."""

from assistant.dialog.engine import Progress, Sections
from assistant.flow.model import Ask, End, Text, YesNo
from tests.examples.builders import fact_is, flow, go, text

FIRST, LAST = Text("steps.one.section", "Først"), Text("steps.two.section", "Sidst")
FACTS = (YesNo(id="one", label=text("Et?")), YesNo(id="two", label=text("To?")))
STEPS = (
    Ask(id="one", fact="one", routes=go((fact_is("one", "yes"), "two"), "early"), section=FIRST),
    Ask(id="two", fact="two", routes=go("own"), section=LAST),
    End(id="early", say=text("Slut"), outcome="consult", section=LAST),
    End(id="own", say=text("Slut"), outcome="consult", section=Text("steps.own.section", "Aftale")),
)


def test_an_end_without_a_section_of_its_own_shows_none() -> None:
    assert Sections(flow(FACTS, STEPS)).progress_at(("one", "early")) == Progress(None, 1, 1)


def test_an_end_with_a_section_of_its_own_shows_it_as_the_last() -> None:
    sections = Sections(flow(FACTS, STEPS))

    assert [sections.progress_at(("one", "two", "own")[:n]) for n in (1, 2, 3)] == [
        Progress(FIRST, 1, 3),
        Progress(LAST, 2, 3),
        Progress(STEPS[3].section, 3, 3),
    ]
