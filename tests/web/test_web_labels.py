"""A label and its answer on one line read as people write them, on the pages, in the API and in the copies."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.conftest import Serve
from tests.web.test_web_flows import change_flows
from tests.web.visiting import Caller, Client, Visitor


@pytest.fixture
async def asking(serve: Serve, tmp_path: Path) -> Client:
    """A guide whose form asks for the child's name by a question."""
    return await serve(
        flows=change_flows(tmp_path / "new", '"Barnets navn"', '"Hvad hedder barnet nu?"')
    )


async def test_a_forms_answers_stand_behind_a_question_or_a_label(asking: Client) -> None:
    caller, visitor = await Caller.begin(asking), await Visitor.begin(asking)
    transcript = (await caller.go_to("words"))["transcript"]
    page = await visitor.go_to("words")
    who = next(entry["answer"] for entry in transcript if entry["step"] == "who")

    assert who == [
        {"p": [{"t": "Hvad hedder barnet nu? Alma Prøve"}]},
        {"p": [{"t": "Skole eller dagtilbud: Nordskolen"}]},
    ]
    assert "Hvad hedder barnet nu? Alma Prøve Skole eller dagtilbud: Nordskolen" in page.words


async def test_the_answers_behind_a_reason_stand_behind_their_questions(client: Client) -> None:
    caller, visitor = await Caller.begin(client), await Visitor.begin(client)
    for each in (caller, visitor):
        await each.answer("role", "school")
        await each.answer("danger", "yes")
    why = await (await caller.get("/why/call_now")).json()

    assert why["text"] == [
        {"p": [{"t": "Det bygger på disse svar:"}]},
        {"li": [{"t": "Er barnet i fare lige nu? "}, {"t": "Ja", "strong": True}]},
    ]
    assert "<li>Er barnet i fare lige nu? <strong>Ja</strong></li>" in visitor.page.html


async def test_the_text_to_copy_has_no_colon_behind_a_question(asking: Client) -> None:
    visitor = await Visitor.begin(asking)
    await visitor.answer("role", "school")
    await visitor.answer("danger", "yes")
    await visitor.go_to(None)
    lines = [line.strip() for line in (await visitor.go("/worry/record.txt")).html.splitlines()]

    assert [line for line in lines if "?" in line or "dagtilbud" in line] == [
        "Bygger på: Er barnet i fare lige nu? Ja",
        "Hvor arbejder du?",
        "Er barnet i fare lige nu?",
        "Hvilke tegn har du set?",
        "Hvornår så du det første gang?",
        "Hvad hedder barnet nu?",
        "Skole eller dagtilbud:",
        "Hvad er du bekymret for?",
    ]
