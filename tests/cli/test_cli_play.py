"""`assistant play` with lines from a pipe; the keys of the terminal are in test_cli_terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command_line import Said, assistant


@pytest.fixture(autouse=True)
def new(here: Path) -> Said:  # noqa: ARG001 - it runs there
    return assistant("new", "my_flow")


def play_lines(*lines: str, options: tuple[str, ...] = ()) -> str:
    said = assistant("play", "my_flow", *options, typed="".join(f"{line}\n" for line in lines))
    assert said.status == 0, said.err
    return said.out


def test_a_conversation_reads_as_a_talk() -> None:
    assert play_lines("3") == (
        "Bekymret for et barn\n"
        "\n"
        "1/2  Bekymringen\n"
        "Hvad har du lagt mærke til?\n"
        "   1  Blå mærker uden forklaring\n"
        "   2  Er bange for at komme hjem\n"
        "   3  Er ofte sulten\n"
        "   4  Er ofte meget træt\n"
        "   5  Ingen af disse\n"
        "> 3\n"
        "\n"
        "2/2  Næste skridt\n"
        "Drøft det med din leder i dag. Du behøver ikke at være sikker.\n"
        "The end. :back, :change, :why, or Enter to leave\n"
        "\n"
    )


@pytest.mark.parametrize("line", ["1,3", "bruises, hungry", "bruises,3"])
def test_options_are_picked_by_number_or_id(line: str) -> None:
    assert "Du har pligt til at underrette kommunen." in play_lines(line)


def test_at_the_end_stand_the_plan_and_the_record_as_it_would_be_sent() -> None:
    shown = play_lines("1", "Eksempel Eksempelsen", "00000000", "Han var ked af det", "")

    end = shown.rpartition("> Han var ked af det")[2]

    assert "1. Fortæl din leder, at du har underrettet. (you, " in end
    assert "Eksempel Eksempelsen" in end
    assert "Han var ked af det" in end


def test_a_wrong_answer_is_told_and_asked_again_with_what_was_typed() -> None:
    shown = play_lines("1", "Eksempel", "x", "", "00000000")

    assert "! Skriv et telefonnummer med mindst 6 cifre.\n" in shown
    assert shown.count("> Eksempel\n") == 2
    assert "Beskriv med dine egne ord" in shown


def test_back_and_change_and_parked_answers() -> None:
    shown = play_lines("1", "Eksempel", "00000000", ":change signs", "5", ":parked", ":back", "3")

    assert "Skriv ned, hvis du lægger mærke til noget nyt." in shown
    assert "  Barnets navn: Eksempel\n" in shown
    assert shown.endswith("The end. :back, :change, :why, or Enter to leave\n\n")
    assert "Drøft det med din leder i dag." in shown


def test_a_label_that_asks_has_no_colon_behind_it() -> None:
    flow = Path("flows/my_flow/flow.yaml")
    words = flow.read_text("utf-8").replace("label: Barnets navn", 'label: "Hvad hedder barnet?"')
    flow.write_text(words, "utf-8")
    shown = play_lines("1", "Eksempel", "00000000", ":change signs", "5", ":parked")

    assert shown.partition("> :parked\n")[2].startswith(
        "  Hvad hedder barnet? Eksempel\n  Dit telefonnummer: 00000000\n"
    )


def test_why_tells_the_conditions_and_the_answers_behind_them() -> None:
    reasons = (
        "  violence: Du har markeret tegn på vold.\n"
        "  Det, du har lagt mærke til: Blå mærker uden forklaring\n"
    )

    assert reasons in play_lines("1", ":why")
    assert reasons in play_lines("1", ":why duty")
    assert "  Every conversation comes here.\n" in play_lines(":why signs")
    assert "nothing is not on the path; the steps are signs\n" in play_lines(":why nothing")


def test_commands_are_told_with_help_and_by_a_wrong_one() -> None:
    assert ":change [FACT]" in play_lines(":help")
    assert ":change [FACT]" in play_lines(":what")
    assert "  :change FACT, one of: none yet\n" in play_lines(":change")
    assert "  :lang LANGUAGE, one of: da\n" in play_lines(":lang en")


def test_quit_leaves_at_once() -> None:
    assert play_lines(":quit", "1").endswith("> :quit\n\n")


def test_play_begins_with_given_answers_up_to_a_step() -> None:
    Path("a.yaml").write_text('signs: [bruises]\nchild: a\nphone: "00000000"\n', encoding="utf-8")

    assert "Beskriv med dine egne ord" in play_lines(options=("--answers", "a.yaml"))
    assert "Hvem handler det om" in play_lines(options=("--answers", "a.yaml", "--at", "duty"))


def test_play_begins_at_a_step_by_the_shortest_way_and_says_which() -> None:
    said = assistant("play", "my_flow", "--at", "words")

    assert said.status == 0
    assert "Beskriv med dine egne ord, hvad du har set og hørt.\n" in said.out
    assert said.err == (
        "The shortest way to words assumes these answers:\n"
        '  signs: ["bruises"] ("Blå mærker uden forklaring")\n'
        "  child: Eksempel Eksempelsen\n"
        "  phone: 00000000\n"
    )


def test_a_step_or_language_that_is_not_there_is_wrong_use() -> None:
    assert assistant("play", "my_flow", "--at", "nowhere").status == 2
    said = assistant("play", "my_flow", "--lang", "xx")
    assert said.status == 2
    assert 'The flow is not available in "xx"; it is available in da.' in said.err
